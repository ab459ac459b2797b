"""A made-up morning for ``antrean demo``: visitors who arrive and officers who call, through HTTP like everyone else.

One thread works off a list of things to do in simulated time, so that a seed gives the same morning again.
"""

from __future__ import annotations

import heapq
import itertools
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import TypeVar

from msgspec import structs

from kiosk.client.api_client import ClientError, RefusedError, segment
from kiosk.client.http_client import Client
from kiosk.clock import Clock
from kiosk.contract.counters import SignIn
from kiosk.contract.fields import Message
from kiosk.contract.point import CounterView, PointView, ServiceView
from kiosk.contract.problem import Problem
from kiosk.contract.tickets import Issued, TakeTicket, TicketView

T = TypeVar("T")

NO_SHOW = 0.06
PAPERS_MISSING = 0.12
PATIENCE = 12
"""Who sees so many people waiting goes home."""
CALLS = 3
"""Before an officer gives up on somebody."""
EXPECTED = frozenset((403, 409, 429, 503))
"""Refusals that belong to the play; anything else is a fault of the server's."""
EARLY_BIRDS = 5
"""They stand at the door when the demo begins."""
CLOSED_PACE = 10.0
"""Minutes between people who find the door closed."""
CROWDING = 1.5
"""Visitors arrive faster than the automatic officers serve: the person at the free counter has work."""


@dataclass
class VisitCounts:
    """What became of everyone who came, by service."""

    issued: Counter[str] = field(default_factory=Counter[str])
    called: Counter[str] = field(default_factory=Counter[str])
    served: Counter[str] = field(default_factory=Counter[str])
    absent: Counter[str] = field(default_factory=Counter[str])
    turned_away: Counter[str] = field(default_factory=Counter[str])
    """By the reason of the refusal, or ``queue_too_long`` for their own."""
    waits: dict[str, list[float]] = field(default_factory=dict[str, list[float]])
    """Minutes from number to call."""
    faults: Counter[str] = field(default_factory=Counter[str])
    """Answers that a demo should never get, by what was asked."""
    unanswered: int = 0
    """Calls while the server was away."""


