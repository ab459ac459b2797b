"""The forecast table of a point, by how many wait: the processor's time of the process that makes it."""

from __future__ import annotations

import statistics
import time
from random import Random

from kiosk.forecast.forecast import learn
from kiosk.forecast.table import make_table
from tests.bench.settings import Settings
from tests.bench.table import Row
from tests.forecast.crowded_days import REGULAR, OfficeKind, Visitor, made_up_day, past_day, play, state_of

TARGETS_MS = {5: None, 30: 15.0, 150: 50.0}
"""By waiting tickets."""
HALF_PAST_TEN = 10.5 * 3600


def measure(settings: Settings) -> list[Row]:
    """Four counters, two services and twenty earlier days."""
    kind = OfficeKind(counters=4, minutes=12, load=1.0, away_share=0.05, scatter=0.45)
    chance = Random(1)  # noqa: S311  a play
    past = [made_up_day(kind, chance) for _ in range(20)]
    for day in past:
        play(day)
    experience = learn(kind.services, kind.serves, [past_day(day) for day in past])
    rows: list[Row] = []
    for waiting, target in TARGETS_MS.items():
        day = made_up_day(kind, chance)
        day.waiting = [
            Visitor(str(n), REGULAR, HALF_PAST_TEN - 3600 + n * 20, kind.minutes * 60, comes=True)
            for n in range(waiting)
        ]
        state = state_of(kind, day, HALF_PAST_TEN, "bench")
        values: list[float] = []
        for _ in range(max(3, settings.repetitions)):
            began = time.process_time()
            make_table("2026-09-12", state, experience, ())
            values.append((time.process_time() - began) * 1000)
        rows.append(
            Row(
                group="forecast",
                name=f"table, {waiting} waiting",
                unit="ms",
                value=statistics.median(values),
                low=min(values),
                high=max(values),
                repetitions=len(values),
                target=target,
            )
        )
    return rows
