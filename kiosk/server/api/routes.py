"""The contract's calls as one table. The router, the role checks and the OpenAPI document are made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.contract.board import BoardView
from kiosk.contract.clock import ClockView
from kiosk.contract.counters import (
    CallNext,
    CloseWindow,
    GivePin,
    MarkAbsent,
    Pause,
    SignedIn,
    SignedInOnDevice,
    SignIn,
)
from kiosk.contract.devices import DeviceView, EnrolledDevice, NewDevice, RevokedDevice
from kiosk.contract.fields import Message
from kiosk.contract.live import Snapshot
from kiosk.contract.pairing import NewPairing, Pair, Paired, PairingCode
from kiosk.contract.pending import PendingChange
from kiosk.contract.people import FirstAccountCode, NewPin, NewStaff, StaffNames, StaffView
from kiosk.contract.point import CounterView, EmergencyView, IncompletePapers, PointView, StartEmergency
from kiosk.contract.printing import PrintAgain, PrinterReport, PrintOutcome, ReprintView
from kiosk.contract.queue import QueueView
from kiosk.contract.reasons import RULE_REASONS, Reason
from kiosk.contract.reports import DayReport, LogRow, NumberRow, VisitRow
from kiosk.contract.system import BackupView, Health, StartBackup
from kiosk.contract.tickets import (
    HoldTicket,
    Issued,
    LateVisitor,
    ReviveTicket,
    TakeTicket,
    TicketView,
    TransferTicket,
    VoidTicket,
)
from kiosk.operations.people.authority import Access
from kiosk.operations.refusal import Refusal
from kiosk.queue.ticket import Move
from kiosk.server.api import (
    backup,
    clock,
    counters,
    days,
    pairing,
    pending,
    people,
    point,
    probes,
    revive,
    tickets,
    window,
)
from kiosk.server.http.auth import ANY, Role
from kiosk.server.http.endpoint import Handler, Request, Route
from kiosk.server.http.openapi import openapi_document
from kiosk.server.http.response import Response

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState
    from kiosk.server.live.views import LiveViews

API: Final = "/api/v1"
_COUNTER = frozenset({Role.COUNTER, Role.LOCAL})
_ISSUERS = frozenset({Role.KIOSK, Role.COUNTER, Role.LOCAL})
_STAFF = frozenset({Role.COUNTER, Role.SUPERVISOR, Role.LOCAL})
_SUPERVISOR = frozenset({Role.SUPERVISOR, Role.LOCAL})
_SUPERVISING = _STAFF
"""A counter only while a supervisor is signed in there: what these calls do asks for it."""
_GRAVE = (Reason.SIGN_IN_NEEDED, Reason.PIN_NEEDED)
_AT_COUNTER = (Reason.UNKNOWN_COUNTER, Reason.NOT_SIGNED_IN, Reason.SIGNED_IN_ELSEWHERE)


def route_table(live: LiveViews) -> list[Route]:
    """Every call but the visitor's page."""
    table = [
        *_point(live),
        *_tickets(),
        *_counters(),
        *_days(),
        *_clock(),
        *_pending(),
        *_people(),
        *_backup(),
        *_probes(),
    ]
    described = probes.openapi_handler(lambda: openapi_document([*table, EVENTS, openapi]))
    openapi = Route("GET", f"{API}/openapi.json", described, "This document", None, answer=dict, headers=())
    return [*table, openapi]


