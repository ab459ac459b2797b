"""Who is next, through HTTP: appointments, their bound, and the rest list; every call says why in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from tests.server.office import TEN, Answer, Office, Person, running

SOURCE = Path(__file__).parents[1] / "flow" / "floor" / "office"


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Office]:
    """Counter 8 serves ``ambil``, which gives appointments, and rests with ``umum`` and ``utama``."""
    config = copytree(SOURCE, tmp_path / "office")
    toml = config / "antrean.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("CLOSES", "18:00"), encoding="utf-8")
    with running(tmp_path / "data", config) as office:
        yield office


def book(person: Person, minutes: float, office: Office, service: str = "ambil") -> Answer:
    when = office.clock.now() + timedelta(minutes=minutes)
    return person.take(service, appointment=when.isoformat())


def call(person: Person, counter: str = "8") -> tuple[str, str]:
    """The number now called and the code of why."""
    answer = person("POST", f"/counters/{counter}/next")
    assert answer.status == 200, answer
    why = answer.body["why"]
    assert set(why["text"]) == {"id", "en"}
    assert all(text.strip() and "{" not in text for text in why["text"].values())
    return answer.body["number"], why["code"]


def test_an_appointment_goes_ahead_from_five_minutes_before_its_time(floor: Office) -> None:
    person = floor.sign_in("8")
    first = person.take("ambil").body["number"]
    booked = book(person, 20, floor).body
    assert datetime.fromisoformat(booked["appointment"]) == TEN + timedelta(minutes=20)
    person.take("ambil")
    assert [row["number"] for row in person("GET", "/queue").body["tickets"]] == ["J-001", "J-002", "J-003"]
    floor.clock.forward(minutes=14)
    assert call(person) == (first, "only"), "its time has not come"
    floor.clock.forward(minutes=1)
    person.take("ambil")
    assert call(person) == (booked["number"], "appointment")
    assert call(person) == ("J-003", "only")


def test_appointments_in_a_row_are_bounded(floor: Office) -> None:
    person = floor.sign_in("8")
    person.take("ambil")
    person.take("ambil")
    for _ in range(4):
        book(person, 0, floor)
    assert [call(person) for _ in range(6)] == [
        ("J-003", "appointment"),
        ("J-004", "appointment"),
        ("J-001", "appointment_run_over"),
        ("J-005", "appointment"),
        ("J-006", "appointment"),
        ("J-002", "only"),
    ]


def test_an_undone_call_does_not_count_into_the_run(floor: Office) -> None:
    person = floor.sign_in("8")
    person.take("ambil")
    for _ in range(3):
        book(person, 0, floor)
    assert call(person) == ("J-002", "appointment")
    assert call(person) == ("J-003", "appointment")
    called = person("GET", "/queue").body["serving"][0]
    assert person("POST", f"/tickets/{called['id']}/undo").status == 200
    assert call(person) == ("J-003", "appointment")
    assert call(person) == ("J-001", "appointment_run_over")


def test_who_comes_too_late_for_it_waits_like_everyone(floor: Office) -> None:
    person = floor.sign_in("8")
    person.take("ambil")
    assert book(person, -15, floor).body["appointment"] is not None
    late = book(person, -15.1, floor).body
    assert late["appointment"] is None
    assert call(person) == ("J-002", "appointment")
    assert call(person) == ("J-001", "only")
    with floor.point.store.read() as tx:
        told = [event.data for event in tx.events_after(0) if event.kind == "issue"]
    assert [data.get("kept") for data in told] == [None, True, False]


def test_who_misses_the_call_or_is_sent_to_the_end_has_lost_it(floor: Office) -> None:
    person = floor.sign_in("8")
    missed, sent = book(person, 0, floor).body, book(person, 0, floor).body
    assert call(person)[0] == missed["number"]
    for move in ("recall", "recall", "no-show", "return"):
        answer = person("POST", f"/tickets/{missed['id']}/{move}")
        assert answer.status == 200
    assert answer.body["appointment"] is None
    assert person("POST", f"/tickets/{missed['id']}/undo").body["appointment"] is not None
    assert person("POST", f"/tickets/{sent['id']}/transfer", {"place": "arrival"}).body["appointment"] is not None
    assert person("POST", f"/tickets/{sent['id']}/transfer", {"place": "end"}).body["appointment"] is None


def test_an_appointment_is_refused_where_there_are_none(floor: Office) -> None:
    person = floor.sign_in("8")
    assert book(person, 5, floor, "umum").reason == "no_appointments"
    assert book(person, 24 * 60, floor).reason == "appointment_not_today"
    naive = person.take("ambil", appointment="2026-09-12T10:30:00")
    assert (naive.status, naive.reason) == (400, "invalid_body")
    assert person.take("ambil", appointment="soon").reason == "invalid_body"
    services = person("GET", "/point").body["services"]
    assert [service["appointments"] for service in services] == [False, False, True]


def test_the_rest_list_helps_out_only_when_nobody_waits_for_the_counters_own(floor: Office) -> None:
    person = floor.sign_in("8")
    person.take("umum")
    person.take("utama")
    person.take("ambil")
    assert [call(person) for _ in range(3)] == [("J-001", "only"), ("R-001", "rest"), ("A-001", "rest")]
    assert person("POST", "/counters/8/next").status == 204
    six = floor.sign_in("6", staff="Budi")
    person.take("utama")
    assert six("POST", "/counters/6/next").status == 204, "neither served nor rested with"
    counter = next(one for one in person("GET", "/point").body["counters"] if one["id"] == "8")
    assert (counter["serves"], counter["rest"]) == (["ambil"], ["umum", "utama"])
