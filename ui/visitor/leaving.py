"""Closing the visitor's window: only with the PIN of a member of staff, which the server checks.

Without the server nobody can say whose PIN it is, so the window stays. Whoever has the machine can end its process.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.contract.counters import CloseWindow
from kiosk.contract.reasons import Reason
from ui.link.server_link import Answer, Link
from ui.viewmodel.properties import PropertyObject
from ui.visitor.wording import say

QML_IMPORT_NAME = "ui.visitor.models"
QML_IMPORT_MAJOR_VERSION = 1

IDLE_S: Final = 30.0
"""Without a key or a touch for so long, the question is gone again."""
PIN_LENGTH: Final = 12


@dataclass(frozen=True, slots=True)
class LeaveProps:
    shown: bool = False
    digits: int = 0
    note: str = ""
    """Why the window stays open."""
    asking: bool = False
    """The server is looking at the PIN."""


@QmlElement
@QmlUncreatable("a part of VisitorModel")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  the stub lacks it
class Leaving(PropertyObject[LeaveProps]):
    """``granted`` is emitted once: then the window may close."""

    granted = Signal()

    def __init__(
        self,
        link: Link,
        *,
        guarded: bool,
        language: Callable[[], str],
        now: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        """``guarded`` False: anybody may close the window, as on a desk."""
        super().__init__(parent)
        self._link, self._language, self._now = link, language, now
        self._pin, self._touched = "", 0.0
        self._may_close = not guarded

    @Slot(result=bool)
    def mayClose(self) -> bool:
        """Whether a wish to close the window is followed; where not, the PIN is asked for."""
        if not self._may_close:
            self._pin, self._touched = "", self._now()
            self.show(LeaveProps(shown=True, note="" if self._link.online else self._say("leave_away")))
        return self._may_close

    @Slot(str)
    def digit(self, digit: str) -> None:
        if self.props.shown and not self.props.asking and len(self._pin) < PIN_LENGTH:
            self._type(self._pin + digit)

    @Slot()
    def erase(self) -> None:
        if not self.props.asking:
            self._type(self._pin[:-1])

    @Slot()
    def stay(self) -> None:
        """The visitor goes on where they were."""
        self._pin = ""
        self.show(LeaveProps())

    @Slot()
    def submit(self) -> None:
        if not self.props.shown or self.props.asking or not self._pin:
            return
        body, self._pin = CloseWindow(pin=self._pin), ""
        self.show(LeaveProps(shown=True, asking=True))
        self._link.request("POST", "/window/close", self._answered, body=body)

    def pass_time(self) -> None:
        """The question goes by itself where nobody answers it."""
        if self.props.shown and not self.props.asking and self._now() - self._touched >= IDLE_S:
            self.stay()

    def _type(self, pin: str) -> None:
        self._pin, self._touched = pin, self._now()
        self.show(LeaveProps(shown=self.props.shown, digits=len(pin)))

    def _answered(self, answer: Answer[Any]) -> None:
        self._touched = self._now()
        if answer.ok:
            self._may_close = True
            self.show(LeaveProps())
            self.granted.emit()
            return
        problem = answer.problem
        if problem is None or problem.status == 0:
            note = self._say("leave_away")
        else:
            note = self._say("leave_wrong") if problem.reason == Reason.WRONG_PIN else problem.detail
        self.show(LeaveProps(shown=True, note=note))

    def _say(self, key: str) -> str:
        return say(key, self._language())
