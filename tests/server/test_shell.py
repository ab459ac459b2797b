"""The commands about the queue, alone and through a running server: the same words either way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli.backup import backup
from kiosk.cli.device import device
from kiosk.cli.issue import issue
from kiosk.cli.staff import staff
from tests.server.office import OFFICE, Office, running


@pytest.fixture(params=["alone", "through the server"])
def data(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "data"
    if request.param == "alone":
        yield folder
    else:
        with running(folder):
            yield folder


def _run(command: object, data: Path, *arguments: str, typed: str = "") -> Result:
    options = ["--data", str(data), "--config", str(OFFICE), "--clock", "2026-09-12T10:00:00+07:00"]
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
    assert _run(staff, data, "add", "Ani", "--role", "counter", typed="1234\n").exit_code == 0
    assert _run(staff, data, "add", "Ani", "--role", "counter", typed="1234\n").exit_code == 1
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
