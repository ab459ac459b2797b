"""What a printer can do: its width, columns, code pages, cutter and QR.

Profiles come from python-escpos' database of printers and from ``OWN_PROFILES``.
"""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

GENERIC_PROFILE = "default"
FONT_A_WIDTH = 12
"""Dots from letter to letter of font A on nearly every printer."""
PRINTABLE_DOTS: dict[int, int] = {58: 384, 80: 576}
"""Paper in millimetres to printable dots at 203 dpi."""
ROLL_M: dict[int, int] = {58: 30, 80: 50}
"""Paper in millimetres to metres on a new roll, where the printer's URL says nothing."""

MIN_DOTS, MAX_DOTS = 160, 1024
MIN_COLUMNS, MAX_COLUMNS = 16, 96
CUT_FEED_LINES = 5
"""Lines of a sixth of an inch (21 mm) fed before a cut: from the print head past the cutter and the tear bar."""

QrMode = Literal["native", "raster"]
CutMode = Literal["gsv", "esci", "none"]
"""How the paper is cut: ``GS V``, ``ESC i``, or by hand at the tear bar."""
CUT_MODES: tuple[CutMode, ...] = ("gsv", "esci", "none")


class ProfileError(ValueError):
    """There is no such profile; the message names those that come close."""


@dataclass(frozen=True, slots=True)
class OwnProfile:
    """A kind of printer that python-escpos' database lacks, as its sellers name it."""

    base: str
    """The profile of python-escpos whose code pages it uses."""
    vendor: str
    note: str
    dots: int
    columns: int
    cut: CutMode = "gsv"
    native_qr: bool = False


