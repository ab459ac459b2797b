"""Every screen of the counter, in every size and language: whole words, nothing beyond the edge, no word from Qt."""

from __future__ import annotations

from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.stagehand import staged
from ui.link import Link
from ui.rehearsal_floor import COUNTER
from ui.viewmodels.counter import CounterModel

SIZES = ((360, 740), (768, 1024), (1280, 800))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["id", "en"])
def test_nothing_is_cut_off(qtbot: QtBot, size: tuple[int, int], language: str) -> None:
    faults: list[str] = []
    for scene, play in COUNTER.items():
        with staged(qtbot, "Counter", lambda link: CounterModel(cast("Link", link), language), size) as stage:
            play(stage.link, stage.vm)
            stage.settle()
            faults += [f"{scene}: {fault}" for fault in stage.hands.cut_off()]
    assert faults == []


@pytest.mark.parametrize("size", [(360, 740), (1280, 800)], ids=["strip", "full"])
@pytest.mark.parametrize("scene", ["idle", "called", "serving"])
def test_what_the_hand_needs_stands_on_the_screen_without_scrolling(
    qtbot: QtBot, scene: str, size: tuple[int, int]
) -> None:
    with staged(qtbot, "Counter", lambda link: CounterModel(cast("Link", link), "id"), size) as stage:
        COUNTER[scene](stage.link, stage.vm)
        stage.settle()
        tools = stage.top_of(stage.hands.find("F9"))
        for key in ("F2", "F3", "F4", "F5", "F6"):
            assert stage.bottom_of(stage.hands.find(key)) <= tools, key
