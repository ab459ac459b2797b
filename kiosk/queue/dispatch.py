"""Who is next, and why. One policy, pure, so that it can be published, tested and explained to a visitor.

1. Each service that the counter serves has three lines: appointments whose time has come (``appointment_early_min``
   before it), priority visitors, everyone else. Candidates are the first callable ticket of each line.
2. An appointment whose time has come goes first, unless ``appointment_run_max`` of them were called in a row and
   somebody else waits: then one of the others.
3. Of the others, a priority visitor goes before a regular one, unless a regular visitor has waited longer than
   ``regular_wait_max_min`` and came first, or ``priority_run_max`` priority visitors were called in a row.
4. Within a class the one who came first goes first; of appointments the earlier one.
5. What stands on the counter's rest list is called only when nobody waits for what it serves.

Nobody starves: among ``appointment_run_max + 1`` calls one is not for an appointment; of those a regular visitor sees
at most ``priority_run_max`` priority calls in a row, and a priority visitor waits at most for those regular visitors
who came before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, Protocol

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

APPOINTMENT = "appointment"
"""An appointment whose time has come."""
APPOINTMENT_RUN_OVER = "appointment_run_over"
"""Enough appointments were called in a row: ``run``."""
REST = "rest"
"""Nobody waits for what the counter serves: it helps out."""

CODES = (ONLY, OLDEST, PRIORITY, PRIORITY_RUN_OVER, WAITED_TOO_LONG, APPOINTMENT, APPOINTMENT_RUN_OVER, REST)

QueueLine = tuple[str, Literal["appointment", "priority", "regular"]]
"""A service and a class."""


class CallRuns(NamedTuple):
    """Calls in a row so far: of appointments and, not counting those, of priority visitors."""

    appointment: int = 0
    priority: int = 0


class Policy(Protocol):
    """The office's settings that decide; ``kiosk.rules.model.Settings`` has them."""

    @property
    def priority_run_max(self) -> int: ...
    @property
    def regular_wait_max_min(self) -> int: ...
    @property
    def appointment_early_min(self) -> int: ...
    @property
    def appointment_run_max(self) -> int: ...


@dataclass(frozen=True, slots=True)
class NextTicket:
    ticket: Ticket
    why: str
    """One of ``CODES``."""
    facts: Mapping[str, int] = field(default_factory=dict[str, int])
    """The numbers behind the code: ``waited_min`` always, ``run`` or ``limit_min`` where the code names them."""


def queue_order_key(ticket: Ticket) -> tuple[int, str, int]:
    """The key that sorts tickets of one class: by queue position, then by number for those that share one."""
    return ticket.queue_position, ticket.prefix, ticket.sequence


def appointments_due_until(now: datetime, settings: Policy) -> datetime:
    """Appointments up to this time, inclusive, are due now."""
    return now + timedelta(minutes=settings.appointment_early_min)


def choose(
    heads: Sequence[Ticket], *, rest: Sequence[Ticket] = (), now: datetime, runs: CallRuns, settings: Policy
) -> NextTicket | None:
    """Which of the heads is called next; None when there is none.

    ``heads``: the first callable ticket of each line that the counter serves; ``rest``: of those on its rest list.
    """
    until = appointments_due_until(now, settings)
    appointed = [ticket for ticket in heads if _has_due_appointment(ticket, until)]
    others = [ticket for ticket in heads if not _has_due_appointment(ticket, until)]
    if appointed and (not others or runs.appointment < settings.appointment_run_max):
        first = min(appointed, key=_appointment_order_key)
        return NextTicket(first, APPOINTMENT, {"waited_min": _waited_minutes(now, first)})
    choice = _choose_without_appointments(others, now, runs.priority, settings)
    if choice is not None and appointed:
        facts = {"waited_min": choice.facts["waited_min"], "run": runs.appointment}
        return NextTicket(choice.ticket, APPOINTMENT_RUN_OVER, facts)
    if choice is None and rest:
        helping = choose(rest, now=now, runs=runs, settings=settings)
        return helping and replace(helping, why=REST, facts={"waited_min": helping.facts["waited_min"]})
    return choice