def _point(live: LiveViews) -> list[Route]:
    show_point, board, queue = point.view_handlers(live)
    stop = f"{API}/point/emergency"
    help_ = f"{API}/point/help"
    return [
        Route("GET", f"{API}/point", show_point, "The point and its services", answer=PointView),
        Route("GET", f"{API}/board", board, "What is called now", answer=BoardView),
        Route("GET", f"{API}/queue", queue, "Waiting tickets in the order of calling", _STAFF, answer=QueueView),
        Route(
            "POST",
            stop,
            point.start_emergency,
            "Stop issuing and calling",
            _STAFF,
            StartEmergency,
            body_optional=True,
            answer=EmergencyView,
            reasons=(Reason.UNTIL_PAST, Reason.UNTIL_FAR),
            access=Access.PERSON,
        ),
        Route("DELETE", stop, point.end_emergency, "Go on", _STAFF, statuses=(204,), access=Access.PERSON, grave=True),
        Route(
            "POST",
            f"{API}/point/documents",
            point.record_missing_documents,
            "Papers that a visitor lacked, counted without the visitor",
            _COUNTER,
            IncompletePapers,
            statuses=(204,),
            reasons=(Reason.UNKNOWN_PAPERS,),
            access=Access.PERSON,
        ),
        Route(
            "POST",
            help_,
            point.start_help_request,
            "A visitor asks for staff",
            _ISSUERS,
            statuses=(204,),
            access=Access.PERSON,
        ),
        Route(
            "DELETE", help_, point.end_help_request, "Staff have come", _STAFF, statuses=(204,), access=Access.PERSON
        ),
    ]


def _tickets() -> list[Route]:
    where = f"{API}/tickets/{{id}}"
    moved = (Reason.UNKNOWN_TICKET, Reason.ILLEGAL_MOVE, Reason.OTHER_COUNTER)

    def move(
        path: str,
        handler: Handler,
        summary: str,
        body: type[Message] | None = None,
        *reasons: Reason,
    ) -> Route:
        return Route(
            "POST",
            f"{where}/{path}",
            handler,
            summary,
            _COUNTER,
            body,
            body_optional=body in (HoldTicket, TransferTicket),
            answer=TicketView,
            reasons=(*moved, *reasons),
            access=Access.PERSON,
        )

    return [
        Route(
            "POST",
            f"{API}/tickets",
            tickets.issue_ticket,
            "Take a number",
            _ISSUERS,
            TakeTicket,
            answer=Issued,
            statuses=(201, 200),
            headers=("Idempotency-Key",),
            reasons=(
                *RULE_REASONS,
                Reason.KEY_MISSING,
                Reason.KEY_REUSED,
                Reason.UNKNOWN_CHECKLIST,
                Reason.TICKET_FORGOTTEN,
                Reason.NO_APPOINTMENTS,
                Reason.APPOINTMENT_NOT_TODAY,
            ),
            access=Access.PERSON,
        ),
        move("recall", tickets.move_handler(Move.RECALL), "Call again", None, Reason.EMERGENCY),
        move("serve", tickets.move_handler(Move.SERVE), "The visitor is here"),
        move("finish", tickets.move_handler(Move.FINISH), "The visitor was served"),
        move("no-show", tickets.move_handler(Move.NO_SHOW), "The visitor did not come"),
        move(
            "hold",
            tickets.move_handler(Move.HOLD),
            "Set aside until a time or a sign",
            HoldTicket,
            Reason.UNTIL_PAST,
            Reason.UNTIL_FAR,
        ),
        move("return", tickets.move_handler(Move.RETURN), "Back into the queue", None, Reason.RETURN_OVER),
        move(
            "transfer",
            tickets.transfer_ticket,
            "Send on to a service, a step or a counter",
            TransferTicket,
            Reason.UNKNOWN_SERVICE,
            Reason.UNKNOWN_STAGE,
            Reason.UNKNOWN_COUNTER,
            Reason.NOT_SERVED_THERE,
            Reason.NOT_SIGNED_IN,
        ),
        move("void", tickets.move_handler(Move.VOID), "Take the ticket out of the queue", VoidTicket),
        move(
            "undo",
            tickets.undo_move,
            "Take the newest move back",
            None,
            Reason.UNDO_OVER,
            Reason.TICKET_IN_HAND,
            Reason.NOT_SIGNED_IN,
        ),
        Route(
            "POST",
            f"{where}/revive",
            revive.revive_ticket,
            "A ticket that ended today without service waits again at its place",
            _SUPERVISING,
            ReviveTicket,
            answer=TicketView,
            reasons=(Reason.UNKNOWN_TICKET, Reason.ILLEGAL_MOVE, Reason.REVIVE_OVER),
            access=Access.SUPERVISOR,
        ),
        Route(
            "POST",
            f"{API}/returns",
            tickets.return_late_visitor,
            "Back into the queue, by what stands on the paper",
            _COUNTER,
            LateVisitor,
            answer=TicketView,
            reasons=(*moved, Reason.RETURN_OVER),
            access=Access.PERSON,
        ),
        Route(
            "POST",
            f"{where}/paper",
            tickets.record_paper_outcome,
            "What became of the paper",
            _ISSUERS,
            PrintOutcome,
            statuses=(204,),
            reasons=(Reason.UNKNOWN_TICKET,),
        ),
        Route(
            "POST",
            f"{API}/reprints",
            tickets.request_reprint,
            "A marked copy of a ticket, by what stands on its paper or the screen",
            _COUNTER,
            PrintAgain,
            answer=ReprintView,
            statuses=(202,),
            reasons=(Reason.UNKNOWN_TICKET, Reason.NO_PRINTER, Reason.NOT_PRINTED),
            access=Access.PERSON,
        ),
        Route(
            "POST",
            f"{API}/printer",
            tickets.record_printer_report,
            "How a kiosk's printer is",
            _ISSUERS,
            PrinterReport,
            statuses=(204,),
        ),
    ]


