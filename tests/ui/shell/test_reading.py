"""A visitor's window as it is opened reads aloud where the machine can, and loads what reads when it is asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from tests.scenes.visitor_samples import QuietLink, point
from ui.link.server_link import Link
from ui.shell.window_factory import WindowOptions, make_window
from ui.visitor.model import VisitorModel


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With a synthesizer that notes its text and a player that notes its file."""
    program(tmp_path, "espeak-ng", f'while [ "$1" != -w ]; do shift; done; echo x > "$2"; echo "$4" >> {tmp_path}/said')
    program(tmp_path, "aplay", f'echo "$@" >> {tmp_path}/played')
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="programs are shell scripts")
def test_the_page_is_made_into_sound_and_played(qtbot: QtBot, machine: Path) -> None:
    link = QuietLink()
    window = make_window("visitor", cast("Link", link), WindowOptions())
    vm = cast("VisitorModel", window.vm)
    link.connect_to(point())
    assert vm.props.speechOffered
    vm.startSpeech()
    try:
        qtbot.waitUntil((machine / "played").exists, timeout=10_000)
        assert "Permohonan Paspor" in (machine / "said").read_text()
        assert "page.wav" in (machine / "played").read_text()
    finally:
        window.on_closing()


@pytest.mark.parametrize("missing", ["espeak-ng", "aplay"])
def test_nothing_is_offered_where_one_is_missing(
    qapp: object, machine: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    (machine / missing).unlink()
    monkeypatch.setenv("PATH", str(machine))
    window = make_window("visitor", cast("Link", QuietLink()), WindowOptions())
    assert not cast("VisitorModel", window.vm).props.speechOffered
    window.on_closing()


def test_a_window_that_is_silent_loads_nothing_that_reads() -> None:
    code = "import sys, ui.visitor.model, ui.shell.window_factory; sys.exit('ui.voice.sound' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
