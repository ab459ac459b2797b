"""The result of layout: text lines, drawn lines, QR codes, and rows that stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from printers.document.rows import Align, Beep, Cut, Feed, Image, Rule

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

QUIET_MODULES = 4
"""White modules around a QR code (ISO/IEC 18004)."""
RULE_DOTS, RULE_MARGIN = 2, 14
"""Thickness of a rule and the white dots above and below it."""


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
class DrawnLine:
    """A line as dots, no wider than the paper."""

    text: str
    """The text that the dots show."""
    picture: Picture
    align: Align


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """Several rows as one picture of the paper's width."""

    picture: Picture


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code: its data and the size of its modules in dots."""

    data: str
    module: int
    modules: int
    """Modules along one side, without the margin."""

    @property
    def margin(self) -> int:
        """Quiet zone on every side, in dots."""
        return QUIET_MODULES * self.module


Item = TextLine | DrawnLine | DrawnPage | QrCode | Image | Rule | Feed | Cut | Beep
