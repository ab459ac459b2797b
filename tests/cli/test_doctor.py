from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import doctor_machine
from kiosk.cli.main import antrean
from kiosk.clock import SystemClock
from kiosk.server import server_file
from kiosk.server.server_file import ServerFile
from kiosk.store import open_store


def examine(*arguments: str | Path) -> tuple[int, dict[str, list[dict[str, str]]]]:
    """Exit code, and the findings by their check."""
    done = CliRunner().invoke(antrean, ["doctor", "--json", *map(str, arguments)])
    found: dict[str, list[dict[str, str]]] = {}
    for finding in json.loads(done.stdout):
        found.setdefault(finding["check"], []).append(finding)
    return done.exit_code, found


def words(findings: list[dict[str, str]]) -> set[str]:
    return {finding["word"] for finding in findings}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def closed_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def test_a_sound_machine_passes_and_nothing_is_made(data: Path) -> None:
    code, found = examine("--data", data)
    assert code == 0
    assert {"clock", "disk", "database", "rules", "printer", "windows", "voice", "server", "port"} == set(found)
    assert not data.exists()


def test_each_finding_is_a_line_with_its_word(data: Path) -> None:
    said = CliRunner().invoke(antrean, ["doctor", "--data", str(data)]).stdout.splitlines()
    assert {line.split()[0] for line in said} <= {"OK", "WARN", "FAIL"}
    assert len({line.split()[1] for line in said}) == 9


def test_a_refused_configuration_fails_with_file_and_line(data: Path, tmp_path: Path) -> None:
    (tmp_path / "antrean.toml").write_text("schema = 2\n")
    code, found = examine("--data", data, "--config", tmp_path)
    assert code == 1
    assert found["rules"][0]["word"] == "FAIL"
    assert "antrean.toml:1" in found["rules"][0]["text"]


def test_a_data_folder_that_is_a_file_fails(data: Path) -> None:
    data.write_text("")
    code, found = examine("--data", data)
    assert code == 1
    assert words(found["disk"]) == {"FAIL"}


def test_a_full_disk_fails(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type("Usage", (), {"free": 10_000_000})()
    monkeypatch.setattr(doctor_machine.shutil, "disk_usage", lambda _: usage)
    code, found = examine("--data", data)
    assert code == 1
    assert "FAIL" in words(found["disk"])


def test_a_clock_that_forgot_the_time_fails() -> None:
    found = list(doctor_machine.clock(datetime(1970, 1, 1, 0, 5, tzinfo=UTC), None, simulated=False))
    assert [finding.word for finding in found] == ["FAIL"]


def test_a_clock_that_jumps_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    wall = iter([1_800_000_000.0, 1_800_003_600.0])
    monkeypatch.setattr(doctor_machine.time, "time", lambda: next(wall))
    found = list(doctor_machine.clock(datetime(2026, 9, 12, tzinfo=UTC), None, simulated=False))
    assert "WARN" in {finding.word for finding in found}


def test_a_simulated_clock_is_told(data: Path) -> None:
    _, found = examine("--data", data, "--clock", "2026-09-12T10:00:00+07:00")
    assert any("2026-09-12" in finding["text"] for finding in found["clock"])


def test_a_sound_database_passes_and_a_damaged_one_fails(data: Path) -> None:
    open_store(data, None, SystemClock()).close()
    code, found = examine("--data", data)
    assert (code, words(found["database"])) == (0, {"OK"})
    database = data / "antrean.db"
    database.write_bytes(database.read_bytes()[:100] + os.urandom(8000))
    code, found = examine("--data", data)
    assert (code, words(found["database"])) == (1, {"FAIL"})


def test_a_printer_that_is_not_there_fails(data: Path, closed_port: int) -> None:
    code, found = examine("--data", data, "--printer", f"tcp://127.0.0.1:{closed_port}")
    assert code == 1
    assert "unplugged" in found["printer"][0]["text"]


def test_a_printer_url_that_is_none_fails(data: Path) -> None:
    code, found = examine("--data", data, "--printer", "epson")
    assert (code, words(found["printer"])) == (1, {"FAIL"})


def test_a_virtual_printer_passes(data: Path) -> None:
    code, found = examine("--data", data, "--printer", "virtual:")
    assert (code, words(found["printer"])) == (0, {"OK"})


def test_a_missing_library_is_told_by_its_name(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6/__init__.py").write_text("raise ImportError('libEGL.so.1: cannot open shared object file')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    code, found = examine("--data", data)
    assert code == 1
    assert "libEGL.so.1" in found["windows"][0]["text"]


def test_a_taken_port_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        found = list(doctor_machine.port(taken.getsockname()[1]))
    assert [finding.word for finding in found] == ["WARN"]


def test_a_server_that_does_not_answer_fails(data: Path) -> None:
    data.mkdir()
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        answering = threading.Thread(target=_accept_and_hang_up, args=(silent,), daemon=True)
        answering.start()
        server_file.write(data, ServerFile(f"http://127.0.0.1:{silent.getsockname()[1]}", os.getpid(), "t", "ulp"))
        code, found = examine("--data", data)
        answering.join(5)
    assert (code, words(found["server"])) == (1, {"FAIL"})


def _accept_and_hang_up(listener: socket.socket) -> None:
    listener.accept()[0].close()
