"""The kernel's printer devices by the serial number of the printer behind them, as Linux shows it under ``/sys``."""

from __future__ import annotations

from pathlib import Path

SYS = Path("/sys")
DEV = Path("/dev/usb")
_CLASS = "class/usbmisc"


def serial_of(device: Path, root: Path = SYS) -> str | None:
    """The serial number of the printer behind ``/dev/usb/lp0`` or a link to it; none where it has none."""
    try:
        # The link `device` leads to the interface; the printer itself is the folder above.
        interface = (root / _CLASS / device.resolve().name / "device").resolve(strict=True)
        return (interface.parent / "serial").read_text(encoding="utf-8", errors="replace").strip() or None
    except OSError:
        return None


def device_of(serial: str, root: Path = SYS) -> Path | None:
    """The device of the printer with this serial number, wherever it is plugged in now."""
    for found in sorted((root / _CLASS).glob("lp*")):
        if serial_of(Path(found.name), root) == serial:
            return DEV / found.name
    return None
