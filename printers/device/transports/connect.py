"""The transport for a target. Each kind loads its own code alone: a kiosk has one printer, and little memory."""

from __future__ import annotations

import os
from pathlib import Path

from printers.device.transports.base import Transport
from printers.device.url import PrinterTarget, UrlError


def connect(target: PrinterTarget, folder: Path) -> Transport:  # noqa: PLR0911  one return a kind
    """The way to the printer, not yet open. ``folder`` takes what a virtual printer draws."""
    match target.kind:
        case "tcp":
            from printers.device.transports.tcp import TcpTransport

            return TcpTransport(target.address, target.port)
        case "file":
            from printers.device.transports.file import FileTransport

            return FileTransport(Path(target.address))
        case "virtual":
            from printers.device.transports.virtual import VirtualTransport

            return VirtualTransport(folder / "paper", target.profile)
        case "lp" if os.name == "posix":
            from printers.device.transports.lp import LineTransport

            return LineTransport(target.address, serial=target.serial)
        case "serial":
            from printers.device.transports.serial_port import SerialTransport

            return SerialTransport(target.address, target.port, target.flow)
        case "usb":
            from printers.device.transports.usb import UsbTransport

            return UsbTransport(target.address, target.serial)
        case "cups":
            from printers.device.transports.cups import CupsTransport

            return CupsTransport(target.address)
        case "win" if os.name == "nt":
            from printers.device.transports.win import WinTransport

            return WinTransport(target.address)
        case "win":
            raise UrlError(
                f"{target.url!r}: print queues of Windows are on Windows; here it is cups://, usb:// or tcp://"
            )
        case _:
            raise UrlError(f"{target.url!r}: this system has no such lines; on Windows it is win://, usb:// or tcp://")
