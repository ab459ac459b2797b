"""The sentences that explain a closed service, in every language of the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from kiosk.wording.translate import translate


def in_languages(languages: Sequence[str], key: str, **values: object) -> dict[str, str]:
    return {language: translate(key, language, **values) for language in languages}


def clock_time(at: datetime, language: str) -> str:
    """``08.00`` or ``08:00``, as the language writes it. ``at`` is in the office's zone."""
    return translate("server.time.clock", language, hour=f"{at.hour:02d}", minute=f"{at.minute:02d}")


def long_date(at: datetime, language: str) -> str:
    return translate(
        "server.time.date",
        language,
        weekday=translate(f"server.time.weekday_{at.weekday()}", language),
        day=at.day,
        month=translate(f"server.time.month_{at.month}", language),
        year=at.year,
    )


def when(at: datetime, now: datetime, language: str) -> str:
    """``hari ini pukul 08.00``, ``besok pukul 08.00`` or the date. Both are in the office's zone."""
    clock = clock_time(at, language)
    if at.date() == now.date():
        return translate("server.time.today", language, clock=clock)
    if at.date() == now.date() + timedelta(days=1):
        return translate("server.time.tomorrow", language, clock=clock)
    return translate("server.time.on", language, date=long_date(at, language), clock=clock)


def why_closed(zone: tzinfo, reason: str, next_opening: datetime | None, now: datetime, language: str) -> str:
    """Why no number is issued, and when the next one may be."""
    why = translate(f"server.closed.{reason}", language)
    if next_opening is None:
        return why
    opens = when(next_opening.astimezone(zone), now.astimezone(zone), language)
    return f"{why} {translate('server.closed.next', language, when=opens)}"
