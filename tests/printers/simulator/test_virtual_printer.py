from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from printers.device.encode import encode
from printers.document.layout import qr_modules
from printers.profile import find_profile
from printers.simulator.interpreter import Interpreter
from printers.simulator.tcp_server import BUFFER, Fault, VirtualPrinter
from tests.printers.read_back import module_and_margin
from tests.printers.sample_receipts import URL, paper

DEADLINE_S = 60.0


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


def test_automatic_status_comes_by_itself_until_it_is_reset(printer: VirtualPrinter, client: socket.socket) -> None:
    assert ask(client, b"\x1b@\x1da\x0e", 4) == bytes.fromhex("1000000f")
    printer.fault(Fault.COVER_OPEN)
    assert ask(client, b"", 4) == bytes.fromhex("3800000f")
    printer.fault(Fault.COVER_OPEN, on=False)
    assert ask(client, b"", 4) == bytes.fromhex("1000000f")
    client.sendall(b"\x1b@")
    until(lambda: bytes(printer.received).endswith(b"\x1b@") and not printer.state().buffered)
    printer.fault(Fault.PAPER_OUT)
    assert ask(client, b"\x10\x04\x01", 1) == b"\x1a"


def test_it_draws_the_ticket_and_keeps_the_page(printer: VirtualPrinter, client: socket.socket) -> None:
    client.sendall(encode(paper(), find_profile(qr="native")))
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
    assert sent < 5_000_000
    assert len(printer.received) == printer.state().buffered == BUFFER
    client.settimeout(DEADLINE_S)


def test_a_picture_larger_than_the_buffer_is_printed(printer: VirtualPrinter, client: socket.socket) -> None:
    client.sendall(b"\x1dv0\x00\x48\x00\xff\x00" + b"\xff" * 72 * 255 + b"\x1dVB\x00")
    until(lambda: bool(printer.pages))
    assert printer.pages[0].size == (576, 255)
    assert printer.pages[0].getextrema() == (0, 0)


def test_paper_moves_at_its_speed(printer: VirtualPrinter, client: socket.socket) -> None:
    printer.behaviour.speed_mm_s = 250
    start = time.monotonic()
    client.sendall(b"\x1bJ\xfa" * 4 + b"\x1d(H\x06\x00\x30\x30Ab1~")
    assert client.recv(7) == b"\x37\x22Ab1~\x00"
    assert time.monotonic() - start >= 0.9 * 4 * 250 / 8 / 250


def test_the_process_id_comes_when_the_paper_is_out(printer: VirtualPrinter, client: socket.socket) -> None:
    printer.execute("paper-out@row=200")
    client.sendall(b"A\x1bd\x0aB\n\x1dVB\x00\x1d(H\x06\x00\x30\x30Ab1~")
    until(lambda: Fault.PAPER_OUT in printer.behaviour.faults)
    assert ask(client, b"\x10\x04\x04", 1) == b"\x7e"
    assert printer.state().rows == 200
    assert printer.pages == []
    printer.fault(Fault.PAPER_OUT, on=False)
    assert ask(client, b"", 7) == b"\x37\x22Ab1~\x00"
    assert [page.height for page in printer.pages] == [200, 34 * 11 - 200]


