"""The part of a point that one board is for. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import structs

from kiosk.contract.board import BoardView, CallView
from kiosk.contract.point import PointView


@dataclass(frozen=True, slots=True)
class Zone:
    """Empty means all; where both are given, a call must fit both."""

    services: frozenset[str] = frozenset()
    counters: frozenset[str] = frozenset()

    def has(self, call: CallView) -> bool:
        return (not self.services or call.service in self.services) and (
            not self.counters or call.counter in self.counters
        )

    def unknown(self, point: PointView) -> list[str]:
        """What the point does not have: a slip of the hand that would leave a board empty for ever."""
        services = self.services - {service.id for service in point.services}
        counters = self.counters - {counter.id for counter in point.counters}
        return sorted((*services, *counters))

    def of_point(self, point: PointView) -> PointView:
        """With its own services alone, and open where one of them is."""
        kept = self._kept(point)
        services = [service for service in point.services if service.id in kept]
        return structs.replace(point, services=services, open=any(service.open for service in services))

    def of_board(self, board: BoardView, point: PointView | None) -> BoardView:
        """Missed numbers and waits go by service: those of the zone, or what its counters serve."""
        kept = self._kept(point) if point else self.services
        return BoardView(
            current=[call for call in board.current if self.has(call)],
            recent=[call for call in board.recent if self.has(call)],
            missed=[row for row in board.missed if row.service in kept],
            waiting=[row for row in board.waiting if row.service in kept],
        )

    def _kept(self, point: PointView) -> set[str]:
        kept = {service.id for service in point.services if not self.services or service.id in self.services}
        if self.counters:
            kept &= {service for one in point.counters if one.id in self.counters for service in one.serves}
        return kept
