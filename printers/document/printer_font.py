"""Letters as dots at 203 dpi: what a thermal printer's own font looks like, from a monospaced outline font."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

FONT = Path(__file__).parent / "fonts" / "RobotoMono_500Medium.ttf"


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


@lru_cache(maxsize=4096)
def letter(
    text: str, cell: tuple[int, int], scale: tuple[int, int], *, bold: bool = False, invert: bool = False
) -> Image.Image:
    """One letter in a cell of ``cell`` times ``scale`` dots, black on white. Cells join without a gap."""
    width, height = cell[0] * scale[0], cell[1] * scale[1]
    side = min(scale)
    font = _font(round(cell[0] * side / 0.6))
    drawn = Image.new("L", (cell[0] * side, cell[1] * side), 255)
    if text == "_":
        ImageDraw.Draw(drawn).rectangle((0, drawn.height - 3 * side, drawn.width, drawn.height - 2 * side - 1), fill=0)
    else:
        ImageDraw.Draw(drawn).text((drawn.width / 2, round(drawn.height * 0.78)), text, font=font, fill=0, anchor="ms")
    if drawn.size != (width, height):
        drawn = drawn.transform((width, height), Image.Transform.EXTENT, (0, 0, *drawn.size))
    picture = drawn.convert("1", dither=Image.Dither.NONE)
    if bold:
        shifted = Image.new("1", picture.size, 255)
        shifted.paste(picture, (side, 0))
        picture = ImageChops.logical_and(picture, shifted)
    return ImageChops.invert(picture) if invert else picture
