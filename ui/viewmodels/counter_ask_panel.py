"""The sheets over the desk, for QML."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from ui.models.rows import Rows
from ui.viewmodels import counter_ask, counter_log, counter_report
from ui.viewmodels.counter_inputs import Inputs
from ui.viewmodels.counter_log import LogLine
from ui.viewmodels.counter_report import Figures, ReportProps
from ui.viewmodels.counter_sheet import AskProps, Reason
from ui.viewmodels.props import emit_changes

QML_IMPORT_NAME = "Antrean.Counter.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the counter's view-model")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class CounterAsk(QObject):
    questionChanged = Signal()
    titleChanged = Signal()
    hintChanged = Signal()
    noteChanged = Signal()
    goodChanged = Signal()
    numberChanged = Signal()
    codeChanged = Signal()
    listedChanged = Signal()
    manyChanged = Signal()
    quickChanged = Signal()
    fieldChanged = Signal()
    fieldFirstChanged = Signal()
    typingChanged = Signal()
    digitsChanged = Signal()
    digitsTextChanged = Signal()
    confirmLabelChanged = Signal()
    mayConfirmChanged = Signal()
    dangerChanged = Signal()
    _props = AskProps()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._reasons = Rows(Reason, self)

    def show(self, i: Inputs) -> None:
        before, self._props = self._props, counter_ask.derive(i)
        self._reasons.show(counter_ask.reasons(i))
        emit_changes(self, before, self._props)

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

    @Property(str, notify=noteChanged)
    def note(self) -> str:
        return self._props.note

    @Property(bool, notify=goodChanged)
    def good(self) -> bool:
        return self._props.good

    @Property(str, notify=numberChanged)
    def number(self) -> str:
        return self._props.number

    @Property(str, notify=codeChanged)
    def code(self) -> str:
        return self._props.code

    @Property(bool, notify=listedChanged)
    def listed(self) -> bool:
        return self._props.listed

    @Property(bool, notify=manyChanged)
    def many(self) -> bool:
        return self._props.many

    @Property(bool, notify=quickChanged)
    def quick(self) -> bool:
        return self._props.quick

    @Property(str, notify=fieldChanged)
    def field(self) -> str:
        return self._props.field

    @Property(bool, notify=fieldFirstChanged)
    def fieldFirst(self) -> bool:
        return self._props.fieldFirst

    @Property(bool, notify=typingChanged)
    def typing(self) -> bool:
        return self._props.typing

    @Property(int, notify=digitsChanged)
    def digits(self) -> int:
        return self._props.digits

    @Property(str, notify=digitsTextChanged)
    def digitsText(self) -> str:
        return self._props.digitsText

    @Property(str, notify=confirmLabelChanged)
    def confirmLabel(self) -> str:
        return self._props.confirmLabel

    @Property(bool, notify=mayConfirmChanged)
    def mayConfirm(self) -> bool:
        return self._props.mayConfirm

    @Property(bool, notify=dangerChanged)
    def danger(self) -> bool:
        return self._props.danger


@QmlElement
@QmlUncreatable("made by the counter's view-model")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class CounterReport(QObject):
    accountedChanged = Signal()
    sentencesChanged = Signal()
    chainChanged = Signal()
    _props = ReportProps()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._figures = Rows(Figures, self)

    def show(self, i: Inputs) -> None:
        before, self._props = self._props, counter_report.derive(i)
        self._figures.show(counter_report.figures(i))
        emit_changes(self, before, self._props)

    @Property(QObject, constant=True)
    def figures(self) -> Rows:
        return self._figures

    @Property(bool, notify=accountedChanged)
    def accounted(self) -> bool:
        return self._props.accounted

    @Property(list, notify=sentencesChanged)
    def sentences(self) -> list[str]:
        return list(self._props.sentences)

    @Property(str, notify=chainChanged)
    def chain(self) -> str:
        return self._props.chain


@QmlElement
@QmlUncreatable("made by the counter's view-model")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class CounterLog(QObject):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines = Rows(LogLine, self)

    def show(self, i: Inputs) -> None:
        self._lines.show(counter_log.lines(i))

    @Property(QObject, constant=True)
    def lines(self) -> Rows:
        return self._lines
