"""Each window's title names the window in its language, then the place: on a desktop they can be told apart."""

from __future__ import annotations

from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from tests.scenes.board import BOARD
from tests.scenes.counter import COUNTER
from tests.ui.fixtures import staged
from tests.ui.visitor.stage import Stage
from ui.board.model import BoardModel
from ui.counter.model import CounterModel
from ui.link.server_link import Link


@pytest.mark.parametrize(
    ("language", "scene", "title"),
    [
        ("id", "connecting", "Loket"),
        ("id", "entry", "Loket"),
        ("id", "idle", "Loket 2"),
        ("en", "entry", "Counter"),
        ("en", "idle", "Counter 2"),
    ],
)
def test_the_counter(qtbot: QtBot, language: str, scene: str, title: str) -> None:
    with staged(qtbot, "Counter", lambda link: CounterModel(cast("Link", link), language), (1280, 800)) as stage:
        COUNTER[scene](stage.link, stage.vm)
        name, _, place = stage.window.title().partition(" · ")
        assert (name, bool(place)) == (title, scene != "connecting")


@pytest.mark.parametrize(("language", "title"), [("id", "Layar antrean"), ("en", "Queue board")])
def test_the_board(qtbot: QtBot, language: str, title: str) -> None:
    with staged(qtbot, "Board", lambda link: BoardModel(cast("Link", link), language), (1920, 1080)) as stage:
        assert stage.window.title() == title
        BOARD["calls"](stage.link, stage.vm)
        assert stage.window.title() == f"{title} · {stage.vm.place}"


def test_the_visitors_window(qapp: object) -> None:
    stage = Stage("portrait")
    try:
        stage.play("home")
        assert stage.window.title() == f"Ambil nomor antrean · {stage.vm.place}"
        stage.step(stage.vm.setLanguage, "en")
        assert stage.window.title() == f"Get a queue number · {stage.vm.place}"
    finally:
        stage.close()
