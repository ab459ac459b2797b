"""What a counter asks of the server."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from kiosk.contract.fields import FreeText, Message, Name
from kiosk.contract.people import StaffRole
from kiosk.contract.point import CounterView


class SignIn(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    staff: Name
    pin: Annotated[str, Meta(min_length=1, max_length=64)]
    session: bool = False
    """The answer has a session token, which every further request of the officer must show in ``Antrean-Session``.

    Without it the device's own token stands for the officer until the sign-in ends.
    """


class GivePin(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /pin``."""

    pin: Annotated[str, Meta(min_length=1, max_length=64)]


class CloseWindow(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /window/close``."""

    pin: Annotated[str, Meta(min_length=1, max_length=64)]
    """Of any member of staff: no name is asked for where visitors stand."""


class SignedIn(CounterView, frozen=True, kw_only=True):
    """The answer to a sign-in at a counter."""

    session: str | None = None
    """128 random bits, shown once; null unless asked for."""


class SignedInOnDevice(Message, frozen=True, kw_only=True):
    """The answer to ``POST /sign-in``, on a device that belongs to no counter."""

    staff: str
    role: StaffRole
    session: str | None = None


class Pause(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reason: FreeText = ""


class MarkAbsent(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /counters/{id}/absence``; may be left out: for the rest of the day."""

    until: datetime | None = None
    """With an offset."""


class CallNext(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /counters/{id}/next``; may be left out."""

    finish: bool = True
    """Finish what the counter has in hand, in the same commit; where false, such a counter gets ``illegal_move``."""
