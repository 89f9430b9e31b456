"""Verbs that keep the work safe: backups, restore, recover."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from readiness.cli import shown
from readiness.cli.given import Arguments, Outcome, author, committed, reading, writing
from readiness.tasks import backups
from readiness.tasks.recover import recover as recover_workspace
from readiness.texts import tr, trn
from readiness.workspace import Backup, Backups, utc_now


def list_or_make(given: Arguments) -> Outcome:
    """List the backups, newest first; with --make or --to make one, and copy all to a second place."""
    if given.make or given.to is not None:
        return _make(given)
    kept = Backups(given.dir)
    kept.identity()
    found = kept.listed()
    lines = [
        tr("{name}  {time}  change no. {n}  {rated} rated, {evidence} evidence, {actions} actions  {author}",
           name=item.name, time=backups.when(item), n=item.sequence, rated=item.holds.rated,
           evidence=item.holds.evidence, actions=item.holds.actions, author=item.author)
        for item in found
    ]  # fmt: skip
    return [_value(item) for item in found], lines or [tr("No backups yet.")], 0


def _make(given: Arguments) -> Outcome:
    """Make one where something changed; exit 1 where a file could not be copied."""
    made = backups.make(given.dir, author(given), utc_now())
    lines = [
        tr("Made the backup {name}.", name=made.name) if made else tr("Nothing changed since the newest backup."),
    ]
    value: dict[str, Any] = {"made": _value(made) if made else None, "copied": None}
    problems: tuple[Any, ...] = ()
    if given.to is not None:
        copied = backups.copy_out(given.dir, given.to, utc_now())
        problems = copied.problems
        value["copied"] = {
            "folder": str(copied.folder),
            "backups": copied.backups,
            "files": copied.files,
            "bytes": copied.bytes,
            "problems": shown.problems(problems),
        }
        lines.append(
            trn("Copied to {folder}: {backups} new backups, {n} new attached file.",
                "Copied to {folder}: {backups} new backups, {n} new attached files.",
                copied.files, folder=copied.folder, backups=copied.backups)
        )  # fmt: skip
        lines += [str(problem) for problem in problems]
    return value, lines, 1 if problems else 0


def _value(backup: Backup) -> dict[str, Any]:
    return {
        "name": backup.name,
        "time": backup.time.isoformat(),
        "sequence": backup.sequence,
        "head": backup.head,
        "author": backup.author.name,
        "role": backup.author.role,
        "rated": backup.holds.rated,
        "evidence": backup.holds.evidence,
        "actions": backup.holds.actions,
        "bytes": sum(file.size for file in backup.files),
    }


def restore(given: Arguments) -> Outcome:
    """Bring all records to what a backup holds; with --dry-run say what would change."""
    backup = Backups(given.dir).find(given.backup)
    if not given.dry_run:
        with writing(given) as workspace:
            return committed(backups.restore(workspace, backup), backup=backup.name)
    with reading(given) as workspace:
        preview = backups.preview(workspace, backup)
    value = {"backup": _value(backup), **dataclasses.asdict(preview)}
    lines = [*preview.counts, *(_line(change) for change in preview.changes), *preview.notices]
    return value, lines if preview.counts else [tr("Nothing differs from what is recorded."), *preview.notices], 0


def _line(change: backups.FieldChange) -> str:
    nothing = tr("nothing")
    return tr("  {record}, {field}: {now} → {then}", record=change.record, field=change.field,
              now=change.now or nothing, then=change.then or nothing)  # fmt: skip


def recover(given: Arguments) -> Outcome:
    """Make a new workspace of one that does not open; exit 1 where something could not be had."""
    made = recover_workspace(given.dir, given.to, author(given), utc_now())
    value = {
        "workspace": str(made.path),
        "report": str(made.report),
        "commits": made.commits,
        "found": list(made.found),
        "lost": list(made.lost),
    }
    return value, [tr("Made {path}", path=made.path), *made.lines], 1 if made.lost else 0


VERBS: dict[str, Callable[[Arguments], Outcome]] = {
    "backups": list_or_make,
    "restore": restore,
    "recover": recover,
}
