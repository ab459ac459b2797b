"""``antrean print virtual``: a printer without a printer, for development, for tests and for learning."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

import click

from kiosk.cli.common import CommonOptions, common_options, office_language, refuse
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from PIL.Image import Image

    from printers.simulator.page_folder import Gallery
    from printers.simulator.tcp_server import VirtualPrinter

KEPT = 20
"""Pages that are kept in memory; the folder has the others."""
SPEED_MM_S = 150.0
"""A usual receipt printer's, where somebody watches."""
_PORT = click.IntRange(0, 65535)


@click.command(
    epilog="An order is NAME, NAME=VALUE, NAME off, or NAME@row=N, @byte=N, @page=N, @s=N for later. "
    "Names: paper-out, near-end, cover-open, cutter, overheated, broken, offline, mute (prints, says nothing), "
    "silence (does nothing), refuse (unplugged), cut (the line breaks), power (off and on: what waits is lost), "
    "garbage[=HEX] (stray bytes), mend (all is well), paper=MM, speed=MM_S, slow=BYTES_S, late=MS. "
    "Typed on standard input, or sent to --control, each is answered by one line; `state` only asks."
)
@click.option("--port", type=_PORT, default=9100, show_default=True, help="0 chooses a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--width", type=click.Choice(["58", "80"]), default="80", show_default=True, help="Paper in millimetres.")
@click.option(
    "--speed",
    type=click.FloatRange(5, 500),
    default=None,
    help="Millimetres a second; default: at once, 150 with a window.",
)
@click.option("--paper", type=click.FloatRange(1), default=None, help="Millimetres of paper left on the roll.")
@click.option("--fault", "faults", multiple=True, metavar="ORDER", help="Such as paper-out@row=300; may be repeated.")
@click.option(
    "--cheap", is_flag=True, help="Silent when asked who it is, and it knows no process IDs and keeps no logo."
)
@click.option("--control", type=_PORT, default=None, metavar="PORT", help="Take orders there too; 0: a free port.")
@click.option("--window/--no-window", default=None, help="Show it; default: where there is a screen.")
@click.option("--lang", default=None, help="Language of the answer; default: the office's first one.")
@common_options
def virtual(
    given: CommonOptions,
    *,
    port: int,
    host: str,
    width: str,
    speed: float | None,
    paper: float | None,
    faults: Sequence[str],
    cheap: bool,
    control: int | None,
    window: bool | None,
    lang: str | None,
) -> None:
    """A virtual ESC/POS printer on TCP: pages as PNG, a window, and every fault. Ctrl+C ends it."""
    from printers.profile import profile
    from printers.simulator.page_folder import Gallery
    from printers.simulator.tcp_server import VirtualPrinter

    language = lang or office_language(given)
    pages = _Pages(Gallery(given.data / "paper"), language, told=not given.json)
    dots = profile(paper_mm=int(width)).dots
    try:
        device = VirtualPrinter(dots, host=host, port=port, on_page=pages.keep, keep=KEPT)
    except OSError as error:
        refuse(f"--port: cannot listen at {host}:{port}: {error.strerror}; choose another port")
    shown = _has_screen() if window is None else window
    device.behaviour.speed_mm_s, device.behaviour.paper_mm = speed or (SPEED_MM_S if shown else None), paper
    if cheap:
        device.behaviour.confirms, device.behaviour.keeps, device.behaviour.names = False, False, ("", "", "")
    with _ended_by_signals(), contextlib.ExitStack() as ends:
        ends.callback(device.close)
        _prepare(device, faults)
        commanded = _listen(ends, device, host, control)
        device.start()
        told: dict[str, object] = {
            "host": host,
            "port": device.port,
            "mm": int(width),
            "folder": str(pages.gallery.folder),
        }
        told |= {"control": commanded}
        given.print(told, lambda: _introduction(told, language))
        sys.stdout.flush()
        if shown:
            threading.Thread(target=_obey_typed, args=(device,), daemon=True).start()
            _show(device, language, f"tcp://{host}:{device.port}")
        else:
            _obey_typed(device)
            threading.Event().wait()


