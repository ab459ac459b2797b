"""The board's view-model: what is heard becomes inputs, inputs become what is shown."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Property, QObject, QTimer, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.messages import BoardView, CallView, PointView, Problem, Snapshot
from ui.link import Link
from ui.models.rows import Rows
from ui.times import ServerClock
from ui.viewmodels import board_props as shown
from ui.viewmodels.board_calls import heard, passed, recalled
from ui.viewmodels.props import emit_changes
from ui.words import labels

QML_IMPORT_NAME = "Antrean.Board.Models"
QML_IMPORT_MAJOR_VERSION = 1

TICK_MS: Final = 500


@QmlElement
@QmlUncreatable("made by ui.app")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class BoardModel(QObject):
    pageChanged = Signal()
    onlineChanged = Signal()
    officeChanged = Signal()
    placeChanged = Signal()
    clockChanged = Signal()
    dateChanged = Signal()
    simulatedChanged = Signal()
    numberChanged = Signal()
    counterChanged = Signal()
    counterSecondChanged = Signal()
    recallChanged = Signal()
    turnChanged = Signal()
    idleTitleChanged = Signal()
    idleTitleSecondChanged = Signal()
    idleHintChanged = Signal()
    idleHintSecondChanged = Signal()
    hoursChanged = Signal()
    missedChanged = Signal()
    languageChanged = Signal()
    secondChanged = Signal()
    _props = shown.Props()

    def __init__(self, link: Link, language: str = "id", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inputs = shown.Inputs(language=language)
        self._clock: ServerClock | None = None
        self._link = link
        self._earlier = Rows(shown.EarlierRow, self)
        self._waiting = Rows(shown.WaitingRow, self)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._ticked)
        self._tick.start()
        link.snapshot.connect(self._hear_snapshot)
        link.point.connect(self._hear_point)
        link.board.connect(self._hear_board)
        link.call.connect(self._hear_call)
        link.refused.connect(self._hear_refusal)
        link.onlineChanged.connect(self._hear_link)
        self._set(online=link.online)

    @Property(QObject, constant=True)
    def earlier(self) -> Rows:
        return self._earlier

    @Property(QObject, constant=True)
    def waiting(self) -> Rows:
        return self._waiting

    @Property("QVariantMap", notify=languageChanged)  # pyright: ignore[reportArgumentType]  a name is a type to Qt
    def labels(self) -> dict[str, str]:
        return dict(labels("board", self._props.language))

    @Property("QVariantMap", notify=secondChanged)  # pyright: ignore[reportArgumentType]  a name is a type to Qt
    def seconds(self) -> dict[str, str]:
        """The labels in the second language; empty words where there is none."""
        if not self._props.second:
            return dict.fromkeys(labels("board", self._props.language), "")
        return dict(labels("board", self._props.second))

    def _hear_snapshot(self, snapshot: Snapshot) -> None:
        newest = next(iter(snapshot.board.recent), None)
        self._inputs = replace(self._inputs, announcing=recalled(self._inputs.announcing, newest))
        self._hear_board(snapshot.board)
        self._hear_point(snapshot.point)

    def _hear_point(self, point: PointView) -> None:
        self._clock = ServerClock.of(point, time.monotonic())
        self._set(point=point, refused=False)

    def _hear_board(self, board: BoardView) -> None:
        self._set(board=board)

    def _hear_call(self, call: CallView) -> None:
        self._set(announcing=heard(self._inputs.announcing, call, time.monotonic()))

    def _hear_refusal(self, _problem: Problem) -> None:
        self._set(refused=True)

    def _hear_link(self) -> None:
        self._set(online=self._link.online)

    def _ticked(self) -> None:
        self._set(announcing=passed(self._inputs.announcing, time.monotonic()))

    def _set(self, **changes: Any) -> None:
        now = self._clock.now(time.monotonic()) if self._clock else None
        self._inputs = replace(self._inputs, **changes)
        self._inputs = replace(self._inputs, now=now.replace(second=0, microsecond=0) if now else None)
        before, self._props = self._props, shown.derive(self._inputs)
        emit_changes(self, before, self._props)
        self._earlier.show(shown.earlier(self._inputs))
        self._waiting.show(shown.waiting(self._inputs))

    @Property(str, notify=pageChanged)
    def page(self) -> str:
        return self._props.page

    @Property(bool, notify=onlineChanged)
    def online(self) -> bool:
        return self._props.online

    @Property(str, notify=officeChanged)
    def office(self) -> str:
        return self._props.office

    @Property(str, notify=placeChanged)
    def place(self) -> str:
        return self._props.place

    @Property(str, notify=clockChanged)
    def clock(self) -> str:
        return self._props.clock

    @Property(str, notify=dateChanged)
    def date(self) -> str:
        return self._props.date

    @Property(str, notify=simulatedChanged)
    def simulated(self) -> str:
        return self._props.simulated

    @Property(str, notify=numberChanged)
    def number(self) -> str:
        return self._props.number

    @Property(str, notify=counterChanged)
    def counter(self) -> str:
        return self._props.counter

    @Property(str, notify=counterSecondChanged)
    def counterSecond(self) -> str:
        return self._props.counterSecond

    @Property(str, notify=recallChanged)
    def recall(self) -> str:
        return self._props.recall

    @Property(int, notify=turnChanged)
    def turn(self) -> int:
        return self._props.turn

    @Property(str, notify=idleTitleChanged)
    def idleTitle(self) -> str:
        return self._props.idleTitle

    @Property(str, notify=idleTitleSecondChanged)
    def idleTitleSecond(self) -> str:
        return self._props.idleTitleSecond

    @Property(str, notify=idleHintChanged)
    def idleHint(self) -> str:
        return self._props.idleHint

    @Property(str, notify=idleHintSecondChanged)
    def idleHintSecond(self) -> str:
        return self._props.idleHintSecond

    @Property(str, notify=hoursChanged)
    def hours(self) -> str:
        return self._props.hours

    @Property(str, notify=missedChanged)
    def missed(self) -> str:
        return self._props.missed

    @Property(str, notify=languageChanged)
    def language(self) -> str:
        return self._props.language

    @Property(str, notify=secondChanged)
    def second(self) -> str:
        return self._props.second
