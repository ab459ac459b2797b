"""Printer URLs: where a printer is and what it is, ``tcp://192.168.1.50:9100?profile=TM-T20II&width=80``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from printers.profile import (
    CUT_MODES,
    GENERIC_PROFILE,
    MAX_COLUMNS,
    MAX_DOTS,
    MIN_COLUMNS,
    MIN_DOTS,
    ROLL_M,
    CutMode,
    Profile,
    ProfileError,
    QrMode,
    find_profile,
)

EXAMPLES = "tcp://192.168.1.50:9100, file:///tmp/ticket.bin or virtual:"
TransportKind = Literal["tcp", "usb", "serial", "lp", "cups", "win", "file", "virtual"]
KINDS: tuple[TransportKind, ...] = ("tcp", "usb", "serial", "lp", "cups", "win", "file", "virtual")
OPTIONS = {
    "profile", "width", "qr", "beep", "roll", "mode", "cut", "columns", "dots", "status", "feed", "release",
}  # fmt: skip
DRAWN_KINDS: frozenset[TransportKind] = frozenset({"tcp", "usb", "lp", "cups", "win", "virtual"})
"""Lines that carry a page of dots in less than a second; on the others documents go out as letters."""
_SWITCHES = {"beep": ("0", "1"), "release": ("0", "1"), "status": ("on", "off"), "mode": ("raster", "native")}
Flow = Literal["none", "rtscts", "dsrdtr", "xonxoff"]
FLOWS: tuple[Flow, ...] = ("none", "rtscts", "dsrdtr", "xonxoff")
_OWN_OPTIONS: dict[str, set[str]] = {"serial": {"baud", "flow"}, "lp": {"serial"}}
DEFAULT_PORT = 9100
_Address = tuple[str, int, str | None]
"""Address, port, serial number."""


class UrlError(ValueError):
    """Not a printer URL; one line that says what to write instead."""


@dataclass(frozen=True, slots=True)
class PrinterTarget:
    """A printer URL taken apart. ``address`` is what its kind needs: host, path, queue, ids."""

    url: str
    kind: TransportKind
    address: str
    profile: Profile
    port: int = 0
    """TCP port, or the serial line's baud."""
    serial: str | None = None
    """The serial number by which a USB printer is found again."""
    flow: Flow = "none"
    """How a printer on a serial line says that its buffer is full."""
    beep: bool = False
    roll_m: int = 0
    """Metres of paper on a new roll."""
    asks_status: bool = True
    """False: nothing is ever asked of this printer, which some answer by hanging (``?status=off``)."""
    release: bool = False
    """The line is closed between tickets, for other programs that print on it (``?release=1``)."""

    def transfer_s(self, length: int) -> float:
        """Seconds for so many bytes on a serial line, ten bits each; nothing on a fast way."""
        return 10 * length / self.port if self.kind == "serial" else 0.0


def parse_url(url: str) -> PrinterTarget:
    """Take a printer URL apart. Raises ``UrlError``."""
    kind: TransportKind | None = next((known for known in KINDS if url.lower().startswith(f"{known}:")), None)
    if kind is None:
        raise UrlError(f"{url!r} is not a printer; write one like {EXAMPLES}")
    if url != url.strip() or not url.isprintable():
        raise UrlError(f"{url!r} has blanks or control characters around it; write one like {EXAMPLES}")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise UrlError(f"{url!r} is not a printer: {error}; write one like {EXAMPLES}") from None
    if parts.fragment or "@" in parts.netloc:
        raise UrlError(f"{url!r}: neither '#' nor '@' belongs there; write one like {EXAMPLES}")
    options = _options(url, parts.query, kind)
    address, port, serial = _ADDRESS[kind](url, parts)
    if kind == "serial":
        port = _baud(url, options)
    serial = options.get("serial") or serial
    profile = _profile(url, options, kind)
    return PrinterTarget(
        url,
        kind,
        address,
        profile,
        port,
        serial,
        _flow(url, options),
        beep=options.get("beep") == "1",
        roll_m=_roll(url, options, profile.paper_mm),
        asks_status=options.get("status") != "off",
        release=options.get("release") == "1",
    )


def _options(url: str, query: str, kind: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query), errors="strict")
    except ValueError:
        raise UrlError(f"{url!r}: write options like ?profile=TM-T20II&width=80") from None
    allowed = OPTIONS | _OWN_OPTIONS.get(kind, set())
    for name, _ in pairs:
        if name not in allowed:
            raise UrlError(f"{url!r}: there is no option {name!r}; there are {', '.join(sorted(allowed))}")
    options = dict(pairs)
    if len(options) != len(pairs):
        raise UrlError(f"{url!r}: an option is given twice")
    for name, values in _SWITCHES.items():
        if options.get(name, values[0]) not in values:
            raise UrlError(f"{url!r}: {name} is {' or '.join(values)}, not {options[name]!r}")
    return options


