"""The server-sent events of ``GET /events``: their names, and the message that each carries."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kiosk.contract.board import BoardView, CallView, UndoView
from kiosk.contract.fields import Message
from kiosk.contract.point import PointView
from kiosk.contract.printing import ReprintView
from kiosk.contract.queue import QueueView


class EventName(StrEnum):
    """The ``event`` field of a server-sent event."""

    SNAPSHOT = "snapshot"
    """The first event of every stream."""
    POINT = "point"
    BOARD = "board"
    QUEUE = "queue"
    """Sent to staff only."""
    CALL = "call"
    UNDO = "undo"
    REPRINT = "reprint"


class Snapshot(Message, frozen=True, kw_only=True):
    """The first event of every stream: everything that this role may see."""

    point: PointView
    board: BoardView
    queue: QueueView | None = None


MESSAGES: Final[Mapping[EventName, type[Message]]] = {
    EventName.SNAPSHOT: Snapshot,
    EventName.POINT: PointView,
    EventName.BOARD: BoardView,
    EventName.QUEUE: QueueView,
    EventName.CALL: CallView,
    EventName.UNDO: UndoView,
    EventName.REPRINT: ReprintView,
}
"""The type of the ``data`` of each event."""
