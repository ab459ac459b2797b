"""The end of a day: what still waits was not served, with the reason; and what privacy says is over is forgotten."""

from __future__ import annotations

from itertools import count

import pytest

from kiosk.contract.tickets import TakeTicket
from kiosk.operations.counters import sessions
from kiosk.operations.days import closing, emergency, retention
from kiosk.operations.people.actor import Actor
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint
from kiosk.operations.tickets.calling import call_next
from kiosk.operations.tickets.issue import Take, Taken, issue
from kiosk.operations.tickets.moving import move
from kiosk.queue.ticket import Move, State, Ticket
from tests.fixtures import FixedClock

HERE = Actor(None)
_keys = count()


def _take(point: ServicePoint, service: str = "paspor", **body: object) -> Ticket:
    request = TakeTicket(service=service, **body)  # type: ignore[arg-type]  a test may
    taken: Taken = point.store.write(lambda tx: issue(point, tx, Take(request, f"key-{next(_keys)}", "id")))
    return taken.ticket


def _now(point: ServicePoint, ticket: Ticket) -> Ticket:
    with point.store.read() as tx:
        found = tx.ticket(ticket.id)
    assert found is not None
    return found


def _expire(point: ServicePoint) -> int:
    return point.store.write(lambda tx: closing.expire(point, tx))


def _move_clock(point: ServicePoint, clock: FixedClock, **by: float) -> None:
    """The time passes; the clock does not jump."""
    clock.forward(**by)
    point.watch._wall = clock.now()
    point.watch._monotonic = clock.monotonic()


def test_tickets_wait_out_the_drain_and_then_end(point: ServicePoint, clock: FixedClock) -> None:
    ticket = _take(point)
    _move_clock(point, clock, hours=5, minutes=59)
    assert _expire(point) == 0
    point.store.write(lambda tx: sessions.sign_in(point, tx, HERE, "1", "Ani"))
    called = point.store.write(lambda tx: call_next(point, tx, HERE, "1", finish=False))
    assert called is not None
    other = _now(point, ticket)
    assert other.state is State.CALLED
    _move_clock(point, clock, minutes=1)
    assert _expire(point) == 0


def test_after_the_drain_waiting_tickets_were_not_served(point: ServicePoint, clock: FixedClock) -> None:
    ticket = _take(point)
    point.store.write(lambda tx: sessions.sign_in(point, tx, HERE, "1", "Ani"))
    _move_clock(point, clock, hours=6)
    with pytest.raises(Refusal) as refused:
        point.store.write(lambda tx: call_next(point, tx, HERE, "1", finish=False))
    assert refused.value.reason == "after_close"
    assert _expire(point) == 1
    ended = _now(point, ticket)
    assert (ended.state, ended.reason) == (State.NOT_SERVED, "after_close")
    assert _expire(point) == 0


def test_an_emergency_is_the_reason_while_it_holds(point: ServicePoint, clock: FixedClock) -> None:
    ticket = _take(point)
    point.store.write(lambda tx: emergency.start(point, tx, HERE, until=None, reason="listrik"))
    _move_clock(point, clock, days=2)
    assert _expire(point) == 1
    assert _now(point, ticket).reason == "emergency"
    with point.store.read() as tx:
        assert tx.emergencies(point.id)


@pytest.mark.parametrize("state", [State.WAITING, State.CALLED, State.SERVING])
def test_yesterday_ends_whole(state: State, point: ServicePoint, clock: FixedClock) -> None:
    ticket = _take(point)
    point.store.write(lambda tx: sessions.sign_in(point, tx, HERE, "1", "Ani"))
    if state is not State.WAITING:
        point.store.write(lambda tx: call_next(point, tx, HERE, "1", finish=False))
    if state is State.SERVING:
        point.store.write(lambda tx: move(point, tx, HERE, ticket.id, Move.SERVE))
    _move_clock(point, clock, days=2)
    _expire(point)
    ended = _now(point, ticket)
    assert ended.state is (State.FINISHED if state is State.SERVING else State.NOT_SERVED)
    assert ended.reason == "day_over"
    with point.store.read() as tx:
        assert tx.open_days(point.id) == []
    assert point.store.verify() == []


def test_a_clock_in_doubt_ends_nothing(point: ServicePoint, clock: FixedClock) -> None:
    ticket = _take(point)
    clock.forward(days=2)
    point.watch._monotonic = clock.monotonic()
    assert _expire(point) == 0
    clock.forward(days=-3)
    assert _expire(point) == 0
    assert _now(point, ticket).state is State.WAITING


def test_many_end_in_parts(point: ServicePoint, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "BATCH", 4)
    for _ in range(10):
        _take(point)
    _move_clock(point, clock, days=2)
    assert [_expire(point) for _ in range(4)] == [4, 4, 2, 0]


def test_flags_die_after_a_day_and_the_log_stays(point: ServicePoint, clock: FixedClock) -> None:
    ticket = _take(point, checklist="cpmi", have=["ktp", "kk", "akta"])
    assert _now(point, ticket).staff_flag == "wawancara-mendalam"
    _move_clock(point, clock, days=2)
    with point.store.read() as tx:
        assert not retention.is_due(point, tx)
    _take(point)
    with point.store.read() as tx:
        assert retention.is_due(point, tx)
    point.store.write(lambda tx: retention.forget(point, tx))
    assert _now(point, ticket).staff_flag is None
    with point.store.read() as tx:
        assert not retention.is_due(point, tx)
    assert point.store.verify() == []


def test_a_clock_far_ahead_forgets_nothing(point: ServicePoint, clock: FixedClock) -> None:
    _take(point)
    clock.forward(days=4000)
    with point.store.read() as tx:
        assert not retention.is_due(point, tx)


def test_an_emergency_ends_by_its_own_time_and_the_log_says_so(point: ServicePoint, clock: FixedClock) -> None:
    until = clock.now().replace(minute=30)
    point.store.write(lambda tx: emergency.start(point, tx, HERE, until=until, reason=""))
    assert not point.store.write(lambda tx: emergency.end_due(point, tx))
    _move_clock(point, clock, minutes=31)
    assert point.store.write(lambda tx: emergency.end_due(point, tx))
    with point.store.read() as tx:
        last = tx.last_event(point.id)
    assert last is not None
    assert (last.kind, last.data["by"]) == ("emergency_end", "time")