class SimulatedVisitors:
    """``officers``: counter to the staff name and PIN with which it is worked. ``minutes``: how long a visitor of each
    service takes on average.
    """

    def __init__(
        self,
        client: Client,
        clock: Clock,
        seed: int,
        officers: Mapping[str, tuple[str, str]],
        minutes: Mapping[str, float],
    ) -> None:
        self.tally = VisitCounts()
        self._client, self._clock, self._officers, self._minutes = client, clock, officers, minutes
        self._random = Random(seed)  # noqa: S311  a play, nothing to guess
        self._todo: list[tuple[datetime, int, Callable[[], object]]] = []
        self._order = itertools.count()
        self._stopping = threading.Event()

    def work(self, until: datetime | None = None) -> None:
        """Play until the simulated time, ``stop``, or for ever."""
        for counter, (staff, pin) in self._officers.items():
            self._ask("POST", f"/counters/{segment(counter)}/sign-in", CounterView, SignIn(staff=staff, pin=pin))
            self._in(self._random.uniform(0.2, 1.5), partial(self._call, counter))
        for _ in range(EARLY_BIRDS):
            self._in(self._random.uniform(0, 0.5), self._arrive)
        self._in(1, self._next_arrival)
        while self._todo and not self._stopping.is_set():
            at, _, act = heapq.heappop(self._todo)
            if until is not None and at >= until:
                self._wait_for(until)
                return
            if self._wait_for(at):
                act()

    def stop(self) -> None:
        self._stopping.set()

    def _wait_for(self, at: datetime) -> bool:
        """False when it is to stop."""
        left = (at - self._clock.now()).total_seconds() / self._clock.speed
        return not self._stopping.wait(max(0.0, left))

    def _in(self, minutes: float, act: Callable[[], object]) -> None:
        at = self._clock.now() + timedelta(minutes=minutes)
        heapq.heappush(self._todo, (at, next(self._order), act))

    def _ask(
        self, method: str, path: str, answer: type[T], body: Message | None = None, key: str | None = None
    ) -> T | Problem | None:
        """The answer, a refusal, or None: nothing there, or a server that is away for the moment."""
        try:
            return self._client.ask(method, path, answer, body=body, key=key)
        except RefusedError as refused:
            if refused.problem.status not in EXPECTED:
                self.tally.faults[f"{method} {refused.problem.reason}"] += 1
            return refused.problem
        except ClientError:
            self.tally.unanswered += 1
            return None

    # ---------------------------------------------------------------- visitors

    def _next_arrival(self) -> None:
        point = self._arrive()
        self._in(self._random.expovariate(1 / self._pace(point)), self._next_arrival)

    def _pace(self, point: PointView | None) -> float:
        """Minutes between two visitors."""
        open_now = {service.id for service in point.services if service.open} if point else set[str]()
        if point is None or not open_now:
            return CLOSED_PACE
        busy = [each for each in point.counters if each.id in self._officers and open_now & set(each.serves)]
        mean = sum(self._minutes[service] for service in open_now) / len(open_now)
        return mean / max(1, len(busy)) / CROWDING

    def _arrive(self) -> PointView | None:
        point = self._ask("GET", "/point", PointView)
        if not isinstance(point, PointView):
            return None
        service = self._wish(point)
        if service.open and service.waiting >= PATIENCE:
            self.tally.turned_away["too_many_waiting"] += 1
        else:
            self._take(point, service)
        return point

    def _wish(self, point: PointView) -> ServiceView:
        """Most come for what is open; a few have not read the notice at the door."""
        weights = [(8.0 if each.open else 0.4) * (0.25 if each.priority else 1.0) for each in point.services]
        return self._random.choices(point.services, weights)[0]

    def _take(self, point: PointView, service: ServiceView) -> None:
        wish = TakeTicket(service=service.id, language=self._random.choice(point.languages))
        lists = [each for each in point.checklists if each.id in service.checklists]
        if lists:
            papers = self._random.choice(lists)
            have = [document.id for document in papers.required]
            if have and self._random.random() < PAPERS_MISSING:
                have.pop(self._random.randrange(len(have)))
            wish = structs.replace(wish, checklist=papers.id, have=have)
        answer = self._ask("POST", "/tickets", Issued, wish, secrets.token_urlsafe(16))
        if isinstance(answer, Issued):
            self.tally.issued[service.id] += 1
        elif isinstance(answer, Problem):
            self.tally.turned_away[answer.reason] += 1
            here = {other.service for other in answer.alternatives if other.point == point.point.id} - {service.id}
            for other in [each for each in point.services if each.id in here][:1]:
                self._take(point, other)

    # ---------------------------------------------------------------- officers

    def _call(self, counter: str) -> None:
        ticket = self._ask("POST", f"/counters/{segment(counter)}/next", TicketView)
        if not isinstance(ticket, TicketView):
            self._in(0.5, partial(self._call, counter))
            return
        self.tally.called[ticket.service] += 1
        self.tally.waits.setdefault(ticket.service, []).append(ticket.waited_s / 60)
        act = self._absent if self._random.random() < NO_SHOW else self._serve
        self._in(self._random.uniform(0.4, 1.2), partial(act, counter, ticket))

    def _move(self, ticket: TicketView, move: str) -> TicketView | None:
        answer = self._ask("POST", f"/tickets/{segment(ticket.id)}/{move}", TicketView)
        return answer if isinstance(answer, TicketView) else None

    def _serve(self, counter: str, ticket: TicketView) -> None:
        if self._move(ticket, "serve"):
            minutes = self._random.gammavariate(4, self._minutes[ticket.service] / 4)
            self._in(minutes, partial(self._finish, counter, ticket))
        else:
            self._in(0.5, partial(self._call, counter))

    def _finish(self, counter: str, ticket: TicketView) -> None:
        if self._move(ticket, "finish"):
            self.tally.served[ticket.service] += 1
        self._in(self._random.uniform(0.3, 0.8), partial(self._call, counter))

    def _absent(self, counter: str, ticket: TicketView) -> None:
        """Call again as long as the office allows it, then give up."""
        again = self._move(ticket, "recall") if "recall" in ticket.moves and ticket.calls < CALLS else None
        if again:
            self._in(self._random.uniform(0.8, 1.2), partial(self._absent, counter, again))
            return
        if self._move(ticket, "no-show"):
            self.tally.absent[ticket.service] += 1
        self._in(0.3, partial(self._call, counter))
