"""Which ticket and who is at the counter: an answer runs ahead of the server's events, and never behind them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import pytest
from msgspec import structs
from pytestqt.qtbot import QtBot

from kiosk.contract.point import CounterView, PointView
from tests.scenes import samples
from tests.scenes.counter import COUNTER, HERE
from tests.scenes.visitor_samples import QuietLink
from ui.counter.answered_counter import AnsweredCounter
from ui.counter.inputs import CounterInputs
from ui.counter.model import CounterModel
from ui.counter.requests import at_counter, call_for, caught_up
from ui.counter.session import AHEAD_S, DOUBT_S
from ui.link.server_link import Answer, Link

CALLED = samples.ticket(version=2)
SERVING = samples.ticket(state="serving", version=3)
ENDED = structs.replace(SERVING, state="finished", version=4)


@pytest.mark.parametrize(
    ("seen", "answered", "at"),
    [
        ([], None, None),
        ([CALLED], None, CALLED),
        ([], CALLED, CALLED),
        ([CALLED], SERVING, SERVING),
        ([SERVING], CALLED, SERVING),
        ([SERVING], ENDED, None),
        ([samples.ticket("A-030", counter="1")], None, None),
        ([SERVING], structs.replace(samples.ticket("A-019"), version=2), samples.ticket("A-019", version=2)),
    ],
)
def test_the_newer_word_holds(seen: list, answered: object, at: object) -> None:
    assert at_counter(samples.queue(serving=seen), "2", answered) == at


def test_the_queue_has_caught_up_when_it_says_the_same() -> None:
    assert not caught_up(samples.queue(serving=[]), "2", CALLED)
    assert caught_up(samples.queue(serving=[CALLED]), "2", CALLED)
    assert caught_up(samples.queue(serving=[SERVING]), "2", CALLED)
    assert not caught_up(samples.queue(serving=[SERVING]), "2", ENDED)
    assert caught_up(samples.queue(serving=[]), "2", ENDED)


def test_ids_cannot_leave_their_place_in_the_path() -> None:
    ticket = samples.ticket(id="ulp/../../staff")
    call = call_for(CounterInputs(counter="2/x", ticket=ticket), "recall")
    assert call is not None
    assert call.path == "/tickets/ulp%2F..%2F..%2Fstaff/recall"


def test_a_move_without_a_ticket_is_no_call() -> None:
    assert call_for(CounterInputs(counter="2"), "finish") is None


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "from the list"])
@pytest.mark.parametrize("queue_first", [True, False], ids=["the queue first", "the answer first"])
def test_who_was_on_hold_keeps_the_place_whichever_comes_first(qtbot: QtBot, typed: bool, queue_first: bool) -> None:
    link = QuietLink()
    vm = CounterModel(cast("Link", link), "id")
    COUNTER["idle"](link, vm)
    vm._session.answered_at = 0.0
    held = samples.ticket("A-011", "held", moves=["return"], counter=None)
    link.queue.emit(samples.queue(held=[held]))
    if typed:
        vm.act("late")
        vm.sheet.write("a11")
        vm.sheet.confirm()
    else:
        vm.giveBack(held.id)
    back = structs.replace(held, state="waiting", version=held.version + 1)
    if queue_first:
        link.queue.emit(samples.queue(held=[]))
    link.asked[-1].done(Answer(200, back))
    assert vm.frame.props.notice == "A-011 menunggu lagi di urutan semula."
    vm.deleteLater()


def told(**state: object) -> PointView:
    """The point with our counter in this state."""
    point = samples.point()
    counters = [structs.replace(one, **state) if one.id == HERE else one for one in point.counters]
    return structs.replace(point, counters=counters)


NOBODY, SUPERVISED = {"staff": None, "role": None}, {"staff": "Sari", "role": "supervisor"}


@pytest.fixture
def signed_in(qtbot: QtBot) -> Iterator[tuple[QuietLink, CounterModel]]:
    """As a supervisor, just now, and no event has told of it yet."""
    link = QuietLink()
    vm = CounterModel(cast("Link", link), "id")
    COUNTER["pin"](link, vm)
    link.point.emit(told(**NOBODY))
    vm.signIn.digit("1")
    vm.signIn.submit()
    link.asked[-1].done(Answer(200, CounterView(id=HERE, name={}, serves=["paspor"], **SUPERVISED)))
    vm._session.answered_at = 0.0
    yield link, vm
    vm.deleteLater()


def pass_time(vm: CounterModel, seconds: float) -> None:
    """As if the last answer and the first doubt were that much older."""
    session = vm._session
    if session._counter is not None:
        session._counter = replace(session._counter, at=session._counter.at - seconds)
    if session._doubt_since is not None:
        session._doubt_since -= seconds
    session._on_tick()


def test_an_event_from_before_the_sign_in_takes_no_key_away(signed_in: tuple[QuietLink, CounterModel]) -> None:
    link, vm = signed_in
    link.point.emit(told(**NOBODY))
    vm.press("accounts")
    assert vm.sheet.props.question == "accounts"
    assert link.asked[-1].path == "/staff"


def test_an_event_from_before_a_pause_does_not_end_it(signed_in: tuple[QuietLink, CounterModel]) -> None:
    link, vm = signed_in
    link.point.emit(told(**SUPERVISED))
    vm.press("pause")
    vm.sheet.pick(vm.sheet.props.reasons[0].reason)
    vm.sheet.confirm()
    link.asked[-1].done(Answer(200, CounterView(id=HERE, name={}, serves=["paspor"], paused="Salat", **SUPERVISED)))
    link.point.emit(told(ticket="A-007", **SUPERVISED))
    here = vm._session.inputs.here
    assert here is not None
    assert (here.paused, here.ticket) == ("Salat", "A-007")
    pass_time(vm, AHEAD_S)
    assert vm._session.inputs.paused is None, "paused for good although the server says otherwise"


def test_another_state_than_before_the_answer_is_news(signed_in: tuple[QuietLink, CounterModel]) -> None:
    link, vm = signed_in
    link.point.emit(told(paused="Rapat", **SUPERVISED))
    assert vm._session.inputs.paused == "Rapat"


def test_who_is_signed_out_elsewhere_right_after_the_sign_in_is_out(
    signed_in: tuple[QuietLink, CounterModel],
) -> None:
    link, vm = signed_in
    link.point.emit(told(**NOBODY))
    pass_time(vm, DOUBT_S)
    assert vm.frame.props.page == "entry"
    assert vm._session.inputs.point == told(**NOBODY)


def test_a_point_without_the_counter_is_shown_as_it_is() -> None:
    view = CounterView(id=HERE, name={}, serves=[])
    point = structs.replace(samples.point(), counters=[])
    assert AnsweredCounter(view, structs.replace(view, staff="Sari"), time.monotonic()).correct(point) is point
