"""The newest table of a point, and what was quoted from it: shared by requests and the job that makes tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.forecast.correction import level_of
from kiosk.forecast.table import ForecastTable


@dataclass(slots=True)
class ForecastBoard:
    table: ForecastTable | None = None
    """Replaced whole: read it once."""
    issued: Mapping[str, int] = field(default_factory=dict[str, int])
    """Numbers issued by service when the table's state was read."""
    step_s: Mapping[str, float] = field(default_factory=dict[str, float])
    """By service: how much later each further visitor of the same counters is called."""
    quotes: Mapping[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    """Today, by service: numbers that were told a range and called, and those called within it."""
    made_in_s: float = 0.0
    """How long the newest table took, with the way to the process that makes it."""
    _quoted: dict[str, tuple[Sequence[float], float]] = field(default_factory=dict[str, tuple[Sequence[float], float]])

    def replace(self, table: ForecastTable, issued: Mapping[str, int], step_s: Mapping[str, float]) -> None:
        if self.table is not None and self.table.day != table.day:
            self._quoted.clear()
        self.issued, self.step_s, self.table = issued, step_s, table

    def remember(self, ticket: str, times: Sequence[float], shift: float) -> None:
        """The paths that a ticket was quoted from; ``shift`` is added to each."""
        self._quoted[ticket] = (times, shift)

    def level(self, ticket: str, called_at: float) -> float | None:
        """The share of the quoted paths that had called the ticket by then; once, and None where nothing was quoted."""
        quoted = self._quoted.pop(ticket, None)
        if quoted is None or not quoted[0]:
            return None
        return round(level_of(quoted[0], called_at - quoted[1]), 4)
