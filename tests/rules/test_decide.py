from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.rules import Configuration, Emergency, LiveState, OpenElsewhere, Rules, load
from kiosk.rules.model import Hours
from tests.rules.conftest import OFFICES

WEDNESDAY = datetime.fromisoformat("2025-09-10T10:00:00+07:00")
SATURDAY = datetime.fromisoformat("2025-09-13T10:00:00+07:00")


def _at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


def test_where_else_a_service_is_open_and_until_when(rules: Rules) -> None:
    until = _at("2025-09-13T14:00:00")
    assert rules.alternatives("paspor", SATURDAY, "mpp") == (
        OpenElsewhere("ulp", "paspor", until),
        OpenElsewhere("gmm", "paspor", until),
    )
    assert rules.alternatives("paspor", SATURDAY, "ulp") == (OpenElsewhere("gmm", "paspor", until),)
    assert rules.alternatives("percepatan", SATURDAY - timedelta(seconds=1)) == (
        OpenElsewhere("ulp", "percepatan", SATURDAY),
        OpenElsewhere("gmm", "percepatan", SATURDAY),
    )
    assert rules.alternatives("percepatan", SATURDAY) == ()
    assert rules.alternatives("informasi", SATURDAY) == ()
    assert rules.alternatives("nothing", SATURDAY) == ()


def test_a_stopped_point_is_no_alternative(rules: Rules) -> None:
    stop = Emergency("gmm", SATURDAY - timedelta(hours=1))
    assert [place.point for place in rules.alternatives("paspor", SATURDAY, emergencies=(stop,))] == ["ulp"]


def test_a_decision_says_until_when_numbers_are_given(rules: Rules) -> None:
    assert rules.decide("ulp", "paspor", WEDNESDAY).closes_at == _at("2025-09-10T16:00:00")
    early = _at("2025-09-10T08:30:00")
    assert rules.decide("ulp", "percepatan", early).closes_at == _at("2025-09-10T10:00:00")
    assert rules.decide("ulp", "informasi", early).closes_at == _at("2025-09-10T16:00:00")
    assert rules.decide("ulp", "percepatan", WEDNESDAY).closes_at is None


def test_what_is_missing_and_what_was_set_aside(rules: Rules) -> None:
    short = LiveState(checklist="dewasa-ganti", have=frozenset({"kk"}), ahead=999)
    refused = rules.decide("ulp", "paspor", WEDNESDAY, short)
    assert (refused.reason, refused.missing) == ("docs_incomplete", ("ktp", "akta", "paspor-lama"))
    assert (refused.overridden, refused.alternatives) == ((), ("informasi",))
    forced = rules.decide(
        "ulp",
        "paspor",
        WEDNESDAY,
        LiveState(checklist="dewasa-ganti", have=frozenset({"kk"}), ahead=999, staff_override=True),
    )
    assert forced.issue
    assert forced.overridden == ("docs_incomplete", "cutoff_queue")
    assert forced.missing == ("ktp", "akta", "paspor-lama")


def test_an_override_that_sets_nothing_aside_names_nothing(rules: Rules) -> None:
    assert rules.decide("ulp", "paspor", WEDNESDAY, LiveState(staff_override=True)).overridden == ()


def test_a_clock_that_ran_ahead_is_an_alarm_and_changes_nothing(rules: Rules) -> None:
    calm, alarmed = (rules.decide("ulp", "paspor", WEDNESDAY, LiveState(clock_ahead_s=s)) for s in (300, 300.5))
    assert (calm.issue, calm.warnings) == (True, ())
    assert (alarmed.issue, alarmed.warnings) == (True, ("clock_ahead",))


def test_those_being_served_are_ahead_too(rules: Rules) -> None:
    late = _at("2025-09-13T13:30:00")
    assert rules.decide("gmm", "paspor", late, LiveState(waiting=2, serving=1)).issue
    assert rules.decide("gmm", "paspor", late, LiveState(waiting=2, serving=2)).reason == "cutoff_queue"
    assert rules.decide("gmm", "paspor", late, LiveState(waiting=2, serving=2, ahead=3)).issue


def test_the_figures_are_those_that_were_weighed(rules: Rules) -> None:
    friday = datetime.fromisoformat("2025-08-22T11:00:00+07:00")
    figures = rules.figures("ulp", "paspor", friday, LiveState(waiting=4, serving=2, avg_min=12.5, active_counters=3))
    assert figures is not None
    assert (figures.ahead, figures.counters, figures.minutes) == (6, 3, 12.5)
    assert figures.left_min == 30 + 210
    assert (figures.quota, figures.used) == (None, 0)
    assert rules.figures("mpp", "percepatan", friday) is None


