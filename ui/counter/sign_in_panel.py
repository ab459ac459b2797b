"""Signing in, for QML."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from ui.counter import sign_in_page
from ui.counter.inputs import CounterInputs
from ui.counter.sign_in_page import EntryProps, SignInChoice
from ui.viewmodel.props import emit_changes
from ui.viewmodel.rows import Rows

QML_IMPORT_NAME = "ui.counter.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the counter's view-model")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class CounterEntry(QObject):
    stepChanged = Signal()
    titleChanged = Signal()
    hintChanged = Signal()
    digitsChanged = Signal()
    digitsTextChanged = Signal()
    typingChanged = Signal()
    namingChanged = Signal()
    mayGoBackChanged = Signal()
    maySubmitChanged = Signal()
    submitLabelChanged = Signal()
    lockedChanged = Signal()
    chosenChanged = Signal()
    _props = EntryProps()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._choices = Rows(SignInChoice, self)

    def show(self, i: CounterInputs) -> None:
        before, self._props = self._props, sign_in_page.derive(i)
        emit_changes(self, before, self._props)
        self._choices.show(sign_in_page.choices(i))

    @Property(QObject, constant=True)
    def choices(self) -> Rows:
        return self._choices

    @Property(str, notify=stepChanged)
    def step(self) -> str:
        return self._props.step

    @Property(str, notify=titleChanged)
    def title(self) -> str:
        return self._props.title

    @Property(str, notify=hintChanged)
    def hint(self) -> str:
        return self._props.hint

    @Property(int, notify=digitsChanged)
    def digits(self) -> int:
        return self._props.digits

    @Property(str, notify=digitsTextChanged)
    def digitsText(self) -> str:
        return self._props.digitsText

    @Property(bool, notify=typingChanged)
    def typing(self) -> bool:
        return self._props.typing

    @Property(bool, notify=namingChanged)
    def naming(self) -> bool:
        return self._props.naming

    @Property(bool, notify=mayGoBackChanged)
    def mayGoBack(self) -> bool:
        return self._props.mayGoBack

    @Property(bool, notify=maySubmitChanged)
    def maySubmit(self) -> bool:
        return self._props.maySubmit

    @Property(str, notify=submitLabelChanged)
    def submitLabel(self) -> str:
        return self._props.submitLabel

    @Property(str, notify=lockedChanged)
    def locked(self) -> str:
        return self._props.locked

    @Property(str, notify=chosenChanged)
    def chosen(self) -> str:
        return self._props.chosen
