"""A code scanner is a keyboard that types faster than any hand, and ends with Enter. Its keys reach nothing else."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtQuick import QQuickWindow

GAP_MS: Final = 50
"""No longer between two keys of a scan; a key that stays alone is handed on after this."""
LEAST: Final = 20
"""Characters of a scanned address; a PIN, however fast, is shorter."""
_NUMBER: Final = re.compile(r"[A-Za-z]{1,2}[\s.-]?[0-9]{1,4}")
"""What a label with the bare number says."""
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HELD_WITH: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class Scanner(QObject):
    """Sits before a window's keys. Text keys wait ``GAP_MS`` for the next one; what was no scan goes on, in order."""

    scanned = Signal(str)

    def __init__(self, window: QQuickWindow) -> None:
        super().__init__(window)
        self._window = window
        self._held: list[QKeyEvent] = []
        self._handing_on = False
        self._pause = QTimer(self, singleShot=True, interval=GAP_MS)
        self._pause.timeout.connect(self._paused)
        self._since = QElapsedTimer()
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if self._handing_on or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if _is_text(event):
            self._held.append(event.clone())
            self._since.start()
            self._pause.start()
            return True
        return self._ends(event)

    def _ends(self, event: QKeyEvent) -> bool:
        """Another key than text: Enter makes a scan of what was held, any other lets it go."""
        text = "".join(held.text() for held in self._held)
        if event.key() in _ENTER and _is_scan(text):
            self._held.clear()
            self._pause.stop()
            self.scanned.emit(text)
            return True
        if event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock):
            self._hand_on()
        return False

    def _paused(self) -> None:
        """No key came; where the window itself was busy meanwhile, the next one may be waiting to be read."""
        if self._since.elapsed() > 2 * GAP_MS:
            self._since.start()
            self._pause.start()
        else:
            self._hand_on()

    def _hand_on(self) -> None:
        self._pause.stop()
        held, self._held = self._held, []
        self._handing_on = True
        try:
            for event in held:
                QCoreApplication.sendEvent(self._window, event)
        finally:
            self._handing_on = False


def _is_text(event: QKeyEvent) -> bool:
    plain = not event.modifiers() & ~_HELD_WITH
    return plain and not event.isAutoRepeat() and len(event.text()) == 1 and event.text().isprintable()


def _is_scan(text: str) -> bool:
    return len(text) >= LEAST or _NUMBER.fullmatch(text) is not None
