"""A repeated request is answered with what was told at issue, which is what is scored."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import get_args, get_type_hints
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from kiosk.contract.point import Estimate
from kiosk.operations.tickets.calling import call_next
from kiosk.operations.tickets.issue import issue
from kiosk.operations.tickets.quoted import quote_data, told_at_issue
from kiosk.operations.tickets.waiting import Wait
from kiosk.queue.ticket import Move
from kiosk.store.interface import Event
from tests.operations.office import HERE, TUESDAY, Office

ZONE = ZoneInfo("Asia/Jakarta")
KINDS = get_args(get_type_hints(Estimate)["kind"])


def _event(data: dict[str, object]) -> Event:
    return Event(1, 1, TUESDAY, "issue", "ulp", "t", None, None, data, "", "")


def test_the_same_key_is_told_the_same_though_a_newer_table_and_other_calls_came_between(office: Office) -> None:
    office.sign_in()
    for _ in range(3):
        office.issue()
    request = office.request(key="once")
    first = office.run(issue, request)
    told = office.last(Move.ISSUE).data["quote"]["range"]
    office.pass_time(minutes=40)
    office.point.forecasts.table = None  # the next one is made from now
    office.run(call_next, HERE, "1", finish=True)
    again = office.run(issue, request)
    assert again.repeated
    assert (again.wait.ahead, again.wait.estimate, again.serving) == (3, first.wait.estimate, first.serving)
    assert first.wait.estimate is not None
    assert [int(end.timestamp()) for end in (first.wait.estimate.start, first.wait.estimate.end) if end] == told


def test_so_is_who_was_called_since(office: Office) -> None:
    office.sign_in()
    request = office.request(key="once")
    first = office.run(issue, request)
    office.call()
    again = office.run(issue, request)
    assert (again.wait.ahead, again.wait.estimate) == (0, first.wait.estimate)


seconds = st.integers(0, 86_399).map(lambda n: TUESDAY + timedelta(seconds=n))


@given(
    st.builds(
        Estimate,
        low_min=st.integers(0, 900),
        high_min=st.integers(0, 900),
        kind=st.sampled_from(KINDS),
        start=st.none() | seconds,
        end=st.none() | seconds,
        resumes=st.none() | seconds,
        may_not_be_reached=st.booleans(),
        if_open=st.booleans(),
    )
    | st.none(),
    st.integers(0, 2000),
    st.none() | st.just("A-001"),
)
def test_what_is_stored_is_what_is_told(estimate: Estimate | None, ahead: int, serving: str | None) -> None:
    data = json.loads(json.dumps(quote_data(Wait(ahead, estimate, reached=0.5), serving)))
    event = _event(data)
    found = told_at_issue(event, ZONE)
    assert found is not None
    assert (found[0].ahead, found[0].estimate, found[1]) == (ahead, estimate, serving)


def test_an_event_of_an_earlier_version_tells_nothing() -> None:
    assert told_at_issue(_event({"quote": {"kind": "range", "range": [1, 2], "reached": 1.0}}), ZONE) is None
    assert (
        told_at_issue(_event({"ahead": 2, "quote": {"kind": "range", "range": [1, 2], "reached": 1.0}}), ZONE) is None
    )
