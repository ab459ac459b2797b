"""The bounds of what comes from outside: one table for decoding, the command line and the OpenAPI document."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Final

FIRST_DAY: Final = date(2000, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
"""No office has a day outside; near the years 1 and 9999 a change of zone overflows."""
NAME_LENGTH: Final = 64
ID_LENGTH: Final = 64
TEXT_LENGTH: Final = 500
CODE_LENGTH: Final = 200
"""Of what is typed or scanned from paper."""
PATH_PARAMETER_LENGTH: Final = 200
QUERY_LENGTH: Final = 200
HEADER_LENGTH: Final = 200
HEADER_PATTERN: Final = r"^[!-~]+$"
PIN_LENGTH: Final = (4, 64)

_INVISIBLE: Final = r"\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
"""Control characters, marks of direction, and what takes no room: two names that look alike could differ in them."""
NAME_PATTERN: Final = rf"^[^/\s{_INVISIBLE}]([^/{_INVISIBLE}]*[^/\s{_INVISIBLE}])?$"
ID_PATTERN: Final = r"^[^\x00-\x1f\x7f]+$"
QUERY_PATTERN: Final = r"^[^\x00-\x1f\x7f]*$"
TEXT_PATTERN: Final = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*$"
"""Of a sentence: lines and tabs, but no control character and no mark of direction."""
_ALIKE: Final = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE")
"""Scripts with letters that look like those of another."""


def normal_name(text: str) -> str:
    """The name in normal form C. Raises ``ValueError`` with what is wrong, in words for an engineer."""
    name = unicodedata.normalize("NFC", text)
    scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in name if letter.isalpha()}
    if len(scripts & set(_ALIKE)) > 1:
        raise ValueError(f"letters of several scripts that look alike: {', '.join(sorted(scripts & set(_ALIKE)))}")
    if name != unicodedata.normalize("NFKC", name):
        raise ValueError("letters that only look like ordinary ones")
    return name


def is_day(day: date) -> bool:
    """Whether an office can have this day."""
    return FIRST_DAY <= day <= LAST_DAY


def is_instant(at: datetime) -> bool:
    """Whether the time has an offset and can be shown in every zone."""
    return at.tzinfo is not None and FIRST_DAY.year < at.year < LAST_DAY.year
