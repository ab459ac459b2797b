"""Every window begins in the office's first language, and in another one where it is asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pytestqt.qtbot import QtBot

import ui.commands.windows
from kiosk.client import credentials
from kiosk.server import server_file
from kiosk.server.server_file import ServerFile
from tests.ui.gestures import Hands
from tests.ui.office import House, living
from ui.commands.machine_connection import MachineConnection
from ui.commands.voice import voice
from ui.commands.windows import board, counter, visitor
from ui.shell.application import OpenedWindow, open_window
from ui.shell.window_factory import WindowOptions
from ui.shell.window_placement import WindowKind

ENGLISH = Path(__file__).parents[2] / "rules/offices/forty"
"""``languages = ["en"]``."""
KINDS: tuple[WindowKind, ...] = ("visitor", "counter", "board")
COMMANDS = {"visitor": visitor, "counter": counter, "board": board}


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    options = ("--config", str(ENGLISH))
    with living(tmp_path_factory.mktemp("english"), point="hall", options=options) as running:
        yield running


@pytest.fixture(scope="module")
def bekasi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with living(tmp_path_factory.mktemp("bekasi")) as running:
        yield running


@pytest.fixture
def windows() -> Iterator[list[OpenedWindow]]:
    opened: list[OpenedWindow] = []
    yield opened
    for window in opened:
        window.close()


def shown(window: OpenedWindow) -> Any:
    """What has the window's language: the counter keeps it in its frame."""
    vm: Any = window.vm
    return vm.frame if window.kind == "counter" else vm


def opened(qtbot: QtBot, windows: list[OpenedWindow], house: House, kind: WindowKind, **options: Any) -> OpenedWindow:
    windows.append(open_window(kind, house.url, house.token, WindowOptions(size=(800, 600), **options)))
    qtbot.waitUntil(lambda: bool(shown(windows[-1]).place), timeout=10_000)
    return windows[-1]


@pytest.mark.parametrize("kind", KINDS)
def test_the_server_says_which_is_the_first(
    qtbot: QtBot, windows: list[OpenedWindow], english: House, bekasi: House, kind: WindowKind
) -> None:
    """Whatever this machine believed before."""
    assert shown(opened(qtbot, windows, english, kind, office_language="id")).language == "en"
    assert shown(opened(qtbot, windows, bekasi, kind, office_language="en")).language == "id"


@pytest.mark.parametrize("kind", KINDS)
def test_another_language_can_be_asked_for(
    qtbot: QtBot, windows: list[OpenedWindow], bekasi: House, kind: WindowKind
) -> None:
    assert shown(opened(qtbot, windows, bekasi, kind, language="en")).language == "en"


@pytest.mark.parametrize("kind", KINDS)
def test_before_the_server_says_anything(qtbot: QtBot, windows: list[OpenedWindow], kind: WindowKind) -> None:
    for options, language in (({"office_language": "id"}, "id"), ({}, "en"), ({"language": "id"}, "id")):
        windows.append(open_window(kind, "http://127.0.0.1:9", "t", WindowOptions(size=(800, 600), **options)))
        assert shown(windows[-1]).language == language


def test_the_counters_switch_offers_what_the_office_has(
    qtbot: QtBot, windows: list[OpenedWindow], english: House, bekasi: House
) -> None:
    assert list(shown(opened(qtbot, windows, english, "counter")).languages) == ["en"]
    two = opened(qtbot, windows, bekasi, "counter")
    assert list(shown(two).languages) == ["id", "en"]
    vm: Any = two.vm
    vm.act("language")
    assert shown(two).language == "en"
    assert two.link.language == "en"


def test_refusals_come_in_the_windows_language(qtbot: QtBot, windows: list[OpenedWindow], english: House) -> None:
    assert opened(qtbot, windows, english, "counter", office_language="id").link.language == "en"


def test_a_board_of_one_language_has_no_second(
    qtbot: QtBot, windows: list[OpenedWindow], english: House, bekasi: House
) -> None:
    assert shown(opened(qtbot, windows, english, "board")).second == ""
    assert shown(opened(qtbot, windows, bekasi, "board")).second == "en"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"office_language": "en"}, "Connect this counter screen"),
        ({"office_language": "id"}, "Hubungkan layar loket ini"),
        ({"office_language": "id", "language": "en"}, "Connect this counter screen"),
    ],
)
def test_the_pairing_page(
    qtbot: QtBot, windows: list[OpenedWindow], tmp_path: Path, options: dict[str, Any], said: str
) -> None:
    lobby = MachineConnection(tmp_path, "counter", on="127.0.0.1")
    windows.append(open_window("pairing", "", "", WindowOptions(size=(800, 900), connection=lobby, **options)))
    Hands(qtbot, windows[-1].window).wait_for(said)


# ---------------------------------------------------------------- the command line


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a command opens its window with."""
    found: dict[str, Any] = {}

    def instead(*_arguments: object, **options: Any) -> int:
        found.update(options)
        return 0

    monkeypatch.setattr(ui.commands.windows, "open_windows", instead)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_command_knows_it_from_the_server_on_its_data(tmp_path: Path, asked: dict[str, Any], kind: str) -> None:
    server_file.write(tmp_path, ServerFile("http://127.0.0.1:9", os.getpid(), "t", "hall", language="en"))
    assert CliRunner().invoke(COMMANDS[kind], ["--data", str(tmp_path)]).exit_code == 0
    assert (asked["language"], asked["office_language"]) == (None, "en")


@pytest.mark.parametrize("kind", KINDS)
def test_a_command_knows_it_from_its_pairing(tmp_path: Path, asked: dict[str, Any], kind: str) -> None:
    credentials.save(tmp_path, kind, credentials.Credentials("https://127.0.0.1:9", "", "t", "hall", "Hall", "en"))
    assert CliRunner().invoke(COMMANDS[kind], ["--data", str(tmp_path)]).exit_code == 0
    assert asked["office_language"] == "en"


@pytest.mark.parametrize("kind", KINDS)
def test_a_command_without_a_server_knows_it_from_the_configuration(
    tmp_path: Path, asked: dict[str, Any], kind: str
) -> None:
    for config, language in ((["--config", str(ENGLISH)], "en"), ([], "id"), (["--config", str(tmp_path)], "en")):
        arguments = ["--data", str(tmp_path), *config]
        assert CliRunner().invoke(COMMANDS[kind], arguments).exit_code == 0
        assert asked["office_language"] == language


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_lines_own_choice(tmp_path: Path, asked: dict[str, Any], kind: str) -> None:
    assert CliRunner().invoke(COMMANDS[kind], ["--data", str(tmp_path), "--language", "ja"]).exit_code == 0
    assert asked["language"] == "ja"


def test_the_board_says_calls_in_the_offices_language(tmp_path: Path) -> None:
    words = ["say", "A-012", "--counter", "3", "--data", str(tmp_path)]
    assert "Nomor, A, nol, satu, dua. Silakan ke loket tiga." in CliRunner().invoke(voice, words).stdout
    assert (
        "Number, A, zero, one, two. Please go to counter three."
        in CliRunner().invoke(voice, [*words, "--config", str(ENGLISH)]).stdout
    )
