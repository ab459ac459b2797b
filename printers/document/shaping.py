"""Text of any script as dots: shaped (joined, stacked), ordered in both directions, and wrapped by real width.

A line is cut into runs of one font and one direction; Raqm (HarfBuzz and FriBiDi, in Pillow's own build) shapes each,
and the runs stand in the order of the Unicode bidirectional algorithm (UAX 9), whose levels come from python-bidi.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, cast

from PIL import Image, ImageChops, ImageDraw

from printers.document.font_lookup import HAS_RAQM, PRINTER_FACE, FontFace, find_face

WHITE = 255
LINE_GAP = 3
"""White dots above and below the ink of a line."""
ASCENT, DESCENT = 24, 10
"""Dots above and below the baseline of an ordinary line, 34 together."""
MARGIN, PLAIN_MARGIN = 60, 16
"""White dots around a line while it is drawn: for whatever rises or hangs, and for one Latin font alone."""
REPLACEMENT = "\ufffd"
"""Stands where no font has the letter: seen, unlike a blank."""
Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    face: FontFace
    level: int

    @property
    def drawn(self) -> str:
        """What is handed to Pillow: it turns a run round itself only where it has Raqm."""
        return self.text if HAS_RAQM or self.direction == "ltr" else "".join(reversed(list(clusters(self.text))))

    @property
    def direction(self) -> Direction:
        return "rtl" if self.level % 2 else "ltr"


def base_direction(text: str) -> Direction:
    """Of the first letter that has one (UAX 9, rules P2 and P3)."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def missing_characters(text: str, language: str) -> str:
    """The letters of a text that no font has, each once."""
    return "".join(dict.fromkeys(letter for letter in text if find_face(letter, language, None) is None))


def line_width(text: str, size: float, language: str, base: Direction, lead: FontFace = PRINTER_FACE) -> int:
    """Dots that a line of this text takes, ``size`` times as large as the printer's letters, ``lead`` tried first."""
    return sum(_advance(run, size) for run in _runs(text, language, base, lead))


def wrap(
    text: str, dots: int, size: float, language: str, hang: int = 0, *, lead: FontFace = PRINTER_FACE
) -> list[str]:
    """Lines no wider than ``dots``, the second and later ones narrower by ``hang``; broken where the script allows it.

    Only what is wider than a whole line on its own is cut, between two letters that do not stand on each other.
    """
    base = base_direction(text)
    lines: list[str] = []
    line = ""
    for piece in break_segments(text):
        room = dots - (hang if lines else 0)
        if line_width((line + piece).strip(), size, language, base, lead) <= room:
            line += piece
            continue
        if line.strip():
            lines.append(line.strip())
            room = dots - hang
        rest = piece.lstrip() if lines else piece
        while line_width(rest.rstrip(), size, language, base, lead) > room:
            head = _longest_head(rest, room, size, language, base, lead=lead)
            if head == rest:
                break
            lines.append(head)
            rest = rest[len(head) :]
            room = dots - hang
        line = rest
    if line.strip() or not lines:
        lines.append(line.strip())
    return lines


@dataclass(frozen=True, slots=True)
class LineImage:
    """A line as dots; ``baseline`` is the row on which its letters stand."""

    picture: Image.Image
    baseline: int


def draw_line(
    text: str, size: float, language: str, base: Direction, *, bold: bool = False, lead: FontFace = PRINTER_FACE
) -> LineImage:
    """One line, black on white, as wide as its advance, as high as the printer's letters and whatever rises above.

    ``bold`` strikes twice, but for letters of a ``lead`` that is bold itself.
    """
    runs = _visual_order(_runs(text, language, base, lead))
    strike = max(1, round(size)) if bold and any(not run.face.bold for run in runs) else 0
    across = max(1, sum(_advance(run, size) for run in runs) + strike)
    plain = lead is not PRINTER_FACE and all(run.face is lead for run in runs)
    margin = round((PLAIN_MARGIN if plain else MARGIN) * size)
    drawn = Image.new("1", (across + 2 * margin, 4 * margin), WHITE)
    pen = ImageDraw.Draw(drawn)
    pen.fontmode = "1"
    x = margin
    for run in runs:
        for shift in {0, 0 if run.face.bold else strike}:
            at, font = (x + shift, 2 * margin), run.face.at(size)
            pen.text(at, run.drawn, font=font, fill=0, anchor="ls", **_options(run, language))
        x += _advance(run, size)
    left, top, right, bottom = ImageChops.invert(drawn).getbbox() or (margin, 2 * margin, margin, 2 * margin)
    top = min(top - LINE_GAP, 2 * margin - round(ASCENT * size))
    bottom = max(bottom + LINE_GAP, 2 * margin + round(DESCENT * size))
    picture = drawn.crop((min(margin, left), top, max(margin + across, right), bottom))
    return LineImage(picture, 2 * margin - top)


