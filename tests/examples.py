"""How many examples hypothesis makes up: a quarter in the suite, all of them in ``make proof``."""

from __future__ import annotations

from hypothesis import settings

WHOLE = 100
"""What a test without a number of its own tries in ``make proof``; hypothesis's own default."""


def examples(whole: int) -> int:
    """What a test that tries ``whole`` in ``make proof`` tries now."""
    return max(1, whole * settings.default.max_examples // WHOLE)
