"""Who acts: the device that asks, the counter where somebody signed in on it, and whether that is a supervisor."""

from __future__ import annotations

import pytest

from kiosk.operations.people import accounts
from kiosk.operations.people.actor import (
    Actor,
    counter_of_session,
    known_counter,
    may_supervise,
    session_at,
    session_of,
    staff_of,
)
from kiosk.operations.refusal import Refusal
from kiosk.store.interface import CounterSession
from tests.operations.office import HERE, OTHER_TABLET, TABLET, TUESDAY, Office

WINDOW = Actor(None, "1")
"""This machine's own user in the window of counter 1."""
AT_3 = Actor(None, "3")


def test_a_device_owns_the_session_that_was_begun_on_it() -> None:
    session = CounterSession("ulp", "1", "Ani", TUESDAY, device="tablet")
    assert [actor.owns(session) for actor in (HERE, TABLET, OTHER_TABLET)] == [True, True, False]
    local = CounterSession("ulp", "1", "Ani", TUESDAY)
    assert [actor.owns(local) for actor in (HERE, WINDOW, Actor(None, "2"), TABLET)] == [True, True, False, False]


def test_a_session_with_a_token_belongs_to_who_shows_it() -> None:
    session = CounterSession("ulp", "1", "Ani", TUESDAY, device="tablet", token_hash="hash")
    shown = [Actor("tablet", session=token) for token in (None, "other", "hash")]
    assert [actor.owns(session) for actor in shown] == [False, False, True]
    assert [session_of([session], actor) for actor in shown] == [None, None, session]
    plain = CounterSession("ulp", "2", "Budi", TUESDAY, device="tablet")
    assert session_of([plain], shown[1]) is None, "a token that ended does not turn into somebody else"


def test_a_counter_of_the_configuration(office: Office) -> None:
    assert known_counter(office.point, "3") == "3"
    with pytest.raises(Refusal) as refused:
        known_counter(office.point, "4")
    assert (refused.value.reason, refused.value.status) == ("unknown_counter", 404)


def test_the_session_at_a_counter(office: Office) -> None:
    office.sign_in("1", "Ani", TABLET)
    assert office.read(session_at, TABLET, "1").staff == "Ani"
    refusal = office.refused(session_at, OTHER_TABLET, "1")
    assert (refusal.reason, refusal.values) == ("signed_in_elsewhere", {"counter": "1", "staff": "Ani"})
    assert office.refused(session_at, TABLET, "2").values == {"counter": "2"}


def test_the_session_of_who_asks(office: Office) -> None:
    office.sign_in("1", "Ani", TABLET)
    office.sign_in("2", "Budi", OTHER_TABLET)
    office.sign_in("3", "Cici", Actor(None, "3"))
    with office.context() as context:
        found = [
            session_of(context.sessions, actor) for actor in (TABLET, OTHER_TABLET, HERE, AT_3, WINDOW, Actor("new"))
        ]
        assert [session and session.staff for session in found] == ["Ani", "Budi", None, "Cici", None, None]
        assert [counter_of_session(context, actor) for actor in (TABLET, HERE, AT_3)] == ["1", None, "3"]


def test_whom_to_write_down(office: Office) -> None:
    office.sign_in("1", "Ani", TABLET)
    office.sign_in("2", "Budi", OTHER_TABLET)
    with office.context() as context:
        assert staff_of(context, TABLET, "2") == "Budi", "who sits where it happened"
        assert staff_of(context, TABLET, "3") == "Ani", "nobody sits there: who asks"
        assert staff_of(context, TABLET, None) == "Ani"
        assert staff_of(context, HERE, None) is None


def test_who_may_supervise(office: Office) -> None:
    for name, role in (("Sari", "supervisor"), ("Ani", "counter")):
        office.run(accounts.add, name, role, "hash", first_only=False, by=None)
    assert office.read(may_supervise, HERE), "this machine's own user, away from a counter"
    assert not office.read(may_supervise, TABLET), "nobody is signed in on it"
    office.sign_in("1", "Ani", TABLET)
    office.sign_in("2", "Sari", OTHER_TABLET)
    assert not office.read(may_supervise, TABLET)
    assert office.read(may_supervise, OTHER_TABLET)
    office.sign_in("3", "Sari", AT_3)
    assert not office.read(may_supervise, WINDOW), "nobody is signed in in that window of this machine"
    assert office.read(may_supervise, AT_3)
    office.run(accounts.remove, "Sari", by=None)
    assert not office.read(may_supervise, OTHER_TABLET)


def test_an_account_that_is_not_known_supervises_nothing(office: Office) -> None:
    office.sign_in("1", "Nobody", TABLET)
    assert not office.read(may_supervise, TABLET)
