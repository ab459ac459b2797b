"""Writes share commits, fail alone, and are acknowledged only when they are on the disk."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Never

import pytest

from kiosk.queue import dispatch
from kiosk.queue.ticket import Move, State, Ticket
from kiosk.rules.model import Settings
from kiosk.store.interface import Event, Store, StoreError, Transaction
from tests.fixtures import DAY, NINE, POINT, issue, move, ticket
from tests.store.conftest import Factory


class Refused(Exception):  # noqa: N818  named as in the code
    pass


def refuse(_tx: Transaction) -> Never:
    raise Refused


def held_up(store: Store) -> Callable[[], None]:
    """Keep the writer busy, so that what is submitted now waits together; the answer lets it go."""
    go, busy = threading.Event(), threading.Event()

    def wait(_tx: Transaction) -> None:
        busy.set()
        assert go.wait(10)

    store.submit(wait)
    assert busy.wait(10)
    return go.set


def test_no_number_twice_and_no_gap_from_many_threads(store: Store) -> None:
    def issuer(_n: int) -> list[int]:
        return [store.write(issue()).sequence for _ in range(40)]

    with ThreadPoolExecutor(8) as threads:
        taken = [number for numbers in threads.map(issuer, range(8)) for number in numbers]
    assert sorted(taken) == list(range(1, 321))
    assert store.verify() == []


def test_one_ticket_is_called_by_one_counter(store: Store) -> None:
    def call(counter: str) -> list[str]:
        def next_one(tx: Transaction) -> Ticket | None:
            heads = tx.heads(POINT, DAY, ["passport"], counter)
            choice = dispatch.choose(heads, now=NINE, runs=dispatch.CallRuns(), settings=Settings())
            return move(choice.ticket.id, Move.CALL, counter=counter)(tx) if choice else None

        called: list[str] = []
        while each := store.write(next_one):
            called.append(each.id)
        return called

    names = [store.submit(issue()) for _ in range(200)]
    with ThreadPoolExecutor(4) as threads:
        called = [name for names in threads.map(call, "1234") for name in names]
    assert sorted(called) == sorted(each.result().id for each in names)


def test_a_failing_write_is_rolled_back_alone(store: Store) -> None:
    def issues_and_fails(tx: Transaction) -> None:
        issue()(tx)
        raise Refused

    go = held_up(store)
    futures: list[Future[Ticket | None]] = [
        store.submit(write) for write in (issue(), issues_and_fails, issue(), issues_and_fails, issue())
    ]
    go()
    assert [type(each.exception()) for each in futures] == [type(None), Refused, type(None), Refused, type(None)]
    with store.read() as tx:
        assert [each.number for each in tx.in_state(POINT, DAY, [State.WAITING])] == ["A-001", "A-002", "A-003"]
        assert [event.sequence for event in tx.events_after(0)] == [1, 2, 3]
    assert store.verify() == []


def test_a_write_that_fails_by_itself_leaves_nothing(store: Store) -> None:
    def issues_and_fails(tx: Transaction) -> None:
        issue()(tx)
        raise Refused

    with pytest.raises(Refused):
        store.write(issues_and_fails)
    assert store.write(issue()).number == "A-001"
    assert store.verify() == []


def test_a_write_may_catch_a_refusal_and_go_on(store: Store) -> None:
    first = store.write(issue())

    def tries(tx: Transaction) -> Ticket:
        with pytest.raises(StoreError):
            tx.add_ticket(first, token_hash="other", token_expires=NINE)
        return issue()(tx)

    assert store.write(tries).number == "A-002"


def test_even_an_exit_in_a_write_reaches_its_caller_and_the_writer_goes_on(store: Store) -> None:
    def leaves(_tx: Transaction) -> Never:
        raise SystemExit(3)

    go = held_up(store)
    futures = [store.submit(leaves), store.submit(issue())]
    go()
    assert isinstance(futures[0].exception(), SystemExit)
    with pytest.raises(SystemExit):
        store.write(leaves)
    assert store.write(issue()).number == "A-002"


def test_nothing_is_acknowledged_before_another_reader_can_see_it(store: Store) -> None:
    seen: list[bool] = []
    done = threading.Event()

    def look(future: Future[Ticket]) -> None:
        with store.read() as tx:
            seen.append(tx.ticket(future.result().id) is not None)
        if len(seen) == 20:
            done.set()

    go = held_up(store)
    for _ in range(20):
        store.submit(issue()).add_done_callback(look)
    go()
    assert done.wait(10)
    assert seen == [True] * 20


def test_a_write_that_was_cancelled_in_time_does_not_run(store: Store) -> None:
    go = held_up(store)
    cancelled, kept = store.submit(issue()), store.submit(issue())
    assert cancelled.cancel()
    go()
    assert kept.result().number == "A-001"


def test_the_change_feed_tells_every_event_once_in_order_after_its_commit(store: Store) -> None:
    told: list[Event] = []
    unseen: list[Event] = []

    def listen(events: Sequence[Event]) -> None:
        told.extend(events)
        with store.read() as tx:
            known = {event.sequence for event in tx.events_after(0)}
        unseen.extend(event for event in events if event.sequence not in known)

    store.on_commit(listen)
    with ThreadPoolExecutor(4) as threads:
        for n in range(100):
            threads.submit(store.write, issue() if n % 3 else refuse)
    store.close()
    assert [event.sequence for event in told] == list(range(1, 67))
    assert unseen == []


def test_the_feed_is_told_before_whoever_wrote(store: Store) -> None:
    order: list[str] = []
    store.on_commit(lambda _events: order.append("feed"))
    go = held_up(store)
    future = store.submit(issue())
    future.add_done_callback(lambda _future: order.append("answer"))
    go()
    future.result(10)
    store.close()
    assert order == ["feed", "answer"]


def test_a_listener_that_fails_stops_neither_the_writer_nor_the_others(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Event] = []

    def fail(_events: Sequence[Event]) -> Never:
        raise Refused

    store.on_commit(fail)
    store.on_commit(told.extend)
    for _ in range(2):
        store.write(issue())
    store.close()
    assert [event.sequence for event in told] == [1, 2]
    assert "listener" in caplog.text


def test_close_finishes_what_waits_and_then_refuses(factory: Factory) -> None:
    store = factory()
    store.write(lambda tx: tx.open_day(POINT, DAY, NINE))
    futures = [store.submit(issue()) for _ in range(300)]
    store.close()
    assert [each.result().sequence for each in futures] == list(range(1, 301))
    for use in (lambda: store.submit(issue()), lambda: store.read().__enter__()):
        with pytest.raises(StoreError, match="closed"):
            use()
    store.close()


def test_what_was_written_is_there_after_a_restart(factory: Factory) -> None:
    store = factory()
    store.write(lambda tx: tx.open_day(POINT, DAY, NINE))
    made = [store.write(issue()) for _ in range(3)]
    epoch = store.epoch
    store.close()
    again = factory()
    with again.read() as tx:
        assert tx.in_state(POINT, DAY, [State.WAITING]) == made
        assert tx.business_date(POINT) == DAY
    assert again.epoch == epoch
    assert again.write(issue()).number == "A-004"
    assert again.verify() == []


def test_a_reader_sees_one_moment_and_never_waits(store: Store) -> None:
    store.write(issue())
    go = held_up(store)
    pending = store.submit(issue())
    with store.read() as tx, store.read() as other:
        assert len(tx.in_state(POINT, DAY, [State.WAITING])) == 1
        go()
        pending.result()
        assert len(tx.in_state(POINT, DAY, [State.WAITING])) == 1
        assert tx.tally(POINT, DAY)["passport"].waiting == 1
        assert len(other.in_state(POINT, DAY, [State.WAITING])) == 2
    with store.read() as tx:
        assert len(tx.in_state(POINT, DAY, [State.WAITING])) == 2


def test_a_snapshot_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError), store.read() as tx:
        tx.add_ticket(ticket(1), token_hash="t", token_expires=NINE)
    with store.read() as tx:
        assert tx.ticket(ticket(1).id) is None


def test_a_reader_may_close_after_the_store(factory: Factory) -> None:
    store = factory()
    with store.read() as tx:
        assert tx.business_date(POINT) is None
        store.close()
    factory()


def test_many_threads_read_while_others_write(store: Store) -> None:
    def read(_n: int) -> bool:
        with store.read() as tx:
            tally = tx.tally(POINT, DAY)
            waiting = tx.in_state(POINT, DAY, [State.WAITING])
            return len(waiting) == (tally["passport"].waiting if tally else 0)

    futures = [store.submit(issue()) for _ in range(200)]
    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(read, range(200)))
    assert futures[-1].result().sequence == 200


def test_what_was_rolled_back_is_not_remembered(store: Store) -> None:
    """The writer keeps the newest event and the end of the chain; a failure must take both back."""
    kept = store.write(lambda tx: tx.append("pause", NINE, POINT))

    def appends_and_fails(tx: Transaction) -> None:
        tx.append("resume", NINE, POINT)
        assert tx.last_event(POINT) != kept
        raise Refused

    for together in (False, True):
        go = held_up(store) if together else lambda: None
        failing, after = store.submit(appends_and_fails), store.submit(lambda tx: tx.last_event(POINT))
        go()
        assert isinstance(failing.exception(), Refused)
        assert after.result() == kept
    assert store.write(lambda tx: tx.append("resume", NINE, POINT)).previous == kept.hash


def test_a_write_inside_a_write_is_refused_and_does_not_wait_for_itself(store: Store) -> None:
    with pytest.raises(StoreError, match="must not wait"):
        store.write(lambda _tx: store.write(issue()))
    assert store.write(issue()).number == "A-001"
