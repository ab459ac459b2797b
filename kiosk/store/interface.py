"""What a database must do for us. One suite of tests runs against every implementation.

A *write* is a function of a transaction. Writes that wait at the same time may share one commit; each is atomic by
itself, and its future is resolved only after the commit is on disk. Nothing above this room knows which database it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Literal, Protocol, TypeVar

from kiosk.queue.dispatch import CallRuns
from kiosk.queue.ticket import Move, State, Ticket

T = TypeVar("T")

Content = Literal["empty", "real", "simulated"]
"""What a database holds: no ticket yet, tickets, or tickets of a simulated clock."""
SIMULATED_FACT: Final = "simulated"
"""The fact that marks a database of simulated tickets; a backup carries it along."""


SETBACKS_FACT: Final = "clock_setbacks"
"""The fact with the events by which staff set a clock back, as JSON: sequence and microseconds since 1970 of each.

Along the log times never decrease but there.
"""


Obstacle = Literal["gone", "replaced", "changed", "read_only", "damaged"]
"""Why a database may not be written to any more."""


class StoreError(Exception):
    """The database cannot do it now; the message says what and what to do. Nothing was written."""


class StoreFull(StoreError):  # noqa: N818  named for the disk's state
    """No room on the disk. Writing goes on by itself when there is room again."""


class StoreUnsafe(StoreError):  # noqa: N818  named for the file's state
    """The database is gone, replaced, changed by somebody else or damaged: it is not written to any more."""


class StoreBusy(StoreError):  # noqa: N818  named for the folder's state
    """Another process owns this data folder."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The running counts of one service on one business date, kept with every move."""

    waiting: int = 0
    called: int = 0
    serving: int = 0
    held: int = 0
    no_show: int = 0
    finished: int = 0
    void: int = 0
    not_served: int = 0
    issued: int = 0
    last_sequence: int = 0
    """The highest number of this service today. The next number comes from ``Transaction.last_sequence`` alone."""

    def with_open_of(self, earlier: Tally) -> Tally:
        """With the tickets of an earlier day that are still open; what ended and was issued there stays there."""
        return replace(
            self,
            waiting=self.waiting + earlier.waiting,
            called=self.called + earlier.called,
            serving=self.serving + earlier.serving,
            held=self.held + earlier.held,
        )


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Tickets that wait for one service in one class, counted around the one that ``waiting_lines`` was asked about."""

    service: str
    priority: bool
    due: bool
    """Appointments whose time has come."""
    before: int
    after: int
    overdue: int = 0
    """Regular visitors who have waited too long and came before every priority visitor."""
    counter: str | None = None
    """The only counter that may call them."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the append-only log. ``hash`` covers every other field and ``previous``."""

    sequence: int
    epoch: int
    at: datetime
    kind: str
    """A ``Move`` value, or ``sign_in``, ``sign_out``, ``pause``, ``resume``, ``emergency``, ``emergency_end``,
    ``day_close``, ``override``, ``clock_suspect``, ``configuration``, ``restore``, ``print``, ``help``, ``help_end``,
    ``staff``, ``device``, ``absent``, ``absent_end``, ``late``, ``documents``, ``seal``, ``clock_accept``."""
    point: str
    ticket: str | None
    counter: str | None
    staff: str | None
    data: Mapping[str, Any]
    previous: str
    hash: str
    day: date | None = None
    """The point's newest service day when it happened; None before the first."""
    note: str | None = None
    """Words of staff, which live for a time only; ``data["note"]`` is their hash."""


@dataclass(frozen=True, slots=True)
class Staff:
    name: str
    role: str
    """``counter`` or ``supervisor``."""
    pin_hash: str
    created_at: datetime
    active: bool = True


@dataclass(frozen=True, slots=True)
class Device:
    id: str
    name: str
    role: str
    """``kiosk``, ``counter``, ``board`` or ``supervisor``."""
    point: str
    token_hash: str
    created_at: datetime
    revoked_at: datetime | None = None
    added_by: str | None = None
    """The member of staff who let it in; None: the server's own machine, or a version that did not record it."""
    added_on: str | None = None
    """The id of the device on which that was done; None: the server's own machine."""


