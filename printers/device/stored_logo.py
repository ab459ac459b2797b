"""A logo in the printer's own memory: sent once, then printed by two letters. Bytes alone; the worker sends them.

``GS ( L`` functions 64 (which are there), 67 (keep one) and 69 (print one) of Epson's command reference. The key of a
logo is made of its dots, so that another picture has another key and one that changed is never printed for the old one.
"""

from __future__ import annotations

from hashlib import sha256

from PIL import Image

from printers.document.raster import WHITE, without_real_time_commands

LIST_KEYS = b"\x1d(L\x04\x00\x30\x40KC"
"""Function 64: the keys of what is kept, answered as ``37 72 40|41 keys 00``."""
ACK = b"\x06"
"""ACK: the printer waits for it behind each block of its list."""
MORE_BLOCKS = 0x41
"""The identification status of a block that another one follows."""
_PRINTABLE = range(0x20, 0x7F)


def logo_key(picture: Image.Image) -> bytes:
    """Two letters for these very dots."""
    digest = int.from_bytes(sha256(repr(picture.size).encode() + picture.tobytes()).digest()[:8], "big")
    high, low = divmod(digest % len(_PRINTABLE) ** 2, len(_PRINTABLE))
    return bytes((_PRINTABLE[high], _PRINTABLE[low]))


def store_command(picture: Image.Image) -> bytes:
    """Function 67: keep this picture under its key, through power cycles. Writes to memory that wears out."""
    across = (picture.width + 7) // 8
    whole = Image.new("1", (across * 8, picture.height), WHITE)
    whole.paste(picture, (0, 0))
    dots = without_real_time_commands(bytes(0xFF ^ byte for byte in whole.tobytes()))
    size = (across * 8).to_bytes(2, "little") + picture.height.to_bytes(2, "little")
    return _graphics(b"\x30\x43\x30" + logo_key(picture) + b"\x01" + size + b"\x31" + dots)


def print_command(name: bytes) -> bytes:
    """Function 69: print the picture kept under this key, dot for dot."""
    return _graphics(b"\x30\x45" + name + b"\x01\x01")


def parse_key_list(data: bytes) -> list[bytes] | None:
    """The keys in one block of the list, without its header and its closing zero; none where it is no such block."""
    if len(data) < 2 or data[0] != 0x72 or data[1] not in (0x40, MORE_BLOCKS):
        return None
    return [data[at : at + 2] for at in range(2, len(data) - 1, 2)]


def _graphics(body: bytes) -> bytes:
    return b"\x1d(L" + len(body).to_bytes(2, "little") + body
