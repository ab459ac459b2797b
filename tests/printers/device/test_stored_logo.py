"""A logo that the printer keeps: sent once, printed by its key, never another picture for it."""

from __future__ import annotations

import io
import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Picture
from PIL import ImageChops, ImageDraw

from printers.device import stored_logo
from printers.device.encode import encode
from printers.device.transports.base import TransportError
from printers.document.raster import to_png
from printers.document.rows import Cut, Document, Image, TextItem
from printers.profile import find_profile
from printers.simulator.interpreter import Interpreter
from printers.simulator.tcp_server import VirtualPrinter
from printers.spool.policy import JobState
from printers.spool.spool import Spool
from tests.printers.read_back import read
from tests.printers.sample_receipts import paper


def seal(dots: int = 300, tilt: int = 0) -> Picture.Image:
    drawn = Picture.new("1", (dots, 120), 1)
    ImageDraw.Draw(drawn).ellipse((10 + tilt, 10, dots - 10, 110), outline=0, width=9)
    return drawn


def test_what_is_kept_is_printed_as_it_was_sent() -> None:
    chosen = find_profile(paper_mm=58)
    document = Document((Image(to_png(seal())), TextItem("A-012"), Cut()))
    raster = encode(document, chosen)
    short = encode(document, chosen, stored_logos={stored_logo.logo_key(seal())})
    assert len(short) < 60
    assert len(raster) > 4000
    printer = Interpreter(chosen.dots)
    printer.feed(stored_logo.store_command(seal()))
    printer.feed(short)
    assert printer.unknown == []
    (page,) = printer.take_pages()
    assert ImageChops.difference(page.convert("L"), read(raster, chosen.dots).page.convert("L")).getbbox() is None


def test_another_picture_has_another_key() -> None:
    keys = {stored_logo.logo_key(seal(tilt=tilt)) for tilt in range(40)}
    assert len(keys) == 40
    assert all(len(key) == 2 and all(0x20 <= byte <= 0x7E for byte in key) for key in keys)
    flat = Picture.new("1", (16, 8), 0)
    assert stored_logo.logo_key(flat) != stored_logo.logo_key(Picture.new("1", (8, 16), 0))


def test_a_changed_logo_is_not_printed_from_memory() -> None:
    document = Document((Image(to_png(seal(tilt=3))), Cut()))
    assert b"\x1dv0" in encode(document, find_profile(), stored_logos={stored_logo.logo_key(seal())})


def test_the_bytes_that_keep_it_hold_no_real_time_command() -> None:
    noise = random.Random(3)  # noqa: S311  only a picture
    picture = Picture.frombytes("1", (576, 480), bytes(noise.randrange(256) for _ in range(72 * 480)))
    data = stored_logo.store_command(picture)
    assert not any(command in data for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))
    printer = Interpreter(576)
    printer.feed(data)
    assert list(printer.stored_logos) == [stored_logo.logo_key(picture)]


@pytest.mark.parametrize(
    ("data", "found"),
    [(b"r@", []), (b"r@ABxy", [b"AB", b"xy"]), (b"rAAB", [b"AB"]), (b'"abcd', None), (b"r", None), (b"", None)],
)
def test_the_list_of_keys_is_read(data: bytes, found: list[bytes] | None) -> None:
    assert stored_logo.parse_key_list(data) == found


@pytest.mark.parametrize("paper_mm", [58, 80])
def test_a_ticket_whose_logo_is_kept_stays_small(paper_mm: int) -> None:
    chosen = find_profile(paper_mm=paper_mm, qr="native")
    ticket = paper()
    with_logo = Document((Image(to_png(seal())), *ticket.rows), ticket.language)
    extra = len(encode(with_logo, chosen, stored_logos={stored_logo.logo_key(seal())})) - len(encode(ticket, chosen))
    assert extra <= 20
    file = io.BytesIO()
    seal().save(file, format="PNG")
    assert len(to_png(seal())) <= len(file.getvalue())


WAIT_S = 60.0
KEEP, SHOW, RASTER = b"\x1d(L", b"0E", b"\x1dv0"


def ticket(picture: Picture.Image, number: str = "A-012") -> Document:
    return Document((Image(to_png(picture)), TextItem(number, size=8, fit=True), Cut()))


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    device = VirtualPrinter(576).start()
    yield device
    device.close()


@pytest.fixture
def spooler(tmp_path: Path, printer: VirtualPrinter) -> Iterator[Callable[..., Spool]]:
    opened: list[Spool] = []

    def start(profile: str = "default") -> Spool:
        for spool in opened:
            spool.close()
        spool = Spool(tmp_path, f"tcp://127.0.0.1:{printer.port}?mode=native&profile={profile}", confirm_s=5)
        opened.append(spool)
        return spool

    yield start
    for spool in opened:
        spool.close()


def printed(spool: Spool, document: Document, key: str) -> None:
    assert spool.wait(spool.submit(document, key), WAIT_S).state is JobState.PRINTED


def stores(printer: VirtualPrinter) -> int:
    """How often it was given something to keep."""
    return bytes(printer.received).count(b"\x30\x43\x30")


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def known(folder: Path) -> dict[str, Any]:
    nature: dict[str, Any] = json.loads((folder / "printer-1.json").read_text("utf-8"))["nature"]
    return nature


