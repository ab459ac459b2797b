from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.hands import Hands
from tests.ui.house import House, living
from ui.app import Opened, Options, application, open_window

Open = Callable[..., Hands]


@pytest.fixture(scope="session")
def qapp() -> object:
    return application()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with living(tmp_path) as running:
        yield running


@pytest.fixture
def open_counter(qtbot: QtBot) -> Iterator[Open]:
    opened: list[Opened] = []

    def open_one(url: str, token: str, size: tuple[int, int] = (1280, 800), language: str = "id") -> Hands:
        window = open_window("counter", url, token, Options(size=size, language=language))
        opened.append(window)
        return Hands(qtbot, window)

    yield open_one
    for one in opened:
        one.close()
