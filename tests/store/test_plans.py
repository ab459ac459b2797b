"""What a tap or a call asks of the database never walks through history."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kiosk.queue.ticket import Move, State
from kiosk.store.chain import ChainLink, link_hash
from kiosk.store.interface import IdempotencyRecord, Store, Transaction
from kiosk.store.sqlite import DATABASE
from tests.fixtures import DAY, NINE, POINT, hashed, issue, move, open_day, ticket
from tests.store.conftest import Factory

SMALL = ("counter_session", "emergency", "fact", "meta", "number_floor", "chain", "staff", "device", "fold", "(")
"""What a scan may read: a handful of rows, or the answers of the parts of a UNION."""


WHOLE_DAY = {"ended today", "issued_since"}
"""Questions that are asked seldom and may read all tickets of the day."""


def use(what: str, **given: Any) -> Callable[[Transaction], object]:
    return lambda tx: getattr(tx, what)(**given)


HOT: dict[str, Callable[[Transaction], object]] = {
    "issue": issue(),
    "call": move(ticket(1).id, Move.CALL, counter="1"),
    "serve": move(ticket(1).id, Move.SERVE),
    "finish": move(ticket(1).id, Move.FINISH),
    "transfer": move(ticket(2).id, Move.TRANSFER, service="photo"),
    "ticket_by_token": use("ticket_by_token", token_hash=hashed("x"), now=NINE),
    "heads": use("heads", point=POINT, day=DAY, services=["passport", "lost", "photo"], counter="1"),
    "heads with appointments": use("heads", point=POINT, day=DAY, services=["passport", "lost"], until=NINE),
    "in_state": use(
        "in_state", point=POINT, day=DAY, states=[State.WAITING, State.CALLED, State.SERVING, State.HELD, State.NO_SHOW]
    ),
    "ended today": use("in_state", point=POINT, day=DAY, states=[State.FINISHED, State.VOID]),
    "waiting_lines": use("waiting_lines", point=POINT, day=DAY, own=ticket(1), due_until=NINE, overdue_before=NINE),
    "waiting_lines of a newcomer": use(
        "waiting_lines", point=POINT, day=DAY, own=None, due_until=None, overdue_before=NINE
    ),
    "at_counter": use("at_counter", point=POINT, day=DAY, counter="1"),
    "recent_calls": use("recent_calls", point=POINT, day=DAY, limit=5),
    "tally": use("tally", point=POINT, day=DAY),
    "last_sequence": use("last_sequence", point=POINT, day=DAY, prefix="A"),
    "issued_since": use("issued_since", point=POINT, day=DAY, service="passport", since=NINE),
    "service_minutes": use("service_minutes", point=POINT, day=DAY, service="passport", limit=20),
    "business_date": use("business_date", point=POINT),
    "open_days": use("open_days", point=POINT),
    "unclosed_days": use("unclosed_days", point=POINT),
    "is_closed": use("is_closed", point=POINT, day=DAY),
    "queue_position_range": use("queue_position_range", point=POINT, day=DAY, service="passport"),
    "newest_event_of": use("newest_event_of", ticket=ticket(1), kinds=[Move.CALL]),
    "calls_made": use("calls_made", point=POINT, day=DAY),
    "runs": use("runs", point=POINT, day=DAY),
    "last_event": use("last_event", point=POINT),
    "last_event of all": use("last_event"),
    "events_after": use("events_after", sequence=5),
    "events_of_day": lambda tx: list(tx.events_of_day(POINT, DAY)),
    "newest_events": use("newest_events", point=POINT, day=DAY, kinds=[Move.CALL], limit=5),
    "idempotency_record": use("idempotency_record", key_hash="k"),
    "add_idempotency_record": use("add_idempotency_record", entry=IdempotencyRecord("k", "b", "t", NINE)),
    "device_by_token": use("device_by_token", token_hash="t"),
    "counter_sessions": use("counter_sessions", point=POINT),
    "emergencies": use("emergencies", point=POINT),
}


@pytest.mark.parametrize("name", HOT)
def test_every_question_of_a_tap_has_its_index(name: str, factory: Factory, data: Path) -> None:
    store: Store = factory()
    store.write(open_day)
    for _ in range(2):
        store.write(issue())
    said: list[str] = []

    def traced(tx: Transaction) -> None:
        connection: sqlite3.Connection = tx._run.__self__
        tx.forget_cached()
        connection.set_trace_callback(said.append)
        try:
            if name in ("serve", "finish"):
                HOT["call"](tx)
            if name == "finish":
                HOT["serve"](tx)
            HOT[name](tx)
        finally:
            connection.set_trace_callback(None)

    store.write(traced)
    statements = [line for line in said if not line.startswith("--")]
    assert statements
    with closing(sqlite3.connect(data / DATABASE)) as connection, connection:
        for statement in statements:
            for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {statement}"):
                scanned = step.removeprefix("SCAN ") if step.startswith("SCAN ") else None
                assert scanned is None or scanned.startswith(SMALL), f"{step}\n{statement}"
                assert not step.endswith("ticket USING PRIMARY KEY (point=?)"), statement
                assert name in WHOLE_DAY or not step.endswith("ticket USING PRIMARY KEY (point=? AND day=?)"), statement
    connection.close()


def _log_an_event_a_ticket(connection: sqlite3.Connection) -> None:
    """Their hashes are right: the store does not write after a log that was edited."""
    sequence, previous = connection.execute("SELECT sequence, hash FROM chain").fetchone()
    events: list[tuple[object, ...]] = []
    for (day,) in connection.execute("SELECT day FROM ticket WHERE day < 20260101").fetchall():
        sequence += 1
        link = ChainLink(sequence, 1, 0, "issue", "ulp", day, None, None, None, "{}")
        previous = link_hash(previous, link)
        events.append((*link, bytes.fromhex(previous)))
    connection.executemany(f"INSERT INTO event VALUES ({','.join('?' * 11)})", events)
    connection.execute("UPDATE chain SET sequence = ?, hash = ?", (sequence, previous))


def test_issuing_costs_the_same_after_a_long_history(factory: Factory, data: Path) -> None:
    """Counted in SQLite's own steps, not in time."""

    def steps(store: Store) -> int:
        counted = 0

        def count() -> int:
            nonlocal counted
            counted += 1
            return 0

        def measured(tx: Transaction) -> None:
            connection: sqlite3.Connection = tx._run.__self__
            tx.forget_cached()
            connection.set_progress_handler(count, 10)
            try:
                new = issue()(tx)
                tx.waiting_lines(
                    new.point, new.business_date, new, due_until=new.issued_at, overdue_before=new.issued_at
                )
                tx.heads(POINT, DAY, ["passport", "lost"])
                tx.tally(POINT, DAY)
                move(new.id, Move.CALL, counter="1")(tx)
                tx.recent_calls(POINT, DAY, 5)
                tx.last_event(POINT)
                tx.open_days(POINT)
            finally:
                connection.set_progress_handler(None, 0)

        store.write(measured)
        return counted

    store = factory()
    store.write(open_day)
    before = steps(store)
    store.close()
    with closing(sqlite3.connect(data / DATABASE)) as connection, connection:
        connection.execute(
            """WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 30)
            INSERT INTO day SELECT 'ulp', 20250101 + n, 0, 1, 500, 0, 0 FROM n"""
        )
        connection.execute(
            """WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 200)
            INSERT INTO ticket SELECT 'ulp', day, 'A', n, 'passport', 'A-' || n, 0, 'id', 0,
            iif(n % 9, 'finished', 'waiting'), n, NULL, '1', 1, n, n, n + 9, NULL, NULL, NULL, NULL, 3, 'passport', NULL
            FROM day, n WHERE day < 20260101"""
        )
        _log_an_event_a_ticket(connection)
    connection.close()
    again = factory()
    assert again.obstacle() is None
    assert steps(again) <= before * 1.2 + 2
