"""Signing in, as QML sees it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.contract.people import NewStaff, StaffNames, StaffView
from ui.counter import sign_in_page
from ui.counter.inputs import Entry
from ui.counter.requests import CounterRequest, sign_in
from ui.counter.session import CounterState
from ui.counter.sign_in_page import PIN_LENGTH, SignInProps
from ui.link.server_link import Answer
from ui.viewmodel.properties import PropertyObject

QML_IMPORT_NAME = "ui.counter.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by CounterModel")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class CounterSignIn(PropertyObject[SignInProps]):
    def __init__(self, session: CounterState, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    @Slot(str)
    def choose(self, choice: str) -> None:
        """Choose a counter, then a member of staff."""
        session, entry = self._session, self._session.inputs.entry
        if entry.step == "counter":
            session.update(entry=replace(entry, step="staff", counter=choice, note=""), problem="")
            session.link.request("GET", "/staff/names", self._on_names, StaffNames)
        elif entry.step == "staff":
            session.update(entry=replace(entry, step="pin", staff=choice, pin=""), problem="")

    @Slot(int)
    def chooseNth(self, place: int) -> None:
        """By a number key, from 0."""
        if place < len(self.props.choices):
            self.choose(self.props.choices[place].choice)

    @Slot(str)
    def name(self, text: str) -> None:
        """Write the name of the first account."""
        self._update(replace(self._session.inputs.entry, staff=text))

    @Slot(str)
    def digit(self, digit: str) -> None:
        entry = self._session.inputs.entry
        if self.props.typing and digit.isdecimal() and len(entry.pin) < PIN_LENGTH[1]:
            self._update(replace(entry, pin=entry.pin + digit))

    @Slot()
    def erase(self) -> None:
        entry = self._session.inputs.entry
        self._update(replace(entry, pin=entry.pin[:-1]))

    @Slot()
    def back(self) -> None:
        self._session.update(entry=sign_in_page.back(self._session.inputs.entry), problem="")

    @Slot()
    def submit(self) -> None:
        """Go on with what was typed."""
        session, entry = self._session, self._session.inputs.entry
        if not self.props.maySubmit:
            return
        if entry.step == "pin":
            session.send("sign_in", sign_in(entry.counter, entry.staff, entry.pin), self._on_signed_in)
        elif entry.step == "again_pin" and entry.pin == entry.first_pin:
            body = NewStaff(name=entry.staff.strip(), pin=entry.pin)
            session.send("new_staff", CounterRequest("POST", "/staff", StaffView, body), self._on_account)
        else:
            self._update(sign_in_page.typed(entry))

    def _update(self, entry: Entry) -> None:
        self._session.update(entry=entry)

    def _on_names(self, answer: Answer[StaffNames]) -> None:
        if answer.value is not None:
            self._update(replace(self._session.inputs.entry, names=tuple(answer.value.names)))
        elif answer.problem is not None:
            self._session.refuse("names", answer.problem)

    def _on_signed_in(self, _action: str, value: object) -> None:
        self._session.sign_in(value)

    def _on_account(self, _action: str, _value: object) -> None:
        self._session.update(busy="", entry=Entry(note="account_made"))
