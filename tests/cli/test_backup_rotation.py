"""``antrean backup --rotate``: which evenings stay, and that nothing else in the folder is touched."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cli.backup_rotation import KEEP, Keep, file_name, made_at, superseded
from kiosk.cli.main import antrean
from tests.flow.child import OFFICE

LONG_AGO = date(1990, 1, 1)
EVENING = datetime.fromisoformat("2026-09-12T20:00:00")


def evenings(count: int) -> list[str]:
    return [file_name("utama", EVENING - timedelta(days=each)) for each in range(count)]


def kept(names: list[str], keep: Keep = KEEP, oldest: date = LONG_AGO) -> list[str]:
    gone = superseded(names, "utama", keep, oldest=oldest)
    return sorted(set(names) - set(gone), reverse=True)


def test_three_years_of_evenings_become_days_weeks_and_months() -> None:
    left = [made_at(name, "utama") for name in kept(evenings(1000))]
    days = [at.date() for at in left if at]
    assert days[:7] == [EVENING.date() - timedelta(days=each) for each in range(7)]
    # Saturday 12 September 2026: of earlier weeks their Sundays, of earlier months their last days.
    assert date(2026, 9, 6) in days
    assert date(2026, 8, 30) in days
    assert date(2026, 7, 26) in days, "the eighth week with a backup"
    assert date(2026, 7, 19) not in days
    assert {date(2026, 8, 31), date(2025, 12, 31), date(2024, 10, 31)} <= set(days)
    assert date(2024, 9, 30) not in days, "older than 24 months"


def test_two_of_a_day_leave_the_later_one() -> None:
    names = [file_name("utama", EVENING.replace(hour=hour)) for hour in (8, 20)]
    assert kept(names) == [names[1]]


def test_none_outlives_the_tickets_but_the_newest() -> None:
    assert kept(evenings(30), oldest=date(2026, 9, 10)) == evenings(3)
    assert kept(evenings(30), oldest=date(2027, 1, 1)) == evenings(1)


@pytest.mark.parametrize(
    "name", ["notes.txt", "antrean-utama-2026-02-30T200000.db", "antrean-ulp-2020-01-01T200000.db", "antrean.db"]
)
def test_what_is_not_ours_stays(name: str) -> None:
    assert name not in superseded([name, *evenings(400)], "utama", KEEP, oldest=date(2030, 1, 1))


@given(st.sets(st.integers(0, 2000), min_size=1, max_size=60), st.integers(1, 9), st.integers(0, 9), st.integers(0, 30))
def test_the_newest_stays_and_what_went_stays_gone(ages: set[int], days: int, weeks: int, months: int) -> None:
    names = [file_name("utama", EVENING - timedelta(days=each)) for each in ages]
    left = kept(names, Keep(days, weeks, months))
    assert left[0] == max(names)
    assert len(left) <= days + weeks + months
    assert kept(left, Keep(days, weeks, months)) == left


def test_the_command_writes_thins_out_and_leaves_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    common = ["--config", str(OFFICE), "--data", str(tmp_path / "data"), "--rotate", str(folder), "--keep-days", "2"]
    more = ["--keep-weeks", "0", "--keep-months", "0"]
    runner = CliRunner()
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    for day in (10, 11, 12):
        at = ["--clock", f"2026-09-{day}T20:00:00+07:00"]
        done = runner.invoke(antrean, ["backup", *common, *more, *at], catch_exceptions=False)
        assert done.exit_code == 0, done.output
    names = sorted(each.name for each in folder.iterdir())
    assert [made_at(name, names[0].split("-")[1]) is not None for name in names] == [True, True, False]
    assert "2026-09-10" not in "".join(names)
    assert "removed" in done.stdout
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.glob("*.db"))


def test_where_the_copy_goes_is_said_once(tmp_path: Path) -> None:
    for words in ([], ["file.db", "--rotate", str(tmp_path)]):
        done = CliRunner().invoke(antrean, ["backup", *words, "--config", str(OFFICE), "--data", str(tmp_path / "d")])
        assert done.exit_code == 2
        assert "a FILE, or --rotate FOLDER" in done.stderr
