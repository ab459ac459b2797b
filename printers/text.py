"""Words that a printer's code pages do not have, in letters that they do have. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

_PLAIN = {
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


_JOINED = frozenset({"R", "AL"})


def transliterate(text: str, can: Callable[[str], bool]) -> str | None:
    """``text`` in letters for which ``can`` holds, or none where a script has no such letters.

    Printers have Arabic and Hebrew letters and neither join nor turn them round: such a text is not for them.
    """
    if text.isascii():
        return text
    letters: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        if unicodedata.bidirectional(letter) in _JOINED:
            return None
        plain = letter if letter.isascii() or can(letter) else _plain(letter)
        if plain is None:
            return None
        letters.append(plain)
    return "".join(letters)


def _plain(letter: str) -> str | None:
    if letter in _PLAIN:
        return _PLAIN[letter]
    base = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return base if base.isascii() and (base or unicodedata.combining(letter)) else None
