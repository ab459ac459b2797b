from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.rules import load
from tests.rules.conftest import BEKASI, run

Edit = Callable[[str, str, str], Path]


def test_a_sound_configuration_says_so_after_its_warnings() -> None:
    result = run("config", "check", "--clock", "2027-11-01T08:00:00+07:00", "--lang", "en")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].startswith("calendar_missing_2028: There is no holiday list for 2028")
    assert result.stdout.splitlines()[-1] == (
        "The configuration is valid: points 3, services 5, holiday years 2025, 2026, 2027."
    )


def test_every_problem_is_a_line_and_the_exit_code_is_1(edited: Edit) -> None:
    folder = edited("antrean.toml", '["08:00-12:00", "13:00-16:00"]', '["8-12", "13:00-12:00"]')
    result = run("config", "check", "--config", folder)
    assert result.exit_code == 1
    assert [line.split(": ")[0] for line in result.stdout.splitlines()] == ["antrean.toml:41"] * 2
    assert result.stderr == "antrean: 2 kesalahan; konfigurasi ditolak\n"
    values = json.loads(run("config", "check", "--config", folder, "--json").stdout)
    assert [(value["file"], value["line"], value["key"]) for value in values] == [
        ("antrean.toml", 41, "schedule[1].mon-thu[1]"),
        ("antrean.toml", 41, "schedule[1].mon-thu[2]"),
    ]


def test_next_years_holidays_are_drafted_for_a_person(tmp_path: Path) -> None:
    shutil.copytree(BEKASI, tmp_path / "c")
    (tmp_path / "c/holidays/2027.toml").unlink()
    arguments = ("config", "holidays", "--year", "2027", "--config", tmp_path / "c")
    assert run(*arguments, "--lang", "en").stdout == (
        f"{tmp_path / 'c/holidays/2027.toml'}: wrote 18 public holidays and 8 collective leave days. "
        "Check them against the joint decree, then change verified = false to true.\n"
    )
    drafted = load(tmp_path / "c").calendar
    assert drafted.days == load(BEKASI).calendar.days
    assert 2027 in drafted.unverified
    again = run(*arguments)
    assert (again.exit_code, again.stdout) == (1, "")
    assert "is already there" in again.stderr
    assert run(*arguments, "--force").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--year", "2027", "--country", "XX"), 'does not know "XX"'),
        (("--year", "1901"), "knows no holidays of ID in 1901"),
    ],
)
def test_holidays_that_nobody_knows_are_refused(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    shutil.copytree(BEKASI, tmp_path / "c")
    result = run("config", "holidays", "--config", tmp_path / "c", *arguments)
    assert result.exit_code == 1
    assert said in result.stderr


def test_a_draft_is_of_the_offices_country_and_names_what_it_leaves_out(tmp_path: Path) -> None:
    office = tmp_path / "amt"
    assert run("config", "new", office, "--yes", "--languages", "de,en", "--timezone", "Europe/Berlin").exit_code == 0
    assert load(office).schema == 2
    draft = ("config", "holidays", "--year", "2026", "--config", office, "--lang", "en")
    assert "Parts of the country have holidays of their own" in run(*draft).stdout
    said = run(*draft, "--subdiv", "BY", "--force").stdout
    assert "1 day of some people or places alone is in the file as a comment" in said
    text = (office / "holidays/2026.toml").read_text(encoding="utf-8")
    assert '2026-06-04 = "Fronleichnam"' in text
    assert '#2026-08-15 = "Mariä Himmelfahrt"  # catholic' in text
    assert len(load(office).calendar.days) == 12
