"""Every call with every role: who may do what is written here once more, by hand."""

from __future__ import annotations

import pytest

from kiosk.server.api.routes import EVENTS, route_table
from tests.server.office import ROLES, Office, Stream

ANY = frozenset(ROLES)
NOBODY_ELSE = frozenset[str]()
STAFF = frozenset({"counter", "supervisor"})
MAY = {
    "GET /api/v1/point": ANY,
    "GET /api/v1/board": ANY,
    "GET /api/v1/events": ANY,
    "GET /api/v1/queue": STAFF,
    "POST /api/v1/point/emergency": STAFF,
    "DELETE /api/v1/point/emergency": STAFF,
    "POST /api/v1/point/help": {"kiosk", "counter"},
    "DELETE /api/v1/point/help": STAFF,
    "POST /api/v1/tickets": {"kiosk", "counter"},
    "POST /api/v1/tickets/{id}/paper": {"kiosk", "counter"},
    **{
        f"POST /api/v1/tickets/{{id}}/{move}": {"counter"}
        for move in ("recall", "serve", "finish", "no-show", "hold", "return", "transfer", "void", "undo")
    },
    "POST /api/v1/returns": {"counter"},
    "POST /api/v1/reprints": {"counter"},
    "POST /api/v1/printer": {"kiosk", "counter"},
    "POST /api/v1/window/close": {"kiosk"},
    "POST /api/v1/counters/{id}/absence": STAFF,
    "DELETE /api/v1/counters/{id}/absence": STAFF,
    "GET /api/v1/days/{day}/visits": {"supervisor"},
    "GET /api/v1/days/{day}/report": STAFF,
    "GET /api/v1/days/{day}/numbers": {"supervisor"},
    "POST /api/v1/days/{day}/close": STAFF,
    "GET /api/v1/days/{day}/log": STAFF,
    "GET /api/v1/clock": STAFF,
    "POST /api/v1/clock/accept": STAFF,
    "GET /api/v1/pending": STAFF,
    "POST /api/v1/pending/{id}/accept": STAFF,
    "DELETE /api/v1/pending/{id}": STAFF,
    "POST /api/v1/tickets/{id}/revive": STAFF,
    "POST /api/v1/point/documents": {"counter"},
    **{
        f"POST /api/v1/counters/{{id}}/{what}": {"counter"}
        for what in ("sign-in", "sign-out", "pause", "resume", "next")
    },
    "GET /api/v1/staff/names": STAFF,
    "GET /api/v1/staff": STAFF,
    "POST /api/v1/staff": STAFF,
    "POST /api/v1/first-account": NOBODY_ELSE,
    "POST /api/v1/sign-in": {"supervisor"},
    "POST /api/v1/sign-out": {"supervisor"},
    "POST /api/v1/pin": STAFF,
    "DELETE /api/v1/staff/{name}": STAFF,
    "POST /api/v1/staff/{name}/pin": STAFF,
    "GET /api/v1/devices": STAFF,
    "POST /api/v1/devices": STAFF,
    "DELETE /api/v1/devices/{id}": STAFF,
    "POST /api/v1/pairing-codes": STAFF,
    "POST /api/v1/pairing": None,
    "POST /api/v1/backup": NOBODY_ELSE,
    "GET /api/v1/backup": NOBODY_ELSE,
    "GET /healthz": None,
    "GET /metrics": None,
    "GET /api/v1/openapi.json": None,
}
"""None: no token is asked for. This machine's own user may do everything."""


def test_every_call_is_in_the_table(shared: Office) -> None:
    known = {f"{call.method} {call.path}" for call in (*route_table(None), EVENTS)}
    assert known == set(MAY)


@pytest.mark.parametrize("role", [*ROLES, None, "local"])
@pytest.mark.parametrize("call", MAY)
def test_who_may(call: str, role: str | None, shared: Office) -> None:
    if call.endswith("/events"):
        return
    method, _, path = call.partition(" ")
    path = path.replace("{id}", "nothing").replace("{name}", "nobody").replace("{day}", "2026-09-12")
    body = b"{" if method == "POST" else None
    answer = shared.person(role)(method, path, body)
    allowed = MAY[call]
    if allowed is None:
        assert answer.status == (400 if body else 200)
    elif role is None:
        assert (answer.status, answer.reason) == (401, "unauthorized")
        assert "Bearer" in answer.headers["www-authenticate"]
    elif role == "local":
        assert answer.status not in (401, 403), answer.body
    elif role in allowed:
        assert answer.status != 401, answer.body
        assert answer.status != 403 or answer.reason == "sign_in_needed", answer.body
    else:
        assert (answer.status, answer.reason) == (403, "forbidden")


@pytest.mark.parametrize("role", [*ROLES, "local"])
def test_the_queue_is_in_the_stream_of_staff_alone(role: str, shared: Office) -> None:
    stream = Stream(shared, shared.person(role).token)
    snapshot = stream.next()
    stream.close()
    assert snapshot is not None
    assert (snapshot.data["queue"] is not None) == (role in {*STAFF, "local"})


def test_without_a_token_no_stream(shared: Office) -> None:
    assert Stream(shared, None).reply.status == 401


@pytest.mark.parametrize("token", ["", "x", "local", "0" * 400, "ä".encode().decode("latin-1")])
def test_a_wrong_token_opens_nothing(token: str, shared: Office) -> None:
    person = shared.person(None)
    assert person("GET", "/point", Authorization=f"Bearer {token}").status == 401


def test_staff_flags_cross_to_staff_alone(shared: Office) -> None:
    assert "staff_flag" not in str(shared.person("kiosk")("GET", "/point").body)


def test_a_revoked_device_is_out_at_once(office: Office) -> None:
    office.enrol()
    board = office.person("board")
    assert board("GET", "/point").status == 200
    stream = Stream(office, board.token)
    stream.next()
    assert office.person()("DELETE", "/devices/the%20board").status == 204
    assert board("GET", "/point").status == 401
    while stream.next() is not None:
        pass
    assert office.person()("DELETE", "/devices/the%20board").reason == "unknown_device"


def test_a_revoked_device_is_signed_out_at_its_counter(office: Office) -> None:
    office.enrol()
    office.sign_in("1", office.person("counter"))
    local = office.person()

    def seated() -> list[str | None]:
        return [counter["staff"] for counter in local("GET", "/point").body["counters"] if counter["id"] == "1"]

    assert seated() == ["Ani"]
    assert local("DELETE", "/devices/the%20counter").status == 204
    assert seated() == [None]
    assert local("POST", "/counters/1/next").reason == "not_signed_in"
    assert local("GET", "/days/2026-09-12/log").body[-1]["kind"] in ("device", "sign_out")


@pytest.mark.parametrize("role", ["kiosk", "counter", "local"])
def test_only_staff_issue_against_the_rules(role: str, office: Office) -> None:
    office.enrol()
    answer = office.person(role).take(override="the visitor came from far away")
    if role == "counter":
        assert answer.reason == "sign_in_needed"
        answer = office.sign_in("1", office.person(role)).take(override="the visitor came from far away")
    if role == "kiosk":
        assert (answer.status, answer.reason) == (403, "forbidden")
    else:
        assert answer.status == 201


def test_a_device_of_another_point_is_told_so(office: Office) -> None:
    office.enrol()
    devices = office.server.app.authenticator.devices
    for device in devices.values():
        object.__setattr__(device, "point", "elsewhere")
    assert office.person("kiosk")("GET", "/point").reason == "other_point"
