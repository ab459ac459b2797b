"""Finds a font for a character: first the fonts of this package, then the system's.

Roboto Mono looks like a printer's own letters; Noto has Arabic and Javanese. Chinese and everything else comes from
the machine: fontconfig is asked where there is one, else the names that Windows and macOS give their fonts are tried.
"""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

FONT_FOLDER = Path(__file__).parent / "fonts"
FC_MATCH_S = 10.0
SYSTEM_FONTS = (
    "msyh.ttc", "simsun.ttc", "YuGothM.ttc", "msgothic.ttc", "malgun.ttf", "Nirmala.ttc", "Nirmala.ttf", "LeelawUI.ttf",
    "javatext.ttf", "segoeui.ttf", "seguisym.ttf",
    "PingFang.ttc", "Hiragino Sans GB.ttc", "AppleSDGothicNeo.ttc", "Arial Unicode.ttf",
)  # fmt: skip
"""Font files of Windows and macOS, tried where ``fc-match`` is missing."""
HAS_RAQM = bool(features.check("raqm") and features.check("fribidi"))
"""False where Pillow has no Raqm, or on Windows no FriBiDi: then letters stand unjoined, in the right order."""
_UNASSIGNED = "\uffff"
"""No font has a glyph for it: what is drawn like this is missing."""


@dataclass(frozen=True, slots=True)
class FontFace:
    """A font file, and how large its letters are drawn beside the printer's own of 24 dots."""

    path: str
    index: int = 0
    em: int = 24
    bold: bool = False

    def at(self, size: float) -> ImageFont.FreeTypeFont:
        """For letters ``size`` times the printer's own."""
        return _load(self.path, self.index, max(1, round(self.em * size)), shaped=True)

    def has(self, letter: str) -> bool:
        """Whether there is a glyph for it; what has no ink of its own is everywhere."""
        return _has(self, letter)


PRINTER_FACE = FontFace(str(FONT_FOLDER / "RobotoMono_500Medium.ttf"), em=20)
BODY_FACE = FontFace(str(FONT_FOLDER / "PlusJakartaSans_500Medium.ttf"))
BOLD_FACE = FontFace(str(FONT_FOLDER / "PlusJakartaSans_800ExtraBold.ttf"), bold=True)
"""Letters of receipts that are drawn as a whole."""
SHIPPED_FACES = (
    PRINTER_FACE,
    FontFace(str(FONT_FOLDER / "NotoSansArabic_500Medium.ttf"), em=26),
    FontFace(str(FONT_FOLDER / "NotoSansJavanese_500Medium.ttf"), em=24),
)


def find_face(letter: str, language: str, before: FontFace | None, lead: FontFace = PRINTER_FACE) -> FontFace | None:
    """The font for a letter, ``lead`` first; ``before`` goes on with signs and digits that it has.

    None where no font has it.
    """
    if before is not None and not unicodedata.category(letter).startswith("L") and before.has(letter):
        return before
    return lead if lead is not PRINTER_FACE and lead.has(letter) else _find(letter, language)


@lru_cache(maxsize=4096)
def _find(letter: str, language: str) -> FontFace | None:
    for face in (*SHIPPED_FACES, *_system_faces):
        if face.has(letter):
            return face
    for face in _ask_system(letter, language):
        if face.has(letter):
            if face not in _system_faces:
                _system_faces.append(face)
            return face
    return None


_system_faces: list[FontFace] = []
"""System fonts used before; they are tried first, so that a text keeps to one font."""


def _ask_system(letter: str, language: str) -> list[FontFace]:
    program = shutil.which("fc-match")
    if program is None:
        return [FontFace(name) for name in SYSTEM_FONTS if _usable(name)]
    pattern = f":charset={ord(letter):x}:scalable=true:lang={language.lower()}"
    try:
        answer = subprocess.run(  # noqa: S603  a program of the system, its argument made of a number and a language code
            [program, "--format=%{file}\t%{index}\n", pattern],
            capture_output=True,
            text=True,
            timeout=FC_MATCH_S,
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return []
    path, _, index = answer.strip().partition("\t")
    return [FontFace(path, int(index))] if path and index.isdigit() and _usable(path, int(index)) else []


@lru_cache(maxsize=64)
def _load(path: str, index: int, size: int, *, shaped: bool) -> ImageFont.FreeTypeFont:
    engine = ImageFont.Layout.RAQM if shaped and HAS_RAQM else ImageFont.Layout.BASIC
    return ImageFont.truetype(path, size, index, layout_engine=engine)


@lru_cache(maxsize=256)
def _usable(path: str, index: int = 0) -> bool:
    try:
        _load(path, index, 24, shaped=False).getmask("x")
    except OSError:
        return False
    return True


@lru_cache(maxsize=8192)
def _has(face: FontFace, letter: str) -> bool:
    if unicodedata.category(letter) in ("Zs", "Cf"):
        return True
    font = _load(face.path, face.index, 24, shaped=False)
    return _rendered(font, letter) != _rendered(font, _UNASSIGNED)


def _rendered(font: ImageFont.FreeTypeFont, letter: str) -> bytes:
    picture = Image.new("1", (72, 72), 0)
    pen = ImageDraw.Draw(picture)
    pen.fontmode = "1"
    pen.text((24, 48), letter, font=font, fill=1, anchor="ls")
    return picture.tobytes()
