"""The printer that a machine uses where no URL is given: one line in a file of the data folder.

It belongs to the machine, not to the office: one configuration serves every machine of an office.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from printers.durable_file import write_atomically

KIOSK_FILE: Final = "printer.url"
COUNTER_FILE: Final = "printer-counter.url"
"""Of a counter window without a kiosk in its process: a printer serves one program, so the two are never the same."""


def remembered_printer(data: Path, *, counter: bool = False) -> str | None:
    """The URL that was kept in this data folder; None where none was."""
    try:
        lines = _file(data, counter=counter).read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError):
        return None
    return lines[0] if lines else None


def remember_printer(data: Path, url: str, *, counter: bool = False) -> Path:
    """Keep the URL; the file. Raises ``OSError``."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = _file(data, counter=counter)
    write_atomically(file, f"{url}\n".encode())
    return file


def _file(data: Path, *, counter: bool) -> Path:
    return data / (COUNTER_FILE if counter else KIOSK_FILE)
