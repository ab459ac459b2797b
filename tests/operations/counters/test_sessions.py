"""Sign-in, sign-out, pause and resume at a counter."""

from __future__ import annotations

import pytest

from kiosk.operations.counters import sessions
from kiosk.operations.people.actor import Actor
from kiosk.store.interface import CounterSession
from tests.operations.office import HERE, OTHER_TABLET, TABLET, TUESDAY, Office


def _at(office: Office, counter: str = "1") -> CounterSession | None:
    with office.point.store.read() as tx:
        return tx.counter_session("ulp", counter)


def test_signing_in_is_kept_and_logged(office: Office) -> None:
    session = office.run(sessions.sign_in, TABLET, "1", "Ani")
    assert session == _at(office)
    assert session == CounterSession("ulp", "1", "Ani", TUESDAY, device="tablet", used_at=TUESDAY, proved_at=TUESDAY)
    event = office.last("sign_in")
    assert (event.counter, event.staff, event.at) == ("1", "Ani", TUESDAY)


def test_an_unknown_counter_is_refused(office: Office) -> None:
    refusal = office.refused(sessions.sign_in, TABLET, "9", "Ani")
    assert (refusal.reason, refusal.status, refusal.values) == ("unknown_counter", 404, {"counter": "9"})


def test_a_colleague_takes_over_and_what_is_in_hand_stays(office: Office) -> None:
    ticket = office.issue()
    office.sign_in(staff="Ani", actor=TABLET)
    office.call(actor=TABLET)
    office.run(sessions.sign_in, OTHER_TABLET, "1", "Budi")
    out, entered = office.events()[-2:]
    assert (out.kind, out.staff, out.data) == ("sign_out", "Ani", {"taken_over_by": "Budi"})
    assert (entered.kind, entered.staff) == ("sign_in", "Budi")
    assert office.ticket(ticket).counter == "1"
    assert office.refused(sessions.pause, TABLET, "1", "").reason == "signed_in_elsewhere"


def test_the_same_person_signing_in_again_is_not_signed_out(office: Office) -> None:
    office.sign_in(staff="Ani", actor=TABLET)
    office.run(sessions.sign_in, OTHER_TABLET, "1", "Ani")
    assert office.kinds() == ["sign_in", "sign_in"]
    session = _at(office)
    assert session is not None
    assert session.device == "other-tablet"


def test_signing_out(office: Office) -> None:
    office.sign_in(staff="Ani", actor=TABLET)
    office.run(sessions.sign_out, TABLET, "1")
    assert _at(office) is None
    assert (office.last("sign_out").staff, office.last("sign_out").counter) == ("Ani", "1")


def test_signing_out_with_a_ticket_in_hand_is_refused(office: Office) -> None:
    office.issue()
    office.sign_in()
    office.call()
    refusal = office.refused(sessions.sign_out, HERE, "1")
    assert (refusal.reason, refusal.state, refusal.values) == ("ticket_in_hand", "called", {"number": "A-001"})
    assert _at(office) is not None


def test_pausing_and_resuming(office: Office) -> None:
    office.sign_in(staff="Ani")
    assert office.run(sessions.pause, HERE, "1", "istirahat").paused == "istirahat"
    assert office.run(sessions.pause, HERE, "1", "rapat") == _at(office)
    assert [event.data["reason"] for event in office.events("pause")] == ["istirahat", "rapat"]
    assert office.run(sessions.resume, HERE, "1").paused is None
    event = office.last("resume")
    assert (event.counter, event.staff) == ("1", "Ani")
    before = office.events()
    office.run(sessions.resume, HERE, "1")
    assert office.events() == before, "resuming twice changes nothing"


@pytest.mark.parametrize("what", ["sign_out", "pause", "resume"])
@pytest.mark.parametrize(
    ("actor", "counter", "reason"),
    [(TABLET, "2", "not_signed_in"), (OTHER_TABLET, "1", "signed_in_elsewhere"), (TABLET, "9", "unknown_counter")],
)
def test_only_who_signed_in_acts(office: Office, what: str, actor: Actor, counter: str, reason: str) -> None:
    office.sign_in("1", "Ani", TABLET)
    more = ("",) if what == "pause" else ()
    assert office.refused(getattr(sessions, what), actor, counter, *more).reason == reason