@contextlib.contextmanager
def _ended_by_signals() -> Generator[None]:
    """SIGINT, SIGTERM and SIGHUP end the body, also where a starter (a shell, in the background) had them ignored."""
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, signal.default_int_handler) for number in numbers}
    try:
        with contextlib.suppress(KeyboardInterrupt):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def beside(
    given: CommonOptions, *, wanted: bool
) -> Generator[tuple[CommonOptions, contextlib.AbstractContextManager[object] | None]]:
    """A virtual printer with its window beside others; the answer prints there, and holds the window, not yet open."""
    if not wanted:
        yield given, None
        return
    from printers.device.url import UrlError, parse
    from printers.simulator.page_folder import Gallery
    from printers.simulator.tcp_server import VirtualPrinter

    url = given.printer or "virtual:"
    try:
        target = parse(url)
    except UrlError as error:
        refuse(f"--printer: {error}")
    if target.kind != "virtual":
        refuse(f"--windows printer: only a virtual: printer has a window, and --printer is {url}")
    language = office_language(given)
    pages = _Pages(Gallery(given.data / "paper"), language, told=False)
    device = VirtualPrinter(target.profile.dots, on_page=pages.keep, keep=KEPT)
    device.behaviour.speed_mm_s = SPEED_MM_S
    address = f"tcp://127.0.0.1:{device.port}"
    try:
        device.start()
        printer = address + "".join(url.partition("?")[1:])
        yield dataclasses.replace(given, printer=printer), _window_of(device, language, address)
    finally:
        device.close()


def _prepare(device: VirtualPrinter, faults: Sequence[str]) -> None:
    from printers.simulator.orders import OrderError

    try:
        for order in faults:
            device.order(order)
    except OrderError as error:
        refuse(f"--fault: {error}")


def _listen(ends: contextlib.ExitStack, device: VirtualPrinter, host: str, port: int | None) -> int | None:
    from printers.simulator.control_port import ControlPort

    if port is None:
        return None
    try:
        listener = ControlPort(device, host=host, port=port)
    except OSError as error:
        refuse(f"--control: cannot listen at {host}:{port}: {error.strerror}; choose another port")
    ends.callback(listener.close)
    return listener.port


def _introduction(told: dict[str, object], language: str) -> str:
    lines = [translate("virtual.listening", language, **told)]
    if told["control"] is not None:
        lines.append(translate("virtual.commanded", language, host=told["host"], port=told["control"]))
    if sys.stdin.isatty():
        lines.append(translate("virtual.help", language))
    return "\n".join(lines)


def _obey_typed(device: VirtualPrinter) -> None:
    """Orders from the standard input, until it ends."""
    from printers.simulator.control_port import obey

    for line in sys.stdin:
        click.echo(obey(device, line))
        sys.stdout.flush()


def _show(device: VirtualPrinter, language: str, address: str) -> None:
    window = _window_part()
    window.show(device, language, address)


def _window_of(device: VirtualPrinter, language: str, address: str) -> contextlib.AbstractContextManager[object]:
    return _window_part().window(device, language, address)


def _window_part() -> Any:
    """The module that shows a virtual printer; the command ends with one line where there is none."""
    from kiosk.cli import plugins

    try:
        return plugins.load(plugins.PARTS, "printer-window")
    except (LookupError, plugins.MissingExtraError) as error:
        refuse(f"{error}; or give --no-window")


def _has_screen() -> bool:
    if sys.platform.startswith("linux"):
        return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return True


class _Pages:
    """Keeps what comes out, and says where."""

    def __init__(self, gallery: Gallery, language: str, *, told: bool) -> None:
        self.gallery, self._language, self._told, self._count = gallery, language, told, 0
        try:
            gallery.open()
        except OSError as error:
            refuse(f"--data: cannot use {gallery.folder}: {error.strerror}")

    def keep(self, page: Image) -> None:
        self._count += 1
        try:
            file = self.gallery.keep(page)
        except OSError as error:
            click.echo(f"antrean: cannot write to {self.gallery.folder}: {error.strerror}", err=True)
            return
        if self._told:
            click.echo(translate("virtual.page", self._language, n=self._count, file=file))
