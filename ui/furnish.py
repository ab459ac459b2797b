"""What stands behind each kind of window. A kind loads its own code alone: half of a window's start is imports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtQuick import QQuickWindow

from ui.arrange import Kind
from ui.link import Link

if TYPE_CHECKING:
    from ui.lobby import Lobby
    from ui.station import Station
    from ui.viewmodels.board import Setting
    from ui.voice import Speech


@dataclass(frozen=True, slots=True)
class Options:
    """``renew`` finds the server again when it no longer knows our token: its address and token, or None."""

    fullscreen: bool = False
    size: tuple[int, int] | None = None
    language: str | None = None
    diagonal: float | None = None
    """Of the visitor's screen, in inches; None asks the screen."""
    brand: str | None = None
    """The office's colour, ``#RRGGBB``."""
    printer: str | None = None
    printer2: str | None = None
    """Stands in for the first."""
    spool: Path | None = None
    counter_prints: bool = False
    """The printer is the counter's, not a kiosk's."""
    renew: Callable[[], tuple[str, str] | None] | None = None
    board: Setting | None = None
    speech: Speech | None = None
    """The board's voice; silent without."""
    pin: str = ""
    """The SHA-256 of the only certificate to believe."""
    lobby: Lobby | None = None
    """Where a window without a place at a server gets one; None where it never needs to."""
    window: Kind = "counter"
    note: str = ""
    """Of a pairing page: which window it is for, and a word of ``pairing.note`` on why it is there."""


@dataclass(frozen=True, slots=True)
class Furniture:
    vm: QObject
    meet: Callable[[QQuickWindow], None] = field(default=lambda _window: None)
    """Its window stands."""
    hush: Callable[[], None] = field(default=lambda: None)
    """Before QML lets go of the view-model."""
    clear: Callable[[], None] = field(default=lambda: None)
    """After it is gone."""


def furnish(kind: Kind, link: Link, options: Options) -> Furniture:
    """Raises ``printers.device.url.UrlError`` and ``printers.spool.spool.SpoolError``: a line for people."""
    return _ROOMS[kind](link, options)


def _counter(link: Link, options: Options) -> Furniture:
    from ui.viewmodels.counter import CounterModel  # noqa: PLC0415  see above, here and below

    if not options.counter_prints or options.printer is None or options.spool is None:
        vm = CounterModel(link, options.language or "id")
        return Furniture(vm, _listening(vm.scanned))
    from ui.station import Station  # noqa: PLC0415  likewise

    station = Station(options.spool.with_name("spool-counter"), options.printer, link)
    vm = CounterModel(link, options.language or "id", prints=True)
    return replace(_printing(vm, vm.ticketIssued, vm.setPaper, station), meet=_listening(vm.scanned))


def _listening(scanned: Callable[[str], None]) -> Callable[[QQuickWindow], None]:
    """A code scanner at the window."""
    from ui.scanner import Scanner  # noqa: PLC0415  likewise

    kept: list[Scanner] = []
    """Qt's half belongs to the window; without a name here, Python's would go at the next garbage collection."""

    def meet(window: QQuickWindow) -> None:
        kept.append(Scanner(window))
        kept[0].scanned.connect(scanned)

    return meet


def _board(link: Link, options: Options) -> Furniture:
    from ui.viewmodels.board import BoardModel, Setting  # noqa: PLC0415  likewise
    from ui.voice import Voice  # noqa: PLC0415  likewise

    voice = Voice(options.speech) if options.speech else None
    vm = BoardModel(link, options.language or "id", options.board or Setting(), voice)
    if voice is not None:
        voice.setParent(vm)
    return Furniture(vm, hush=vm.close)


def _visitor(link: Link, options: Options) -> Furniture:
    from ui.viewmodels.visitor import VisitorModel  # noqa: PLC0415  likewise

    if options.printer is None or options.spool is None:
        return Furniture(VisitorModel(link))
    from ui.station import Station  # noqa: PLC0415  likewise

    printers = [options.printer, *([options.printer2] if options.printer2 else [])]
    station = Station(options.spool, printers, link)
    vm = VisitorModel(link, prints=True)
    station.trouble.connect(vm.setPrinter)
    vm.copyWanted.connect(station.reprint)
    return _printing(vm, vm.ticketIssued, vm.setPaper, station)


def _printing(vm: QObject, issued: SignalInstance, set_paper: Callable[..., None], station: Station) -> Furniture:
    issued.connect(station.issue)
    station.outcome.connect(set_paper)

    def clear() -> None:
        station.close()
        shiboken6.delete(station)

    return Furniture(vm, clear=clear)


def _pairing(_link: Link, options: Options) -> Furniture:
    from ui.viewmodels.pairing import PairingModel  # noqa: PLC0415  likewise

    if options.lobby is None:
        raise ValueError("a pairing page needs a lobby")
    vm = PairingModel(options.lobby, options.window, options.language or "id", options.note)
    return Furniture(vm, hush=vm.close)


_ROOMS: Final[dict[Kind, Callable[[Link, Options], Furniture]]] = {
    "visitor": _visitor,
    "counter": _counter,
    "board": _board,
    "pairing": _pairing,
}
