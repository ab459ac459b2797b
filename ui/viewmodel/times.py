"""The server's time between its messages, and times as people read them. Pure."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QLocale, QTime

from kiosk.contract.point import PointView
from kiosk.wording.translate import translate


def clock(at: datetime, language: str) -> str:
    """``10.03`` in Indonesian, ``10:03`` in English."""
    return _locale(language).toString(QTime(at.hour, at.minute), QLocale.FormatType.ShortFormat)


def wall_clock(hh_mm: str, language: str) -> str:
    """``HH:MM`` as ``clock`` writes it."""
    return _locale(language).toString(QTime.fromString(hh_mm, "HH:mm"), QLocale.FormatType.ShortFormat)


def day(at: datetime, language: str) -> str:
    """``Sabtu, 12 September 2026``."""
    return _locale(language).toString(QDate(at.year, at.month, at.day), "dddd, d MMMM yyyy")


def short_day(at: datetime, language: str) -> str:
    """``Sab, 12 Sep``."""
    return _locale(language).toString(QDate(at.year, at.month, at.day), "ddd, d MMM")


def stopwatch(seconds: float) -> str:
    """``03:07``, from one hour on ``1:03:07``."""
    whole = max(0, int(seconds))
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def waiting(seconds: float, language: str) -> str:
    """``12 mnt``, from one hour on ``1 j 05 mnt``; less than a minute is 0."""
    minutes = max(0, int(seconds // 60))
    if minutes < 60:
        return translate("ui.minutes", language, n=minutes)
    return translate("ui.hours_minutes", language, hours=minutes // 60, minutes=f"{minutes % 60:02}")


def _locale(language: str) -> QLocale:
    return QLocale("en_GB" if language == "en" else language)


def opening_hours(point: PointView) -> list[tuple[str, str]]:
    """Today's stretches, as ``HH:MM``, in which at least one service is offered."""
    merged: list[tuple[str, str]] = []
    for start, end in sorted({(hours.start, hours.end) for service in point.services for hours in service.hours}):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
