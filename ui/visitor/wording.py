"""Times, dates, waits and names as a visitor reads them. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QDate, QLocale

from kiosk.contract.point import Estimate, ServiceView
from kiosk.wording.translate import FALLBACK, catalogue, translate
from ui.viewmodel.times import clock

_OWN_NAMES: Final = {"id": "Indonesia", "en": "English"}
"""Where Qt's own name carries a country that nobody asked for."""


def say(key: str, language: str, **values: object) -> str:
    """A sentence of the visitor's catalogue."""
    return translate(f"visitor.{key}", language, **values)


def own_name(language: str) -> str:
    """What a language calls itself."""
    name = _OWN_NAMES.get(language) or QLocale(language).nativeLanguageName() or language
    return name[:1].upper() + name[1:]


def when(at: datetime, now: datetime, language: str) -> str:
    """``at`` seen from ``now``, both in the office's zone: today, tomorrow, a weekday, or a date."""
    days = (at.date() - now.date()).days
    time = clock(at, language)
    if days in {0, 1}:
        return say("today_at" if days == 0 else "tomorrow_at", language, time=time)
    pattern = "dddd" if 1 < days < 7 else "dddd, d MMMM"
    day = QLocale(language).toString(QDate(at.year, at.month, at.day), pattern)
    return say("weekday_at", language, day=day, time=time)


def wait(estimate: Estimate | None, language: str) -> str:
    """The expected wait, in minutes below two hours; empty when nobody can say."""
    if estimate is None:
        return ""
    low, high = estimate.low_min, estimate.high_min
    if high <= 1:
        return say("wait_soon", language)
    if low == high:
        return say("wait_about", language, n=high)
    if high < 120:
        return say("wait_minutes", language, low=low, high=high)
    low_h = max(1, low // 60)
    return say("wait_hours", language, low=low_h, high=max(low_h + 1, -(-high // 60)))


def people(key: str, count: int, language: str) -> str:
    """``waiting`` or ``ahead``: how many, or that there is nobody."""
    return say(key, language, n=count) if count else say(f"{key}_none", language)


def state(service: ServiceView, language: str) -> str:
    """Why a service is closed, in two or three words."""
    return reason(service.reason, language)


def reason(code: str, language: str) -> str:
    key = f"state.{code}"
    return say(key if f"visitor.{key}" in catalogue(FALLBACK) else "state.other", language)


def printer(condition: str, language: str) -> str:
    """What is wrong with it, as a sentence; empty where that is not known."""
    key = f"printer.{condition}"
    return say(key, language) if f"visitor.{key}" in catalogue(FALLBACK) else ""


def countdown(seconds: float) -> str:
    """``H:MM:SS``, for a figure that runs."""
    whole = max(0, int(seconds))
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
