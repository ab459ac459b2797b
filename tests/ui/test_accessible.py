"""Whoever hears a window instead of seeing it is told the same: every control of every screen of every window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from tests.scenes.board import BOARD
from tests.scenes.counter import COUNTER
from tests.scenes.visitor import SCENES
from tests.ui.accessible import CONTROLS, faults, kind, role, tree, unheard, walk
from tests.ui.fixtures import staged
from tests.ui.visitor.stage import Stage
from ui.board.model import BoardModel
from ui.counter.model import CounterModel

WINDOWS: dict[str, tuple[Callable[..., QObject], dict[str, Any], tuple[int, int]]] = {
    "Counter": (lambda link: CounterModel(link, "en"), cast("dict[str, Any]", COUNTER), (1280, 800)),
    "Board": (lambda link: BoardModel(link, "en"), cast("dict[str, Any]", BOARD), (1920, 1080)),
}


def test_every_control_of_the_visitor_says_what_it_shows(qapp: object) -> None:
    found: list[str] = []
    stage = Stage("portrait")
    try:
        for scene in SCENES:
            stage.play(scene)
            stage.settle()
            assert any(role(item) in CONTROLS for item in walk(stage.window.contentItem())), scene
            found += [f"{scene}: {fault}" for fault in faults(stage.window)]
    finally:
        stage.close()
    assert found == []


@pytest.mark.parametrize("size", ["portrait", "short"])
def test_a_screen_reader_finds_every_text_a_heading_and_the_languages(qapp: object, size: str) -> None:
    wrong: list[str] = []
    stage = Stage(size)
    try:
        for scene in SCENES:
            stage.play(scene)
            stage.settle()
            said = list(tree(stage.window))
            wrong += [f"{scene}: {text!r} is not in the tree" for text in unheard(stage.window)]
            roles = [role for role, _ in said]
            if QAccessible.Role.Heading not in roles:
                wrong.append(f"{scene}: no heading")
            languages = [words for role, words in said if role == QAccessible.Role.RadioButton]
            if "Dock" in {kind(item) for item in walk(stage.window.contentItem())}:
                wrong += [
                    f"{scene}: {one} is no choice" for one in ("Bahasa Indonesia ", "English ") if one not in languages
                ]
    finally:
        stage.close()
    assert wrong == []


@pytest.mark.parametrize("room", WINDOWS)
def test_every_control_says_what_it_shows(qtbot: QtBot, room: str) -> None:
    model, scenes, size = WINDOWS[room]
    found: list[str] = []
    for scene, play in scenes.items():
        with staged(qtbot, room, model, size) as stage:
            play(stage.link, stage.vm)
            stage.settle()
            found += [f"{scene}: {fault}" for fault in faults(stage.window)]
    assert found == []
