"""Data that ships with the program: configuration, fonts, icons, sounds, words."""

from pathlib import Path

_ROOT = Path(__file__).parent


def folder(name: str) -> Path:
    """A folder or file of this package, by its path with ``/``."""
    return _ROOT / name
