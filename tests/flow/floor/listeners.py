"""The windows' own link, many of them in one process without a window: boards, counters and kiosks that listen.

``python -m tests.flow.floor.listeners FILE`` reads who listens as JSON on the first line of standard input, says once a
second how many are online and how many calls they heard, and at the end of its input writes to FILE what each heard and
how many seconds this process was late at most.
Times are of the machine's monotonic clock, which all processes share.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

import msgspec
from PySide6.QtCore import QCoreApplication, QSocketNotifier, QTimer

from kiosk.contract.board import BoardView, CallView, UndoView
from kiosk.contract.live import Snapshot
from kiosk.contract.point import PointView
from kiosk.contract.queue import QueueView
from ui.board.announcing import Announcing, heard
from ui.link.server_link import Link


class Who(TypedDict):
    name: str
    url: str
    token: str


@dataclass
class Heard:
    """What one machine was told, in order."""

    name: str
    turns: list[tuple[float, bool]] = field(default_factory=list[tuple[float, bool]])
    """When it came online and when it noticed that it was not."""
    snapshots: int = 0
    calls: list[tuple[float, int, str, str]] = field(default_factory=list[tuple[float, int, str, str]])
    """When, the call's id, number and counter."""
    announced: list[int] = field(default_factory=list[int])
    """Ids of the calls that a board would show and say."""
    undone: list[int] = field(default_factory=list[int])
    """Ids of the calls that it was told are void."""
    refusals: list[str] = field(default_factory=list[str])
    board: BoardView | None = None
    point: PointView | None = None
    queue: QueueView | None = None


class Listener:
    def __init__(self, who: Who) -> None:
        self.heard = Heard(who["name"])
        self._announcing = Announcing()
        self.link = Link(who["url"], who["token"])
        self.link.snapshot.connect(self._snapshot)
        self.link.point.connect(self._point)
        self.link.board.connect(self._board)
        self.link.queue.connect(self._queue)
        self.link.call.connect(self._call)
        self.link.undo.connect(self._undo)
        self.link.refused.connect(lambda problem: self.heard.refusals.append(problem.reason))
        self.link.onlineChanged.connect(self._turn)
        self.link.open()

    def _turn(self) -> None:
        self.heard.turns.append((time.monotonic(), self.link.online))

    def _snapshot(self, snapshot: Snapshot) -> None:
        self.heard.snapshots += 1
        self.heard.point, self.heard.board, self.heard.queue = snapshot.point, snapshot.board, snapshot.queue

    def _point(self, point: PointView) -> None:
        self.heard.point = point

    def _board(self, board: BoardView) -> None:
        self.heard.board = board

    def _queue(self, queue: QueueView) -> None:
        self.heard.queue = queue

    def _call(self, call: CallView) -> None:
        self.heard.calls.append((time.monotonic(), call.id, call.number, call.counter))
        before, self._announcing = self._announcing, heard(self._announcing, call)
        if self._announcing is not before:
            self.heard.announced.append(call.id)
            self._announcing = Announcing(known=self._announcing.known)

    def _undo(self, undo: UndoView) -> None:
        self.heard.undone.append(undo.call)


def main() -> None:
    application = QCoreApplication([])
    listeners = [Listener(who) for who in json.loads(sys.stdin.buffer.raw.readline())]
    clock = QTimer(interval=1000)

    def say() -> None:
        calls = sum(len(listener.heard.calls) for listener in listeners)
        sys.stdout.write(f"{sum(listener.link.online for listener in listeners)} {calls}\n")
        sys.stdout.flush()

    clock.timeout.connect(say)
    clock.start()
    end = QSocketNotifier(0, QSocketNotifier.Type.Read)
    end.activated.connect(application.quit)
    late = [0.0]
    meter = QTimer(interval=100)
    last = [time.monotonic()]

    def measure() -> None:
        now = time.monotonic()
        late[0], last[0] = max(late[0], now - last[0] - meter.interval() / 1000), now

    meter.timeout.connect(measure)
    meter.start()
    application.exec()
    for listener in listeners:
        listener.link.close()
    found = {"heard": [listener.heard for listener in listeners], "worst_lag": late[0]}
    Path(sys.argv[1]).write_bytes(msgspec.json.encode(found))


if __name__ == "__main__":
    main()
