"""A service point on a real database, with short ways to run its operations and to see what they did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any, Concatenate, ParamSpec, TypeVar

import pytest

from kiosk.contract.tickets import TakeTicket
from kiosk.operations.counters import sessions
from kiosk.operations.people.actor import Actor
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import Context, ServicePoint, read_context
from kiosk.operations.tickets.calling import CalledTicket, call_next
from kiosk.operations.tickets.issue import IssuedTicket, IssueRequest, issue
from kiosk.operations.tickets.moving import MoveRequest, move
from kiosk.queue.ticket import Move, Ticket
from kiosk.rules import Configuration, Rules
from kiosk.store.interface import Event, Tally, Transaction
from tests.fixtures import FixedClock

P = ParamSpec("P")
T = TypeVar("T")

TUESDAY = datetime.fromisoformat("2026-09-15T09:00:00+07:00")
"""All five services of ULP Plasa Cibubur are open."""
HERE = Actor(None)
"""This machine's own user, who may act for every counter."""
TABLET, OTHER_TABLET = Actor("tablet"), Actor("other-tablet")
"""Devices of counters."""


@dataclass
class Office:
    """Counters ``1`` and ``2`` serve ``paspor`` and ``prioritas``, ``2`` also ``percepatan``; ``3`` serves the rest."""

    point: ServicePoint
    clock: FixedClock
    _keys: Iterator[int] = field(default_factory=count)

    def run(
        self, operation: Callable[Concatenate[ServicePoint, Transaction, P], T], *args: P.args, **named: P.kwargs
    ) -> T:
        """The operation in a transaction of its own, on the disk when this returns."""
        return self.point.store.write(lambda tx: operation(self.point, tx, *args, **named))

    def refused(
        self, operation: Callable[Concatenate[ServicePoint, Transaction, P], object], *args: P.args, **named: P.kwargs
    ) -> Refusal:
        """The refusal of the operation, which must have written nothing into the log."""
        before = self.events()
        with pytest.raises(Refusal) as refused:
            self.run(operation, *args, **named)
        assert self.events() == before
        return refused.value

    def read(
        self, question: Callable[Concatenate[ServicePoint, Transaction, P], T], *args: P.args, **named: P.kwargs
    ) -> T:
        with self.point.store.read() as tx:
            return question(self.point, tx, *args, **named)

    @contextmanager
    def context(self) -> Iterator[Context]:
        with self.point.store.read() as tx:
            yield read_context(self.point, tx)

    def view(self, make: Callable[[Context], T]) -> T:
        with self.context() as context:
            return make(context)

    # what people do, in short
    def request(self, service: str = "paspor", key: str | None = None, **body: Any) -> IssueRequest:
        return IssueRequest(TakeTicket(service=service, **body), key or f"key-{next(self._keys)}", "id")

    def issue(self, service: str = "paspor", **body: Any) -> Ticket:
        issued: IssuedTicket = self.run(issue, self.request(service, **body))
        return issued.ticket

    def sign_in(self, counter: str = "1", staff: str = "Ani", actor: Actor = HERE) -> None:
        self.run(sessions.sign_in, actor, counter, staff)

    def call(self, counter: str = "1", *, actor: Actor = HERE, finish: bool = False) -> Ticket:
        called: CalledTicket | None = self.run(call_next, actor, counter, finish=finish)
        assert called is not None
        return called.ticket

    def move(self, ticket: Ticket, wanted: Move, actor: Actor = HERE, **details: Any) -> Ticket:
        return self.run(move, actor, ticket.id, wanted, details=MoveRequest(**details))

    def miss(self, ticket: Ticket) -> Ticket:
        """The ticket that was called is called twice more and nobody comes."""
        for _ in range(2):
            self.move(ticket, Move.RECALL)
        return self.move(ticket, Move.NO_SHOW)

    def pass_time(self, **by: float) -> None:
        """Time passes for the wall clock and the monotonic one, which the watch must not take for a jump."""
        self.clock.forward(**by)
        self.point.watch._wall = self.clock.now()
        self.point.watch._monotonic = self.clock.monotonic()

    def configure(self, change: Callable[[Configuration], Configuration]) -> None:
        self.point.rules = Rules(change(self.point.configuration))

    def set_rules(self, **settings: Any) -> None:
        """Change values of the ``[rules]`` table."""
        self.configure(lambda found: replace(found, settings=replace(found.settings, **settings)))

    def set_security(self, **values: Any) -> None:
        """Change values of the ``[security]`` table."""
        self.configure(lambda found: replace(found, security=replace(found.security, **values)))

    def set_service(self, service: str, **values: Any) -> None:
        self.configure(
            lambda found: replace(
                found, services=found.services | {service: replace(found.services[service], **values)}
            )
        )

    # what came of it
    def ticket(self, ticket: Ticket) -> Ticket:
        with self.point.store.read() as tx:
            found = tx.ticket(ticket.id)
        assert found is not None
        return found

    def tally(self, service: str = "paspor") -> Tally:
        return self.view(lambda context: context.tally(service))

    def events(self, *kinds: str) -> list[Event]:
        with self.point.store.read() as tx:
            return [event for event in tx.events_after(0, 100_000) if not kinds or event.kind in kinds]

    def last(self, kind: str) -> Event:
        """The newest event of this kind, without the fingerprint of the row that it changed."""
        event = self.events(kind)[-1]
        return replace(event, data={name: value for name, value in event.data.items() if name != "row"})

    def kinds(self) -> Sequence[str]:
        return [event.kind for event in self.events()]

    def order(self, counter: str = "2") -> list[str]:
        """The numbers that the counter calls until nobody waits, each of whom is served at once."""
        found: list[str] = []
        while (called := self.run(call_next, HERE, counter, finish=True)) is not None:
            found.append(called.ticket.number)
        return found
