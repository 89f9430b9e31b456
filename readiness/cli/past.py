"""Verbs about what was recorded: history, undo, redo, verify, purge."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from readiness.cli import shown
from readiness.cli.given import Arguments, Outcome, committed, reading, writing
from readiness.errors import Damage, Problem, UnknownName, UsageError
from readiness.model.briefing import Person
from readiness.model.records import Action, Answer, Evidence, Service
from readiness.tasks import briefing, evidence, past
from readiness.texts import tr, trn
from readiness.workspace import Workspace


def history(given: Arguments) -> Outcome:
    """List the commits wanted, newest first, or write them to a file."""
    wanted = past.Wanted(given.person, given.requirement, given.since, given.until)
    with reading(given) as workspace:
        found = past.find(workspace, wanted)
        commits = list(islice(found, given.most) if given.most else found)
    if given.export is not None:
        count = past.export(commits, given.export)
        line = trn("{n} change written to {path}.", "{n} changes written to {path}.", count, path=given.export)
        return {"file": str(given.export), "commits": count}, [line], 0
    lines = [f"{item.sequence:>6}  {item.time:%Y-%m-%d %H:%M}  {item.author}  {item.sentence}" for item in commits]
    return [past.commit_values(item) for item in commits], lines, 0


def undo(given: Arguments) -> Outcome:
    """Take back the last change and say what it was."""
    with writing(given) as workspace:
        commit = workspace.undo()
    return committed(commit) if commit else ({"changed": False}, [tr("There is nothing to undo.")], 0)


def redo(given: Arguments) -> Outcome:
    """Bring back what was undone last and say what it was."""
    with writing(given) as workspace:
        commit = workspace.redo()
    return committed(commit) if commit else ({"changed": False}, [tr("There is nothing to redo.")], 0)


def verify(given: Arguments) -> Outcome:
    """Read everything again; exit 1 where something is wrong."""
    try:
        with reading(given) as workspace:
            problems = workspace.verify(given.against)
            commits = workspace.snapshot.sequence
    except Damage as error:
        problems, commits = (Problem(str(given.dir), error.sentence),), 0
    lines = [str(problem) for problem in problems] or [
        trn("{n} commit read, nothing wrong.", "{n} commits read, nothing wrong.", commits)
    ]
    return {"problems": shown.problems(problems), "commits": commits}, lines, 1 if problems else 0


def purge(given: Arguments) -> Outcome:
    """Take content out for good: evidence or a person as a whole, or what another record held before."""
    with writing(given) as workspace:
        commit = workspace.purge(_to_purge(given, workspace), given.reason)
        left = workspace.set_aside()
    value, lines, code = committed(commit, purged=list(commit.purged))
    if left:
        lines.append(tr("Files that were set aside stay as they are. Look into them, and delete them yourself: {names}",
                        names=", ".join(left)))  # fmt: skip
    return value, lines, code


def _to_purge(given: Arguments, workspace: Workspace) -> Evidence | Person | Answer | Action | Service:
    if given.evidence:
        return past.to_erase(workspace, Evidence, given.evidence, evidence.find)
    if given.person:
        return past.to_erase(workspace, Person, given.person, briefing.find_person)
    if given.service:
        return briefing.find_service(workspace.snapshot, given.service)
    if given.action:
        found = workspace.snapshot.actions.get(given.action)
        if found is None:
            raise UnknownName(
                tr("There is no action '{id}'.", id=given.action), tr("List them with 'readiness action list'.")
            )
        return found
    assessment, leaves = workspace.snapshot.locate(given.requirement, given.assessment)
    if len(leaves) > 1:
        raise UsageError(
            tr("'{number}' has letters, each with an answer of its own.", number=given.requirement),
            tr("Purge them one by one, like {number}.", number=leaves[0].id),
        )
    return workspace.snapshot.answer(assessment, leaves[0].id)


VERBS: dict[str, Callable[[Arguments], Outcome]] = {
    "history": history,
    "undo": undo,
    "redo": redo,
    "verify": verify,
    "purge": purge,
}
