"""A flipped bit anywhere in the folder is seen, or makes no difference; and looking never makes it worse."""

from __future__ import annotations

import contextlib
import gc
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from readiness.errors import Damage, ReadinessError
from readiness.model.history import Commit
from readiness.model.record import new_id
from readiness.model.records import Citation, Evidence, Rating, Role, Weight
from readiness.model.snapshot import Snapshot
from readiness.report.blocks import Document
from readiness.tasks import begin, evidence
from readiness.workspace import Draft, Workspace
from tests.conftest import QUALITY_MANAGER
from tests.report.samples import built
from tests.workspace.script import KEY, PRODUCTS, SYSTEMS, Clock, small

IN_CI = 2000
STRIDE_IN_FULL = 97
FEWEST_IN_A_FILE = 60
ATTACHED = "plan.pdf"
EXEMPT = ("lock", "lock.holder")

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
"""An opening that is refused may leave a file open: `test_a_refused_opening_gives_the_lock_back` looks at that."""


@dataclass
class Whole:
    """A sound workspace: its bytes, and what they say."""

    path: Path
    files: dict[str, bytes] = field(default_factory=dict)
    snapshot: Snapshot | None = None
    history: list[Commit] = field(default_factory=list)
    document: Document | None = None

    def look(self) -> None:
        self.files = _files(self.path)
        with Workspace.open(self.path, QUALITY_MANAGER, read_only=True) as workspace:
            self.snapshot = workspace.snapshot
            self.history = list(workspace.history())
            assert workspace.verify() == ()
            assert workspace.notices == ()
        self.document = built(self.snapshot)

    def restore(self) -> None:
        """Put every byte back."""
        for name in _files(self.path).keys() - self.files.keys():
            (self.path / name).unlink()
        for name, content in self.files.items():
            (self.path / name).write_bytes(content)


def _files(path: Path) -> dict[str, bytes]:
    found = {file.relative_to(path).as_posix(): file for file in sorted(path.rglob("*")) if file.is_file()}
    return {
        name: file.read_bytes() for name, file in found.items() if name not in EXEMPT and not name.startswith("open/")
    }


def _fill(workspace: Workspace, outside: Path) -> None:
    source = outside / ATTACHED
    source.write_bytes(random.Random(6).randbytes(2500))
    assessment, leaves = workspace.snapshot.locate("17065:7.5.1")
    workspace.answer(assessment, leaves, rating=Rating.PARTLY, weight=Weight.MAJOR, note="Überprüfung — 审查")
    evidence.add(workspace, Evidence(id=new_id(), title="Plan"), source, laid_down=["17065:7.5.1@3"])
    workspace.checkpoint()
    stem, letters = workspace.snapshot.locate("17065:4.1.2.2")
    workspace.answer(stem, letters, rating=Rating.CONFORMING)
    workspace.undo()
    record = Evidence(id=new_id(), title="Minutes", link="https://example.org")
    workspace.put(record, uses=[(assessment, leaves, Citation(evidence=record.id, role=Role.SHOWN_BY))])


def _small(folder: Path) -> Path:
    with Workspace.create(folder / "body", "Body", QUALITY_MANAGER, Clock()) as workspace:
        for which in (SYSTEMS, PRODUCTS):
            workspace.add_assessment(*small(which), "all", "A")
        _fill(workspace, folder)
        return workspace.path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    made = Whole(_small(tmp_path_factory.mktemp("flips")))
    made.look()
    return made


def _has_its_own_test(name: str, position: int, bit: int, content: bytes) -> bool:
    """Tell whether a place is the end of the journal's last line, or makes the type file no UTF-8: see below."""
    ends_journal = name.startswith("journal/") and position == len(content) - 1
    return ends_journal or (name == "open.readiness" and bit == 7)


