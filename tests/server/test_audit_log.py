"""Who did what when: accounts, PINs, the supervisor at a counter, and the readable log."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from kiosk.cli.main import antrean
from tests.server.office import OFFICE, Office, Person
from tests.server.test_moves import call, miss, move

DAY = "2026-09-12"


def enrolled(office: Office, role: str, counter: str = "1", name: str = "Ani") -> Person:
    """A counter device where somebody of the role is signed in."""
    if not office.tokens:
        office.enrol()
    made = office.person()("POST", "/staff", {"name": name, "pin": "7294", "role": role})
    assert made.status in (201, 409)
    person = office.person("counter")
    signed = person("POST", f"/counters/{counter}/sign-in", {"staff": name, "pin": "7294"})
    assert signed.body["role"] == role
    return person


def run(office: Office, *words: str, **more: Any) -> Any:
    options = ("--data", str(office.data), "--config", str(OFFICE))
    return CliRunner().invoke(antrean, [*words, *options], catch_exceptions=False, **more)


SUPERVISED = (
    ("GET", "/staff", None),
    ("POST", "/staff", {"name": "Budi", "pin": "7294"}),
    ("POST", "/staff/Budi/pin", {"new_pin": "2749"}),
    ("DELETE", "/staff/Budi", None),
    ("GET", f"/days/{DAY}/log", None),
)


def test_a_supervisor_at_a_counter_does_what_an_officer_there_may_not(office: Office) -> None:
    officer = enrolled(office, "counter")
    for method, path, body in SUPERVISED:
        assert officer(method, path, body).reason == "forbidden", path
    supervisor = enrolled(office, "supervisor", name="Sri")
    for method, path, body in SUPERVISED:
        assert supervisor(method, path, body).status < 300, path
    supervisor("POST", "/counters/1/sign-out")
    assert supervisor("GET", "/staff").reason == "sign_in_needed"


def test_a_removed_supervisor_is_one_no_more(office: Office) -> None:
    supervisor = enrolled(office, "supervisor", name="Sri")
    office.person()("DELETE", "/staff/Sri")
    assert supervisor("GET", "/staff").reason == "sign_in_needed"


def test_a_window_of_this_machine_says_where_it_sits(office: Office) -> None:
    """Else nothing that is done in it would have a doer."""
    local = office.sign_in(staff="Ani")
    local("POST", "/tickets", {"service": "umum"}, Idempotency_Key="for-somebody", Antrean_Counter="1")
    local("POST", "/point/emergency", {"reason": "x"}, Antrean_Counter="1")
    assert local("DELETE", "/staff/Ani", Antrean_Counter="1").reason == "forbidden"
    rows = local("GET", f"/days/{DAY}/log").body
    done = {row["kind"]: (row["staff"], row["counter"]) for row in rows}
    assert done["issue"] == ("Ani", "1")
    assert done["emergency"][0] == "Ani"


def test_a_device_cannot_say_that_it_sits_elsewhere(office: Office) -> None:
    enrolled(office, "supervisor", counter="2", name="Sri")
    other = office.person()("POST", "/devices", {"name": "another", "role": "counter"}).body["token"]
    stranger = Person(office.port, other)
    office.people.append(stranger)
    assert stranger("GET", "/staff", Antrean_Counter="2").reason == "sign_in_needed"


def test_an_officer_changes_the_own_pin(office: Office) -> None:
    officer = enrolled(office, "counter")
    assert officer("POST", "/staff/Ani/pin", {"pin": "9999", "new_pin": "6183"}).reason == "wrong_pin"
    assert officer("POST", "/staff/Ani/pin", {"pin": "7294", "new_pin": "567"}).reason == "invalid_body"
    assert officer("POST", "/staff/Ani/pin", {"pin": "7294", "new_pin": "6183"}).status == 200
    assert officer("POST", "/counters/1/sign-in", {"staff": "Ani", "pin": "7294"}).reason == "wrong_pin"
    assert officer("POST", "/counters/1/sign-in", {"staff": "Ani", "pin": "6183"}).status == 200


def test_a_pin_is_guessed_no_faster_by_changing_it(office: Office) -> None:
    officer = enrolled(office, "counter")
    guesses = [officer("POST", "/staff/Ani/pin", {"pin": f"000{n}", "new_pin": "6183"}).reason for n in range(6)]
    assert guesses == ["wrong_pin"] * 5 + ["locked"]
    assert officer("POST", "/counters/1/sign-in", {"staff": "Ani", "pin": "7294"}).reason == "locked"
    assert run(office, "staff", "pin", "Ani", input="8463\n").exit_code == 0
    assert officer("POST", "/counters/1/sign-in", {"staff": "Ani", "pin": "8463"}).status == 200


def test_who_did_what_when(office: Office) -> None:
    person = office.sign_in()
    for _ in range(3):
        person.take()
    first = call(person)["id"]
    office.clock.forward(minutes=5)
    move(person, first, "serve")
    move(person, first, "hold", {"until": "2026-09-12T11:00:00+07:00"})
    missed = "-".join(miss(person).split("-")[-2:])
    assert person("POST", "/returns", {"code": missed}).body["after_calls"] is not None
    person("POST", "/staff", {"name": "Budi", "pin": "7294"})
    rows = person("GET", f"/days/{DAY}/log").body
    assert [row["sequence"] for row in rows] == list(range(1, len(rows) + 1))
    told = [(row["staff"], row["counter"], row["text"]["en"]) for row in rows]
    assert ("Ani", "1", "Signed in") in told
    assert ("Ani", "1", "A-001 called") in told
    assert any(text.endswith("put on hold until 11:00") for _, _, text in told)
    assert any("returned to the queue after a no-show" in text for _, _, text in told)
    assert ("local", None, "Account created: Budi (counter)") in told
    for row in rows:
        assert row["text"]["id"] != row["kind"], row
    one = person("GET", f"/days/{DAY}/log?number=a2").body
    assert {row["number"] for row in one} == {missed}
    assert {row["kind"] for row in one} == {"issue", "call", "recall", "no_show", "return"}
    assert all(row["staff"] == "Ani" for row in person("GET", f"/days/{DAY}/log?staff=Ani&counter=1").body)


def test_a_day_of_the_log_is_the_calendar_s(office: Office) -> None:
    """What is done before the day's first number belongs to that day."""
    person = office.sign_in()
    person.take()
    office.clock.forward(hours=20)
    person("POST", "/staff", {"name": "Pagi", "pin": "7294"})
    tomorrow = person("GET", "/days/2026-09-13/log").body
    assert [row["text"]["en"] for row in tomorrow if row["kind"] == "staff"] == ["Account created: Pagi (counter)"]
    assert all(row["at"].startswith("2026-09-13") for row in tomorrow)
    assert person("GET", "/days/2026-09-14/log").body == []
    assert len(person("GET", f"/days/{DAY}/log").body) >= 3


@pytest.mark.parametrize("running", [True, False])
def test_the_log_on_the_command_line(office: Office, running: bool) -> None:
    office.sign_in().take()
    office.clock.forward(minutes=1)
    done = run(office, "staff", "log", "--date", DAY, "--number", "A1", "--json")
    assert [row["kind"] for row in json.loads(done.stdout)] == ["issue"]
    assert "A-001" in run(office, "staff", "log", "--date", DAY).stdout
    if not running:
        assert "Tidak ditemukan" in run(office, "staff", "log", "--date", "2026-09-11").stdout


def test_an_account_can_be_given_a_pin_without_a_server(tmp_path: Any) -> None:
    options = ("--data", str(tmp_path), "--config", str(OFFICE))
    runner = CliRunner()
    assert (
        runner.invoke(antrean, ["staff", "add", "Ani", "--role", "counter", *options], input="729416\n").exit_code == 0
    )
    assert runner.invoke(antrean, ["staff", "pin", "Ani", *options], input="618352\n").exit_code == 0
    refused = runner.invoke(antrean, ["staff", "pin", "Nobody", *options], input="5678\n")
    assert refused.exit_code == 1
    log = runner.invoke(antrean, ["staff", "log", *options])
    assert "Ani" in log.stdout
