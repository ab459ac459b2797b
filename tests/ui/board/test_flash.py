"""The called number flashes with every call and recall, and with nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import pytest
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from tests.scenes import samples
from tests.scenes.board import BOARD
from tests.ui.accessible import kind, walk
from tests.ui.fixtures import Stage, staged
from ui.board.model import BoardModel
from ui.link.server_link import Link


@contextmanager
def calling(qtbot: QtBot) -> Iterator[tuple[Stage, QQuickItem]]:
    """The board with its calls, and the item of the large number."""
    with staged(qtbot, "Board", lambda link: BoardModel(cast("Link", link), "id"), (1920, 1080)) as stage:
        BOARD["calls"](stage.link, stage.vm)
        stage.settle()
        yield stage, next(item for item in walk(stage.window.contentItem()) if kind(item) == "CallHero")


@pytest.mark.parametrize("calls", [1, 2], ids=["call", "recall"])
def test_the_number_flashes(qtbot: QtBot, calls: int) -> None:
    with calling(qtbot) as (stage, hero):
        assert not hero.property("lit"), "a board that has just connected shows the newest call without a flash"
        colour = hero.property("color")
        stage.link.call.emit(samples.call(10, "R-004", "1", 0, calls=calls))
        qtbot.waitUntil(lambda: hero.property("lit"))
        assert hero.property("color") != colour
        qtbot.waitUntil(lambda: not hero.property("lit"))


def test_a_recall_of_the_number_that_is_shown_flashes_again(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.board.announcing.SHOW_S", 0.0)
    with calling(qtbot) as (stage, hero):
        stage.link.call.emit(samples.call(10, "R-004", "1", 0))
        qtbot.waitUntil(lambda: hero.property("lit"))
        qtbot.waitUntil(lambda: not hero.property("lit"))
        turn = hero.property("turn")
        stage.link.call.emit(samples.call(11, "R-004", "1", 0, calls=2))
        qtbot.waitUntil(lambda: hero.property("turn") > turn and hero.property("lit"))
        assert stage.hands.sees("Panggilan ke-2")


def test_a_point_that_only_changes_does_not_flash(qtbot: QtBot) -> None:
    with calling(qtbot) as (stage, hero):
        stage.link.point.emit(samples.point())
        stage.link.board.emit(samples.board())
        stage.settle()
        assert not hero.property("lit")
