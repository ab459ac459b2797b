"""A small printer in software: ESC/POS bytes in, pages of black and white dots out.

For the virtual printer and for reading our own bytes back. Commands are those of Epson's ESC/POS command reference that
receipts use; one that is not known is skipped and listed in ``unknown``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from PIL import Image

from printers.document.paper_canvas import PaperCanvas
from printers.document.printer_font import draw_character
from printers.document.qr import qr_matrix
from printers.document.raster import qr_picture, scale_dots
from printers.simulator.tokenizer import Command, next_token

CODE_PAGES = {
    0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 13: "cp857", 14: "cp737", 15: "iso8859_7",
    16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858", 32: "cp720", 33: "cp775", 34: "cp855", 35: "cp861",
    36: "cp862", 37: "cp864", 38: "cp869", 39: "iso8859_2", 40: "iso8859_15", 45: "cp1250", 46: "cp1251",
    47: "cp1253", 48: "cp1254", 49: "cp1255", 50: "cp1256", 51: "cp1257", 52: "cp1258",
}  # fmt: skip
"""ESC t numbers of Epson to Python's codecs."""
LINE_SPACING = 34
"""One sixth of an inch at 203 dpi."""
FONTS = {0: (12, 24), 1: (9, 17)}
QR_LEVELS = "LMQH"

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
    tabs: tuple[int, ...] = tuple(range(8, 100, 8))
    """Columns of ``ESC D``."""
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
    """Bytes that begin no command of the reference."""
    not_drawn: list[str] = field(default_factory=list[str])
    """Names of commands that ask for something on paper which is not drawn here, such as a bar code."""
    stored_logos: dict[bytes, Image.Image] = field(default_factory=dict[bytes, Image.Image])
    """Pictures in the memory that outlives the power, by key."""
    _pending: bytearray = field(default_factory=bytearray)
    _pages: list[Image.Image] = field(default_factory=list[Image.Image])
    _graphics_buffer: Image.Image | None = None
    paper: PaperCanvas = field(init=False)

    def __post_init__(self) -> None:
        self.paper = PaperCanvas(self.dots)

    def feed(self, data: bytes) -> list[Command]:
        """Execute what is whole; returns the commands, so that a virtual printer can answer them."""
        self._pending += data
        done: list[Command] = []
        while self._pending:
            found, used = next_token(bytes(self._pending))
            if not used:
                break
            if found is None:
                self.unknown.append(bytes(self._pending[:used]))
            elif isinstance(found, bytes):
                self._print_text(found)
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

    def discard(self) -> None:
        """Drop what was received and not printed: the buffer was cleared, or the power went."""
        self._pending.clear()
        self.paper.drop_line()
        self.settings = PrintSettings()

    def _print_text(self, data: bytes) -> None:
        at = self.settings
        if at.code_page not in CODE_PAGES and any(byte > 0x7F for byte in data):
            self.not_drawn.append(f"ESC t {at.code_page}")
        words = data.decode(CODE_PAGES.get(at.code_page, "cp437"), "replace")
        self.commands.append(words)
        cell = FONTS[at.font]
        for one in words:
            picture = draw_character(one, cell, (at.width, at.height), bold=at.bold, invert=at.invert)
            if at.underline:
                picture = _underlined(picture, at.underline)
            if self.paper.cursor + picture.width > self.paper.print_width:
                self.line_feed()
            self.paper.put_character(picture)

    def print_words(self, data: bytes) -> None:
        """The letters among these bytes, as a printer does that takes a command for words."""
        self._print_text(bytes(byte for byte in data if 0x20 <= byte < 0x7F))

    def tab(self, _: Command) -> None:
        cell = FONTS[self.settings.font][0] * self.settings.width
        stop = next((stop * cell for stop in self.settings.tabs if stop * cell > self.paper.cursor), None)
        if stop is not None:
            self.paper.move_to(stop)

    def bit_image(self, command: Command) -> None:
        """``ESC *``: columns of 8 or 24 dots, of single or double density."""
        mode, wide = command.params[0], _uint16(command.params, 1)
        high = 3 if mode in (32, 33) else 1
        picture = Image.new("1", (max(1, wide), high * 8), 255)
        for x in range(wide):
            column = command.data[x * high : (x + 1) * high]
            for y in range(high * 8):
                if column[y // 8] >> (7 - y % 8) & 1:
                    picture.putpixel((x, y), 0)
        self.paper.put_character(scale_dots(picture, 1 if mode in (1, 33) else 2, 1 if high == 3 else 3))

    def line_feed(self) -> None:
        self.paper.feed_line(self.settings.align, self.settings.spacing)

    def _execute(self, command: Command) -> None:
        action = _ACTIONS.get(command.name)
        if action is not None:
            action(self, command)
        elif command.name not in _WITHOUT_INK:
            self.not_drawn.append(command.name)

    # ------------------------------------------------------------ one command each

    def reset(self, _: Command) -> None:
        self.paper.drop_line()
        self.settings = PrintSettings()
        self.paper.set_left_margin(0)
        self.paper.set_print_width(self.dots)

    def print_mode(self, command: Command) -> None:
        bits = command.params[0]
        at = self.settings
        at.font, at.bold = bits & 1, bool(bits & 8)
        at.height, at.width = 1 + bool(bits & 16), 1 + bool(bits & 32)

    def character_size(self, command: Command) -> None:
        self.settings.width = (command.params[0] >> 4 & 7) + 1
        self.settings.height = (command.params[0] & 7) + 1

    def feed_lines(self, command: Command) -> None:
        self.line_feed()
        self.paper.feed(self.settings.spacing * max(0, command.params[0] - 1))

    def feed_dots(self, command: Command) -> None:
        if self.paper.has_pending_line:
            self.paper.feed_line(self.settings.align, command.params[0])
        else:
            self.paper.feed(command.params[0])

    def feed_to_cutter(self, command: Command) -> None:
        """What a cut does first: print the line that stands, and feed to where it cuts."""
        if self.paper.has_pending_line:
            self.line_feed()
        self.paper.feed(command.data[0] if command.data else 0)

    def cut(self, command: Command) -> None:
        self.feed_to_cutter(command)
        page = self.paper.cut_page()
        if page is not None:
            self._pages.append(page)

    def raster_image(self, command: Command) -> None:
        mode, across, rows = command.params[0] % 48, *(_uint16(command.params, place) for place in (1, 3))
        if not across or not rows:
            return
        inverted = bytes(0xFF ^ byte for byte in command.data)
        picture = Image.frombytes("1", (across * 8, rows), inverted)
        wide, high = 1 + mode % 2, 1 + mode // 2
        self.paper.put_block(scale_dots(picture, wide, high), self.settings.align)

    def graphics(self, command: Command) -> None:
        """GS ( L and GS 8 L, functions 112 (store raster) and 50 (print), 67 (keep) and 69 (print what is kept)."""
        data = command.data
        if data[:3] == b"0C0" and len(data) > 11:
            across, rows = _uint16(data, 6), _uint16(data, 8)
            inverted = bytes(0xFF ^ byte for byte in data[11:])
            if rows and len(inverted) == (across + 7) // 8 * rows:
                whole = Image.frombytes("1", ((across + 7) // 8 * 8, rows), inverted)
                self.stored_logos[data[3:5]] = whole.crop((0, 0, across, rows))
        elif data[:2] == b"0E" and data[2:4] in self.stored_logos:
            self.paper.put_block(scale_dots(self.stored_logos[data[2:4]], data[4], data[5]), self.settings.align)
        elif data[:2] == b"0p" and len(data) > 10:
            wide, high, across, rows = data[3], data[4], _uint16(data, 6), _uint16(data, 8)
            inverted = bytes(0xFF ^ byte for byte in data[10:])
            whole = (across + 7) // 8 * 8
            if len(inverted) == whole // 8 * rows and rows:
                picture = Image.frombytes("1", (whole, rows), inverted).crop((0, 0, across, rows))
                self._graphics_buffer = scale_dots(picture, wide, high)
        elif data[:2] in (b"02", b"0\x02") and self._graphics_buffer is not None:
            self.paper.put_block(self._graphics_buffer, self.settings.align)
            self._graphics_buffer = None

    def extended_command(self, command: Command) -> None:
        """GS ( with the letter that says of what."""
        match command.params[0]:
            case 0x6B:
                self.qr_code(command)
            case 0x4C:
                self.graphics(command)
            case _:
                pass

    def qr_code(self, command: Command) -> None:
        at, data = self.settings, command.data
        match data[:2]:
            case b"1C":
                at.qr_module = data[2]
            case b"1E":
                at.qr_level = QR_LEVELS[data[2] - 48]
            case b"1P":
                at.qr_data = data[3:]
            case b"1Q" if at.qr_data:
                code = qr_picture(qr_matrix(at.qr_data.decode("utf-8", "replace"), at.qr_level), at.qr_module, 0)
                if code.width <= self.paper.print_width:
                    self.paper.put_block(code, at.align)
            case _:
                pass


def _underlined(picture: Image.Image, thick: int) -> Image.Image:
    line = picture.copy()
    line.paste(0, (0, line.height - thick, line.width, line.height))
    return line


def _uint16(data: bytes, place: int) -> int:
    return data[place] + data[place + 1] * 256


def _int16(data: bytes) -> int:
    return int.from_bytes(data[:2], "little", signed=True)


def _set(name: str, change: Callable[[int], object]) -> Callable[[Interpreter, Command], None]:
    def action(printer: Interpreter, command: Command) -> None:
        setattr(printer.settings, name, change(command.params[0]))

    return action


_WITHOUT_INK = frozenset({
    "CR", "DLE EOT", "DLE ENQ", "DLE DC4", "ESC =", "ESC p", "ESC B", "ESC (", "ESC R", "ESC r", "ESC U", "ESC SP",
    "ESC S", "FS .", "FS C", "GS I", "GS a", "GS b", "GS h", "GS w", "GS H", "GS f", "GS r", "GS P", "GS T",
})  # fmt: skip
"""Commands that change nothing of the paper, or nothing that is drawn here differently."""
_ACTIONS: dict[str, Callable[[Interpreter, Command], None]] = {
    "LF": lambda printer, _: printer.line_feed(),
    "HT": Interpreter.tab,
    "ESC D": lambda printer, command: setattr(printer.settings, "tabs", tuple(command.data)),
    "ESC -": _set("underline", lambda n: n % 48 if n % 48 < 3 else 0),
    "ESC *": Interpreter.bit_image,
    "ESC @": Interpreter.reset,
    "ESC a": _set("align", lambda n: n % 48 if n % 48 < 3 else 0),
    "ESC E": _set("bold", lambda n: bool(n & 1)),
    "ESC G": _set("bold", lambda n: bool(n & 1)),
    "ESC M": _set("font", lambda n: n % 48 if n % 48 in FONTS else 0),
    "ESC t": _set("code_page", lambda n: n),
    "ESC 3": _set("spacing", lambda n: n),
    "ESC 2": lambda printer, _: setattr(printer.settings, "spacing", LINE_SPACING),
    "GS B": _set("invert", lambda n: bool(n & 1)),
    "ESC !": Interpreter.print_mode,
    "GS !": Interpreter.character_size,
    "ESC d": Interpreter.feed_lines,
    "ESC J": Interpreter.feed_dots,
    "ESC $": lambda printer, command: printer.paper.move_to(_uint16(command.params, 0)),
    "ESC \\": lambda printer, command: printer.paper.move_to(printer.paper.cursor + _int16(command.params)),
    "GS W": lambda printer, command: printer.paper.set_print_width(_uint16(command.params, 0)),
    "GS L": lambda printer, command: printer.paper.set_left_margin(_uint16(command.params, 0)),
    "GS V": Interpreter.cut,
    "ESC i": Interpreter.cut,
    "ESC m": Interpreter.cut,
    "GS v 0": Interpreter.raster_image,
    "GS (": Interpreter.extended_command,
    "GS 8 L": Interpreter.graphics,
}
