"""One row a figure, and the three ways to show them: text, JSON, Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.bench.machine import Machine

OPEN, CLOSE = "<!-- bench -->", "<!-- /bench -->"


@dataclass(frozen=True, slots=True)
class Row:
    """``value`` is a median; ``low`` and ``high`` are the extremes of the repetitions."""

    group: str
    name: str
    unit: str
    value: float
    low: float
    high: float
    repetitions: int
    target: float | None = None
    at_least: bool = False
    """The target is a floor, else a ceiling."""
    p50: float | None = None
    """Of single operations, in milliseconds."""
    p99: float | None = None
    p99_target: float | None = None
    fsync: float | None = None
    """4 KiB appends a second on this disk, measured beside the figure."""
    note: str = ""

    @property
    def met(self) -> bool | None:
        if self.target is None and self.p99_target is None:
            return None
        value = self.target is None or (self.value >= self.target if self.at_least else self.value <= self.target)
        tail = self.p99_target is None or self.p99 is None or self.p99 <= self.p99_target
        return value and tail

    def cells(self) -> list[str]:
        target = "" if self.target is None else f"{'≥' if self.at_least else '≤'} {number(self.target)}"
        tail = "" if self.p99_target is None else f"p99 ≤ {number(self.p99_target)}"
        verdict = {None: "", True: "met", False: "missed"}[self.met]
        return [
            self.name,
            f"{number(self.value)} {self.unit}",
            f"{number(self.low)} to {number(self.high)}" if self.repetitions > 1 else "",
            "" if self.p50 is None else f"{self.p50:.2f} / {self.p99:.2f}",
            "" if self.fsync is None else number(self.fsync),
            ", ".join(filter(None, (target, tail))),
            ", ".join(filter(None, (verdict, self.note))),
        ]


HEADINGS = ["figure", "median", "range", "p50 / p99 ms", "fsync/s beside it", "target", ""]


def number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.3g}"


def text(machine: Machine, rows: Sequence[Row]) -> str:
    cells = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    lines = [str(machine), ""]
    lines.append(_line(HEADINGS, widths))
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            lines.append(f"-- {group}")
        lines.append(_line(row.cells(), widths))
    return "\n".join(lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def as_json(machine: Machine, rows: Sequence[Row]) -> dict[str, Any]:
    return {"machine": asdict(machine), "rows": [asdict(row) | {"met": row.met} for row in rows]}


def markdown(machine: Machine, rows: Sequence[Row]) -> str:
    lines = [f"Measured on {machine}. Medians; the range is over the repetitions.", ""]
    lines += ["| " + " | ".join(HEADINGS) + " |", "|" + "---|" * len(HEADINGS)]
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            lines.append(f"| **{group}** |" + " |" * (len(HEADINGS) - 1))
        lines.append("| " + " | ".join(row.cells()) + " |")
    return "\n".join(lines)


def write(page: Path, machine: Machine, rows: Sequence[Row]) -> None:
    """Replace what stands between the two marks of the page. Raises ``SystemExit`` where they are not."""
    before = page.read_text(encoding="utf-8") if page.exists() else ""
    pattern = re.compile(f"{re.escape(OPEN)}.*{re.escape(CLOSE)}", re.DOTALL)
    if not pattern.search(before):
        raise SystemExit(f"{page.name} has no line {OPEN} ... {CLOSE} to write the figures into")
    filled = f"{OPEN}\n{markdown(machine, rows)}\n{CLOSE}"
    page.write_text(pattern.sub(lambda _: filled, before), encoding="utf-8")