@pytest.mark.parametrize(
    ("cleared", "answer"), [(b"\x10\x05\x02", b""), (b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", b"\x37\x25\x00")]
)
@pytest.mark.parametrize("pieces", [False, True])
def test_what_waits_pours_out_after_a_refill_unless_it_was_cleared(
    cleared: bytes, answer: bytes, pieces: bool, printer: VirtualPrinter, client: socket.socket
) -> None:
    printer.fault(Fault.PAPER_OUT)
    client.sendall(b"ghost\n\x1dVB\x00")
    until(lambda: printer.state().buffered > 0)
    for piece in (cleared[:1], cleared[1:]) if pieces else (cleared,):
        before = len(printer.received)
        client.sendall(piece)
        until(lambda before=before, piece=piece: len(printer.received) == before + len(piece))
    if answer:
        assert ask(client, b"", len(answer)) == answer
    assert printer.state().buffered == 0
    client.sendall(b"ghost\n\x1dVB\x00")
    until(lambda: printer.state().buffered > 0)
    printer.fault(Fault.PAPER_OUT, on=False)
    until(lambda: bool(printer.pages))
    client.sendall(b"next\n\x1dVB\x00")
    until(lambda: len(printer.pages) == 2)
    assert len({page.tobytes() for page in printer.pages}) == 2


def test_what_did_not_come_out_is_not_on_the_paper_after_it_was_cleared(
    printer: VirtualPrinter, client: socket.socket
) -> None:
    printer.execute("cover-open@row=20")
    client.sendall(b"AAAA\nBBBB\n\x1dVB\x00")
    until(lambda: Fault.COVER_OPEN in printer.behaviour.faults)
    client.sendall(b"\x10\x05\x02")
    until(lambda: printer.state().buffered == 0)
    printer.fault(Fault.COVER_OPEN, on=False)
    client.sendall(b"\x1dVB\x00")
    until(lambda: bool(printer.pages))
    assert printer.pages[0].height == 20


def test_an_order_within_a_picture_is_obeyed_as_epson_does(printer: VirtualPrinter, client: socket.socket) -> None:
    picture = b"\x1dv0\x00\x03\x00\x01\x00" + b"\x10\x04\x01"
    assert ask(client, picture, 1) == b"\x12"


def test_paper_sensor_and_near_end(printer: VirtualPrinter, client: socket.socket) -> None:
    printer.fault(Fault.NEAR_END)
    assert ask(client, b"\x1dr\x01", 1) == b"\x03"


def test_the_size_of_a_symbol_says_whether_it_fits(client: socket.socket) -> None:
    store = b"\x1d(k\x08\x001P0HELLO"
    assert (
        ask(client, b"\x1d(k\x03\x001C\x0a" + store + b"\x1d(k\x03\x001R0", 14) == b"\x37\x36210\x1f210\x1f1\x1f0\x00"
    )
    assert ask(client, b"\x1dW\x64\x00\x1d(k\x03\x001R0", 14) == b"\x37\x36210\x1f210\x1f1\x1f1\x00"


def test_a_cheap_printer_is_silent_when_asked_who_it_is(printer: VirtualPrinter, client: socket.socket) -> None:
    printer.behaviour.names, printer.behaviour.confirms = ("", "", ""), False
    client.sendall(b"\x1dIB\x1dIC\x1dID\x1d(H\x06\x00\x30\x30Ab1~")
    assert ask(client, b"\x10\x04\x01", 1) == b"\x12"


def test_automatic_status_tells_only_what_was_asked_for(printer: VirtualPrinter, client: socket.socket) -> None:
    assert ask(client, b"\x1da\x08", 4) == bytes.fromhex("1000000f")
    printer.fault(Fault.CUTTER)
    assert ask(client, b"\x10\x04\x03", 1) == b"\x1a"
    printer.fault(Fault.NEAR_END)
    assert ask(client, b"", 4) == bytes.fromhex("1808030f")


def test_the_power_goes_and_what_was_not_printed_is_gone(printer: VirtualPrinter, client: socket.socket) -> None:
    printer.fault(Fault.BROKEN)
    printer.fault(Fault.COVER_OPEN)
    client.sendall(b"lost\n\x1dVB\x00")
    until(lambda: bytes(printer.received).endswith(b"VB\x00"))
    printer.power_cycle()
    with contextlib.suppress(ConnectionError):
        assert client.recv(1) == b""
    assert printer.behaviour.faults == {Fault.COVER_OPEN}
    printer.fault(Fault.COVER_OPEN, on=False)
    with socket.create_connection(("127.0.0.1", printer.port), 5) as line:
        line.sendall(b"kept\n\x1dVB\x00")
        until(lambda: bool(printer.pages))
    assert len(printer.pages) == 1


def test_the_cable_is_cut_at_a_byte(printer: VirtualPrinter, client: socket.socket) -> None:
    printer.execute("cut@byte=5")
    client.sendall(b"0123456789")
    with contextlib.suppress(ConnectionError):
        assert client.recv(10) == b""
    assert bytes(printer.received) == b"01234"


def test_an_unplugged_printer_hangs_up(printer: VirtualPrinter, client: socket.socket) -> None:
    assert ask(client, b"\x10\x04\x01", 1) == b"\x12"
    printer.fault(Fault.REFUSE)
    with contextlib.suppress(ConnectionError):
        assert client.recv(1) == b""
    with (
        contextlib.suppress(ConnectionError),
        socket.create_connection(("127.0.0.1", printer.port), DEADLINE_S) as line,
    ):
        line.settimeout(DEADLINE_S)
        assert line.recv(1) == b""


@pytest.mark.parametrize("fault", [Fault.MUTE, Fault.SILENCE])
def test_silence(fault: Fault, printer: VirtualPrinter, client: socket.socket) -> None:
    printer.fault(fault)
    client.sendall(b"\x10\x04\x01words\n\x1dVB\x00")
    until(lambda: bytes(printer.received).endswith(b"VB\x00"))
    if fault is Fault.MUTE:
        until(lambda: bool(printer.pages))
    client.settimeout(0.05)
    with pytest.raises(TimeoutError):
        client.recv(1)
    assert len(printer.pages) == (fault is Fault.MUTE)


def test_a_silence_from_a_byte_on(printer: VirtualPrinter, client: socket.socket) -> None:
    printer.execute("mute@byte=6")
    assert ask(client, b"\x10\x04\x01" * 4, 2) == b"\x12\x12"
    until(lambda: len(printer.received) == 12)
    printer.fault(Fault.MUTE, on=False)
    assert ask(client, b"\x10\x04\x04", 1) == b"\x12"


def test_a_slow_line(printer: VirtualPrinter, client: socket.socket) -> None:
    printer.execute("slow=2000")
    start = time.monotonic()
    client.sendall(b"x" * 497 + b"\x10\x04\x01")
    client.recv(1)
    assert time.monotonic() - start >= 0.2


def test_late_answers(printer: VirtualPrinter, client: socket.socket) -> None:
    printer.execute("late=150")
    start = time.monotonic()
    assert ask(client, b"\x10\x04\x01", 1) == b"\x12"
    assert time.monotonic() - start >= 0.14


def test_stray_bytes(printer: VirtualPrinter, client: socket.socket) -> None:
    assert ask(client, b"\x10\x04\x01", 1) == b"\x12"
    printer.execute("garbage=ff0091")
    assert ask(client, b"", 3) == b"\xff\x00\x91"


def test_a_next_client_is_served_after_the_first(printer: VirtualPrinter) -> None:
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", printer.port), 5) as line:
            line.settimeout(DEADLINE_S)
            assert ask(line, b"\x10\x04\x01", 1) == b"\x12"


def test_bytes_in_any_pieces_draw_the_same_page() -> None:
    data = encode(paper(checklist="anak"), find_profile(qr="raster"))
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
