"""A simulated clock never touches real tickets, and simulated tickets are in no real report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli.main import antrean
from kiosk.cli.options import data_folder
from tests.server.office import OFFICE

CLOCK = ("--clock", "2026-09-12T10:00:00+07:00")


def run(*words: str, data: Path | None = None) -> Result:
    folder = () if data is None else ("--data", str(data))
    return CliRunner().invoke(antrean, [*words, "--config", str(OFFICE), *folder], standalone_mode=True)


def one_line(done: Result) -> str:
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    return done.stderr


def test_real_tickets_are_not_mixed_with_simulated_ones(tmp_path: Path) -> None:
    assert run("issue", "--service", "umum", data=tmp_path).exit_code == 0
    for words in (("issue", "--service", "umum"), ("serve", "--port", "0"), ("day", "report"), ("backup", "copy")):
        assert "holds real tickets" in one_line(run(*words, *CLOCK, data=tmp_path))
    assert run("issue", "--service", "umum", data=tmp_path).exit_code == 0


def test_a_simulated_folder_is_refused_without_a_simulated_clock(tmp_path: Path) -> None:
    assert run("issue", "--service", "umum", *CLOCK, data=tmp_path).exit_code == 0
    days = ("--from", "2026-09-12", "--to", "2026-09-12")
    for words in (("issue", "--service", "umum"), ("serve", "--port", "0"), ("day", "report"), ("export", *days)):
        assert "holds simulated tickets" in one_line(run(*words, data=tmp_path))
    assert run("day", "report", *CLOCK, data=tmp_path).exit_code == 0


def test_people_and_devices_alone_are_no_tickets(tmp_path: Path) -> None:
    assert run("device", "add", "--role", "kiosk", "--name", "Pintu", data=tmp_path).exit_code == 0
    assert run("issue", "--service", "umum", "--clock", "2028-01-05T10:00:00+07:00", data=tmp_path).exit_code == 0


def test_a_simulation_has_a_folder_of_its_own_beside_the_real_one() -> None:
    real, simulated = data_folder(simulated=False), data_folder(simulated=True)
    assert real.parent == simulated.parent
    assert real != simulated
    assert run("issue", "--service", "umum", *CLOCK).exit_code == 0
    assert (simulated / "antrean.db").exists()
    assert not (real / "antrean.db").exists()


def test_the_mark_travels_with_a_backup(tmp_path: Path) -> None:
    run("issue", "--service", "umum", *CLOCK, data=tmp_path / "first")
    assert run("backup", str(tmp_path / "copy.db"), *CLOCK, data=tmp_path / "first").exit_code == 0
    assert run("restore", str(tmp_path / "copy.db"), data=tmp_path / "second").exit_code == 0
    assert "holds simulated tickets" in one_line(run("day", "report", data=tmp_path / "second"))


@pytest.mark.parametrize(("first", "second", "word"), [((), CLOCK, "FAIL"), (CLOCK, (), "WARN")])
def test_doctor_says_it(tmp_path: Path, first: tuple[str, ...], second: tuple[str, ...], word: str) -> None:
    run("issue", "--service", "umum", *first, data=tmp_path)
    found = json.loads(run("doctor", "--json", *second, data=tmp_path).stdout)
    assert word in {finding["word"] for finding in found if finding["check"] == "database"}