OWN_PROFILES: dict[str, OwnProfile] = {
    "zj-58": OwnProfile("ZJ-5870", "Zjiang and others", "58 mm, no cutter, no QR command", 384, 32, "none"),
    "pos-58": OwnProfile("POS-5890", "many", "58 mm, no cutter, no QR command", 384, 32, "none"),
    "pos-80": OwnProfile("P822D", "many", "80 mm, 576 dots, QR drawn", 576, 48),
    "pos-80-512": OwnProfile("P822D", "many", "80 mm, 512 dots, QR drawn", 512, 42),
    "pos-80-esci": OwnProfile("P822D", "many", "80 mm, cuts by ESC i alone, QR drawn", 576, 48, "esci"),
    "star-escpos": OwnProfile("TSP600", "Star Micronics", "80 mm, switched to ESC/POS mode, QR drawn", 576, 48),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """One printer with one width of paper."""

    name: str
    """Its name in python-escpos' database, which has its code pages."""
    paper_mm: int
    dots: int
    """Printable width."""
    columns: int
    """Letters of font A in a line."""
    dpi: int
    cut: CutMode
    native_qr: bool | None
    """It knows ``GS ( k``; None: not known, so its QR codes are drawn unless it proves that it does."""
    graphics: bool = False
    """It may have a memory for pictures of its own."""
    partial_cut: bool = True
    """``GS V`` 1 is used, else ``GS V`` 0."""
    cut_feed: int = CUT_FEED_LINES
    """Lines fed (``ESC d``) before a cut."""
    drawn: bool = False
    """Documents are printed as one picture; else as letters of the printer's own fonts."""

    @property
    def cutter(self) -> bool:
        return self.cut != "none"

    @property
    def cell_width(self) -> int:
        """Dots from letter to letter."""
        return self.dots // self.columns

    def feed_units(self, dots: int) -> int:
        """Dots as the printer's vertical motion units: 1/360 inch where it has 180 dpi, else one dot."""
        return dots * 2 if self.dpi == 180 else dots


def capabilities_file() -> Path:
    """Where python-escpos keeps its database; found without importing the library."""
    spec = find_spec("escpos")
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise ProfileError("python-escpos is not installed; install the project's requirements again")
    return Path(folders[0]) / "capabilities.json"


@cache
def _capabilities() -> dict[str, dict[str, Any]]:
    return json.loads(capabilities_file().read_text(encoding="utf-8"))


def profiles() -> dict[str, Any]:
    """The profiles by name."""
    return _capabilities()["profiles"]


@cache
def code_page_characters(name: str) -> frozenset[str]:
    """Every letter of the printer's code pages beyond ASCII."""
    pages = (_capabilities()["encodings"].get(page, {}) for page in profiles()[name]["codePages"].values())
    return frozenset("".join(map(_characters, pages))) - frozenset(map(chr, range(0xA0)))


def _characters(page: dict[str, Any]) -> str:
    if "data" in page:
        return "".join(page["data"])
    if "python_encode" in page:
        return "".join(bytes((byte,)).decode(page["python_encode"], "ignore") for byte in range(128, 256))
    return ""


def resolve_name(name: str) -> str:
    """The profile's own spelling of ``name``, whatever the case. Raises ``ProfileError``."""
    known = {**dict.fromkeys(profiles()), **dict.fromkeys(OWN_PROFILES)}
    if name in known:
        return name
    folded = {one.lower(): one for one in known}
    if name.lower() in folded:
        return folded[name.lower()]
    close = difflib.get_close_matches(name.lower(), folded, 3, 0.4) or sorted(folded)[:3]
    said = ", ".join(folded[one] for one in close)
    raise ProfileError(f"there is no printer profile {name!r}; write one such as {said}, or see antrean print profiles")


@cache
def find_profile(
    name: str = GENERIC_PROFILE,
    paper_mm: int | None = None,
    qr: QrMode | None = None,
    *,
    dots: int | None = None,
    columns: int | None = None,
    cut: CutMode | None = None,
    feed: int | None = None,
    drawn: bool = False,
) -> Profile:
    """The profile ``name`` with paper 58 or 80 mm wide; 80 where neither says.

    What is given wins over the profile. Raises ``ProfileError``.
    """
    name = resolve_name(name)
    own = OWN_PROFILES.get(name)
    base = own.base if own else name
    data = profiles()[base]
    features = data["features"]
    generic = name == GENERIC_PROFILE
    dpi = 180 if data.get("media", {}).get("dpi") == 180 else 203
    if own and paper_mm in (None, 58 if own.dots <= 432 else 80):
        wide, letters = own.dots, own.columns
    else:
        wide, letters = _width(data, paper_mm, dpi, generic=generic)
    if dots is not None:
        wide, letters = dots, dots // FONT_A_WIDTH
    if columns is not None:
        letters = columns
    if letters * 8 > wide:
        raise ProfileError(f"{letters} columns do not fit {wide} dots: a letter is at least 8 dots wide")
    cuts: CutMode = "gsv" if features.get("paperFullCut") or features.get("paperPartCut") else "none"
    proved = own.native_qr if own else None if generic else bool(features.get("qrCode"))
    return Profile(
        name=base,
        paper_mm=paper_mm or (58 if wide <= 432 else 80),
        dots=wide,
        columns=letters,
        dpi=dpi,
        cut=cut or (own.cut if own else cuts),
        native_qr=proved if qr is None else qr == "native",
        graphics=bool(features.get("graphics")) and own is None,
        partial_cut=bool(features.get("paperPartCut")) or not features.get("paperFullCut"),
        cut_feed=CUT_FEED_LINES if feed is None else feed,
        drawn=drawn,
    )


def _width(data: dict[str, Any], paper_mm: int | None, dpi: int, *, generic: bool) -> tuple[int, int]:
    """Printable dots and columns. A width that was asked for wins over a profile of the other width."""
    pixels = data.get("media", {}).get("width", {}).get("pixels")
    known = pixels if isinstance(pixels, int) and pixels >= 200 else None
    wanted = paper_mm or (80 if known is None or known > 432 else 58)
    if known is None or (known > 432) != (wanted == 80):
        dots = PRINTABLE_DOTS[wanted] if dpi == 203 else {58: 360, 80: 512}[wanted]
        return dots, dots // FONT_A_WIDTH if generic or known is not None else _columns(data, dots)
    return known, _columns(data, known)


def _columns(data: dict[str, Any], dots: int) -> int:
    """The database's columns where letters of 12 dots and more give them; some of its entries are dots."""
    columns: int = data["fonts"]["0"]["columns"]
    return columns if 20 <= columns <= dots // FONT_A_WIDTH else dots // FONT_A_WIDTH
