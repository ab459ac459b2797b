"""Runs inside a window's own process: the real command, watched from Qt's side.

``python -m tests.flow.probe TAPS visitor --server URL ...`` starts the window as the console script does, notes its
first frame, taps a service's card by its coordinates, waits for the number to be drawn, goes home, and again. The
result goes to standard output as JSON; times are of the system-wide monotonic clock.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickWindow

import ui.shell.application
from kiosk.cli.main import antrean
from ui.shell.application import OpenedWindow

PATIENCE_S = 60.0
BETWEEN_MS = 350
"""The window takes no tap for 300 ms after a change of screen."""


class Watch(QObject):
    """Frames and taps of the only window."""

    def __init__(self, taps: int) -> None:
        super().__init__()
        self._left = taps
        self._tapped = 0.0
        self._deadline = time.monotonic() + PATIENCE_S
        self._window: QQuickWindow | None = None
        self.result: dict[str, Any] = {"taps": [], "memory": [], "numbers": [], "papers": []}

        self._model: Any = None

    def begin(self, opened: OpenedWindow) -> None:
        self._window, self._model = opened.window, opened.vm
        self._window.frameSwapped.connect(self._frame)
        self._window.update()

    def _frame(self) -> None:
        now = time.monotonic()
        self.result.setdefault("first_frame", now)
        if now > self._deadline:
            self._give_up("nothing happened")
        elif self._tapped and self._model.screen == "number":
            self.result["taps"].append(now - self._tapped)
            self.result["numbers"].append(self._model.number)
            self._tapped = 0.0
            self._deadline = now + PATIENCE_S
            QTimer.singleShot(BETWEEN_MS, self._home)
        elif "ready" not in self.result and self._card() is not None:
            self.result["ready"] = now
            self._note_memory()
            QTimer.singleShot(BETWEEN_MS, self._tap)

    def _card(self) -> QQuickItem | None:
        """The first card of a service that gives numbers; one that is closed has a ``ClosedCard``."""
        root = self._window.contentItem() if self._window else None
        waiting = [root] if root else []
        while waiting:
            item = waiting.pop(0)
            if item.isVisible() and item.metaObject().className().startswith("ServiceCard"):
                return item
            waiting += item.childItems()
        return None

    def _tap(self) -> None:
        if self._left == 0:
            self._note_memory()
            _end()
            return
        card = self._card()
        if card is None or self._window is None:
            self._give_up("no card")
            return
        from PySide6.QtTest import QTest  # noqa: PLC0415  its 5 MB are no part of a window at rest

        self._left -= 1
        middle: QPoint = card.mapToScene(QPointF(card.width() / 2, card.height() / 2)).toPoint()
        self._tapped = time.monotonic()
        QTest.mouseClick(self._window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)

    def _home(self) -> None:
        if self._model.paper == "printing":
            QTimer.singleShot(BETWEEN_MS, self._home)
            return
        self.result["papers"].append(self._model.paper)
        self._model.finish()
        QTimer.singleShot(BETWEEN_MS, self._tap)

    def _note_memory(self) -> None:
        lines = Path("/proc/self/smaps_rollup").read_text(encoding="utf-8").splitlines()
        self.result["memory"].append(
            next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("Pss:"))
        )

    def _give_up(self, why: str) -> None:
        self.result["fault"] = why
        _end()


def _end() -> None:
    """End the window as a signal does; ``quit`` would ask it first, and it closes with a PIN only."""
    QGuiApplication.exit()


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    taps, *arguments = sys.argv[1:]
    watch = Watch(int(taps))
    opening = ui.shell.application.open_window

    def open_window(*given: Any, **more: Any) -> OpenedWindow:
        opened = opening(*given, **more)
        watch.begin(opened)
        return opened

    ui.shell.application.open_window = open_window
    try:
        antrean(arguments, prog_name="antrean", standalone_mode=False)
    finally:
        json.dump(watch.result, sys.stdout)


if __name__ == "__main__":
    main()
