"""A ticket is issued once for each key, numbered without a gap, and written with its event and its tally."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.contract.status_token import hashed
from kiosk.operations.tickets.issue import TOKEN_LIVES_ON_H, IssueRequest, issue
from kiosk.queue.ticket import Move, State
from tests.fixtures import micros
from tests.operations.office import TUESDAY, Office

COMPLETE = {"checklist": "dewasa-baru", "have": ["ktp", "kk", "akta"]}


def test_a_ticket_waits_with_its_number_its_day_and_its_first_stage(office: Office) -> None:
    issued = office.run(issue, replace(office.request(), language="en"))
    ticket = issued.ticket
    assert (ticket.id, ticket.number, ticket.service) == ("ulp-20260915-A-001", "A-001", "paspor")
    assert (ticket.state, ticket.priority, ticket.stage) == (State.WAITING, False, "berkas")
    assert (ticket.issued_at, ticket.queue_position, ticket.language) == (TUESDAY, micros(TUESDAY), "en")
    assert (ticket.appointment, ticket.staff_flag, ticket.version) == (None, None, 0)
    assert not issued.repeated
    assert office.ticket(ticket) == ticket
    assert (office.tally().waiting, office.tally().issued, office.tally().last_sequence) == (1, 1, 1)


def test_the_log_says_what_was_issued_and_by_whom(office: Office) -> None:
    office.run(issue, replace(office.request(), staff="Ani", counter="1"))
    event = office.last("issue")
    assert (event.ticket, event.staff, event.counter) == ("ulp-20260915-A-001", "Ani", "1")
    assert set(event.data) == {"number", "service", "language", "ahead", "quote"}
    assert (event.data["number"], event.data["service"], event.data["language"]) == ("A-001", "paspor", "id")
    assert office.kinds() == ["issue"]


def test_numbers_of_a_letter_go_on_and_other_letters_have_their_own(office: Office) -> None:
    numbers = [office.issue(service).number for service in ("paspor", "prioritas", "paspor", "informasi", "paspor")]
    assert numbers == ["A-001", "R-001", "A-002", "U-001", "A-003"]
    assert office.issue("prioritas").priority


def test_the_first_ticket_opens_the_day(office: Office) -> None:
    with office.point.store.read() as tx:
        assert tx.business_date("ulp") is None
    office.issue()
    office.pass_time(days=1)
    assert office.issue().id == "ulp-20260916-A-001"
    with office.point.store.read() as tx:
        assert tx.business_date("ulp") == office.clock.now().date()
        assert [day.day for day in tx.unclosed_days("ulp")] == [15, 16]


def test_the_same_key_gives_the_same_ticket_and_token_and_writes_nothing(office: Office) -> None:
    request = office.request(key="once")
    first = office.run(issue, request)
    before = office.events()
    again = office.run(issue, request)
    assert (again.ticket, again.token, again.repeated) == (first.ticket, first.token, True)
    assert office.events() == before
    assert office.tally().issued == 1


def test_a_repeated_answer_says_what_was_told_first(office: Office) -> None:
    office.issue()
    request = office.request(key="once")
    first = office.run(issue, request).wait
    assert first.ahead == 1
    office.sign_in()
    office.call()
    assert office.run(issue, request).wait.ahead == 1
    office.move(office.run(issue, request).ticket, Move.VOID, why="salah")
    again = office.run(issue, request).wait
    assert (again.ahead, again.estimate) == (1, first.estimate)


@pytest.mark.parametrize("change", [{"service": "prioritas"}, {"language": "en"}, COMPLETE])
def test_the_key_of_another_request_is_refused(office: Office, change: dict[str, object]) -> None:
    office.run(issue, office.request(key="once"))
    other = office.request(**({"service": "paspor", "key": "once"} | change))  # type: ignore[arg-type]  of a table
    assert office.refused(issue, other).reason == "key_reused"


def test_a_key_whose_ticket_was_forgotten_is_gone(office: Office) -> None:
    request = office.request(key="once")
    office.run(issue, request)
    at, day = TUESDAY - timedelta(days=1), TUESDAY.date() + timedelta(days=1)
    office.point.store.write(lambda tx: tx.forget(tickets_before=day, flags_before=day, keys_before=at))
    refusal = office.refused(issue, request)
    assert (refusal.reason, refusal.status) == ("ticket_forgotten", 410)


def test_the_token_opens_the_ticket_until_a_day_after_its_own(office: Office) -> None:
    issued = office.run(issue, office.request())
    ends = TUESDAY.replace(hour=0) + timedelta(days=1, hours=TOKEN_LIVES_ON_H)
    with office.point.store.read() as tx:
        assert tx.ticket_by_token(hashed(issued.token), ends - timedelta(seconds=1)) == issued.ticket
        assert tx.ticket_by_token(hashed(issued.token), ends) is None
        assert tx.ticket_by_token(issued.token, TUESDAY) is None, "the token itself is not stored"


def test_the_wait_counts_those_before_it(office: Office) -> None:
    assert office.run(issue, office.request()).wait.ahead == 0
    second = office.run(issue, office.request()).wait
    assert second.ahead == 1
    assert second.estimate is not None
    assert second.estimate.low_min <= second.estimate.high_min


def test_outside_the_hours_the_refusal_says_when_next_and_where_else(office: Office) -> None:
    office.pass_time(hours=2, minutes=30)
    refusal = office.refused(issue, office.request("percepatan"))
    assert (refusal.reason, refusal.status) == ("service_cutoff", 409)
    assert refusal.next_opening == TUESDAY.replace(day=16, hour=8)
    office.pass_time(minutes=45)
    refusal = office.refused(issue, office.request("informasi"))
    assert (refusal.reason, refusal.next_opening) == ("break", TUESDAY.replace(hour=13))
    assert refusal.values["service"] == "informasi"


def test_where_a_service_is_closed_the_points_that_have_it_open_are_named(office: Office) -> None:
    """On a Saturday ``gmm`` issues passport numbers until two; this point has no hours then."""
    office.configure(
        lambda found: replace(
            found, points=found.points | {"ulp": replace(found.points["ulp"], offers=found.points["mpp"].offers)}
        )
    )
    office.pass_time(days=4, hours=1)
    refusal = office.refused(issue, office.request("paspor"))
    assert refusal.reason == "no_hours_today"
    assert [(each.point, each.service) for each in refusal.alternatives] == [("gmm", "paspor")]
    assert refusal.alternatives[0].until == office.clock.now().replace(hour=14, minute=0)


def test_missing_papers_are_named_with_the_service_that_advises(office: Office) -> None:
    refusal = office.refused(issue, office.request(checklist="dewasa-baru", have=["kk"]))
    assert refusal.reason == "docs_incomplete"
    assert set(refusal.missing) == {"ktp", "akta"}
    assert [(each.point, each.service) for each in refusal.alternatives] == [("ulp", "informasi")]
    assert office.issue(**COMPLETE).number == "A-001", "no number was used up"


def test_staff_may_issue_in_spite_of_missing_papers_and_the_log_says_so(office: Office) -> None:
    request = office.request(checklist="dewasa-baru", have=["ktp"], override="surat menyusul")
    issued = office.run(issue, replace(request, staff="Ani", counter="1"))
    event = office.last("override")
    assert (event.ticket, event.staff, event.counter) == (issued.ticket.id, "Ani", "1")
    assert event.data == {"reasons": ["docs_incomplete"], "why": "surat menyusul"}


def test_an_override_that_was_not_needed_is_not_logged(office: Office) -> None:
    office.issue(**COMPLETE, override="untuk berjaga-jaga")
    assert office.kinds() == ["issue"]


def test_a_checklist_that_the_service_does_not_have_is_refused(office: Office) -> None:
    refusal = office.refused(issue, office.request("paspor", checklist="pengambilan"))
    assert (refusal.reason, refusal.status) == ("unknown_checklist", 400)
    assert refusal.values == {"checklist": "pengambilan", "service": "paspor"}


def test_a_service_that_the_point_does_not_offer_is_refused(office: Office) -> None:
    for service in ("nikah", ""):
        assert office.refused(issue, office.request(service)).reason == "service_unavailable"


def test_a_staff_flag_is_on_the_ticket_and_not_in_the_log(office: Office) -> None:
    ticket = office.issue(checklist="cpmi", have=["ktp", "kk", "akta"])
    assert office.ticket(ticket).staff_flag == "wawancara-mendalam"
    assert "wawancara" not in str(office.events())


def test_nothing_is_issued_while_the_clock_is_behind_the_log(office: Office) -> None:
    office.issue()
    office.pass_time(minutes=-3)
    assert office.refused(issue, office.request()).reason == "clock_suspect"
    office.pass_time(minutes=1, seconds=30)
    ticket = office.issue()
    assert ticket.issued_at == TUESDAY, "recorded not before the last event"


class TestAppointments:
    """``prioritas`` gives appointments here."""

    @pytest.fixture(autouse=True)
    def _appointments(self, office: Office) -> None:
        office.set_service("prioritas", appointments=True)

    def test_a_time_of_today_is_kept(self, office: Office) -> None:
        at = TUESDAY + timedelta(hours=2)
        ticket = office.issue("prioritas", appointment=at)
        assert ticket.appointment == at
        assert office.last("issue").data["appointment"] == at.isoformat()
        assert office.last("issue").data["kept"] is True

    @pytest.mark.parametrize(("minutes_late", "kept"), [(15, True), (16, False)])
    def test_who_comes_too_late_for_it_waits_like_everyone(self, office: Office, minutes_late: int, kept: bool) -> None:
        at = TUESDAY - timedelta(minutes=minutes_late)
        ticket = office.issue("prioritas", appointment=at)
        assert ticket.appointment == (at if kept else None)
        assert office.last("issue").data["kept"] is kept

    def test_a_time_without_an_offset_is_refused(self, office: Office) -> None:
        at = (TUESDAY + timedelta(hours=2)).replace(tzinfo=None)
        refusal = office.refused(issue, office.request("prioritas", appointment=at))
        assert (refusal.reason, refusal.status) == ("invalid_body", 400)

    def test_a_service_without_appointments_refuses_one(self, office: Office) -> None:
        for service in ("paspor", "nikah"):
            refusal = office.refused(issue, office.request(service, appointment=TUESDAY))
            assert (refusal.reason, refusal.status) == ("no_appointments", 400)

    def test_another_day_is_refused(self, office: Office) -> None:
        for days in (-1, 1):
            refusal = office.refused(issue, office.request("prioritas", appointment=TUESDAY + timedelta(days=days)))
            assert (refusal.reason, refusal.status) == ("appointment_not_today", 400)


def test_the_fingerprint_is_of_the_whole_body(office: Office) -> None:
    one, same = office.request(key="a"), office.request(key="b")
    assert one.fingerprint == same.fingerprint
    assert office.request(**COMPLETE).fingerprint != one.fingerprint
    assert IssueRequest(one.body, "c", "en", staff="Ani").fingerprint == one.fingerprint, "who asks is no part of it"
