"""RFC 9457 answers. ``reason`` is stable; ``detail`` is for people, in the language asked for.

The reasons of the rules (``kiosk.rules``) and those below stand in the OpenAPI document too.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from kiosk.contract.problem import Problem
from kiosk.contract.reasons import RULE_REASONS, Reason
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint
from kiosk.operations.views.point import alternatives
from kiosk.wording import dates
from kiosk.wording.closed import why_and_when
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate

_encode = msgspec.json.Encoder().encode


def problem(point: ServicePoint, refusal: Refusal, language: str, instance: str | None) -> Problem:
    configuration = point.configuration
    places = [(place.point, place.service, place.until) for place in refusal.alternatives]
    opening = refusal.next_opening
    return Problem(
        type=f"urn:antrean:problem:{refusal.reason}",
        title=translate(
            "server.problem.refused" if refusal.reason in RULE_REASONS else "server.problem.title", language
        ),
        status=refusal.status,
        reason=refusal.reason,
        detail=_detail(point, refusal, language),
        instance=instance,
        next_opening=opening.astimezone(configuration.office.timezone) if opening else None,
        alternatives=alternatives(configuration, places),
        state=refusal.state,
        missing=list(refusal.missing),
        retry_after_s=refusal.retry_after_s,
        overridable=refusal.reason.overridable,
    )


def encoded(found: Problem) -> bytes:
    return _encode(found)


def _detail(point: ServicePoint, refusal: Refusal, language: str) -> str:
    if refusal.reason is Reason.DOCS_INCOMPLETE and refusal.missing:
        return translate("server.problem.missing", language, papers=_papers(point, refusal, language))
    if refusal.reason in RULE_REASONS:
        zone = point.configuration.office.timezone
        return why_and_when(refusal.reason, refusal.next_opening, point.clock.now(), zone, language, note=refusal.note)
    zone, now = point.configuration.office.timezone, point.clock.now()
    values = {
        name: dates.when(value.astimezone(zone), now.astimezone(zone), language)
        if isinstance(value, datetime)
        else value
        for name, value in refusal.values.items()
    }
    if refusal.reason is Reason.ILLEGAL_MOVE:
        values["state"] = translate(f"server.state.{values['state']}", language)
        if "calls_left" in values:
            return translate("server.problem.call_more", language, n=values["calls_left"], number=values["number"])
    return translate(refusal.reason.words, language, **values)


def _papers(point: ServicePoint, refusal: Refusal, language: str) -> str:
    """What is missing, in words."""
    configuration = point.configuration
    checklist = configuration.checklists[str(refusal.values["checklist"])]
    wanted = [document for document in checklist.required if document.id in refusal.missing]
    return "; ".join(localized(document.text, language) for document in wanted)
