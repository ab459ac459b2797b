"""How much paper a document takes, from its layout alone."""

from __future__ import annotations

from printers.document.layout import layout
from printers.document.layout_items import QUIET, Code, Drawn, Item, TextLine
from printers.document.rows import Cut, Document, Feed, Image, Rule
from printers.profile import Profile

DOTS_PER_MM = 8
LETTER = 24
SPACING = 34
"""A sixth of an inch, what ``ESC 2`` and ``ESC @`` set."""
CUT_MM = 14
"""From the print head to the cutter, about the same on every receipt printer: white paper on each ticket."""


def length_mm(document: Document, profile: Profile) -> float:
    """Millimetres of the roll, within a few per cent."""
    return sum(_mm(item, profile) for item in layout(document, profile))


def _mm(item: Item, profile: Profile) -> float:
    match item:
        case TextLine():
            dots = max(SPACING, item.size * LETTER)
        case Drawn():
            dots = max(SPACING, item.picture.height)
        case Code():
            dots = (item.modules + 2 * QUIET) * item.module
        case Image():
            dots = _height(item.png, profile.dots)
        case Rule():
            dots = SPACING
        case Feed():
            dots = item.dots
        case Cut():
            return CUT_MM
        case _:
            dots = 0
    return dots / DOTS_PER_MM


def _height(png: bytes, most: int) -> int:
    """Rows of a picture, made smaller where it is wider than the paper (PNG, IHDR chunk)."""
    wide, high = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    return high if wide <= most else high * most // max(1, wide)
