"""The board's view-model: what is heard becomes inputs, inputs become what is shown."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.contract.board import BoardView, CallView, UndoView
from kiosk.contract.live import Snapshot
from kiosk.contract.point import PointView
from kiosk.contract.problem import Problem
from kiosk.wording.translate import FALLBACK
from ui.board.announcing import gone, heard, passed, recalled, undone
from ui.board.props import BoardInputs, BoardProps, derive
from ui.board.slides import REST_S, Slides, due, following, listed
from ui.board.zone import Zone
from ui.link.server_clock import ServerClock
from ui.link.server_link import Link
from ui.viewmodel.properties import PropertyObject
from ui.viewmodel.words import window_language
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
@QmlUncreatable("made by ui.shell.window_factory")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class BoardModel(PropertyObject[BoardProps]):
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
        self._inputs = BoardInputs(language=first, zone=self._setting.zone, lines=self._setting.lines)
        self._whole: tuple[PointView, BoardView] | None = None
        self._slides = Slides(since=time.monotonic())
        self._catching_up = False
        self._voice = voice
        if voice is not None:
            voice.ended.connect(self._ticked)
            voice.silentChanged.connect(self._on_voice)
            self._inputs = replace(self._inputs, silent=voice.silent)
        self._clock: ServerClock | None = None
        self._link = link
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._ticked)
        self._tick.start()
        link.snapshot.connect(self._on_snapshot)
        link.point.connect(self._on_point)
        link.board.connect(self._on_board)
        link.call.connect(self._on_call)
        link.undo.connect(self._on_undo)
        link.refused.connect(self._on_refusal)
        link.onlineChanged.connect(self._on_link)
        self._set(online=link.online)

    def close(self) -> None:
        """Fall silent."""
        self._tick.stop()
        if self._voice is not None:
            self._voice.close()

    @Slot()
    def pictureFailed(self) -> None:
        """The picture cannot be read: on to the next."""
        self._turn_slide(time.monotonic())

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        # Calls that were missed follow in the same breath, and so does what was undone of them.
        self._catching_up = True
        QTimer.singleShot(0, self, self._caught_up)
        self._whole = (snapshot.point, snapshot.board)
        board = self._setting.zone.of_board(snapshot.board, snapshot.point)
        if not self._speaking:
            newest = next(iter(board.recent), None)
            self._inputs = replace(self._inputs, announcing=recalled(self._inputs.announcing, newest))
        self._on_point(snapshot.point)

    def _caught_up(self) -> None:
        self._catching_up = False
        self._ticked()

    def _on_point(self, point: PointView) -> None:
        self._clock = ServerClock.of(point, time.monotonic())
        self._on_whole(point, self._whole[1] if self._whole else _NO_BOARD)

    def _on_board(self, board: BoardView) -> None:
        if self._whole is not None:
            self._on_whole(self._whole[0], board)

    def _on_whole(self, point: PointView, board: BoardView) -> None:
        zone = self._setting.zone
        self._whole = (point, board)
        shown, before = zone.of_board(board, point), self._inputs.board
        announcing = gone(self._inputs.announcing, before.recent if before else (), shown.recent)
        self._set(
            announcing=announcing,
            language=window_language(self._wanted, self._office, point),
            point=zone.of_point(point),
            board=shown,
            unknown=tuple(zone.unknown(point)),
            refused=False,
        )

    def _on_call(self, call: CallView) -> None:
        if not self._setting.zone.has(call):
            return
        self._set(announcing=heard(self._inputs.announcing, call, self._age(call)))
        self._ticked()

    def _age(self, call: CallView) -> float:
        """Real seconds since the call was made, by the server's clock."""
        clock = self._clock
        return (clock.now(time.monotonic()) - call.at).total_seconds() / clock.speed if clock else 0.0

    def _on_undo(self, undo: UndoView) -> None:
        left = self._inputs.board.recent if self._inputs.board else ()
        self._set(announcing=undone(self._inputs.announcing, undo.call, left))

    def _on_voice(self) -> None:
        self._set(silent=self._voice is not None and self._voice.silent)

    @property
    def _speaking(self) -> bool:
        return self._voice is not None and self._voice.busy

    def _on_refusal(self, _problem: Problem) -> None:
        self._set(refused=True)

    def _on_link(self) -> None:
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
        self._slides = following(self._slides, pictures, now, with_board=self.props.page == "idle")
        self._set(picture=self._slides.current)

    def _set(self, **changes: Any) -> None:
        now = self._clock.now(time.monotonic()) if self._clock else None
        self._inputs = replace(self._inputs, **changes)
        self._inputs = replace(self._inputs, now=now.replace(second=0, microsecond=0) if now else None)
        self.show(derive(self._inputs))
