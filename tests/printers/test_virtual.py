from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from printers.encode import encode
from printers.interpreter import Interpreter
from printers.layout import qr_modules
from printers.profile import profile
from printers.virtual import BUFFER, Fault, VirtualPrinter
from tests.printers.reading import module_and_margin
from tests.printers.samples import URL, paper

DEADLINE_S = 10.0


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    device = VirtualPrinter(576).start()
    yield device
    device.close()


@pytest.fixture
def client(printer: VirtualPrinter) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", printer.port), 5) as line:
        line.settimeout(DEADLINE_S)
        yield line


def ask(client: socket.socket, question: bytes, length: int) -> bytes:
    client.sendall(question)
    answer = b""
    while len(answer) < length:
        more = client.recv(length - len(answer))
        assert more
        answer += more
    return answer


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + DEADLINE_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.mark.parametrize(
    ("fault", "answers"),
    [
        (None, "12121212"),
        (Fault.NEAR_END, "1212121e"),
        (Fault.PAPER_OUT, "1a32127e"),
        (Fault.COVER_OPEN, "1a161212"),
        (Fault.OFFLINE, "1a121212"),
        (Fault.CUTTER, "1a521a12"),
    ],
)
def test_real_time_status_as_measured_on_a_foreign_emulator(
    fault: Fault | None, answers: str, printer: VirtualPrinter, client: socket.socket
) -> None:
    if fault:
        printer.fault(fault)
    assert ask(client, b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04", 4).hex() == answers


def test_who_it_is_and_what_is_in_the_buffer(client: socket.socket) -> None:
    assert ask(client, b"\x1dIB", 9) == b"_Antrean\x00"
    assert ask(client, b"\x1dIC", 9) == b"_Virtual\x00"
    assert ask(client, b"\x1dr\x01", 1) == b"\x00"
    assert ask(client, b"\x1d(H\x06\x00\x30\x30Ab1~", 7) == b"\x37\x22Ab1~\x00"
    assert ask(client, b"\x1d(k\x08\x001P0HELLO\x1d(k\x03\x001R0", 2) == b"\x37\x36"


def test_automatic_status_comes_by_itself_until_it_is_reset(printer: VirtualPrinter, client: socket.socket) -> None:
    assert ask(client, b"\x1b@\x1da\x0e", 4) == bytes.fromhex("1000000f")
    printer.fault(Fault.COVER_OPEN)
    assert ask(client, b"", 4) == bytes.fromhex("3800000f")
    printer.fault(Fault.COVER_OPEN, on=False)
    assert ask(client, b"", 4) == bytes.fromhex("1000000f")
    client.sendall(b"\x1b@")
    until(lambda: bytes(printer.received).endswith(b"\x1b@") and not printer._buffer)
    printer.fault(Fault.PAPER_OUT)
    assert ask(client, b"\x10\x04\x01", 1) == b"\x1a"


def test_it_draws_the_ticket_and_keeps_the_page(printer: VirtualPrinter, client: socket.socket) -> None:
    client.sendall(encode(paper(), profile(qr="native")))
    until(lambda: bool(printer.pages))
    module, margin = module_and_margin(printer.pages[0], qr_modules(URL))
    assert round(module, 1) == 8
    assert margin >= 4


def test_a_stopped_printer_takes_a_buffer_full_and_no_more(printer: VirtualPrinter, client: socket.socket) -> None:
    printer.fault(Fault.COVER_OPEN)
    client.settimeout(0.3)
    sent = 0
    with contextlib.suppress(TimeoutError):
        while sent < 50_000_000:
            sent += client.send(b"x" * 65536)
    assert sent < 50_000_000
    assert len(printer._buffer) <= 2 * BUFFER
    client.settimeout(DEADLINE_S)


def test_paper_moves_at_its_speed(printer: VirtualPrinter, client: socket.socket) -> None:
    printer.behaviour.speed_mm_s = 250
    start = time.monotonic()
    client.sendall(b"\x1bJ\xfa" * 4 + b"\x1dr\x01")
    client.recv(1)
    assert time.monotonic() - start >= 0.9 * 4 * 250 / 8 / 250


def test_the_power_goes_and_what_was_not_printed_is_gone(printer: VirtualPrinter, client: socket.socket) -> None:
    printer.fault(Fault.PAPER_OUT)
    client.sendall(b"lost\n\x1dVB\x00")
    until(lambda: bytes(printer.received).endswith(b"VB\x00"))
    printer.power_cycle()
    client.sendall(b"kept\n\x1dVB\x00")
    until(lambda: bool(printer.pages))
    assert len(printer.pages) == 1


def test_the_cable_is_cut_at_a_byte(printer: VirtualPrinter, client: socket.socket) -> None:
    printer.behaviour.cut_at = 5
    client.sendall(b"0123456789")
    with contextlib.suppress(ConnectionError):
        assert client.recv(10) == b""
    assert bytes(printer.received) == b"01234"


def test_a_next_client_is_served_after_the_first(printer: VirtualPrinter) -> None:
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", printer.port), 5) as line:
            line.settimeout(DEADLINE_S)
            assert ask(line, b"\x10\x04\x01", 1) == b"\x12"


def test_bytes_in_any_pieces_draw_the_same_page() -> None:
    data = encode(paper(checklist="anak"), profile(qr="raster"))
    whole, pieces = Interpreter(576), Interpreter(576)
    whole.feed(data)
    for place in range(0, len(data), 7):
        pieces.feed(data[place : place + 7])
    assert whole.take_pages()[0].tobytes() == pieces.take_pages()[0].tobytes()


def test_what_is_not_known_is_skipped_and_listed() -> None:
    printer = Interpreter(576)
    printer.feed(b"a\x1b\x01b\x02c\n\x1dVB\x00")
    assert printer.unknown == [b"\x1b\x01", b"\x02"]
    assert len(printer.take_pages()) == 1
