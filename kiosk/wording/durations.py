"""Waits and running times in people's words."""

from __future__ import annotations

from typing import Final

from kiosk.wording.translate import translate

HOURS_FROM_MIN: Final = 120
"""Minutes from which an estimated wait is said in whole hours: nobody plans by the minute then."""


def estimate(low_min: int, high_min: int, language: str) -> str:
    """An estimated wait: ``5–10 menit``, from two hours on ``2–3 jam``."""
    if high_min <= 1:
        return translate("wording.wait.shortest", language)
    if high_min >= HOURS_FROM_MIN:
        low, high = max(1, low_min // 60), -(-high_min // 60)
        return _span("hours", low, high, language)
    return _span("minutes", low_min, high_min, language)


def _span(unit: str, low: int, high: int, language: str) -> str:
    if low >= high:
        return translate(f"wording.wait.{unit}", language, n=high)
    return translate(f"wording.wait.{unit}_range", language, low=low, high=high)


def estimated_wait(low_min: int, high_min: int, language: str) -> str:
    """``Perkiraan 5–10 menit``."""
    return translate("wording.wait.sentence", language, wait=estimate(low_min, high_min, language))


def estimate_label(language: str) -> str:
    """``Perkiraan``, beside ``estimate`` in a table."""
    return translate("wording.wait.label", language)


def minutes(whole: int, language: str) -> str:
    """``12 mnt``."""
    return translate("wording.duration.minutes", language, n=whole)


def waited(seconds: float, language: str) -> str:
    """A wait so far: ``12 mnt``, from one hour on ``1 jam 05 mnt``; less than a minute is 0."""
    whole = max(0, int(seconds // 60))
    if whole < 60:
        return minutes(whole, language)
    return translate("wording.duration.hours", language, hours=whole // 60, minutes=f"{whole % 60:02}")


def countdown(seconds: float) -> str:
    """``0:07:59``, always with hours, so that it is not read as a time of day."""
    whole = max(0, int(seconds))
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def stopwatch(seconds: float) -> str:
    """``03:07``, from one hour on ``1:03:07``, in every language; below zero it stands still."""
    whole = max(0, int(seconds))
    hours, minute, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minute:02}:{rest:02}" if hours else f"{minute:02}:{rest:02}"
