"""Reads the configuration in a thread of its own and for a limited time: a dead network share answers nobody."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.rules import Configuration, ConfigurationError, Rules, load
from kiosk.rules.problems import problem

LIMIT_S: Final = 20.0
"""The largest office that was tried takes one second."""


@dataclass
class _Result:
    rules: Rules | None = None
    error: Exception | None = None


def load_rules(folder: Path, limit_s: float = LIMIT_S) -> Rules:
    """The configuration with its rules made, so that no caller's thread does either.

    Raises ``ConfigurationError``, also where the folder does not answer in time; the thread that waits for it is a
    daemon and holds up no end of the process.
    """
    result = _Result()

    def read() -> None:
        try:
            result.rules = Rules(load(folder))
        except Exception as error:  # noqa: BLE001  raised again in the caller's thread
            result.error = error

    thread = threading.Thread(target=read, name="configuration", daemon=True)
    thread.start()
    thread.join(limit_s)
    if result.error is not None:
        raise result.error
    if result.rules is None:
        raise ConfigurationError(
            [problem("antrean.toml", 1, "file", "too_slow", folder=str(folder), seconds=f"{limit_s:g}")]
        )
    return result.rules


def load_within(folder: Path, limit_s: float = LIMIT_S) -> Configuration:
    """As ``load_rules``, the configuration alone."""
    return load_rules(folder, limit_s).configuration
