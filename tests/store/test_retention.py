"""Privacy: what is over is deleted, what was counted stays."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.queue.ticket import State
from kiosk.store.interface import IdempotencyRecord, Store
from kiosk.store.sqlite import retention
from tests.fixtures import DAY, NINE, POINT, hashed, issue

TODAY = DAY + timedelta(days=400)
NOW = NINE + timedelta(days=400)


def forget_now(store: Store, tickets: date = DAY, flags: date = DAY, keys: datetime = NINE) -> int:
    return store.write(lambda tx: tx.forget(tickets_before=tickets, flags_before=flags, keys_before=keys))


def test_old_tickets_go_and_today_stays(store: Store) -> None:
    old = [store.write(issue(letter)).id for letter in "AAR"]
    store.write(lambda tx: tx.open_day(POINT, TODAY, NOW))
    new = store.write(issue(business_date=TODAY, at=NOW))
    assert forget_now(store) == 0
    assert forget_now(store, tickets=TODAY) == 3
    assert forget_now(store, tickets=TODAY) == 0
    with store.read() as tx:
        assert [tx.ticket(name) for name in old] == [None] * 3
        assert tx.ticket(new.id) == new
        assert sum(tally.issued for tally in tx.tally(POINT, DAY).values()) == 3
        assert len(list(tx.events_of_day(POINT, DAY))) == 3
    assert store.verify() == []


def test_a_long_past_is_forgotten_in_short_writes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_MOST", 4)
    for _ in range(6):
        store.write(issue())
    store.write(lambda tx: tx.open_day(POINT, DAY + timedelta(days=1), NOW))
    for _ in range(3):
        store.write(issue("R", business_date=DAY + timedelta(days=1)))
    counts = [forget_now(store, tickets=TODAY) for _ in range(4)]
    assert counts == [4, 4, 1, 0]
    assert store.verify() == []


def test_staff_flags_die_after_their_day_and_leave_no_trace_in_the_file(store: Store, data: Path) -> None:
    flagged = store.write(issue(staff_flag="migrant-" * 9))
    for _ in range(30):
        store.write(issue(staff_flag="migrant-" * 9))
    tomorrow = DAY + timedelta(days=1)
    store.write(lambda tx: tx.open_day(POINT, tomorrow, NOW))
    fresh = store.write(issue(business_date=tomorrow, staff_flag="kept"))
    forget_now(store, flags=tomorrow)
    with store.read() as tx:
        assert tx.ticket(flagged.id) == replace(flagged, staff_flag=None)
        assert tx.ticket(fresh.id) == fresh
        assert not any(each.staff_flag for each in tx.in_state(POINT, DAY, [State.WAITING]))
    store.close()
    assert b"migrant-" not in b"".join(file.read_bytes() for file in data.iterdir())


def test_keys_and_tokens_go_when_they_are_over(store: Store) -> None:
    ticket = store.write(issue())
    for key, at in (("old", NINE), ("new", NINE + timedelta(days=2))):
        store.write(lambda tx, key=key, at=at: tx.add_idempotency_record(IdempotencyRecord(key, "body", ticket.id, at)))
    forget_now(store, keys=NINE + timedelta(hours=23))
    with store.read() as tx:
        assert tx.idempotency_record("old") is None
        assert tx.idempotency_record("new") is not None
        assert tx.ticket_by_token(hashed(ticket.id), NINE) == ticket
    forget_now(store, keys=NINE + timedelta(days=1, seconds=1))
    with store.read() as tx:
        assert tx.ticket_by_token(hashed(ticket.id), NINE) is None
        assert tx.ticket(ticket.id) == ticket
