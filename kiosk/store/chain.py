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


def link_hash(previous: str, link: ChainLink) -> str:
    """The event's hash, 64 hex digits."""
    fields = link._asdict() | {"data": msgspec.Raw(link.data.encode()), "previous": previous}
    return sha256(_encoder.encode(fields)).hexdigest()
