"""The windows as programs: how they begin, heal and end."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.processes import PATIENCE_S
from tests.ui.office import connected, living, until
from ui.commands.windows import visitor
from ui.shell.application import open_window
from ui.shell.window_factory import WindowOptions
from ui.shell.window_placement import WindowKind
from ui.theme import setup


def antrean(*words: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kiosk", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_window_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    with living(tmp_path) as house:
        window = antrean("board", "--data", str(tmp_path), "--size", "800x450")
        until(lambda: shown(window))
        window.send_signal(number)
        out, err = window.communicate(timeout=PATIENCE_S)
        assert (window.returncode, out, err) == (0, "", "")
        assert house.process.poll() is None


def shown(window: subprocess.Popen[str]) -> bool:
    """It has its handlers by the time that it holds a connection to the server."""
    assert window.poll() is None
    return connected(window.pid)


@pytest.mark.parametrize(
    ("words", "environment", "told"),
    [
        (["--data", "{empty}"], {"ANTREAN_TOKEN": "t"}, "--server https://"),
        (["--server", "ftp://x"], {"ANTREAN_TOKEN": "t"}, "https://"),
        (["--server", "http://127.0.0.1:9"], {"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":987"}, "DISPLAY"),
    ],
)
def test_what_cannot_begin_says_so_in_one_line(
    tmp_path: Path, words: list[str], environment: dict[str, str], told: str
) -> None:
    given = [word.replace("{empty}", str(tmp_path)) for word in words]
    out, err = (window := antrean("counter", *given, **environment)).communicate(timeout=PATIENCE_S)
    assert window.returncode == 1
    assert out == ""
    lines = [line for line in err.splitlines() if line.strip()]
    assert len(lines) == 1
    assert lines[0].startswith("antrean: ")
    assert told in lines[0]


def test_the_counters_keys_outlive_a_garbage_collection(qtbot: QtBot) -> None:
    opened = open_window("counter", "http://127.0.0.1:9", "t", WindowOptions(size=(480, 900)))
    for _ in range(10):
        gc.collect()
        QTest.keyClick(opened.window, "1")
        qtbot.wait(5)
    opened.close()


def test_a_bad_size_is_wrong_usage() -> None:
    window = antrean("counter", "--size", "big")
    _, err = window.communicate(timeout=PATIENCE_S)
    assert window.returncode == 2
    assert "1080x1920" in err


def test_a_server_that_was_started_anew_is_found_with_its_new_token(qtbot: QtBot, tmp_path: Path) -> None:
    with living(tmp_path) as first:
        port = int(first.url.rsplit(":", 1)[1])
        found = [(first.url, first.token)]
        opened = open_window("board", first.url, first.token, WindowOptions(size=(800, 450), renew=lambda: found[-1]))
        qtbot.waitUntil(lambda: bool(opened.link.online))
    qtbot.waitUntil(lambda: not bool(opened.link.online))
    with living(tmp_path, port=port) as second:
        assert second.token != first.token
        found.append((second.url, second.token))
        qtbot.waitUntil(lambda: bool(opened.link.online))
        opened.close()


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--diagonal", "2", "5<=x<=120"),
        ("--diagonal", "large", "not a valid float"),
        ("--brand", "navy", "like #0b3d91"),
        ("--brand", "#0b3d9", "like #0b3d91"),
        ("--brand", "#ffcc00", "take a darker colour"),
        ("--brand", "#767676", "contrast 4.5 to 1"),
    ],
)
def test_a_wrong_look_is_one_line_and_wrong_usage(option: str, value: str, told: str) -> None:
    result = CliRunner().invoke(visitor, [option, value])
    assert result.exit_code == 2
    assert told in result.output.splitlines()[-1]


def test_the_screen_is_as_large_as_it_is_said_to_be(qtbot: QtBot) -> None:
    """At 20 and at 40 inches: what is 20 mm on the glass has half the pixels on the larger one."""
    targets: list[float] = []
    for diagonal in (20.0, 40.0):
        opened = open_window("visitor", "http://127.0.0.1:9", "t", WindowOptions(diagonal=diagonal))
        targets.append(setup.theme(opened.engine).property("target"))
        opened.close()
    assert targets[0] == pytest.approx(targets[1] * 2, abs=2)


@pytest.mark.parametrize("kind", ["visitor", "counter", "board"])
def test_every_window_wears_the_offices_colour(qtbot: QtBot, kind: WindowKind) -> None:
    opened = open_window(kind, "http://127.0.0.1:9", "t", WindowOptions(brand="#7a1022"))
    worn = [setup.theme(opened.engine).property(name).name() for name in ("accent", "band")]
    opened.close()
    assert worn == ["#7a1022", "#7a1022"]
