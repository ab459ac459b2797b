"""A document as ESC/POS bytes. Nothing else imports python-escpos; it compiles here and never talks to a printer.

A fresh ``Dummy`` for every document: what it was told before decides what it writes. Real-time status requests are not
mixed in, so that the bytes are whole in a file or a print queue.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import platform
import tempfile
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from printers.document.layout import layout
from printers.document.layout_items import QUIET, Code, Drawn, Item, TextLine
from printers.document.rows import Beep, Cut, Document, Feed, Image, Rule
from printers.durable_file import write_atomically
from printers.profile import Profile, database, database_file

CENTRE = {"left": 0, "center": 1, "right": 2}
GAP = 4
"""Blanks that cost no more than the command to move."""


def encode(document: Document, profile: Profile, *, beep: bool = False, kept: Collection[bytes] = ()) -> bytes:
    """The bytes that print the document once, from ``ESC @`` to the cut.

    Pictures whose keys (``printers.device.stored_logo``) are in ``kept`` are printed from the printer's own memory.
    """
    writer = _Writer(profile, kept)
    for item in layout(document, profile):
        writer.add(item)
    if beep:
        writer.add(Beep())
    return writer.bytes()


def warm_up(profile: Profile) -> None:
    """Import the library and build its tables, off the path of the first ticket."""
    writer = _Writer(profile)
    writer.add(TextLine("\u00e9"))


class _Writer:
    """Items to bytes; a style is sent only where it changes."""

    def __init__(self, profile: Profile, kept: Collection[bytes] = ()) -> None:
        self._profile = profile
        self._kept = kept
        self._printer = _library().Dummy(profile=profile.name)
        self._align, self._bold, self._invert, self._size = 0, False, False, (1, 1)
        self._foreign = self._smooth = False
        self.raw(b"\x1b@")

    def raw(self, data: bytes) -> None:
        self._printer._raw(data)  # noqa: SLF001  the library's documented way to add bytes

    def bytes(self) -> bytes:
        return self._printer.output

    def add(self, item: Item) -> None:
        match item:
            case TextLine():
                self._line(item)
            case Drawn():
                self._drawn(item)
            case Code():
                self._code(item)
            case Image():
                self._picture(item)
            case Rule():
                self._rule()
            case Feed():
                self._feed(item.dots)
            case Cut():
                self._cut()
            case Beep():
                self._beep(item.times)

    def _style(self, align: str, size: tuple[int, int], *, bold: bool, invert: bool = False) -> None:
        if self._align != CENTRE[align]:
            self._align = CENTRE[align]
            self._printer.set(align=align)
        self._size_bold(size, bold=bold, invert=invert)

    def _size_bold(self, size: tuple[int, int], *, bold: bool, invert: bool = False) -> None:
        if self._size != size:
            self._size = size
            if min(size) > 3 and not self._smooth:
                self._smooth = True
                self._printer.set(smooth=True)
            self._printer.set(custom_size=True, width=size[0], height=size[1])
        if self._bold != bold:
            self._bold = bold
            self._printer.set(bold=bold)
        if self._invert != invert:
            self._invert = invert
            self._printer.set(invert=invert)

    def _line(self, line: TextLine) -> None:
        self._style(line.align, (line.size, line.size), bold=line.bold, invert=line.invert)
        self._words(line.text)
        if line.tab:
            gap = line.tab_column - len(line.text)
            if gap <= GAP:
                self._words(" " * gap)
            else:
                self.raw(b"\x1b$" + (line.tab_column * self._profile.cell).to_bytes(2, "little"))
            self._style(line.align, (line.size, line.size), bold=line.tab_bold)
            self._words(line.tab)
        self.raw(b"\n")

    def _words(self, words: str) -> None:
        if not words.isascii() and not self._foreign:
            self._foreign = True
            self.raw(b"\x1c.")  # printers for the Chinese market start with two-byte letters
        if words.isascii():
            self.raw(words.encode("ascii"))  # the same in every code page
        else:
            self._printer.text(words)

    def _drawn(self, drawn: Drawn) -> None:
        from printers.document.raster import raster  # noqa: PLC0415  Pillow only for a script that the printer cannot spell

        self._style(drawn.align, (1, 1), bold=False)
        self.raw(raster(drawn.picture))

    def _rule(self) -> None:
        columns = self._profile.columns
        wide = next(factor for factor in (8, 7, 6, 5, 4, 3, 2, 1) if columns % factor == 0)
        self._size_bold((wide, 1), bold=False)
        self.raw(b"_" * (columns // wide) + b"\n")

    def _code(self, code: Code) -> None:
        self._style("center", (1, 1), bold=False)
        if not self._profile.native_qr:
            self._raster_code(code)
            return
        self._feed(code.margin)
        stored = b"1P0" + code.data.encode()
        for function in (b"1C" + bytes((code.module,)), b"1E1", stored, b"1Q0"):  # model 2 is what ESC @ leaves
            self.raw(b"\x1d(k" + len(function).to_bytes(2, "little") + function)
        self._feed(code.margin)

    def _raster_code(self, code: Code) -> None:
        from printers.document.qr import matrix  # noqa: PLC0415  Pillow and the QR encoder are for this printer alone
        from printers.document.raster import matrix_picture, raster  # noqa: PLC0415  likewise

        half = code.module % 2 == 0
        picture = matrix_picture(matrix(code.data), code.module // 2 if half else code.module, QUIET)
        self.raw(raster(picture, half=half))

    def _picture(self, image: Image) -> None:
        from printers.device import stored_logo  # noqa: PLC0415  Pillow only for a picture
        from printers.document.raster import black_and_white, raster  # noqa: PLC0415  likewise

        self._style("center", (1, 1), bold=False)
        picture = black_and_white(image.png, self._profile.dots)
        name = stored_logo.key(picture) if self._kept else b""
        self.raw(stored_logo.show(name) if name in self._kept else raster(picture))

    def _feed(self, dots: int) -> None:
        units = self._profile.feed_units(dots)
        while units > 0:
            self.raw(b"\x1bJ" + bytes((min(units, 255),)))
            units -= 255

    def _cut(self) -> None:
        if self._profile.cutter:
            self._printer.cut(feed=False)
        else:
            self._printer.print_and_feed(5)

    def _beep(self, times: int) -> None:
        if database()[self._profile.name]["vendor"] == "Epson":
            self.raw(b"\x1b(A\x04\x00\x30\x31" + bytes((times, 2)))
        else:
            self.raw(b"\x1bB" + bytes((times, 2)))


@cache
def _library() -> Any:
    """python-escpos' printers, imported without what its import does to logging and the temporary folder."""
    handlers = list(logging.getLogger().handlers)
    default = tempfile.tempdir
    os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = str(_pickle_folder())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        tempfile.tempdir = scratch  # the import makes an empty folder there and leaves it
        try:
            from escpos import printer  # noqa: PLC0415  costs 160 to 420 ms
        finally:
            tempfile.tempdir = default
    for handler in logging.getLogger().handlers[:]:
        if handler not in handlers:
            logging.getLogger().removeHandler(handler)
    return printer


def _pickle_folder() -> Path:
    """A folder with the database as the library's pickle; else it parses YAML for 250 ms and writes without a lock."""
    from platformdirs import user_cache_path  # noqa: PLC0415  with the library alone

    try:
        folder = user_cache_path("antrean", appauthor=False)
        folder.mkdir(parents=True, exist_ok=True)
        _write_pickle(folder)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="antrean-escpos-"))
    return folder


def _write_pickle(folder: Path) -> None:
    source = database_file()
    target = folder / f"{platform.python_version()}.capabilities.pickle"
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return
    capabilities = json.loads(source.read_text(encoding="utf-8"))
    write_atomically(target, pickle.dumps(capabilities, protocol=2))
