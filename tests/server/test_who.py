"""Who may do what: a device alone shows and signs in; a person acts, for as long as the sign-in lasts."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.operations.people.authority import Access
from kiosk.server.api.routes import route_table
from kiosk.server.http.auth import Role
from tests.server.office import Answer, Office, Person

DAY = "2026-09-12"
BODIES: dict[str, Any] = {
    "/point/documents": {"checklist": "x", "missing": ["y"]},
    "/tickets": {"service": "umum"},
    "/tickets/{id}/void": {"why": "x"},
    "/tickets/{id}/revive": {"why": "x"},
    "/returns": {"code": "A-001"},
    "/reprints": {"code": "A-001"},
    "/staff": {"name": "Budi", "pin": "7294"},
    "/staff/{name}/pin": {"pin": "7294", "new_pin": "6183"},
    "/devices": {"name": "another", "role": "counter"},
    "/pairing-codes": {"name": "another", "role": "counter"},
    "/pin": {"pin": "7294"},
}
ALONE = {
    "/counters/{id}/sign-in": "a device may sign in",
    "/sign-in": "a device may sign in",
    "/sign-out": "it ends nothing where nobody is signed in",
    "/tickets/{id}/paper": "the kiosk or counter says what its printer did",
    "/window/close": "the PIN of the person comes with it",
    "/printer": "the kiosk or counter says how its printer is",
    "/pairing": "nobody has a token yet",
}
"""Writing calls that need nobody."""


def _changing() -> list[Any]:
    calls = [call for call in route_table(None) if call.method != "GET"]  # pyright: ignore[reportArgumentType]  no app to call
    return [call for call in calls if call.path.removeprefix("/api/v1") not in ALONE]


@pytest.fixture
def enrolled(office: Office) -> Office:
    office.enrol()
    office.person("kiosk").take()
    return office


def accounts(office: Office) -> None:
    for name, role in (("Ani", "counter"), ("Sri", "supervisor")):
        made = office.person()("POST", "/staff", {"name": name, "pin": "7294", "role": role})
        assert made.status == 201


def signed_in(office: Office, role: str, staff: str, *, held: bool = False) -> tuple[Person, dict[str, str]]:
    """The device with somebody signed in on it, and the headers that it shows."""
    person = office.person(role)
    path = "/counters/1/sign-in" if role == "counter" else "/sign-in"
    answer = person("POST", path, {"staff": staff, "pin": "7294", "session": held})
    assert answer.status == 200, answer.body
    return person, {"Antrean_Session": answer.body["session"]} if held else {}


def _events(office: Office) -> int:
    with office.point.store.read() as tx:
        last = tx.last_event()
    return last.sequence if last else 0


@pytest.mark.parametrize("role", ["counter", "supervisor"])
def test_a_device_alone_changes_nothing(role: str, enrolled: Office) -> None:
    accounts(enrolled)
    device, before = enrolled.person(role), _events(enrolled)
    for call in _changing():
        if call.roles is not None and Role(role) not in call.roles:
            continue
        path = call.path.removeprefix("/api/v1")
        body = BODIES.get(path)
        real = path.replace("{id}", "1").replace("{name}", "Ani").replace("{day}", DAY)
        answer = device(call.method, real, body, Idempotency_Key="k")
        assert answer.reason in ("sign_in_needed", "not_signed_in"), (call.method, path, answer.body)
    assert _events(enrolled) == before


def test_every_changing_call_says_whom_it_needs() -> None:
    own = {call.path for call in _changing() if call.access is Access.DEVICE and call.roles != {Role.LOCAL}}
    at_counter = {f"/api/v1/counters/{{id}}/{what}" for what in ("sign-out", "pause", "resume", "next")}
    assert own == {*at_counter, "/api/v1/staff"}, "those look at the counter's session, or at the first account's code"


@pytest.mark.parametrize("path", ["/staff", "/devices", f"/days/{DAY}/log", f"/days/{DAY}/numbers"])
def test_what_is_about_people_is_not_shown_to_a_device_alone(path: str, enrolled: Office) -> None:
    accounts(enrolled)
    assert enrolled.person("supervisor")("GET", path).reason == "sign_in_needed"
    person, _ = signed_in(enrolled, "supervisor", "Sri")
    assert person("GET", path).status == 200
    officer, _ = signed_in(enrolled, "counter", "Ani")
    assert officer("GET", path).reason == "forbidden"


def test_a_kiosk_issues_and_nothing_else(enrolled: Office) -> None:
    kiosk = enrolled.person("kiosk")
    assert kiosk.take().status == 201
    assert kiosk("POST", "/point/emergency", {}).reason == "forbidden"
    assert kiosk("GET", "/queue").reason == "forbidden"


@pytest.mark.parametrize("role", ["counter", "supervisor"])
def test_a_session_that_was_asked_for_must_be_shown(role: str, enrolled: Office) -> None:
    accounts(enrolled)
    person, shown = signed_in(enrolled, role, "Sri", held=True)
    assert len(shown["Antrean_Session"]) == 22
    assert person("POST", "/point/emergency", {}).reason == "sign_in_needed", "somebody who has copied the token"
    for wrong in ("", "x", "A" * 22, "A" * 500, shown["Antrean_Session"][:-1]):
        assert person("POST", "/point/emergency", {}, Antrean_Session=wrong).reason == "sign_in_needed"
    assert person("POST", "/point/emergency", {}, **shown).status == 200
    assert person("DELETE", "/point/emergency", **shown).status == 204
    person("POST", "/counters/1/sign-out" if role == "counter" else "/sign-out", **shown)
    assert person("POST", "/point/emergency", {}, **shown).reason == "sign_in_needed"


def test_a_window_of_the_server_s_machine_needs_its_session_too(enrolled: Office) -> None:
    accounts(enrolled)
    local = enrolled.person()
    answer = local("POST", "/counters/1/sign-in", {"staff": "Ani", "pin": "7294", "session": True})
    assert local("POST", "/counters/1/next", Antrean_Counter="1").reason == "signed_in_elsewhere"
    assert local("POST", "/point/emergency", {}, Antrean_Counter="1").reason == "sign_in_needed"
    shown = {"Antrean_Counter": "1", "Antrean_Session": answer.body["session"]}
    assert local("POST", "/counters/1/next", **shown).status == 200
    assert local("GET", f"/days/{DAY}/log", **shown).reason == "forbidden"


def _grave(person: Person, shown: dict[str, str]) -> list[Answer]:
    return [
        person("POST", "/staff", {"name": "Budi", "pin": "7294"}, **shown),
        person("POST", "/staff/Ani/pin", {"new_pin": "6183"}, **shown),
        person("DELETE", "/staff/Budi", **shown),
        person("POST", "/devices", {"name": "another", "role": "counter"}, **shown),
        person("DELETE", "/devices/another", **shown),
        person("POST", "/pairing-codes", {"name": "third", "role": "board"}, **shown),
        person("DELETE", "/point/emergency", **shown),
        person("POST", f"/days/{DAY}/close", **shown),
    ]


@pytest.mark.parametrize("role", ["counter", "supervisor"])
def test_grave_acts_ask_for_the_pin_again(role: str, enrolled: Office) -> None:
    accounts(enrolled)
    person, shown = signed_in(enrolled, role, "Sri", held=True)
    enrolled.clock.forward(minutes=5, seconds=1)
    before = _events(enrolled)
    assert {answer.reason for answer in _grave(person, shown)} == {"pin_needed"}
    assert _events(enrolled) == before
    assert person("POST", "/point/emergency", {}, **shown).status == 200, "a stop must not wait for a PIN"
    assert person("POST", "/pin", {"pin": "6183"}, **shown).reason == "wrong_pin"
    assert person("POST", "/pin", {"pin": "7294"}, **shown).status == 204
    *done, closed = _grave(person, shown)
    assert {answer.status for answer in done} <= {200, 201, 204}
    assert closed.reason == "still_open"


def test_sign_ins_end_with_idleness_the_day_and_the_device(enrolled: Office) -> None:
    accounts(enrolled)
    person, shown = signed_in(enrolled, "supervisor", "Sri", held=True)
    enrolled.clock.forward(hours=12, seconds=1)
    assert person("POST", "/point/emergency", {}, **shown).reason == "sign_in_needed"
    person, shown = signed_in(enrolled, "supervisor", "Sri", held=True)
    enrolled.clock.forward(hours=2)
    assert person("POST", "/point/emergency", {}, **shown).reason == "sign_in_needed", "it is another day"
    person, shown = signed_in(enrolled, "counter", "Sri", held=True)
    enrolled.person()("DELETE", "/staff/Sri")
    assert person("POST", "/point/emergency", {}, **shown).reason == "sign_in_needed"


def test_every_row_of_the_log_names_device_and_person(enrolled: Office) -> None:
    accounts(enrolled)
    local = enrolled.person()
    person, shown = signed_in(enrolled, "counter", "Ani", held=True)
    person("POST", "/counters/1/next", **shown)
    person("POST", "/counters/1/pause", {"reason": "salat"}, **shown)
    person("POST", "/point/emergency", {}, **shown)
    person("POST", "/point/help", **shown)
    supervisor, held = signed_in(enrolled, "supervisor", "Sri", held=True)
    supervisor("POST", "/devices", {"name": "another", "role": "counter"}, **held)
    rows = local("GET", f"/days/{DAY}/log").body
    assert {row["device"] for row in rows} == {"server", "the kiosk", "the counter", "the supervisor"}
    by = {(row["kind"], row["device"], row["staff"]) for row in rows}
    assert {
        ("issue", "the kiosk", None),
        ("call", "the counter", "Ani"),
        ("pause", "the counter", "Ani"),
        ("emergency", "the counter", "Ani"),
        ("help", "the counter", "Ani"),
        ("device", "the supervisor", "Sri"),
        ("staff", "server", "local"),
    } <= by


def test_a_key_belongs_to_its_device(enrolled: Office) -> None:
    accounts(enrolled)
    first = enrolled.person("kiosk").take(key="shared")
    assert enrolled.person("kiosk").take(key="shared").body == first.body
    counter, shown = signed_in(enrolled, "counter", "Ani", held=True)
    other = counter("POST", "/tickets", {"service": "umum"}, Idempotency_Key="shared", **shown)
    assert other.status == 201
    assert other.body["number"] != first.body["number"]
    assert other.body["token"] != first.body["token"]
    assert counter("POST", "/tickets", {"service": "umum", "have": []}, Idempotency_Key="shared", **shown).status == 200


def test_a_key_that_was_forgotten_gives_a_new_ticket(enrolled: Office) -> None:
    """Keys are kept for two days, the visitor's page until the end of the day after."""
    from kiosk.operations.days import retention  # noqa: PLC0415  this test alone runs it by hand

    kiosk = enrolled.person("kiosk")
    first = kiosk.take(key="again").body
    with enrolled.point.store.read() as tx:
        assert tx.ticket(first["id"]) is not None
    enrolled.point.store.write(
        lambda tx: tx.forget(
            tickets_before=enrolled.clock.now().date(),
            flags_before=enrolled.clock.now().date(),
            keys_before=enrolled.clock.now().replace(year=2027),
        )
    )
    assert retention.KEYS_DAYS == 2
    second = kiosk.take(key="again")
    assert second.status == 201
    assert (second.body["id"] != first["id"], second.body["token"] != first["token"]) == (True, True)


