"""The frame that every chart as an SVG has: white ground, title and a line about it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

INK: Final = "#1b2a3a"


def framed(title: str, note: str, lines: Sequence[str], *, width: float, height: float) -> str:
    """The document; ``lines`` are the elements below y = 56, in units of a ``width`` by ``height`` view box."""
    box = f"0 0 {width} {height}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" font-family="sans-serif" font-size="13">',
            '<rect width="100%" height="100%" fill="white"/>',
            f'<text x="16" y="24" font-size="16" font-weight="bold">{escape(title)}</text>',
            f'<text x="16" y="44" fill="{INK}">{escape(note)}</text>',
            *lines,
            "</svg>",
            "",
        ]
    )
