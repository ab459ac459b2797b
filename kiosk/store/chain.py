"""The hash chain of the event log: the same bytes whatever the database.

``hash`` is SHA-256 over the event as canonical JSON: one object, keys sorted, no spaces, UTF-8, times in microseconds
since 1970, days as ``yyyymmdd`` numbers, ``data`` as it is stored, ``previous`` the hash before as 64 hex digits (zeros
at first). ``json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False)`` writes the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

START = "0" * 64
"""The previous hash of the first event."""

_encoder = msgspec.json.Encoder(order="deterministic")


class ChainLink(NamedTuple):
    """One event as the database keeps it; the names are those of the hashed object."""

    sequence: int
    epoch: int
    at: int
    kind: str
    point: str
    day: int | None
    ticket: str | None
    counter: str | None
    staff: str | None
    data: str
    """Canonical JSON of its own."""


def canonical(data: Mapping[str, Any]) -> str:
    """An event's data as it is stored and hashed."""
    return _encoder.encode(data).decode()


def note_hash(salt: bytes, text: str) -> str:
    """What the chain keeps of a note: 64 hex digits that say nothing about the text once salt and text are deleted."""
    return sha256(salt + text.encode()).hexdigest()


class Seal(NamedTuple):
    """What stays of a stretch of events whose time is over; the names are those of the hashed object."""

    first: int
    last: int
    day: int | None
    """``yyyymmdd`` of the events' service day; None for events before the first day."""
    previous: str
    """The hash before the first event."""
    head: str
    """The hash of the last one."""
    heads: str
    """The first ``HEAD_DIGITS`` hex digits of every event's hash, one after the other."""
    sums: str
    """Canonical JSON: how many events of each kind, by point."""


HEAD_DIGITS = 16
"""Enough to recognise a head that was noted on paper, too few to find out what the event was."""


def seal_hash(before: str, seal: Seal) -> str:
    """The seal's own hash, which covers the hash of the seal before it (``START`` for the first)."""
    fields = seal._asdict() | {"sums": msgspec.Raw(seal.sums.encode()), "before": before}
    return sha256(_encoder.encode(fields)).hexdigest()


def link_hash(previous: str, link: ChainLink) -> str:
    """The event's hash, 64 hex digits."""
    fields = link._asdict() | {"data": msgspec.Raw(link.data.encode()), "previous": previous}
    return sha256(_encoder.encode(fields)).hexdigest()
