"""Sets up a printer of this machine from a window, while the stations of its process let it go."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.wording.translate import translate
from printers.device.remembered import remember_printer

if TYPE_CHECKING:
    from printers.device.discovery import Found
    from ui.shell.station import Station


class MachinePrinterSetup:
    """``stations``: those of this process, as the windows make them; the first prints on the printer that is kept."""

    def __init__(self, data: Path, stations: Sequence[Station], *, counter: bool) -> None:
        """``counter``: the process has no kiosk, and the printer is the counter's."""
        self._data, self._stations, self._counter = data, stations, counter

    def find(self) -> list[Found]:
        from printers.device.first_page import find_printers  # noqa: PLC0415  for the few who set up a printer

        with self._released(self._stations):
            return find_printers()

    def print_page(self, url: str, language: str) -> str:
        from printers.device.first_page import NotSentError, send_page  # noqa: PLC0415  as above
        from printers.device.guided_page import WORDS, PageWord, guided_page  # noqa: PLC0415  as above
        from printers.device.url import UrlError, parse_url  # noqa: PLC0415  as above

        words: dict[PageWord, str] = {word: translate(f"printer.setup.page_{word}", language) for word in WORDS}
        try:
            with self._released(self._stations):
                send_page(parse_url(url), self._data, guided_page(words, language))
        except UrlError as error:
            return str(error)
        except NotSentError as error:
            why = translate(f"printer.staff.{error.condition}", language) if error.condition else ""
            return translate("printer.setup.not_sent", language, why=" ".join(filter(None, (why, str(error)))))
        return ""

    def keep(self, url: str, language: str) -> str:
        try:
            remember_printer(self._data, url, counter=self._counter)
        except OSError as error:
            return translate("printer.setup.not_kept", language, why=f"{self._data}: {error.strerror}")
        for station in self._stations[:1]:
            station.release()
            station.take(url)
        return ""

    @staticmethod
    @contextmanager
    def _released(stations: Sequence[Station]) -> Generator[None]:
        for station in stations:
            station.release()
        try:
            yield
        finally:
            for station in stations:
                station.take()
