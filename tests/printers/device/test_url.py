from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.device.url import UrlError, parse_url


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
    ],
)
def test_a_bad_url_is_one_line_that_says_what_to_write(url: str, said: str) -> None:
    with pytest.raises(UrlError) as caught:
        parse_url(url)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.one_of(st.text(), st.sampled_from(["tcp:", "file:", "usb:", "virtual:?", "serial:"]).flatmap(
    lambda start: st.text(max_size=20).map(start.__add__)
)))  # fmt: skip
def test_no_text_does_worse_than_be_refused(url: str) -> None:
    try:
        parse_url(url)
    except UrlError as error:
        assert "\n" not in str(error)  # noqa: PT017  either outcome is right
