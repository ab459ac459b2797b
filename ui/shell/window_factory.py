"""What stands behind each kind of window. A kind loads its own code alone: half of a window's start is imports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtQuick import QQuickWindow

from kiosk.wording.translate import FALLBACK
from ui.link.server_link import Link
from ui.shell.window_placement import WindowKind

if TYPE_CHECKING:
    from ui.board.model import Setting
    from ui.link.connection import Connection
    from ui.shell.station import Station
    from ui.visitor.model import VisitorModel
    from ui.voice.reader import Reader
    from ui.voice.voice import Speech


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """``renew`` finds the server again when it no longer knows our token: its address and token, or None."""

    fullscreen: bool = False
    size: tuple[int, int] | None = None
    language: str | None = None
    """None: the office's first one."""
    office_language: str = FALLBACK
    """The office's first language as far as this machine knows it; it holds until the server says."""
    diagonal: float | None = None
    """Of the visitor's screen, in inches; None asks the screen."""
    brand: str | None = None
    """The office's colour, ``#RRGGBB``."""
    printer: str | None = None
    printer2: str | None = None
    """Stands in for the first."""
    spool: Path | None = None
    stations: list[Station] = field(default_factory=list["Station"])
    """What prints in this process; the windows that print add theirs."""
    counter_prints: bool = False
    """The printer is the counter's, not a kiosk's."""
    renew: Callable[[], tuple[str, str] | None] | None = None
    board: Setting | None = None
    speech: Speech | None = None
    """The board's voice; silent without."""
    pin: str = ""
    """The SHA-256 of the only certificate to believe."""
    connection: Connection | None = None
    """Where a window without a place at a server gets one; None where it never needs to."""
    window: WindowKind = "counter"
    guarded: bool = False
    """The visitor's window closes with the PIN of a member of staff only."""
    note: str = ""
    """Of a pairing page: which window it is for, and a word of ``pairing.note`` on why it is there."""


@dataclass(frozen=True, slots=True)
class Window:
    vm: QObject
    on_shown: Callable[[QQuickWindow], None] = field(default=lambda _window: None)
    """Its window stands."""
    on_closing: Callable[[], None] = field(default=lambda: None)
    """Before QML lets go of the view-model."""
    on_closed: Callable[[], None] = field(default=lambda: None)
    """After it is gone."""


def make_window(kind: WindowKind, link: Link, options: WindowOptions) -> Window:
    """Raises ``printers.device.url.UrlError`` and ``printers.spool.spool.SpoolError``: a line for people."""
    return _ROOMS[kind](link, options)


def _counter(link: Link, options: WindowOptions) -> Window:
    from ui.counter.model import CounterModel  # noqa: PLC0415  see above, here and below

    setup = None
    if options.spool is not None:
        from ui.shell.printer_setup import MachinePrinterSetup  # noqa: PLC0415  see above

        setup = MachinePrinterSetup(options.spool.parent, options.stations, counter=options.counter_prints)
    language, office = options.language, options.office_language
    if not options.counter_prints or options.printer is None or options.spool is None:
        vm = CounterModel(link, language, office=office, printer_setup=setup)
        return Window(vm, _listening(vm.scanned))
    from ui.shell.station import Station  # noqa: PLC0415  see above

    station = Station(options.spool.with_name("spool-counter"), options.printer, link)
    vm = CounterModel(link, language, office=office, prints=True, printer_setup=setup)
    window = _printing(vm, vm.ticketIssued, vm.setPaper, station, options.stations)
    return replace(window, on_shown=_listening(vm.scanned))


def _listening(scanned: Callable[[str], None]) -> Callable[[QQuickWindow], None]:
    """A code scanner at the window."""
    from ui.viewmodel.scanner import Scanner  # noqa: PLC0415  see above

    kept: list[Scanner] = []
    """Qt's half belongs to the window; without a name here, Python's would go at the next garbage collection."""

    def on_shown(window: QQuickWindow) -> None:
        kept.append(Scanner(window))
        kept[0].scanned.connect(scanned)

    return on_shown


def _board(link: Link, options: WindowOptions) -> Window:
    from ui.board.model import BoardModel, Setting  # noqa: PLC0415  see above
    from ui.voice.voice import Voice  # noqa: PLC0415  see above

    voice = Voice(options.speech) if options.speech else None
    vm = BoardModel(link, options.language, options.board or Setting(), voice, office=options.office_language)
    if voice is not None:
        voice.setParent(vm)
    return Window(vm, on_closing=vm.close)


def _visitor(link: Link, options: WindowOptions) -> Window:
    from ui.visitor.model import VisitorModel  # noqa: PLC0415  see above

    if options.printer is None or options.spool is None:
        vm = VisitorModel(link, options.language, office=options.office_language, guarded=options.guarded)
        return _reading(vm)
    from ui.shell.station import Station  # noqa: PLC0415  see above

    printers = [options.printer, *([options.printer2] if options.printer2 else [])]
    station = Station(options.spool, printers, link)
    practice = all(one.startswith("virtual:") for one in printers)
    paper = "practice" if practice else "printing"
    vm = VisitorModel(link, options.language, office=options.office_language, paper=paper, guarded=options.guarded)
    station.trouble.connect(vm.setPrinter)
    vm.copyWanted.connect(station.reprint)
    vm.ticketLeft.connect(station.give_up)
    return _reading(vm, _printing(vm, vm.ticketIssued, vm.setPaper, station, options.stations))


def _reading(vm: VisitorModel, made: Window | None = None) -> Window:
    """The window with its voice, where this machine has one. What reads is loaded when it is first needed."""
    from ui.visitor.speech_keys import SpeechKeys  # noqa: PLC0415  see above
    from ui.voice.programs import can_read  # noqa: PLC0415  see above

    window = made or Window(vm)
    if not can_read():
        return window
    readers: list[Reader] = []

    def on_speech_started() -> None:
        from ui.voice.reader import Reader  # noqa: PLC0415  see above

        if not readers:
            reader = Reader(vm)
            vm.spoken.connect(reader.say)
            vm.silenced.connect(reader.stop)
            reader.busyChanged.connect(vm.setReading)
            reader.headphones.connect(vm.setHeadphones)
            readers.append(reader)
        readers[0].look_for_headphones()

    def on_closing() -> None:
        for reader in readers:
            reader.close()

    vm.speechStarted.connect(on_speech_started)
    vm.offerSpeech()
    kept: list[SpeechKeys] = []
    """As for the scanner."""

    def on_shown(shown: QQuickWindow) -> None:
        kept.append(SpeechKeys(shown, vm))

    return replace(window, on_shown=on_shown, on_closing=on_closing)


def _printing(
    vm: QObject, issued: SignalInstance, set_paper: Callable[..., None], station: Station, stations: list[Station]
) -> Window:
    issued.connect(station.issue)
    station.outcome.connect(set_paper)
    stations.append(station)

    def on_closed() -> None:
        stations.remove(station)
        station.close()
        shiboken6.delete(station)

    return Window(vm, on_closed=on_closed)


def _pairing(_link: Link, options: WindowOptions) -> Window:
    from ui.pairing.model import PairingModel  # noqa: PLC0415  see above

    if options.connection is None:
        raise ValueError("a pairing page needs a connection")
    vm = PairingModel(options.connection, options.window, options.language or options.office_language, options.note)
    return Window(vm, on_closing=vm.close)


_ROOMS: Final[dict[WindowKind, Callable[[Link, WindowOptions], Window]]] = {
    "visitor": _visitor,
    "counter": _counter,
    "board": _board,
    "pairing": _pairing,
}
