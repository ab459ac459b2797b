"""A window on an offscreen screen, with hands on its keys and its glass, and eyes for what is cut off."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

NUMERALS = "Antrean Numerals"
"""Figures and capitals, without the descenders that a line leaves room for."""


class Hands:
    def __init__(self, qtbot: QtBot, window: QQuickWindow) -> None:
        self.qtbot, self.window = qtbot, window
        self.window.requestActivate()
        qtbot.waitUntil(self.window.isExposed)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.activate()
        QTest.keyClick(self.window, key, modifier)

    def activate(self) -> None:
        """Keys go where the officer looks."""
        if not self.window.isActive():
            self.window.requestActivate()
            self.qtbot.waitUntil(self.window.isActive)

    def type(self, text: str) -> None:
        self.activate()
        for letter in text:
            QTest.keyClick(self.window, letter)

    def tap(self, words: str) -> None:
        """Press what bears these words, at the middle of where they stand."""
        self.window.grabWindow()
        item = self.find(words)
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
        left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(self.window, left, plain, QPoint(int(middle.x()), int(middle.y())))

    def find(self, words: str) -> QQuickItem:
        found = [item for item in self.texts() if item.property("text") == words]
        assert found, f"{words!r} is not on the screen: {sorted(self.read())}"
        return found[0]

    def sees(self, words: str) -> bool:
        return any(words in text for text in self.read())

    def wait_for(self, words: str, seconds: float = 60.0) -> None:
        self.qtbot.waitUntil(lambda: self.sees(words), timeout=int(seconds * 1000))

    def wait_gone(self, words: str, seconds: float = 60.0) -> None:
        self.qtbot.waitUntil(lambda: not self.sees(words), timeout=int(seconds * 1000))

    def read(self) -> list[str]:
        return [text for item in self.texts() if (text := item.property("text"))]

    def texts(self) -> Iterator[QQuickItem]:
        """Every text that is visible, in the order of drawing."""
        return (item for item in self.items() if item.inherits("QQuickText") or item.inherits("QQuickTextInput"))

    def items(self) -> Iterator[QQuickItem]:
        def walk(item: QQuickItem) -> Iterator[QQuickItem]:
            if not item.isVisible() or item.opacity() == 0:
                return
            yield item
            for child in item.childItems():
                yield from walk(child)

        return walk(self.window.contentItem())

    def cut_off(self) -> list[str]:
        """Texts that do not show whole: elided, wider than their place, or beyond the window's sides."""
        faults: list[str] = []
        for item in self.texts():
            text = item.property("text")
            if not text or item.inherits("QQuickTextInput"):
                continue
            box = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
            painted = item.property("contentWidth")
            if item.property("truncated"):
                faults.append(f"elided: {text}")
            if painted > item.width() + 1.5:
                faults.append(f"wider than its place: {text} ({painted:.0f} > {item.width():.0f})")
            font = item.property("font")
            needed = QFontMetricsF(font).capHeight() if font.family() == NUMERALS else item.property("contentHeight")
            if needed > item.height() + 2:
                faults.append(f"higher than its place: {text}")
            if box.left() < -1 or box.right() > self.window.width() + 1:
                faults.append(f"beyond the side: {text}")
        return faults
