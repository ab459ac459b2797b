"""The sentences that explain a closed service, in every language of the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from assets.words import word
from kiosk.rules.model import Configuration


def in_languages(languages: Sequence[str], key: str, **values: object) -> dict[str, str]:
    return {language: word(key, language, **values) for language in languages}


def clock_time(at: datetime, language: str) -> str:
    """``08.00`` or ``08:00``, as the language writes it. ``at`` is in the office's zone."""
    return word("server.time.clock", language, hour=f"{at.hour:02d}", minute=f"{at.minute:02d}")


def long_date(at: datetime, language: str) -> str:
    return word(
        "server.time.date",
        language,
        weekday=word(f"server.time.weekday_{at.weekday()}", language),
        day=at.day,
        month=word(f"server.time.month_{at.month}", language),
        year=at.year,
    )


def when(at: datetime, now: datetime, language: str) -> str:
    """``hari ini pukul 08.00``, ``besok pukul 08.00`` or the date. Both are in the office's zone."""
    clock = clock_time(at, language)
    if at.date() == now.date():
        return word("server.time.today", language, clock=clock)
    if at.date() == now.date() + timedelta(days=1):
        return word("server.time.tomorrow", language, clock=clock)
    return word("server.time.on", language, date=long_date(at, language), clock=clock)


def why_closed(
    configuration: Configuration, reason: str, next_opening: datetime | None, now: datetime, language: str
) -> str:
    """Why no number is issued, and when the next one may be."""
    zone = configuration.office.timezone
    why = word(f"server.closed.{reason}", language)
    if next_opening is None:
        return why
    opens = when(next_opening.astimezone(zone), now.astimezone(zone), language)
    return f"{why} {word('server.closed.next', language, when=opens)}"
