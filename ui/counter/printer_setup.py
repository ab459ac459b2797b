"""What the counter window needs of its machine to set up a printer. ``ui.shell.printer_setup`` does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from printers.device.discovery import Found


class PrinterSetup(Protocol):
    """Every method takes seconds and may be called from any thread."""

    def find(self) -> list[Found]:
        """The printers that this machine can reach, and ports at which one may be."""
        ...

    def print_page(self, url: str, language: str) -> str:
        """Print the guided page. Why it was not sent, in words; empty when it was."""
        ...

    def keep(self, url: str, language: str) -> str:
        """Print on this printer from now on. Why it was not kept, in words; empty when it was."""
        ...


PrinterTask: TypeAlias = Callable[[PrinterSetup], object]
