"""Paper: what became of it, how a printer is, and copies."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from kiosk.contract.fields import Message


class PrintOutcome(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /tickets/{id}/paper``: what the station's spool found out about the paper."""

    state: Literal["printed", "unconfirmed", "held", "expired", "failed"]


class PrinterReport(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /printer``: how a kiosk's printer is, told when it changes and now and then."""

    condition: Literal[
        "ready", "unplugged", "busy", "silent", "cover_open", "paper_out", "cutter", "overheated", "broken", "offline"
    ]
    near_end: bool = False
    tickets_left: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None
    """About how many the paper is enough for; null: nobody can say."""
    spare: bool = False
    """Another printer of that kiosk prints meanwhile."""
    notices: Annotated[list[Literal["journal_damaged", "disk_refused"]], Meta(max_length=2)] = field(
        default_factory=list[Literal["journal_damaged", "disk_refused"]]
    )
    """What staff should know of the kiosk's list of print jobs."""


class PrintAgain(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /reprints``."""

    code: Annotated[str, Meta(min_length=1, max_length=200)]
    """The number, typed; or what the QR code says, scanned."""


class ReprintView(Message, frozen=True, kw_only=True):
    """Staff want a ticket's paper again; the kiosk that printed it makes a marked copy."""

    id: int
    """In the log."""
    ticket: str
    number: str
