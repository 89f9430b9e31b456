"""Evidence that is there twice; merging, removing and confirming as snapshots."""

from __future__ import annotations

import msgspec

from readiness.analysis import duplicates
from readiness.analysis.duplicates import Likeness
from readiness.model.records import Answer, Attachment, Citation, Evidence, Organization, Role
from readiness.model.snapshot import Snapshot

FILE = Attachment(name="a.pdf", sha256="f" * 64, size=1)
ONE = Evidence(id="one", title="Audits", reference="P-1", revision="2")
TWO = Evidence(
    id="two", title="Internal audits", reference="p - 1 ", revision="3", owner="QM", file=FILE, note="old one"
)
SAME_FILE = Evidence(id="three", title="internal  AUDITS", file=FILE)
ALONE = Evidence(id="four", title="Forms")


def _cite(evidence: str, role: Role = Role.LAID_DOWN, where: str = "s. 4", revision: str | None = "2") -> Citation:
    return Citation(evidence=evidence, role=role, where=where, revision=revision)


def _snapshot(*citations: Citation) -> Snapshot:
    answer = Answer(id="x", assessment="a", requirement="5.1.1", citations=citations)
    return Snapshot(
        organization=Organization(id="o", name="Body"),
        evidence={item.id: item for item in (ONE, TWO, SAME_FILE, ALONE)},
        answers={"a": {"5.1.1": answer}},
    )


def _cited(snapshot: Snapshot) -> tuple[Citation, ...]:
    return snapshot.answers["a"]["5.1.1"].citations


def test_same_number_title_and_file_are_told() -> None:
    found = duplicates.twins(_snapshot())
    assert found == {
        "one": {"two": (Likeness.NUMBER,)},
        "two": {"one": (Likeness.NUMBER,), "three": (Likeness.TITLE, Likeness.FILE)},
        "three": {"two": (Likeness.TITLE, Likeness.FILE)},
    }


def test_merging_moves_citations_and_keeps_each_once() -> None:
    before = _snapshot(_cite("two", revision="3"), _cite("one"), _cite("two", Role.SHOWN_BY, "", None))
    after = duplicates.merged(before, TWO, ONE)
    assert "two" not in after.evidence
    assert [citation.key for citation in _cited(after)] == [
        ("one", Role.LAID_DOWN, "s. 4"),
        ("one", Role.SHOWN_BY, ""),
    ]
    assert _cited(after)[0].must_be_confirmed(after.evidence["one"])
    kept = after.evidence["one"]
    assert (kept.title, kept.reference, kept.revision) == ("Audits", "P-1", "2")
    assert (kept.owner, kept.file, kept.note) == ("QM", FILE, "old one")


def test_removing_takes_citations_of_all_removed() -> None:
    after = duplicates.without(_snapshot(_cite("one"), _cite("two"), _cite("four")), {"one", "two"})
    assert set(after.evidence) == {"three", "four"}
    assert [citation.evidence for citation in _cited(after)] == ["four"]


def test_confirming_touches_only_what_is_to_be_confirmed() -> None:
    before = _snapshot(_cite("one", revision="1"), _cite("two", revision="1"), _cite("one", Role.SHOWN_BY, "", "1"))
    assert duplicates.places_to_confirm(before) == {"one": 1, "two": 1}
    after = duplicates.confirmed(before, {"one"})
    assert [citation.revision for citation in _cited(after)] == ["2", "1", "1"]
    assert duplicates.places_to_confirm(after) == {"two": 1}
    known = msgspec.structs.replace(_cite("one"), revision=None)
    assert not known.must_be_confirmed(ONE)
