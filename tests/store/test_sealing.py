"""After their time the log's days go; a seal of each proves what was there, and the chain verifies across it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from kiosk.store.interface import SETBACKS_FACT, Store, Transaction
from kiosk.store.sqlite import DATABASE
from kiosk.store.sqlite.verify import knows_head
from tests.fixtures import DAY, NINE, POINT, issue, micros
from tests.store.conftest import Factory
from tests.store.sqlite_only import behind

DAYS = 5


def work(store: Store, days: int = DAYS) -> list[str]:
    """Three numbers a day; the log's heads at the end of each."""
    heads: list[str] = []
    for n in range(days):
        at, day = NINE + timedelta(days=n), DAY + timedelta(days=n)

        def write(tx: Transaction, at: datetime = at, day: date = day) -> str:
            tx.open_day(POINT, day, at)
            for _ in range(3):
                issue(at=at, business_date=day)(tx)
            event = tx.append("pause", at, POINT, counter="1", note="Bu Siti, 3275010101010001")
            return event.hash

        heads.append(store.write(write))
    return heads


def seal(store: Store, days: int) -> int:
    """All but the newest days."""
    now = NINE + timedelta(days=DAYS)
    return store.write(lambda tx: tx.seal_log(NINE + timedelta(days=days, hours=-2), now))


def test_old_days_go_and_the_chain_verifies_across_their_seals(store: Store) -> None:
    work(store)
    assert seal(store, 3) == 12
    assert store.verify() == []
    with store.read() as tx:
        events = tx.events_after(0)
    assert min(event.at for event in events) >= NINE + timedelta(days=3)
    assert [event.data["last"] for event in events if event.kind == "seal"] == [4, 8, 12]
    assert seal(store, 3) == 0
    assert seal(store, 4) == 4
    assert store.verify() == []


def test_the_last_event_is_never_sealed(store: Store, factory: Factory) -> None:
    work(store)
    seal(store, 400)
    with store.read() as tx:
        last = tx.last_event()
        assert last is not None
        assert last.kind == "seal"
    store.close()
    again = factory()
    again.write(lambda tx: tx.append("help", NINE + timedelta(days=9), POINT))
    assert again.verify() == []


def test_a_head_on_a_closing_slip_is_known_after_the_day_was_sealed(store: Store, data: Path) -> None:
    heads = work(store)
    seal(store, 3)
    for head in (*heads, heads[0][:16].upper()):
        assert knows_head(data / DATABASE, head)
    wrong = f"{int(heads[0][:16], 16) ^ 1:016x}"
    assert not knows_head(data / DATABASE, wrong)
    assert not knows_head(data / DATABASE, heads[4][:-1] + ("0" if heads[4][-1] != "0" else "1"))


FORGERIES: dict[str, Callable[[sqlite3.Connection], object]] = {
    "the oldest seal is gone": lambda db: db.execute("DELETE FROM seal WHERE last = 4"),
    "one between is gone": lambda db: db.execute("DELETE FROM seal WHERE last = 8"),
    "the newest is gone": lambda db: db.execute("DELETE FROM seal WHERE last = 12"),
    "all are gone": lambda db: db.execute("DELETE FROM seal"),
    "counts": lambda db: db.execute("UPDATE seal SET sums = replace(sums, '3', '2') WHERE last = 8"),
    "a head": lambda db: db.execute("UPDATE seal SET heads = zeroblob(32) WHERE last = 4"),
    "a day": lambda db: db.execute("UPDATE seal SET day = day + 1 WHERE last = 4"),
    "an event after the seals": lambda db: db.execute("UPDATE event SET kind = 'x' WHERE sequence = 13"),
    "the first event after them is gone": lambda db: db.execute("DELETE FROM event WHERE sequence = 13"),
    "a note": lambda db: db.execute("UPDATE note SET text = 'another'"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_whoever_touches_a_seal_or_a_note_is_found_out(name: str, store: Store, data: Path) -> None:
    work(store)
    seal(store, 3)
    assert store.verify() == []
    with behind(data) as connection:
        for trigger in ("seal_stays", "seal_kept"):
            connection.execute(f"DROP TRIGGER {trigger}")
        FORGERIES[name](connection)
        connection.commit()
    assert store.verify() != []


def test_nobody_deletes_an_event_that_no_seal_stands_for(store: Store, data: Path) -> None:
    work(store)
    seal(store, 3)
    with behind(data, guarded=True) as connection:
        for statement in ("DELETE FROM event WHERE sequence = 13", "DELETE FROM seal", "UPDATE seal SET day = 1"):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)


def test_notes_live_beside_the_log(store: Store, data: Path) -> None:
    work(store, 2)
    with store.read() as tx:
        event = next(event for event in tx.events_after(0) if event.kind == "pause")
    assert event.note == "Bu Siti, 3275010101010001"
    assert "Siti" not in msgspec.json.encode(event.data).decode()
    assert store.write(lambda tx: tx.forget_notes(NINE + timedelta(days=1))) == 1
    with store.read() as tx:
        notes = [event.note for event in tx.events_after(0) if event.kind == "pause"]
    assert notes == [None, "Bu Siti, 3275010101010001"]
    assert store.verify() == []
    assert store.write(lambda tx: tx.forget_notes(NINE + timedelta(days=9))) == 1
    assert store.scrub().result()
    for file in data.iterdir():
        assert b"3275010101010001" not in file.read_bytes(), file.name


def test_what_a_clock_far_ahead_wrote_neither_stays_for_years_nor_takes_the_others_along(store: Store) -> None:
    work(store, 2)

    def wrong(tx: Transaction) -> None:
        ahead = NINE + timedelta(days=700)
        tx.open_day(POINT, ahead.date(), ahead)
        issue(at=ahead, business_date=ahead.date())(tx)
        tx.mark_days_of_wrong_clock(POINT, DAY + timedelta(days=2))
        back = tx.append("clock_accept", NINE + timedelta(days=2), POINT)
        tx.put_fact(SETBACKS_FACT, msgspec.json.encode([[back.sequence, micros(back.at)]]).decode())

    store.write(wrong)
    with store.read() as tx:
        assert tx.business_date(POINT) == DAY + timedelta(days=1)
        last = tx.last_event(POINT)
        assert last is not None
        assert last.kind == "clock_accept"
    store.write(lambda tx: tx.open_day(POINT, DAY + timedelta(days=3), NINE + timedelta(days=3)))
    store.write(issue(at=NINE + timedelta(days=3), business_date=DAY + timedelta(days=3)))
    assert seal(store, 2) == 8, "the two days before it"
    assert seal(store, 3) == 2, "what the wrong clock wrote, and that it was set right"
