"""A small printer in software: ESC/POS bytes in, pages of black and white dots out.

For the virtual printer and for reading our own bytes back. Commands are those of Epson's ESC/POS command reference that
receipts use; one that is not known is skipped and listed in ``unknown``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from PIL import Image

from printers.glyphs import letter
from printers.paper import Paper
from printers.qr import matrix
from printers.raster import enlarged, matrix_picture

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

Outcome = Literal["cut", "open"]


@dataclass(slots=True)
class Settings:
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


@dataclass(frozen=True, slots=True)
class Command:
    """A command that was executed: its name in the reference, its parameters, its data."""

    name: str
    params: bytes = b""
    data: bytes = b""


# How many bytes follow the prefix, and the length of the data behind them as offset and size of a little-endian number.
_FIXED: dict[bytes, tuple[str, int]] = {
    b"\n": ("LF", 0), b"\r": ("CR", 0), b"\t": ("HT", 0), b"\x0c": ("FF", 0),
    b"\x10\x04": ("DLE EOT", 1), b"\x10\x05": ("DLE ENQ", 1),
    b"\x1b@": ("ESC @", 0), b"\x1ba": ("ESC a", 1), b"\x1bE": ("ESC E", 1), b"\x1bG": ("ESC G", 1),
    b"\x1b-": ("ESC -", 1), b"\x1b!": ("ESC !", 1), b"\x1bM": ("ESC M", 1), b"\x1bt": ("ESC t", 1),
    b"\x1bR": ("ESC R", 1), b"\x1bd": ("ESC d", 1), b"\x1bJ": ("ESC J", 1), b"\x1b2": ("ESC 2", 0),
    b"\x1b3": ("ESC 3", 1), b"\x1b$": ("ESC $", 2), b"\x1b\\": ("ESC \\", 2), b"\x1b ": ("ESC SP", 1),
    b"\x1bp": ("ESC p", 3), b"\x1b{": ("ESC {", 1), b"\x1bB": ("ESC B", 2), b"\x1b=": ("ESC =", 1),
    b"\x1bi": ("ESC i", 0), b"\x1bm": ("ESC m", 0), b"\x1bU": ("ESC U", 1), b"\x1bV": ("ESC V", 1),
    b"\x1br": ("ESC r", 1), b"\x1bS": ("ESC S", 0),
    b"\x1c.": ("FS .", 0), b"\x1c&": ("FS &", 0), b"\x1cC": ("FS C", 1), b"\x1cS": ("FS S", 2),
    b"\x1d!": ("GS !", 1), b"\x1dB": ("GS B", 1), b"\x1db": ("GS b", 1), b"\x1dL": ("GS L", 2),
    b"\x1dW": ("GS W", 2), b"\x1dP": ("GS P", 2), b"\x1dh": ("GS h", 1), b"\x1dw": ("GS w", 1),
    b"\x1dH": ("GS H", 1), b"\x1df": ("GS f", 1), b"\x1da": ("GS a", 1), b"\x1dr": ("GS r", 1), b"\x1dI": ("GS I", 1),
    b"\x1dg0": ("GS g 0", 3), b"\x1dg2": ("GS g 2", 3), b"\x1dT": ("GS T", 1),
}  # fmt: skip
_SIZED: dict[bytes, tuple[str, int]] = {
    b"\x1d(": ("GS (", 1), b"\x1b(": ("ESC (", 1), b"\x1c(": ("FS (", 1),
}  # fmt: skip
_PREFIXES = {*_FIXED, *_SIZED, b"\x1dV", b"\x1dv0", b"\x1b*", b"\x10\x14", b"\x1d8L", b"\x1bD", b"\x1dk"}
_DLE_DC4 = {1: 2, 2: 2, 3: 5, 7: 1, 8: 7}


def cut_off(stream: bytes) -> tuple[Command | bytes | None, int]:
    """The first command or run of letters, and its length.

    None and zero when more must come; none and more where nothing is known that begins so.
    """
    if stream[0] >= 0x20:
        end = next((place for place, byte in enumerate(stream) if byte < 0x20), len(stream))
        return stream[:end], end
    for size in (3, 2, 1):
        head = stream[:size]
        if len(head) == size and head in _FIXED:
            name, extra = _FIXED[head]
            return _take(name, stream, size, extra, lambda _: 0)
        if len(head) == size and head in _PREFIXES:
            return _sized(head, stream)
    unfinished = len(stream) < 3 and any(prefix.startswith(stream) for prefix in _PREFIXES)
    skipped = 2 if stream[0] in b"\x10\x1b\x1c\x1d" and len(stream) > 1 else 1
    return None, 0 if unfinished else skipped


def _sized(head: bytes, stream: bytes) -> tuple[Command | None, int]:  # noqa: PLR0911  one return a command
    """A command whose length stands in itself."""
    start = len(head)
    if head in _SIZED:
        return _take(_SIZED[head][0], stream, start, 3, lambda p: p[1] + p[2] * 256)
    match head:
        case b"\x1dV":
            return _take("GS V", stream, start, 1, lambda p: 1 if p[0] in (65, 66, 97, 98, 103, 104) else 0)
        case b"\x1dv0":
            return _take("GS v 0", stream, start, 5, lambda p: (p[1] + p[2] * 256) * (p[3] + p[4] * 256))
        case b"\x1b*":
            return _take("ESC *", stream, start, 3, lambda p: (p[1] + p[2] * 256) * (3 if p[0] in (32, 33) else 1))
        case b"\x10\x14":
            return _take("DLE DC4", stream, start, 1, lambda p: _DLE_DC4.get(p[0], 0))
        case b"\x1d8L":
            return _take("GS 8 L", stream, start, 4, lambda p: int.from_bytes(p, "little"))
        case b"\x1dk" if len(stream) > start and stream[start] >= 65:
            return _take("GS k", stream, start, 2, lambda p: p[1])
        case _:
            end = stream.find(0, start)
            name = "ESC D" if head == b"\x1bD" else "GS k"
            return (None, 0) if end < 0 else (Command(name, b"", stream[start:end]), end + 1)


def _take(
    name: str, stream: bytes, start: int, params: int, length: Callable[[bytes], int]
) -> tuple[Command | None, int]:
    fixed = stream[start : start + params]
    if len(fixed) < params:
        return None, 0
    end = start + params + length(fixed)
    return (Command(name, fixed, stream[start + params : end]), end) if len(stream) >= end else (None, 0)


@dataclass(slots=True)
class Interpreter:
    """Feed it bytes in any pieces; take pages when they are cut."""

    dots: int
    settings: Settings = field(default_factory=Settings)
    commands: list[Command | str] = field(default_factory=list[Command | str])
    """Everything executed since the last ``take_pages``; a run of letters stands as its words."""
    unknown: list[bytes] = field(default_factory=list[bytes])
    _pending: bytearray = field(default_factory=bytearray)
    _pages: list[Image.Image] = field(default_factory=list[Image.Image])
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
        self.settings = Settings()

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
        self.settings = Settings()
        self.paper.margin(0)

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

    def cut(self, command: Command) -> None:
        if self.paper.has_line:
            self.line_feed()
        self.paper.feed(command.data[0] if command.data else 0)
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

    def two_dimensional(self, command: Command) -> None:
        if command.params[0] != 0x6B:
            return
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
    "GS L": lambda printer, command: printer.paper.margin(_word(command.params, 0)),
    "GS V": Interpreter.cut,
    "ESC i": Interpreter.cut,
    "ESC m": Interpreter.cut,
    "GS v 0": Interpreter.raster,
    "GS (": Interpreter.two_dimensional,
}
