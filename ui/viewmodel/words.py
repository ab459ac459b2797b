"""The fixed words of a window, and the language that it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kiosk.contract.point import PointView
from kiosk.wording.translate import catalogue


def window_language(wanted: str | None, office: str, point: PointView | None) -> str:
    """The language ``wanted`` by ``--language`` or the window's own switch, else the office's first one.

    ``office`` is what this machine knows of that; it holds until the server has sent the ``point``.
    """
    return wanted or (point.languages[0] if point and point.languages else office)


@cache
def labels(room: str, language: str) -> Mapping[str, str]:
    """The fixed words of a window, ``ROOM.label.*``, by the names that its QML uses."""
    prefix = f"{room}.label."
    words = catalogue(language).items()
    return {key.removeprefix(prefix): text for key, text in words if key.startswith(prefix) and isinstance(text, str)}
