"""Spells text with the characters of a printer's code pages. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

from printers.profile import code_page_characters

_ASCII_FORMS = {
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u02bc": "'", "\u2032": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2026": "...", "\u2022": "-", "\u00b7": "-", "\u00d7": "x", "\u00f7": "/",
    "\u2192": "->", "\u2190": "<-", "\u2264": "<=", "\u2265": ">=", "\u20ac": "EUR", "\u20a8": "Rs",
    "\u00df": "ss", "\u00e6": "ae", "\u00c6": "AE", "\u0153": "oe", "\u0152": "OE", "\u00f8": "o", "\u00d8": "O",
    "\u0142": "l", "\u0141": "L", "\u0111": "d", "\u0110": "D", "\u00f0": "d", "\u00d0": "D", "\u00fe": "th",
    "\u00de": "Th", "\u0131": "i", "\u00a9": "(c)", "\u00ae": "(r)", "\u2122": "TM", "\u00ad": "",
}  # fmt: skip


_SPELLED_SCRIPTS = (
    "LATIN",
    "GREEK",
    "CYRILLIC",
    "MODIFIER",
    "MICRO",
    "OHM",
    "KELVIN",
    "ANGSTROM",
    "FEMININE",
    "MASCULINE",
)
"""How the Unicode names of letters begin that printers set one beside the other and nothing more."""


@lru_cache(maxsize=4096)
def to_code_pages(text: str, profile_name: str) -> str | None:
    """The text in characters of this printer's code pages, or None if it must be drawn."""
    return text if text.isascii() else transliterate(text, lambda letter: letter in code_page_characters(profile_name))


def transliterate(text: str, can: Callable[[str], bool]) -> str | None:
    """``text`` in letters for which ``can`` holds, or none where a script has no such letters.

    Printers that have letters of Arabic, Hebrew or Thai neither join nor stack nor turn them round: such a text is not
    for them.
    """
    if text.isascii():
        return text
    found: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        plain = letter if letter.isascii() or (_is_spelled(letter) and can(letter)) else _ascii_form(letter)
        if plain is None or (not plain and not _can_be_dropped(letter, found)):
            return None
        found.append(plain)
    return "".join(found)


def _is_spelled(letter: str) -> bool:
    category = unicodedata.category(letter)
    if category[0] in "ML" or category == "Nd":
        return unicodedata.name(letter, "").startswith(_SPELLED_SCRIPTS) and category[0] != "M"
    return unicodedata.east_asian_width(letter) not in "WF"


def _can_be_dropped(letter: str, before: list[str]) -> bool:
    """An accent that no letter of the printer carries; without a letter that stands for itself it is no accent."""
    return not unicodedata.combining(letter) or (
        bool(before) and (before[-1].isascii() or _is_spelled(before[-1][-1:]))
    )


def _ascii_form(letter: str) -> str | None:
    if letter in _ASCII_FORMS:
        return _ASCII_FORMS[letter]
    base = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return base if base.isascii() and (base or unicodedata.combining(letter)) else None
