"""The case file of ``rules test``: a JSON list of ``{id, point, service, at, context, expect, why, tags}``.

A key that is not known is refused, so that a misspelt one never passes as a decision that was checked.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from kiosk.rules.model import HolidayKind


class CaseError(Exception):
    """A case that cannot be run: the sentence says what is wrong with it."""


class Stop(Struct, frozen=True, forbid_unknown_fields=True):
    point: str
    start: datetime = msgspec.field(name="from")
    until: datetime | None = None


class TicketToCall(Struct, frozen=True, forbid_unknown_fields=True):
    issued_at: datetime | None = None
    number: str | None = None


class CaseContext(Struct, frozen=True, forbid_unknown_fields=True):
    waiting: int | None = None
    serving: int = 0
    ahead: int | None = None
    active_counters: int | None = None
    avg_min: float | None = None
    quota_day: int | UnsetType | None = UNSET
    sessions: list[dict[str, Any]] | UnsetType | None = UNSET
    issued: int = 0
    issued_in_session: int = 0
    voided: int = 0
    last_seq: int = 0
    last_seq_yesterday: int | None = None
    """Numbers start anew with every business date, so it changes nothing."""
    last_event_at: datetime | None = None
    emergency: list[Stop] | None = None
    special: list[dict[str, Any]] | None = None
    holidays: dict[date, HolidayKind] | None = None
    settings: dict[str, Any] | None = None
    checklist: str | None = None
    have: list[str] | None = None
    staff_override: bool = False
    ticket: TicketToCall | None = None


class Expect(Struct, frozen=True, forbid_unknown_fields=True):
    issue: bool | UnsetType = UNSET
    call: bool | UnsetType = UNSET
    next_opening: datetime | UnsetType | None = UNSET
    reason: str | UnsetType = UNSET
    number: str | UnsetType | None = UNSET
    business_date: date | UnsetType = UNSET
    recorded_at: datetime | UnsetType = UNSET
    warnings: list[str] | UnsetType = UNSET
    alternatives: list[str] | UnsetType = UNSET
    staff_flags: list[str] | UnsetType = UNSET


class Case(Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    point: str
    service: str
    at: datetime
    expect: Expect
    context: CaseContext = CaseContext()
    why: str = ""
    tags: list[str] = []


def read(content: bytes) -> list[msgspec.Raw]:
    """The cases of a file, not yet looked into. Raises ``CaseError``."""
    try:
        return msgspec.json.decode(content, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CaseError(f"is not a JSON list of cases: {error}") from None


def name_of(raw: msgspec.Raw) -> str:
    """The id of a case that may be wrong elsewhere."""

    class Named(Struct):
        id: str = ""

    return msgspec.json.decode(raw, type=Named).id


def plain(error: str) -> str:
    """Msgspec says ``Object contains unknown field `x` - at `$.context` ``."""
    what, _, where = error.partition(" - at `")
    where = where.rstrip("`").removeprefix("$").removeprefix(".")
    return f"cannot be run: {where + ': ' if where else ''}{what}"
