"""How often quoted waits held, by service and hour of the number, as an SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from kiosk.cli.svg_chart import INK, framed

AIM: Final = 0.8
_LEFT, _HOUR, _HEIGHT, _TOP = 60, 34, 140, 70
_HELD, _MISSED = "#2f6f8f", "#d7dee6"


def chart(
    title: str, note: str, rows: Sequence[tuple[tuple[str, int], tuple[int, int]]], names: Mapping[str, str]
) -> str:
    """``rows``: service and hour, with the quotes and those that held. Each service has a picture of its own."""
    services = sorted({service for (service, _), _ in rows})
    hours = sorted({hour for (_, hour), _ in rows})
    lines: list[str] = []
    y = _TOP
    for service in services:
        found = {hour: counts for (each, hour), counts in rows if each == service}
        lines.append(f'<text x="16" y="{y}" font-weight="bold">{escape(names.get(service, service))}</text>')
        lines += _panel(found, hours, y + 14)
        y += _HEIGHT + 62
    width = max(560, _LEFT + _HOUR * len(hours) + 40)
    return framed(title, note, lines, width=width, height=y)


def _panel(found: Mapping[int, tuple[int, int]], hours: Sequence[int], top: int) -> list[str]:
    bottom, aim = top + _HEIGHT, top + _HEIGHT * (1 - AIM)
    lines: list[str] = []
    for place, hour in enumerate(hours):
        x = _LEFT + place * _HOUR
        lines.append(f'<text x="{x + 12}" y="{bottom + 16}" text-anchor="middle">{hour:02d}</text>')
        quoted, held = found.get(hour, (0, 0))
        if not quoted:
            continue
        height = _HEIGHT * held / quoted
        lines += [
            f'<rect x="{x}" y="{top}" width="24" height="{_HEIGHT}" fill="{_MISSED}"/>',
            f'<rect x="{x}" y="{bottom - height:.1f}" width="24" height="{height:.1f}" fill="{_HELD}"/>',
            f'<text x="{x + 12}" y="{bottom + 32}" text-anchor="middle" fill="{INK}">{held}/{quoted}</text>',
        ]
    right = _LEFT + _HOUR * len(hours)
    return [
        *lines,
        f'<line x1="{_LEFT - 6}" x2="{right}" y1="{aim:.1f}" y2="{aim:.1f}" stroke="{INK}" stroke-dasharray="4 3"/>',
        f'<text x="{_LEFT - 12}" y="{aim + 5:.1f}" text-anchor="end">{AIM:.0%}</text>',
    ]
