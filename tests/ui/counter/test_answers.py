"""Which ticket is at the counter: an answer runs ahead of the queue's event, and never behind it."""

from __future__ import annotations

from typing import cast

import pytest
from msgspec import structs
from pytestqt.qtbot import QtBot

from tests.scenes import samples
from tests.scenes.counter import COUNTER
from tests.scenes.visitor_samples import QuietLink
from ui.counter.inputs import CounterInputs
from ui.counter.model import CounterModel
from ui.counter.requests import at_counter, call_for, caught_up
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
