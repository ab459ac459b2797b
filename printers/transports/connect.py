"""The transport for a target."""

from __future__ import annotations

import os
from pathlib import Path

from printers.transports.base import Transport
from printers.transports.cups import CupsTransport
from printers.transports.file import FileTransport
from printers.transports.line import LineTransport
from printers.transports.serial_port import SerialTransport
from printers.transports.tcp import TcpTransport
from printers.transports.usb import UsbTransport
from printers.transports.virtual import VirtualTransport
from printers.transports.win import WinTransport
from printers.url import Target, UrlError


def connect(target: Target, folder: Path) -> Transport:  # noqa: PLR0911  one return a kind
    """The way to the printer, not yet open. ``folder`` takes what a virtual printer draws."""
    match target.kind:
        case "tcp":
            return TcpTransport(target.address, target.port)
        case "file":
            return FileTransport(Path(target.address))
        case "virtual":
            return VirtualTransport(folder / "paper", target.profile)
        case "lp" if os.name == "posix":
            return LineTransport(target.address, serial=target.serial)
        case "serial":
            return SerialTransport(target.address, target.port, target.flow)
        case "usb":
            return UsbTransport(target.address, target.serial)
        case "cups":
            return CupsTransport(target.address)
        case "win" if os.name == "nt":
            return WinTransport(target.address)
        case "win":
            raise UrlError(
                f"{target.url!r}: print queues of Windows are on Windows; here it is cups://, usb:// or tcp://"
            )
        case _:
            raise UrlError(f"{target.url!r}: this system has no such lines; on Windows it is win://, usb:// or tcp://")