def clusters(text: str) -> Iterator[str]:
    """Letters with what stands on, under or in them: marks, joiners, and what a virama binds (UAX 29, in short)."""
    cluster = ""
    for letter in text:
        bound = unicodedata.category(letter).startswith("M") or letter in "\u200c\u200d"
        if cluster and not bound and unicodedata.combining(cluster[-1]) != 9 and cluster[-1] != "\u200d":
            yield cluster
            cluster = ""
        cluster += letter
    if cluster:
        yield cluster


def break_segments(text: str) -> Iterator[str]:
    """Between two of them a line may end: behind blanks and between ideographs, never before closing signs."""
    piece = ""
    for cluster in clusters(" ".join(text.split())):
        if piece and _may_break(piece, cluster):
            yield piece
            piece = ""
        piece += cluster
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if after == " ":
        return False
    if before[-1] == " ":
        return True
    if unicodedata.category(after[0]) in ("Pe", "Pf", "Po") or after[0] in "ーぁぃぅぇぉっゃゅょァィゥェォッャュョ":
        return False
    if unicodedata.category(before[-1]) in ("Ps", "Pi"):
        return False
    return _wide(before[-1]) or _wide(after[0]) or _ends_javanese_phrase(before[-1])


def _wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _ends_javanese_phrase(letter: str) -> bool:
    return "\ua9c6" <= letter <= "\ua9c9"


def _longest_head(text: str, dots: int, size: float, language: str, base: Direction, *, lead: FontFace) -> str:
    """As much of a text as ``dots`` hold, at least one cluster."""
    head = ""
    for cluster in clusters(text):
        if head and line_width(head + cluster, size, language, base, lead) > dots:
            return head
        head += cluster
    return head


@lru_cache(maxsize=1024)
def _advance(run: _Run, size: float) -> int:
    return round(run.face.at(size).getlength(run.text, mode="1", **_options(run, "")))


def _options(run: _Run, language: str) -> dict[str, Any]:
    if not HAS_RAQM:
        return {}
    return {"direction": run.direction} | ({"language": language} if language else {})


@lru_cache(maxsize=512)
def _runs(text: str, language: str, base: Direction, lead: FontFace = PRINTER_FACE) -> tuple[_Run, ...]:
    """In the order of reading."""
    levels = _levels(text, base)
    runs: list[_Run] = []
    face: FontFace | None = None
    place = 0
    for cluster in clusters(text):
        found = find_face(cluster[0], language, face, lead)
        face, shown = (found, cluster) if found else (PRINTER_FACE, REPLACEMENT)
        level = levels[place]
        place += len(cluster)
        if runs and runs[-1].face == face and runs[-1].level == level:
            runs[-1] = _Run(runs[-1].text + shown, face, level)
        else:
            runs.append(_Run(shown, face, level))
    return tuple(runs)


def _levels(text: str, base: Direction) -> list[int]:
    """The embedding level of every letter; odd ones run from right to left."""
    if base == "ltr" and not any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in text):
        return [0] * len(text)
    from bidi import algorithm  # noqa: PLC0415  only scripts from right to left pay for it

    library = cast("Any", algorithm)
    level = 1 if base == "rtl" else 0
    storage = library.get_empty_storage() | {"base_level": level, "base_dir": "LR"[level]}
    library.get_embedding_levels("".join(map(_supported_by_bidi, text)), storage)
    for place, letter in enumerate(storage["chars"]):
        letter["place"] = place
    library.explicit_embed_and_overrides(storage)
    library.resolve_weak_types(storage)
    library.resolve_neutral_types(storage, debug=False)
    library.resolve_implicit_levels(storage, debug=False)
    found = {letter["place"]: letter["level"] for letter in storage["chars"]}
    levels: list[int] = []
    for place in range(len(text)):
        levels.append(found.get(place, levels[-1] if levels else level))
    return levels


def _supported_by_bidi(letter: str) -> str:
    """The library knows neither isolates nor letters that Unicode has not assigned."""
    return "a" if unicodedata.bidirectional(letter) in ("", "LRI", "RLI", "FSI", "PDI") else letter


def _visual_order(runs: tuple[_Run, ...]) -> list[_Run]:
    """In the order from left to right (UAX 9, rule L2)."""
    shown = list(runs)
    for level in range(max((run.level for run in runs), default=0), 0, -1):
        start = 0
        while start < len(shown):
            end = start
            while end < len(shown) and shown[end].level >= level:
                end += 1
            shown[start:end] = shown[start:end][::-1]
            start = max(end, start + 1)
    return shown
