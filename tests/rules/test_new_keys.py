"""Keys of schema 2, what is refused and warned of, and what a change changes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from assets import folder
from kiosk.operations.timed_load import load_rules
from kiosk.rules import Configuration, ConfigurationError, Rules, load, say, warnings
from kiosk.rules.diff import changed_days, touched
from kiosk.rules.model import Special
from kiosk.rules.pictograms import PICTOGRAMS
from tests.fixtures import ticket as make_ticket
from tests.rules.conftest import BEKASI, OFFICES, run

Edit = Callable[[str, str, str], Path]
MAIN = "antrean.toml"


def _said(folder: Path, language: str = "en") -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load(folder)
    return [problem.text(language) for problem in caught.value.problems]


NEW_KEYS = (
    ('remind_from  = "11-01"', 'day_starts = "05:00"'),
    ('reason = { id = "Pemeliharaan', 'to = 2025-10-15\nreason = { id = "Pemeliharaan'),
    ('issue_until  = "10:00"', 'issue_until = { mon = "10:00" }'),
    ('issue_until  = "10:00"', "issue_stop_min = 30"),
    ('id = "other"  ', 'on_holidays = "open"\nid = "other"  '),
    ("planned_counters = 2 }", "planned_counters = [{ value = 2 }] }"),
    ('id      = "mpp"', 'id      = "mpp"\nholidays = "holidays"'),
    ('{ id = "1", serves', '{ id = "1", roster = "shift", serves'),
    ("[privacy]", '[[recurring]]\nid = "x"\ndays = "sat"\nhours = []\n[privacy]'),
)


@pytest.mark.parametrize(("old", "new"), NEW_KEYS, ids=lambda text: text[:20])
def test_a_new_key_needs_schema_2(edited: Edit, old: str, new: str) -> None:
    folder = edited(MAIN, old, new)
    assert any("schema = 2" in line for line in _said(folder))
    assert any("memerlukan schema = 2" in line for line in _said(folder, "id"))


def test_an_upgrade_keeps_every_comment(edited: Edit) -> None:
    folder = edited(MAIN, "schema = 1", "schema   =  1   # ours")
    before = (folder / MAIN).read_bytes()
    assert run("config", "upgrade", "--config", folder, "--lang", "en").exit_code == 0
    assert (folder / MAIN).read_bytes() == before.replace(b"schema   =  1 ", b"schema   =  2 ")
    assert (folder / "antrean.toml.bak").read_bytes() == before
    assert load(folder).schema == 2
    assert "schema 2" in run("config", "upgrade", "--config", folder).stdout


def test_two_recurring_days_of_one_date_are_refused(tmp_path: Path) -> None:
    text = (OFFICES / "japan" / MAIN).read_text(encoding="utf-8")
    (tmp_path / "holidays").symlink_to(OFFICES / "japan/holidays")
    clash = '[[recurring]]\nid = "even"\ndays = "sat"\nweeks = "even"\nhours = []\n\n[[special]]'
    (tmp_path / MAIN).write_text(text.replace("[[special]]", clash, 1), encoding="utf-8")
    (line,) = _said(tmp_path)
    assert '"saturday" and "even" both speak about juminhyo on 2026-01-10' in line


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("22:00-06:00", 'write a night that goes on past midnight as "22:00-30:00"'),
        ("22:00-31:00", 'write 30:00 at the latest, or [calendar] day_starts = "07:00"'),
        ("22:00-49:00", "there is no time 49:00"),
    ],
)
def test_a_night_is_written_in_one(tmp_path: Path, hours: str, said: str) -> None:
    text = (OFFICES / "hospital" / MAIN).read_text(encoding="utf-8")
    (tmp_path / "holidays").symlink_to(OFFICES / "hospital/holidays")
    (tmp_path / MAIN).write_text(text.replace("22:00-30:00", hours), encoding="utf-8")
    (line,) = _said(tmp_path)
    assert said in line


def test_a_wrong_language_is_one_problem(edited: Edit) -> None:
    folder = edited(MAIN, '["id", "en"]', '["id", "eng"]')
    (folder / "receipt.toml").unlink()
    (line,) = _said(folder)
    assert line.startswith("antrean.toml:11: office.languages[2]: no text has words in")
    assert 'write "en"' in line


def test_the_same_slip_in_many_places_is_one_problem(edited: Edit) -> None:
    (line,) = _said(edited(MAIN, 'id = "other"', 'id = "others"'))
    assert "The same is in lines" in line


def _codes(configuration: Configuration, today: date) -> set[str]:
    found = warnings(configuration, today)
    for warning in found:
        assert "{" not in say.warning(warning, "id") + say.warning(warning, "en")
    return {warning.code for warning in found}


_OTHER = (
    'id = "other"                        # not passport applications: the break stays, Saturday is closed\n'
    "effective_from = 2024-01-01"
)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('issue_until  = "10:00"', 'issue_until = "07:00"', "last_number_early_ulp_percepatan"),
        ('id = "other"                        #', 'id = "another"\n#', "schedule_unused_another"),
        (_OTHER, _OTHER.replace("2024-01-01", "2036-01-01"), "schedule_future_other"),
        ("date     = 2026-01-25", "date     = 2036-01-25", "years_away_immigration-day-76"),
        ("Asia/Jakarta", "Etc/GMT+7", "zone_sign"),
        ("planned_counters = 2 }", 'planned_counters = 2, sessions = [{ hours = "08:00-16:30", quota = 0 }] }',
         "quota_zero_mpp_paspor"),
    ],
)  # fmt: skip
def test_what_can_never_work_is_said(edited: Edit, old: str, new: str, code: str) -> None:
    folder = edited(MAIN, old, new)
    if code == "schedule_unused_another":
        path = folder / MAIN
        path.write_text(
            path.read_text() + '\n[[schedule]]\nid = "other"\neffective_from = 2024-01-01\nmon = ["08:00-12:00"]\n'
        )
    assert code in _codes(load(folder), date(2026, 1, 5))


def test_a_misnamed_holiday_file_is_said(edited: Edit) -> None:
    folder = edited(MAIN, "schema = 1", "schema = 1")
    (folder / "holidays/2026.toml").rename(folder / "holidays/2026.toml.txt")
    assert "calendar_ignored_2026.toml.txt" in _codes(load(folder), date(2026, 1, 5))


def test_an_empty_holiday_file_is_said(edited: Edit) -> None:
    folder = edited(MAIN, "schema = 1", "schema = 1")
    (folder / "holidays/2026.toml").write_text("year = 2026\nverified = true\n")
    assert "calendar_empty_2026" in _codes(load(folder), date(2026, 1, 5))


@pytest.mark.parametrize("name", ["holidays/2028.toml", MAIN, "receipt.toml"])
def test_a_pipe_is_no_configuration(edited: Edit, name: str) -> None:
    folder = edited(MAIN, "schema = 1", "schema = 1")
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    assert any("no ordinary file" in line for line in _said(folder))


def test_a_folder_that_does_not_answer_is_refused_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.operations.timed_load.load", lambda _: time.sleep(2))
    with pytest.raises(ConfigurationError, match=r"did not answer within 0\.05 s"):
        load_rules(BEKASI, 0.05)


def _with(configuration: Configuration, *specials: Special) -> Rules:
    return Rules(replace(configuration, specials=(*configuration.specials, *specials)))


def test_the_days_that_a_change_changes(bekasi: Configuration) -> None:
    day = date(2026, 9, 9)
    after = _with(bekasi, Special("flood", (day,), (), frozenset({"mpp"})))
    found = list(changed_days(Rules(bekasi), after, day - timedelta(days=9), 30))
    assert [(each.day, each.point, each.service) for each in found] == [
        (day, "mpp", service) for service in ("paspor", "prioritas", "pengambilan", "informasi")
    ]
    assert {each.aspects for each in found} == {("hours",)}
    assert found[0].after is not None
    assert found[0].after.ruling.source == "flood"
    assert list(changed_days(after, after, day, 30)) == []


def test_the_tickets_that_a_change_touches(bekasi: Configuration) -> None:
    at = datetime.fromisoformat("2026-09-09T15:00:00+07:00")
    ticket = make_ticket(point="mpp", service="paspor", business_date=at.date())
    before = Rules(bekasi)
    shorter = Special("early", (at.date(),), before.plan("mpp", "pengambilan", at.date()).hours[:1])
    (one,) = touched(before, _with(bekasi, shorter), "mpp", [ticket], at)
    assert (one.number, one.why) == (ticket.number, "over")
    assert touched(before, before, "mpp", [ticket], at) == ()
    gone = replace(bekasi, points={"ulp": bekasi.points["ulp"]})
    assert [each.why for each in touched(before, Rules(gone), "mpp", [ticket], at)] == ["not_offered"]
    overnight = at + timedelta(days=1)
    assert touched(before, Rules(gone), "mpp", [ticket], overnight) == ()


def test_a_diff_is_read_by_people(edited: Edit) -> None:
    folder = edited(MAIN, "date   = 2025-10-14", "date   = 2026-12-15")
    arguments = ("--from", "2026-12-01", "--days", "20", "--lang", "en", "--point", "gmm")
    text = run("rules", "diff", BEKASI, folder, *arguments).stdout
    assert "Tue, 15 Dec 2026 · Immigration Lounge, Grand Metropolitan Mall" in text
    assert '+ closed (the special day "mall-maintenance-2025-10")' in text
    assert run("rules", "diff", BEKASI, BEKASI, *arguments).stdout == "No day differs.\n"


def test_a_month_is_a_calendar() -> None:
    text = run("rules", "show", "--month", "2026-03", "--point", "gmm", "--lang", "en").stdout
    assert text.splitlines()[0].endswith("March 2026")
    assert "\x1b" not in text
    page = run("rules", "show", "--month", "2026-03", "--point", "gmm", "--html").stdout
    assert page.count("<td class=") == 31
    assert "Maret 2026" in page


def test_an_explanation_names_both_layers_and_the_sum() -> None:
    arguments = ("--point", "ulp", "--service", "paspor", "--lang", "en")
    text = run("rules", "explain", *arguments, "--at", "2025-09-10T15:00", "--ahead", "50").stdout
    assert "50 ahead / 2 counters = 25 rounds x 15 min = 375 min, and 60 min of service are left: too late" in text
    stopped = run("rules", "explain", *arguments, "--at", "2025-09-10T15:00", "--stopped-until", "unknown").stdout
    assert "the emergency stop" in stopped
    assert 'It beats: the weekly hours "passport-6day"' in stopped


def test_an_explanation_is_saved_as_a_case(tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    for at in ("2025-09-10T15:00", "2025-12-25T10:00"):
        run("rules", "explain", "--point", "ulp", "--service", "paspor", "--at", at, "--ahead", "50", "--save", file)
    assert run("rules", "test", file).stdout == "2 passed, 0 failed\n"


def test_a_clock_without_an_offset_is_the_offices() -> None:
    text = run("rules", "explain", "--service", "paspor", "--clock", "2025-09-13T13:59", "--lang", "en").stdout
    assert "13:59 (WIB)" in text


def test_pictograms_are_drawn_and_others_refused(edited: Edit) -> None:
    assert [name for name in PICTOGRAMS if not (folder("icons") / f"{name}.svg").is_file()] == []
    assert load(BEKASI).services["paspor"].icon == "book-user"
    assert load(BEKASI).checklists["anak"].icon == "baby"
    assert any("icon" in line and '"rocket"' in line for line in _said(edited(MAIN, '"book-user"', '"rocket"')))
