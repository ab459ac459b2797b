"""A USB printer without the kernel's driver, through libusb: interface and endpoints as the device describes them.

Printer class 1.1: GET_PORT_STATUS tells of paper and errors where a printer answers nothing else. It is looked for anew
at each opening, by its serial number where one is known, so that another socket or a reset does not lose it.
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from printers.device.status import Status, status_from_port
from printers.device.transports.base import NO_PERMISSION, WRITE_S, TransportError

PRINTER_CLASS = 7
BIDIRECTIONAL = 2
CHUNK = 4096
READ = 512
"""A multiple of every packet size, so that no packet is larger than what is asked for."""
CONTROL_MS = 500
POLL_S = 0.02
_GET_PORT_STATUS = (0xA1, 1)
"""Class request to an interface, device to host; its number in the printer class."""


@dataclass(frozen=True, slots=True)
class _Endpoints:
    """The printer's interface within its device."""

    configuration: int
    interface: int
    alternate_setting: int
    out: int
    in_: int | None


class UsbTransport:
    """``04b8:0e28``, and the serial number where there are several."""

    prints_on_write = False

    def __init__(
        self, ids: str, serial: str | None = None, *, write_s: float = WRITE_S, backend: Any | None = None
    ) -> None:
        self._ids, self._serial, self._write_s, self._backend = ids, serial, write_s, backend
        self._device: Any = None
        self._endpoints = _Endpoints(0, 0, 0, 0, None)
        self._detached = False
        self.bidirectional = True
        """Until it is found to have no way back."""

    def open(self) -> bool:
        if self._device is not None:
            return False
        device = self._find()
        try:
            way = _find_endpoints(device)
            if way is None:
                raise TransportError(f"usb {self._ids} is no printer: it has no interface of the printer class")
            self._claim(device, way)
        except (OSError, ValueError, NotImplementedError) as error:
            self._release(device)
            raise self._error("cannot open", error) from None
        self._device, self._endpoints = device, way
        self.bidirectional = way.in_ is not None
        return True

    def write(self, data: bytes) -> None:
        if self._device is None:
            raise TransportError(f"the line to usb {self._ids} is closed")
        sent = 0
        deadline = time.monotonic() + self._write_s
        while sent < len(data):
            left_s = deadline - time.monotonic()
            if left_s <= 0:
                self.close()
                raise TransportError(f"usb {self._ids} took no more bytes for {self._write_s:g} s", sent)
            piece = data[sent : sent + CHUNK]
            try:
                taken: int = self._device.write(self._endpoints.out, piece, _ms(left_s))
            except OSError as error:
                if _timed_out(error):  # libusb says so only where none of the piece left
                    continue
                self.close()
                raise self._error("lost", error, sent + len(piece)) from None
            if taken:
                sent += taken
                deadline = time.monotonic() + self._write_s

    def read(self, timeout_s: float) -> bytes:
        if self._device is None:
            raise TransportError(f"the line to usb {self._ids} is closed")
        if self._endpoints.in_ is None:
            time.sleep(min(max(timeout_s, 0.0), POLL_S))
            return b""
        try:
            data = bytes(self._device.read(self._endpoints.in_, READ, _ms(timeout_s)))
        except OSError as error:
            if _timed_out(error):
                return b""
            self.close()
            raise self._error("lost", error) from None
        if not data and timeout_s > 0:
            time.sleep(min(timeout_s, POLL_S))  # some printers say "nothing" at once
        return data

    def finish(self) -> None:
        """Nothing: what counts is the printer's answer."""

    def close(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            self._release(device)

    def port_status(self) -> Status | None:
        """What the printer's port says of it, if it says anything."""
        if self._device is None:
            return None
        request, number = _GET_PORT_STATUS
        try:
            answer = bytes(self._device.ctrl_transfer(request, number, 0, self._endpoints.interface, 1, CONTROL_MS))
        except OSError:
            return None
        return status_from_port(answer[0]) if answer else None

    # ------------------------------------------------------------ the device

    def _find(self) -> Any:
        """The one printer that is meant. Raises ``TransportError``."""
        vendor, product = (int(part, 16) for part in self._ids.split(":"))
        core: Any = importlib.import_module("usb.core")  # loaded when a USB printer is, not before
        try:
            found = list(core.find(find_all=True, idVendor=vendor, idProduct=product, backend=self._backend))
        except core.NoBackendError:
            raise TransportError("USB needs libusb; install the package libusb-1.0-0") from None
        except OSError as error:
            raise self._error("cannot look for", error) from None
        if self._serial is not None:
            return self._by_serial(found, self._serial)
        if not found:
            raise TransportError(f"no printer {self._ids} is on USB; check cable and power")
        if len(found) > 1:
            serials = ", ".join(_serial(device) or "one without" for device in found)
            raise TransportError(f"{len(found)} printers are {self._ids}; write usb://{self._ids}/SERIAL, of {serials}")
        # From now on this one is meant, whatever else is plugged in.
        self._serial = _serial(found[0])
        return found[0]

    def _by_serial(self, found: list[Any], serial: str) -> Any:
        for device in found:
            if _serial(device) == serial:
                return device
        hidden = [device for device in found if _serial(device) is None and device.iSerialNumber]
        if hidden:
            raise TransportError(f"usb {self._ids}: {NO_PERMISSION}")
        raise TransportError(f"no printer {self._ids} with serial number {serial} is on USB; check cable and power")

    def _claim(self, device: Any, way: _Endpoints) -> None:
        with contextlib.suppress(NotImplementedError):  # only Linux has such drivers
            if device.is_kernel_driver_active(way.interface):
                device.detach_kernel_driver(way.interface)
                self._detached = True
        if _active_configuration(device) != way.configuration:
            device.set_configuration(way.configuration)
        util: Any = importlib.import_module("usb.util")
        util.claim_interface(device, way.interface)
        if way.alternate_setting:
            device.set_interface_altsetting(way.interface, way.alternate_setting)
        self._endpoints = way

    def _release(self, device: Any) -> None:
        """Give the device back, to the kernel's driver where that had it; it may be gone already."""
        util: Any = importlib.import_module("usb.util")
        with contextlib.suppress(OSError, ValueError):
            util.release_interface(device, self._endpoints.interface)
        if self._detached:
            with contextlib.suppress(OSError, NotImplementedError):
                device.attach_kernel_driver(self._endpoints.interface)
            self._detached = False
        with contextlib.suppress(OSError):
            util.dispose_resources(device)

    def _error(self, what: str, error: Exception, sent: int = 0) -> TransportError:
        number = error.errno if isinstance(error, OSError) else None
        if number == errno.EACCES:
            return TransportError(f"usb {self._ids}: {NO_PERMISSION}", sent)
        if number == errno.EBUSY:
            return TransportError(f"usb {self._ids}: another program prints on it; close that first", sent, busy=True)
        said = (error.strerror if isinstance(error, OSError) else None) or str(error)
        return TransportError(f"{what} usb {self._ids}: {said}", sent)


def _serial(device: Any) -> str | None:
    """Its serial number; none where it has none or may not be asked."""
    try:
        serial: str | None = device.serial_number
    except (OSError, ValueError, NotImplementedError):
        return None
    return serial.strip("\x00 ") if serial else None


def _active_configuration(device: Any) -> int | None:
    try:
        active: int = device.get_active_configuration().bConfigurationValue
    except OSError:
        return None
    return active


def _find_endpoints(device: Any) -> _Endpoints | None:
    """The interface of the printer class to use: one that answers, before one that does not."""
    ways = list(_all_endpoints(device))
    return min(ways, key=lambda found: found[0])[1] if ways else None


def _all_endpoints(device: Any) -> Iterator[tuple[int, _Endpoints]]:
    for configuration in device:
        for interface in configuration:
            if interface.bInterfaceClass != PRINTER_CLASS:
                continue
            bulk = [point.bEndpointAddress for point in interface if point.bmAttributes & 3 == 2]
            out = next((address for address in bulk if not address & 0x80), None)
            back = next((address for address in bulk if address & 0x80), None)
            if out is None:
                continue
            worth = 2 * (back is None) + (interface.bInterfaceProtocol != BIDIRECTIONAL)
            number, setting = interface.bInterfaceNumber, interface.bAlternateSetting
            yield worth, _Endpoints(configuration.bConfigurationValue, number, setting, out, back)


def _ms(seconds: float) -> int:
    """Milliseconds; at 0 libusb waits for ever."""
    return max(1, int(seconds * 1000))


def _timed_out(error: OSError) -> bool:
    return error.errno == errno.ETIMEDOUT or type(error).__name__ == "USBTimeoutError"
