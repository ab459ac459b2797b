"""A store with a day open and tickets in it, for the tests of every room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from kiosk.queue import moves
from kiosk.queue.number import format_number, ticket_id
from kiosk.queue.ticket import Move, Ticket
from kiosk.store.interface import Transaction

POINT = "ulp"
DAY = date(2026, 9, 12)
NINE = datetime(2026, 9, 12, 2, 0, tzinfo=UTC)
"""09.00 in Bekasi."""


@dataclass
class FixedClock:
    """Stands still until it is told to go on."""

    at: datetime = NINE
    simulated: bool = False
    speed: float = 1.0
    origin: datetime = field(default=NINE)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return (self.at - self.origin).total_seconds()

    def forward(self, **by: float) -> datetime:
        self.at += timedelta(**by)
        return self.at


def micros(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def ticket(sequence: int = 1, *, prefix: str = "A", at: datetime = NINE, **fields: Any) -> Ticket:
    """A waiting ticket as the kiosk would issue it."""
    given: dict[str, Any] = {"point": POINT, "business_date": DAY, "service": "passport", "language": "id"} | fields
    return Ticket(
        id=ticket_id(given["point"], given["business_date"], prefix, sequence),
        prefix=prefix,
        sequence=sequence,
        number=format_number(prefix, sequence, 3),
        issued_at=at,
        **({"queue_position": micros(at)} | given),
    )


def open_day(tx: Transaction, point: str = POINT, day: date = DAY, at: datetime = NINE) -> None:
    tx.open_day(point, day, at)


def issue(prefix: str = "A", *, at: datetime = NINE, **fields: Any) -> Callable[[Transaction], Ticket]:
    """A write that issues the next number of the letter."""

    def write(tx: Transaction) -> Ticket:
        point, day = fields.get("point", POINT), fields.get("business_date", DAY)
        new = ticket(tx.last_sequence(point, day, prefix) + 1, prefix=prefix, at=at, **fields)
        tx.add_ticket(new, token_hash=hashed(new.id), token_expires=at + timedelta(days=1))
        tx.append(Move.ISSUE, at, point, ticket=new.id, data={"service": new.service})
        return new

    return write


def move(name: str, what: Move, *, at: datetime = NINE, **facts: Any) -> Callable[[Transaction], Ticket]:
    """A write that moves the ticket of this id."""

    def write(tx: Transaction) -> Ticket:
        before = tx.ticket(name)
        assert before is not None
        after = moves.apply(before, what, at, **facts)
        tx.save_ticket(after)
        if what is Move.CALL:
            tx.count_call(after.point, after.business_date, priority=after.priority)
        tx.append(what, at, after.point, ticket=name, counter=after.counter)
        return after

    return write
