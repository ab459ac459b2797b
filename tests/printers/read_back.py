"""Read our own bytes back with the small interpreter, and the codes on the paper with a foreign reader."""

from __future__ import annotations

from dataclasses import dataclass

import zxingcpp
from PIL import Image

from printers.simulator.interpreter import Interpreter
from printers.simulator.tokenizer import Command


@dataclass(frozen=True)
class Read:
    """What a printer of so many dots made of the bytes."""

    commands: list[Command | str]
    unknown: list[bytes]
    page: Image.Image

    @property
    def words(self) -> str:
        """Every letter, a line a line."""
        return "".join(one if isinstance(one, str) else "\n" if one.name == "LF" else "" for one in self.commands)

    def count(self, name: str) -> int:
        return sum(isinstance(one, Command) and one.name == name for one in self.commands)

    @property
    def codes(self) -> list[zxingcpp.Barcode]:
        return list(zxingcpp.read_barcodes(self.page.convert("L")))


def read(data: bytes, dots: int) -> Read:
    printer = Interpreter(dots)
    printer.feed(data)
    commands = list(printer.commands)
    page = printer.paper.uncut_page() if printer.paper.length else None
    pages = printer.take_pages()
    return Read(commands, printer.unknown, pages[0] if pages else page or Image.new("1", (dots, 1), 255))


def module_and_margin(page: Image.Image, modules: int) -> tuple[float, int]:
    """Dots of one module of the only code, and the white modules around it on the worst side."""
    (code,) = zxingcpp.read_barcodes(page.convert("L"))
    left, top = code.position.top_left.x, code.position.top_left.y
    module = (code.position.bottom_right.x - left + 1) / modules
    side = round(module * modules)
    grey = page.convert("L")
    margin = 0
    while margin < 8:
        ring = round((margin + 1) * module)
        box = (left - ring, top - ring, left + side + ring, top + side + ring)
        if box[0] < 0 or box[1] < 0 or box[2] > page.width or box[3] > page.height:
            break
        around = grey.crop(box)
        around.paste(255, (ring, ring, ring + side, ring + side))
        if around.getextrema()[0] != 255:
            break
        margin += 1
    return module, margin
