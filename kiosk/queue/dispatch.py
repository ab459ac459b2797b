"""Who is next, and why. One policy, pure, so that it can be published, tested and explained to a visitor.

1. Candidates are the first callable ticket of each service that the counter serves.
2. A priority visitor goes before a regular one, unless a regular visitor has waited longer than
   ``regular_wait_max_min`` and came first, or ``priority_run_max`` priority visitors were called in a row.
3. Within a class the one who came first goes first.

Nobody starves: a regular visitor sees at most ``priority_run_max`` priority calls in a row, and a priority visitor
waits at most for those regular visitors who came before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from kiosk.queue.ticket import Ticket

ONLY = "only"
"""One queue alone has someone waiting."""
OLDEST = "oldest"
"""Came first of all who wait; no priority visitor waits."""
PRIORITY = "priority"
"""Priority visitors go first."""
PRIORITY_RUN_OVER = "priority_run_over"
"""Enough priority visitors were called in a row: ``run``."""
WAITED_TOO_LONG = "waited_too_long"
"""A regular visitor has waited ``waited_min``, longer than ``limit_min``."""

CODES = (ONLY, OLDEST, PRIORITY, PRIORITY_RUN_OVER, WAITED_TOO_LONG)


class Policy(Protocol):
    """The office's settings that decide; ``kiosk.rules.model.Settings`` has them."""

    @property
    def priority_run_max(self) -> int: ...
    @property
    def regular_wait_max_min(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Choice:
    ticket: Ticket
    why: str
    """One of ``CODES``."""
    facts: Mapping[str, int] = field(default_factory=dict[str, int])
    """The numbers behind the code: ``waited_min`` always, ``run`` or ``limit_min`` where the code names them."""


def in_line(ticket: Ticket) -> tuple[int, str, int]:
    """The key that sorts tickets of one class: by place, then by number for those that share one."""
    return ticket.place, ticket.prefix, ticket.sequence


def choose(heads: Sequence[Ticket], *, now: datetime, priority_run: int, settings: Policy) -> Choice | None:
    """Which of the heads is called next; None when there is none.

    ``heads``: the first callable ticket of each service. ``priority_run``: priority calls in a row so far.
    """
    if not heads:
        return None
    regular = min((ticket for ticket in heads if not ticket.priority), key=in_line, default=None)
    priority = min((ticket for ticket in heads if ticket.priority), key=in_line, default=None)
    if regular is None or priority is None:
        return _alone(heads, regular or priority, now)
    waited = _minutes(now, regular)
    if waited > settings.regular_wait_max_min and in_line(regular) < in_line(priority):
        facts = {"waited_min": waited, "limit_min": settings.regular_wait_max_min}
        return Choice(regular, WAITED_TOO_LONG, facts)
    if priority_run >= settings.priority_run_max:
        return Choice(regular, PRIORITY_RUN_OVER, {"waited_min": waited, "run": priority_run})
    return Choice(priority, PRIORITY, {"waited_min": _minutes(now, priority)})


def order(
    tickets: Iterable[Ticket], *, now: datetime, priority_run: int, calls_made: int, settings: Policy
) -> list[Ticket]:
    """Every waiting ticket in the order in which one counter that serves all would call it, by ``choose`` alone."""
    queues: dict[str, list[Ticket]] = {}
    for ticket in sorted(tickets, key=in_line):
        queues.setdefault(ticket.service, []).append(ticket)
    ordered: list[Ticket] = []
    run = priority_run
    while choice := choose(heads(queues, calls_made + len(ordered)), now=now, priority_run=run, settings=settings):
        ordered.append(choice.ticket)
        queues[choice.ticket.service].remove(choice.ticket)
        run = next_run(run, priority=choice.ticket.priority)
    return ordered


def heads(queues: Mapping[str, Sequence[Ticket]], calls_made: int) -> list[Ticket]:
    """The first ticket of each service that may be called; late visitors before their turn only if nobody else waits.

    ``queues``: waiting tickets by service, each in line.
    """
    due = [head for queue in queues.values() if (head := next((t for t in queue if is_due(t, calls_made)), None))]
    return due or [queue[0] for queue in queues.values() if queue]


def is_due(ticket: Ticket, calls_made: int) -> bool:
    """A late visitor who came back is due after so many other calls; everyone else always."""
    return ticket.reentry_after is None or ticket.reentry_after <= calls_made


def next_run(run: int, *, priority: bool) -> int:
    """Priority calls in a row after one more call."""
    return run + 1 if priority else 0


def _alone(heads: Sequence[Ticket], ticket: Ticket | None, now: datetime) -> Choice | None:
    if ticket is None:
        return None
    why = ONLY if len(heads) == 1 else PRIORITY if ticket.priority else OLDEST
    return Choice(ticket, why, {"waited_min": _minutes(now, ticket)})


def _minutes(now: datetime, ticket: Ticket) -> int:
    return max(0, (now - ticket.issued_at) // timedelta(minutes=1))
