"""The printers that ``--printer`` and ``--printer2`` name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.cli.errors import refuse
from kiosk.cli.options import CommonOptions

if TYPE_CHECKING:
    from printers.device.url import PrinterTarget

DEFAULT: Final = "virtual:"


def urls(options: CommonOptions) -> list[str]:
    """The printer, else the one that ``antrean print setup`` wrote down, and the one that prints where it cannot."""
    first = chosen_printer(options) or DEFAULT if options.printer is None else options.printer
    return [first, *([options.printer2] if options.printer2 else [])]


def chosen_printer(options: CommonOptions, *, counter: bool = False) -> str | None:
    """The URL of ``--printer``, else the one that ``antrean print setup`` kept; None where there is neither."""
    from printers.device.remembered import remembered_printer

    return remembered_printer(options.data, counter=counter) if options.printer is None else options.printer


def targets(options: CommonOptions) -> list[PrinterTarget]:
    """The same, taken apart. Raises ``Refused`` for a URL that is none."""
    from printers.device.url import UrlError, parse_url

    try:
        return [parse_url(url) for url in urls(options)]
    except UrlError as error:
        refuse(f"--printer: {error}")


def check_printer(options: CommonOptions) -> None:
    """Raise ``Refused`` where ``--printer`` names nothing that this version can print on; before anything is done."""
    from printers.device.transports.connect import connect
    from printers.device.url import UrlError

    try:
        for target in targets(options):
            connect(target, options.data)
    except UrlError as error:
        refuse(f"--printer: {error}")
