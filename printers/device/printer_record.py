"""What is known of the printer in one place, kept in a file: through restarts, and for other programs to read."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec
from msgspec import Struct

from printers.device.printer import DeviceInfo
from printers.device.status import Condition
from printers.durable_file import write_atomically


class PrinterRecord(Struct, frozen=True, omit_defaults=True):
    """``nature`` holds as long as the same URL is used; the rest is what was last seen."""

    url: str
    info: DeviceInfo = msgspec.field(default=DeviceInfo(), name="nature")
    condition: Condition = Condition.READY
    near_end: bool = False
    reported: bool = msgspec.field(default=False, name="answers")


def load_record(folder: Path, place: int, url: str | None = None) -> PrinterRecord:
    """What is remembered of the printer at ``url``, or at whatever was there last."""
    try:
        known = msgspec.json.decode(_path(folder, place).read_bytes(), type=PrinterRecord)
    except (OSError, msgspec.MsgspecError):
        return PrinterRecord(url or "")
    return known if url in (None, known.url) else PrinterRecord(url or "")


def save_record(folder: Path, place: int, memory: PrinterRecord) -> None:
    """Losing this costs a round of questions."""
    with contextlib.suppress(OSError):
        write_atomically(_path(folder, place), msgspec.json.encode(memory))


def _path(folder: Path, place: int) -> Path:
    return folder / f"printer-{place}.json"
