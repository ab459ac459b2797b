from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.store.interface import CounterSession, Device, IdempotencyRecord, Staff, Store, StoreError
from tests.fixtures import NINE, POINT

LATER = NINE + timedelta(minutes=5)
SARI = Staff("Sari", "counter", "$argon2id$...", NINE)
KIOSK = Device("d1", "Kiosk pintu", "kiosk", POINT, "hash-1", NINE)
DESK = CounterSession(POINT, "1", "Sari", NINE)


def test_staff_come_back_changed_and_in_order(store: Store) -> None:
    locked = replace(SARI, failures=5, locked_until=LATER, active=False)
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
    store.write(lambda tx: tx.end_counter_session(POINT, "1"))
    with store.read() as tx:
        assert tx.counter_session(POINT, "1") is None


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
