"""Encodes status answers of the virtual printer, which ``printers.device.status`` parses. Pure.

Byte formats: Epson's ESC/POS command reference (DLE EOT, GS a, GS r, GS ( k function 182).
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from printers.simulator.faults import STOPPING_FAULTS, Fault

_ERRORS = frozenset({Fault.CUTTER, Fault.OVERHEATED, Fault.BROKEN})


def real_time_status(number: int, faults: AbstractSet[Fault]) -> bytes:
    """The answer to ``DLE EOT number``, 1 to 4."""
    if number == 1:
        bits = 0x08 * bool(faults & STOPPING_FAULTS)
    elif number == 2:
        bits = 0x04 * (Fault.COVER_OPEN in faults) | 0x20 * (Fault.PAPER_OUT in faults) | 0x40 * bool(faults & _ERRORS)
    elif number == 3:
        bits = _error(faults)
    else:
        bits = 0x0C * _low(faults) | 0x60 * (Fault.PAPER_OUT in faults)
    return bytes((0x12 | bits,))


def auto_status(faults: AbstractSet[Fault]) -> bytes:
    """Four bytes of automatic status back."""
    first = 0x10 | 0x08 * bool(faults & STOPPING_FAULTS) | 0x20 * (Fault.COVER_OPEN in faults)
    return bytes((first, _error(faults), 0x03 * _low(faults) | 0x0C * (Fault.PAPER_OUT in faults), 0x0F))


def masked_auto_status(answer: bytes, selected: int) -> bytes:
    """What of an automatic status ``GS a selected`` has it sent for: bit 1 on or off line, 2 errors, 3 paper."""
    masks = (0x28 * bool(selected & 2), 0x68 * bool(selected & 4), 0x0F * bool(selected & 8))
    return bytes(byte & mask for byte, mask in zip(answer, masks, strict=False))


def paper_sensor(faults: AbstractSet[Fault]) -> bytes:
    """The answer to ``GS r 1``."""
    return bytes((0x03 * _low(faults) | 0x0C * (Fault.PAPER_OUT in faults),))


def symbol_size(dots: int, *, fits: bool) -> bytes:
    """The answer to function 182: sides of the two-dimensional symbol, and whether it can be printed."""
    side = str(dots).encode("ascii")
    return b"\x37\x36" + side + b"\x1f" + side + b"\x1f1\x1f" + (b"0" if fits else b"1") + b"\x00"


def _error(faults: AbstractSet[Fault]) -> int:
    return 0x08 * (Fault.CUTTER in faults) | 0x20 * (Fault.BROKEN in faults) | 0x40 * (Fault.OVERHEATED in faults)


def _low(faults: AbstractSet[Fault]) -> bool:
    return bool(faults & {Fault.NEAR_END, Fault.PAPER_OUT})
