"""What marks a simulated clock."""

from __future__ import annotations

from kiosk.wording.translate import translate


def note(speed: float | None, language: str) -> str:
    """``Waktu simulasi``, and how many times faster it runs; empty for the real clock, whose speed is None."""
    if speed is None:
        return ""
    if speed == 1:
        return translate("wording.simulated.clock", language)
    return translate("wording.simulated.fast", language, speed=f"{speed:g}")


def stamp(language: str) -> str:
    """``SIMULASI``, across a receipt or a page."""
    return translate("wording.simulated.stamp", language)
