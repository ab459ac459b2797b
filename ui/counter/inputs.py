"""What the counter window knows; everything it shows is derived from this alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from msgspec import structs

from kiosk.contract.point import ChecklistView, CounterView, PointView, ServiceView
from kiosk.contract.queue import NextView, QueueRow, QueueView
from kiosk.contract.tickets import TicketView
from kiosk.wording.localized import counter_name, localized
from kiosk.wording.translate import FALLBACK, translate

SignInStep = Literal["counter", "staff", "pin", "name", "new_pin", "again_pin"]
Filter = Literal["mine", "all", "late"]
"""Whom the waiting list shows: this counter's visitors, everyone, or who has waited too long."""
SOON: Final = 0.75
"""Of the target: from here on a wait is about to be too long."""


@dataclass(frozen=True, slots=True)
class Entry:
    """How far signing in, or making the first account, has come."""

    step: SignInStep = "counter"
    counter: str = ""
    staff: str = ""
    pin: str = field(default="", repr=False)
    first_pin: str = field(default="", repr=False)
    names: tuple[str, ...] | None = None
    """Who may sign in; None until the server has answered."""
    note: str = ""
    """The translation key of what has just happened."""
    locked_until: datetime | None = None
    """After too many wrong PINs."""


@dataclass(frozen=True, slots=True)
class CounterInputs:
    language: str = FALLBACK
    large_text: bool = False
    online: bool = False
    refused: bool = False
    now: datetime | None = None
    """The server's time, in the office's zone."""
    point: PointView | None = None
    queue: QueueView | None = None
    ticket: TicketView | None = None
    """What this counter has called or serves."""
    last: TicketView | None = None
    """What this counter moved last; for a while that can be undone."""
    counter: str = ""
    """Where the officer is signed in; empty before."""
    staff: str = ""
    busy: str = ""
    """The action that waits for its answer."""
    held_when_asked: frozenset[str] = frozenset()
    """Ids of the tickets on hold when it was asked for; the queue may change before the answer comes."""
    problem: str = ""
    """The last refusal, in the server's words."""
    notice: str = ""
    """What has just been done, in words."""
    filter: Filter = "mine"
    prints: bool = False
    """This counter has a printer."""
    sets_up_printers: bool = False
    """This window can find and try the printers of its machine."""
    entry: Entry = field(default_factory=Entry)

    @property
    def here(self) -> CounterView | None:
        """The counter where the officer sits, as the server sees it."""
        if self.point is None:
            return None
        return next((counter for counter in self.point.counters if counter.id == self.counter), None)

    @property
    def paused(self) -> str | None:
        return self.here.paused if self.here else None

    @property
    def stopped(self) -> bool:
        return self.point is not None and self.point.emergency is not None

    @property
    def undo_left_s(self) -> int:
        """Whole seconds in which the last move can still be undone; 0 when it is too late, or there was none."""
        until = self.last.undo_until if self.last else None
        return max(0, int((until - self.now).total_seconds()) + 1) if until and self.now and until >= self.now else 0

    @property
    def supervises(self) -> bool:
        return self.here is not None and self.here.staff == self.staff and self.here.role == "supervisor"

    def mine(self) -> list[QueueRow]:
        """Who waits for this counter, in the order of the calls; its rest services when nobody else waits."""
        if self.queue is None or self.here is None:
            return []
        here = self.here
        rows = [row for row in self.queue.tickets if row.counter in (None, here.id)]
        own = [row for row in rows if row.service in here.serves]
        return own + [row for row in rows if row.service in here.rest]

    @property
    def next(self) -> NextView | None:
        """Whom this counter would call now, as the server sees it."""
        found = self.queue.next if self.queue else []
        return next((one for one in found if one.counter == self.counter), None)

    def translate(self, key: str, **values: object) -> str:
        return translate(f"counter.{key}", self.language, **values)

    def service(self, service: str) -> str:
        """Its name in the officer's language."""
        view = self.service_view(service)
        return localized(view.name, self.language) if view else service

    def service_view(self, service: str) -> ServiceView | None:
        views = self.point.services if self.point else []
        return next((view for view in views if view.id == service), None)

    def checklists(self, service: str) -> list[ChecklistView]:
        view = self.service_view(service)
        known = {one.id: one for one in self.point.checklists} if self.point else {}
        return [known[name] for name in view.checklists if name in known] if view else []

    def over_target_s(self, service: str, waited_s: float) -> float | None:
        """How long the wait is over the service's target; negative: how long is left; None without a target."""
        view = self.service_view(service)
        return waited_s - view.target_min * 60 if view and view.target_min else None

    def is_soon(self, service: str, waited_s: float) -> bool:
        """In time, and not for long."""
        view = self.service_view(service)
        target = view.target_min * 60 if view and view.target_min else 0
        return bool(target) and SOON * target <= waited_s <= target

    def stage(self, stage: str) -> str:
        """Its name in the officer's language."""
        services = self.point.services if self.point else []
        names = {view.id: view.name for service in services for view in service.stages}
        return localized(names[stage], self.language) if stage in names else stage

    def counter_name(self, counter: CounterView) -> str:
        return counter_name(counter.name, counter.id, self.language)


def with_counter(point: PointView, counter: CounterView) -> PointView:
    """The point with what one counter has just answered."""
    counters = [counter if old.id == counter.id else old for old in point.counters]
    return structs.replace(point, counters=counters)
