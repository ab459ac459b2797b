"""The commands about the queue, alone and through a running server: the same words either way."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli.absence import absence
from kiosk.cli.backup import backup
from kiosk.cli.day import day
from kiosk.cli.device import device
from kiosk.cli.export import export
from kiosk.cli.issue import issue
from kiosk.cli.staff import staff
from kiosk.operations.people import pin_hashing
from kiosk.server import server_file
from tests.server.office import OFFICE, Office, running


@pytest.fixture(autouse=True, scope="module")
def _quick_pins() -> Iterator[None]:
    """As few passes as argon2 takes: a test checks what follows from a PIN, not how long it takes."""
    memory = pin_hashing.MEMORY_KIB
    pin_hashing.MEMORY_KIB = 8
    pin_hashing._hasher.cache_clear()
    yield
    pin_hashing.MEMORY_KIB = memory
    pin_hashing._hasher.cache_clear()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with running(tmp_path / "data") as found:
        yield found


@pytest.fixture(params=["alone", "through the server"])
def data(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "data"
    if request.param == "alone":
        yield folder
    else:
        with running(folder):
            yield folder


def _run(command: object, data: Path, *arguments: str, typed: str = "") -> Result:
    options = ["--data", str(data), "--config", str(OFFICE)]
    if not (data / "server.json").exists() or server_file.read(data) is None:
        options += ["--clock", "2026-09-12T10:00:00+07:00"]
    return CliRunner().invoke(command, [*arguments, *options], input=typed)  # type: ignore[arg-type]  a test may


def test_issue(data: Path) -> None:
    first = _run(issue, data, "--service", "umum", "--key", "one")
    assert first.exit_code == 0
    assert first.stdout.splitlines()[0] == "A-001  Layanan Umum"
    again = _run(issue, data, "--service", "umum", "--key", "one", "--json")
    assert json.loads(again.stdout)["number"] == "A-001"
    assert json.loads(_run(issue, data, "--service", "umum", "--json", "--lang", "en").stdout)["number"] == "A-002"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--service", "nope"], "the configuration has umum, utama"),
        (["--service", "umum", "--lang", "fr"], "the office has id, en"),
        (["--service", "umum", "--checklist", "x"], "the service umum has none"),
        (["--service", "umum", "--public-url", "ftp://x"], "write it like"),
        (["--service", "umum", "--public-url", "https://x.example/path"], "no path"),
        (["--service", "umum", "--public-url", "https://" + "x" * 40 + ".id"], "longer than"),
    ],
)
def test_a_slip_is_one_line(options: list[str], said: str, tmp_path: Path) -> None:
    result = _run(issue, tmp_path / "data", *options)
    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_devices(data: Path) -> None:
    made = _run(device, data, "add", "--role", "kiosk", "--name", "Pintu depan")
    assert made.exit_code == 0
    assert len(made.stdout.strip()) >= 20
    assert "ada" in _run(device, data, "add", "--role", "kiosk", "--name", "Pintu depan").stderr
    assert [row["name"] for row in json.loads(_run(device, data, "list", "--json").stdout)] == ["Pintu depan"]
    assert made.stdout.strip() not in _run(device, data, "list").stdout
    assert _run(device, data, "revoke", "Pintu depan").exit_code == 0
    assert "revoked" in _run(device, data, "list").stdout
    assert _run(device, data, "revoke", "Pintu depan").exit_code == 1


def test_staff(data: Path) -> None:
    assert _run(staff, data, "add", "Ani", "--role", "counter", typed="729416\n").exit_code == 0
    assert _run(staff, data, "add", "Ani", "--role", "counter", typed="729416\n").exit_code == 1
    assert "4 to 64" in _run(staff, data, "add", "Budi", "--role", "counter", typed="12\n").stderr
    assert json.loads(_run(staff, data, "list", "--json").stdout) == [{"name": "Ani", "role": "counter"}]
    assert _run(staff, data, "remove", "Ani").exit_code == 0
    assert _run(staff, data, "remove", "Ani").exit_code == 1
    assert json.loads(_run(staff, data, "list", "--json").stdout) == []


def test_backup(data: Path, tmp_path: Path) -> None:
    _run(issue, data, "--service", "umum")
    copy = tmp_path / "copy.db"
    result = _run(backup, data, str(copy))
    assert result.exit_code == 0
    assert copy.stat().st_size > 0
    assert _run(backup, data, str(tmp_path / "none" / "copy.db")).exit_code == 1


def test_a_pin_is_never_on_the_command_line(tmp_path: Path) -> None:
    assert _run(staff, tmp_path / "data", "add", "Ani", "1234", "--role", "counter").exit_code == 2


def test_the_server_of_another_point_is_not_used(office: Office) -> None:
    result = CliRunner().invoke(
        issue, ["--service", "umum", "--data", str(office.data), "--config", str(OFFICE), "--point", "satu"]
    )
    assert result.exit_code == 0
    found = office.data / "server.json"
    found.write_text(found.read_text().replace('"satu"', '"dua"'))
    result = CliRunner().invoke(
        issue, ["--service", "umum", "--data", str(office.data), "--config", str(OFFICE), "--point", "satu"]
    )
    assert (result.exit_code, "serves dua" in result.stderr) == (1, True)


def test_a_stale_server_file_is_no_server(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "server.json").write_text('{"url":"http://127.0.0.1:1","pid":999999999,"token":"x","point":"satu"}')
    assert _run(issue, folder, "--service", "umum").exit_code == 0
    (folder / "server.json").write_text('{"url"')
    assert _run(issue, folder, "--service", "umum").exit_code == 0


def test_the_server_file_is_for_its_owner_alone(office: Office) -> None:
    assert (office.data / "server.json").stat().st_mode & 0o777 == 0o600


def test_a_day(data: Path) -> None:
    for _ in range(2):
        _run(issue, data, "--service", "umum")
    report = json.loads(_run(day, data, "report", "--json").stdout)
    assert (report["day"], report["services"][0]["issued"]) == ("2026-09-12", 2)
    assert "Layanan Umum" in _run(day, data, "report").stdout
    closed = _run(day, data, "close")
    assert closed.exit_code == 1, "the office is open all day"
    assert closed.stderr.count("\n") == 1
    assert _run(day, data, "report", "--date", "12-09-2026").exit_code == 2


def test_absences(data: Path) -> None:
    marked = _run(absence, data, "mark", "2", "--until", "11:30")
    assert (marked.exit_code, marked.output) == (0, "Loket 2 ditandai tutup sampai 11.30.\n")
    assert _run(absence, data, "mark", "3").output == "Loket 3 ditandai tutup untuk hari ini.\n"
    assert [one["id"] for one in json.loads(_run(absence, data, "list", "--json").output)] == ["2", "3"]
    assert _run(absence, data, "clear", "3").output == "Loket 3 dibuka seperti biasa.\n"
    assert _run(absence, data, "clear", "2").exit_code == 0
    assert _run(absence, data, "list").output == "Tidak ada loket yang ditandai tutup.\n"
    for arguments in (
        ("mark", "9"),
        ("mark", "2", "--until", "09:00"),
        ("mark", "2", "--until", "25:00"),
        ("clear", "../x"),
    ):
        refused = _run(absence, data, *arguments)
        assert refused.exit_code != 0
        assert "Traceback" not in refused.output


def test_an_export(data: Path, tmp_path: Path) -> None:
    _run(issue, data, "--service", "umum")
    days = ("--from", "2026-09-11", "--to", "2026-09-12")
    assert "A-001" in _run(export, data, *days).stdout
    out = tmp_path / "numbers.json"
    assert json.loads(_run(export, data, *days, "--format", "json", "--out", str(out), "--json").stdout)["numbers"] == 1
    assert json.loads(out.read_text())[0]["numbers"][0]["number"] == "A-001"
    refused = _run(export, data, "--from", "2026-09-12", "--to", "2026-09-11")
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)


def test_the_log_and_a_new_pin(data: Path) -> None:
    _run(staff, data, "add", "Ani", "--role", "supervisor", typed="729416\n")
    assert _run(staff, data, "pin", "Ani", typed="804162\n").exit_code == 0
    missing = _run(staff, data, "pin", "Budi", typed="804162\n")
    assert (missing.exit_code, missing.stderr.count("\n")) == (1, 1)
    _run(issue, data, "--service", "umum")
    assert "A-001" in _run(staff, data, "log", "--number", "A-001").stdout
    assert json.loads(_run(staff, data, "log", "--number", "A-002", "--json").stdout) == []


def test_a_refused_ticket_has_the_same_words_either_way(tmp_path: Path) -> None:
    said: list[str] = []
    for place in ("alone", "server"):
        folder = tmp_path / place
        words = ("--service", "umum", "--key", "no key")
        if place == "alone":
            refused = _run(issue, folder, *words)
        else:
            with running(folder):
                refused = _run(issue, folder, *words)
        assert (refused.exit_code, refused.stdout) == (1, "")
        said.append(refused.stderr)
    assert said[0] == said[1]


def test_a_ticket_is_on_disk_before_it_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads the number finds it in a copy of the data made at that instant."""
    folder = tmp_path / "data"
    stored: list[str] = []

    def echo(text: str) -> None:
        with closing(sqlite3.connect(folder / "antrean.db")) as reader:
            stored.extend(row[0] for row in reader.execute("SELECT number FROM ticket"))
        assert text.startswith("A-001")

    monkeypatch.setattr("kiosk.cli.options.click.echo", echo)
    assert _run(issue, folder, "--service", "umum").exit_code == 0
    assert stored == ["A-001"]


def test_nothing_of_a_server_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "bind", lambda *_: pytest.fail("a socket was opened"))
    before = set(threading.enumerate())
    assert _run(issue, tmp_path / "data", "--service", "umum").exit_code == 0
    assert set(threading.enumerate()) == before
    assert not (tmp_path / "data/server.json").exists()


@pytest.mark.parametrize(
    "words",
    [["--clock", "2026-09-12T10:00:00+07:00"], ["--public-url", "https://x.example"], ["--config", "elsewhere"]],
)
def test_options_that_a_running_server_cannot_follow_are_refused(office: Office, words: list[str]) -> None:
    config = [] if "--config" in words else ["--config", str(OFFICE)]
    if "--config" in words:
        shutil.copytree(OFFICE, office.data / "elsewhere")
        words = ["--config", str(office.data / "elsewhere")]
    done = CliRunner().invoke(issue, ["--service", "umum", "--data", str(office.data), *config, *words])
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert words[0] in done.stderr
