"""A window of the floor with a link that has no server, brought to rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow
from pytestqt.qtbot import QtBot

from tests.scenes.visitor import polish
from tests.scenes.visitor_samples import QuietLink
from tests.ui.gestures import Hands
from ui.theme import setup


@dataclass
class Stage:
    link: QuietLink
    vm: Any
    window: QQuickWindow
    hands: Hands

    def settle(self) -> None:
        for _ in range(4):
            QCoreApplication.processEvents()
            # Delegates that QML let go; only an event loop of its own would delete them.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            polish(self.window.contentItem())
        self.window.grabWindow()

    def top_of(self, item: QQuickItem) -> float:
        return item.mapToScene(QPointF(0, 0)).y()

    def bottom_of(self, item: QQuickItem) -> float:
        return item.mapToScene(QPointF(0, item.height())).y()


@contextmanager
def staged(qtbot: QtBot, room: str, model: Callable[[QuietLink], QObject], size: tuple[int, int]) -> Iterator[Stage]:
    link = QuietLink()
    vm = model(link)
    engine = QQmlApplicationEngine()
    setup.prepare(engine)
    engine.setInitialProperties({"vm": vm, "width": size[0], "height": size[1]})
    engine.loadFromModule(f"ui.{room.lower()}", f"{room}Window")
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)
    try:
        yield Stage(link, vm, window, Hands(qtbot, window))
    finally:
        shiboken6.delete(engine)
        shiboken6.delete(vm)
