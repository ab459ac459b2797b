"""How a ticket is numbered: what is shown and spoken, and the id that names it everywhere else."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_NUMBER = re.compile(r"\s*([A-Za-z]+)[\s.-]*([0-9]{1,9})\s*", re.ASCII)
_ID = re.compile(r"(?P<point>.+)-(?P<day>[0-9]{8})-(?P<prefix>[^-]+)-(?P<sequence>[0-9]{1,9})", re.ASCII)


class TicketKey(NamedTuple):
    """What makes a ticket unique: the numbering promise."""

    point: str
    day: date
    prefix: str
    sequence: int


def format_number(prefix: str, sequence: int, digits: int) -> str:
    """``A-012``; a sequence too long for ``digits`` is written out: ``A-1000``."""
    return f"{prefix}-{sequence:0{digits}d}"


def parse_number(text: str) -> tuple[str, int] | None:
    """The letter and sequence that a person typed (``A-012``, ``a 12``, ``A12``); None if it is no number."""
    match = _NUMBER.fullmatch(text)
    return (match[1].upper(), int(match[2])) if match else None


def ticket_id(point: str, day: date, prefix: str, sequence: int) -> str:
    """``{point}-{yyyymmdd}-{prefix}-{sequence}``, the sequence with at least three digits."""
    return f"{point}-{day.year:04d}{day.month:02d}{day.day:02d}-{prefix}-{sequence:03d}"


def parse_ticket_id(text: str) -> TicketKey | None:
    """The parts of an id that ``ticket_id`` made; None for anything else. A point's name may hold dashes."""
    match = _ID.fullmatch(text)
    if match is None:
        return None
    try:
        day = date(int(match["day"][:4]), int(match["day"][4:6]), int(match["day"][6:]))
    except ValueError:
        return None
    key = TicketKey(match["point"], day, match["prefix"], int(match["sequence"]))
    return key if ticket_id(*key) == text else None
