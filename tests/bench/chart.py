"""A bar chart of the rates as SVG, without a plotting library: the median as a bar, the range as a line."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tests.bench.machine import Machine
from tests.bench.table import Row, number

LEFT, WIDTH, STEP, TOP = 330, 520, 26, 56
INK, BAR, DISK = "#1b2a3a", "#2f6f8f", "#c2571a"


def draw(machine: Machine, rows: Sequence[Row]) -> str:
    """Every figure in operations a second, with the disk's own rate as a mark."""
    rates = [row for row in rows if row.unit == "/s"]
    most = max([1.0, *(row.high for row in rates), *(row.fsync or 0 for row in rates)])
    scale = WIDTH / most
    height = TOP + STEP * len(rates) + 40
    box = f"0 0 {LEFT + WIDTH + 90} {height}"
    on = f"{machine.cores} cores, Python {machine.python}, SQLite {machine.sqlite}"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" font-family="sans-serif" font-size="13">',
        '<rect width="100%" height="100%" fill="white"/>',
        '<text x="16" y="22" font-size="16" font-weight="bold">Operations a second, on disk first</text>',
        f'<text x="16" y="42">{escape(on)}</text>',
    ]
    for place, row in enumerate(rates):
        lines += _bar(row, TOP + STEP * place, scale)
    foot = TOP + STEP * len(rates) + 24
    lines.append(f'<rect x="{LEFT}" y="{foot - 11}" width="3" height="14" fill="{DISK}"/>')
    lines.append(f'<text x="{LEFT + 10}" y="{foot}">4 KiB append + fsync, measured beside each figure</text>')
    return "\n".join([*lines, "</svg>", ""])


def _bar(row: Row, y: int, scale: float) -> list[str]:
    middle = y + 9
    low, high, value = (LEFT + figure * scale for figure in (row.low, row.high, row.value))
    lines = [
        f'<text x="{LEFT - 10}" y="{y + 14}" text-anchor="end">{escape(row.name)}</text>',
        f'<rect x="{LEFT}" y="{y}" width="{row.value * scale:.1f}" height="18" fill="{BAR}"/>',
        f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{middle}" y2="{middle}" stroke="{INK}" stroke-width="2"/>',
        f'<text x="{max(high, value) + 6:.1f}" y="{y + 14}">{number(row.value)}</text>',
    ]
    if row.fsync:
        lines.append(
            f'<rect x="{LEFT + row.fsync * scale - 1.5:.1f}" y="{y - 2}" width="3" height="22" fill="{DISK}"/>'
        )
    return lines
