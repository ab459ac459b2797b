from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import icalendar
import pytest

from tests.rules.conftest import OFFICES, run

Edit = Callable[[str, str, str], Path]

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
    assert all(len(line.partition(": ")[2]) <= 255 for line in lines)


def test_the_osm_export_says_what_it_leaves_out() -> None:
    result = run("rules", "show", "--point", "gmm", "--osm", "--from", "2026-01-01", "--lang", "en")
    values = dict(line.split(": ", 1) for line in result.stdout.splitlines())
    assert values["paspor"].startswith("Mo-Th 08:00-16:00; Fr 08:00-16:30; Sa 09:00-14:00; ")
    assert "2026 Jan 25 09:00-14:00" in values["paspor"]
    assert (
        "antrean: paspor, prioritas: OpenStreetMap takes 255 characters; holidays and special days are in it until"
        in (result.stderr)
    )
    assert "PH stands for the public holidays" in result.stderr
    assert not run("rules", "show", "--osm", "--config", OFFICES / "village", "--from", "2026-01-01").stderr


def test_another_program_reads_the_calendar_file() -> None:
    text = run("rules", "show", "--point", "gmm", "--from", "2026-01-25", "--days", "60", "--ics").stdout
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert len({str(event["uid"]) for event in events}) == len(events)
    special = next(event for event in events if event.start.date() == date(2026, 1, 25))
    assert special.start == datetime.fromisoformat("2026-01-25T09:00:00+07:00")
    assert special.end == datetime.fromisoformat("2026-01-25T14:00:00+07:00")
    closed = [event for event in events if event.start == date(2026, 3, 19)]
    assert [str(event["summary"]) for event in closed] == ["Tutup: Hari Suci Nyepi"]


def _events(folder: Path) -> dict[str, icalendar.Event]:
    text = run(
        "rules", "show", "--config", folder, "--point", "gmm", "--from", "2026-01-20", "--days", "9", "--ics"
    ).stdout
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return {str(event["uid"]): event for event in events}


def _took(old: dict[str, icalendar.Event], new: dict[str, icalendar.Event]) -> dict[str, icalendar.Event]:
    """What a calendar program has after it imported both: RFC 5546, the higher SEQUENCE of one UID wins."""
    newer = {uid: event for uid, event in new.items() if uid not in old or event["sequence"] >= old[uid]["sequence"]}
    return {**old, **newer}


def test_a_changed_configuration_updates_the_events_of_a_calendar_program(edited: Edit) -> None:
    folder = edited("antrean.toml", "schema = 1", "schema = 1")
    for file in (folder, *folder.rglob("*.toml")):
        os.utime(file, (1_790_000_000, 1_790_000_000))
    old = _events(folder)
    assert {event["last-modified"].dt.timestamp() for event in old.values()} == {1_790_000_000}
    assert _events(folder).keys() == old.keys()
    assert {int(event["sequence"]) for event in _events(folder).values()} == {int(e["sequence"]) for e in old.values()}
    main = folder / "antrean.toml"
    text = main.read_text(encoding="utf-8").replace(
        'hours    = ["09:00-14:00"]', 'hours = ["10:00-12:00", "13:00-15:00"]'
    )
    main.write_text(text, encoding="utf-8")
    os.utime(main, (1_790_000_300, 1_790_000_300))
    took = _took(old, _events(folder))
    uid = "1-20260125-gmm-paspor@kanim-bekasi"
    assert (old[uid].start.hour, took[uid].start.hour, took[uid].end.hour) == (9, 10, 12)
    assert took["2-20260125-gmm-paspor@kanim-bekasi"].start.hour == 13
    assert took[uid]["sequence"] > old[uid]["sequence"]


def test_a_closed_date_is_one_event_whatever_closes_it(edited: Edit) -> None:
    folder = edited("antrean.toml", 'reason   = { id = "Layanan khusus', 'reason = { id = "Layanan khusus')
    more = '\n[[special]]\nid = "power"\ndate = 2026-01-22\npoints = ["gmm"]\nservices = ["informasi"]\nhours = []\n'
    main = folder / "antrean.toml"
    main.write_text(main.read_text(encoding="utf-8") + more, encoding="utf-8")
    found = _events(folder)
    assert "closed-20260122-gmm@kanim-bekasi" in found
    assert len(found) == len({str(event["uid"]) for event in found.values()})


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
