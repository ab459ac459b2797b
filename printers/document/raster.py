"""Pictures as ``GS v 0`` bytes: thresholded, in slices, and free of bytes that a printer obeys inside a picture."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, UnidentifiedImageError

WHITE = 255
SLICE_ROWS = 128
"""Rows in one command; cheap printers lose lines above 255."""
_REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")
"""DLE EOT, DLE ENQ and DLE DC4: Epson printers execute them even inside picture data."""


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
    side = (len(matrix) + 2 * quiet) * module
    picture = Image.new("1", (side, side), WHITE)
    for y, row in enumerate(matrix, quiet):
        for x, black in enumerate(row, quiet):
            if black:
                picture.paste(0, (x * module, y * module, (x + 1) * module, (y + 1) * module))
    return picture


def scale_dots(picture: Image.Image, wide: int, high: int) -> Image.Image:
    """Each dot ``wide`` by ``high`` dots."""
    size = (picture.width * wide, picture.height * high)
    return picture.transform(size, Image.Transform.EXTENT, (0, 0, *picture.size))


def raster_commands(picture: Image.Image, *, half: bool = False) -> bytes:
    """``GS v 0`` commands for a black and white picture; with ``half`` the printer doubles each dot both ways."""
    out = bytearray()
    across = (picture.width + 7) // 8
    for top in range(0, picture.height, SLICE_ROWS):
        rows = min(SLICE_ROWS, picture.height - top)
        slice_ = Image.new("1", (across * 8, rows), WHITE)
        slice_.paste(picture.crop((0, top, picture.width, top + rows)), (0, 0))
        data = bytes(0xFF ^ byte for byte in slice_.tobytes())
        out += b"\x1dv0" + bytes((3 if half else 0,)) + across.to_bytes(2, "little") + rows.to_bytes(2, "little")
        out += without_real_time_commands(data)
    return bytes(out)


def without_real_time_commands(data: bytes) -> bytes:
    """Picture data without real-time commands: a dot is drawn wider where one would start."""
    for command in _REAL_TIME:
        data = data.replace(command, b"\x18" + command[1:])
    return data
