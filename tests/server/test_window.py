"""Closing the visitor's window: the PIN of any member of staff, counted by device, and named in the log."""

from __future__ import annotations

import pytest

from tests.server.office import Office

DAY = "2026-09-12"


@pytest.fixture
def staffed(office: Office) -> Office:
    office.enrol()
    for name, pin in (("Ani", "7294"), ("Sri", "6183")):
        made = office.person()("POST", "/staff", {"name": name, "pin": pin, "role": "supervisor"})
        assert made.status == 201
    return office


def test_any_members_pin_closes_it_and_the_log_says_who_and_where(staffed: Office) -> None:
    assert staffed.person("kiosk")("POST", "/window/close", {"pin": "6183"}).status == 204
    rows = staffed.person()("GET", f"/days/{DAY}/log").body
    row = next(row for row in rows if row["kind"] == "window_closed")
    assert (row["staff"], row["device"]) == ("Sri", "the kiosk")
    assert "Sri" in row["text"]["en"]


def test_wrong_pins_slow_this_window_alone(staffed: Office) -> None:
    kiosk = staffed.person("kiosk")
    answers = [kiosk("POST", "/window/close", {"pin": f"11{n}9"}) for n in range(6)]
    assert [one.reason for one in answers] == ["wrong_pin"] * 5 + ["locked"]
    locked = kiosk("POST", "/window/close", {"pin": "7294"})
    assert (locked.status, locked.reason) == (429, "locked")
    assert staffed.person()("POST", "/window/close", {"pin": "7294"}).status == 204
    counter = staffed.person("counter")
    assert counter("POST", "/counters/1/sign-in", {"staff": "Ani", "pin": "7294"}).status == 200
    kinds = [row["kind"] for row in staffed.person()("GET", f"/days/{DAY}/log").body]
    assert "staff" in kinds


def test_a_right_pin_forgets_the_wrong_ones(staffed: Office) -> None:
    kiosk = staffed.person("kiosk")
    for _ in range(2):
        assert [kiosk("POST", "/window/close", {"pin": "1119"}).status for _ in range(4)] == [403] * 4
        assert kiosk("POST", "/window/close", {"pin": "7294"}).status == 204


@pytest.mark.parametrize("role", ["counter", "board", "supervisor"])
def test_other_windows_close_without_asking(staffed: Office, role: str) -> None:
    assert staffed.person(role)("POST", "/window/close", {"pin": "7294"}).reason == "forbidden"


def test_without_an_account_nobody_has_a_pin(office: Office) -> None:
    office.enrol()
    answer = office.person("kiosk")("POST", "/window/close", {"pin": "7294"})
    assert (answer.status, answer.reason) == (409, "no_account")


def test_a_removed_members_pin_closes_nothing(staffed: Office) -> None:
    assert staffed.person()("DELETE", "/staff/Sri").status == 204
    assert staffed.person("kiosk")("POST", "/window/close", {"pin": "6183"}).reason == "wrong_pin"
