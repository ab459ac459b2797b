"""``antrean print virtual``: a printer without a printer, for development, for tests and for learning."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import command
from kiosk.cli.language import LANGUAGE
from kiosk.cli.options import CommonOptions, common_options
from kiosk.cli.printing.virtual_pages import PrintedPages
from kiosk.cli.printing.virtual_window import FOLDER, KEPT, SPEED_MM_S, window_module
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from printers.simulator.tcp_server import VirtualPrinter

_PORT = click.IntRange(0, 65535)


@command(
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
@click.option("--as", "kind", default=None, metavar="PROFILE", help="Behave as this kind of printer, such as zj-58.")
@click.option("--log", type=click.Path(dir_okay=False), default=None, help="Write every byte there, as hex lines.")
@click.option("--control", type=_PORT, default=None, metavar="PORT", help="Take orders there too; 0: a free port.")
@click.option("--window/--no-window", default=None, help="Show it; default: where there is a screen.")
@LANGUAGE
@common_options("config", "data", "json")
def virtual(
    options: CommonOptions,
    *,
    port: int,
    host: str,
    width: str,
    speed: float | None,
    paper: float | None,
    faults: Sequence[str],
    cheap: bool,
    kind: str | None,
    log: str | None,
    control: int | None,
    window: bool | None,
    lang: str | None,
) -> None:
    """A virtual ESC/POS printer on TCP: pages as PNG, a window, and every fault. Ctrl+C ends it."""
    from printers.profile import ProfileError, find_profile
    from printers.simulator.page_folder import PageFolder
    from printers.simulator.personality import behave_as
    from printers.simulator.tcp_server import VirtualPrinter

    language = lang or options.office_language()
    pages = PrintedPages(PageFolder(options.data / FOLDER), language, announce=not options.json)
    try:
        profile = find_profile(kind) if kind is not None else find_profile(paper_mm=int(width))
    except ProfileError as error:
        refuse(f"--as: {error}")
    dots = profile.dots
    try:
        device = VirtualPrinter(dots, host=host, port=port, on_page=pages.keep, keep=KEPT)
    except OSError as error:
        refuse(f"--port: cannot listen at {host}:{port}: {error.strerror}; choose another port")
    show_window = _has_screen() if window is None else window
    device.behaviour.speed_mm_s, device.behaviour.paper_mm = speed or (SPEED_MM_S if show_window else None), paper
    if cheap:
        device.behaviour.confirms, device.behaviour.stores_logos, device.behaviour.names = False, False, ("", "", "")
    if kind is not None:
        behave_as(device.behaviour, profile)
    with _ended_by_signals(), contextlib.ExitStack() as ends:
        if log is not None:
            device.on_bytes = ends.enter_context(_hex_log(log))
        ends.callback(device.close)
        _prepare(device, faults)
        control_port = _listen(ends, device, host, control)
        device.start()
        values: dict[str, object] = {
            "host": host,
            "port": device.port,
            "mm": profile.paper_mm if kind is not None else int(width),
            "folder": str(pages.gallery.folder),
        }
        values |= {"control": control_port}
        options.print(values, lambda: _description(values, language))
        sys.stdout.flush()
        if show_window:
            threading.Thread(target=_obey_input, args=(device,), daemon=True).start()
            window_module().show(device, language, f"tcp://{host}:{device.port}")
        else:
            _obey_input(device)
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
def _hex_log(path: str) -> Generator[Callable[[bytes], None]]:
    """A file of hex lines: the time, the bytes, and what of them is ASCII."""
    try:
        file = Path(path).open("a", encoding="ascii", buffering=1)  # noqa: SIM115  closed below
    except OSError as error:
        refuse(f"--log: cannot write to {path}: {error.strerror}")
    with file:

        def write(data: bytes) -> None:
            for place in range(0, len(data), 16):
                piece = data[place : place + 16]
                letters = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in piece)
                file.write(f"{time.monotonic():12.3f}  {piece.hex(' '):47}  {letters}\n")

        yield write


def _prepare(device: VirtualPrinter, faults: Sequence[str]) -> None:
    from printers.simulator.orders import OrderError

    try:
        for order in faults:
            device.execute(order)
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


def _description(values: dict[str, object], language: str) -> str:
    lines = [translate("virtual.listening", language, **values)]
    if values["control"] is not None:
        lines.append(translate("virtual.commanded", language, host=values["host"], port=values["control"]))
    if sys.stdin.isatty():
        lines.append(translate("virtual.help", language))
    return "\n".join(lines)


def _obey_input(device: VirtualPrinter) -> None:
    """Orders from the standard input, until it ends."""
    from printers.simulator.control_port import run_order

    for line in sys.stdin:
        click.echo(run_order(device, line))
        sys.stdout.flush()


def _has_screen() -> bool:
    if sys.platform.startswith("linux"):
        return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return True
