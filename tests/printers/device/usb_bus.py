"""A USB bus in software for pyusb: printers of ours behind descriptors as a real device gives them."""

from __future__ import annotations

import array
import errno
import time
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import usb.backend
from usb.core import USBError, USBTimeoutError

from printers.simulator.faults import Fault
from printers.simulator.machine import Machine

OUT, BACK = 0x02, 0x81


@dataclass
class Plug:
    """One device: by default a composite one, whose second interface is the printer."""

    serial: str | None = "SN-1"
    vendor: int = 0x04B8
    product: int = 0x0E28
    # class, protocol, endpoints
    interfaces: list[tuple[int, int, tuple[int, ...]]] = field(
        default_factory=lambda: [(3, 0, (0x83,)), (7, 2, (OUT, BACK))]
    )
    machine: Machine = field(default_factory=lambda: Machine(576))
    port_status: int | None = 0x18
    kernel: bool = True
    """usblp has it."""
    forbidden: bool = False
    busy: bool = False
    configured: int = 1
    claimed: list[int] = field(default_factory=list[int])
    stalled: bool = False
    """It takes nothing, and says nothing."""


class Bus(usb.backend.IBackend):
    """What is plugged in now; a handle of a device that is not any more is of no use."""

    def __init__(self, *plugs: Plug) -> None:
        super().__init__()
        self.plugs: list[Plug] = list(plugs)
        self.timeouts: list[int] = []

    # ---- descriptors

    def enumerate_devices(self) -> list[Plug]:
        return list(self.plugs)

    def get_device_descriptor(self, dev: Plug) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=dev.vendor, idProduct=dev.product, bcdDevice=0x100, iManufacturer=0,
            iProduct=0, iSerialNumber=3 if dev.serial else 0, bNumConfigurations=1, address=self.plugs.index(dev) + 1,
            bus=1, port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: Plug, config: int) -> Any:
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=0, bNumInterfaces=len(dev.interfaces), bConfigurationValue=1,
            iConfiguration=0, bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: Plug, intf: int, alt: int, config: int) -> Any:
        if alt:
            raise IndexError
        kind, protocol, points = dev.interfaces[intf]
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=intf, bAlternateSetting=0, bNumEndpoints=len(points),
            bInterfaceClass=kind, bInterfaceSubClass=1, bInterfaceProtocol=protocol, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: Plug, ep: int, intf: int, alt: int, config: int) -> Any:
        kind, _, points = dev.interfaces[intf]
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=points[ep], bmAttributes=3 if kind == 3 else 2,
            wMaxPacketSize=64, bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    # ---- handles

    def open_device(self, dev: Plug) -> Plug:
        self._there(dev)
        if dev.forbidden:
            raise USBError("Access denied (insufficient permissions)", -3, errno.EACCES)
        return dev

    def close_device(self, dev_handle: Plug) -> None:
        pass

    def get_configuration(self, dev_handle: Plug) -> int:
        return dev_handle.configured

    def set_configuration(self, dev_handle: Plug, config_value: int) -> None:
        dev_handle.configured = config_value

    def claim_interface(self, dev_handle: Plug, intf: int) -> None:
        self._there(dev_handle)
        if dev_handle.kernel or dev_handle.busy:
            raise USBError("Resource busy", -6, errno.EBUSY)
        dev_handle.claimed.append(intf)

    def release_interface(self, dev_handle: Plug, intf: int) -> None:
        self._there(dev_handle)
        dev_handle.claimed.remove(intf)

    def is_kernel_driver_active(self, dev_handle: Plug, intf: int) -> bool:
        return dev_handle.kernel and dev_handle.interfaces[intf][0] == 7

    def detach_kernel_driver(self, dev_handle: Plug, intf: int) -> None:
        dev_handle.kernel = False

    def attach_kernel_driver(self, dev_handle: Plug, intf: int) -> None:
        self._there(dev_handle)
        assert intf not in dev_handle.claimed
        dev_handle.kernel = True

    # ---- bytes

    def bulk_write(self, dev_handle: Plug, ep: int, intf: int, data: Any, timeout: int) -> int:
        self._call(dev_handle, ep, OUT, timeout)
        taken = 0 if dev_handle.stalled else min(dev_handle.machine.free_bytes, len(data))
        if not taken:
            time.sleep(timeout / 1000)
            raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        dev_handle.machine.receive(bytes(data[:taken]))
        dev_handle.machine.run()
        if dev_handle.machine.take_disconnect():
            self.plugs.remove(dev_handle)
            raise USBError("No such device (it may have been disconnected)", -4, errno.ENODEV)
        return taken

    def bulk_read(self, dev_handle: Plug, ep: int, intf: int, buff: Any, timeout: int) -> int:
        self._call(dev_handle, ep, BACK, timeout)
        end = time.monotonic() + timeout / 1000
        while True:
            dev_handle.machine.run()
            said = b"" if dev_handle.stalled else dev_handle.machine.take_answers()
            if said:
                buff[: len(said)] = array.array("B", said)
                return len(said)
            if time.monotonic() >= end:
                raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
            time.sleep(0.001)

    def ctrl_transfer(
        self, dev_handle: Plug, bmRequestType: int, bRequest: int, wValue: int, wIndex: int, data: Any, timeout: int
    ) -> int:
        self._there(dev_handle)
        answer = self._descriptor(dev_handle, wValue) if (bmRequestType, bRequest) == (0x80, 6) else None
        if (bmRequestType, bRequest) == (0xA1, 1):
            assert dev_handle.interfaces[wIndex][0] == 7
            status = dev_handle.port_status
            out = 0x20 * (Fault.PAPER_OUT in dev_handle.machine.behaviour.faults)
            answer = None if status is None else bytes((status | out,))
        if answer is None:
            raise USBError("Pipe error", -9, errno.EPIPE)
        data[: len(answer)] = array.array("B", answer)
        return len(answer)

    @staticmethod
    def _descriptor(dev: Plug, value: int) -> bytes | None:
        if value == 0x0300:
            return b"\x04\x03\x09\x04"
        text = (dev.serial or "").encode("utf-16-le")
        return bytes((len(text) + 2, 3)) + text if value == 0x0303 else None

    def _there(self, dev: Plug) -> None:
        if dev not in self.plugs:
            raise USBError("No such device (it may have been disconnected)", -4, errno.ENODEV)

    def _call(self, dev: Plug, point: int, expected: int, timeout: int) -> None:
        self._there(dev)
        assert point == expected
        assert dev.claimed
        assert timeout > 0, "libusb would wait for ever"
        self.timeouts.append(timeout)