def test_the_first_account_from_a_device_needs_the_code_that_the_server_shows(office: Office) -> None:
    office.enrol()
    counter, local = office.person("counter"), office.person()
    body = {"name": "Sri", "pin": "7294", "role": "supervisor"}
    assert counter("POST", "/staff", body).reason == "first_account"
    assert counter("POST", "/first-account").reason == "forbidden"
    code = local("POST", "/first-account").body["code"]
    wrong = f"{(int(code) + 1) % 10**10:010}"
    assert counter("POST", "/staff", {**body, "code": wrong}).reason == "first_account"
    assert counter("POST", "/staff", {**body, "code": code}).status == 201
    assert counter("POST", "/staff", {"name": "Budi", "pin": "7294", "code": code}).reason == "sign_in_needed"
    assert local("POST", "/first-account").reason == "not_first"


def test_five_wrong_codes_void_it(office: Office) -> None:
    office.enrol()
    counter, body = office.person("counter"), {"name": "Sri", "pin": "7294"}
    code = office.person()("POST", "/first-account").body["code"]
    for n in range(5):
        counter("POST", "/staff", {**body, "code": f"{(int(code) + 1 + n) % 10**10:010}"})
    assert counter("POST", "/staff", {**body, "code": code}).reason == "first_account"


@pytest.mark.parametrize(
    ("pin", "reason"), [("123456", "pin_common"), ("1111", "pin_common"), ("010190", "pin_common")]
)
def test_common_pins_are_refused(pin: str, reason: str, office: Office) -> None:
    local = office.person()
    assert local("POST", "/staff", {"name": "Ani", "pin": pin}).reason == reason
    assert local("POST", "/staff", {"name": "Ani", "pin": "7294"}).status == 201
    assert local("POST", "/staff/Ani/pin", {"new_pin": pin}).reason == reason


