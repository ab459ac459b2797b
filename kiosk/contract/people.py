"""Staff accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from kiosk.contract.fields import Message, Name, Pin

StaffRole = Literal["counter", "supervisor"]


class NewStaff(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /staff``."""

    name: Name
    pin: Pin
    role: StaffRole = "counter"
    code: Annotated[str, Meta(pattern=r"^[0-9]{10}$")] | None = None
    """From ``antrean staff code``: lets a device make the first account, once."""


class FirstAccountCode(Message, frozen=True, kw_only=True):
    """The answer to ``POST /first-account``: good once, for ``expires_in_s`` seconds, while no account exists."""

    code: str
    expires_in_s: int


class NewPin(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /staff/{name}/pin``."""

    pin: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    """The present one; a supervisor gives a colleague a new PIN without it."""
    new_pin: Pin


class StaffView(Message, frozen=True, kw_only=True):
    name: str
    role: str
    active: bool
    locked_until: datetime | None = None


class StaffNames(Message, frozen=True, kw_only=True):
    """Who may sign in, for the counter window's list."""

    names: list[str]