@dataclass(frozen=True, slots=True)
class CounterSession:
    """A sign-in: who works at a counter, or on a supervisor's device, until it ends."""

    point: str
    counter: str
    """Empty: a device that belongs to no counter."""
    staff: str
    since: datetime
    paused: str | None = None
    """The reason, while paused."""
    device: str | None = None
    """None: a window of the server's own machine."""
    token_hash: str | None = None
    """Of the session token that every request must show; None where the device's token alone stands for the sign-in."""
    used_at: datetime | None = None
    """The last move, to the minute; None counts as ``since``."""
    proved_at: datetime | None = None
    """When the PIN was last given; None counts as ``since``."""


@dataclass(frozen=True, slots=True)
class PinFailures:
    """Wrong PINs in a row for one account on one device."""

    device: str
    """Empty: the server's own machine."""
    staff: str
    failures: int
    last_at: datetime
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class EmergencyStop:
    id: int
    point: str
    start: datetime
    until: datetime | None
    reason: str
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class IdempotencyRecord:
    """The ticket that was issued for an idempotency key. Only hashes of the key and of the body are stored."""

    key_hash: str
    body_hash: str
    ticket: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """The result of ``restore``."""

    epoch: int
    kept: Path | None
    """Path of the database that was replaced; None when there was none."""
    numbers_above: Mapping[str, int]
    """The next number is above this one, by ``point/letter``; ``*``: every letter."""


