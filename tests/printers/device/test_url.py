from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.device.encode import encode
from printers.device.url import UrlError, parse_url
from printers.document.rows import QR, Cut, Document, Rule, TextItem
from tests.printers.read_back import read


@pytest.mark.parametrize(
    ("url", "kind", "address", "port"),
    [
        ("tcp://printer", "tcp", "printer", 9100),
        ("tcp://192.168.1.50:9101", "tcp", "192.168.1.50", 9101),
        ("tcp://[::1]:9100", "tcp", "::1", 9100),
        ("usb://04B8:0e28", "usb", "04b8:0e28", 0),
        ("serial:///dev/ttyS0?baud=9600", "serial", "/dev/ttyS0", 9600),
        ("serial:///dev/ttyS0?baud=9600&flow=dsrdtr", "serial", "/dev/ttyS0", 9600),
        ("serial://com3", "serial", "COM3", 19200),
        ("lp:///dev/usb/lp0", "lp", "/dev/usb/lp0", 0),
        ("cups://Loket%201", "cups", "Loket 1", 0),
        ("win://EPSON TM-T82", "win", "EPSON TM-T82", 0),
        ("file:///srv/a%20b.bin", "file", "/srv/a b.bin", 0),
        ("virtual:", "virtual", "", 0),
        ("VIRTUAL:?width=58", "virtual", "", 0),
    ],
)
def test_every_kind_of_the_contract(url: str, kind: str, address: str, port: int) -> None:
    target = parse_url(url)
    assert (target.kind, target.address, target.port) == (kind, address, port)


def test_a_usb_printer_is_known_by_its_serial_number() -> None:
    assert parse_url("usb://04b8:0e28/X7Z1").serial == "X7Z1"


@pytest.mark.parametrize(
    ("options", "dots", "columns"),
    [
        ("", 576, 48),
        ("?width=80", 576, 48),
        ("?width=58", 384, 32),
        ("?profile=TM-T88V", 512, 42),
        ("?profile=TM-T88V&width=58", 360, 30),
        ("?profile=POS-5890", 384, 32),
        ("?profile=TM-T20II-42col", 546, 42),
        ("?profile=POS-5890&width=80", 576, 48),
    ],
)
def test_width_and_profile(options: str, dots: int, columns: int) -> None:
    profile = parse_url(f"virtual:{options}").profile
    assert (profile.dots, profile.columns) == (dots, columns)
    assert profile.columns * profile.cell_width <= profile.dots


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "write one like"),
        ("printer", "write one like"),
        ("http://x", "write one like"),
        ("tcp://", "tcp://HOST:9100"),
        ("tcp://h:0", "tcp://HOST:9100"),
        ("tcp://h:70000", "1 to 65535"),
        ("tcp://h:x", "1 to 65535"),
        ("tcp://h/path", "tcp://HOST:9100"),
        ("tcp://me@h", "'@'"),
        ("tcp://[::1", "write one like"),
        ("file://tmp/x", "three slashes"),
        ("file:///", "three slashes"),
        ("file:///tmp/", "three slashes"),
        ("file:///a%00b", "zero byte"),
        ("file:///a\n", "control characters"),
        ("usb://1:2", "usb://VID:PID"),
        ("usb://04b8:0e28/a/b", "usb://VID:PID"),
        ("serial:///dev/ttyS0?baud=fast", "9600"),
        ("serial:///dev/ttyS0?flow=hardware", "rtscts"),
        ("serial://ttyS0", "three slashes"),
        ("cups://", "name of the print queue"),
        ("cups://-oraw", "name of the print queue"),
        ("virtual:paper", "virtual: alone"),
        ("virtual:?width=60", "58 or 80"),
        ("virtual:?qr=huge", "native or raster"),
        ("virtual:?beep=2", "beep is 0 or 1"),
        ("virtual:?colour=red", "beep, columns, cut, dots"),
        ("virtual:?width=58&width=80", "twice"),
        ("virtual:?width", "?profile="),
        ("virtual:?profile=TM-T88", "TM-T88V"),
        ("tcp://h?mode=text", "mode is raster or native, not 'text'"),
        ("tcp://h?mode=", "mode is raster or native, not ''"),
        ("tcp://h?cut=yes", "cut is gsv, esci, none, not 'yes'"),
        ("tcp://h?status=no", "status is on or off, not 'no'"),
        ("tcp://h?release=yes", "release is 0 or 1, not 'yes'"),
        ("tcp://h?dots=12", "the printable dots of a line, such as 384 or 576: 160 to 1024, not '12'"),
        ("tcp://h?dots=576.5", "160 to 1024, not '576.5'"),
        ("tcp://h?dots=-576", "160 to 1024, not '-576'"),
        ("tcp://h?dots=\u0665\u0667\u0666", "160 to 1024"),
        ("tcp://h?columns=8", "the letters of a line, such as 32 or 48: 16 to 96, not '8'"),
        ("tcp://h?columns=96&dots=384", "96 columns do not fit 384 dots"),
        ("tcp://h?feed=41", "the lines fed before a cut: 0 to 40, not '41'"),
        ("tcp://h?feed=1e1", "0 to 40, not '1e1'"),
        ("tcp://h?roll=0", "metres, 1 to 500"),
    ],
)
def test_a_bad_url_is_one_line_that_says_what_to_write(url: str, said: str) -> None:
    with pytest.raises(UrlError) as caught:
        parse_url(url)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "cut", "feed"),
    [
        ("tcp://h", b"\x1dV\x01", 5),
        ("tcp://h?cut=esci", b"\x1bi", 5),
        ("tcp://h?cut=gsv&profile=zj-58&feed=9", b"\x1dV\x01", 9),
        ("tcp://h?cut=none&feed=12", b"", 12),
        ("tcp://h?profile=zj-58", b"", 5),
        ("tcp://h?feed=0", b"\x1dV\x01", 0),
    ],
)
def test_the_paper_is_fed_and_cut_as_the_url_says(url: str, cut: bytes, feed: int) -> None:
    data = encode(Document((TextItem("A-012"), Cut())), parse_url(url).profile)
    end = (b"\x1bd" + bytes((feed,)) if feed else b"") + cut
    assert data.endswith(end)
    assert data.count(b"\x1dV") + data.count(b"\x1bi") == bool(cut)


