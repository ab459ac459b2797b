"""Eyes and hands for a rehearsed visitor window."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from tests.scenes.visitor import Rehearsal


class Stage(Rehearsal):
    # ------------------------------------------------------------ eyes

    def items(self) -> Iterator[QQuickItem]:
        """Every item that can be seen, parents first."""
        waiting = [self.window.contentItem()]
        while waiting:
            item = waiting.pop()
            if item.isVisible() and item.opacity() > 0:
                yield item
                waiting.extend(reversed(item.childItems()))

    def of_type(self, *names: str) -> list[QQuickItem]:
        return [i for i in self.items() if any(kind(i).startswith(n) for n in names)]

    def texts(self) -> list[QQuickItem]:
        return [i for i in self.items() if i.inherits("QQuickText") and i.property("text")]

    def words(self) -> str:
        return "\n".join(str(t.property("text")) for t in self.texts())

    def touchables(self) -> list[QQuickItem]:
        """What can be pressed, by its accessible label."""
        return [i for i in self.items() if i.metaObject().indexOfProperty("label") >= 0 and i.isEnabled()]

    def named(self, label: str) -> QQuickItem:
        found = [i for i in self.touchables() if str(i.property("label")).startswith(label)]
        assert found, f"{label!r} is not among {[i.property('label') for i in self.touchables()]}"
        return found[0]

    # ------------------------------------------------------------ hands

    def tap(self, target: str | QPointF, *, pause: float = 1.0) -> None:
        """A finger on a label, or on a place; then ``pause`` seconds pass."""
        place = target if isinstance(target, QPointF) else rectangle(self.named(target)).center()
        QTest.mouseClick(self.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place.toPoint())
        self.wait(pause)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.window, key)
        self.wait(1)


def kind(item: QQuickItem) -> str:
    """The QML type's name."""
    return item.metaObject().className().split("_QML")[0]


def rectangle(item: QQuickItem) -> QRectF:
    """Where an item is in the window."""
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def ink(text: QQuickItem) -> QRectF:
    """Where the letters of a text are in the window."""
    return text.mapRectToScene(text.boundingRect())
