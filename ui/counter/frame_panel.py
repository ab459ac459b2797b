"""What stands around the counter's pages, for QML."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from ui.counter.frame import FrameProps, derive
from ui.counter.inputs import CounterInputs
from ui.viewmodel.props import emit_changes
from ui.viewmodel.words import labels

QML_IMPORT_NAME = "ui.counter.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the counter's view-model")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class CounterFrame(QObject):
    pageChanged = Signal()
    onlineChanged = Signal()
    busyChanged = Signal()
    lostChanged = Signal()
    problemChanged = Signal()
    stoppedChanged = Signal()
    helpCallChanged = Signal()
    warningsChanged = Signal()
    printersChanged = Signal()
    simulatedChanged = Signal()
    placeChanged = Signal()
    counterNameChanged = Signal()
    staffChanged = Signal()
    clockChanged = Signal()
    dateChanged = Signal()
    languageChanged = Signal()
    languagesChanged = Signal()
    largeTextChanged = Signal()
    waitingCountChanged = Signal()
    toldChanged = Signal()
    supervisesChanged = Signal()
    _props = FrameProps()

    def show(self, i: CounterInputs) -> None:
        before, self._props = self._props, derive(i)
        emit_changes(self, before, self._props)

    @Property("QVariantMap", notify=languageChanged)  # pyright: ignore[reportArgumentType]  a name is a type to Qt
    def labels(self) -> dict[str, str]:
        return dict(labels("counter", self._props.language))

    @Property(str, notify=pageChanged)
    def page(self) -> str:
        return self._props.page

    @Property(bool, notify=onlineChanged)
    def online(self) -> bool:
        return self._props.online

    @Property(bool, notify=busyChanged)
    def busy(self) -> bool:
        return self._props.busy

    @Property(str, notify=lostChanged)
    def lost(self) -> str:
        return self._props.lost

    @Property(str, notify=problemChanged)
    def problem(self) -> str:
        return self._props.problem

    @Property(str, notify=stoppedChanged)
    def stopped(self) -> str:
        return self._props.stopped

    @Property(str, notify=helpCallChanged)
    def helpCall(self) -> str:
        return self._props.helpCall

    @Property(str, notify=warningsChanged)
    def warnings(self) -> str:
        return self._props.warnings

    @Property(str, notify=printersChanged)
    def printers(self) -> str:
        return self._props.printers

    @Property(str, notify=simulatedChanged)
    def simulated(self) -> str:
        return self._props.simulated

    @Property(str, notify=placeChanged)
    def place(self) -> str:
        return self._props.place

    @Property(str, notify=counterNameChanged)
    def counterName(self) -> str:
        return self._props.counterName

    @Property(str, notify=staffChanged)
    def staff(self) -> str:
        return self._props.staff

    @Property(str, notify=clockChanged)
    def clock(self) -> str:
        return self._props.clock

    @Property(str, notify=dateChanged)
    def date(self) -> str:
        return self._props.date

    @Property(str, notify=languageChanged)
    def language(self) -> str:
        return self._props.language

    @Property(list, notify=languagesChanged)
    def languages(self) -> list[str]:
        return list(self._props.languages)

    @Property(bool, notify=largeTextChanged)
    def largeText(self) -> bool:
        return self._props.largeText

    @Property(str, notify=waitingCountChanged)
    def waitingCount(self) -> str:
        return self._props.waitingCount

    @Property(str, notify=toldChanged)
    def told(self) -> str:
        return self._props.told

    @Property(bool, notify=supervisesChanged)
    def supervises(self) -> bool:
        return self._props.supervises
