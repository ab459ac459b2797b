"""The visitor's window, as ``antrean visitor`` starts it, without a screen and drawn by the processor alone."""

from __future__ import annotations

import statistics

from tests.bench.machine import fsync_rate, percentile
from tests.bench.settings import Settings
from tests.bench.table import Row
from tests.flow.child import Server
from tests.flow.window import watch

FIRST_FRAME_S, MEMORY_MB, TAP_P99_MS = 0.6, 100.0, 50.0


def measure(settings: Settings) -> list[Row]:
    with Server(settings.folder / "windows") as server:
        starts = [watch(server, 0) for _ in range(settings.repetitions)]
        turns = [watch(server, settings.taps // settings.repetitions + 1) for _ in range(settings.repetitions)]
    first = [turn["taps"][0] * 1000 for turn in turns]
    taps = [tap * 1000 for turn in turns for tap in turn["taps"][1:]]
    medians = [statistics.median(turn["taps"][1:]) * 1000 for turn in turns]
    disk = fsync_rate(settings.folder)
    return [
        _row("visitor: first frame after the start", "s", [start["first_frame"] for start in starts], FIRST_FRAME_S),
        _row("visitor: services drawn after the start", "s", [start["ready"] for start in starts]),
        _row("visitor: memory at rest (PSS)", "MB", [start["memory"][0] for start in starts], MEMORY_MB),
        _row("visitor: the first tap after the start", "ms", first),
        Row(
            group="windows, drawn by the processor",
            name="visitor: tap to number on the screen",
            unit="ms",
            value=statistics.median(taps),
            low=min(medians),
            high=max(medians),
            repetitions=len(medians),
            p50=percentile(taps, 0.5),
            p99=percentile(taps, 0.99),
            p99_target=TAP_P99_MS,
            fsync=disk,
            note=f"{len(taps)} taps, the commit in it",
        ),
    ]


def _row(name: str, unit: str, values: list[float], target: float | None = None) -> Row:
    return Row(
        group="windows, drawn by the processor",
        name=name,
        unit=unit,
        value=statistics.median(values),
        low=min(values),
        high=max(values),
        repetitions=len(values),
        target=target,
    )
