"""The printer URL that ``antrean print setup`` wrote down: one line in the data folder, used where no URL is given."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kiosk.cli.errors import refuse

FILE: Final = "printer.url"


def remembered_printer(data: Path) -> str | None:
    """The URL; None where none was written down."""
    try:
        lines = (data / FILE).read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError):
        return None
    return lines[0] if lines else None


def remember_printer(data: Path, url: str) -> Path:
    """Write the URL down; the file. Raises ``Refused``."""
    from printers.durable_file import write_atomically

    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(data / FILE, f"{url}\n".encode())
    except OSError as error:
        refuse(f"--data: cannot write to {data}: {error.strerror}")
    return data / FILE
