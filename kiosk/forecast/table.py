"""The table of a point: the forecast of everyone who waits and of whoever comes next, with the corrected levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.forecast.correction import Levels, Outcome, corrected
from kiosk.forecast.forecast import PATHS, Experience, forecast
from kiosk.forecast.state import PointState

ALL_UP_TO: Final = 20
"""Waiting tickets up to which all ``PATHS`` are played."""
MOST_PATHS: Final = 100
"""... for more of them; from ``MANY`` on fewer, so that the time grows no further."""
MANY: Final = 150
LEAST_PATHS: Final = 40


@dataclass(frozen=True, slots=True)
class ForecastTable:
    """Times are seconds since the midnight of ``day``'s date, ascending; each path that calls the ticket gives one."""

    day: str
    at: float
    paths: int
    levels: Levels
    tickets: dict[str, list[float]]
    newcomers: dict[str, list[float]]
    """By service."""


def paths_for(waiting: int) -> int:
    if waiting <= ALL_UP_TO:
        return PATHS
    return MOST_PATHS if waiting <= MANY else max(LEAST_PATHS, MOST_PATHS * MANY // waiting)


def make_table(
    day: str, state: PointState, experience: Experience, outcomes: Sequence[Outcome], *, paths: int | None = None
) -> ForecastTable:
    paths = paths_for(len(state.waiting)) if paths is None else paths
    found = forecast(state, experience, paths=paths)
    return ForecastTable(
        day=day,
        at=state.at,
        paths=paths,
        levels=corrected(outcomes),
        tickets={key: list(outlook.times) for key, outlook in found.tickets.items()},
        newcomers={service: list(outlook.times) for service, outlook in found.newcomers.items()},
    )
