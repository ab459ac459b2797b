"""A member of staff stops the point and lets it go on."""

from __future__ import annotations

from datetime import timedelta

from kiosk.operations.days import emergency
from kiosk.operations.tickets.issue import issue
from tests.operations.office import HERE, OTHER_TABLET, TABLET, TUESDAY, Office


def test_a_stop_holds_for_issuing_and_calling_until_staff_end_it(office: Office) -> None:
    office.sign_in(staff="Budi", actor=TABLET)
    stop = office.run(emergency.start, TABLET, until=None, reason="gempa")
    assert (stop.start, stop.until, stop.reason) == (TUESDAY, None, "gempa")
    event = office.last("emergency")
    assert (event.staff, event.data) == ("Budi", {"until": None, "reason": "gempa", "device": "tablet"})
    assert office.refused(issue, office.request()).reason == "emergency_unknown"
    assert office.run(emergency.end, TABLET)
    assert (office.last("emergency_end").staff, office.last("emergency_end").data) == (
        "Budi",
        {"device": "tablet", "by": "staff"},
    )
    assert office.issue().number == "A-001"


def test_a_stop_with_an_end_names_the_next_opening(office: Office) -> None:
    until = TUESDAY + timedelta(hours=1)
    office.run(emergency.start, HERE, until=until, reason="")
    refusal = office.refused(issue, office.request())
    assert (refusal.reason, refusal.next_opening) == ("emergency", until)


def test_an_end_in_the_past_is_refused(office: Office) -> None:
    for minutes in (0, -1):
        until = TUESDAY + timedelta(minutes=minutes)
        refusal = office.refused(emergency.start, HERE, until=until, reason="")
        assert (refusal.reason, refusal.status) == ("until_past", 400)
    with office.context() as context:
        assert context.stops == []


def test_a_second_stop_replaces_the_first(office: Office) -> None:
    office.run(emergency.start, HERE, until=None, reason="gempa")
    second = office.run(emergency.start, HERE, until=TUESDAY + timedelta(hours=1), reason="listrik")
    with office.context() as context:
        assert context.stops == [second]
    assert office.run(emergency.end, HERE)
    with office.context() as context:
        assert context.stops == []


def test_there_is_nothing_to_end_without_a_stop(office: Office) -> None:
    assert not office.run(emergency.end, HERE)
    assert not office.run(emergency.end_due)
    assert office.events() == []


def test_a_stop_ends_by_its_own_time_and_the_log_says_so(office: Office) -> None:
    office.run(emergency.start, HERE, until=TUESDAY + timedelta(minutes=30), reason="")
    office.pass_time(minutes=29)
    assert not office.run(emergency.end_due)
    office.pass_time(minutes=1)
    assert office.run(emergency.end_due)
    event = office.last("emergency_end")
    assert (event.staff, event.data, event.at) == (None, {"by": "time"}, TUESDAY + timedelta(minutes=30))
    assert not office.run(emergency.end_due)


def test_a_stop_without_an_end_does_not_end_by_time(office: Office) -> None:
    office.run(emergency.start, HERE, until=None, reason="")
    office.pass_time(days=3)
    assert not office.run(emergency.end_due)


def test_the_stop_that_holds_at_an_instant(office: Office) -> None:
    until = TUESDAY + timedelta(minutes=30)
    stop = office.run(emergency.start, HERE, until=until, reason="")
    assert emergency.active([stop], TUESDAY - timedelta(seconds=1)) is None
    assert emergency.active([stop], TUESDAY) == stop
    assert emergency.active([stop], until - timedelta(seconds=1)) == stop
    assert emergency.active([stop], until) is None
    assert emergency.active([], TUESDAY) is None


def test_a_stop_by_another_device_is_ended_by_anyone(office: Office) -> None:
    office.run(emergency.start, TABLET, until=None, reason="")
    assert office.run(emergency.end, OTHER_TABLET)
    assert office.last("emergency_end").data["device"] == "other-tablet"
