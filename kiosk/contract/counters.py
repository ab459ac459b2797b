"""What a counter asks of the server."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from kiosk.contract.fields import FreeText, Message, Name


class SignIn(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    staff: Name
    pin: Annotated[str, Meta(min_length=1, max_length=64)]


class Pause(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reason: FreeText = ""


class CallNext(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /counters/{id}/next``; may be left out."""

    finish: bool = True
    """Finish what the counter has in hand, in the same commit; where false, such a counter gets ``illegal_move``."""
