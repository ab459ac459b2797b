"""An appointment is kept: called at its time, told so, and on the paper and the page."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from kiosk.operations.tickets.issue import issue
from kiosk.operations.tickets.waiting import wait_of_newcomer
from kiosk.operations.views.visitor import visitor_status
from kiosk.receipts import receipt
from kiosk.server.page import markup
from printers.document.rows import to_json
from tests.operations.office import TUESDAY, Office


@pytest.fixture
def busy(office: Office) -> Office:
    """Twenty regular visitors wait at two counters; passports are given by appointment too."""
    office.set_service("paspor", appointments=True)
    office.sign_in("1")
    office.sign_in("2", "Budi")
    for _ in range(20):
        office.issue()
    office.point.forecasts.table = None
    return office


def test_it_is_told_its_time_and_not_the_end_of_the_line(busy: Office) -> None:
    at = TUESDAY + timedelta(minutes=40)
    other = busy.view(lambda context: wait_of_newcomer(context, "paspor")).estimate
    booked = busy.run(issue, busy.request(appointment=at)).wait.estimate
    assert booked is not None
    assert other is not None
    assert booked.start is not None
    assert booked.end is not None
    assert at - timedelta(minutes=5) <= booked.end <= at + timedelta(minutes=15)
    assert booked.high_min < other.low_min
    assert busy.last("issue").data["quote"]["range"][1] == int(booked.end.timestamp())


def test_one_whose_time_has_come_waits_for_earlier_appointments_alone(busy: Office) -> None:
    at = TUESDAY + timedelta(minutes=3)
    first = busy.run(issue, busy.request(appointment=at)).wait
    assert (first.ahead, first.estimate is not None and first.estimate.high_min <= 15) == (0, True)
    second = busy.run(issue, busy.request(appointment=at + timedelta(minutes=1))).wait
    assert second.ahead == 1
    assert [busy.call(counter, finish=True).appointment for counter in ("1", "2")] == [at, at + timedelta(minutes=1)]


def test_who_comes_too_late_for_it_is_told_the_line(busy: Office) -> None:
    other = busy.view(lambda context: wait_of_newcomer(context, "paspor"))
    late = busy.run(issue, busy.request(appointment=TUESDAY - timedelta(minutes=16)))
    assert (late.ticket.appointment, late.wait.ahead, late.wait.estimate) == (None, other.ahead, other.estimate)


@pytest.mark.parametrize(("language", "said"), [("id", "Janji temu pukul 09.40"), ("en", "Appointment at 09:40")])
def test_it_stands_on_the_paper_and_the_page(busy: Office, language: str, said: str) -> None:
    at = TUESDAY + timedelta(minutes=40)
    for appointment, there in ((at, True), (None, False)):
        issued = busy.run(issue, busy.request(appointment=appointment))
        document = receipt(
            busy.point.configuration,
            "ulp",
            issued.ticket,
            language=language,
            ahead=issued.wait.ahead,
            estimate=issued.wait.estimate,
            status_url="HTTPS://X/T/A",
            checklist=None,
            simulated=False,
        )
        assert (said in json.dumps(to_json(document))) == there
        status = busy.view(lambda context, ticket=issued.ticket: visitor_status(context, ticket))
        page = markup.ticket_page(("id", "en"), status, language, address="/t/x", simulated=False)
        assert (said.encode() in page) == there