@pytest.mark.parametrize(
    ("url", "drawn"),
    [
        ("tcp://h", True), ("usb://04b8:0e28", True), ("lp:///dev/usb/lp0", True), ("cups://a", True),
        ("win://a", True), ("virtual:", True), ("serial:///dev/ttyS0", False), ("file:///a", False),
        ("tcp://h?mode=native", False),
        ("serial:///dev/ttyS0?mode=raster", True),
    ],
)  # fmt: skip
def test_a_drawn_document_needs_one_command_beside_feeds_and_the_cut(url: str, drawn: bool) -> None:
    rows = (TextItem("A-012", size=8, bold=True), Rule(), QR("HTTPS://EXAMPLE.COM"), Cut())
    profile = parse_url(url).profile
    assert profile.drawn is drawn
    names = {
        one.name for one in read(encode(Document(rows), profile), profile.dots).commands if not isinstance(one, str)
    }
    assert (names <= {"ESC @", "GS v 0", "ESC J", "ESC d", "GS V"}) is drawn


@pytest.mark.parametrize(("url", "dots", "columns"), [
    ("tcp://h?dots=512", 512, 42), ("tcp://h?columns=42", 576, 42), ("tcp://h?dots=360&columns=30", 360, 30),
    ("tcp://h?profile=pos-80-512", 512, 42), ("tcp://h?profile=pos-80-512&dots=576", 576, 48),
])  # fmt: skip
def test_dots_and_columns_win_over_the_profile(url: str, dots: int, columns: int) -> None:
    profile = parse_url(url).profile
    assert (profile.dots, profile.columns) == (dots, columns)
    for mode in ("raster", "native"):
        document = Document((TextItem("1234567890" * 20), Rule(), Cut()))
        of = parse_url(f"{url}&mode={mode}").profile
        assert read(encode(document, of), dots).page.width == dots


def test_status_off_asks_nothing_at_all() -> None:
    target = parse_url("tcp://h?status=off&release=1")
    assert (target.asks_status, target.release) == (False, True)


@given(st.one_of(st.text(), st.sampled_from(["tcp:", "file:", "usb:", "virtual:?", "serial:"]).flatmap(
    lambda start: st.text(max_size=20).map(start.__add__)
)))  # fmt: skip
def test_no_text_does_worse_than_be_refused(url: str) -> None:
    try:
        parse_url(url)
    except UrlError as error:
        assert "\n" not in str(error)  # noqa: PT017  either outcome is right
