"""Papers that visitors lack are counted without anyone in it."""

from __future__ import annotations

import pytest

from kiosk.operations.tickets.missing_documents import record_missing
from tests.operations.office import Office


def test_each_paper_is_logged_once_and_nobody_is_named(office: Office) -> None:
    office.run(record_missing, "dewasa-baru", ["kk", "ktp", "kk", "ganti-nama"])
    event = office.last("documents")
    assert event.data == {"checklist": "dewasa-baru", "missing": ["kk", "ktp", "ganti-nama"]}
    assert (event.ticket, event.counter, event.staff) == (None, None, None)


@pytest.mark.parametrize(
    ("checklist", "missing", "named"),
    [("nikah", ["ktp"], "nikah"), ("dewasa-baru", ["ktp", "sim", "stnk"], "sim, stnk")],
)
def test_unknown_papers_are_refused_by_name(office: Office, checklist: str, missing: list[str], named: str) -> None:
    refusal = office.refused(record_missing, checklist, missing)
    assert (refusal.reason, refusal.status, refusal.values) == ("unknown_papers", 400, {"papers": named})
