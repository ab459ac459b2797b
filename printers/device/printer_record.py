"""What is known of the printer in one place, kept in a file: through restarts, and for other programs to read."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec
from msgspec import Struct

from printers.device.printer import Nature
from printers.device.status import Condition
from printers.durable_file import write_atomically


class Memory(Struct, frozen=True, omit_defaults=True):
    """``nature`` holds as long as the same URL is used; the rest is what was last seen."""

    url: str
    nature: Nature = Nature()
    condition: Condition = Condition.READY
    near_end: bool = False
    answers: bool = False


def recall(folder: Path, place: int, url: str | None = None) -> Memory:
    """What is remembered of the printer at ``url``, or at whatever was there last."""
    try:
        known = msgspec.json.decode(_path(folder, place).read_bytes(), type=Memory)
    except (OSError, msgspec.MsgspecError):
        return Memory(url or "")
    return known if url in (None, known.url) else Memory(url or "")


def remember(folder: Path, place: int, memory: Memory) -> None:
    """Losing this costs a round of questions."""
    with contextlib.suppress(OSError):
        write_atomically(_path(folder, place), msgspec.json.encode(memory))


def _path(folder: Path, place: int) -> Path:
    return folder / f"printer-{place}.json"
