"""Which dates a recurring day means (operating rule 37)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from kiosk.rules.model import WEEKDAYS, Recurring


def matches(rule: Recurring, day: date) -> bool:
    """Whether the date meets every condition but ``before_holiday``, which needs the plans of other dates."""
    return (
        (not rule.days or WEEKDAYS[day.weekday()] in rule.days)
        and (not rule.dates or (day.month, day.day) in rule.dates)
        and (not rule.months or day.month in rule.months)
        and (not rule.nth or not rule.nth.isdisjoint(_places(day)))
        and (not rule.weeks or rule.weeks == ("odd" if day.isocalendar().week % 2 else "even"))
        and (rule.first is None or rule.first <= day)
        and (rule.last is None or day <= rule.last)
    )


def _places(day: date) -> tuple[int, int]:
    """The date's weekday is so many-th of its month, counted from the start and, negative, from the end."""
    return (day.day - 1) // 7 + 1, -((monthrange(day.year, day.month)[1] - day.day) // 7 + 1)
