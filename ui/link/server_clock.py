"""The server's time between its messages. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.contract.point import PointView


@dataclass(frozen=True, slots=True)
class ServerClock:
    """What the server's clock said when it was last heard; windows follow it, not their own machine's."""

    said: datetime
    heard: float
    """The listener's monotonic seconds at that moment."""
    speed: float

    @classmethod
    def of(cls, point: PointView, monotonic: float) -> ServerClock:
        return cls(point.now.astimezone(ZoneInfo(point.timezone)), monotonic, point.speed)

    def now(self, monotonic: float) -> datetime:
        """The server's time, in the office's zone."""
        return self.said + timedelta(seconds=(monotonic - self.heard) * self.speed)
