"""What a document becomes on one printer: lines of letters, lines of dots, codes, and rows that stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from printers.document.rows import Align, Beep, Cut, Feed, Image, Rule

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

QUIET = 4
"""White modules around a QR code (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line; ``tab`` stands at column ``tab_column`` of the same line."""

    text: str
    align: Align = "left"
    size: int = 1
    bold: bool = False
    invert: bool = False
    tab: str = ""
    tab_column: int = 0
    tab_bold: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line as dots, no wider than the paper."""

    text: str
    """What it says."""
    picture: Picture
    align: Align


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: its data and the size of its modules in dots."""

    data: str
    module: int
    modules: int
    """Modules along one side, without the margin."""

    @property
    def margin(self) -> int:
        """White dots that it needs on every side."""
        return QUIET * self.module


Item = TextLine | Drawn | Code | Image | Rule | Feed | Cut | Beep