def test_a_logo_is_sent_once_then_printed_from_memory(
    printer: VirtualPrinter, spooler: Callable[..., Spool], tmp_path: Path
) -> None:
    spool = spooler()
    printed(spool, ticket(seal()), "a")
    until(lambda: known(tmp_path).get("logos_sent") == [stored_logo.logo_key(seal()).decode()])
    assert bytes(printer.received).count(RASTER) == 1
    for name in "bcd":
        printed(spool, ticket(seal()), name)
    spool = spooler()
    printed(spool, ticket(seal()), "e")
    assert bytes(printer.received).count(RASTER) == 1
    assert stores(printer) == 1
    assert bytes(printer.received).count(stored_logo.LIST_KEYS) == 3, "once a line, and once to see that it is kept"
    assert bytes(printer.received).count(stored_logo.print_command(stored_logo.logo_key(seal()))) == 4
    first, *others = printer.pages
    assert len(others) == 4
    assert all(ImageChops.difference(first.convert("L"), page.convert("L")).getbbox() is None for page in others)


def test_another_logo_and_another_printer_are_sent_anew(
    printer: VirtualPrinter, spooler: Callable[..., Spool], tmp_path: Path
) -> None:
    spool = spooler()
    printed(spool, ticket(seal()), "a")
    until(lambda: stores(printer) == 1)
    printed(spool, ticket(seal(tilt=5)), "b")
    until(lambda: stores(printer) == 2)
    until(lambda: len(known(tmp_path)["logos_sent"]) == 2)
    printer.behaviour.names = ("Antrean", "Virtual", "V-0002")
    printer._interpreter.stored_logos.clear()
    printed(spooler(), ticket(seal()), "c")
    until(lambda: stores(printer) == 3)


def test_a_memory_that_does_not_keep_is_not_worn_out(
    printer: VirtualPrinter, spooler: Callable[..., Spool], tmp_path: Path
) -> None:
    printed(spooler(), ticket(seal()), "a")
    until(
        lambda: bool(printer._interpreter.stored_logos) and "logos_sent" in known(tmp_path)
    )  # noted before it is sent
    printer._interpreter.stored_logos.clear()
    for name in "bcd":
        spool = spooler()
        printed(spool, ticket(seal()), name)
        until(lambda: not spool._lanes[0].worker._logos_to_store)  # noqa: B023  asked at once
    assert stores(printer) == 1
    assert bytes(printer.received).count(RASTER) == 4


def test_a_printer_without_such_a_memory_is_asked_once(
    printer: VirtualPrinter, spooler: Callable[..., Spool], tmp_path: Path
) -> None:
    printer.behaviour.stores_logos = False
    for name in "abc":
        printed(spooler(), ticket(seal()), name)
    assert bytes(printer.received).count(stored_logo.LIST_KEYS) == 1
    assert (stores(printer), bytes(printer.received).count(RASTER)) == (0, 3)
    until(lambda: known(tmp_path).get("keeps_logos") is False)


def test_a_simple_printer_is_never_asked(printer: VirtualPrinter, spooler: Callable[..., Spool]) -> None:
    printer.behaviour.confirms = False
    spool = spooler()
    printed(spool, ticket(seal()), "a")
    spool = spooler("POS-5890")
    printer.behaviour.confirms = True
    printed(spool, ticket(seal()), "b")
    assert KEEP not in printer.received


def test_an_interrupted_gift_spoils_no_ticket(printer: VirtualPrinter, spooler: Callable[..., Spool]) -> None:
    """The line breaks in the middle of what the printer is to keep; it would take the next ticket for the rest."""
    spool = spooler()
    printed(spool, Document((TextItem("A-001"), Cut())), "a")
    write = spool._lanes[0].worker._device.transport.write

    def torn(data: bytes) -> None:
        if data.startswith(KEEP) and len(data) > 100:
            printer.execute("cut@byte=600")
        write(data)

    spool._lanes[0].worker._device.transport.write = torn
    printed(spool, ticket(seal()), "b")
    until(lambda: stores(printer) == 1)
    printed(spool, ticket(seal(), "A-013"), "c")
    last, whole = printer.pages[-1], printer.pages[1]
    assert last.size == whole.size
    assert bytes(printer.received).count(RASTER) == 2


def test_a_station_that_died_while_giving_spoils_no_ticket(
    printer: VirtualPrinter, spooler: Callable[..., Spool], tmp_path: Path
) -> None:
    """What is on disk before the first byte of the gift tells the next start that the printer may wait for its rest."""
    spool = spooler()
    printed(spool, Document((TextItem("A-001"), Cut())), "a")
    transport = spool._lanes[0].worker._device.transport
    write = transport.write

    def dies(data: bytes) -> None:
        if data.startswith(KEEP) and len(data) > 100:
            write(data[:600])
            on_disk.append((tmp_path / "printer-1.json").read_bytes())
            spool._lanes[0].worker.stop()
            raise TransportError("killed", sent=600)
        write(data)

    on_disk: list[bytes] = []
    transport.write = dies
    printed(spool, ticket(seal()), "b")
    until(lambda: bool(on_disk))
    spool.close()
    (tmp_path / "printer-1.json").write_bytes(on_disk[0])
    spool = spooler()
    printed(spool, ticket(seal(), "A-013"), "c")
    assert printer.pages[-1].size == printer.pages[1].size
    assert known(tmp_path).get("logo_on_its_way", False) is False
