"""Length of paper that a document takes, in millimetres, from its layout alone."""

from __future__ import annotations

from printers.document.layout import layout
from printers.document.layout_items import (
    QUIET_MODULES,
    RULE_DOTS,
    RULE_MARGIN,
    DrawnLine,
    DrawnPage,
    Item,
    QrCode,
    TextLine,
)
from printers.document.rows import Cut, Document, Feed, Image, Rule
from printers.profile import Profile

DOTS_PER_MM = 8
CHARACTER_DOTS = 24
LINE_SPACING = 34
"""A sixth of an inch, what ``ESC 2`` and ``ESC @`` set."""


def paper_length_mm(document: Document, profile: Profile) -> float:
    """Millimetres of paper, within a few per cent."""
    return sum(_mm(item, profile) for item in layout(document, profile))


def _mm(item: Item, profile: Profile) -> float:
    match item:
        case TextLine():
            dots = max(LINE_SPACING, item.size * CHARACTER_DOTS)
        case DrawnLine():
            dots = max(LINE_SPACING, item.picture.height)
        case DrawnPage():
            dots = item.picture.height
        case QrCode():
            dots = (item.modules + 2 * QUIET_MODULES) * item.module
        case Image():
            dots = _height(item.png, profile.dots)
        case Rule():
            dots = RULE_DOTS + 2 * RULE_MARGIN
        case Feed():
            dots = item.dots
        case Cut():
            dots = profile.cut_feed * LINE_SPACING
        case _:
            dots = 0
    return dots / DOTS_PER_MM


def _height(png: bytes, most: int) -> int:
    """Rows of a picture, made smaller where it is wider than the paper (PNG, IHDR chunk)."""
    wide, high = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    return high if wide <= most else high * most // max(1, wide)
