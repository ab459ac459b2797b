"""A folder with the pages of a virtual printer, one PNG for each cut."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image

from printers.durable_file import write_atomically

MAX_PAGES = 200
"""Pages that are kept; older ones are deleted."""


class PageFolder:
    """Pages are ``YYYYMMDD-HHMMSS-ffffff.png``, in the order in which they came out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self) -> None:
        """Make the folder. Raises ``OSError``."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def save(self, page: Image.Image) -> Path:
        """Write a page, whole or not at all; its file. Raises ``OSError``."""
        file = self.folder / datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f.png")
        png = BytesIO()
        page.save(png, format="PNG")
        write_atomically(file, png.getvalue())
        for old in sorted(self.folder.glob("*.png"))[:-MAX_PAGES]:
            old.unlink(missing_ok=True)
        return file