class Transaction(Protocol):
    """Reads see the transaction's own writes. Times are aware; they come back in UTC."""

    # tickets
    def add_ticket(self, ticket: Ticket, *, token_hash: str, token_expires: datetime) -> None:
        """Insert; updates the tally. The day must be open; a number not above ``last_sequence``: ``StoreError``."""
        ...

    def save_ticket(self, ticket: Ticket) -> None:
        """Update by id where the stored version is ``ticket.version - 1``; updates the tally. Else ``StoreError``."""
        ...

    def rebook_ticket(self, ticket: Ticket, old: str, token_expires: datetime) -> None:
        """Insert a ticket that takes the place of ``old``, of another day: its token and its idempotency key go along.

        Numbers of the letter below it count as given. Save ``old`` as ended yourself.
        """
        ...

    def ticket(self, ticket: str) -> Ticket | None: ...
    def ticket_by_token(self, token_hash: str, now: datetime) -> Ticket | None: ...
    def tickets_by_token(self, point: str, now: datetime) -> dict[str, Ticket]:
        """All tickets of the point whose page may still be opened, by the hash of their token."""
        ...

    def heads(
        self,
        point: str,
        day: date,
        services: Sequence[str],
        counter: str | None = None,
        *,
        until: datetime | None = None,
    ) -> list[Ticket]:
        """The first ticket of each line of these services, for ``queue.dispatch.choose``.

        ``until``: appointments up to this time have a line of their own; None: appointments are ignored. A ticket that
        was transferred to a counter is returned for that counter only. Late visitors whose turn has not come are
        returned only when nobody else waits for these services.
        """
        ...

    def in_state(self, point: str, day: date, states: Sequence[State], *, limit: int | None = None) -> list[Ticket]:
        """In order of queue position, whatever the service."""
        ...

    def waiting_lines(
        self, point: str, day: date, own: Ticket | None, *, due_until: datetime | None, overdue_before: datetime
    ) -> list[WaitingLine]:
        """Everyone else who waits, by line; before ``own``, or before a newcomer where it is None.

        ``due_until``: appointments up to then are due; ``overdue_before``: who came earlier has waited too long.
        """
        ...

    def queue_position_range(self, point: str, day: date, service: str) -> tuple[int, int] | None:
        """The lowest and the highest queue position of those who wait for the service; None when nobody does."""
        ...

    def at_counter(self, point: str, day: date, counter: str) -> Ticket | None:
        """The ticket that the counter has called or serves."""
        ...

    def recent_calls(self, point: str, day: date, limit: int) -> list[Ticket]:
        """Newest call first."""
        ...

    def tally(self, point: str, day: date) -> dict[str, Tally]:
        """By service; a service without a ticket is not there."""
        ...

    def last_sequence(self, point: str, day: date, prefix: str) -> int:
        """The highest number printed that day, before a backup was restored too; 0 if none. The next is one more."""
        ...

    def service_minutes(self, point: str, day: date, service: str, limit: int) -> list[float]:
        """Durations of the newest finished tickets of the day, newest first."""
        ...

    def issued_since(self, point: str, day: date, service: str, since: datetime) -> tuple[int, int]:
        """How many numbers were issued since then, and how many of them are void: for the quota of a session."""
        ...

    # the day
    def business_date(self, point: str) -> date | None:
        """The newest service day that was opened."""
        ...

    def open_day(self, point: str, day: date, at: datetime) -> None: ...
    def close_day(self, point: str, day: date, at: datetime) -> None: ...
    def reopen_day(self, point: str, day: date) -> None: ...
    def mark_days_of_wrong_clock(self, point: str, after: date) -> list[date]:
        """The days after this one were opened by a wrong clock: none of them is the newest day from now on.

        Returns those that were not marked before. ``open_day`` takes the mark away when such a day really comes.
        """
        ...

    def days_of_wrong_clock(self, point: str) -> list[date]: ...
    def open_days(self, point: str) -> list[date]:
        """Days that hold tickets waiting, called, serving or held: those not closed, and the newest in any case."""
        ...

    def unclosed_days(self, point: str) -> list[date]:
        """Days that were opened and not closed, whether they hold anyone or not."""
        ...

    def is_closed(self, point: str, day: date) -> bool:
        """False for a day that was never opened, too."""
        ...

    def calls_made(self, point: str, day: date) -> int: ...
    def runs(self, point: str, day: date) -> CallRuns: ...
    def count_call(self, point: str, day: date, *, priority: bool, appointment: bool = False) -> None:
        """One more call; the runs grow or end (``queue.dispatch.runs_after``)."""
        ...

    def uncount_call(self, point: str, day: date, *, runs: CallRuns) -> None:
        """A call was undone: one less, and the runs as they are without it."""
        ...

    # the log
    def sign(self, device: str, staff: str | None) -> None:
        """Name who makes this write, for its events: ``data["on"]`` and, where none is given, ``staff``.

        It holds until the write ends.
        """
        ...

    def append(
        self,
        kind: Move | str,
        at: datetime,
        point: str,
        *,
        ticket: str | None = None,
        counter: str | None = None,
        staff: str | None = None,
        data: Mapping[str, Any] | None = None,
        note: str | None = None,
        anonymous: bool = False,
    ) -> Event:
        """``note``: words of staff. They are kept beside the log, which holds their hash, and can be deleted.

        ``anonymous``: the event does not name who makes the write.
        """
        ...

    def last_event(self, point: str | None = None) -> Event | None: ...
    def events_after(self, sequence: int, limit: int = 1000) -> list[Event]: ...
    def events_of_day(self, point: str, day: date) -> Iterator[Event]:
        """What happened at the point on a service day, oldest first."""
        ...

    def newest_events(self, point: str, day: date, kinds: Sequence[Move | str], limit: int) -> list[Event]:
        """The newest events of these kinds on a service day, newest first."""
        ...

    def newest_event_of(self, ticket: Ticket, kinds: Sequence[Move | str]) -> Event | None:
        """The newest event of one ticket among those of its service day."""
        ...

    # once only
    def idempotency_record(self, key_hash: str) -> IdempotencyRecord | None: ...
    def add_idempotency_record(self, entry: IdempotencyRecord) -> None: ...

    # people and machines
    def staff(self, name: str) -> Staff | None: ...
    def all_staff(self) -> list[Staff]: ...
    def put_staff(self, staff: Staff) -> None: ...
    def device_by_token(self, token_hash: str) -> Device | None: ...
    def all_devices(self) -> list[Device]: ...
    def put_device(self, device: Device) -> None: ...
    def counter_session(self, point: str, counter: str) -> CounterSession | None: ...
    def counter_sessions(self, point: str) -> list[CounterSession]:
        """Those at counters."""
        ...

    def sign_ins(self, point: str) -> list[CounterSession]:
        """All, also on devices that belong to no counter."""
        ...

    def put_counter_session(self, session: CounterSession) -> None:
        """It replaces another one at the same counter."""
        ...

    def end_counter_session(self, session: CounterSession) -> None: ...
    def pin_failures(self, staff: str) -> list[PinFailures]: ...
    def put_pin_failures(self, failures: PinFailures) -> None: ...
    def clear_pin_failures(self, staff: str, device: str | None = None) -> None:
        """Of one device, or of all."""
        ...

    def emergencies(self, point: str) -> list[EmergencyStop]:
        """Those not yet ended."""
        ...

    def start_emergency(self, point: str, start: datetime, until: datetime | None, reason: str) -> EmergencyStop: ...
    def end_emergency(self, emergency: int, at: datetime) -> None: ...

    # small facts
    def fact(self, key: str) -> str | None: ...
    def put_fact(self, key: str, value: str) -> None: ...

    # forgetting
    def forget(self, *, tickets_before: date, flags_before: date, keys_before: datetime) -> int:
        """Delete what privacy says is over; log and tallies stay. Returns the number of tickets deleted.

        At most 5,000 tickets a call, so that a write stays short: call again until it is 0.
        """
        ...

    def forget_notes(self, before: datetime) -> int:
        """Delete the words of staff that were written before this time; returns how many."""
        ...

    def seal_log(self, before: datetime, at: datetime) -> int:
        """Delete the oldest events, those before this time, and keep a seal of each day; returns how many.

        The chain still verifies: a seal has the day's last hash, counts, and the beginning of every hash. Each seal is
        logged as an event ``seal`` at the time ``at``. About 20,000 events a call: call again until it is 0.
        """
        ...


