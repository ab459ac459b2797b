"""The visitor's own sentences, in the visitor's language. Pure."""

from __future__ import annotations

from kiosk.contract.point import Estimate
from kiosk.wording.expected import expected_sentence
from kiosk.wording.translate import FALLBACK, catalogue, translate


def say(key: str, language: str, **values: object) -> str:
    """A sentence of the visitor's catalogue."""
    return translate(f"visitor.{key}", language, **values)


def wait(estimate: Estimate | None, language: str) -> str:
    """The estimated wait; empty where none could be made."""
    return expected_sentence(estimate, language) if estimate else ""


def printer(condition: str, language: str) -> str:
    """What is wrong with it, as a sentence; empty where that is not known."""
    key = f"printer.{condition}"
    return say(key, language) if f"visitor.{key}" in catalogue(FALLBACK) else ""
