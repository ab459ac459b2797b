"""The transport for a target."""

from __future__ import annotations

from pathlib import Path

from printers.transports.base import Transport
from printers.transports.file import FileTransport
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
        case _:
            raise UrlError(f"{target.url!r}: {target.kind} printers are not in this version; use tcp:// or file:///")