class Store(Protocol):
    def submit(self, write: Callable[[Transaction], T]) -> Future[T]:
        """Queue a write; its future is resolved after its commit. An exception rolls back that write alone.

        It runs once, on the store's thread, shortly: no waiting and no input or output in it.
        """
        ...

    def write(self, write: Callable[[Transaction], T]) -> T:
        """``submit`` and wait."""
        ...

    def read(self) -> AbstractContextManager[Transaction]:
        """A consistent snapshot; callable from any thread, never waits for the writer."""
        ...

    def on_commit(self, listener: Callable[[Sequence[Event]], None]) -> None:
        """The change feed: called after each commit with its events, in order, on a thread of the store's, shortly.

        It is called before the commit's futures are resolved, so that an answer never precedes its event.
        """
        ...

    def backup(self, target: Path, progress: Callable[[float], None] | None = None, *, force: bool = False) -> None:
        """Write a consistent, verified copy while the service runs. ``force`` replaces a ``target`` that is there.

        ``progress`` receives 0 to 1. Raises ``StoreError``; ``target`` is then as it was.
        """
        ...

    def verify(self) -> list[str]:
        """Walk the hash chain and the tallies; a line per fault, empty when sound."""
        ...

    def edited_rows(self) -> list[str]:
        """A line for each ticket, account and device that is not what the log says it is."""
        ...

    def obstacle(self) -> Obstacle | None:
        """Why nothing may be written to the database now; None while all is well. Any thread may ask."""
        ...

    def distrust(self) -> None:
        """``verify`` found a fault: nothing is written any more until the next start."""
        ...

    def scrub(self) -> Future[bool]:
        """Empty the write-ahead log, so that nothing deleted is left in it; False while a reader is in the way."""
        ...

    @property
    def epoch(self) -> int:
        """Grows when a backup is restored, so that no number or event id comes twice."""
        ...

    def close(self) -> None: ...
