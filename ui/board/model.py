"""The board's view-model: what is heard becomes inputs, inputs become what is shown."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.contract.board import BoardView, CallView, UndoView
from kiosk.contract.live import Snapshot
from kiosk.contract.point import PointView
from kiosk.contract.problem import Problem
from kiosk.wording.translate import FALLBACK
from ui.board import props as shown
from ui.board.announcing import heard, passed, recalled, undone
from ui.board.slides import REST_S, Slides, due, following, listed
from ui.board.zone import Zone
from ui.link.server_clock import ServerClock
from ui.link.server_link import Link
from ui.viewmodel.props import emit_changes
from ui.viewmodel.rows import Rows
from ui.viewmodel.words import labels, window_language
from ui.voice.voice import Voice

QML_IMPORT_NAME = "ui.board.models"
QML_IMPORT_MAJOR_VERSION = 1

TICK_MS: Final = 500
BEAT_S: Final = 8.0
_NO_BOARD: Final = BoardView(current=[], recent=[], missed=[], waiting=[])


@dataclass(frozen=True, slots=True)
class Setting:
    """What this board is for."""

    zone: Zone = field(default_factory=Zone)
    lines: tuple[str, ...] = ()
    """Of the running line."""
    pictures: Path | None = None
    """A folder."""


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
    lineChanged = Signal()
    pictureChanged = Signal()
    troubleChanged = Signal()
    troubleIconChanged = Signal()
    languageChanged = Signal()
    secondChanged = Signal()
    _props = shown.BoardProps()

    def __init__(
        self,
        link: Link,
        language: str | None = None,
        setting: Setting | None = None,
        voice: Voice | None = None,
        parent: QObject | None = None,
        *,
        office: str = FALLBACK,
    ) -> None:
        """``language`` and ``office`` as for ``window_language``."""
        super().__init__(parent)
        self._setting = setting or Setting()
        self._wanted, self._office = language, office
        first = window_language(language, office, None)
        self._inputs = shown.BoardInputs(language=first, zone=self._setting.zone, lines=self._setting.lines)
        self._whole: tuple[PointView, BoardView] | None = None
        self._slides = Slides(since=time.monotonic())
        self._catching_up = False
        self._voice = voice
        if voice is not None:
            voice.ended.connect(self._ticked)
            voice.silentChanged.connect(self._hear_voice)
        self._clock: ServerClock | None = None
        self._link = link
        self._earlier = Rows(shown.EarlierRow, self)
        self._waiting = Rows(shown.WaitingServiceRow, self)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._ticked)
        self._tick.start()
        link.snapshot.connect(self._hear_snapshot)
        link.point.connect(self._hear_point)
        link.board.connect(self._hear_board)
        link.call.connect(self._hear_call)
        link.undo.connect(self._hear_undo)
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

    def close(self) -> None:
        """Fall silent."""
        self._tick.stop()
        if self._voice is not None:
            self._voice.close()

    @Slot()
    def pictureFailed(self) -> None:
        """The picture cannot be read: on to the next."""
        self._turn_slide(time.monotonic())

    def _hear_snapshot(self, snapshot: Snapshot) -> None:
        # Calls that were missed follow in the same breath, and so does what was undone of them.
        self._catching_up = True
        QTimer.singleShot(0, self, self._caught_up)
        self._whole = (snapshot.point, snapshot.board)
        board = self._setting.zone.of_board(snapshot.board, snapshot.point)
        if not self._speaking:
            newest = next(iter(board.recent), None)
            self._inputs = replace(self._inputs, announcing=recalled(self._inputs.announcing, newest))
        self._hear_point(snapshot.point)

    def _caught_up(self) -> None:
        self._catching_up = False
        self._ticked()

    def _hear_point(self, point: PointView) -> None:
        self._clock = ServerClock.of(point, time.monotonic())
        self._hear_whole(point, self._whole[1] if self._whole else _NO_BOARD)

    def _hear_board(self, board: BoardView) -> None:
        if self._whole is not None:
            self._hear_whole(self._whole[0], board)

    def _hear_whole(self, point: PointView, board: BoardView) -> None:
        zone = self._setting.zone
        self._whole = (point, board)
        self._set(
            language=window_language(self._wanted, self._office, point),
            point=zone.of_point(point),
            board=zone.of_board(board, point),
            unknown=tuple(zone.unknown(point)),
            refused=False,
        )

    def _hear_call(self, call: CallView) -> None:
        if not self._setting.zone.has(call):
            return
        self._set(announcing=heard(self._inputs.announcing, call, self._age(call)))
        self._ticked()

    def _age(self, call: CallView) -> float:
        """Real seconds since the call was made, by the server's clock."""
        clock = self._clock
        return (clock.now(time.monotonic()) - call.at).total_seconds() / clock.speed if clock else 0.0

    def _hear_undo(self, undo: UndoView) -> None:
        left = self._inputs.board.recent if self._inputs.board else ()
        self._set(announcing=undone(self._inputs.announcing, undo.call, left))

    def _hear_voice(self) -> None:
        self._set(silent=self._voice is not None and self._voice.silent)

    @property
    def _speaking(self) -> bool:
        return self._voice is not None and self._voice.busy

    def _hear_refusal(self, _problem: Problem) -> None:
        self._set(refused=True)

    def _hear_link(self) -> None:
        self._set(online=self._link.online)

    def _ticked(self) -> None:
        if self._catching_up:
            return
        now, before = time.monotonic(), self._inputs.announcing
        after = passed(before, now, speaking=self._speaking)
        if after.turn != before.turn and after.call is not None and self._voice is not None:
            self._voice.say(after.call, (self._clock.now(now) if self._clock else after.call.at).time())
        if not self._rests(now):
            self._slides = Slides(since=now)
        elif due(self._slides, now):
            self._turn_slide(now)
        self._set(announcing=after, picture=self._slides.current, beat=int(now / BEAT_S))

    def _rests(self, now: float) -> bool:
        """Nobody is on the way to a counter by what stands here."""
        point, a = self._inputs.point, self._inputs.announcing
        if self._setting.pictures is None or point is None or point.emergency or not point.open:
            return False
        return not (self._speaking or a.coming or (a.turn > 0 and now - a.since < REST_S))

    def _turn_slide(self, now: float) -> None:
        pictures = listed(self._setting.pictures)
        self._slides = following(self._slides, pictures, now, with_board=self._props.page == "idle")
        self._set(picture=self._slides.current)

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

    @Property(str, notify=lineChanged)
    def line(self) -> str:
        return self._props.line

    @Property(str, notify=pictureChanged)
    def picture(self) -> str:
        return self._props.picture

    @Property(str, notify=troubleChanged)
    def trouble(self) -> str:
        return self._props.trouble

    @Property(str, notify=troubleIconChanged)
    def troubleIcon(self) -> str:
        return self._props.troubleIcon

    @Property(str, notify=languageChanged)
    def language(self) -> str:
        return self._props.language

    @Property(str, notify=secondChanged)
    def second(self) -> str:
        return self._props.second