def _places(whole: Whole, wanted: int, seed: int) -> Iterator[tuple[str, int, int]]:
    """Walk through places over all files, a fair share in each and some in the smallest: file, byte, bit."""
    draw = random.Random(seed)
    total = sum(len(content) for content in whole.files.values())
    for name, content in whole.files.items():
        share = max(FEWEST_IN_A_FILE, wanted * len(content) // max(total, 1))
        for number in range(share):
            position = min(len(content) - 1, (number * len(content) + draw.randrange(len(content))) // share)
            bit = draw.randrange(8)
            if not _has_its_own_test(name, position, bit, content):
                yield name, position, bit


def _flip(whole: Whole, name: str, position: int, bit: int) -> str:
    """Flip a bit, look, and put all back; gives what is wrong, '' where the flip is seen or does not matter."""
    content = bytearray(whole.files[name])
    content[position] ^= 1 << bit
    (whole.path / name).write_bytes(content)
    flipped = {**whole.files, name: bytes(content)}
    try:
        seen = _seen(whole.path)
        if _files(whole.path) != flipped:
            return "reading changed a file"
        if not seen:
            return _matters(whole)
        if not any(word in seen for word in (Path(name).name, ATTACHED, str(whole.path))):
            return f"the file is not named: {seen}"
        return "" if name == "workspace.json" else _writing_makes_it_worse(whole, flipped)
    except Exception as error:  # noqa: BLE001 - any bug is a finding
        return f"bug: {error!r}"
    finally:
        whole.restore()


def _seen(path: Path) -> str:
    """Give what is said of a damage, '' where nothing is."""
    try:
        with Workspace.open(path, QUALITY_MANAGER, read_only=True) as workspace:
            problems = (str(problem) for problem in workspace.verify())
            return " ".join((*workspace.notices, *problems)) if workspace.snapshot else ""
    except ReadinessError as error:
        return str(error)


def _matters(whole: Whole) -> str:
    with Workspace.open(whole.path, QUALITY_MANAGER, read_only=True) as workspace:
        if workspace.snapshot != whole.snapshot:
            return "not seen, and the records differ"
        if list(workspace.history()) != whole.history:
            return "not seen, and the history differs"
        return "" if built(workspace.snapshot) == whole.document else "not seen, and the report differs"


def _writing_makes_it_worse(whole: Whole, flipped: dict[str, bytes]) -> str:
    """Open for writing: journal, checkpoint, evidence and checklists must stay as they are, byte for byte."""
    with contextlib.suppress(ReadinessError):
        Workspace.open(whole.path, QUALITY_MANAGER).close()
    changed = [name for name, content in _files(whole.path).items() if flipped.get(name) != content]
    gone = flipped.keys() - _files(whole.path).keys()
    return f"opening for writing changed {changed or gone}" if changed or gone else ""


def _bad(whole: Whole, places: Iterator[tuple[str, int, int]]) -> list[str]:
    found = ((place, _flip(whole, *place)) for place in places)
    return [f"{place}: {reason}" for place, reason in found if reason]


@pytest.mark.parametrize("part", range(4))
def test_a_flipped_bit_is_seen_or_makes_no_difference(whole: Whole, part: int) -> None:
    assert _bad(whole, _places(whole, IN_CI // 4, part)) == []


@pytest.mark.full
def test_every_97th_byte_flipped_is_seen_or_makes_no_difference(tmp_path: Path) -> None:
    """On a workspace with the shipped checklists."""
    with begin.new_workspace(tmp_path / "body", "Body", ["17021-1", "17065"], QUALITY_MANAGER) as workspace:
        _fill(workspace, tmp_path)
    whole = Whole(workspace.path)
    whole.look()
    places = (
        (name, position, position // STRIDE_IN_FULL % 8)
        for name, content in whole.files.items()
        for position in range(0, len(content), STRIDE_IN_FULL)
    )
    assert _bad(whole, (place for place in places if not _has_its_own_test(*place, whole.files[place[0]]))) == []


def test_a_type_file_that_is_no_utf8_is_damage(whole: Whole) -> None:
    places = (("open.readiness", position, 7) for position in range(len(whole.files["open.readiness"])))
    assert _bad(whole, places) == []


def test_opening_does_not_write_over_a_changed_checkpoint(whole: Whole) -> None:
    content = whole.files["workspace.json"] + b" "
    (whole.path / "workspace.json").write_bytes(content)
    assert _writing_makes_it_worse(whole, {**whole.files, "workspace.json": content}) == ""


def test_the_end_of_the_last_line_flipped_changes_no_file(whole: Whole) -> None:
    name = max(item for item in whole.files if item.startswith("journal/"))
    places = ((name, len(whole.files[name]) - 1, bit) for bit in range(8))
    assert _bad(whole, places) == []


def test_a_damaged_checklist_is_said_when_the_workspace_is_opened(whole: Whole) -> None:
    name = next(item for item in whole.files if item.startswith("checklists/"))
    (whole.path / name).write_bytes(whole.files[name][:-1] + b"?")
    with pytest.raises(Damage):
        Workspace.open(whole.path, QUALITY_MANAGER, read_only=True)


def test_a_refused_opening_gives_the_lock_back(tmp_path: Path) -> None:
    path = _small(tmp_path)
    next((path / "checklists").iterdir()).write_bytes(b"?")
    kept: list[ReadinessError] = []
    for _ in range(2):
        with contextlib.suppress(ReadinessError):
            _open_keeping(path, kept)
    kinds = [type(error) for error in kept]
    kept.clear()
    gc.collect()
    assert kinds == [Damage, Damage]


def _open_keeping(path: Path, kept: list[ReadinessError]) -> None:
    """Open for writing and keep the refusal, as a window that shows it does, with all that hangs on it."""
    try:
        Workspace.open(path, QUALITY_MANAGER).close()
    except ReadinessError as error:
        kept.append(error)
        raise


@pytest.fixture
def drafted(whole: Whole) -> Iterator[Path]:
    """Give the file of a draft."""
    with Workspace.open(whole.path, QUALITY_MANAGER) as workspace:
        workspace.drafts.save(Draft(KEY, "eight of ten files drawn"))
        yield next((whole.path / "drafts").iterdir())


def test_a_draft_with_a_flipped_bit_is_not_offered_as_what_was_typed(whole: Whole, drafted: Path) -> None:
    drafted.write_bytes(drafted.read_bytes().replace(b"eight", b"ehght"))
    with Workspace.open(whole.path, QUALITY_MANAGER, read_only=True) as workspace:
        found = [draft.text for draft in workspace.drafts.all()]
        assert found in ([], ["eight of ten files drawn"])
        assert found or workspace.notices or workspace.verify()


def test_a_draft_that_is_no_utf8_hides_no_other(whole: Whole, drafted: Path) -> None:
    drafted.write_bytes(drafted.read_bytes().replace(b"eight", b"\xe5ight"))
    with Workspace.open(whole.path, QUALITY_MANAGER, read_only=True) as workspace:
        assert workspace.drafts.all() == ()


@pytest.fixture(autouse=True)
def put_back(whole: Whole) -> Iterator[None]:
    yield
    whole.restore()
