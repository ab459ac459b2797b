from datetime import timedelta

import pytest

from kiosk.queue.dispatch import CallRuns, runs_after
from kiosk.queue.ticket import Move
from kiosk.store.interface import Store, StoreError, Transaction
from tests.fixtures import DAY, NINE, POINT, issue, move

TOMORROW = DAY + timedelta(days=1)
LATER = NINE + timedelta(days=1)


def test_the_business_date_is_the_newest_day_opened(store: Store) -> None:
    with store.read() as tx:
        assert tx.business_date(POINT) == DAY
        assert tx.business_date("gmm") is None
    store.write(lambda tx: tx.open_day(POINT, TOMORROW, LATER))
    with store.read() as tx:
        assert tx.business_date(POINT) == TOMORROW


def test_opening_a_day_twice_changes_nothing(store: Store) -> None:
    store.write(lambda tx: tx.count_call(POINT, DAY, priority=True))
    store.write(lambda tx: tx.open_day(POINT, DAY, LATER))
    with store.read() as tx:
        assert tx.calls_made(POINT, DAY) == 1


def test_days_do_not_run_backwards(store: Store) -> None:
    with pytest.raises(StoreError, match="backwards"):
        store.write(lambda tx: tx.open_day(POINT, DAY - timedelta(days=1), LATER))
    store.write(lambda tx: tx.open_day("gmm", DAY - timedelta(days=1), LATER))


def test_a_day_that_was_rolled_back_is_not_remembered(store: Store) -> None:
    def opens_and_fails(tx: Transaction) -> None:
        tx.open_day(POINT, TOMORROW, LATER)
        assert tx.business_date(POINT) == TOMORROW
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write(opens_and_fails)
    assert store.write(lambda tx: tx.business_date(POINT)) == DAY
    assert store.write(lambda tx: tx.append("pause", LATER, POINT)).day == DAY


def test_open_days_hold_someone_and_are_not_closed(store: Store) -> None:
    def days() -> list[object]:
        with store.read() as tx:
            return list(tx.open_days(POINT))

    assert days() == []
    name = store.write(issue()).id
    assert days() == [DAY]
    store.write(lambda tx: tx.open_day(POINT, TOMORROW, LATER))
    store.write(issue(business_date=TOMORROW, at=LATER))
    assert days() == [DAY, TOMORROW]
    store.write(move(name, Move.EXPIRE))
    assert days() == [TOMORROW]
    store.write(lambda tx: tx.close_day(POINT, TOMORROW, LATER))
    assert days() == [TOMORROW], "the newest day, in any case: a number may be given after it was closed by hand"
    store.write(lambda tx: tx.open_day(POINT, TOMORROW + timedelta(days=1), LATER + timedelta(days=1)))
    assert days() == []


@pytest.mark.parametrize(
    ("calls", "runs"),
    [("", (0, 0)), ("p", (0, 1)), ("pp", (0, 2)), ("pr", (0, 0)), ("rpp", (0, 2)), ("pa", (1, 1)), ("paap", (0, 2))],
)
def test_calls_and_their_runs_are_counted(store: Store, calls: str, runs: tuple[int, int]) -> None:
    """By class: r(egular), p(riority), a(ppointment). The pure policy counts the same."""
    counted = CallRuns()
    for kind in calls:
        facts = {"priority": kind == "p", "appointment": kind == "a"}
        store.write(lambda tx, facts=facts: tx.count_call(POINT, DAY, **facts))
        counted = runs_after(counted, **facts)
    with store.read() as tx:
        assert (tx.calls_made(POINT, DAY), tx.runs(POINT, DAY)) == (len(calls), runs)
        assert (tx.calls_made(POINT, TOMORROW), tx.runs("gmm", DAY)) == (0, (0, 0))
    assert counted == runs


def test_no_call_is_counted_on_a_day_that_is_not_open(store: Store) -> None:
    with pytest.raises(StoreError, match="not opened"):
        store.write(lambda tx: tx.count_call(POINT, TOMORROW, priority=False))