def _profile(url: str, options: dict[str, str], kind: TransportKind) -> Profile:
    width, qr = options.get("width"), options.get("qr")
    if width not in (None, "58", "80"):
        raise UrlError(f"{url!r}: width is 58 or 80 (millimetres of paper), not {width!r}")
    modes: dict[str | None, QrMode | None] = {None: None, "native": "native", "raster": "raster"}
    if qr not in modes:
        raise UrlError(f"{url!r}: qr is native or raster, not {qr!r}")
    cut: CutMode | None = next((known for known in CUT_MODES if known == options.get("cut")), None)
    if cut is None and "cut" in options:
        raise UrlError(f"{url!r}: cut is {', '.join(CUT_MODES)}, not {options['cut']!r}")
    mode = options.get("mode")
    try:
        return find_profile(
            options.get("profile", GENERIC_PROFILE),
            int(width) if width else None,
            modes[qr],
            dots=_whole(url, options, "dots", range(MIN_DOTS, MAX_DOTS + 1)),
            columns=_whole(url, options, "columns", range(MIN_COLUMNS, MAX_COLUMNS + 1)),
            cut=cut,
            feed=_whole(url, options, "feed", range(41)),
            drawn=mode == "raster" or (mode is None and kind in DRAWN_KINDS),
        )
    except ProfileError as error:
        raise UrlError(f"{url!r}: {error}") from None


_WHOLE = {
    "dots": "the printable dots of a line, such as 384 or 576",
    "columns": "the letters of a line, such as 32 or 48",
    "feed": "the lines fed before a cut",
}


def _whole(url: str, options: dict[str, str], name: str, allowed: range) -> int | None:
    text = options.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and int(text[:6]) in allowed):
        raise UrlError(f"{url!r}: {name} is {_WHOLE[name]}: {allowed[0]} to {allowed[-1]}, not {text!r}")
    return int(text)


def _roll(url: str, options: dict[str, str], paper_mm: int) -> int:
    length = options.get("roll", str(ROLL_M[paper_mm]))
    if not (length.isascii() and length.isdigit() and 1 <= int(length[:6]) <= 500):
        raise UrlError(f"{url!r}: roll is the paper on a new roll in metres, 1 to 500, such as roll=50")
    return int(length)


def _tcp(url: str, parts: SplitResult) -> _Address:
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        raise UrlError(f"{url!r}: a port is 1 to 65535, mostly {DEFAULT_PORT}") from None
    if not host or port == 0 or parts.path not in ("", "/"):
        raise UrlError(f"{url!r}: write tcp://HOST:{DEFAULT_PORT}")
    return host, DEFAULT_PORT if port is None else port, None


def _baud(url: str, options: dict[str, str]) -> int:
    baud = options.get("baud", "19200")
    if not (baud.isascii() and baud.isdigit() and 1200 <= int(baud) <= 921600):
        raise UrlError(f"{url!r}: baud is the speed of the line, such as 9600, 19200 or 115200")
    return int(baud)


def _flow(url: str, options: dict[str, str]) -> Flow:
    wanted = options.get("flow", "none")
    flow: Flow | None = next((known for known in FLOWS if known == wanted), None)
    if flow is None:
        raise UrlError(f"{url!r}: flow is one of {', '.join(FLOWS)}, as the printer's switches are set")
    return flow


def _serial_port(url: str, parts: SplitResult) -> _Address:
    port = parts.netloc.upper()
    return (port, 0, None) if re.fullmatch(r"COM[0-9]{1,3}", port) else _path(url, parts)


def _path(url: str, parts: SplitResult) -> _Address:
    path = unquote(parts.path)
    if parts.netloc not in ("", "localhost") or not path.startswith("/") or path.endswith("/"):
        raise UrlError(f"{url!r}: write {parts.scheme}:///PATH, with three slashes and the whole path of a file")
    if "\x00" in path:
        raise UrlError(f"{url!r}: a path has no zero byte")
    windows = re.fullmatch(r"/([A-Za-z]:/.*)", path)
    return str(Path(windows[1] if windows else path)), 0, None


def _usb(url: str, parts: SplitResult) -> _Address:
    serial = unquote(parts.path.strip("/"))
    if not re.fullmatch(r"[0-9a-fA-F]{4}:[0-9a-fA-F]{4}", parts.netloc) or "/" in serial:
        raise UrlError(f"{url!r}: write usb://VID:PID or usb://VID:PID/SERIAL, such as usb://04b8:0e28")
    return parts.netloc.lower(), 0, serial or None


def _queue(url: str, parts: SplitResult) -> _Address:
    name = unquote(parts.netloc)
    if not name or name.startswith("-") or parts.path not in ("", "/"):
        raise UrlError(f"{url!r}: write {parts.scheme}://NAME with the name of the print queue")
    return name, 0, None


def _virtual(url: str, parts: SplitResult) -> _Address:
    if parts.netloc or parts.path:
        raise UrlError(f"{url!r}: write virtual: alone, or virtual:?width=58")
    return "", 0, None


_ADDRESS: dict[TransportKind, Callable[[str, SplitResult], _Address]] = {
    "tcp": _tcp,
    "usb": _usb,
    "serial": _serial_port,
    "lp": _path,
    "cups": _queue,
    "win": _queue,
    "file": _path,
    "virtual": _virtual,
}
