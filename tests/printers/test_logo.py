"""A logo that the printer keeps: sent once, printed by its key, never another picture for it."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image as Picture
from PIL import ImageChops, ImageDraw

from printers import logo
from printers.document import Cut, Document, Image, Text
from printers.encode import encode
from printers.interpreter import Interpreter
from printers.profile import profile
from printers.raster import as_png
from tests.printers.reading import read
from tests.printers.samples import paper


def seal(dots: int = 300, tilt: int = 0) -> Picture.Image:
    drawn = Picture.new("1", (dots, 120), 1)
    ImageDraw.Draw(drawn).ellipse((10 + tilt, 10, dots - 10, 110), outline=0, width=9)
    return drawn


def test_what_is_kept_is_printed_as_it_was_sent() -> None:
    chosen = profile(paper_mm=58)
    document = Document((Image(as_png(seal())), Text("A-012"), Cut()))
    raster = encode(document, chosen)
    short = encode(document, chosen, kept={logo.key(seal())})
    assert len(short) < 60
    assert len(raster) > 4000
    printer = Interpreter(chosen.dots)
    printer.feed(logo.keep(seal()))
    printer.feed(short)
    assert printer.unknown == []
    (page,) = printer.take_pages()
    assert ImageChops.difference(page.convert("L"), read(raster, chosen.dots).page.convert("L")).getbbox() is None


def test_another_picture_has_another_key() -> None:
    keys = {logo.key(seal(tilt=tilt)) for tilt in range(40)}
    assert len(keys) == 40
    assert all(len(key) == 2 and all(0x20 <= byte <= 0x7E for byte in key) for key in keys)
    flat = Picture.new("1", (16, 8), 0)
    assert logo.key(flat) != logo.key(Picture.new("1", (8, 16), 0))


def test_a_changed_logo_is_not_printed_from_memory() -> None:
    document = Document((Image(as_png(seal(tilt=3))), Cut()))
    assert b"\x1dv0" in encode(document, profile(), kept={logo.key(seal())})


def test_the_bytes_that_keep_it_hold_no_real_time_command() -> None:
    noise = random.Random(3)  # noqa: S311  only a picture
    picture = Picture.frombytes("1", (576, 480), bytes(noise.randrange(256) for _ in range(72 * 480)))
    data = logo.keep(picture)
    assert not any(command in data for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))
    printer = Interpreter(576)
    printer.feed(data)
    assert list(printer.kept) == [logo.key(picture)]


@pytest.mark.parametrize(
    ("data", "found"),
    [(b"r@", []), (b"r@ABxy", [b"AB", b"xy"]), (b"rAAB", [b"AB"]), (b'"abcd', None), (b"r", None), (b"", None)],
)
def test_the_list_of_keys_is_read(data: bytes, found: list[bytes] | None) -> None:
    assert logo.keys(data) == found


@pytest.mark.parametrize("paper_mm", [58, 80])
def test_a_ticket_whose_logo_is_kept_stays_small(paper_mm: int) -> None:
    chosen = profile(paper_mm=paper_mm, qr="native")
    ticket = paper()
    with_logo = Document((Image(as_png(seal())), *ticket.rows), ticket.language)
    extra = len(encode(with_logo, chosen, kept={logo.key(seal())})) - len(encode(ticket, chosen))
    assert extra <= 16
    file = io.BytesIO()
    seal().save(file, format="PNG")
    assert len(as_png(seal())) <= len(file.getvalue())
