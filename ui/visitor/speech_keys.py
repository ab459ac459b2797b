"""Keys of a keypad without sight: they start the spoken kiosk, and move and choose in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtQuick import QQuickWindow

from ui.visitor.leaving import Leaving
from ui.visitor.model import VisitorModel

LONG_PRESS_MS: Final = 1000
"""A volume key held so long starts the voice."""
_VOLUME: Final = (Qt.Key.Key_VolumeUp, Qt.Key.Key_VolumeDown)
_START: Final = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Help, Qt.Key.Key_F1)
JACK_IN: Final = Qt.Key.Key_F15
JACK_OUT: Final = Qt.Key.Key_F16
"""What keypads with a headphone socket (Storm, EZ Access) send as generic keyboards; others can be set to these."""


class SpeechKeys(QObject):
    """Sits before a window's keys. While nothing is spoken, all other keys go on."""

    def __init__(self, window: QQuickWindow, vm: VisitorModel) -> None:
        super().__init__(window)
        self._vm = vm
        self._hold = QTimer(self, singleShot=True, interval=LONG_PRESS_MS)
        self._hold.timeout.connect(vm.startSpeech)
        self._spoken: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Right: vm.nextStop,
            Qt.Key.Key_Down: vm.nextStop,
            Qt.Key.Key_Tab: vm.nextStop,
            Qt.Key.Key_Left: vm.previousStop,
            Qt.Key.Key_Up: vm.previousStop,
            Qt.Key.Key_Backtab: vm.previousStop,
            Qt.Key.Key_Return: vm.chooseStop,
            Qt.Key.Key_Enter: vm.chooseStop,
            Qt.Key.Key_Space: vm.chooseStop,
            Qt.Key.Key_Select: vm.chooseStop,
            Qt.Key.Key_Help: vm.repeatSpeech,
            Qt.Key.Key_F1: vm.repeatSpeech,
            Qt.Key.Key_VolumeUp: vm.louder,
            Qt.Key.Key_VolumeDown: vm.louder,
        }
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() not in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}:
            return False
        if event.type() == QEvent.Type.KeyRelease:
            if event.key() in _VOLUME and not event.isAutoRepeat():
                self._hold.stop()
            return False
        if cast("Leaving", self._vm.leaving).props.shown:
            return False
        if event.isAutoRepeat():
            return self._vm.props.speech
        return self._press(event.key())

    def _press(self, key: int) -> bool:
        if key == JACK_OUT:
            self._vm.endSpeech()
        elif key == JACK_IN:
            self._vm.setHeadphones(True)
            self._vm.startSpeech()
        elif self._vm.props.speech:
            act = self._spoken.get(key)
            if act is None:
                return False
            act()
        elif key in _START:
            self._vm.startSpeech()
        elif key in _VOLUME:
            self._hold.start()
        else:
            return False
        return True
