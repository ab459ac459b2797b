from __future__ import annotations

import fcntl
import os
import re
import select
import shutil
import subprocess
import sys
import threading
import tty
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

import assets
from kiosk.cli.printing.commands import printer as group
from printers.device.status import Condition, Status
from printers.device.transports import sysfs
from printers.device.transports.base import TransportError
from printers.device.transports.file import FileTransport
from printers.device.transports.lp import LpTransport
from printers.device.transports.serial_port import SerialTransport
from printers.device.url import parse_url
from printers.spool.policy import JobState
from printers.spool.spool import Spool
from tests.printers.sample_receipts import paper

WAIT_S = 60.0
_ASKED = re.compile(rb"\x10\x04[\x01-\x04]|\x1d\(H\x06\x00\x30\x30(.{4})", re.DOTALL)
"""A status request, or a process ID."""


class Peer:
    """A printer at the other end of a serial line: takes everything, answers status and process IDs."""

    def __init__(self) -> None:
        self._end, line = os.openpty()
        tty.setraw(line)
        self.path = os.ttyname(line)
        self._line = line
        self.received = bytearray()
        self._answered = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.is_set():
            if not select.select([self._end], [], [], 0.02)[0]:
                continue
            data = os.read(self._end, 4096)
            self.received += data
            self._answer()

    def _answer(self) -> None:
        """What was asked since the last answer, in whatever pieces it came."""
        for asked in _ASKED.finditer(self.received, self._answered):
            os.write(self._end, b"\x12" if asked[1] is None else b"\x37\x22" + asked[1] + b"\x00")
            self._answered = asked.end()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(3)
        os.close(self._end)
        os.close(self._line)


@pytest.fixture
def peer() -> Iterator[Peer]:
    one = Peer()
    yield one
    one.close()


