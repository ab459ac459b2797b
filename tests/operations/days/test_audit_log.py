"""Who did what when: each event of a date as a row with its sentence in every language."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiosk.operations.counters import help_requests, sessions
from kiosk.operations.days import audit_log, emergency
from kiosk.operations.days.audit_log import LogFilter, log_rows
from kiosk.operations.people import accounts, devices
from kiosk.operations.people.actor import Actor
from kiosk.operations.tickets.missing_documents import record_missing
from kiosk.operations.tickets.transfer import TransferTarget, transfer
from kiosk.operations.tickets.undoing import undo
from kiosk.queue.ticket import Move
from kiosk.wording.dates import clock_time
from kiosk.wording.translate import translate
from tests.operations.office import HERE, TABLET, TUESDAY, Office

DAY = date(2026, 9, 15)


def _said(office: Office, key: str, language: str = "en", **values: object) -> bool:
    """Whether the newest row says this sentence."""
    row = office.read(log_rows, DAY)[-1]
    return row.text[language] == translate(f"server.log.{key}", language, **values)


def test_a_row_holds_the_event_and_its_hash(office: Office) -> None:
    office.issue()
    office.sign_in(staff="Ani", actor=TABLET)
    office.call(actor=TABLET)
    issued, entered, called = office.read(log_rows, DAY)
    assert [row.kind for row in (issued, entered, called)] == ["issue", "sign_in", "call"]
    assert (called.number, called.counter, called.staff, called.at) == ("A-001", "1", "Ani", TUESDAY)
    assert (issued.number, issued.staff) == ("A-001", None)
    assert [row.hash for row in (issued, entered, called)] == [event.hash for event in office.events()]
    assert called.at.tzinfo == office.point.configuration.office.timezone
    assert set(called.text) == {"id", "en"}


def test_every_sentence_exists_in_both_languages(office: Office) -> None:
    """A kind without a sentence would stand there as its code."""
    ticket = office.issue()
    office.sign_in(staff="Ani")
    assert _said(office, "sign_in")
    office.call()
    assert _said(office, "call", number="A-001")
    office.move(ticket, Move.RECALL)
    assert _said(office, "recall", number="A-001", calls=2)
    office.move(ticket, Move.HOLD, until=TUESDAY + timedelta(hours=1))
    assert _said(office, "hold_until", number="A-001", why=clock_time(TUESDAY + timedelta(hours=1), "en"))
    office.move(ticket, Move.RETURN)
    assert _said(office, "return", number="A-001")
    office.move(ticket, Move.HOLD)
    assert _said(office, "hold", "id", number="A-001")
    office.run(transfer, HERE, ticket.id, TransferTarget(service="prioritas"))
    assert _said(office, "transfer", "id", number="A-001", service="Paspor Prioritas (Ramah HAM)")
    office.run(transfer, HERE, ticket.id, TransferTarget(stage="biometrik"))
    assert _said(office, "transfer_stage", number="A-001", why="Interview, photo and fingerprints")
    office.run(transfer, HERE, ticket.id, TransferTarget(counter="1"))
    assert _said(office, "transfer_counter", number="A-001", why="1")
    office.run(transfer, HERE, ticket.id, TransferTarget(position="end"))
    assert _said(office, "transfer_place", number="A-001")
    office.run(undo, HERE, ticket.id)
    assert _said(office, "undo", number="A-001", why=translate("server.log.move_transfer", "en"))
    office.move(ticket, Move.VOID, why="salah ambil")
    assert _said(office, "void", number="A-001", why="salah ambil")
    office.run(sessions.pause, HERE, "1", "")
    assert _said(office, "pause")
    office.run(sessions.pause, HERE, "1", "rapat")
    assert _said(office, "pause_why", why="rapat")
    office.run(sessions.sign_in, HERE, "1", "Budi")
    assert office.read(log_rows, DAY)[-2].text["en"] == translate("server.log.sign_out_taken_over", "en", what="Budi")
    office.run(emergency.start, HERE, until=None, reason="")
    assert _said(office, "emergency")
    office.run(emergency.start, HERE, until=None, reason="gempa")
    assert _said(office, "emergency_why", why="gempa")
    office.run(record_missing, "dewasa-baru", ["ktp"])
    assert _said(office, "documents", why="Original ID card (e-KTP)")
    office.run(help_requests.ask, HERE)
    assert _said(office, "help")


def test_a_late_return_has_a_sentence_of_its_own(office: Office) -> None:
    ticket = office.issue()
    office.sign_in()
    office.call()
    office.miss(ticket)
    office.move(ticket, Move.RETURN)
    assert _said(office, "return_late", number="A-001")


def test_accounts_and_devices_name_who_did_it(office: Office) -> None:
    office.run(accounts.add, "Ani", "counter", "hash", first_only=False, by="Sari")
    row = office.read(log_rows, DAY)[-1]
    assert row.staff == "Sari"
    assert _said(office, "staff_added", who="Ani", what="counter")
    device, _ = office.run(devices.add, "Kios", "kiosk", by="Sari")
    assert office.read(log_rows, DAY)[-1].staff == "Sari"
    office.run(devices.revoke, device.id, by=None)
    assert _said(office, "device_revoked", what=device.id)


def test_a_kind_without_a_sentence_is_shown_as_its_code(office: Office) -> None:
    office.point.store.write(lambda tx: tx.append("something_new", TUESDAY, "ulp"))
    assert office.read(log_rows, DAY)[-1].text == {"id": "something_new", "en": "something_new"}


def test_events_of_another_point_are_not_there_and_those_of_no_point_are(office: Office) -> None:
    for point in ("mpp", ""):
        office.point.store.write(lambda tx, point=point: tx.append("configuration", TUESDAY, point))
    assert [row.sequence for row in office.read(log_rows, DAY)] == [2]


@pytest.mark.parametrize(
    ("choice", "kinds"),
    [
        (LogFilter(), ["issue", "issue", "sign_in", "sign_in", "call", "call"]),
        (LogFilter(staff="Ani"), ["sign_in", "call"]),
        (LogFilter(counter="2"), ["sign_in", "call"]),
        (LogFilter(number="a1"), ["issue", "call"]),
        (LogFilter(number="R-001"), ["issue", "call"]),
        (LogFilter(number="A-001", staff="Ani"), []),
        (LogFilter(number="nonsense"), []),
    ],
)
def test_what_is_asked_for_alone(office: Office, choice: LogFilter, kinds: list[str]) -> None:
    office.issue("paspor")
    office.issue("prioritas")
    office.sign_in("1", "Ani", TABLET)
    office.sign_in("2", "Budi", Actor("two"))
    office.call("1", actor=TABLET)
    office.call("2", actor=Actor("two"))
    assert [row.kind for row in office.read(log_rows, DAY, choice)] == kinds


def test_a_date_is_one_of_the_offices_calendar_and_is_found_in_a_long_log(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_log, "_PAGE", 3)
    midnight = TUESDAY.replace(hour=0)
    times = [midnight + timedelta(hours=hours) for hours in (-24, -0.5, 0, 1, 2, 3, 4, 23.5, 24, 48)]
    for at in times:
        office.point.store.write(lambda tx, at=at: tx.append("configuration", at, "ulp"))
    found = {day: [row.at for row in office.read(log_rows, DAY + timedelta(days=day))] for day in range(-2, 4)}
    assert found == {-2: [], -1: times[:2], 0: times[2:8], 1: times[8:9], 2: times[9:], 3: []}
