"""What a visitor was told when the number was issued, as the log keeps it.

This is what is scored, and what a repeated request for the same number is answered with.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from kiosk.contract.point import Estimate
from kiosk.operations.tickets.waiting import Wait
from kiosk.store.interface import Event


def quote_data(wait: Wait, serving: str | None) -> dict[str, Any]:
    """For the data of the event of issue. ``quote.range``: the ends of the shown range, as seconds since 1970."""
    data: dict[str, Any] = {"ahead": wait.ahead, **({"serving": serving} if serving else {})}
    found = wait.estimate
    if found is not None:
        data["quote"] = {
            "kind": found.kind,
            "range": [_seconds(found.start), _seconds(found.end)],
            "reached": round(wait.reached or 0.0, 3),
            "min": [found.low_min, found.high_min],
            **({"resumes": _seconds(found.resumes)} if found.resumes else {}),
            **({"maybe": True} if found.may_not_be_reached else {}),
            **({"if_open": True} if found.if_open else {}),
        }
    return data


def told_at_issue(event: Event, zone: tzinfo) -> tuple[Wait, str | None] | None:
    """The wait and the number then called, of the event of issue; None of one that does not tell."""
    ahead, quote = event.data.get("ahead"), event.data.get("quote")
    if ahead is None or (quote is not None and "min" not in quote):
        return None
    if quote is None:
        return Wait(ahead, None), event.data.get("serving")

    def clock(seconds: int | None) -> datetime | None:
        return None if seconds is None else datetime.fromtimestamp(seconds, zone)

    (start, end), (low, high) = quote["range"], quote["min"]
    estimate = Estimate(
        low_min=low,
        high_min=high,
        kind=quote["kind"],
        start=clock(start),
        end=clock(end),
        resumes=clock(quote.get("resumes")),
        may_not_be_reached=quote.get("maybe", False),
        if_open=quote.get("if_open", False),
    )
    return Wait(ahead, estimate, reached=quote["reached"]), event.data.get("serving")


def _seconds(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())
