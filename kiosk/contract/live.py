"""The first event of every live stream."""

from __future__ import annotations

from kiosk.contract.board import BoardView
from kiosk.contract.fields import Message
from kiosk.contract.point import PointView
from kiosk.contract.queue import QueueView


class Snapshot(Message, frozen=True, kw_only=True):
    """The first event of every stream: everything that this role may see."""

    point: PointView
    board: BoardView
    queue: QueueView | None = None
