"""ESC/POS bytes cut into commands and runs of letters, as Epson's command reference gives their lengths. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


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
    b"\x1c.": ("FS .", 0), b"\x1c&": ("FS &", 0), b"\x1cC": ("FS C", 1), b"\x1c-": ("FS -", 1), b"\x1c!": ("FS !", 1),
    b"\x1cS": ("FS S", 2),
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


def next_token(stream: bytes) -> tuple[Command | bytes | None, int]:
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