def _counters() -> list[Route]:
    where = f"{API}/counters/{{id}}"
    return [
        Route(
            "POST",
            f"{where}/sign-in",
            counters.sign_in,
            "Sit down",
            _COUNTER,
            SignIn,
            answer=SignedIn,
            reasons=(Reason.UNKNOWN_COUNTER, Reason.WRONG_PIN, Reason.LOCKED),
        ),
        Route(
            "POST",
            f"{where}/sign-out",
            counters.sign_out,
            "Leave",
            _COUNTER,
            answer=CounterView,
            reasons=(*_AT_COUNTER, Reason.TICKET_IN_HAND),
        ),
        Route(
            "POST",
            f"{where}/pause",
            counters.pause,
            "Call nobody for a while",
            _COUNTER,
            Pause,
            body_optional=True,
            answer=CounterView,
            reasons=_AT_COUNTER,
        ),
        Route(
            "POST",
            f"{where}/absence",
            counters.mark_absent,
            "Nobody is at this counter for a while, or today; the forecast knows it at once",
            _STAFF,
            MarkAbsent,
            body_optional=True,
            answer=CounterView,
            reasons=(Reason.UNKNOWN_COUNTER, Reason.COUNTER_OPEN, Reason.UNTIL_PAST, Reason.UNTIL_FAR),
            access=Access.PERSON,
        ),
        Route(
            "DELETE",
            f"{where}/absence",
            counters.end_absence,
            "It opens as usual",
            _STAFF,
            answer=CounterView,
            reasons=(Reason.UNKNOWN_COUNTER,),
            access=Access.PERSON,
        ),
        Route("POST", f"{where}/resume", counters.resume, "Go on", _COUNTER, answer=CounterView, reasons=_AT_COUNTER),
        Route(
            "POST",
            f"{where}/next",
            counters.next_visitor,
            "Call the next visitor",
            _COUNTER,
            CallNext,
            body_optional=True,
            answer=TicketView,
            statuses=(200, 204),
            reasons=(*_AT_COUNTER, Reason.PAUSED, Reason.ILLEGAL_MOVE, *RULE_REASONS),
        ),
        Route(
            "POST",
            f"{API}/sign-in",
            counters.sign_in_on_device,
            "Sign in on a device that belongs to no counter",
            _SUPERVISOR,
            SignIn,
            answer=SignedInOnDevice,
            reasons=(Reason.WRONG_PIN, Reason.LOCKED),
        ),
        Route("POST", f"{API}/sign-out", counters.sign_out_of_device, "Sign out of it", _SUPERVISOR, statuses=(204,)),
        Route(
            "POST",
            f"{API}/window/close",
            window.close_window,
            "A member of staff may close the visitor's window",
            frozenset({Role.KIOSK, Role.LOCAL}),
            CloseWindow,
            statuses=(204,),
            reasons=(Reason.WRONG_PIN, Reason.LOCKED, Reason.NO_ACCOUNT),
        ),
        Route(
            "POST",
            f"{API}/pin",
            counters.give_pin,
            "Give the PIN again, for what asks for it",
            _STAFF,
            GivePin,
            statuses=(204,),
            reasons=(Reason.WRONG_PIN, Reason.LOCKED),
            access=Access.PERSON,
        ),
    ]


