"""Every screen of the board, lying and standing: whole words, and a number that is read at ten metres."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from tests.scenes.board import BOARD
from tests.ui.fixtures import staged
from ui.board.model import BoardModel
from ui.link.server_link import Link

SIZES = ((1920, 1080), (1366, 768), (1080, 1920))
CAPITAL_MM = 108
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


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_who_waits_and_who_was_missed_stand_beside_the_calls(qtbot: QtBot, size: tuple[int, int]) -> None:
    with staged(qtbot, "Board", lambda link: BoardModel(cast("Link", link), "id"), size) as stage:
        BOARD["calls"](stage.link, stage.vm)
        stage.settle()
        for words in (
            "A-018",
            "A-015" if size[0] > size[1] else "K-001",
            "Permohonan Paspor",
            "R-002 s.d. 14.00",
        ):
            assert stage.hands.sees(words), words
