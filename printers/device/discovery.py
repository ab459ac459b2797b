"""Printers that this machine can reach: on USB, on serial ports, and on the network where they announce themselves."""

from __future__ import annotations

import contextlib
import importlib
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

from printers.device.transports.usb import PRINTER_CLASS
from printers.device.url import DEFAULT_PORT

CONNECT_S = 0.5
"""Seconds that a host of the local network has to accept a connection."""
WORKERS = 64


@dataclass(frozen=True, slots=True)
class Found:
    """A printer, or a port at which one may be: its URL without options, and what it says of itself."""

    url: str
    name: str


def usb_printers() -> list[Found]:
    """Devices on USB with an interface of the printer class."""
    try:
        core: Any = importlib.import_module("usb.core")
        devices = list(core.find(find_all=True, custom_match=_is_printer))
    except Exception:  # noqa: BLE001  pyusb's NoBackendError, and whatever a broken libusb raises
        return []
    return [_usb(device) for device in devices]


def _is_printer(device: Any) -> bool:
    with contextlib.suppress(Exception):
        return any(interface.bInterfaceClass == PRINTER_CLASS for setting in device for interface in setting)
    return False


def _usb(device: Any) -> Found:
    ids = f"{device.idVendor:04x}:{device.idProduct:04x}"
    said: list[str] = []
    serial = ""
    with contextlib.suppress(Exception):  # without permission the strings cannot be read
        serial = (device.serial_number or "").strip("\x00 ")
        said = [part for part in (device.manufacturer, device.product) if part]
    return Found(f"usb://{ids}/{serial}" if serial else f"usb://{ids}", " ".join(said) or ids)


def serial_ports() -> list[Found]:
    """Serial ports of the machine, Bluetooth ones (``rfcomm``) too; whether a printer is there only a page tells."""
    try:
        ports: Any = importlib.import_module("serial.tools.list_ports")
        found = list(ports.comports())
    except Exception:  # noqa: BLE001  the library reads what the system lists, which may be anything
        return []
    return [Found(f"serial://{port.device}?baud=19200", port.description or port.device) for port in found]


def network_printers(networks: Iterator[str] | list[str] | None = None, port: int = DEFAULT_PORT) -> list[Found]:
    """Hosts of the local networks (at most 256 addresses each) that accept a connection at port 9100."""
    hosts = [
        str(host)
        for one in (local_networks() if networks is None else networks)
        for host in list(ip_network(one, strict=False).hosts())[:256]
    ]
    with ThreadPoolExecutor(WORKERS) as executor:
        accepted = list(executor.map(_accepts, hosts, [port] * len(hosts)))
    return [Found(f"tcp://{host}:{port}", host) for host, yes in zip(hosts, accepted, strict=True) if yes]


def local_networks() -> list[str]:
    """The network of the address that this machine uses, taken as one of 256 addresses; nothing is sent."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # RFC 5737: an address of nobody
        return [f"{probe.getsockname()[0]}/24"]
    return []


def _accepts(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), CONNECT_S).close()
    except OSError:
        return False
    return True
