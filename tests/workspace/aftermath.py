"""What must be true of a workspace after a power cut: a judge that gives its reason in a sentence."""

from __future__ import annotations

import hashlib
import shutil
import traceback
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import msgspec

from readiness.errors import ReadinessError
from readiness.model.history import CommitKind
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER
from tests.workspace.operations import Operation
from tests.workspace.power import Left, Variant, materialize, platters
from tests.workspace.script import ATTACHED, TO_BE_PURGED, Held, Recorded, held

WITHOUT_MEANING = ("lock", "lock.holder")
"""Files whose being there or not makes no difference worth opening the folder once more."""
TO_BE_EXPECTED = ("moved to journal/", "A purge that was cut short has been finished")
"""What an opening may say after a power cut."""
ASIDE_IS_GONE = "a torn line that was moved aside is gone"
ASIDE_IS_LOST_TO_ANOTHER = "a torn line that was moved aside is gone, since another one took its name"


def lacks(found: Held, allowed: Sequence[Held]) -> str:
    """Say what of the acknowledged state is not there, '' where all is. `allowed`: the last one, perhaps one more."""
    if not any(found.content == item.content for item in allowed):
        return f"holds neither what was acknowledged nor one commit more: {_difference(found, allowed[0])}"
    last, following = allowed[0], allowed[-1]
    for key, text in last.drafts.items():
        if key in found.drafts:
            if found.drafts[key] not in (text, following.drafts.get(key)):
                return f"the draft at {key} reads {found.drafts[key]!r}"
        elif key in following.drafts:
            return f"the draft at {key} is gone"
    return "" if last.asides & following.asides <= found.asides else ASIDE_IS_GONE


def _difference(found: Held, wanted: Held) -> str:
    names = ("organization", "assessments", "answers", "evidence", "actions", "pinned", "checklists")
    return ", ".join(name for name in names if getattr(found.content, name) != getattr(wanted.content, name))


def trouble(path: Path, allowed: Sequence[Held]) -> str:
    """Open what a power cut left, look, work on, close and look again; '' where all is well.

    Where nothing was acknowledged yet (`allowed` is empty), the workspace may be missing or refused with a sentence.
    """
    try:
        return _trouble(path, allowed)
    except ReadinessError as error:
        return f"refused: {error}" if allowed else ""
    except Exception:  # noqa: BLE001 - any bug is a finding
        return f"bug: {traceback.format_exc(limit=-3)}"


def _trouble(path: Path, allowed: Sequence[Held]) -> str:
    with Workspace.open(path, QUALITY_MANAGER) as workspace:
        found = held(workspace)
        if allowed and (missing := lacks(found, allowed)):
            return ASIDE_IS_LOST_TO_ANOTHER if missing == ASIDE_IS_GONE and workspace.notices else missing
        if odd := [notice for notice in workspace.notices if not any(fine in notice for fine in TO_BE_EXPECTED)]:
            return f"says {odd}"
        if problems := workspace.verify():
            return f"verify lists {[str(problem) for problem in problems]}"
        if not allowed:
            return ""
        organization = workspace.snapshot.organization
        workspace.put(msgspec.structs.replace(organization, name="Worked on after the power cut"))
        later = held(workspace)
    with Workspace.open(path, QUALITY_MANAGER, read_only=True) as workspace:
        if workspace.notices or held(workspace) != later:
            return "does not hold what was done after the power cut"
        if problems := workspace.verify():
            return str(problems[0])
        return _left_of_a_purge(path) if _is_purged(workspace) else ""


def _is_purged(workspace: Workspace) -> bool:
    return any(commit.kind is CommitKind.PURGE for commit in workspace.history())


def _left_of_a_purge(path: Path) -> str:
    contents = {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}
    left = [str(file) for file, held in contents.items() if TO_BE_PURGED.encode() in held or ATTACHED in held]
    return f"what was purged is still in {left}" if left else ""


class Judge:
    """Judges what power cuts leave, each folder once."""

    def __init__(self, scratch: Path, place: str) -> None:
        """Make the folders below `scratch`; `place` is where in them the workspace lies."""
        self._scratch = scratch
        self._place = place
        self._numbers = count()
        self._known: dict[tuple[str, tuple[int, ...]], str] = {}

    def of(self, left: Left, allowed: Sequence[Held]) -> str:
        """Say what is wrong with a folder, '' where it is well."""
        key = (_digest(left), tuple(id(item) for item in allowed))
        if key not in self._known:
            folder = self._scratch / str(next(self._numbers))
            folder.mkdir()
            materialize(left, folder)
            self._known[key] = trouble(folder / self._place, allowed)
            shutil.rmtree(folder)
        return self._known[key]

    def forgive(self) -> None:
        """Take all folders judged so far for well."""
        self._known = dict.fromkeys(self._known, "")


def _digest(left: Left) -> str:
    digest = hashlib.sha256()
    for path in sorted(left):
        if not path.endswith(WITHOUT_MEANING):
            content = left[path]
            digest.update(path.encode() + (b"/" if content is None else hashlib.sha256(content).digest()))
    return digest.hexdigest()


Cut = tuple[int, Variant, Left, tuple[Held, ...]]


def cuts(
    recorded: Recorded, variants: Sequence[Variant], start: int = 0, log: Sequence[Operation] | None = None
) -> Iterator[Cut]:
    """Walk through the power cuts before every operation from `start` on, in every variant."""
    for at, platter in platters(recorded.disk.base, recorded.disk.log if log is None else log, start):
        allowed = recorded.allowed_at(at)
        for variant in variants:
            yield at, variant, platter.left(variant), allowed


def wrong(recorded: Recorded, scratch: Path, variants: Sequence[Variant], start: int = 0) -> list[str]:
    """List the power cuts from operation `start` on that leave something else than they may."""
    judge = Judge(scratch, recorded.place)
    log = recorded.disk.log
    found = []
    for at, variant, left, allowed in cuts(recorded, variants, start):
        if reason := judge.of(left, allowed):
            operation = str(log[at])[:200] if at < len(log) else "the end"
            found.append(f"before {at} ({operation}), {variant}: {reason}")
    return found
