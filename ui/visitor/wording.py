"""The visitor's own sentences, in the visitor's language. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from kiosk.contract.point import Estimate
from kiosk.wording import dates
from kiosk.wording.expected import expected_sentence
from kiosk.wording.translate import FALLBACK, catalogue, translate

STEP_MIN: Final = 5
_FIGURES: Final = ("range", "before_break", "after_break")
"""Estimates that two clock times say whole."""


def say(key: str, language: str, **values: object) -> str:
    """A sentence of the visitor's catalogue."""
    return translate(f"visitor.{key}", language, **values)


def wait(estimate: Estimate | None, language: str) -> str:
    """The estimated wait; empty where none could be made."""
    return expected_sentence(estimate, language) if estimate else ""


def called_about(estimate: Estimate | None, at: datetime, language: str) -> str:
    """When a number taken ``at`` this time is called, such as ``10.50–11.15``.

    Empty where that has to be said in a sentence: a counter may not open, or the number may not be reached.
    """
    if estimate is None or estimate.kind not in _FIGURES or estimate.if_open or estimate.may_not_be_reached:
        return ""
    low = at + timedelta(minutes=estimate.low_min)
    high = at + timedelta(minutes=max(estimate.high_min, estimate.low_min))
    first = estimate.start or max(at, low - timedelta(minutes=low.minute % STEP_MIN))
    last = estimate.end or high + timedelta(minutes=-high.minute % STEP_MIN)
    return dates.stretch(first.astimezone(at.tzinfo), last.astimezone(at.tzinfo), language)


def printer(condition: str, language: str) -> str:
    """What is wrong with it, as a sentence; empty where that is not known."""
    key = f"printer.{condition}"
    return say(key, language) if f"visitor.{key}" in catalogue(FALLBACK) else ""
