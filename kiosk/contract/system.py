"""The server itself: its health, and copies of its database."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from kiosk.contract.fields import Message


class Health(Message, frozen=True, kw_only=True):
    status: str
    version: str
    point: str
    database: str
    uptime_s: float
    conditions: list[str] = field(default_factory=list[str])
    """Codes of what staff should know, the gravest first; none of them keeps numbers from being given."""


class StartBackup(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /backup``; from this machine's own user alone."""

    target: Annotated[str, Meta(min_length=1, max_length=4096, pattern=r"^[^\x00]+$")]
    """An absolute path on the server's machine."""
    force: bool = False
    """Replace a file that is there."""


class BackupView(Message, frozen=True, kw_only=True):
    """How far the newest backup is."""

    target: str
    progress: float
    """0 to 1."""
    done: bool = False
    problem: str | None = None
    """Why it ended without a copy."""
