"""What passes between the server and the process that serves phones: frames of JSON on two pipes.

A frame is four bytes of length, big endian, and one message. The server writes to the standard input; what the
process says on its standard output is believed no more than what a phone says: small, typed, and counted.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from kiosk.contract.reasons import Reason
from kiosk.contract.tickets import VisitorAct, VisitorStatus

MAX_FEED_FRAME: Final = 64 * 1024 * 1024
MAX_REPORT_FRAME: Final = 4 * 1024


class PublishedPage(Struct, frozen=True):
    """One ticket's page."""

    status: VisitorStatus
    """Its ``now`` is that of the newest ``StatusFeed``."""
    language: str
    """The visitor's."""


class Door(Struct, frozen=True, tag=True):
    """The first message to the process: how to serve. ``listener`` is the socket's file, which it inherited."""

    listener: int
    trusted_proxies: tuple[str, ...]


class StatusFeed(Struct, frozen=True, tag=True):
    """What changed since the message before; sent a few times a second, even where nothing did."""

    now: datetime
    """By the office's clock."""
    complete: bool
    """Nothing was committed that is not in it; a busy office's pages are made less often than its feed is sent."""
    languages: tuple[str, ...]
    simulated: bool
    changed: dict[str, PublishedPage]
    """By the hash of the token."""
    gone: list[str]


class Alive(Struct, frozen=True, tag=True):
    """The process's sign of life, about once a second."""

    connections: int


class ActWish(Struct, frozen=True, tag=True):
    """What a visitor asked the process for. The server finds out itself whether the ticket may."""

    id: Annotated[int, Meta(ge=0)]
    """Of this wish, for the ``ActDone`` that answers it."""
    token_hash: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    act: VisitorAct


class ActDone(Struct, frozen=True, tag=True):
    """The server's answer to an ``ActWish``."""

    id: int
    refused: Reason | None
    """None: it is done, and the next complete feed has it."""


ToPhone = Door | StatusFeed | ActDone
FromPhone = Alive | ActWish

_encode = msgspec.json.Encoder().encode
decode_to_phone: Final = msgspec.json.Decoder(ToPhone).decode
decode_report: Final = msgspec.json.Decoder(FromPhone).decode


def framed(message: ToPhone | FromPhone) -> bytes:
    body = _encode(message)
    return len(body).to_bytes(4, "big") + body
