"""Whoever edits, deletes, swaps or cuts the log, or a ticket behind its back, is found out."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.queue.ticket import Move
from kiosk.store import open_store
from tests.fixtures import FixedClock, issue, move, open_day
from tests.store.sqlite_only import behind

EVENTS = 12
COLUMNS = ("epoch", "at", "kind", "point", "day", "ticket", "counter", "staff", "data", "hash")

events = st.integers(1, EVENTS)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a day's log."""
    data = tmp_path_factory.mktemp("sound") / "data"
    store = open_store(data, None, FixedClock())
    store.write(open_day)
    names = [store.write(issue()).id for _ in range(EVENTS // 2)]
    for name in names:
        store.write(move(name, Move.CALL, counter="1"))
    assert store.verify() == []
    store.close()
    return data


@pytest.fixture(scope="module")
def forge(sound: Path) -> Iterator[Callable[[Callable[[sqlite3.Connection], object]], list[str]]]:
    """Change the log in a transaction that is never committed, and say what a walk over it finds."""
    from kiosk.store.sqlite import verify  # noqa: PLC0415  of SQLite alone

    with behind(sound) as connection:

        def check(change: Callable[[sqlite3.Connection], object]) -> list[str]:
            connection.execute("BEGIN")
            try:
                change(connection)
                return [*verify.chain_faults(connection)]
            finally:
                connection.rollback()

        yield check


Forge = Callable[[Callable[[sqlite3.Connection], object]], list[str]]


def test_the_log_itself_is_sound(forge: Forge) -> None:
    assert forge(lambda _: None) == []


@given(events, st.sampled_from(COLUMNS), st.data())
def test_an_edited_event_is_found(forge: Forge, event: int, column: str, data: st.DataObject) -> None:
    def edit(connection: sqlite3.Connection) -> None:
        (was,) = connection.execute(f"SELECT {column} FROM event WHERE sequence = ?", (event,)).fetchone()
        kind = st.integers(0, 2**60) if isinstance(was, int) else st.text() if isinstance(was, str) else st.binary()
        other = data.draw(
            (kind if was is not None else st.just("x" if column != "day" else 1)).filter(lambda v: v != was)
        )
        connection.execute(f"UPDATE event SET {column} = ? WHERE sequence = ?", (other, event))

    assert forge(edit)


@given(st.sets(events, min_size=1))
def test_a_deleted_event_is_found_wherever_it_stood(forge: Forge, gone: set[int]) -> None:
    assert forge(lambda c: c.executemany("DELETE FROM event WHERE sequence = ?", [(each,) for each in gone]))


@given(st.integers(0, EVENTS - 1))
def test_a_cut_end_is_found(forge: Forge, kept: int) -> None:
    found = forge(lambda c: c.execute("DELETE FROM event WHERE sequence > ?", (kept,)))
    assert "missing at the end" in found[-1]


@given(st.lists(events, min_size=2, max_size=2, unique=True))
def test_swapped_events_are_found(forge: Forge, pair: list[int]) -> None:
    def swap(connection: sqlite3.Connection) -> None:
        one, other = pair
        for old, new in ((one, 99), (other, one), (99, other)):
            connection.execute("UPDATE event SET sequence = ? WHERE sequence = ?", (new, old))

    assert forge(swap)


@given(events)
def test_an_event_put_in_between_is_found(forge: Forge, place: int) -> None:
    def insert(connection: sqlite3.Connection) -> None:
        for old in range(EVENTS, place - 1, -1):
            connection.execute("UPDATE event SET sequence = ? WHERE sequence = ?", (old + 1, old))
        connection.execute(
            "INSERT INTO event SELECT ?, epoch, at, kind, point, day, ticket, counter, staff, data, hash FROM event "
            "WHERE sequence = ?",
            (place, place + 1),
        )

    assert forge(insert)


def test_an_event_added_at_the_end_is_found(forge: Forge) -> None:
    assert forge(
        lambda c: c.execute(
            "INSERT INTO event SELECT sequence + 1, epoch, at, kind, point, day, ticket, counter, staff, data, hash "
            "FROM event ORDER BY sequence DESC LIMIT 1"
        )
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET staff = 'X' WHERE sequence = 3",
        "DELETE FROM event WHERE sequence = 3",
        "DELETE FROM event",
    ],
)
def test_the_database_itself_refuses_to_change_the_log(sound: Path, statement: str) -> None:
    store = open_store(sound.parent / "guarded", None, FixedClock())
    store.write(open_day)
    for _ in range(4):
        store.write(issue())
    with (
        behind(sound.parent / "guarded", guarded=True) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append"),
    ):
        connection.execute(statement)
    store.close()


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            "UPDATE tally SET waiting = waiting + 1",
            "tally of ulp 20260912 passport: waiting is noted as 7, tickets say 6",
        ),
        ("UPDATE tally SET issued = 2", "tally of ulp 20260912 passport: issued is noted as 2, tickets say 6"),
        ("DELETE FROM tally", "tally of ulp 20260912 passport: waiting is noted as 0, tickets say 6"),
        ("DELETE FROM ticket WHERE sequence = 3", "numbers of ulp 20260912 A: 1 of 6 missing"),
        (
            "DELETE FROM ticket WHERE sequence = 6",
            "tally of ulp 20260912 passport: waiting is noted as 6, tickets say 5",
        ),
        ("UPDATE ticket SET sequence = 9 WHERE sequence = 6", "numbers of ulp 20260912 A: 3 of 9 missing"),
    ],
)
def test_counts_that_do_not_fit_the_tickets_are_found(tmp_path: Path, change: str, line: str) -> None:
    store = open_store(tmp_path, None, FixedClock())
    store.write(open_day)
    for _ in range(6):
        store.write(issue())
    with behind(tmp_path) as connection:
        connection.execute(change)
    assert line in store.verify()
    store.close()
