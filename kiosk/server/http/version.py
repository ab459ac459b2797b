"""Which release this is."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def current() -> str:
    """The installed version; ``0`` in a folder that was never installed."""
    try:
        return version("antrean")
    except PackageNotFoundError:
        return "0"
