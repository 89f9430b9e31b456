"""Evidence that may be there twice, and snapshots in which evidence is merged, taken out or confirmed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum

import msgspec

from readiness.analysis.register import number_key, title_key
from readiness.model.records import Answer, Citation, Evidence
from readiness.model.snapshot import Snapshot

_FILLED = ("reference", "owner")
_WHAT_IT_IS = ("link", "file", "origin", "earlier")


class Likeness(StrEnum):
    """What two pieces of evidence have in common."""

    NUMBER = "number"
    TITLE = "title"
    FILE = "file"


Twins = Mapping[str, Mapping[str, tuple[Likeness, ...]]]
"""By evidence id, the ids of those that are like it, and in what."""


def twins(snapshot: Snapshot) -> Twins:
    """Find evidence with the same number, the same title or the same file content as another."""
    groups: dict[tuple[Likeness, str], list[str]] = {}
    for item in snapshot.evidence.values():
        keys = [(Likeness.NUMBER, number_key(item.reference)), (Likeness.TITLE, title_key(item.title))]
        keys.append((Likeness.FILE, item.file.sha256 if item.file else ""))
        for likeness, key in keys:
            if key:
                groups.setdefault((likeness, key), []).append(item.id)
    found: dict[str, dict[str, tuple[Likeness, ...]]] = {}
    for (likeness, _), members in groups.items():
        for one in members if len(members) > 1 else ():
            for other in members:
                if other != one:
                    known = found.setdefault(one, {})
                    known[other] = (*known.get(other, ()), likeness)
    return found


def merged(snapshot: Snapshot, gone: Evidence, kept: Evidence) -> Snapshot:
    """Give the snapshot with the citations of one piece of evidence moved to another, which stays alone.

    What the one that stays does not know, its number, owner, link or file, comes from the other; notes are joined. A
    place that was looked up in the other keeps that one's revision, so that it is to be confirmed where they differ.
    """

    def moved(citation: Citation) -> Citation:
        if citation.evidence != gone.id:
            return citation
        revision = gone.revision if citation.revision is None else citation.revision
        return msgspec.structs.replace(citation, evidence=kept.id, revision=revision)

    def edit(answer: Answer) -> Answer:
        if all(citation.evidence != gone.id for citation in answer.citations):
            return answer
        bare = msgspec.structs.replace(answer, citations=())
        return bare.citing(*(moved(citation) for citation in answer.citations))

    evidence = {key: item for key, item in snapshot.evidence.items() if key != gone.id}
    evidence[kept.id] = _completed(kept, gone)
    return msgspec.structs.replace(_edited(snapshot, edit), evidence=evidence)


def _completed(kept: Evidence, gone: Evidence) -> Evidence:
    more = {name: getattr(gone, name) for name in _FILLED if not getattr(kept, name)}
    if kept.file is None and not kept.link:
        more |= {name: getattr(gone, name) for name in _WHAT_IT_IS}
    notes = dict.fromkeys(note for note in (kept.note.strip(), gone.note.strip()) if note)
    return msgspec.structs.replace(kept, **more, note="\n".join(notes) if len(notes) > 1 else kept.note or gone.note)


def without(snapshot: Snapshot, gone: Collection[str]) -> Snapshot:
    """Give the snapshot without some evidence and its citations."""

    def edit(answer: Answer) -> Answer:
        left = tuple(citation for citation in answer.citations if citation.evidence not in gone)
        return answer if left == answer.citations else msgspec.structs.replace(answer, citations=left)

    evidence = {key: item for key, item in snapshot.evidence.items() if key not in gone}
    return msgspec.structs.replace(_edited(snapshot, edit), evidence=evidence)


def confirmed(snapshot: Snapshot, evidence: Collection[str]) -> Snapshot:
    """Give the snapshot in which every place in some evidence belongs to the revision that it has now."""

    def edit(answer: Answer) -> Answer:
        for citation in answer.citations:
            item = snapshot.evidence.get(citation.evidence)
            if citation.evidence in evidence and item is not None and citation.must_be_confirmed(item):
                answer = answer.confirming(item, citation)
        return answer

    return _edited(snapshot, edit)


def _edited(snapshot: Snapshot, edit: Callable[[Answer], Answer]) -> Snapshot:
    answers = {
        assessment: {requirement: edit(answer) for requirement, answer in by_requirement.items()}
        for assessment, by_requirement in snapshot.answers.items()
    }
    return msgspec.structs.replace(snapshot, answers=answers)


def places_to_confirm(snapshot: Snapshot) -> Mapping[str, int]:
    """Count by evidence id the citations whose place was looked up in another revision."""
    found: dict[str, int] = {}
    for by_requirement in snapshot.answers.values():
        for answer in by_requirement.values():
            for citation in answer.citations:
                if citation.must_be_confirmed(snapshot.evidence.get(citation.evidence)):
                    found[citation.evidence] = found.get(citation.evidence, 0) + 1
    return found
