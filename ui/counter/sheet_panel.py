"""The sheet over the desk, as QML sees it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from ui.counter.session import SETTLE_S, CounterState
from ui.counter.sheets.issue import IssuedSheet
from ui.counter.sheets.opening import OPENING
from ui.counter.sheets.sheet import PinSheet, SheetProps
from ui.counter.sign_in_page import PIN_LENGTH
from ui.link.server_link import new_key
from ui.viewmodel.properties import PropertyObject

QML_IMPORT_NAME = "ui.counter.models"
QML_IMPORT_MAJOR_VERSION = 1

_ONLY_READS: Final = ("accounts", "report", "log")
"""Requests that a sheet may be closed over before they are answered."""
_PAPER: Final = {
    "printed": "printed",
    "unconfirmed": "printed",
    "held": "held",
    "expired": "failed",
    "failed": "failed",
}
"""What an officer needs to know of the spool's states."""


@QmlElement
@QmlUncreatable("made by CounterModel")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class CounterSheet(PropertyObject[SheetProps]):
    def __init__(self, session: CounterState, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._confirmed_at = 0.0

    def open(self, action: str) -> None:
        """Open the sheet of a button: one of ``OPENING``."""
        session = self._session
        session.update(problem="", notice="")
        session.follow(OPENING[action](session.inputs, new_key()))

    @Slot(str)
    def pick(self, reason: str) -> None:
        """Choose or tick a row."""
        session = self._session
        if session.sheet is not None and not session.inputs.busy:
            self._confirmed_at = 0.0
            session.follow(session.sheet.on_chosen(session.inputs, reason))

    @Slot(str)
    def pickKey(self, key: str) -> None:
        """By a number key."""
        row = next((row for row in self.props.reasons if row.key == key), None)
        if row is not None:
            self.pick(row.reason)

    @Slot(str)
    def write(self, text: str) -> None:
        """The line to write in holds this now: a reason, a number, a name."""
        if self._session.sheet is not None:
            self._session.open(self._session.sheet.on_written(text))

    @Slot(str)
    def digit(self, digit: str) -> None:
        """Of a PIN."""
        sheet = self._session.sheet
        if isinstance(sheet, PinSheet) and digit.isdecimal() and len(sheet.pin) < PIN_LENGTH[1]:
            self._session.open(replace(sheet, pin=sheet.pin + digit))

    @Slot()
    def erase(self) -> None:
        sheet = self._session.sheet
        if isinstance(sheet, PinSheet):
            self._session.open(replace(sheet, pin=sheet.pin[:-1]))

    @Slot()
    def confirm(self) -> None:
        """The second press of a double press neither answers what is grave nor presses what was behind the sheet."""
        session = self._session
        double = time.monotonic() - self._confirmed_at < SETTLE_S
        if session.sheet is None or not self.props.mayConfirm or (double and self.props.danger):
            return
        self._confirmed_at = time.monotonic()
        session.follow(session.sheet.on_confirmed(session.inputs))
        if not session.asks:
            session.answered_at = self._confirmed_at

    @Slot()
    def cancel(self) -> None:
        """One step back; from the first one to the desk. While the server is asked to write, it does nothing."""
        session = self._session
        if session.sheet is not None and (not session.inputs.busy or session.inputs.busy in _ONLY_READS):
            session.open(session.sheet.on_back(session.inputs))

    def setPaper(self, ticket: str, spool_state: str) -> None:
        """What the counter's spool says about the paper of the ticket with this id."""
        sheet = self._session.sheet
        if isinstance(sheet, IssuedSheet) and sheet.issued.id == ticket:
            self._session.open(replace(sheet, paper=_PAPER.get(spool_state, sheet.paper)))
