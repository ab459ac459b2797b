from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.gestures import Hands
from tests.ui.office import House, staying
from ui.shell.application import OpenedWindow, open_window
from ui.shell.window_factory import WindowOptions


class Officer(Hands):
    """Hands on a window of the real program."""

    def __init__(self, qtbot: QtBot, opened: OpenedWindow) -> None:
        super().__init__(qtbot, opened.window)
        self.opened = opened


Open = Callable[..., Officer]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with staying(tmp_path) as running:
        yield running


@pytest.fixture
def open_counter(qtbot: QtBot) -> Iterator[Open]:
    opened: list[OpenedWindow] = []

    def open_one(url: str, token: str, size: tuple[int, int] = (1280, 800), language: str = "id") -> Officer:
        window = open_window("counter", url, token, WindowOptions(size=size, language=language))
        opened.append(window)
        return Officer(qtbot, window)

    yield open_one
    for one in opened:
        one.close()