def _choose_without_appointments(
    heads: Sequence[Ticket], now: datetime, priority_run: int, settings: Policy
) -> NextTicket | None:
    regular = min((ticket for ticket in heads if not ticket.priority), key=queue_order_key, default=None)
    priority = min((ticket for ticket in heads if ticket.priority), key=queue_order_key, default=None)
    if regular is None or priority is None:
        return _only_class(heads, regular or priority, now)
    waited = _waited_minutes(now, regular)
    if waited > settings.regular_wait_max_min and queue_order_key(regular) < queue_order_key(priority):
        facts = {"waited_min": waited, "limit_min": settings.regular_wait_max_min}
        return NextTicket(regular, WAITED_TOO_LONG, facts)
    if priority_run >= settings.priority_run_max:
        return NextTicket(regular, PRIORITY_RUN_OVER, {"waited_min": waited, "run": priority_run})
    return NextTicket(priority, PRIORITY, {"waited_min": _waited_minutes(now, priority)})


def order(
    tickets: Iterable[Ticket], *, now: datetime, runs: CallRuns, calls_made: int, settings: Policy
) -> list[Ticket]:
    """Every waiting ticket in the order in which one counter that serves all would call it, by ``choose`` alone."""
    waiting = lines(tickets, now=now, settings=settings)
    until = appointments_due_until(now, settings)
    ordered: list[Ticket] = []
    while choice := choose(heads(waiting, calls_made + len(ordered)), now=now, runs=runs, settings=settings):
        ordered.append(choice.ticket)
        waiting[_line_of_ticket(choice.ticket, until)].remove(choice.ticket)
        runs = next_runs(runs, choice)
    return ordered


def lines(tickets: Iterable[Ticket], *, now: datetime, settings: Policy) -> dict[QueueLine, list[Ticket]]:
    """Waiting tickets by line, each in its order."""
    until = appointments_due_until(now, settings)
    found: dict[QueueLine, list[Ticket]] = {}
    for ticket in sorted(tickets, key=queue_order_key):
        found.setdefault(_line_of_ticket(ticket, until), []).append(ticket)
    for (_, kind), waiting in found.items():
        if kind == "appointment":
            waiting.sort(key=_appointment_order_key)
    return found


def heads(queues: Mapping[QueueLine, Sequence[Ticket]], calls_made: int) -> list[Ticket]:
    """The first ticket of each line that may be called; late visitors before their turn only if nobody else waits."""
    due = [head for queue in queues.values() if (head := next((t for t in queue if is_due(t, calls_made)), None))]
    return due or [queue[0] for queue in queues.values() if queue]


def is_due(ticket: Ticket, calls_made: int) -> bool:
    """A late visitor who came back is due after so many other calls; everyone else always."""
    return ticket.reentry_after is None or ticket.reentry_after <= calls_made


def next_runs(runs: CallRuns, choice: NextTicket) -> CallRuns:
    """The runs after this call."""
    return runs_after(runs, appointment=choice.why == APPOINTMENT, priority=choice.ticket.priority)


def runs_after(runs: CallRuns, *, appointment: bool, priority: bool) -> CallRuns:
    """The runs after one more call of this kind."""
    if appointment:
        return CallRuns(runs.appointment + 1, runs.priority)
    return CallRuns(0, runs.priority + 1 if priority else 0)


def _line_of_ticket(ticket: Ticket, until: datetime) -> QueueLine:
    if _has_due_appointment(ticket, until):
        return ticket.service, "appointment"
    return ticket.service, "priority" if ticket.priority else "regular"


def _has_due_appointment(ticket: Ticket, until: datetime) -> bool:
    return ticket.appointment is not None and ticket.appointment <= until


def _appointment_order_key(ticket: Ticket) -> tuple[datetime, tuple[int, str, int]]:
    return ticket.appointment or ticket.issued_at, queue_order_key(ticket)


def _only_class(heads: Sequence[Ticket], ticket: Ticket | None, now: datetime) -> NextTicket | None:
    if ticket is None:
        return None
    why = ONLY if len(heads) == 1 else PRIORITY if ticket.priority else OLDEST
    return NextTicket(ticket, why, {"waited_min": _waited_minutes(now, ticket)})


def _waited_minutes(now: datetime, ticket: Ticket) -> int:
    return max(0, (now - ticket.issued_at) // timedelta(minutes=1))
