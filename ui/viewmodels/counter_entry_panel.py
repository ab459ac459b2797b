"""Signing in and asking, for QML."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from ui.models.rows import Rows
from ui.viewmodels import counter_ask, counter_entry
from ui.viewmodels.counter_ask import AskProps, Reason
from ui.viewmodels.counter_entry import Choice, EntryProps
from ui.viewmodels.counter_inputs import Inputs
from ui.viewmodels.props import emit_changes

QML_IMPORT_NAME = "Antrean.Counter.Models"
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
    chosenChanged = Signal()
    _props = EntryProps()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._choices = Rows(Choice, self)

    def show(self, i: Inputs) -> None:
        before, self._props = self._props, counter_entry.derive(i)
        emit_changes(self, before, self._props)
        self._choices.show(counter_entry.choices(i))

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

    @Property(str, notify=chosenChanged)
    def chosen(self) -> str:
        return self._props.chosen


@QmlElement
@QmlUncreatable("made by the counter's view-model")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class CounterAsk(QObject):
    questionChanged = Signal()
    titleChanged = Signal()
    hintChanged = Signal()
    wantsReasonChanged = Signal()
    ownWordsChanged = Signal()
    confirmLabelChanged = Signal()
    mayConfirmChanged = Signal()
    dangerChanged = Signal()
    _props = AskProps()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._reasons = Rows(Reason, self)

    def show(self, i: Inputs) -> None:
        before, self._props = self._props, counter_ask.derive(i)
        emit_changes(self, before, self._props)
        self._reasons.show(counter_ask.reasons(i))

    @Property(QObject, constant=True)
    def reasons(self) -> Rows:
        return self._reasons

    @Property(str, notify=questionChanged)
    def question(self) -> str:
        return self._props.question

    @Property(str, notify=titleChanged)
    def title(self) -> str:
        return self._props.title

    @Property(str, notify=hintChanged)
    def hint(self) -> str:
        return self._props.hint

    @Property(bool, notify=wantsReasonChanged)
    def wantsReason(self) -> bool:
        return self._props.wantsReason

    @Property(bool, notify=ownWordsChanged)
    def ownWords(self) -> bool:
        return self._props.ownWords

    @Property(str, notify=confirmLabelChanged)
    def confirmLabel(self) -> str:
        return self._props.confirmLabel

    @Property(bool, notify=mayConfirmChanged)
    def mayConfirm(self) -> bool:
        return self._props.mayConfirm

    @Property(bool, notify=dangerChanged)
    def danger(self) -> bool:
        return self._props.danger
