"""The way of every view-model here: frozen inputs, a pure derivation, and a signal for each property that changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from assets.words import catalogue

P = TypeVar("P")


def emit_changes(model: QObject, before: P, after: P) -> None:
    """For each field of the two frozen values that differs, emit ``model``'s signal ``{field}Changed``."""
    for name in [field.name for field in fields(after)]:  # pyright: ignore[reportArgumentType]  a dataclass
        if getattr(before, name) != getattr(after, name):
            signal: Any = getattr(model, f"{name}Changed")
            signal.emit()


@cache
def labels(room: str, language: str) -> Mapping[str, str]:
    """The fixed words of a window, ``ROOM.label.*``, by the names that its QML uses."""
    prefix = f"{room}.label."
    words = catalogue(language).items()
    return {key.removeprefix(prefix): text for key, text in words if key.startswith(prefix) and isinstance(text, str)}
