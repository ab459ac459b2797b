from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.hands import Hands
from tests.ui.house import House, living
from ui.app import Opened, open_window
from ui.furnish import Options


class Officer(Hands):
    """Hands on a window of the real program."""

    def __init__(self, qtbot: QtBot, opened: Opened) -> None:
        super().__init__(qtbot, opened.window)
        self.opened = opened


Open = Callable[..., Officer]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with living(tmp_path) as running:
        yield running


@pytest.fixture
def open_counter(qtbot: QtBot) -> Iterator[Open]:
    opened: list[Opened] = []

    def open_one(url: str, token: str, size: tuple[int, int] = (1280, 800), language: str = "id") -> Officer:
        window = open_window("counter", url, token, Options(size=size, language=language))
        opened.append(window)
        return Officer(qtbot, window)

    yield open_one
    for one in opened:
        one.close()
