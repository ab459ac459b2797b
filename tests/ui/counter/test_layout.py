"""Every screen of the counter, in every size and language: whole words, nothing beyond the edge, no word from Qt."""

from __future__ import annotations

from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from tests.scenes.counter import COUNTER
from tests.ui.fixtures import Stage, staged
from ui.counter.model import CounterModel
from ui.link.server_link import Link

SIZES = ((360, 740), (768, 1024), (1280, 800))


@pytest.mark.parametrize("language", ["id", "en", pytest.param("en-all", marks=pytest.mark.long)])
@pytest.mark.parametrize("scenes", [0, 1], ids=["even", "odd"])
def test_nothing_is_cut_off(qtbot: QtBot, language: str, scenes: int) -> None:
    """Every scene in every size in the office's language; in English in one size each, the sizes taking turns."""
    faults: list[str] = []
    for n, (scene, play) in list(enumerate(COUNTER.items()))[scenes::2]:
        with staged(qtbot, "Counter", lambda link: CounterModel(cast("Link", link), language[:2]), SIZES[-1]) as stage:
            play(stage.link, stage.vm)
            for size in SIZES if language != "en" else [SIZES[n % len(SIZES)]]:
                faults += [f"{scene} {size}: {fault}" for fault in at_size(stage, size)]
            stage.vm.toggleLargeText()
            faults += [f"{scene} {SIZES[0]} the other text size: {fault}" for fault in at_size(stage, SIZES[0])]
    assert faults == []


def at_size(stage: Stage, size: tuple[int, int]) -> list[str]:
    stage.window.resize(*size)
    stage.settle()
    assert (stage.window.width(), stage.window.height()) == size
    return stage.hands.cut_off()


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
