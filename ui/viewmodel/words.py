"""Words that more than one window needs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kiosk.contract.point import PointView
from kiosk.wording.translate import FALLBACK, catalogue, translate


def spoken(text: Mapping[str, str], language: str) -> str:
    """The office's own words in the language, else in English, else in any."""
    return text.get(language) or text.get(FALLBACK) or next(iter(text.values()), "")


def simulated(point: PointView, language: str) -> str:
    """Empty while the clock is the real one."""
    if not point.simulated:
        return ""
    if point.speed == 1:
        return translate("ui.simulated", language)
    return translate("ui.simulated_fast", language, speed=f"{point.speed:g}")


@cache
def labels(room: str, language: str) -> Mapping[str, str]:
    """The fixed words of a window, ``ROOM.label.*``, by the names that its QML uses."""
    prefix = f"{room}.label."
    words = catalogue(language).items()
    return {key.removeprefix(prefix): text for key, text in words if key.startswith(prefix) and isinstance(text, str)}
