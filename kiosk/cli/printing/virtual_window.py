"""The window of a virtual printer, which the package with the windows brings."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

from kiosk.cli.errors import refuse
from kiosk.cli.options import CommonOptions
from kiosk.cli.printing.virtual_pages import PrintedPages

KEPT: Final = 20
"""Pages that are kept in memory; the folder has the others."""
SPEED_MM_S: Final = 150.0
"""A usual receipt printer's, where somebody watches."""
FOLDER: Final = "paper"
"""In the data folder: the pages."""
WindowModule = AbstractContextManager[object]


@contextmanager
def virtual_printer(options: CommonOptions) -> Generator[tuple[str, WindowModule]]:
    """Start a virtual printer in this process: its URL, and its window, which opens when it is entered."""
    from printers.device.url import UrlError, parse_url
    from printers.simulator.page_folder import PageFolder
    from printers.simulator.tcp_server import VirtualPrinter

    url = options.printer or "virtual:"
    try:
        target = parse_url(url)
    except UrlError as error:
        refuse(f"--printer: {error}")
    if target.kind != "virtual":
        refuse(f"--windows printer: only a virtual: printer has a window, and --printer is {url}")
    language = options.office_language()
    pages = PrintedPages(PageFolder(options.data / FOLDER), language, announce=False)
    device = VirtualPrinter(target.profile.dots, on_page=pages.keep, keep=KEPT)
    device.behaviour.speed_mm_s = SPEED_MM_S
    address = f"tcp://127.0.0.1:{device.port}"
    try:
        device.start()
        printer = address + "".join(url.partition("?")[1:])
        yield printer, window_module().window(device, language, address)
    finally:
        device.close()


def window_module() -> Any:
    """The module that shows a virtual printer; the command ends with one line where there is none."""
    from kiosk.cli import plugins

    try:
        return plugins.load(plugins.PARTS, "printer-window")
    except (LookupError, plugins.MissingExtraError) as error:
        refuse(f"{error}; or give --no-window")
