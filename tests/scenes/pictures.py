"""Pictures of every screen, in both languages and three sizes, from fixed samples: the same every time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import shiboken6
from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QObject
from PySide6.QtGui import QImage
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from tests.scenes import printer
from tests.scenes.board import BOARD
from tests.scenes.counter import COUNTER
from tests.scenes.pairing import LOBBY, QuietLobby
from tests.scenes.visitor import Rehearsal, polish
from tests.scenes.visitor_samples import QuietLink
from ui.board.model import BoardModel
from ui.counter.model import CounterModel
from ui.link.server_link import Link
from ui.pairing.model import PairingModel
from ui.shell import printer_window
from ui.theme import setup

LANGUAGES: Final = ("id", "en")
VISITOR: Final = (
    "home",
    "papers",
    "missing",
    "number",
    "failed",
    "torn",
    "paused",
    "refused",
    "closed",
    "holiday",
    "evening",
    "emergency",
    "away",
    "retry",
    "help",
    "still",
)
VISITOR_SIZES: Final = ("portrait", "landscape", "small")
MODES: Final[dict[str, tuple[str, ...]]] = {
    "large": ("toggleLarge",),
    "contrast": ("toggleContrast",),
    "low": ("toggleLow",),
    "large-contrast": ("toggleLarge", "toggleContrast"),
}
MODE_SIZES: Final = {"large": "portrait", "contrast": "landscape", "low": "portrait", "large-contrast": "small"}
COUNTER_SIZES: Final = {"strip": (420, 900), "full": (1366, 768)}
BOARD_SIZES: Final = {"": (1920, 1080), "-tall": (1080, 1920)}
LOBBY_SIZES: Final = {"strip": (480, 900), "full": (1366, 768), "kiosk": (1080, 1920), "board": (1920, 1080)}
LONG_SIDE: Final = 620
COLOURS: Final = 48


@dataclass(frozen=True, slots=True)
class Picture:
    """A file's name without its ending, and how to draw it."""

    name: str
    draw: Callable[[], QImage]


def table() -> list[Picture]:
    """Every picture there is."""
    return [*_visitor(), *_board(), *_counter(), *_lobby(), *_printer()]


def save(picture: Picture, folder: Path, *, full: bool = False) -> Path:
    """Draw into ``folder``: small and of few colours for the README, or ``full`` as the screen has it."""
    drawn = _pillow(picture.draw())
    if not full:
        drawn.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
        drawn = drawn.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    path = folder / f"{picture.name}.png"
    drawn.save(path, optimize=True)
    return path


def _visitor() -> Iterator[Picture]:
    for language in LANGUAGES:
        for size in VISITOR_SIZES:
            for scene in VISITOR:
                yield Picture(f"visitor-{scene}-{size}-{language}", _visiting(size, scene, language, ()))
        for mode, toggles in MODES.items():
            size = MODE_SIZES[mode]
            yield Picture(f"visitor-home-{size}-{mode}-{language}", _visiting(size, "home", language, toggles))


def _visiting(size: str, scene: str, language: str, toggles: Sequence[str]) -> Callable[[], QImage]:
    def draw() -> QImage:
        stage = Rehearsal(size)
        try:
            stage.play(scene)
            if language != "id":
                stage.step(stage.vm.setLanguage, language)
            for toggle in toggles:
                stage.step(getattr(stage.vm, toggle))
            if scene == "still":
                stage.wait(70)
            return _grab(stage.window)
        finally:
            stage.close()

    return draw


def _board() -> Iterator[Picture]:
    for language in LANGUAGES:
        for scene, play in BOARD.items():
            for shape, size in BOARD_SIZES.items():

                def draw(language: str = language, play: Any = play, size: tuple[int, int] = size) -> QImage:
                    link = QuietLink()
                    return _floor("Board", BoardModel(cast("Link", link), language), link, play, size)

                yield Picture(f"board-{scene}{shape}-{language}", draw)


def _counter() -> Iterator[Picture]:
    for language in LANGUAGES:
        for scene, play in COUNTER.items():
            for shape, size in COUNTER_SIZES.items():

                def draw(language: str = language, play: Any = play, size: tuple[int, int] = size) -> QImage:
                    link = QuietLink()
                    return _floor("Counter", CounterModel(cast("Link", link), language), link, play, size)

                name = f"counter-{shape}" if scene == "called" else f"counter-{scene}-{shape}"
                yield Picture(f"{name}-{language}", draw)


def _lobby() -> Iterator[Picture]:
    for language in LANGUAGES:
        for scene, (note, play) in LOBBY.items():
            for shape, size in LOBBY_SIZES.items() if scene == "found" else [("strip", (480, 900))]:
                window = {"kiosk": "visitor", "board": "board"}.get(shape, "counter")

                def draw(
                    language: str = language,
                    note: str = note,
                    play: Any = play,
                    size: tuple[int, int] = size,
                    window: str = window,
                ) -> QImage:
                    lobby = QuietLobby()
                    vm = PairingModel(lobby, window, language, note)
                    return _floor("Pairing", vm, lobby, play, size)

                yield Picture(f"pairing-{scene}-{shape}-{language}", draw)


def _printer() -> Iterator[Picture]:
    for language in LANGUAGES:
        for scene in printer.SCENES:

            def draw(language: str = language, scene: str = scene) -> QImage:
                vm = printer.model(scene, language)
                engine = printer_window.load(vm)
                try:
                    return _grab(cast("QQuickWindow", engine.rootObjects()[0]))
                finally:
                    shiboken6.delete(engine)
                    shiboken6.delete(vm)

            yield Picture(f"printer-{scene}-{language}", draw)


def _floor(room: str, vm: QObject, link: object, play: Callable[..., None], size: tuple[int, int]) -> QImage:
    engine = QQmlApplicationEngine()
    setup.prepare(engine)
    engine.setInitialProperties({"vm": vm, "width": size[0], "height": size[1]})
    engine.loadFromModule(f"ui.{room.lower()}", f"{room}Window")
    window = cast("QQuickWindow", engine.rootObjects()[0])
    try:
        play(link, vm)
        return _grab(window)
    finally:
        shiboken6.delete(engine)
        shiboken6.delete(vm)


def _grab(window: QQuickWindow) -> QImage:
    for _ in range(4):
        QCoreApplication.processEvents()
        polish(window.contentItem())
    return window.grabWindow()


def _pillow(image: QImage) -> Image.Image:
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportArgumentType, reportCallIssue]  the stub wants bytes, Qt text
    return Image.open(io.BytesIO(store.data())).convert("RGB")
