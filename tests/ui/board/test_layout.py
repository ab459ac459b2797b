"""Every screen of the board, lying and standing: whole words, and a number that is read at ten metres."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from tests.scenes import samples
from tests.scenes.board import BOARD
from tests.ui.fixtures import staged
from ui.board.model import BoardModel
from ui.link.server_link import Link

SIZES = ((1920, 1080), (1366, 768), (1080, 1920), (3840, 2160))
CAPITAL_MM = 108
COUNTER_MM = 80
PIXELS_PER_MM = 1080 / 535.3
"""Of a 43-inch screen with 1080 lines, 16 to 9."""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["id", "en"])
def test_nothing_is_cut_off(qtbot: QtBot, size: tuple[int, int], language: str) -> None:
    faults: list[str] = []
    for scene, play in BOARD.items():
        with staged(qtbot, "Board", lambda link: BoardModel(cast("Link", link), language), size) as stage:
            play(stage.link, stage.vm)
            stage.settle()
            faults += [f"{scene}: {fault}" for fault in stage.hands.cut_off()]
    assert faults == []


@pytest.mark.parametrize("scene", ["calls", "recall", "lost"])
def test_capitals_of_the_called_number_measure_108_mm_on_43_inches(qtbot: QtBot, scene: str) -> None:
    with staged(qtbot, "Board", lambda link: BoardModel(cast("Link", link), "id"), (1920, 1080)) as stage:
        BOARD[scene](stage.link, stage.vm)
        stage.settle()
        number = stage.window.findChild(QQuickItem, "called")
        assert number is not None
        font = QFont(number.property("font"))
        assert QFontMetricsF(font).capHeight() >= CAPITAL_MM * PIXELS_PER_MM
        assert QFontMetricsF(font).horizontalAdvance(number.property("text")) <= number.width() + 1


@pytest.mark.parametrize("scene", ["calls", "recall", "lost", "crowded"])
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)], ids=["lying", "standing"])
def test_the_counter_is_read_from_as_far_as_the_number(qtbot: QtBot, scene: str, size: tuple[int, int]) -> None:
    with staged(qtbot, "Board", lambda link: BoardModel(cast("Link", link), "id"), size) as stage:
        BOARD[scene](stage.link, stage.vm)
        stage.settle()
        beside = scene == "crowded" and size[0] > size[1]
        counter = stage.window.findChild(QQuickItem, "counterBeside" if beside else "counterBelow")
        assert counter is not None
        assert counter.isVisible()
        font = QFont(counter.property("font"))
        font.setPixelSize(round(font.pixelSize() * fitted(counter)))
        standing = 1920 / 952.0
        pixels_per_mm = PIXELS_PER_MM if size[0] > size[1] else standing
        assert QFontMetricsF(font).capHeight() >= COUNTER_MM * pixels_per_mm


def fitted(item: QQuickItem) -> float:
    """By how much a text is smaller than asked for, so that it fits."""
    asked = QFontMetricsF(QFont(item.property("font"))).horizontalAdvance(item.property("text"))
    return min(1.0, item.property("contentWidth") / asked) if "\n" not in item.property("text") else 1.0


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_who_waits_and_who_was_missed_take_turns(qtbot: QtBot, size: tuple[int, int]) -> None:
    with staged(qtbot, "Board", lambda link: BoardModel(cast("Link", link), "id"), size) as stage:
        BOARD["calls"](stage.link, stage.vm)
        stage.vm._tick.stop()
        seen: set[str] = set()
        for beat in range(6):
            stage.vm._set(beat=beat)
            stage.settle()
            seen |= set(stage.hands.read())
        missing = {
            "A-018",
            "A-017",
            "Permohonan Paspor",
            "Paspor Percepatan (selesai hari yang sama)",
            "R-002",
            "A-014",
            "14.00",
        } - seen
        assert not missing


def test_a_number_that_was_missed_comes_down(qtbot: QtBot) -> None:
    with staged(qtbot, "Board", lambda link: BoardModel(cast("Link", link), "id"), (1920, 1080)) as stage:
        BOARD["calls"](stage.link, stage.vm)
        stage.settle()
        before = samples.board()
        assert stage.vm.number == "A-018"
        stage.link.board.emit(samples.board(current=before.current[1:], recent=before.recent[1:]))
        stage.settle()
        assert stage.vm.number == "A-017"
        assert not stage.hands.sees("A-018")


def test_a_call_that_no_board_has_had_yet_stays(qtbot: QtBot) -> None:
    with staged(qtbot, "Board", lambda link: BoardModel(cast("Link", link), "id"), (1920, 1080)) as stage:
        BOARD["calls"](stage.link, stage.vm)
        stage.link.call.emit(samples.call(10, "R-004", "1", 0))
        stage.link.board.emit(samples.board())
        stage.settle()
        assert stage.vm.number == "R-004"
