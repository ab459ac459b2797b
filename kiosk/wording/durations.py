"""Waits so far and running times in people's words."""

from __future__ import annotations

from kiosk.wording.translate import translate


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
