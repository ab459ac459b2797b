"""Commands for logos in the printer's non-volatile memory: sent once, then printed by a key of two letters.

``GS ( L`` functions 64 (list keys), 67 (store) and 69 (print) of Epson's ESC/POS command reference. The key is a hash
of size and dots, so that a changed logo is never printed as the old one.
"""

from __future__ import annotations

from hashlib import sha256

from PIL import Image

from printers.document.raster import WHITE, without_real_time_commands

LIST_KEYS = b"\x1d(L\x04\x00\x30\x40KC"
"""``GS ( L`` function 64: list the keys; answered by blocks ``37 72 40|41 keys 00``."""
ACK = b"\x06"
"""The printer waits for this byte after each block of its list."""
MORE_BLOCKS = 0x41
"""Identification status of a block that another block follows."""
_PRINTABLE = range(0x20, 0x7F)


def logo_key(picture: Image.Image) -> bytes:
    """The key of a picture: two bytes, 20h to 7Eh."""
    digest = int.from_bytes(sha256(repr(picture.size).encode() + picture.tobytes()).digest()[:8], "big")
    high, low = divmod(digest % len(_PRINTABLE) ** 2, len(_PRINTABLE))
    return bytes((_PRINTABLE[high], _PRINTABLE[low]))


def store_command(picture: Image.Image) -> bytes:
    """``GS ( L`` function 67: store the picture under its key, through power cycles. Flash memory wears out."""
    across = (picture.width + 7) // 8
    whole = Image.new("1", (across * 8, picture.height), WHITE)
    whole.paste(picture, (0, 0))
    dots = without_real_time_commands(bytes(0xFF ^ byte for byte in whole.tobytes()))
    size = (across * 8).to_bytes(2, "little") + picture.height.to_bytes(2, "little")
    return _graphics(b"\x30\x43\x30" + logo_key(picture) + b"\x01" + size + b"\x31" + dots)


def print_command(name: bytes) -> bytes:
    """``GS ( L`` function 69: print the picture stored under this key, one dot to one dot."""
    return _graphics(b"\x30\x45" + name + b"\x01\x01")


def parse_key_list(data: bytes) -> list[bytes] | None:
    """The keys in one block of the list (without header and closing zero); None for any other data."""
    if len(data) < 2 or data[0] != 0x72 or data[1] not in (0x40, MORE_BLOCKS):
        return None
    return [data[at : at + 2] for at in range(2, len(data) - 1, 2)]


def _graphics(body: bytes) -> bytes:
    return b"\x1d(L" + len(body).to_bytes(2, "little") + body
