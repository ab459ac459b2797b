"""The desk for QML: the ticket at this counter and its buttons."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from ui.counter.desk import Action, DeskProps, actions, beside, derive, filters, tools
from ui.counter.inputs import CounterInputs
from ui.viewmodel.props import emit_changes
from ui.viewmodel.rows import Rows

QML_IMPORT_NAME = "ui.counter.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the counter's view-model")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class CounterDesk(QObject):
    numberChanged = Signal()
    serviceChanged = Signal()
    stageChanged = Signal()
    stateChanged = Signal()
    stateTextChanged = Signal()
    callsChanged = Signal()
    elapsedChanged = Signal()
    waitedChanged = Signal()
    lateChanged = Signal()
    whyChanged = Signal()
    flagChanged = Signal()
    priorityChanged = Signal()
    idleTextChanged = Signal()
    nobodyChanged = Signal()
    mainChanged = Signal()
    mainLabelChanged = Signal()
    mainHintChanged = Signal()
    mainSymbolChanged = Signal()
    mainEnabledChanged = Signal()
    _props = DeskProps()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = Rows(Action, self)
        self._tools = Rows(Action, self)
        self._beside = Rows(Action, self)
        self._filters = Rows(Action, self)

    def show(self, i: CounterInputs) -> None:
        before, self._props = self._props, derive(i)
        emit_changes(self, before, self._props)
        self._actions.show(actions(i))
        self._tools.show(tools(i))
        self._beside.show(beside(i))
        self._filters.show(filters(i))

    @Property(QObject, constant=True)
    def actions(self) -> Rows:
        return self._actions

    @Property(QObject, constant=True)
    def tools(self) -> Rows:
        return self._tools

    @Property(QObject, constant=True)
    def filters(self) -> Rows:
        return self._filters

    @Property(QObject, constant=True)
    def beside(self) -> Rows:
        return self._beside

    @Property(str, notify=numberChanged)
    def number(self) -> str:
        return self._props.number

    @Property(str, notify=serviceChanged)
    def service(self) -> str:
        return self._props.service

    @Property(str, notify=stageChanged)
    def stage(self) -> str:
        return self._props.stage

    @Property(str, notify=stateChanged)
    def state(self) -> str:
        return self._props.state

    @Property(str, notify=stateTextChanged)
    def stateText(self) -> str:
        return self._props.stateText

    @Property(str, notify=callsChanged)
    def calls(self) -> str:
        return self._props.calls

    @Property(str, notify=elapsedChanged)
    def elapsed(self) -> str:
        return self._props.elapsed

    @Property(str, notify=waitedChanged)
    def waited(self) -> str:
        return self._props.waited

    @Property(bool, notify=lateChanged)
    def late(self) -> bool:
        return self._props.late

    @Property(str, notify=whyChanged)
    def why(self) -> str:
        return self._props.why

    @Property(str, notify=flagChanged)
    def flag(self) -> str:
        return self._props.flag

    @Property(bool, notify=priorityChanged)
    def priority(self) -> bool:
        return self._props.priority

    @Property(str, notify=idleTextChanged)
    def idleText(self) -> str:
        return self._props.idleText

    @Property(str, notify=nobodyChanged)
    def nobody(self) -> str:
        return self._props.nobody

    @Property(str, notify=mainChanged)
    def main(self) -> str:
        return self._props.main

    @Property(str, notify=mainLabelChanged)
    def mainLabel(self) -> str:
        return self._props.mainLabel

    @Property(str, notify=mainHintChanged)
    def mainHint(self) -> str:
        return self._props.mainHint

    @Property(str, notify=mainSymbolChanged)
    def mainSymbol(self) -> str:
        return self._props.mainSymbol

    @Property(bool, notify=mainEnabledChanged)
    def mainEnabled(self) -> bool:
        return self._props.mainEnabled
