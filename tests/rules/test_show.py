from __future__ import annotations

import json
from datetime import date, datetime

import icalendar
import pytest

from tests.rules.conftest import run

SEASON = (
    'the season "ramadan-1447" until 20 March 2026: '
    "Directorate General notice, February 2026; a unit may differ [CONFIRM]"
)


def test_the_plan_of_some_days_as_people_read_it() -> None:
    result = run("rules", "show", "--point", "mpp", "--from", "2026-03-17", "--days", "2", "--lang", "en")
    assert result.stdout.splitlines() == [
        "Bekasi City Public Service Mall: Tuesday, 17 March 2026 to Wednesday, 18 March 2026",
        "",
        "Date              Hours                     Services      Schedule used",
        f"----------------  ------------------------  ------------  {'-' * 117}",
        f"Tue, 17 Mar 2026  08:00–12:00, 12:30–15:00  all services  {SEASON}",
        "Wed, 18 Mar 2026  closed                    all services  the holiday calendar: Hari Suci Nyepi",
    ]


def test_services_with_other_hours_have_rows_of_their_own() -> None:
    result = run("rules", "show", "--point", "gmm", "--from", "2026-01-24", "--days", "1")
    told = [("tutup" in row, "nomor sampai 10.00" in row) for row in result.stdout.splitlines()[4:]]
    assert told == [(False, False), (False, True), (True, False)]


def test_every_offer_is_shown_once_on_every_date() -> None:
    rows = json.loads(run("rules", "show", "--point", "gmm", "--from", "2025-12-20", "--days", "40", "--json").stdout)
    seen = [(row["date"], service) for row in rows for service in row["services"]]
    assert len(seen) == len(set(seen)) == 40 * 5


def test_without_a_date_today_is_shown() -> None:
    result = run("rules", "show", "--days", "1", "--clock", "2025-09-13T20:00:00-03:30", "--lang", "en")
    assert "Sunday, 14 September 2025" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "code"), [(("--from", "2026-02-30"), 2), (("--days", "0"), 2), (("--from", "9999-12-31"), 1)]
)
def test_dates_that_are_none_are_refused(arguments: tuple[str, ...], code: int) -> None:
    result = run("rules", "show", *arguments)
    assert (result.exit_code, result.stdout) == (code, "")


def test_the_osm_export_has_a_line_for_each_service() -> None:
    lines = run("rules", "show", "--point", "gmm", "--osm").stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == ["paspor", "prioritas", "percepatan", "pengambilan", "informasi"]
    assert lines[0].endswith("; 2025 Oct 14 off; 2026 Jan 25 09:00-14:00")


def test_another_program_reads_the_calendar_file() -> None:
    text = run("rules", "show", "--point", "gmm", "--from", "2026-01-25", "--days", "60", "--ics").stdout
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert len({str(event["uid"]) for event in events}) == len(events)
    special = next(event for event in events if event.start.date() == date(2026, 1, 25))
    assert special.start == datetime.fromisoformat("2026-01-25T09:00:00+07:00")
    assert special.end == datetime.fromisoformat("2026-01-25T14:00:00+07:00")
    closed = [event for event in events if event.start == date(2026, 3, 19)]
    assert [str(event["summary"]) for event in closed] == ["Tutup: Hari Suci Nyepi"]


def test_the_calendar_file_of_one_moment_is_always_the_same() -> None:
    arguments = (
        "rules",
        "show",
        "--ics",
        "--days",
        "3",
        "--clock",
        "2026-01-25T09:00:00+07:00",
    )
    assert run(*arguments).stdout == run(*arguments).stdout
