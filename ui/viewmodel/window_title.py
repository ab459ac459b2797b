"""What stands above a window on a desktop."""

from __future__ import annotations


def window_title(window: str, place: str) -> str:
    """The kind of window first, then the place it is for, so that the windows of one desk can be told apart."""
    return " · ".join(part for part in (window, place) if part)
