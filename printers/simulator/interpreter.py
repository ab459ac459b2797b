"""A small printer in software: ESC/POS bytes in, pages of black and white dots out.

For the virtual printer and for reading our own bytes back. Commands are those of Epson's ESC/POS command reference that
receipts use; one that is not known is skipped and listed in ``unknown``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from PIL import Image

from printers.document.paper_canvas import Paper
from printers.document.printer_font import letter
from printers.document.qr import matrix
from printers.document.raster import enlarged, matrix_picture
from printers.simulator.tokenizer import Command, cut_off

CODE_PAGES = {
    0: "cp437",
    2: "cp850",
    3: "cp860",
    4: "cp863",
    5: "cp865",
    16: "cp1252",
    17: "cp866",
    18: "cp852",
    19: "cp858",
}
"""ESC t numbers of Epson to Python's codecs."""
LINE_SPACING = 34
"""One sixth of an inch at 203 dpi."""
FONTS = {0: (12, 24), 1: (9, 17)}
LEVELS = "LMQH"

CommandOutcome = Literal["cut", "open"]


@dataclass(slots=True)
class PrintSettings:
    """What ``ESC @`` sets back."""

    align: int = 0
    bold: bool = False
    invert: bool = False
    underline: int = 0
    font: int = 0
    width: int = 1
    height: int = 1
    code_page: int = 0
    spacing: int = LINE_SPACING
    left: int = 0
    qr_module: int = 3
    qr_level: str = "L"
    qr_data: bytes = b""


