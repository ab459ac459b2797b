"""The office's colour, as it may be: text of WCAG AA, and the number of AAA, stand on it and in it. Pure."""

from __future__ import annotations

import re
from typing import Final

LEAST: Final = 7.0
"""Contrast with white, for the number (WCAG 2.2, 1.4.6)."""


class BrandError(ValueError):
    """A line for people."""


def checked(colour: str) -> str:
    """The colour itself. Raises ``BrandError`` where it is none, or too light to read."""
    if re.fullmatch(r"#[0-9a-fA-F]{6}", colour) is None:
        raise BrandError(f"{colour!r}: write the colour like #0b3d91")
    ratio = 1.05 / (_luminance(colour) + 0.05)
    if ratio < LEAST:
        raise BrandError(
            f"{colour}: too light, the number could not be read (contrast {ratio:.1f} to 1 with white, "
            f"at least {LEAST:g} is needed); take a darker colour"
        )
    return colour


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
