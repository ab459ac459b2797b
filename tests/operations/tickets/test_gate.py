"""The last number of the day: by the forecast, with the formula of row 15 where there is none."""

from __future__ import annotations

from kiosk.operations.tickets.issue import issue
from tests.operations.office import Office


def crowd(office: Office, tickets: int) -> None:
    """So many wait at 14.00; the day ends at 16.00, and officers go on for two hours."""
    office.pass_time(hours=5)
    for counter, staff in (("1", "Ani"), ("2", "Budi")):
        office.sign_in(counter, staff)
    office.set_rules(cutoff="off")
    for _ in range(tickets):
        office.issue()
    office.set_rules(cutoff="estimate")
    office.point.forecasts.table = None  # as if a server had made one since


def test_who_cannot_be_served_today_is_refused_with_the_next_opening(office: Office) -> None:
    crowd(office, 60)
    refusal = office.refused(issue, office.request())
    assert refusal.reason == "cutoff_queue"
    assert refusal.next_opening is not None
    assert (refusal.next_opening.day, refusal.next_opening.hour) == (16, 8)


def test_staff_override_it_and_the_log_has_it(office: Office) -> None:
    crowd(office, 60)
    issued = office.run(issue, office.request(override="lansia"))
    assert office.last("override").data == {"reasons": ["cutoff_queue"], "why": "lansia"}
    assert issued.wait.estimate is not None
    assert issued.wait.estimate.kind == "not_reached"


def test_who_can_be_served_is_let_in_though_the_formula_would_refuse(office: Office) -> None:
    """Sixteen ahead at two counters, a quarter of an hour each: called at about 16.00, and officers go on."""
    crowd(office, 18)
    assert office.run(issue, office.request()).wait.estimate is not None


def test_the_last_numbers_are_told_that_they_may_not_be_reached(office: Office) -> None:
    crowd(office, 22)
    kinds: list[tuple[str, bool]] = []
    for _ in range(12):
        office.point.forecasts.table = None
        issued = office.run(issue, office.request(override="x"))
        assert issued.wait.estimate is not None
        kinds.append((issued.wait.estimate.kind, issued.wait.estimate.may_not_be_reached))
    assert any(maybe for _, maybe in kinds) or any(kind == "uncertain" for kind, _ in kinds)
