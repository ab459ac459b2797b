"""A changed configuration that would end, move or hide tickets waits for a supervisor; another one holds at once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.office import OFFICE, Office, Person, running, until


@pytest.fixture
def config(tmp_path: Path) -> Path:
    shutil.copytree(OFFICE, tmp_path / "config")
    return tmp_path / "config"


@pytest.fixture
def office(tmp_path: Path, config: Path) -> Iterator[Office]:
    with running(tmp_path / "data", config) as found:
        yield found


EARLY = """
[[special]]
id = "pendek"
date = 2026-09-12
points = ["satu"]
hours = ["06:00-07:00"]
reason = { id = "Rapat", en = "Meeting" }
"""


def _close_early(config: Path) -> None:
    file = config / "antrean.toml"
    file.write_text(file.read_text(encoding="utf-8") + EARLY, encoding="utf-8")


def _rename(config: Path, old: str, new: str) -> None:
    file = config / "antrean.toml"
    text = file.read_text(encoding="utf-8")
    assert re.search(rf'"{old}"', text)
    file.write_text(re.sub(rf'"{old}"', f'"{new}"', text), encoding="utf-8")


def _pending(person: Person) -> list[dict[str, object]]:
    answer = person("GET", "/pending")
    assert answer.status == 200
    found: list[dict[str, object]] = answer.body
    return found


def _codes(person: Person) -> list[str]:
    return [warning["code"] for warning in person("GET", "/point").body["warnings"]]


def _state(office: Office, ticket: str) -> str:
    with office.point.store.read() as tx:
        found = tx.ticket(ticket)
    assert found is not None
    return found.state


def test_shorter_hours_with_people_waiting_are_held_and_end_nobody(office: Office) -> None:
    person = office.person()
    tickets = [person.take().body for _ in range(3)]
    _close_early(office.config)
    (held,) = until(lambda: _pending(person))
    (touched,) = held["touched"]
    assert (touched["kind"], touched["tickets"]) == ("shorter_hours", [each["number"] for each in tickets])
    until(lambda: "configuration_pending" in _codes(person))
    assert person.take().status == 201, "the old hours hold"
    assert {_state(office, each["id"]) for each in tickets} == {"waiting"}
    assert person("POST", "/pending/other/accept").reason == "unknown_change"
    assert person("POST", f"/pending/{held['id']}/accept").status == 204
    until(lambda: _state(office, tickets[0]["id"]) == "not_served")
    assert _pending(person) == []
    with office.point.store.read() as tx:
        logged = [event for event in tx.events_after(0) if event.kind == "configuration"]
    assert [event.data["touched"][0][0] for event in logged] == ["shorter_hours"]


def test_the_same_change_with_nobody_waiting_holds_at_once(office: Office) -> None:
    person = office.person()
    _close_early(office.config)
    until(lambda: not person("GET", "/point").body["open"])
    assert _pending(person) == []


def test_what_ended_wrongly_is_brought_back_at_its_place(office: Office) -> None:
    person = office.person()
    first, second = (person.take().body for _ in range(2))
    assert person("POST", f"/tickets/{first['id']}/revive", {"why": "x"}).reason == "illegal_move"
    before = (office.config / "antrean.toml").read_text(encoding="utf-8")
    _close_early(office.config)
    (held,) = until(lambda: _pending(person))
    person("POST", f"/pending/{held['id']}/accept")
    until(lambda: _state(office, first["id"]) == "not_served")
    assert person("POST", f"/tickets/{first['id']}/revive", {"why": "x"}).reason == "revive_over"
    (office.config / "antrean.toml").write_text(before, encoding="utf-8")
    until(lambda: person("GET", "/point").body["open"])
    third = person.take().body
    for ticket in (second, first):
        back = person("POST", f"/tickets/{ticket['id']}/revive", {"why": "Jadwal salah ketik"})
        assert (back.status, back.body["state"]) == (200, "waiting")
    counter = office.sign_in()
    called = [counter("POST", "/counters/1/next", {"finish": True}).body["number"] for _ in range(3)]
    assert called == [each["number"] for each in (first, second, third)]
    with office.point.store.read() as tx:
        revived = [event for event in tx.events_after(0) if event.kind == "revive"]
    assert [event.note for event in revived] == ["Jadwal salah ketik"] * 2
    assert person("GET", "/days/2026-09-12/report").body["accounted"]


def test_a_change_that_waits_survives_a_restart(tmp_path: Path, config: Path) -> None:
    data = tmp_path / "data"
    with running(data, config) as office:
        ticket = office.person().take().body["id"]
        _close_early(config)
        until(lambda: _pending(office.person()))
    with running(data, config) as office:
        person = office.person()
        assert len(_pending(person)) == 1
        assert person.take().status == 201, "the old hours hold"
        assert _state(office, ticket) == "waiting"
        (held,) = _pending(person)
        assert person("DELETE", f"/pending/{held['id']}").status == 204
        assert _pending(person) == []
    with running(data, config) as office:
        person = office.person()
        assert _pending(person) == [], "nobody wants it"
        assert person.take().status == 201
        assert _state(office, ticket) == "waiting"


def test_a_change_while_the_server_is_down_is_compared_too(tmp_path: Path, config: Path) -> None:
    data = tmp_path / "data"
    with running(data, config) as office:
        ticket = office.person().take().body["id"]
    _close_early(config)
    with running(data, config) as office:
        assert len(_pending(office.person())) == 1
        assert _state(office, ticket) == "waiting"


def test_a_service_that_is_gone_leaves_its_visitors_in_sight(office: Office) -> None:
    person = office.person()
    mine, other = person.take("umum").body, person.take("utama").body
    counter = office.sign_in()
    _rename(office.config, "umum", "baru")
    (held,) = until(lambda: _pending(person))
    assert ("service_gone", "umum") in [(each["kind"], each["what"]) for each in held["touched"]]
    assert person("POST", f"/pending/{held['id']}/accept").status == 204
    until(lambda: "stranded" in _codes(person))
    rows = {row["number"]: row for row in person("GET", "/queue").body["tickets"]}
    assert rows[mine["number"]]["stranded"]
    assert not rows[other["number"]]["stranded"]
    moved = counter("POST", f"/tickets/{mine['id']}/transfer", {"service": "baru"})
    assert (moved.status, moved.body["number"]) == (200, mine["number"])
    assert not any(row["stranded"] for row in person("GET", "/queue").body["tickets"])


def test_a_change_of_new_numbers_alone_touches_nothing(office: Office) -> None:
    person = office.person()
    person.take()
    file = office.config / "antrean.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("number_digits = 3", "number_digits = 4"), encoding="utf-8"
    )
    until(lambda: office.point.configuration.settings.number_digits == 4)
    assert _pending(person) == []
