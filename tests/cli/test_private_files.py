"""The data folder is for its own user alone, whatever the umask was, and whatever an older version left open."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import doctor_machine
from kiosk.cli.main import antrean as commands
from kiosk.private_folder import exposed, make_private
from kiosk.server import server_file
from tests.flow.child import OFFICE, ROOT, Server, antrean
from tests.processes import end
from tests.ui.office import until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="other systems have other permissions")


def open_to_others(folder: Path) -> dict[str, str]:
    """Path and mode of whatever another user could reach."""
    found = [folder, *folder.rglob("*")]
    return {
        str(path.relative_to(folder.parent)): oct(stat.S_IMODE(path.lstat().st_mode))
        for path in found
        if path.lstat().st_mode & 0o077
    }


def test_what_a_server_and_its_commands_make_is_closed(tmp_path: Path) -> None:
    doors = ("--host", "127.0.0.1", "--no-announce")
    server = Server(tmp_path / "data", options=doors)
    server.start(umask=0)
    try:
        talk = server.talk()
        assert talk("POST", "/tickets", {"service": "umum"}, key="private-1").status == 201
        where = ("--data", server.data, "--config", OFFICE)
        (tmp_path / "out").mkdir(mode=0o700)
        one_day = ("--from", "2026-09-12", "--to", "2026-09-12")
        for arguments in (
            ("backup", tmp_path / "out" / "copy.db"),
            ("export", *one_day, "--format", "csv", "--out", tmp_path / "out" / "x"),
        ):
            done = antrean(*arguments, *where, umask=0)
            assert done.returncode == 0, done.stderr
        assert open_to_others(server.data) == {}
        assert open_to_others(tmp_path / "out") == {}
        assert len(list((tmp_path / "out").iterdir())) == 2
    finally:
        server.__exit__()
    assert open_to_others(server.data) == {}


def test_what_was_open_is_closed_at_the_start(tmp_path: Path) -> None:
    server = Server(tmp_path / "data")
    server.start()
    server.stop()
    (server.data / "spool").mkdir()
    (server.data / "spool" / "jobs.jsonl").write_text("", encoding="ascii")
    for path in (server.data, *server.data.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (said,) = doctor_machine.permissions(server.data)
    assert said.word == "FAIL"
    assert "chmod -R go=" in said.text
    server.start(umask=0)
    try:
        assert open_to_others(server.data) == {}
        assert [one.word for one in doctor_machine.permissions(server.data)] == ["OK"]
    finally:
        server.stop()
    assert exposed(server.data) == []


def test_a_visitors_window_keeps_its_paper_to_itself(tmp_path: Path) -> None:
    data = tmp_path / "window"
    command = ("visitor", "--data", str(data), "--server", "http://127.0.0.1:9", "--printer", "virtual:")
    token = tmp_path / "token"
    token.write_text("t\n", encoding="ascii")
    window = subprocess.Popen(
        [sys.executable, "-m", "kiosk", *command, "--token-file", str(token)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.DEVNULL,
        umask=0,
    )
    try:
        until((data / "spool" / "lock").exists, 60)
        arguments = Path(f"/proc/{window.pid}/cmdline")
        if arguments.exists():
            assert b"\0t\0" not in arguments.read_bytes()
        assert open_to_others(data) == {}
    finally:
        end(window)


def test_a_token_is_not_taken_from_the_command_line() -> None:
    said = CliRunner().invoke(commands, ["counter", "--server", "http://127.0.0.1:9", "--token", "t"])
    assert said.exit_code == 2
    assert "--token-file" in said.stderr


def test_a_folder_with_other_things_in_it_stays_as_it_is(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    other, own = home / "letter.txt", home / server_file.NAME
    for file in (other, own):
        file.write_text("x", encoding="ascii")
        file.chmod(0o644)
    make_private(home)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (home, other, own)] == [0o755, 0o644, 0o600]


def test_links_are_not_followed(tmp_path: Path) -> None:
    data, outside = tmp_path / "data", tmp_path / "outside"
    data.mkdir()
    outside.mkdir(mode=0o755)
    (outside / "file").write_text("x", encoding="ascii")
    (outside / "file").chmod(0o644)
    (data / "tls").symlink_to(outside)
    (data / server_file.NAME).symlink_to(outside / "file")
    make_private(data)
    assert stat.S_IMODE(outside.stat().st_mode) == 0o755
    assert stat.S_IMODE((outside / "file").stat().st_mode) == 0o644
