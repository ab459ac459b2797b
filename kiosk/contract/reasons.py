"""Why a call was refused: the stable codes of the contract, each with its HTTP status and its words."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final, Self

_RULES: Final = "wording.closed"


def _answer(code: str, status: int, section: str = "server.problem", *, overridable: bool = False) -> Any:
    """The arguments of a member. ``section`` of the translations holds its sentence."""
    return code, status, f"{section}.{code}", overridable


def _rule(code: str, *, overridable: bool = False) -> Any:
    return _answer(code, 409, _RULES, overridable=overridable)


class Reason(StrEnum):
    """The ``reason`` of a refusal (``kiosk.contract.problem.Problem``)."""

    status: int
    """The HTTP status of the answer."""
    words: str
    """The key of its sentence in ``assets/translations``."""
    overridable: bool
    """Whether staff may issue the ticket all the same and state why; hours, emergencies, quotas and the clock hold."""

    def __new__(cls, code: str, status: int, words: str, overridable: bool) -> Self:  # noqa: FBT001  Enum passes them by position
        member = str.__new__(cls, code)
        member._value_ = code
        member.status, member.words, member.overridable = status, words, overridable
        return member

    # Decided by kiosk.rules. "ok" is no refusal and is not among them.
    BEFORE_OPEN = _rule("before_open")
    AFTER_CLOSE = _rule("after_close")
    BREAK = _rule("break")
    NO_HOURS_TODAY = _rule("no_hours_today")
    HOLIDAY = _rule("holiday")
    COLLECTIVE_LEAVE = _rule("collective_leave")
    SPECIAL_CLOSURE = _rule("special_closure")
    EMERGENCY = _rule("emergency")
    EMERGENCY_UNKNOWN = _rule("emergency_unknown")
    SERVICE_CUTOFF = _rule("service_cutoff")
    CUTOFF_QUEUE = _rule("cutoff_queue", overridable=True)
    QUOTA_FULL = _rule("quota_full")
    QUOTA_SESSION_FULL = _rule("quota_session_full")
    SERVICE_UNAVAILABLE = _rule("service_unavailable")
    DOCS_INCOMPLETE = _rule("docs_incomplete", overridable=True)
    CLOCK_SUSPECT = _rule("clock_suspect")

    # The request does not fit.
    MALFORMED_JSON = _answer("malformed_json", 400)
    INVALID_BODY = _answer("invalid_body", 400)
    KEY_MISSING = _answer("key_missing", 400)
    UNKNOWN_CHECKLIST = _answer("unknown_checklist", 400)
    NO_DATE = _answer("no_date", 400)
    UNKNOWN_PAPERS = _answer("unknown_papers", 400)
    UNKNOWN_SERVICE = _answer("unknown_service", 400)
    UNKNOWN_STAGE = _answer("unknown_stage", 400)
    NAME_ALIKE = _answer("name_alike", 400)
    PIN_SHORT = _answer("pin_short", 400)
    PIN_COMMON = _answer("pin_common", 400)
    UNTIL_PAST = _answer("until_past", 400)
    UNTIL_FAR = _answer("until_far", 400)
    NO_APPOINTMENTS = _answer("no_appointments", 400)
    APPOINTMENT_NOT_TODAY = _answer("appointment_not_today", 400)
    MALFORMED_REQUEST = _answer("malformed_request", 400)
    METHOD_NOT_ALLOWED = _answer("method_not_allowed", 405)
    REQUEST_TIMEOUT = _answer("request_timeout", 408)
    TOO_LARGE = _answer("too_large", 413)
    HEAD_TOO_LARGE = _answer("head_too_large", 431)
    UNSUPPORTED_MEDIA_TYPE = _answer("unsupported_media_type", 415)

    # The caller may not do this.
    UNAUTHORIZED = _answer("unauthorized", 401)
    FORBIDDEN = _answer("forbidden", 403)
    OTHER_POINT = _answer("other_point", 403)
    OTHER_COUNTER = _answer("other_counter", 403)
    SIGN_IN_NEEDED = _answer("sign_in_needed", 403)
    PIN_NEEDED = _answer("pin_needed", 403)
    WRONG_PIN = _answer("wrong_pin", 403)
    WRONG_CODE = _answer("wrong_code", 403)
    FIRST_ACCOUNT = _answer("first_account", 403)
    PAIRING_IN_CLEAR = _answer("pairing_in_clear", 403)
    LOCKED = _answer("locked", 429)
    TOO_MANY_REQUESTS = _answer("too_many_requests", 429)

    # There is no such thing.
    NOT_FOUND = _answer("not_found", 404)
    UNKNOWN_COUNTER = _answer("unknown_counter", 404)
    UNKNOWN_TICKET = _answer("unknown_ticket", 404)
    UNKNOWN_STAFF = _answer("unknown_staff", 404)
    UNKNOWN_DAY = _answer("unknown_day", 404)
    UNKNOWN_DEVICE = _answer("unknown_device", 404)
    UNKNOWN_CHANGE = _answer("unknown_change", 404)
    TICKET_FORGOTTEN = _answer("ticket_forgotten", 410)

    # It is in a state that does not allow this.
    KEY_REUSED = _answer("key_reused", 409)
    ILLEGAL_MOVE = _answer("illegal_move", 409)
    STILL_OPEN = _answer("still_open", 409)
    RETURN_OVER = _answer("return_over", 409)
    UNDO_OVER = _answer("undo_over", 409)
    REVIVE_OVER = _answer("revive_over", 409)
    NOT_SERVED_THERE = _answer("not_served_there", 409)
    NOT_SIGNED_IN = _answer("not_signed_in", 409)
    SIGNED_IN_ELSEWHERE = _answer("signed_in_elsewhere", 409)
    PAUSED = _answer("paused", 409)
    COUNTER_OPEN = _answer("counter_open", 409)
    TICKET_IN_HAND = _answer("ticket_in_hand", 409)
    BACKUP_RUNNING = _answer("backup_running", 409)
    NO_PRINTER = _answer("no_printer", 409)
    NOT_PRINTED = _answer("not_printed", 409)
    STAFF_EXISTS = _answer("staff_exists", 409)
    NOT_FIRST = _answer("not_first", 409)
    NO_ACCOUNT = _answer("no_account", 409)
    DEVICE_EXISTS = _answer("device_exists", 409)
    CODE_OF_OTHER_ROLE = _answer("code_of_other_role", 409)

    # The server cannot.
    INTERNAL = _answer("internal", 500)
    STORE_FULL = _answer("store_full", 503)
    STORE_BUSY = _answer("store_busy", 503)
    STORE_UNSAFE = _answer("store_unsafe", 503)
    STOPPING = _answer("stopping", 503)

    # The visitor's page, which answers every wrong token alike.
    PAGE_UNKNOWN = _answer("unknown", 404, "page")
    PAGE_TOO_MANY = _answer("too_many", 429, "page")
    PAGE_NOT_NOW = _answer("not_now", 409, "page")
    PAGE_LATE_ONCE = _answer("late_once", 409, "page")


RULE_REASONS: Final = tuple(reason for reason in Reason if reason.words.startswith(f"{_RULES}."))
"""The reasons that ``kiosk.rules`` decides, in the order of the contract."""


class NoAnswer(StrEnum):
    """The ``reason`` of a problem that a client made itself, since the server did not answer with one."""

    SERVER_AWAY = "server_away"
    BAD_ANSWER = "bad_answer"
