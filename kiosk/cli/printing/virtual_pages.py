"""The folder with the pages of a virtual printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kiosk.cli.errors import refuse, warn
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from PIL.Image import Image

    from printers.simulator.page_folder import PageFolder


class PrintedPages:
    """Keeps what comes out of a virtual printer in a folder, and prints where each page is."""

    def __init__(self, gallery: PageFolder, language: str, *, announce: bool) -> None:
        """Make the folder. Raises ``Refused``."""
        self.gallery, self._language, self._announce, self._count = gallery, language, announce, 0
        try:
            gallery.open()
        except OSError as error:
            refuse(f"--data: cannot use {gallery.folder}: {error.strerror}")

    def keep(self, page: Image) -> None:
        self._count += 1
        try:
            file = self.gallery.save(page)
        except OSError as error:
            warn(f"cannot write to {self.gallery.folder}: {error.strerror}")
            return
        if self._announce:
            click.echo(translate("virtual.page", self._language, n=self._count, file=file))
