"""RFC 9457 answers. ``reason`` is stable; ``detail`` is for people, in the language asked for.

The reasons of the rules (``kiosk.rules``) and those below stand in the OpenAPI document too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from kiosk.contract.problem import Problem
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint
from kiosk.operations.views.point import alternatives
from kiosk.rules.demand import OVERRIDABLE
from kiosk.rules.model import localized
from kiosk.wording.sentences import why_closed
from kiosk.wording.translate import catalogue, translate

RULES: Final = (
    "before_open",
    "after_close",
    "break",
    "no_hours_today",
    "holiday",
    "collective_leave",
    "special_closure",
    "emergency",
    "emergency_unknown",
    "service_cutoff",
    "cutoff_queue",
    "quota_full",
    "quota_session_full",
    "service_unavailable",
    "docs_incomplete",
    "clock_suspect",
)
"""409: what the rules say no to."""

STATUS: Final[Mapping[str, int]] = {
    "malformed_json": 400,
    "invalid_body": 400,
    "key_missing": 400,
    "unknown_checklist": 400,
    "no_date": 400,
    "unknown_papers": 400,
    "unknown_service": 400,
    "unknown_stage": 400,
    "until_past": 400,
    "until_far": 400,
    "no_appointments": 400,
    "appointment_not_today": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "other_point": 403,
    "other_counter": 403,
    "wrong_pin": 403,
    "wrong_code": 403,
    "pairing_in_clear": 403,
    "not_found": 404,
    "unknown_counter": 404,
    "unknown_ticket": 404,
    "unknown_staff": 404,
    "unknown_day": 404,
    "unknown_device": 404,
    "method_not_allowed": 405,
    "key_reused": 409,
    "illegal_move": 409,
    "still_open": 409,
    "return_over": 409,
    "undo_over": 409,
    "not_served_there": 409,
    "not_signed_in": 409,
    "signed_in_elsewhere": 409,
    "paused": 409,
    "ticket_in_hand": 409,
    "backup_running": 409,
    "no_printer": 409,
    "not_printed": 409,
    "staff_exists": 409,
    "device_exists": 409,
    "code_of_other_role": 409,
    "ticket_forgotten": 410,
    "too_large": 413,
    "unsupported_media_type": 415,
    "locked": 429,
    "too_many_requests": 429,
    "internal": 500,
    "store_full": 503,
    "store_busy": 503,
    "stopping": 503,
}
"""Every other reason, with its status."""

_encode = msgspec.json.Encoder().encode


def problem(point: ServicePoint, refusal: Refusal, language: str, instance: str | None) -> Problem:
    configuration = point.configuration
    places = [(place.point, place.service, place.until) for place in refusal.alternatives]
    opening = refusal.next_opening
    return Problem(
        type=f"urn:antrean:problem:{refusal.reason}",
        title=translate("server.problem.refused" if refusal.reason in RULES else "server.problem.title", language),
        status=refusal.status,
        reason=refusal.reason,
        detail=_detail(point, refusal, language),
        instance=instance,
        next_opening=opening.astimezone(configuration.office.timezone) if opening else None,
        alternatives=alternatives(configuration, places),
        state=refusal.state,
        missing=list(refusal.missing),
        retry_after_s=refusal.retry_after_s,
        overridable=refusal.reason in OVERRIDABLE,
    )


def encoded(found: Problem) -> bytes:
    return _encode(found)


def _detail(point: ServicePoint, refusal: Refusal, language: str) -> str:
    if refusal.reason == "docs_incomplete" and refusal.missing:
        return translate("server.problem.missing", language, papers=_papers(point, refusal, language))
    if refusal.reason in RULES:
        return why_closed(
            point.configuration.office.timezone, refusal.reason, refusal.next_opening, point.clock.now(), language
        )
    values = dict(refusal.values)
    if refusal.reason == "illegal_move":
        values["state"] = translate(f"server.state.{values['state']}", language)
        if "calls_left" in values:
            return translate("server.problem.call_more", language, n=values["calls_left"], number=values["number"])
    key = f"server.problem.{refusal.reason}"
    return translate(key if key in catalogue(language) else "server.problem.title", language, **values)


def _papers(point: ServicePoint, refusal: Refusal, language: str) -> str:
    """What is missing, in words."""
    configuration = point.configuration
    checklist = configuration.checklists[str(refusal.values["checklist"])]
    wanted = [document for document in checklist.required if document.id in refusal.missing]
    return "; ".join(localized(document.text, language, configuration.office.languages) for document in wanted)
