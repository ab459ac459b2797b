"""Pictures as ``GS v 0`` bytes: thresholded, in slices, and free of bytes that a printer obeys inside a picture."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from PIL import Image, UnidentifiedImageError

WHITE = 255
SLICE_ROWS = 128
"""Rows in one command; cheap printers lose lines above 255."""
SLICE_BYTES = 4000
"""Bytes of one command of a page, at least ``LEAST_SLICE_ROWS``: most printers' receive buffer is 4 kB."""
LEAST_SLICE_ROWS = 24
WHITE_ROWS = 24
"""White rows that are fed instead of being sent."""
_REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")
"""DLE EOT, DLE ENQ and DLE DC4: Epson printers execute them even inside picture data."""
_INVERTED = bytes(0xFF ^ byte for byte in range(256))


class PictureError(ValueError):
    """The bytes are not a picture that can be printed."""


def threshold(png: bytes, dots: int | None) -> Image.Image:
    """The picture on white paper, at most ``dots`` wide, thresholded: a dithered one can hold real-time commands."""
    try:
        with Image.open(BytesIO(png)) as opened:
            large = opened.width * opened.height > 4096 * 4096
            picture = None if large else opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, SyntaxError) as error:
        raise PictureError(f"not a picture: {error}") from None
    if picture is None:
        raise PictureError("the picture is larger than 4096 x 4096 dots")
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    grey = paper.convert("L")
    if dots is not None and grey.width > dots:
        grey.thumbnail((dots, grey.height), Image.Resampling.LANCZOS)
    return grey.convert("1", dither=Image.Dither.NONE)


def to_png(picture: Image.Image) -> bytes:
    """A small file."""
    file = BytesIO()
    picture.save(file, format="PNG", optimize=True)
    return file.getvalue()


def qr_picture(matrix: tuple[tuple[bool, ...], ...], module: int, quiet: int) -> Image.Image:
    """A QR code with its margin of ``quiet`` modules, each ``module`` dots wide."""
    side = len(matrix)
    dots = bytes(0 if black else WHITE for row in matrix for black in row)
    code = scale_dots(Image.frombytes("L", (side, side), dots), module, module)
    whole = (side + 2 * quiet) * module
    picture = Image.new("1", (whole, whole), WHITE)
    picture.paste(code.convert("1", dither=Image.Dither.NONE), (quiet * module, quiet * module))
    return picture


def scale_dots(picture: Image.Image, wide: int, high: int) -> Image.Image:
    """Each dot ``wide`` by ``high`` dots."""
    size = (picture.width * wide, picture.height * high)
    return picture.transform(size, Image.Transform.EXTENT, (0, 0, *picture.size))


def raster_commands(picture: Image.Image, *, half: bool = False) -> bytes:
    """``GS v 0`` commands for a black and white picture; with ``half`` the printer doubles each dot both ways."""
    data, across = _black_bits(picture)
    return _slices(data, across, SLICE_ROWS, mode=3 if half else 0)


def page_commands(picture: Image.Image, feed: Callable[[int], bytes]) -> bytes:
    """``GS v 0`` commands for a page, half of which is white: ``feed`` gives the command that moves on white rows."""
    data, across = _black_bits(picture)
    most = max(LEAST_SLICE_ROWS, min(SLICE_ROWS, SLICE_BYTES // across))
    blank = bytes(across)
    white = [data[place : place + across] == blank for place in range(0, len(data), across)]
    out = bytearray()
    start = row = 0
    while row < len(white):
        if not white[row]:
            row += 1
            continue
        end = next((place for place in range(row, len(white)) if not white[place]), len(white))
        if end - row >= WHITE_ROWS or end == len(white):
            out += _slices(data[start * across : row * across], across, most) + feed(end - row)
            start = end
        row = end
    return bytes(out) + _slices(data[start * across :], across, most)


def _black_bits(picture: Image.Image) -> tuple[bytes, int]:
    """Rows of whole bytes, a bit set for a black dot, and the bytes of a row."""
    across = (picture.width + 7) // 8
    if picture.width != across * 8:
        whole = Image.new("1", (across * 8, picture.height), WHITE)
        whole.paste(picture, (0, 0))
        picture = whole
    return picture.tobytes().translate(_INVERTED), across


def _slices(data: bytes, across: int, rows_each: int, mode: int = 0) -> bytes:
    most = rows_each * across
    out = bytearray()
    for place in range(0, len(data), most):
        rows = data[place : place + most]
        size = across.to_bytes(2, "little") + (len(rows) // across).to_bytes(2, "little")
        out += b"\x1dv0" + bytes((mode,)) + size + without_real_time_commands(rows)
    return bytes(out)


def without_real_time_commands(data: bytes) -> bytes:
    """Picture data without real-time commands: a dot is drawn wider where one would start."""
    for command in _REAL_TIME:
        data = data.replace(command, b"\x18" + command[1:])
    return data
