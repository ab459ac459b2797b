"""The sheets over the desk, for QML."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from ui.counter.inputs import CounterInputs
from ui.counter.sheets import log, questions, report
from ui.counter.sheets.log import LogLine
from ui.counter.sheets.report import FigureRow, ReportProps
from ui.counter.sheets.sheet import AskProps, Reason
from ui.viewmodel.props import emit_changes
from ui.viewmodel.rows import Rows

QML_IMPORT_NAME = "ui.counter.models"
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

    def show(self, i: CounterInputs) -> None:
        before, self._props = self._props, questions.derive(i)
        self._reasons.show(questions.reasons(i))
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
        self._figures = Rows(FigureRow, self)

    def show(self, i: CounterInputs) -> None:
        before, self._props = self._props, report.derive(i)
        self._figures.show(report.figures(i))
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

    def show(self, i: CounterInputs) -> None:
        self._lines.show(log.lines(i))

    @Property(QObject, constant=True)
    def lines(self) -> Rows:
        return self._lines
