"""The transport for a target."""

from __future__ import annotations

import os
from pathlib import Path

from printers.transports.base import Transport
from printers.transports.cups import CupsTransport
from printers.transports.file import FileTransport
from printers.transports.line import LineTransport
from printers.transports.tcp import TcpTransport
from printers.transports.virtual import VirtualTransport
from printers.url import Target, UrlError


def connect(target: Target, folder: Path) -> Transport:
    """The way to the printer, not yet open. ``folder`` takes what a virtual printer draws."""
    match target.kind:
        case "tcp":
            return TcpTransport(target.address, target.port)
        case "file":
            return FileTransport(Path(target.address))
        case "virtual":
            return VirtualTransport(folder / "paper", target.profile)
        case "lp" | "serial" if os.name == "posix":
            return LineTransport(target.address, target.port)
        case "cups":
            return CupsTransport(target.address)
        case _:
            raise UrlError(
                f"{target.url!r}: {target.kind} printers are not in this version; use tcp://, lp:///, serial:/// or cups://"
            )
