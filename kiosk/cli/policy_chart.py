"""The waits of each class under several policies as an SVG: a bar up to the median, a line up to nine of ten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from kiosk.cli.svg_chart import INK, framed
from kiosk.operations.planning.comparison import Trial, TrialFigures
from kiosk.operations.planning.simulation import KINDS

_LEFT, _WIDTH, _ROW, _TOP = 300, 520, 24, 64
_COLOURS: Final = {"appointment": "#7a4fa3", "priority": "#c2571a", "regular": "#2f6f8f"}


def chart(title: str, note: str, trials: Sequence[Trial], names: Mapping[str, str]) -> str:
    """``names``: of the classes, in words; colour is never alone."""
    most = max([1.0, *(figures.p90 for trial in trials for figures in trial.classes.values())])
    lines: list[str] = []
    y = _TOP
    for trial in trials:
        lines.append(f'<text x="16" y="{y + 15}" font-weight="bold">{escape(trial.name)}</text>')
        for kind in KINDS:
            if kind in trial.classes:
                lines += _bar(names[kind], _COLOURS[kind], trial.classes[kind], y, _WIDTH / most)
                y += _ROW
        y += 14
    return framed(title, note, lines, width=_LEFT + _WIDTH + 110, height=y + 8)


def _bar(name: str, colour: str, figures: TrialFigures, y: int, scale: float) -> list[str]:
    middle = y + 9
    bar, line = figures.median * scale, _LEFT + figures.p90 * scale
    return [
        f'<text x="{_LEFT - 10}" y="{y + 14}" text-anchor="end">{escape(name)}</text>',
        f'<rect x="{_LEFT}" y="{y}" width="{bar:.1f}" height="18" fill="{colour}"/>',
        f'<line x1="{_LEFT}" x2="{line:.1f}" y1="{middle}" y2="{middle}" stroke="{INK}" stroke-width="2"/>',
        f'<text x="{line + 6:.1f}" y="{y + 14}">{figures.median:.0f} / {figures.p90:.0f}</text>',
    ]
