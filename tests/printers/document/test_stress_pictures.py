"""Codes of tickets are read by two readers from seven bad pictures; words are whole, and nothing is below the tear bar.

The long form takes every ticket of the shipped office on every paper; the suite takes one on each paper.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from printers.device.encode import encode
from printers.device.url import parse_url
from printers.document.layout import words_wider_than_line
from printers.document.rows import Document
from printers.profile import Profile
from printers.simulator.faults import TEAR_BAR_DOTS
from tests.flow.paper import decode, find_symbol
from tests.printers.read_back import read
from tests.printers.sample_receipts import URL, office, paper

DOTS = (384, 512, 576)
MODES = ("raster", "native")
AROUND = 40
"""White dots of the table around the paper."""


def tickets() -> Iterator[Document]:
    """Each service with each of its lists and without, in each language; the longest way to say when."""
    for service in office().services.values():
        for checklist in (None, *service.checklists):
            for language in office().office.languages:
                yield paper(
                    service.id,
                    number=f"{service.prefix}-012",
                    checklist=checklist,
                    language=language,
                    estimate=(80, 155),
                    serving=f"{service.prefix}-009",
                )


# ------------------------------------------------------------ pictures as phones and cheap paper make them


def _blurred(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(2.0))


def _small(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.BILINEAR)


def _tilted(picture: Image.Image) -> Image.Image:
    return picture.rotate(17, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def _pale(picture: Image.Image) -> Image.Image:
    """Old thermal paper: the black has faded."""
    return picture.point([150 + value * 90 // 255 for value in range(256)])


def _shadowed(picture: Image.Image) -> Image.Image:
    """Light from one side."""
    light = Image.linear_gradient("L").rotate(90).resize(picture.size)
    return Image.composite(picture, picture.point([value * 2 // 5 for value in range(256)]), light)


def _streaked(picture: Image.Image) -> Image.Image:
    """A dead dot of the print head leaves a white line; dirt leaves specks.

    The line passes between the finder patterns: zbar reads no code at all where one passes the middle of a pattern.
    """
    streaked, chance = picture.copy(), random.Random(5)  # noqa: S311  the same picture each time
    pen = ImageDraw.Draw(streaked)
    symbol = find_symbol(picture)
    middle = (symbol.left + symbol.right) // 2
    pen.line((middle, 0, middle, picture.height), fill=255)
    for _ in range(400):
        x, y = chance.randrange(picture.width), chance.randrange(picture.height)
        pen.point((x, y), fill=chance.choice((0, 255)))
    return streaked


def _squeezed(picture: Image.Image) -> Image.Image:
    """Sent on by a messenger: askew, and compressed until it hurts."""
    wide, high = picture.size
    askew = picture.transform(
        (wide, high),
        Image.Transform.AFFINE,
        (1, 0.12, -0.06 * high, 0.02, 1, 0),
        Image.Resampling.BILINEAR,
        fillcolor=255,
    )
    file = io.BytesIO()
    askew.save(file, format="JPEG", quality=12)
    return Image.open(io.BytesIO(file.getvalue())).convert("L")


STRESS: tuple[Callable[[Image.Image], Image.Image], ...] = (
    _blurred, _small, _tilted, _pale, _shadowed, _streaked, _squeezed,
)  # fmt: skip


# ------------------------------------------------------------ what holds for every ticket


@cache
def profile(dots: int, mode: str, cut: str) -> Profile:
    return parse_url(f"tcp://h?dots={dots}&mode={mode}&cut={cut}").profile


def picture(document: Document, dots: int, mode: str) -> Image.Image:
    """The paper, on a table; the same whether the printer cuts it or a hand tears it off."""
    pages: list[Image.Image] = []
    for cut in ("gsv", "none"):
        result = read(encode(document, profile(dots, mode, cut)), dots)
        assert result.unknown == []
        pages.append(result.page.convert("L"))
    cut_off, torn = pages
    ink = ImageOps.invert(torn).getbbox()
    assert ink is not None
    assert torn.height - ink[3] >= TEAR_BAR_DOTS + 8, "the last line stays above the tear bar"
    assert ImageOps.invert(cut_off).getbbox() == ink
    assert cut_off.crop(ink).tobytes() == torn.crop(ink).tobytes()
    return ImageOps.expand(torn, AROUND, 255)


def clipped(document: Document, dots: int, mode: str) -> list[str]:
    of = profile(dots, mode, "gsv")
    return [word for row in document.rows for word in words_wider_than_line(row, of, document.language)]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("dots", DOTS)
def test_a_bad_picture_of_a_ticket_is_read_by_two_readers(dots: int, mode: str) -> None:
    document = paper(checklist="dewasa-baru", serving="A-009")
    assert clipped(document, dots, mode) == []
    plain = picture(document, dots, mode)
    assert find_symbol(plain).quiet >= 4
    for stress in STRESS:
        assert decode(stress(plain)) == {"zbar": {URL}, "zxing": {URL}}, stress.__name__


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("dots", DOTS)
def test_every_ticket_of_the_office_under_every_stress(dots: int, mode: str) -> None:
    for document in tickets():
        assert clipped(document, dots, mode) == []
        plain = picture(document, dots, mode)
        for stress in STRESS:
            assert decode(stress(plain)) == {"zbar": {URL}, "zxing": {URL}}, (stress.__name__, document)
