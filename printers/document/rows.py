"""A document is frozen rows, without a width: every printer and every picture lays them out for itself.

As JSON it is ``{"version": 1, "language": "id", "rows": [{"row": "text", "text": "..."}, ...]}``; what has its default
is left out.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

VERSION = 1
MAX_ROWS = 200
MAX_IMAGE_DOTS = 576 * 1024

Align = Literal["left", "center", "right"]
Scale = Annotated[int, Meta(ge=1, le=8)]
TextValue = Annotated[str, Meta(max_length=2000)]

_BREAKS = dict.fromkeys((9, 10, 11, 12, 13, 133, 8232, 8233), " ")
_CONTROLS: dict[int, str | None] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0))),
    **dict.fromkeys((0x200B, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2060, 0x2070))),
    **dict.fromkeys(range(0xD800, 0xE000)),
    **_BREAKS,
}


class DocumentError(ValueError):
    """The JSON is not a document; the message says where and what was expected."""


def strip_controls(text: str) -> str:
    """Without control characters, which a printer would obey; a break or tab becomes a space."""
    return text if text.isprintable() else text.translate(_CONTROLS)


class _Row(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="row"):
    """Base of the rows; ``_texts`` names the fields whose control characters are stripped."""

    def _strip(self, *fields: str) -> None:
        for field in fields:
            text: str = getattr(self, field)
            if not text.isprintable():
                msgspec.structs.force_setattr(self, field, strip_controls(text))


class TextItem(_Row, frozen=True, tag="text"):
    """Words, wrapped between words at the width of the paper."""

    text: TextValue
    align: Align = "left"
    size: Scale = 1
    """How many times as large as the printer's own letters."""
    bold: bool = False
    invert: bool = False
    """White on black."""
    fit: bool = False
    """Keep it on one line: take the largest size up to ``size`` that fits."""
    hang: Annotated[int, Meta(ge=0, le=8)] = 0
    """Columns by which the second and later lines stand in."""
    drawn_only: bool = False
    """Left out where the document goes out in the printer's own letters: on a slow line each row costs time."""

    def __post_init__(self) -> None:
        if not self.text.isprintable():
            self._strip("text")


class Columns(_Row, frozen=True, tag="columns"):
    """A name at the left edge and its value at the right one; two lines where they do not fit on one."""

    left: TextValue
    right: TextValue
    bold: bool = False
    """The value stands out."""

    def __post_init__(self) -> None:
        if not (self.left.isprintable() and self.right.isprintable()):
            self._strip("left", "right")


class Frame(_Row, frozen=True, tag="frame"):
    """Lines in a frame, where the paper is drawn; else between rules."""

    lines: Annotated[tuple[TextItem, ...], Meta(min_length=1, max_length=20)]


class Step(_Row, frozen=True, tag="step"):
    """A numbered sentence: what to do next."""

    number: Annotated[int, Meta(ge=1, le=99)]
    text: TextValue
    short: TextValue = ""
    """Said instead where ``text`` does not fit one line; empty: ``text`` is wrapped."""

    def __post_init__(self) -> None:
        if not (self.text.isprintable() and self.short.isprintable()):
            self._strip("text", "short")


class Tick(_Row, frozen=True, tag="tick"):
    """A thing to bring, with a box to tick. Drawn boxes stand two on a line where they fit."""

    text: TextValue

    def __post_init__(self) -> None:
        if not self.text.isprintable():
            self._strip("text")


class QR(_Row, frozen=True, tag="qr"):
    """A QR code, level M, with its own white margin of four modules on every side."""

    data: Annotated[str, Meta(min_length=1, max_length=300)]
    beside: Annotated[tuple[TextItem, ...], Meta(max_length=20)] = ()
    """Lines beside the code where the paper is drawn and wide enough, else below it; the code alone is centred."""

    def __post_init__(self) -> None:
        if not self.data.isprintable():
            self._strip("data")


class Image(_Row, frozen=True, tag="image"):
    """A picture as PNG, thresholded to black and white and centred; never dithered."""

    png: Annotated[bytes, Meta(max_length=200_000)]
    """Base64 in JSON."""


class Rule(_Row, frozen=True, tag="rule"):
    """A line across the paper."""

    drawn_only: bool = False
    """As of a text."""


class Feed(_Row, frozen=True, tag="feed"):
    """White paper."""

    dots: Annotated[int, Meta(ge=1, le=1000)] = 24
    """At 8 dots a millimetre."""


class Cut(_Row, frozen=True, tag="cut"):
    """Cut the paper behind the last row; only fed where the printer has no cutter."""


class Beep(_Row, frozen=True, tag="beep"):
    times: Annotated[int, Meta(ge=1, le=9)] = 1


Row = TextItem | Columns | Frame | Step | Tick | QR | Image | Rule | Feed | Cut | Beep


def texts(row: Row) -> tuple[str, ...]:
    """Everything that a row says in letters."""
    match row:
        case TextItem() | Tick():
            return (row.text,)
        case Step():
            return (row.text, row.short)
        case Columns():
            return (row.left, row.right)
        case Frame():
            return tuple(line.text for line in row.lines)
        case QR():
            return tuple(line.text for line in row.beside)
        case _:
            return ()


class Document(Struct, frozen=True, forbid_unknown_fields=True):
    rows: Annotated[tuple[Row, ...], Meta(max_length=MAX_ROWS)]
    language: Annotated[str, Meta(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$")] = "en"
    version: Literal[1] = VERSION


def to_json(document: Document) -> dict[str, Any]:
    """Plain values for ``json.dumps``."""
    return msgspec.to_builtins(document)


def from_json(value: object) -> Document:
    """The document back. Raises ``DocumentError`` for anything that ``to_json`` would not write."""
    try:
        return msgspec.convert(value, Document, strict=True)
    except (msgspec.ValidationError, UnicodeError) as error:
        raise DocumentError(f"not a document to print: {error}") from None


def mark_copy(document: Document, count: int) -> Document:
    """The same document with the mark of its ``count``-th copy on top, readable in both of the office's languages."""
    mark = TextItem(f"SALINAN / COPY {count}", align="center", size=3, bold=True, invert=True)
    return Document((mark, Feed(16), *document.rows), document.language)
