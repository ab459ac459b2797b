"""Whether headphones are plugged in, from what ALSA's ``amixer contents`` says. Pure."""

from __future__ import annotations

import re
from typing import Final

COMMAND: Final = ("amixer", "contents")
_JACK: Final = re.compile(r"name='[^']*Headphone[^']*Jack'[^\n]*\n(?:[^\n]*\n)*?\s*: values=(on|off)", re.IGNORECASE)


def plugged(contents: str) -> bool | None:
    """True where one of the sockets is in use, None where the sound card does not tell."""
    found = _JACK.findall(contents)
    return any(value == "on" for value in found) if found else None