def test_one_device_locks_nobody_out(enrolled: Office) -> None:
    accounts(enrolled)
    counter = enrolled.person("counter")
    for name in counter("GET", "/staff/names").body["names"]:
        for _ in range(5):
            counter("POST", "/counters/1/sign-in", {"staff": name, "pin": "9999"})
        assert counter("POST", "/counters/1/sign-in", {"staff": name, "pin": "7294"}).reason == "locked"
    assert enrolled.person("supervisor")("POST", "/sign-in", {"staff": "Sri", "pin": "7294"}).status == 200


def test_revoking_names_what_the_device_let_in_and_takes_it_along(enrolled: Office) -> None:
    accounts(enrolled)
    local = enrolled.person()
    supervisor, shown = signed_in(enrolled, "supervisor", "Sri", held=True)
    made = supervisor("POST", "/devices", {"name": "another", "role": "counter"}, **shown).body["device"]
    assert (made["added_by"], made["added_on"] is not None) == ("Sri", True)
    left = local("DELETE", "/devices/the%20supervisor")
    assert (left.status, [device["name"] for device in left.body["descendants"]]) == (200, ["another"])
    assert local("DELETE", "/devices/the%20supervisor?descendants=true").status == 204
    gone = [device["name"] for device in local("GET", "/devices").body if device["revoked_at"]]
    assert sorted(gone) == ["another", "the supervisor"]
