"""The current views, built once for all who ask, and their way to the listeners."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, Protocol, TypeVar

import msgspec

from kiosk.contract.board import BoardView
from kiosk.contract.live import EventName, Snapshot
from kiosk.contract.point import PointView
from kiosk.contract.point import Warning as StaffWarning
from kiosk.contract.queue import QueueView
from kiosk.operations.service_point import read_context
from kiosk.operations.tickets.printing import reprint_view
from kiosk.operations.tickets.undoing import CALLS, undone_calls
from kiosk.operations.views.board import board_view, call_view, undo_view
from kiosk.operations.views.point import point_view
from kiosk.operations.views.queue import queue_view
from kiosk.queue.ticket import Move
from kiosk.server.http.endpoint import EndpointHost
from kiosk.server.live.hub import HEARTBEAT_S, Hub, event
from kiosk.server.live.loop_bridge import LoopBridge
from kiosk.store.interface import Event, Transaction

AT_MOST_EVERY_S: Final = 0.1
KEPT_S: Final = 1.0
"""Views age by themselves: services open and close."""
MISSED_CALLS: Final = 200
"""Calls that are told again to a listener who comes back."""

T = TypeVar("T")

_log = logging.getLogger("antrean.server")
_encode = msgspec.json.Encoder().encode
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CurrentViews:
    point: PointView
    board: BoardView
    queue: QueueView | None


class LiveHost(EndpointHost, Protocol):
    """What live events need of the server. ``kiosk.server.app_state.AppState`` provides it."""

    hub: Hub
    loop_bridge: LoopBridge
    warnings: list[StaffWarning]
    generation: int
    touched: asyncio.Event

    async def read(self, read: Callable[[Transaction], T]) -> T: ...

    def ask(self, read: Callable[[Transaction], T]) -> T: ...

    def touch(self) -> None: ...


class LiveViews:
    """Owned by the event loop, but for ``feed``."""

    def __init__(self, app: LiveHost, speed: float) -> None:
        self._app = app
        self._speed = speed
        self._loop = asyncio.get_running_loop()
        self._views: CurrentViews | None = None
        self._made = (-1, 0.0)
        self._building = asyncio.Lock()
        self._told: dict[EventName, Any] = {}
        self._fed = 0
        self._epoch = app.point.store.epoch

    async def start(self) -> None:
        last = await self._app.read(lambda tx: tx.last_event())
        self._fed = max(self._fed, last.sequence if last else 0)
        self._app.point.store.on_commit(self.feed)

    # ------------------------------------------------------------ what is now

    async def views(self, *, queue: bool) -> CurrentViews:
        """As of now or, while nothing was committed, as of at most ``KEPT_S`` ago."""
        async with self._building:
            generation, made = self._made
            views = self._views
            fresh = generation == self._app.generation and time.monotonic() - made < KEPT_S
            if views is None or not fresh or (queue and views.queue is None):
                self._made = (self._app.generation, time.monotonic())
                views = self._views = await self._app.read(lambda tx: self._build(tx, queue=queue))
            return views

    def forget(self) -> None:
        """The configuration or a warning changed."""
        self._made = (-1, 0.0)
        self._app.touch()

    async def snapshot(self, *, staff: bool) -> bytes:
        views = await self.views(queue=staff)
        return _encode(
            Snapshot(point=self.at_this_time(views.point), board=views.board, queue=views.queue if staff else None)
        )

    def at_this_time(self, view: PointView) -> PointView:
        zone = self._app.point.configuration.office.timezone
        return msgspec.structs.replace(view, now=self._app.point.clock.now().astimezone(zone))

    def _build(self, tx: Transaction, *, queue: bool) -> CurrentViews:
        context = read_context(self._app.point, tx)
        return CurrentViews(
            point=point_view(context, self._app.warnings, speed=self._speed),
            board=board_view(context),
            queue=queue_view(context) if queue else None,
        )

    # ------------------------------------------------------------ what happened

    def feed(self, events: Sequence[Event]) -> None:
        """The store's change feed, on a thread of the store's."""
        self._app.loop_bridge.call(self._loop, partial(self._take, events))

    def _take(self, events: Sequence[Event]) -> None:
        app = self._app
        self._fed = max(self._fed, events[-1].sequence)
        for one in events:
            if one.kind == Move.FINISH:
                app.point.averages.clear()
            told = self._told_once(one) if one.point == app.point.id and app.hub.listeners else None
            if told is not None:
                app.hub.call(told)
        app.touch()

    def _told_once(self, one: Event) -> bytes | None:
        """A call, the undoing of one, or the wish for a copy, as every listener hears it once."""
        call, undo = call_view(self._app.point.configuration, one), undo_view(one)
        if call is not None:
            return event(EventName.CALL, self.event_id(one.sequence), _encode(call))
        if undo is not None:
            return event(EventName.UNDO, self.event_id(one.sequence), _encode(undo))
        again = reprint_view(one)
        return event(EventName.REPRINT, self.event_id(one.sequence), _encode(again)) if again is not None else None

    def event_id(self, sequence: int) -> str:
        return f"{self._epoch}-{sequence}"

    @property
    def fed(self) -> int:
        """The log's sequence up to which calls went to those who listened then."""
        return self._fed

    def missed(self, last_id: str, until: int) -> list[bytes]:
        """Today's calls after ``last_id``, up to ``until``; none for an id of another epoch. Reads the database."""
        epoch, _, sequence = last_id.partition("-")
        if epoch != str(self._epoch) or not sequence.isascii() or not sequence.isdigit():
            return []
        return self._calls_between(int(sequence[:19]), until)

    def _calls_between(self, since: int, until: int) -> list[bytes]:
        app = self._app

        def read(tx: Transaction) -> list[Event]:
            return list(tx.newest_events(app.point.id, read_context(app.point, tx).business_date, CALLS, MISSED_CALLS))

        missed = [one for one in app.ask(read) if since < one.sequence <= until]
        void = undone_calls(missed)
        told = (self._told_once(one) for one in reversed(missed) if one.sequence not in void)
        return [encoded for encoded in told if encoded is not None]

    # ------------------------------------------------------------ telling

    async def publish(self) -> None:
        """Until cancelled: tell the listeners what changed, at most ten times a second."""
        while True:
            await self._app.touched.wait()
            self._app.touched.clear()
            try:
                await self._tell()
            except Exception:  # noqa: BLE001  the next change may well be told
                _log.exception("live events could not be told")
            await asyncio.sleep(AT_MOST_EVERY_S)

    async def _tell(self) -> None:
        hub = self._app.hub
        if not hub.listeners:
            self._told.clear()
            return
        staff = hub.has_staff()
        views = await self.views(queue=staff)
        event_id = self.event_id(self._fed)  # after the wait: an older one would go back behind a call told meanwhile
        if self._is_new(EventName.POINT, msgspec.structs.replace(views.point, now=_NEVER)):
            hub.topic(EventName.POINT, event(EventName.POINT, event_id, _encode(self.at_this_time(views.point))))
        if self._is_new(EventName.BOARD, views.board):
            hub.topic(EventName.BOARD, event(EventName.BOARD, event_id, _encode(views.board)))
        if staff and views.queue is not None and self._is_new(EventName.QUEUE, _timeless(views.queue)):
            hub.topic(EventName.QUEUE, event(EventName.QUEUE, event_id, _encode(views.queue)), staff_only=True)

    def _is_new(self, topic: EventName, state: Any) -> bool:
        if self._told.get(topic) == state:
            return False
        self._told[topic] = state
        return True

    async def beat(self) -> None:
        """Until cancelled: a sign of life on every stream, so that a cut link is noticed."""
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            self._app.hub.beat()


def _timeless(queue: QueueView) -> QueueView:
    """Without what changes by itself every second; windows count the waits on."""
    return QueueView(
        tickets=[msgspec.structs.replace(row, waited_s=0) for row in queue.tickets],
        serving=[msgspec.structs.replace(ticket, waited_s=0) for ticket in queue.serving],
        missed=[msgspec.structs.replace(ticket, waited_s=0) for ticket in queue.missed],
        held=[msgspec.structs.replace(ticket, waited_s=0) for ticket in queue.held],
        next=queue.next,
    )