def _days() -> list[Route]:
    where = f"{API}/days/{{day}}"
    return [
        Route(
            "GET",
            f"{where}/report",
            days.day_report,
            "A day in figures",
            _STAFF,
            answer=DayReport,
            reasons=(Reason.NO_DATE,),
        ),
        Route(
            "GET",
            f"{where}/numbers",
            days.day_numbers,
            "What became of every number of a day",
            _SUPERVISOR,
            answer=list[NumberRow],
            reasons=(Reason.NO_DATE,),
            access=Access.SUPERVISOR,
        ),
        Route(
            "GET",
            f"{where}/visits",
            days.day_visits,
            "Every stage of every number of a day: where, with whom, how long",
            _SUPERVISOR,
            answer=list[VisitRow],
            reasons=(Reason.NO_DATE,),
            access=Access.SUPERVISOR,
        ),
        Route(
            "POST",
            f"{where}/close",
            days.close_day,
            "Close a day by hand",
            _SUPERVISING,
            answer=DayReport,
            reasons=(
                Reason.NO_DATE,
                Reason.UNKNOWN_DAY,
                Reason.STILL_OPEN,
                Reason.TICKET_IN_HAND,
                Reason.CLOCK_SUSPECT,
            ),
            access=Access.SUPERVISOR,
            grave=True,
        ),
        Route(
            "GET",
            f"{where}/log",
            days.day_log,
            "Who did what when, from the event log",
            _SUPERVISING,
            answer=list[LogRow],
            reasons=(Reason.NO_DATE,),
            query=("staff", "counter", "number"),
            access=Access.SUPERVISOR,
        ),
    ]


def _clock() -> list[Route]:
    where = f"{API}/clock"
    return [
        Route("GET", where, clock.show_clock, "Whether the machine's clock can be believed", _STAFF, answer=ClockView),
        Route(
            "POST",
            f"{where}/accept",
            clock.accept_clock,
            "The clock is right: go on after a jump",
            _SUPERVISING,
            answer=ClockView,
            access=Access.SUPERVISOR,
            grave=True,
        ),
    ]


def _pending() -> list[Route]:
    where = f"{API}/pending"
    change = f"{where}/{{id}}"
    said, over = "A changed configuration that touches tickets or counters in use", (Reason.UNKNOWN_CHANGE,)
    return [
        Route(
            "GET", where, pending.show_pending, said, _SUPERVISING, answer=list[PendingChange], access=Access.SUPERVISOR
        ),
        Route(
            "POST",
            f"{change}/accept",
            pending.accept_pending,
            "Take the change",
            _SUPERVISING,
            statuses=(204,),
            reasons=over,
            access=Access.SUPERVISOR,
        ),
        Route(
            "DELETE",
            change,
            pending.decline_pending,
            "Leave the change: the configuration in use stays",
            _SUPERVISING,
            statuses=(204,),
            reasons=over,
            access=Access.SUPERVISOR,
        ),
    ]


