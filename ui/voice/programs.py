"""The programs of the system that play a WAV file."""

from __future__ import annotations

import shutil
import sys
from typing import Final

KNOWN: Final = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",))
"""In the order in which they are tried; the file's name follows."""


def players() -> list[tuple[str, ...]]:
    """Those that are installed, as commands."""
    return [(path, *rest) for name, *rest in KNOWN if (path := shutil.which(name))]


SYNTHESIZER: Final = "espeak-ng"


def can_read() -> bool:
    """Whether the machine has a synthesizer and something to play it with."""
    return shutil.which(SYNTHESIZER) is not None and bool(ways())


def ways() -> list[str]:
    """How this machine could play, for people; empty where it cannot."""
    return ["winsound"] if sys.platform == "win32" else [command[0] for command in players()]
