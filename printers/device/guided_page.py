"""The guided page of ``antrean print setup``: it holds the commands that the questions are about.

Rulers of 384, 512 and 576 dots, a QR code drawn and one by the printer (``GS ( k``), letters of a code page and of
double size (``ESC t``, ``GS !``), and a cut by each command (``GS V``, ``ESC i``). ``setup_questions`` asks about them.
"""

from __future__ import annotations

from typing import Final, Literal

from PIL import Image

from printers.device.setup_questions import RULERS
from printers.document.drawn_page import draw_page
from printers.document.qr import qr_matrix
from printers.document.raster import page_commands, qr_picture, raster_commands
from printers.document.rows import TextItem

PageWord = Literal["title", "qr_drawn", "qr_native", "letters", "cut", "cut_again"]
WORDS: Final[tuple[PageWord, ...]] = ("title", "qr_drawn", "qr_native", "letters", "cut", "cut_again")
_LETTERS: Final = b"\x1c.\x1bt\x00\x1d!\x11 Ag 123 \x82\xa4\x81\n\x1d!\x00"
"""One-byte letters, code page 437, double size: Ag 123 and the letters e, n, u with their accents."""


def guided_page(words: dict[PageWord, str], language: str) -> bytes:
    """The bytes of the page. ``words``: the line above each part."""
    narrow = RULERS["A"]

    def line(text: str) -> bytes:
        return page_commands(draw_page([TextItem(text)], narrow, language), _feed)

    out = bytearray(b"\x1b@" + line(words["title"]))
    for letter, dots in RULERS.items():
        ruler = Image.new("1", (dots, 24), 255)
        ruler.paste(0, (0, 10, dots, 14))
        ruler.paste(0, (dots - 8, 0, dots, 24))
        out += line(f"{letter} = {dots}") + raster_commands(ruler)
    out += line(words["qr_drawn"]) + raster_commands(qr_picture(qr_matrix("HTTPS://EXAMPLE.COM/1"), 6, 4))
    out += line(words["qr_native"])
    for function in (b"1C\x06", b"1E1", b"1P0HTTPS://EXAMPLE.COM/2", b"1Q0"):
        out += b"\x1d(k" + len(function).to_bytes(2, "little") + function
    out += b"\n" + line(words["letters"]) + _LETTERS
    out += line(words["cut"]) + b"\x1bd\x05\x1dV\x01" + line(words["cut_again"]) + b"\x1bd\x05\x1bi\x1bd\x05"
    return bytes(out)


def _feed(dots: int) -> bytes:
    return b"\x1bJ" + bytes((min(dots, 255),))
