"""Today's hours of a whole service point. Pure."""

from __future__ import annotations

from kiosk.contract.point import PointView


def opening_hours(point: PointView) -> list[tuple[str, str]]:
    """Today's stretches, as ``HH:MM``, in which at least one service is offered."""
    merged: list[tuple[str, str]] = []
    for start, end in sorted({(hours.start, hours.end) for service in point.services for hours in service.hours}):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