@dataclass(slots=True)
class Interpreter:
    """Feed it bytes in any pieces; take pages when they are cut."""

    dots: int
    settings: PrintSettings = field(default_factory=PrintSettings)
    commands: list[Command | str] = field(default_factory=list[Command | str])
    """Everything executed since the last ``take_pages``; a run of letters stands as its words."""
    unknown: list[bytes] = field(default_factory=list[bytes])
    kept: dict[bytes, Image.Image] = field(default_factory=dict[bytes, Image.Image])
    """Pictures in the memory that outlives the power, by key."""
    _pending: bytearray = field(default_factory=bytearray)
    _pages: list[Image.Image] = field(default_factory=list[Image.Image])
    _stored: Image.Image | None = None
    paper: Paper = field(init=False)

    def __post_init__(self) -> None:
        self.paper = Paper(self.dots)

    def feed(self, data: bytes) -> list[Command]:
        """Execute what is whole; returns the commands, so that a virtual printer can answer them."""
        self._pending += data
        done: list[Command] = []
        while self._pending:
            found, used = cut_off(bytes(self._pending))
            if not used:
                break
            if found is None:
                self.unknown.append(bytes(self._pending[:used]))
            elif isinstance(found, bytes):
                self._write(found)
            else:
                self.commands.append(found)
                done.append(found)
                self._execute(found)
            del self._pending[:used]
        return done

    def take_pages(self) -> list[Image.Image]:
        """The pages cut since the last call."""
        pages, self._pages = self._pages, []
        self.commands.clear()
        return pages

    def forget(self) -> None:
        """Drop what was received and not printed: the buffer was cleared, or the power went."""
        self._pending.clear()
        self.paper.drop_line()
        self.settings = PrintSettings()

    def _write(self, data: bytes) -> None:
        at = self.settings
        words = data.decode(CODE_PAGES.get(at.code_page, "cp437"), "replace")
        self.commands.append(words)
        cell = FONTS[at.font]
        for one in words:
            picture = letter(one, cell, (at.width, at.height), bold=at.bold, invert=at.invert)
            if self.paper.cursor + picture.width > self.paper.room:
                self.line_feed()
            self.paper.put(picture)

    def line_feed(self) -> None:
        self.paper.feed_line(self.settings.align, self.settings.spacing)

    def _execute(self, command: Command) -> None:
        action = _ACTIONS.get(command.name)
        if action is not None:
            action(self, command)

    # ------------------------------------------------------------ one command each

    def reset(self, _: Command) -> None:
        self.paper.drop_line()
        self.settings = PrintSettings()
        self.paper.margin(0)
        self.paper.area(self.dots)

    def mode(self, command: Command) -> None:
        bits = command.params[0]
        at = self.settings
        at.font, at.bold = bits & 1, bool(bits & 8)
        at.height, at.width = 1 + bool(bits & 16), 1 + bool(bits & 32)

    def size(self, command: Command) -> None:
        self.settings.width = (command.params[0] >> 4 & 7) + 1
        self.settings.height = (command.params[0] & 7) + 1

    def lines(self, command: Command) -> None:
        self.line_feed()
        self.paper.feed(self.settings.spacing * max(0, command.params[0] - 1))

    def dots_down(self, command: Command) -> None:
        if self.paper.has_line:
            self.paper.feed_line(self.settings.align, command.params[0])
        else:
            self.paper.feed(command.params[0])

    def run_out(self, command: Command) -> None:
        """What a cut does first: print the line that stands, and feed to where it cuts."""
        if self.paper.has_line:
            self.line_feed()
        self.paper.feed(command.data[0] if command.data else 0)

    def cut(self, command: Command) -> None:
        self.run_out(command)
        page = self.paper.page()
        if page is not None:
            self._pages.append(page)

    def raster(self, command: Command) -> None:
        mode, across, rows = command.params[0] % 48, *(_word(command.params, place) for place in (1, 3))
        if not across or not rows:
            return
        inverted = bytes(0xFF ^ byte for byte in command.data)
        picture = Image.frombytes("1", (across * 8, rows), inverted)
        wide, high = 1 + mode % 2, 1 + mode // 2
        self.paper.block(enlarged(picture, wide, high), self.settings.align)

    def graphics(self, command: Command) -> None:
        """GS ( L and GS 8 L, functions 112 (store raster) and 50 (print), 67 (keep) and 69 (print what is kept)."""
        data = command.data
        if data[:3] == b"0C0" and len(data) > 11:
            across, rows = _word(data, 6), _word(data, 8)
            inverted = bytes(0xFF ^ byte for byte in data[11:])
            if rows and len(inverted) == (across + 7) // 8 * rows:
                whole = Image.frombytes("1", ((across + 7) // 8 * 8, rows), inverted)
                self.kept[data[3:5]] = whole.crop((0, 0, across, rows))
        elif data[:2] == b"0E" and data[2:4] in self.kept:
            self.paper.block(enlarged(self.kept[data[2:4]], data[4], data[5]), self.settings.align)
        elif data[:2] == b"0p" and len(data) > 10:
            wide, high, across, rows = data[3], data[4], _word(data, 6), _word(data, 8)
            inverted = bytes(0xFF ^ byte for byte in data[10:])
            whole = (across + 7) // 8 * 8
            if len(inverted) == whole // 8 * rows and rows:
                picture = Image.frombytes("1", (whole, rows), inverted).crop((0, 0, across, rows))
                self._stored = enlarged(picture, wide, high)
        elif data[:2] in (b"02", b"0\x02") and self._stored is not None:
            self.paper.block(self._stored, self.settings.align)
            self._stored = None

    def extended(self, command: Command) -> None:
        """GS ( with the letter that says of what."""
        match command.params[0]:
            case 0x6B:
                self.two_dimensional(command)
            case 0x4C:
                self.graphics(command)
            case _:
                pass

    def two_dimensional(self, command: Command) -> None:
        at, data = self.settings, command.data
        match data[:2]:
            case b"1C":
                at.qr_module = data[2]
            case b"1E":
                at.qr_level = LEVELS[data[2] - 48]
            case b"1P":
                at.qr_data = data[3:]
            case b"1Q" if at.qr_data:
                code = matrix_picture(matrix(at.qr_data.decode("utf-8", "replace"), at.qr_level), at.qr_module, 0)
                if code.width <= self.paper.room:
                    self.paper.block(code, at.align)
            case _:
                pass


def _word(data: bytes, place: int) -> int:
    return data[place] + data[place + 1] * 256


def _signed(data: bytes) -> int:
    return int.from_bytes(data[:2], "little", signed=True)


def _set(name: str, change: Callable[[int], object]) -> Callable[[Interpreter, Command], None]:
    def action(printer: Interpreter, command: Command) -> None:
        setattr(printer.settings, name, change(command.params[0]))

    return action


_ACTIONS: dict[str, Callable[[Interpreter, Command], None]] = {
    "LF": lambda printer, _: printer.line_feed(),
    "ESC @": Interpreter.reset,
    "ESC a": _set("align", lambda n: n % 48 if n % 48 < 3 else 0),
    "ESC E": _set("bold", lambda n: bool(n & 1)),
    "ESC G": _set("bold", lambda n: bool(n & 1)),
    "ESC M": _set("font", lambda n: n % 48 if n % 48 in FONTS else 0),
    "ESC t": _set("code_page", lambda n: n),
    "ESC 3": _set("spacing", lambda n: n),
    "ESC 2": lambda printer, _: setattr(printer.settings, "spacing", LINE_SPACING),
    "GS B": _set("invert", lambda n: bool(n & 1)),
    "ESC !": Interpreter.mode,
    "GS !": Interpreter.size,
    "ESC d": Interpreter.lines,
    "ESC J": Interpreter.dots_down,
    "ESC $": lambda printer, command: printer.paper.move(_word(command.params, 0)),
    "ESC \\": lambda printer, command: printer.paper.move(printer.paper.cursor + _signed(command.params)),
    "GS W": lambda printer, command: printer.paper.area(_word(command.params, 0)),
    "GS L": lambda printer, command: printer.paper.margin(_word(command.params, 0)),
    "GS V": Interpreter.cut,
    "ESC i": Interpreter.cut,
    "ESC m": Interpreter.cut,
    "GS v 0": Interpreter.raster,
    "GS (": Interpreter.extended,
    "GS 8 L": Interpreter.graphics,
}
