"""Values from outside that no office means: refused where they enter, and every view still answers."""

from __future__ import annotations

import pytest

from kiosk.contract import bounds
from tests.server.office import Office

DAY = "2026-09-12"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1999-12-31", "2200-01-01", "2026-02-30", "x"])
@pytest.mark.parametrize("what", ["report", "numbers", "log"])
def test_a_day_that_no_office_has(day: str, what: str, shared: Office) -> None:
    assert shared.person()("GET", f"/days/{day}/{what}").reason == "no_date"


@pytest.mark.parametrize(
    "name",
    [
        "A\u202eni", "A\u200bni", "A\ufeffni", "A\u0007ni", "A\u0085ni", "A/ni", " ", "", " Ani", "Ani ", "x" * 65,
        "A\u2066ni", "A\u00adni",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/staff", "/devices", "/pairing-codes"])
def test_what_cannot_be_seen_is_in_no_name(path: str, name: str, shared: Office) -> None:
    body = {"name": name, **({"pin": "7294"} if path == "/staff" else {"role": "counter"})}
    assert shared.person()("POST", path, body).reason == "invalid_body"


@pytest.mark.parametrize("name", ["An\u0456", "\u0410ni", "\u0391ni", "\uff21ni", "\U0001d400ni", "\u2160"])
@pytest.mark.parametrize("path", ["/staff", "/devices", "/pairing-codes"])
def test_a_name_is_of_one_script(path: str, name: str, shared: Office) -> None:
    body = {"name": name, **({"pin": "7294"} if path == "/staff" else {"role": "counter"})}
    answer = shared.person()("POST", path, body)
    assert (answer.status, answer.reason) == (400, "name_alike")


@pytest.mark.parametrize(
    "name", ["Sari", "Loket 1", "Ni Luh Ayu", "O'Brien", "Çelik", "山田 太郎", "Иванова", "أحمد", "René"]
)
def test_names_of_people_are_kept(name: str) -> None:
    assert bounds.normal_name(name) == name


def test_a_name_is_kept_in_one_form(office: Office) -> None:
    local = office.person()
    assert local("POST", "/staff", {"name": "Rene\u0301", "pin": "7294"}).body["name"] == "Ren\u00e9"
    assert local("POST", "/staff", {"name": "Ren\u00e9", "pin": "7294"}).reason == "staff_exists"
