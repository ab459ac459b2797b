"""Times that cannot be right are refused at the door; those that are in the database already take no view down."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.server.office import Office

FAR = [
    "9999-12-31T23:59:59+00:00",
    "9999-12-31T23:59:59-12:00",
    "2027-09-12T10:00:00+07:00",
    "2026-09-14T00:00:01+07:00",
]


@pytest.mark.parametrize("until", FAR)
def test_an_end_after_the_next_service_day_is_refused(office: Office, until: str) -> None:
    """It is Saturday the 12th, and this office is open every day: the next service day ends on Monday at 00:00."""
    person = office.sign_in()
    refused = person("POST", "/point/emergency", {"until": until})
    assert (refused.status, refused.reason) == (400, "until_far")
    assert "Senin pukul 00.00" in refused.body["detail"]
    ticket = person.take().body["id"]
    assert person("POST", f"/tickets/{ticket}/hold", {"until": until}).reason == "until_far"
    assert person("GET", "/point").body["emergency"] is None
    assert [row["number"] for row in person("GET", "/queue").body["tickets"]] == ["A-001"]


def test_the_end_of_the_next_service_day_is_taken(office: Office) -> None:
    person = office.person()
    assert person("POST", "/point/emergency", {"until": "2026-09-14T00:00:00+07:00"}).status == 200
    assert person.take().reason == "emergency"


def test_a_row_of_an_older_version_takes_no_view_down(office: Office) -> None:
    far = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    person = office.sign_in()
    ticket = person.take().body
    point = office.server.app.point
    now = office.clock.now()
    assert person("POST", f"/tickets/{ticket['id']}/hold").status == 200
    with point.store.read() as tx:
        held = tx.ticket(ticket["id"])
    assert held is not None
    point.store.write(lambda tx: tx.save_ticket(replace(held, held_until=far, version=held.version + 1)))
    point.store.write(lambda tx: tx.start_emergency(point.id, now, far, "slip"))
    assert person("GET", "/point").status == 200
    assert person("GET", "/queue").body["held"][0]["held_until"] is None
    assert person.take().reason == "emergency_unknown"
    assert person("GET", "/point").body["emergency"]["until"] is None
    assert person("DELETE", "/point/emergency").status == 204
    assert person.take().status == 201