def _people() -> list[Route]:
    return [
        Route("GET", f"{API}/staff/names", people.staff_names, "Who may sign in", _STAFF, answer=StaffNames),
        Route(
            "GET",
            f"{API}/staff",
            people.list_staff,
            "Accounts",
            _SUPERVISING,
            answer=list[StaffView],
            access=Access.SUPERVISOR,
        ),
        Route(
            "POST",
            f"{API}/staff",
            people.add_staff,
            "Make an account; the first one with the code that the server shows",
            _SUPERVISING,
            NewStaff,
            answer=StaffView,
            statuses=(201,),
            reasons=(
                Reason.STAFF_EXISTS,
                Reason.NAME_ALIKE,
                Reason.FIRST_ACCOUNT,
                Reason.PIN_SHORT,
                Reason.PIN_COMMON,
                *_GRAVE,
            ),
        ),
        Route(
            "POST",
            f"{API}/first-account",
            people.create_first_account_code,
            "A code of ten minutes for the first account",
            frozenset({Role.LOCAL}),
            answer=FirstAccountCode,
            statuses=(201,),
            reasons=(Reason.NOT_FIRST,),
        ),
        Route(
            "DELETE",
            f"{API}/staff/{{name}}",
            people.remove_staff,
            "Remove an account",
            _SUPERVISING,
            statuses=(204,),
            reasons=(Reason.UNKNOWN_STAFF,),
            access=Access.SUPERVISOR,
            grave=True,
        ),
        Route(
            "POST",
            f"{API}/staff/{{name}}/pin",
            people.change_pin,
            "A new PIN, by its owner or a supervisor",
            _STAFF,
            NewPin,
            answer=StaffView,
            reasons=(
                Reason.UNKNOWN_STAFF,
                Reason.WRONG_PIN,
                Reason.LOCKED,
                Reason.PIN_SHORT,
                Reason.PIN_COMMON,
                *_GRAVE,
            ),
            access=Access.PERSON,
        ),
        Route(
            "GET",
            f"{API}/devices",
            people.list_devices,
            "Devices",
            _SUPERVISING,
            answer=list[DeviceView],
            access=Access.SUPERVISOR,
        ),
        Route(
            "POST",
            f"{API}/devices",
            people.add_device,
            "Enrol a device",
            _SUPERVISING,
            NewDevice,
            answer=EnrolledDevice,
            statuses=(201,),
            reasons=(Reason.DEVICE_EXISTS, Reason.NAME_ALIKE),
            access=Access.SUPERVISOR,
            grave=True,
        ),
        Route(
            "DELETE",
            f"{API}/devices/{{id}}",
            people.revoke_device,
            "Revoke a device, by id or name; the answer names the devices that it let in and that go on",
            _SUPERVISING,
            answer=RevokedDevice,
            statuses=(204, 200),
            reasons=(Reason.UNKNOWN_DEVICE,),
            query=("descendants",),
            access=Access.SUPERVISOR,
            grave=True,
        ),
        Route(
            "POST",
            f"{API}/pairing-codes",
            pairing.create_pairing_code,
            "A code of ten minutes for one new device",
            _SUPERVISING,
            NewPairing,
            answer=PairingCode,
            statuses=(201,),
            reasons=(Reason.DEVICE_EXISTS, Reason.NAME_ALIKE, Reason.TOO_MANY_REQUESTS),
            access=Access.SUPERVISOR,
            grave=True,
        ),
        Route(
            "POST",
            f"{API}/pairing",
            pairing.pair,
            "Enrol by a code that was told",
            None,
            Pair,
            answer=Paired,
            statuses=(201,),
            reasons=(
                Reason.WRONG_CODE,
                Reason.CODE_OF_OTHER_ROLE,
                Reason.PAIRING_IN_CLEAR,
                Reason.DEVICE_EXISTS,
                Reason.TOO_MANY_REQUESTS,
            ),
        ),
    ]


def _backup() -> list[Route]:
    start, progress = backup.handlers()
    own = frozenset({Role.LOCAL})
    return [
        Route(
            "POST",
            f"{API}/backup",
            start,
            "Start a backup",
            own,
            StartBackup,
            answer=BackupView,
            statuses=(202,),
            reasons=(Reason.BACKUP_RUNNING,),
        ),
        Route(
            "GET", f"{API}/backup", progress, "The newest backup", own, answer=BackupView, reasons=(Reason.NOT_FOUND,)
        ),
    ]


def _probes() -> list[Route]:
    return [
        Route("GET", "/healthz", probes.health, "Readiness", None, answer=Health),
        Route(
            "GET",
            "/metrics",
            probes.metrics,
            "Prometheus text",
            None,
            answer=str,
            media_type="text/plain; version=0.0.4; charset=utf-8",
        ),
    ]


async def _never(_app: AppState, _request: Request) -> Response:
    """``/events`` has an application of its own."""
    raise Refusal(Reason.INTERNAL)


EVENTS: Final = Route(
    "GET", f"{API}/events", _never, "Live events", ANY, answer=Snapshot, media_type="text/event-stream"
)
