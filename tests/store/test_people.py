from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.store.interface import (
    CounterSession,
    Device,
    IdempotencyRecord,
    PinFailures,
    Staff,
    Store,
    StoreError,
    Transaction,
)
from tests.fixtures import NINE, POINT

LATER = NINE + timedelta(minutes=5)
SARI = Staff("Sari", "counter", "$argon2id$...", NINE)
KIOSK = Device("d1", "Kiosk pintu", "kiosk", POINT, "hash-1", NINE)
DESK = CounterSession(POINT, "1", "Sari", NINE, used_at=NINE, proved_at=NINE)


def test_staff_come_back_changed_and_in_order(store: Store) -> None:
    locked = replace(SARI, role="supervisor", active=False)
    store.write(lambda tx: tx.put_staff(SARI))
    store.write(lambda tx: tx.put_staff(replace(SARI, name="Budi", role="supervisor")))
    store.write(lambda tx: tx.put_staff(locked))
    with store.read() as tx:
        assert tx.staff("Sari") == locked
        assert tx.staff("sari") is None
        assert [each.name for each in tx.all_staff()] == ["Budi", "Sari"]


def test_a_device_is_found_by_its_token_alone(store: Store) -> None:
    revoked = replace(KIOSK, name="Kiosk lama", revoked_at=LATER)
    store.write(lambda tx: tx.put_device(KIOSK))
    store.write(lambda tx: tx.put_device(revoked))
    with store.read() as tx:
        assert tx.device_by_token("hash-1") == revoked
        assert tx.device_by_token("d1") is None
        assert tx.all_devices() == [revoked]
    with pytest.raises(StoreError, match="another device"):
        store.write(lambda tx: tx.put_device(replace(KIOSK, id="d2")))


def test_who_sits_at_a_counter(store: Store) -> None:
    store.write(lambda tx: tx.put_counter_session(DESK))
    store.write(lambda tx: tx.put_counter_session(replace(DESK, counter="2", staff="Budi", device="d1")))
    store.write(lambda tx: tx.put_counter_session(replace(DESK, paused="salat")))
    with store.read() as tx:
        assert tx.counter_session(POINT, "1") == replace(DESK, paused="salat")
        assert [each.counter for each in tx.counter_sessions(POINT)] == ["1", "2"]
        assert tx.counter_session("gmm", "1") is None
    store.write(lambda tx: tx.end_counter_session(DESK))
    with store.read() as tx:
        assert tx.counter_session(POINT, "1") is None


def test_a_device_without_a_counter_has_a_sign_in_of_its_own(store: Store) -> None:
    offices = [replace(DESK, counter="", device=device, token_hash="hash", used_at=LATER) for device in ("d1", "d2")]
    for session in (DESK, *offices):
        store.write(lambda tx, session=session: tx.put_counter_session(session))
    with store.read() as tx:
        assert tx.counter_sessions(POINT) == [DESK]
        assert tx.sign_ins(POINT) == [*offices, DESK]
    store.write(lambda tx: tx.end_counter_session(offices[0]))
    with store.read() as tx:
        assert tx.sign_ins(POINT) == [offices[1], DESK]


def test_wrong_pins_are_counted_by_device(store: Store) -> None:
    found = [PinFailures("", "Sari", 1, NINE), PinFailures("d1", "Sari", 5, NINE, LATER)]
    for failures in (*found, PinFailures("d1", "Budi", 2, NINE)):
        store.write(lambda tx, failures=failures: tx.put_pin_failures(failures))
    with store.read() as tx:
        assert tx.pin_failures("Sari") == found
    store.write(lambda tx: tx.clear_pin_failures("Sari", "d1"))
    with store.read() as tx:
        assert tx.pin_failures("Sari") == found[:1]
    store.write(lambda tx: tx.clear_pin_failures("Sari"))
    with store.read() as tx:
        assert (tx.pin_failures("Sari"), len(tx.pin_failures("Budi"))) == ([], 1)


def test_a_signed_write_names_device_and_person_and_the_next_one_does_not(store: Store) -> None:
    def signed(tx: Transaction) -> None:
        tx.sign("d1", "Sari")
        tx.append("pause", NINE, POINT)
        tx.append("resume", NINE, POINT, staff="Budi", data={"why": "x"})

    store.write(signed)
    store.write(lambda tx: tx.append("help", NINE, POINT))
    with store.read() as tx:
        found = [(event.staff, event.data) for event in tx.events_after(0)]
    assert found == [("Sari", {"on": "d1"}), ("Budi", {"why": "x", "on": "d1"}), (None, {})]


def test_an_emergency_stands_until_it_is_ended(store: Store) -> None:
    first = store.write(lambda tx: tx.start_emergency(POINT, NINE, None, "listrik padam"))
    second = store.write(lambda tx: tx.start_emergency(POINT, LATER, LATER + timedelta(hours=1), "banjir"))
    assert (first.start, first.until, first.reason) == (NINE, None, "listrik padam")
    with store.read() as tx:
        assert tx.emergencies(POINT) == [first, second]
        assert tx.emergencies("gmm") == []
    store.write(lambda tx: tx.end_emergency(first.id, LATER))
    store.write(lambda tx: tx.end_emergency(first.id, NINE))
    with store.read() as tx:
        assert tx.emergencies(POINT) == [second]


def test_a_key_is_remembered_once(store: Store) -> None:
    entry = IdempotencyRecord("key", "body", "ulp-20260912-A-001", NINE)
    store.write(lambda tx: tx.add_idempotency_record(entry))
    with pytest.raises(StoreError, match="used before"):
        store.write(lambda tx: tx.add_idempotency_record(replace(entry, ticket="other")))
    with store.read() as tx:
        assert tx.idempotency_record("key") == entry
        assert tx.idempotency_record("body") is None


def test_a_fact_is_what_was_put_last(store: Store) -> None:
    store.write(lambda tx: tx.put_fact("secret", "a"))
    store.write(lambda tx: tx.put_fact("secret", "b"))
    with store.read() as tx:
        assert tx.fact("secret") == "b"
        assert tx.fact("other") is None
