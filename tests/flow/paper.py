"""A strict reader of ESC/POS bytes that shares nothing with ``printers``: what comes out of the slot, and what is odd.

Written from Epson's command reference. Text is drawn as solid cells, the worst that can happen beside a QR code, and
the QR symbol comes from zxing-cpp. A byte that is no command of the list is a fault, as is anything off the paper.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import zxingcpp
from PIL import Image, ImageDraw

CELL = (12, 24)
FONT_B = (9, 17)
FIXED: dict[bytes, tuple[str, int]] = {
    b"\x1b@": ("reset", 0),
    b"\x1ba": ("align", 1),
    b"\x1bE": ("bold", 1),
    b"\x1bG": ("double strike", 1),
    b"\x1b-": ("underline", 1),
    b"\x1bM": ("font", 1),
    b"\x1b!": ("mode", 1),
    b"\x1bt": ("code page", 1),
    b"\x1bR": ("character set", 1),
    b"\x1b{": ("upside down", 1),
    b"\x1bV": ("rotate", 1),
    b"\x1b2": ("default spacing", 0),
    b"\x1b3": ("spacing", 1),
    b"\x1bd": ("feed lines", 1),
    b"\x1bJ": ("feed dots", 1),
    b"\x1d!": ("size", 1),
    b"\x1dB": ("reverse", 1),
    b"\x1db": ("smooth", 1),
    b"\x1dL": ("left margin", 2),
    b"\x1dW": ("area", 2),
    b"\x1d\x61": ("status back", 1),
    b"\x1dr": ("status", 1),
    b"\x1b$": ("position", 2),
}


@dataclass
class Paper:
    """What was printed: a picture of dots, the lines of text, the codes, the cuts, and every fault found."""

    width: int
    faults: list[str] = field(default_factory=list[str])
    lines: list[str] = field(default_factory=list[str])
    codes: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    """Native QR symbols: text and dots of a module."""
    cuts: int = 0
    image: Image.Image = field(default_factory=lambda: Image.new("1", (1, 1), 1))

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def read(data: bytes, width: int) -> Paper:
    return _Reader(data, width).run()


class _Reader:
    def __init__(self, data: bytes, width: int) -> None:
        self.data, self.at = data, 0
        self.paper = Paper(width)
        self.canvas = Image.new("1", (width, 20_000), 1)
        self.y = 0
        self.row = bytearray()
        self.x = 0
        self.cells: list[tuple[int, int, int]] = []
        """Left edge, width and height of every inked cell of the line."""
        self._reset()

    def _reset(self) -> None:
        self.size, self.font, self.align, self.spacing, self.codepage = (1, 1), CELL, 0, 30, 0
        self.qr = {"module": 3, "level": "L"}
        self.stored = b""

    def take(self, count: int) -> bytes:
        taken = self.data[self.at : self.at + count]
        if len(taken) < count:
            self.paper.faults.append(f"the bytes end inside a command at {self.at}")
        self.at += count
        return taken

    def run(self) -> Paper:
        while self.at < len(self.data):
            byte = self.data[self.at]
            if byte >= 0x20:
                self._character(self.take(1))
            elif byte == 0x0A:
                self.at += 1
                self._line()
            else:
                self._command()
        if self.row:
            self.paper.faults.append(f"text left in the buffer: {bytes(self.row)!r}")
        self.paper.image = self.canvas.crop((0, 0, self.paper.width, max(1, self.y)))
        return self.paper

    def _character(self, byte: bytes) -> None:
        self.row += byte
        wide = self.font[0] * self.size[0]
        if byte != b" ":
            self.cells.append((self.x, wide, self.font[1] * self.size[1]))
        self.x += wide

    def _line(self) -> None:
        across = self.x
        if across > self.paper.width:
            self.paper.faults.append(f"{across - self.paper.width} dots too wide: {bytes(self.row)!r}")
        down = max([self.spacing, *(high for _, _, high in self.cells)])
        left = (self.paper.width - across) * self.align // 2
        pen = ImageDraw.Draw(self.canvas)
        for x, wide, high in self.cells:
            pen.rectangle((left + x, self.y + down - high, left + x + wide - 1, self.y + down - 1), fill=0)
        self.paper.lines.append(bytes(self.row).decode(self._encoding(), errors="replace"))
        self.row.clear()
        self.cells.clear()
        self.x = 0
        self.y += down

    def _encoding(self) -> str:
        return {0: "cp437", 2: "cp850", 16: "cp1252", 19: "cp858"}.get(self.codepage, "latin-1")

    def _command(self) -> None:
        start = self.data[self.at : self.at + 3]
        for prefix, act in self._long().items():
            if start.startswith(prefix):
                self.at += len(prefix)
                return act()
        name, count = FIXED.get(start[:2], ("", 0))
        if not name:
            self.paper.faults.append(f"unknown command {start.hex(' ')} at {self.at}")
            self.at += 1
            return None
        self.at += 2
        self._set(name, self.take(count))
        return None

    def _long(self) -> dict[bytes, Callable[[], None]]:
        return {
            b"\x1d(k": self._symbol,
            b"\x1dv0": self._raster,
            b"\x1dV": self._cut,
            b"\x1d(L": self._graphics,
            b"\x10\x04": lambda: self._ignore(1),
            b"\x1d(H": self._process,
        }

    def _ignore(self, count: int) -> None:
        self.take(count)

    def _process(self) -> None:
        self.take(int.from_bytes(self.take(2), "little"))

    def _set(self, name: str, value: bytes) -> None:  # noqa: C901, PLR0912  one case a command
        match name:
            case "reset":
                self._reset()
            case "align" if self.row:
                self.paper.faults.append("aligned in the middle of a line")
            case "align":
                self.align = value[0] % 48
            case "font":
                self.font = FONT_B if value[0] % 48 else CELL
            case "mode":
                self.font = FONT_B if value[0] & 1 else CELL
                self.size = (2 if value[0] & 0x20 else 1, 2 if value[0] & 0x10 else 1)
            case "size":
                self.size = ((value[0] >> 4) + 1, (value[0] & 7) + 1)
            case "code page":
                self.codepage = value[0]
            case "position":
                self._move(int.from_bytes(value, "little"))
            case "spacing":
                self.spacing = value[0]
            case "default spacing":
                self.spacing = 30
            case "feed lines":
                for _ in range(value[0]):
                    self._line()
            case "feed dots":
                self.y += value[0]
            case _:
                pass

    def _move(self, position: int) -> None:
        """The text gets a blank for every character's width that is skipped."""
        if position < self.x:
            self.paper.faults.append(f"moved back over what is printed, from {self.x} to {position}")
        self.row += b" " * max(1, (position - self.x) // (self.font[0] * self.size[0]))
        self.x = position

    def _cut(self) -> None:
        kind = self.take(1)[0]
        if kind in {65, 66}:
            self.take(1)
        elif kind not in {0, 1, 48, 49}:
            self.paper.faults.append(f"unknown cut {kind}")
        self.paper.cuts += 1

    def _block(self, image: Image.Image) -> None:
        if self.row:
            self.paper.faults.append("a picture in the middle of a line")
        if image.width > self.paper.width:
            self.paper.faults.append(f"a picture of {image.width} dots on paper of {self.paper.width}")
        self.canvas.paste(image, ((self.paper.width - image.width) * self.align // 2, self.y))
        self.y += image.height

    def _raster(self) -> None:
        mode, *size = self.take(5)
        wide, high = size[0] + size[1] * 256, size[2] + size[3] * 256
        bits = self.take(wide * high)
        for at in range(len(bits) - 2):
            if bits[at : at + 2] in {b"\x10\x04", b"\x10\x05", b"\x10\x14"}:
                self.paper.faults.append(f"picture data holds a real-time command {bits[at : at + 3].hex(' ')}")
        image = Image.frombytes("1", (wide * 8, high), bytes(255 - byte for byte in bits))
        across, down = (mode & 1) + 1, ((mode & 2) >> 1) + 1
        self._block(image.resize((image.width * across, image.height * down), Image.Resampling.NEAREST))

    def _graphics(self) -> None:
        self.take(int.from_bytes(self.take(2), "little"))
        self.paper.faults.append("graphics by GS ( L, which many printers lack")

    def _symbol(self) -> None:
        body = self.take(int.from_bytes(self.take(2), "little"))
        kind, function, value = body[0], body[1], body[2:]
        if kind != 49:
            self.paper.faults.append(f"a two-dimensional code of kind {kind}")
        elif function == 67:
            self.qr["module"] = value[0]
        elif function == 69:
            self.qr["level"] = "LMQH"[value[0] - 48]
        elif function == 80:
            self.stored = value[1:]
        elif function == 81:
            self._draw_code()
        elif function != 65:
            self.paper.faults.append(f"unknown QR function {function}")

    def _draw_code(self) -> None:
        text, module = self.stored.decode("ascii"), int(self.qr["module"])
        symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=self.qr["level"])
        dots = Image.fromarray(symbol.to_image(scale=1, add_quiet_zones=False)).convert("1")
        self.paper.codes.append((text, module))
        self._block(dots.resize((dots.width * module, dots.height * module), Image.Resampling.NEAREST))


def decode(image: Image.Image) -> dict[str, set[str]]:
    """What zbar and zxing-cpp read in the picture."""
    grey = image.convert("L")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.png"
        grey.save(path)
        zbar = subprocess.run(
            ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", path],
            capture_output=True,
            text=True,
            check=False,
        )
    return {
        "zbar": set(zbar.stdout.split()),
        "zxing": {found.text for found in zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormat.QRCode)},
    }


@dataclass(frozen=True, slots=True)
class Symbol:
    """One QR code in a picture, measured in dots."""

    left: int
    top: int
    right: int
    bottom: int
    module: float
    quiet: float
    """White modules on the side that has the fewest."""


def find_symbol(image: Image.Image) -> Symbol:
    """Measure the only QR code of the picture by its own dots. Raises ``LookupError`` where there is no such one."""
    found = zxingcpp.read_barcodes(image.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
    if len(found) != 1:
        raise LookupError(f"{len(found)} QR codes")
    corner = found[0].position
    points = (corner.top_left, corner.top_right, corner.bottom_left, corner.bottom_right)
    left, right = min(p.x for p in points), max(p.x for p in points)
    top, bottom = min(p.y for p in points), max(p.y for p in points)
    dark = image.convert("L").point(lambda value: 255 if value < 128 else 0)
    box = dark.crop((left, top, right + 1, bottom + 1)).getbbox()
    if box is None:
        raise LookupError("an empty QR code")
    left, top, right, bottom = left + box[0], top + box[1], left + box[2], top + box[3]
    finder = next(x for x in range(left, right) if not dark.getpixel((x, top + 1))) - left
    module = finder / 7
    return Symbol(left, top, right, bottom, module, _quiet(dark, (left, top, right, bottom)) / module)


def _quiet(dark: Image.Image, box: tuple[int, int, int, int]) -> int:
    """Dots of white around a box, up to the picture's edge."""
    left, top, right, bottom = box
    for dots in range(1, 200):
        frame = (left - dots, top - dots, right + dots, bottom + dots)
        if frame[0] < 0 or frame[1] < 0 or frame[2] > dark.width or frame[3] > dark.height:
            return dots - 1
        ring = dark.crop(frame)
        ring.paste(0, (dots, dots, dots + right - left, dots + bottom - top))
        if ring.getbbox():
            return dots - 1
    return 200
