"""The way of every view-model here: frozen inputs, a pure derivation, and a signal for each property that changed."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

from PySide6.QtCore import QObject

P = TypeVar("P")


def emit_changes(model: QObject, before: P, after: P) -> None:
    """For each field of the two frozen values that differs, emit ``model``'s signal ``{field}Changed``."""
    for name in [field.name for field in fields(after)]:  # pyright: ignore[reportArgumentType]  a dataclass
        if getattr(before, name) != getattr(after, name):
            signal: Any = getattr(model, f"{name}Changed")
            signal.emit()
