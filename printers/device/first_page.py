"""Finds the printers that a machine may use, and sends one a page before anything is known of it."""

from __future__ import annotations

from pathlib import Path

from printers.device.discovery import Found, network_printers, serial_ports, usb_printers
from printers.device.printer import Printer
from printers.device.status import Condition
from printers.device.transports.base import TransportError
from printers.device.transports.connect import connect
from printers.device.url import PrinterTarget


class NotSentError(Exception):
    """The page was not sent. ``condition``: how the printer is; None where the line broke."""

    def __init__(self, condition: Condition | None, message: str) -> None:
        super().__init__(message)
        self.condition = condition


def find_printers(*, network: bool = True) -> list[Found]:
    """Printers on USB and on the local network, then serial ports, at which one may be. Takes some seconds."""
    return [*usb_printers(), *(network_printers() if network else []), *serial_ports()]


def send_page(target: PrinterTarget, folder: Path, data: bytes) -> None:
    """Send a page to a printer that can print now. ``folder`` as of ``connect``.

    Raises ``UrlError`` for a line that this system does not have, and ``NotSentError``.
    """
    device = Printer(connect(target, folder), asks=target.asks_status)
    try:
        status = device.status()
        if not status.can_print:
            raise NotSentError(status.condition, device.last_error)
        device.transport.write(data)
        device.transport.finish()
        if status.reported:
            device.status()  # its answers are read before the line is closed, which would else lose the page
    except TransportError as error:
        raise NotSentError(None, str(error)) from None
    finally:
        device.close()
