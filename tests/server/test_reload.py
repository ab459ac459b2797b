"""The configuration is hot: a good one holds at once, a bad one is refused whole, and staff see why."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from tests.server.office import OFFICE, Office, Person, running, until


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    shutil.copytree(OFFICE, tmp_path / "config")
    with running(tmp_path / "data", tmp_path / "config") as found:
        yield found


def _change(office: Office, old: str, new: str) -> None:
    file = office.config / "antrean.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def _codes(office: Office) -> list[str]:
    return [warning["code"] for warning in office.person()("GET", "/point").body["warnings"]]


def test_a_good_change_holds_for_new_tickets(office: Office) -> None:
    person = office.person()
    first = person.take()
    _change(office, "number_digits = 3", "number_digits = 4")
    until(lambda: person.take("utama").body["number"].startswith("R-00") and _digits(office) == 4)
    with office.point.store.read() as tx:
        assert tx.ticket(first.body["id"]) is not None
        assert any(event.kind == "configuration" for event in tx.events_after(0))


def _digits(office: Office) -> int:
    return office.point.configuration.settings.number_digits


def test_a_bad_change_is_refused_whole_and_said(office: Office, capfd: pytest.CaptureFixture[str]) -> None:
    person = office.person()
    _change(office, "number_digits = 3", "number_digits = 3\nnumber_digit = 4")
    until(lambda: "configuration_refused" in _codes(office))
    warning = next(w for w in person("GET", "/point").body["warnings"] if w["code"] == "configuration_refused")
    assert "number_digit" in warning["detail"]["id"]
    assert "number_digit" in capfd.readouterr().err
    assert person.take().status == 201
    _change(office, "\nnumber_digit = 4", "")
    until(lambda: "configuration_refused" not in _codes(office))


RECEIPT = """
[[row]]
kind = "number"
[[row]]
kind = "logo"
file = "logo.png"
[[row]]
kind = "text"
text = {{ id = "{}", en = "{}" }}
[[row]]
kind = "qr"
"""


def test_a_receipt_is_hot_too_and_so_is_its_logo(office: Office) -> None:
    person = office.person()
    file, logo = office.config / "receipt.toml", office.config / "logo.png"
    Image.new("1", (8, 8)).save(logo)
    file.write_text(RECEIPT.format("Sugeng rawuh", "Welcome"), encoding="utf-8")
    until(lambda: [row["row"] for row in _receipt(person)] == ["text", "image", "text", "qr", "cut"])
    assert _receipt(person)[2]["text"] == "Sugeng rawuh"
    small = _receipt(person)[1]["png"]
    Image.new("1", (80, 80)).save(logo)
    until(lambda: _receipt(person)[1]["png"] != small)
    file.write_text(RECEIPT.format("{nama}", "Welcome"), encoding="utf-8")
    until(lambda: "configuration_refused" in _codes(office))
    assert _receipt(person)[2]["text"] == "Sugeng rawuh"
    logo.unlink()
    file.unlink()
    until(lambda: "configuration_refused" not in _codes(office))
    assert len(_receipt(person)) > 5


def _receipt(person: Person) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = person.take().body["receipt"]["rows"]
    return rows


def test_a_point_that_is_gone_is_refused_too(office: Office) -> None:
    _change(office, 'id      = "satu"', 'id      = "dua"')
    until(lambda: "configuration_refused" in _codes(office))
    assert office.person().take().status == 201


def test_a_clock_in_doubt_is_said_and_stops_numbers_alone(office: Office) -> None:
    person = office.sign_in()
    person.take()
    person.take()
    office.clock.forward(minutes=-1)
    assert person.take().status == 201
    office.clock.forward(minutes=-2)
    refused = person.take()
    assert (refused.status, refused.reason) == (409, "clock_suspect")
    assert person("POST", "/counters/1/next").status == 200
    until(lambda: "clock_suspect" in _codes(office))


def test_a_clock_far_ahead_is_said_and_ends_no_day(office: Office) -> None:
    person = office.person()
    ticket = person.take().body["id"]
    office.point.watch._wall -= timedelta(days=3)
    until(lambda: {"clock_ahead", "clock_suspect"} <= set(_codes(office)))
    office.clock.forward(days=1)
    assert person("GET", "/clock").body["in_doubt"]
    assert person("GET", "/point").body["business_date"] == "2026-09-12", "no day ends because of a clock alone"
    assert person.take().reason == "clock_suspect"
    with office.point.store.read() as tx:
        found = tx.ticket(ticket)
    assert found is not None
    assert found.state == "waiting"
    accepted = person("POST", "/clock/accept")
    assert (accepted.status, accepted.body["in_doubt"]) == (200, False)
    assert person.take().body["business_date"] == "2026-09-13"
