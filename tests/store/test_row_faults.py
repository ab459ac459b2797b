"""Whoever edits a ticket, an account or a device behind the log's back is found out, and the field is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.queue.ticket import Move
from kiosk.store import open_store, row_print, verify
from kiosk.store.interface import Device, Staff, Store, StoreError, Transaction
from tests.fixtures import NINE, POINT, FixedClock, issue, move, open_day
from tests.store.sqlite_only import behind

ANI = Staff(name="Ani", role="counter", pin_hash="$argon2id$1", created_at=NINE)
DEVICE = Device(id="d1", name="Loket 1", role="counter", point=POINT, token_hash="ab", created_at=NINE)


def people(tx: Transaction) -> None:
    tx.put_staff(ANI)
    tx.append("staff", NINE, POINT, staff="Ani", data={"did": "added"})
    tx.put_device(DEVICE)
    tx.append("device", NINE, POINT, data={"did": "added", "device": "d1"})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A stopped point with five tickets, of which one is called and one ended, one account and one device."""
    data = tmp_path / "data"
    store = open_store(data, None, FixedClock())
    store.write(open_day)
    store.write(people)
    names = [store.write(issue()).id for _ in range(5)]
    store.write(move(names[0], Move.CALL, counter="1"))
    store.write(move(names[1], Move.VOID, reason="Bu Siti pulang"))
    assert store.verify() == store.edited_rows() == []
    store.close()
    return data


EDITS = {
    "UPDATE staff SET pin_hash = '$argon2id$2'": "account Ani: the PIN is not what the log says",
    "UPDATE staff SET role = 'supervisor'": "account Ani: role is not what the log says",
    "UPDATE staff SET active = 0": "account Ani: whether it is removed is not what the log says",
    "UPDATE staff SET name = 'Budi'": "account Budi: it is not in the log",
    "DELETE FROM staff": "account Ani: the log knows it, and it is gone",
    "INSERT INTO staff VALUES ('Budi', 'supervisor', 'x', 1, 0, NULL, 1)": "account Budi: it is not in the log",
    "UPDATE device SET role = 'supervisor'": "device Loket 1: role is not what the log says",
    "UPDATE device SET token_hash = 'cd'": "device Loket 1: the token is not what the log says",
    "UPDATE device SET revoked_at = 5": "device Loket 1: whether it is revoked is not what the log says",
    "DELETE FROM device": "device d1: the log knows it, and it is gone",
    "UPDATE ticket SET queue_position = 1 WHERE sequence = 5": (
        "ticket A-005 of 2026-09-12: its place in the queue is not what the log says"
    ),
    "UPDATE ticket SET priority = 1 WHERE sequence = 4": (
        "ticket A-004 of 2026-09-12: priority is not what the log says"
    ),
    "UPDATE ticket SET counter = '2' WHERE sequence = 1": (
        "ticket A-001 of 2026-09-12: counter is not what the log says"
    ),
    "UPDATE ticket SET state = 'waiting', calls = 0, called_at = NULL, counter = NULL WHERE sequence = 1": (
        "ticket A-001 of 2026-09-12: state, counter, calls, called at are not what the log says"
    ),
}


@pytest.mark.parametrize("sql", EDITS)
def test_an_edited_row_is_named_with_its_field(data: Path, sql: str) -> None:
    with behind(data, guarded=True) as connection:
        connection.execute(sql)
    found = verify(data, None)
    assert found is not None
    assert EDITS[sql] in found or any("tally" in line for line in found)
    store = open_store(data, None, FixedClock())
    assert EDITS[sql] in store.edited_rows()
    store.close()


def test_words_of_staff_and_flags_may_be_forgotten(data: Path) -> None:
    with behind(data, guarded=True) as connection:
        connection.execute("UPDATE ticket SET reason = NULL, staff_flag = NULL")
    assert verify(data, None) == []


def test_a_write_that_was_rolled_back_leaves_no_fingerprint(store: Store) -> None:
    store.write(people)

    def broken(tx: Transaction) -> None:
        tx.put_staff(replace(ANI, role="supervisor"))
        raise StoreError("no")

    futures = [store.submit(broken) for _ in range(3)]
    assert all(isinstance(future.exception(), StoreError) for future in futures)
    store.write(lambda tx: tx.append("pause", NINE, POINT, counter="1"))
    assert store.edited_rows() == []
    with store.read() as tx:
        assert all(event.kind != "rows" for event in tx.events_after(0))


def test_a_change_without_an_event_of_its_own_is_logged_all_the_same(store: Store) -> None:
    store.write(open_day)
    store.write(people)
    store.write(lambda tx: tx.put_staff(replace(ANI, pin_hash="$argon2id$3")))
    assert store.edited_rows() == []
    with store.read() as tx:
        assert [event.kind for event in tx.events_after(0)][-1] == "rows"
    assert store.verify() == []


def test_people_are_known_after_their_events_were_sealed(data: Path) -> None:
    clock = FixedClock()
    clock.forward(days=900)
    store = open_store(data, None, clock)
    store.write(lambda tx: tx.append("pause", clock.at, POINT, counter="1"))
    assert store.write(lambda tx: tx.seal_log(clock.at, clock.at)) > 5
    assert store.verify() == store.edited_rows() == []
    store.close()
    with behind(data, guarded=True) as connection:
        connection.execute("UPDATE staff SET role = 'supervisor'")
    assert verify(data, None) == ["account Ani: role is not what the log says"]


def test_a_database_of_an_older_version_is_not_accused(data: Path) -> None:
    """Its events hold no fingerprints."""
    with behind(data) as connection:
        connection.execute("UPDATE event SET data = json_remove(data, '$.row')")
    store = open_store(data, None, FixedClock())
    assert store.edited_rows() == []
    store.close()


def test_a_fingerprint_says_nothing_and_differs_for_every_field() -> None:
    row = ("Ani", "counter", "$argon2id$1", 5, 1)
    known = row_print.fingerprint(row)
    assert "Ani" not in known
    assert row_print.differing(row_print.STAFF, known, row) == []
    assert row_print.differing(row_print.STAFF, known, ("Ani", "counter", "$argon2id$1", 5, True)) == []
    assert row_print.differing(row_print.STAFF, known, (*row[:4], 0)) == ["active"]
    assert row_print.fingerprint((None,)) != row_print.fingerprint(("",))
