"""A document as ESC/POS bytes. Nothing else imports python-escpos, which spells letters beyond ASCII in code pages.

Command names are those of Epson's ESC/POS command reference. Every document gets a fresh ``Dummy``, because a ``Dummy``
keeps its code page between calls. Real-time status requests are not mixed in, so that the bytes are complete in a file
or a print queue.
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
from printers.document.layout_items import QUIET_MODULES, RULE_MARGIN, DrawnLine, DrawnPage, Item, QrCode, TextLine
from printers.document.rows import Beep, Cut, Document, Feed, Image, Rule
from printers.durable_file import write_atomically
from printers.profile import Profile, capabilities_file, profiles

_ALIGNMENT = {"left": 0, "center": 1, "right": 2}
_MAX_BLANKS = 4
"""Up to so many blanks cost no more bytes than ``ESC $`` (absolute position)."""


def encode(document: Document, profile: Profile, *, beep: bool = False, stored_logos: Collection[bytes] = ()) -> bytes:
    """The ESC/POS bytes that print the document once, from ``ESC @`` to the cut. Raises ``ValueError``.

    Pictures whose keys (``printers.device.stored_logo``) are in ``stored_logos`` are printed from its memory.
    """
    writer = _EscPosWriter(profile, stored_logos)
    for item in layout(document, profile):
        writer.add(item)
    if beep:
        writer.add(Beep())
    return writer.bytes()


def cut_commands(profile: Profile) -> bytes:
    """Feed past cutter and tear bar (``ESC d``), then cut: many printers take a cut for nothing or for words."""
    feed = b"\x1bd" + bytes((profile.cut_feed,)) if profile.cut_feed else b""
    match profile.cut:
        case "gsv":
            return feed + (b"\x1dV\x01" if profile.partial_cut else b"\x1dV\x00")
        case "esci":
            return feed + b"\x1bi"
        case "none":
            return feed


def warm_up(profile: Profile) -> None:
    """Import python-escpos and build its tables, so that the first ticket does not wait for them (160 to 420 ms).

    Documents that are drawn do without.
    """
    if not profile.drawn:
        writer = _EscPosWriter(profile)
        writer.add(TextLine("\u00e9"))


class _EscPosWriter:
    """Converts layout items to bytes; a style command is sent only where the style changes."""

    def __init__(self, profile: Profile, kept: Collection[bytes] = ()) -> None:
        self._profile = profile
        self._kept = kept
        self._out = bytearray(b"\x1b@")
        self._align, self._bold, self._invert, self._size = 0, False, False, (1, 1)
        self._single_byte_mode = self._smooth = False
        self._code_pages: Any = None

    def raw(self, data: bytes) -> None:
        self._out += data

    def bytes(self) -> bytes:
        return bytes(self._out)

    def add(self, item: Item) -> None:
        match item:
            case TextLine():
                self._line(item)
            case DrawnLine():
                self._drawn_line(item)
            case DrawnPage():
                self._drawn_page(item)
            case QrCode():
                self._qr_code(item)
            case Image():
                self._image(item)
            case Rule():
                self._rule()
            case Feed():
                self._feed(item.dots)
            case Cut():
                self._cut()
            case Beep():
                self._beep(item.times)

    def _style(self, align: str, size: tuple[int, int], *, bold: bool, invert: bool = False) -> None:
        if self._align != _ALIGNMENT[align]:
            self._align = _ALIGNMENT[align]
            self.raw(b"\x1ba" + bytes((self._align,)))
        self._size_bold(size, bold=bold, invert=invert)

    def _size_bold(self, size: tuple[int, int], *, bold: bool, invert: bool = False) -> None:
        if self._size != size:
            self._size = size
            if min(size) > 3 and not self._smooth:
                self._smooth = True
                self.raw(b"\x1db\x01")
            self.raw(b"\x1d!" + bytes(((size[0] - 1) << 4 | (size[1] - 1),)))
        if self._bold != bold:
            self._bold = bold
            self.raw(b"\x1bE" + bytes((bold,)))
        if self._invert != invert:
            self._invert = invert
            self.raw(b"\x1dB" + bytes((invert,)))

    def _line(self, line: TextLine) -> None:
        self._style(line.align, (line.size, line.size), bold=line.bold, invert=line.invert)
        self._text(line.text)
        if line.tab:
            gap = line.tab_column - len(line.text)
            if gap <= _MAX_BLANKS:
                self._text(" " * gap)
            else:
                self.raw(b"\x1b$" + (line.tab_column * self._profile.cell_width).to_bytes(2, "little"))
            self._style(line.align, (line.size, line.size), bold=line.tab_bold)
            self._text(line.tab)
        self.raw(b"\n")

    def _text(self, words: str) -> None:
        if not words.isascii() and not self._single_byte_mode:
            self._single_byte_mode = True
            self.raw(b"\x1c.")  # printers for the Chinese market start with two-byte letters
        if words.isascii():
            self.raw(words.encode("ascii"))  # the same in every code page
        else:
            self.raw(self._in_code_pages(words))

    def _in_code_pages(self, words: str) -> bytes:
        """python-escpos' choice of code pages and its bytes; it keeps the page between calls, as the printer does."""
        if self._code_pages is None:
            self._code_pages = _library().Dummy(profile=self._profile.name)
        before = len(self._code_pages.output)
        self._code_pages.text(words)
        return self._code_pages.output[before:]

    def _drawn_line(self, drawn: DrawnLine) -> None:
        from printers.document.raster import raster_commands  # noqa: PLC0415  Pillow only for a script that the printer cannot spell

        self._style(drawn.align, (1, 1), bold=False)
        self.raw(raster_commands(drawn.picture))

    def _drawn_page(self, page: DrawnPage) -> None:
        """White stretches are fed: half of a receipt is white."""
        from printers.document.raster import page_commands  # noqa: PLC0415  as above

        self._style("left", (1, 1), bold=False)
        self.raw(page_commands(page.picture, self._feed_bytes))

    def _rule(self) -> None:
        """One slice of dots at half resolution: letters such as ``_`` do not join on every printer."""
        self._size_bold((1, 1), bold=False)
        across = self._profile.dots // 16
        self._feed(RULE_MARGIN)
        self.raw(b"\x1dv0\x03" + across.to_bytes(2, "little") + b"\x01\x00" + b"\xff" * across)
        self._feed(RULE_MARGIN)

    def _qr_code(self, code: QrCode) -> None:
        self._style("center", (1, 1), bold=False)
        if not self._profile.native_qr:
            self._qr_code_as_raster(code)
            return
        self._feed(code.margin)
        stored = b"1P0" + code.data.encode()
        for function in (b"1C" + bytes((code.module,)), b"1E1", stored, b"1Q0"):  # model 2 is what ESC @ leaves
            self.raw(b"\x1d(k" + len(function).to_bytes(2, "little") + function)
        self._feed(code.margin)

    def _qr_code_as_raster(self, code: QrCode) -> None:
        from printers.document.qr import qr_matrix  # noqa: PLC0415  Pillow and the QR encoder are for this printer alone
        from printers.document.raster import qr_picture, raster_commands  # noqa: PLC0415  likewise

        half = code.module % 2 == 0
        picture = qr_picture(qr_matrix(code.data), code.module // 2 if half else code.module, QUIET_MODULES)
        self.raw(raster_commands(picture, half=half))

    def _image(self, image: Image) -> None:
        from printers.device import stored_logo  # noqa: PLC0415  Pillow only for a picture
        from printers.document.raster import raster_commands, threshold  # noqa: PLC0415  likewise

        self._style("center", (1, 1), bold=False)
        picture = threshold(image.png, self._profile.dots)
        name = stored_logo.logo_key(picture) if self._kept else b""
        self.raw(stored_logo.print_command(name) if name in self._kept else raster_commands(picture))

    def _feed(self, dots: int) -> None:
        self.raw(self._feed_bytes(dots))

    def _feed_bytes(self, dots: int) -> bytes:
        whole, rest = divmod(self._profile.feed_units(dots), 255)
        return b"\x1bJ\xff" * whole + (b"\x1bJ" + bytes((rest,)) if rest else b"")

    def _cut(self) -> None:
        self.raw(cut_commands(self._profile))

    def _beep(self, times: int) -> None:
        if profiles()[self._profile.name]["vendor"] == "Epson":
            self.raw(b"\x1b(A\x04\x00\x30\x31" + bytes((times, 2)))
        else:
            self.raw(b"\x1bB" + bytes((times, 2)))


@cache
def _library() -> Any:
    """python-escpos' printers, imported without what its import does to logging and the temporary folder."""
    handlers = list(logging.getLogger().handlers)
    default = tempfile.tempdir
    folder = _pickle_folder()
    os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = str(folder)
    # In a folder by name: on a full disk there is no default one.
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as scratch:
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
    source = capabilities_file()
    target = folder / f"{platform.python_version()}.capabilities.pickle"
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return
    capabilities = json.loads(source.read_text(encoding="utf-8"))
    write_atomically(target, pickle.dumps(capabilities, protocol=2))
