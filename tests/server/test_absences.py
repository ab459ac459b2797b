"""``/counters/{id}/absence``: a supervisor or an officer says that nobody is at a counter."""

from __future__ import annotations

from tests.server.office import Office


def test_it_is_marked_seen_logged_and_taken_back(office: Office) -> None:
    office.enrol()
    officer = office.sign_in("1", office.person("counter"))
    marked = officer("POST", "/counters/2/absence", {"until": "2026-09-12T11:30:00+07:00"})
    assert (marked.status, marked.body["absent"], marked.body["absent_until"]) == (
        200,
        True,
        "2026-09-12T11:30:00+07:00",
    )
    assert officer("POST", "/counters/3/absence").body["absent_until"] is None
    shown = {one["id"]: one["absent"] for one in office.person("board")("GET", "/point").body["counters"]}
    assert shown == {"1": False, "2": True, "3": True, "4": False}
    assert officer("DELETE", "/counters/2/absence").body["absent"] is False
    rows = office.person()("GET", "/days/2026-09-12/log").body
    found = [(row["text"]["en"], row["staff"], row["counter"]) for row in rows if row["kind"].startswith("absent")]
    assert found == [
        ("Counter marked as closed until 11:30", "Ani", "2"),
        ("Counter marked as closed for today", "Ani", "3"),
        ("Counter no longer marked as closed", "Ani", "2"),
    ]


def test_who_may_not_and_what_may_not(office: Office) -> None:
    office.enrol()
    assert office.person("kiosk")("POST", "/counters/2/absence").status == 403
    assert office.person("counter")("POST", "/counters/2/absence").reason == "sign_in_needed"
    officer = office.sign_in("1", office.person("counter"))
    own = officer("POST", "/counters/1/absence")
    assert (own.status, own.reason) == (409, "counter_open")
    assert "Ani" in own.body["detail"]
    for body, reason in (
        ({"until": "2026-09-12T09:00:00+07:00"}, "until_past"),
        ({"until": "2026-09-12T11:00:00"}, "invalid_body"),
        ({"until": "9999-12-31T23:59:00+07:00"}, "until_far"),
        ({"until": "noon"}, "invalid_body"),
        ({"who": "me"}, "invalid_body"),
    ):
        refused = officer("POST", "/counters/2/absence", body)
        assert (refused.status, refused.reason) == (400, reason), body
    assert officer("POST", "/counters/9/absence").status == 404
    assert not any(one["absent"] for one in officer("GET", "/point").body["counters"])
