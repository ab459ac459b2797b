"""The receipt as an office words it: rows from the top to the cut, texts with places such as ``{number}``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ReceiptWords = Mapping[str, str]
"""A text in the office's languages: language code to words."""

PLACES = (
    "office", "point", "address", "number", "service", "date", "time", "clock", "day", "ahead", "wait", "about",
    "about_label", "serving", "serving_label", "appointment",
)  # fmt: skip
"""What stands in braces in a text; a row of which one is unknown at the moment is left out."""
SAYINGS: Mapping[str, tuple[str, ...]] = {
    "nobody": (), "one_person": ("n",), "people": ("n",), "soon": (), "minutes": ("n",), "range": ("low", "n"),
}  # fmt: skip
"""How ``{ahead}`` and ``{wait}`` are said, each with its own places."""
MAX_ROWS = 60
MAX_TEXT = 500

RowAlign = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class TextRow:
    text: ReceiptWords
    align: RowAlign = "center"
    size: int = 1
    bold: bool = False
    invert: bool = False
    fit: bool = False
    """On one line: as large as fits, up to ``size``."""
    drawn_only: bool = False
    """Left out where the receipt goes out in the printer's own letters."""


@dataclass(frozen=True, slots=True)
class ColumnsRow:
    """A name at the left edge, its value at the right one."""

    left: ReceiptWords
    right: ReceiptWords
    bold: bool = False


@dataclass(frozen=True, slots=True)
class TicketNumberRow:
    size: int = 8
    """Of the printer's letters, at most; on narrow paper as large as fits."""


@dataclass(frozen=True, slots=True)
class PapersRow:
    """What the visitor has to bring; nothing where there is no list."""

    title: ReceiptWords
    rule: bool = True
    """A line across the paper above it."""


@dataclass(frozen=True, slots=True)
class FrameRow:
    """Lines in a frame; nothing where none of them has something to say."""

    lines: tuple[TextRow, ...]


@dataclass(frozen=True, slots=True)
class StepRow:
    """A sentence on what to do next; those that follow each other are numbered."""

    text: ReceiptWords
    short: ReceiptWords = field(default_factory=dict[str, str])
    """Said on paper where ``text`` does not fit one line."""


@dataclass(frozen=True, slots=True)
class QrRow:
    caption: ReceiptWords = field(default_factory=dict[str, str])
    """Below the code."""
    lines: tuple[TextRow, ...] = ()
    """Beside the code."""


@dataclass(frozen=True, slots=True)
class LogoRow:
    file: str
    png: bytes = b""
    width: int = 0
    """In dots, 8 a millimetre."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A line across the paper."""

    drawn_only: bool = False


@dataclass(frozen=True, slots=True)
class FeedRow:
    mm: int = 3


ReceiptRow = (
    TextRow | ColumnsRow | TicketNumberRow | FrameRow | StepRow | PapersRow | QrRow | LogoRow | RuleRow | FeedRow
)


@dataclass(frozen=True, slots=True)
class Receipt:
    rows: tuple[ReceiptRow, ...]
    words: Mapping[str, ReceiptWords] = field(default_factory=dict[str, ReceiptWords])
    """Those of ``SAYINGS`` that the office says in its own way."""
