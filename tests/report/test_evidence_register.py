"""The evidence register of a report says what is kept of each piece of evidence."""

from __future__ import annotations

import msgspec

from readiness.model.records import Attachment, EarlierRevision, Role
from readiness.workspace import Workspace
from tests.conftest import TODAY
from tests.report.samples import built, evidence, section, text_of


def test_the_register_counts_earlier_revisions(both: Workspace) -> None:
    file = Attachment(name="agreement.docx", sha256="ab" * 32, size=9)
    past = EarlierRevision(file=file, revision="1", replaced=TODAY)
    record = evidence(both, {"17065:7.5.1": Role.LAID_DOWN}, title="Agreement", revision="3", file=file)
    assert "kept" not in text_of(section(built(both.snapshot), "evidence"))
    both.put(msgspec.structs.replace(record, earlier=(past,)))
    assert "1 earlier revision kept" in text_of(section(built(both.snapshot), "evidence"))
    both.put(msgspec.structs.replace(record, earlier=(past, past)))
    assert "2 earlier revisions kept" in text_of(section(built(both.snapshot), "evidence"))
