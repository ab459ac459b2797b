"""One decision of the rules, and reading the office's configuration."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from assets import folder
from kiosk.rules import LiveState, Rules, load
from tests.bench.settings import Settings
from tests.bench.table import Row
from tests.flow.child import SATURDAY

DECISIONS = 20_000


def measure(settings: Settings) -> list[Row]:
    bekasi = folder("config/bekasi")
    load(bekasi)
    rules = Rules(load(bekasi))
    instants = [SATURDAY + timedelta(seconds=second * 20) for second in range(-1000, 1000)]
    quiet, busy = (
        LiveState(),
        LiveState(waiting=12, serving=2, active_counters=2, avg_min=14.5, issued=80, last_sequence=80),
    )
    rules.decide("ulp", "paspor", SATURDAY)
    return [
        _row(settings, "load the Bekasi configuration", "ms", _load_ms, 20.0),
        _row(settings, "decide, empty queue", "µs", lambda: _decide_us(rules, instants, quiet), 5.0),
        _row(settings, "decide, busy queue", "µs", lambda: _decide_us(rules, instants, busy), 5.0),
    ]


def _load_ms() -> float:
    began = time.perf_counter()
    load(folder("config/bekasi"))
    return (time.perf_counter() - began) * 1000


def _decide_us(rules: Rules, instants: list[datetime], live: LiveState) -> float:
    turns = DECISIONS // len(instants)
    began = time.perf_counter()
    for _ in range(turns):
        for at in instants:
            rules.decide("ulp", "paspor", at, live)
    return (time.perf_counter() - began) / (turns * len(instants)) * 1e6


def _row(settings: Settings, name: str, unit: str, one: Callable[[], float], target: float) -> Row:
    values = [one() for _ in range(settings.repetitions)]
    return Row(
        group="rules",
        name=name,
        unit=unit,
        value=statistics.median(values),
        low=min(values),
        high=max(values),
        repetitions=len(values),
        target=target,
    )
