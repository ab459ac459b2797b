"""What a printer can do: its width, columns, code pages, cutter and QR, from python-escpos' database of printers."""

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

QrMode = Literal["native", "raster"]


class ProfileError(ValueError):
    """There is no such profile; the message names those that come close."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One printer with one width of paper."""

    name: str
    """Its name in python-escpos' database."""
    paper_mm: int
    dots: int
    """Printable width."""
    columns: int
    """Letters of font A in a line."""
    dpi: int
    cutter: bool
    native_qr: bool
    graphics: bool = False
    """It may have a memory for pictures of its own."""

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


@cache
def find_profile(name: str = GENERIC_PROFILE, paper_mm: int | None = None, qr: QrMode | None = None) -> Profile:
    """The profile ``name`` with paper 58 or 80 mm wide; 80 where neither says. Raises ``ProfileError``."""
    known = profiles()
    if name not in known:
        close = difflib.get_close_matches(name, known, 3, 0.4) or sorted(known)[:3]
        raise ProfileError(f"there is no printer profile {name!r}; write one such as {', '.join(close)}")
    data = known[name]
    dpi = 180 if data.get("media", {}).get("dpi") == 180 else 203
    dots, columns = _width(data, paper_mm, dpi, generic=name == GENERIC_PROFILE)
    features = data["features"]
    return Profile(
        name=name,
        paper_mm=paper_mm or (58 if dots <= 432 else 80),
        dots=dots,
        columns=columns,
        dpi=dpi,
        cutter=bool(features.get("paperFullCut") or features.get("paperPartCut")),
        native_qr=bool(features.get("qrCode")) if qr is None else qr == "native",
        graphics=bool(features.get("graphics")),
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