@pytest.mark.parametrize("kind", ["serial", "lp"])
def test_a_line_prints_and_confirms(kind: str, peer: Peer, tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", f"{kind}://{peer.path}?{'baud=115200' if kind == 'serial' else 'mode=native'}")
    try:
        assert spool.wait(spool.submit(paper(), "a"), WAIT_S).state is JobState.PRINTED
        assert b"A-012" in peer.received
    finally:
        spool.close()


LINES = [LpTransport, partial(SerialTransport, baud=9600)]
Make = Callable[..., LpTransport | SerialTransport]


@pytest.mark.parametrize("make", LINES, ids=["lp", "serial"])
def test_a_line_that_takes_no_more_bytes_times_out(make: Make) -> None:
    end, line = os.openpty()
    tty.setraw(line)
    transport = make(os.ttyname(line), write_s=0.2)
    try:
        transport.open()
        with pytest.raises(TransportError, match="took no more bytes") as caught:
            transport.write(b"x" * 1_000_000)
        assert 0 < caught.value.sent < 1_000_000
    finally:
        transport.close()
        os.close(end)
        os.close(line)


@pytest.mark.parametrize("make", LINES, ids=["lp", "serial"])
def test_a_line_that_is_not_there_says_so(make: Make) -> None:
    with pytest.raises(TransportError, match="No such file") as caught:
        make("/dev/antrean-none").open()
    assert str(caught.value).count("/dev/antrean-none") == 1
    with pytest.raises(TransportError, match="closed"):
        make("/dev/antrean-none").read(0)


@pytest.mark.parametrize("make", LINES, ids=["lp", "serial"])
def test_a_line_that_breaks_says_so(make: Make) -> None:
    end, line = os.openpty()
    tty.setraw(line)
    transport = make(os.ttyname(line))
    transport.open()
    os.close(line)
    os.close(end)
    with pytest.raises(TransportError, match="broke"):
        transport.write(b"x")
    with pytest.raises(TransportError, match="closed"):
        transport.write(b"x")


def printed(tmp_path: Path, url: str) -> tuple[JobState, str | None]:
    spool = Spool(tmp_path / "spool", url, answer_s=0.1)
    try:
        job = spool.submit(paper(), "a", 5)
        spool.wait(job, 2)
        found = spool.job(job.id)
        assert found is not None
        return found.state, found.cause
    finally:
        spool.close()


def test_only_a_regular_file_is_its_own_paper(tmp_path: Path) -> None:
    assert printed(tmp_path / "1", f"file://{tmp_path}/paper.bin") == (JobState.PRINTED, None)
    assert printed(tmp_path / "2", "file:///dev/null") == (JobState.UNCONFIRMED, "no_answer")
    (tmp_path / "link").symlink_to("/dev/null")
    assert printed(tmp_path / "3", f"file://{tmp_path}/link") == (JobState.UNCONFIRMED, "no_answer")
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert printed(tmp_path / "4", f"file://{tmp_path}/pipe") == (JobState.UNCONFIRMED, "no_answer")
    finally:
        os.close(reader)


@pytest.mark.parametrize("kind", ["file", "lp", "serial"])
@pytest.mark.parametrize("name", ["antrean-no-such-lp0", "dangling"])
def test_a_missing_device_is_never_made(kind: str, name: str, tmp_path: Path) -> None:
    missing = Path("/dev/antrean-no-such-lp0")
    (tmp_path / "dangling").symlink_to(missing)
    path = missing if name != "dangling" else tmp_path / "dangling"
    assert printed(tmp_path, f"{kind}://{path}") == (JobState.HELD, "unplugged")
    assert not missing.exists()


def test_a_pipe_that_nobody_reads_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    transport = FileTransport(pipe, write_s=0.1)
    with pytest.raises(TransportError, match="No such device"):
        transport.open()
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        transport.write(b"a ticket")
        assert os.read(reader, 100) == b"a ticket"
        with pytest.raises(TransportError, match="took no more bytes") as caught:
            transport.write(b"x" * 1_000_000)
        assert 0 < caught.value.sent < 1_000_000
    finally:
        os.close(reader)
        transport.close()


class Usbmisc:
    """``/sys`` as Linux shows the printers on USB, and ``/dev/usb`` beside it."""

    def __init__(self, root: Path) -> None:
        self.root = root / "sys"
        self.dev = root / "dev"
        self.dev.mkdir()

    def plug(self, name: str, serial: str | None) -> Path:
        interface = self.root / "devices/usb1" / f"1-{name}" / f"1-{name}:1.0"
        (interface / "usbmisc" / name).mkdir(parents=True)
        (interface / "usbmisc" / name / "device").symlink_to(interface)
        if serial is not None:
            (interface.parent / "serial").write_text(f"{serial}\n", encoding="ascii")
        listed = self.root / "class/usbmisc"
        listed.mkdir(parents=True, exist_ok=True)
        (listed / name).symlink_to(interface / "usbmisc" / name)
        (self.dev / name).touch()
        return self.dev / name

    def unplug(self, name: str) -> None:
        (self.root / "class/usbmisc" / name).unlink()
        (self.dev / name).unlink()


@pytest.fixture
def usbmisc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Usbmisc:
    one = Usbmisc(tmp_path)
    monkeypatch.setattr(sysfs, "DEV", one.dev)
    return one


def test_a_device_by_its_serial_number(usbmisc: Usbmisc) -> None:
    first = usbmisc.plug("lp0", "AAA")
    usbmisc.plug("lp1", "BBB")
    usbmisc.plug("lp2", None)
    assert sysfs.serial_of(first, usbmisc.root) == "AAA"
    assert sysfs.serial_of(usbmisc.dev / "lp2", usbmisc.root) is None
    assert sysfs.serial_of(Path("/dev/null"), usbmisc.root) is None
    assert sysfs.device_of("BBB", usbmisc.root) == usbmisc.dev / "lp1"
    assert sysfs.device_of("CCC", usbmisc.root) is None
    link = usbmisc.dev / "link"
    link.symlink_to(first)
    assert sysfs.serial_of(link, usbmisc.root) == "AAA"


def test_the_printer_that_was_opened_first_is_followed_when_the_numbers_swap(usbmisc: Usbmisc) -> None:
    place = usbmisc.plug("lp0", "MINE")
    transport = LpTransport(str(place), root=usbmisc.root)
    assert transport.open()
    transport.write(b"one")
    transport.close()
    usbmisc.unplug("lp0")
    usbmisc.plug("lp1", "MINE").write_bytes(b"")
    usbmisc.plug("lp0x", "OTHER").rename(place)
    transport.open()
    transport.write(b"two")
    transport.close()
    assert (usbmisc.dev / "lp1").read_bytes() == b"two"
    assert place.read_bytes() == b""


def test_a_named_serial_number_is_the_only_one_that_will_do(usbmisc: Usbmisc) -> None:
    target = parse_url(f"lp://{usbmisc.plug('lp0', 'OTHER')}?serial=MINE")
    transport = LpTransport(target.address, serial=target.serial, root=usbmisc.root)
    with pytest.raises(TransportError, match="serial number MINE"):
        transport.open()
    usbmisc.plug("lp1", "MINE")
    assert transport.open()
    transport.close()


@pytest.mark.parametrize("make", LINES, ids=["lp", "serial"])
def test_one_program_a_printer(peer: Peer, make: Make) -> None:
    first, second = make(peer.path), make(peer.path)
    first.open()
    with pytest.raises(TransportError, match="another program prints"):
        second.open()
    first.close()
    assert second.open()
    second.close()


@pytest.mark.parametrize(("make", "said"), list(zip(LINES, ["antrean print udev", "dialout"], strict=True)))
def test_a_missing_permission_names_what_to_do(make: Make, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(TransportError, match=said) as caught:
        make("/dev/usb/lp0").open()
    assert "\n" not in str(caught.value)
    assert "/dev/usb/lp0" in str(caught.value)


def test_the_kernels_port_status(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    transport = LpTransport(peer.path)
    assert transport.port_status() is None
    transport.open()
    assert transport.port_status() is None, "no printer driver of the kernel's"

    def answer(_: int, request: int, into: bytearray) -> int:
        assert request == 0x060B
        into[:] = (0x38).to_bytes(4, sys.byteorder)
        return 0

    monkeypatch.setattr(fcntl, "ioctl", answer)
    assert transport.port_status() == Status(Condition.PAPER_OUT, reported=False)
    transport.close()


RULE = assets.folder("deploy") / "70-antrean-printer.rules"
_PART = re.compile(r'([A-Z_]+)(?:\{([^}]+)\})?(==|!=|\+=|=)"([^"]*)"')
MATCHED = {"ACTION", "SUBSYSTEM", "SUBSYSTEMS", "KERNEL", "ENV", "ATTRS"}
GIVEN = {"GROUP", "MODE", "TAG", "SYMLINK", "GOTO", "LABEL"}


def test_the_udev_rule_is_one() -> None:
    lines = [line for line in RULE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert int(RULE.name[:2]) < 73, "uaccess is looked at in 73-seat-late.rules"
    parts = [_PART.fullmatch(part) for line in lines for part in line.split(", ")]
    assert all(parts)
    found = [part.groups() for part in parts if part]
    assert {name for name, _, sign, _ in found if sign in ("==", "!=")} <= MATCHED
    assert {name for name, _, sign, _ in found if sign in ("=", "+=")} <= GIVEN
    assert {value for name, _, _, value in found if name == "GOTO"} == {
        value for name, _, _, value in found if name == "LABEL"
    }
    assert ("SYMLINK", None, "+=", "antrean/$attr{serial}") in found


def test_the_udev_rule_is_printed() -> None:
    done = CliRunner().invoke(group, ["udev"])
    assert (done.exit_code, done.output) == (0, RULE.read_text("utf-8"))


def knows_verify() -> bool:
    """``udevadm verify`` came with systemd 254."""
    command = shutil.which("udevadm")
    return command is not None and int(subprocess.check_output([command, "--version"], text=True).split()[0]) >= 254


@pytest.mark.skipif(not knows_verify(), reason="no udevadm with `verify`")
def test_udev_itself_finds_nothing_wrong_with_the_rule() -> None:
    subprocess.run(["udevadm", "verify", "--resolve-names=never", "--no-style", str(RULE)], check=True)