def test_the_session_tells_from_when_its_numbers_count() -> None:
    rules = Rules(load(OFFICES / "forty"))

    def span(text: str) -> tuple[str, str, int] | None:
        found = rules.session("hall", "s01", datetime.fromisoformat(f"2026-09-09T{text}+05:30"))
        if found is None:
            return None
        start, end = (rules.local(datetime.fromtimestamp(at, UTC)) for at in (found.count_from, found.end))
        return f"{start:%H:%M}" if start.year > 1970 else "day", f"{end:%H:%M}", found.quota

    assert span("07:00") == span("09:30") == span("12:59") == ("day", "13:00", 2)
    assert span("13:00") == span("13:20") == span("18:14") == ("13:00", "18:15", 3)
    assert span("18:15") is None
    assert rules.session("hall", "s02", datetime.fromisoformat("2026-09-09T10:00+05:30")) is None
    assert rules.session("hall", "nothing", WEDNESDAY) is None


def test_a_checklist_belongs_to_its_services(rules: Rules) -> None:
    assert rules.checklist("paspor", "cpmi") is rules.configuration.checklists["cpmi"]
    assert rules.checklist("percepatan", "cpmi") is None
    assert rules.checklist("paspor", "nothing") is None
    assert rules.checklist("nothing", "cpmi") is None


def test_the_next_opening_of_the_layers(rules: Rules) -> None:
    assert rules.next_opening("ulp", "paspor", WEDNESDAY) == WEDNESDAY
    assert rules.next_opening("mpp", "paspor", SATURDAY) == _at("2025-09-15T08:00:00")
    assert rules.next_opening("mpp", "percepatan", SATURDAY) is None


def test_the_next_change_of_a_point(rules: Rules) -> None:
    changes = [_at("2025-09-10T00:00:00")]
    while (following := rules.next_change("mpp", changes[-1])).date() == changes[0].date():
        changes.append(following)
    assert [f"{each:%H:%M}" for each in changes[1:]] == ["08:00", "12:00", "12:15", "13:00", "16:00", "16:15", "18:00"]


@pytest.mark.parametrize("at", ["1970-01-01T00:00:00", "1980-02-28T23:59:59", "9999-12-31T23:59:59"])
def test_any_clock_gives_an_answer(rules: Rules, at: str) -> None:
    assert rules.decide("ulp", "paspor", _at(at)).business_date == _at(at).date()


def test_an_offer_that_never_opens_has_no_next_opening(tmp_path: Path) -> None:
    lines = (OFFICES / "night/antrean.toml").read_text().splitlines()
    text = "\n".join(line for line in lines if not line.startswith(("mon-fri", "sat", "sun")))
    (tmp_path / "antrean.toml").write_text(text)
    (tmp_path / "holidays").mkdir()
    never = Rules(load(tmp_path)).decide("klinik", "umum", WEDNESDAY)
    assert (never.reason, never.next_opening) == ("no_hours_today", None)


def test_plans_say_which_layer_spoke_and_why(rules: Rules) -> None:
    def told(point: str, day: date) -> tuple[object, ...]:
        plan = rules.plan(point, "paspor", day)
        return plan.layer, plan.reason, plan.hours, plan.ruling.source, plan.ruling.basis

    closed: tuple[Hours, ...] = ()
    ramadan = "Directorate General notice, February 2026; a unit may differ [CONFIRM]"
    assert told("gmm", date(2025, 10, 14)) == ("special", "special_closure", closed, "mall-maintenance-2025-10", "")
    assert told("gmm", date(2025, 12, 26)) == (
        "holiday",
        "collective_leave",
        closed,
        "collective_leave",
        "Hari Raya Natal",
    )
    assert told("mpp", date(2026, 2, 19))[:2] == ("season", "ok")
    assert told("mpp", date(2026, 2, 19))[3:] == ("ramadan-1447", ramadan)
    assert told("mpp", date(2026, 2, 21))[:3] == ("season", "no_hours_today", closed)
    assert told("mpp", date(2025, 9, 10))[2] == (Hours(480, 960),)
    assert told("mpp", date(2023, 9, 10))[:3] == ("none", "no_hours_today", closed)
    assert rules.plan("gmm", "paspor", date(2026, 1, 25)).ruling.note["en"] == "Immigration Day special service"
    with pytest.raises(KeyError):
        rules.plan("mpp", "percepatan", date(2025, 9, 10))


def test_threads_share_the_plans(bekasi: Configuration) -> None:
    shared, alone = Rules(bekasi), Rules(bekasi)
    instants = [WEDNESDAY + timedelta(hours=7 * hours) for hours in range(400)]
    with ThreadPoolExecutor(4) as threads:
        every = list(threads.map(lambda _: [shared.decide("gmm", "paspor", at) for at in instants], range(4)))
    assert every == [[alone.decide("gmm", "paspor", at) for at in instants]] * 4


def test_many_dates_do_not_grow_without_end(bekasi: Configuration, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.rules.offer_plans._CACHE", 10)
    rules = Rules(bekasi)
    first = [rules.decide("ulp", "paspor", WEDNESDAY + timedelta(days=day)) for day in range(60)]
    assert [rules.decide("ulp", "paspor", WEDNESDAY + timedelta(days=day)) for day in range(60)] == first
    assert len(rules._desks["ulp", "paspor"]._plans) <= 10
