"""What is known about each printer of a spool, in a JSON file: kept through restarts and readable by other programs."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec
from msgspec import Struct

from printers.device.device_info import DeviceInfo
from printers.device.status import Condition
from printers.durable_file import write_atomically


class PrinterRecord(Struct, frozen=True, omit_defaults=True):
    """``nature`` holds as long as the same URL is used; the rest is what was last seen."""

    url: str
    info: DeviceInfo = msgspec.field(default=DeviceInfo(), name="nature")
    condition: Condition = Condition.READY
    near_end: bool = False
    reported: bool = msgspec.field(default=False, name="answers")
    queue_jobs: tuple[tuple[int, float], ...] = ()
    """Jobs that a print queue may still hold: number, and when to cancel it in seconds since 1970."""


def load_record(folder: Path, place: int, url: str | None = None) -> PrinterRecord:
    """The record of printer number ``place`` (from 1). With ``url``, a record of another URL counts as none."""
    try:
        known = msgspec.json.decode(_path(folder, place).read_bytes(), type=PrinterRecord)
    except (OSError, msgspec.MsgspecError):
        return PrinterRecord(url or "")
    return known if url in (None, known.url) else PrinterRecord(url or "")


def save_record(folder: Path, place: int, memory: PrinterRecord) -> None:
    """Replace the record of printer number ``place`` (from 1). A full disk is ignored."""
    with contextlib.suppress(OSError):  # a lost record costs one more probe of the printer
        write_atomically(_path(folder, place), msgspec.json.encode(memory))


def _path(folder: Path, place: int) -> Path:
    return folder / f"printer-{place}.json"
