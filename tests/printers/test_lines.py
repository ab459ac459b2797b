from __future__ import annotations

import os
import select
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from printers.policy import State
from printers.spool import Spool
from printers.transports.base import TransportError
from printers.transports.cups import CupsTransport
from printers.transports.line import LineTransport
from tests.printers.reading import read
from tests.printers.samples import paper

WAIT_S = 15.0


class Peer:
    """A printer at the other end of a serial line: takes everything, answers status and process IDs."""

    def __init__(self) -> None:
        self._end, line = os.openpty()
        tty.setraw(line)
        self.path = os.ttyname(line)
        self._line = line
        self.received = bytearray()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.is_set():
            if not select.select([self._end], [], [], 0.02)[0]:
                continue
            data = os.read(self._end, 4096)
            self.received += data
            if data[:2] == b"\x10\x04":
                os.write(self._end, b"\x12")
            place = data.find(b"\x1d(H\x06\x00\x30\x30")
            if place >= 0:
                os.write(self._end, b"\x37\x22" + data[place + 7 : place + 11] + b"\x00")

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
    spool = Spool(tmp_path / "spool", f"{kind}://{peer.path}{'?baud=115200' if kind == 'serial' else ''}")
    try:
        assert spool.wait(spool.submit(paper(), "a"), WAIT_S).state is State.PRINTED
        assert b"A-012" in peer.received
    finally:
        spool.close()


def test_a_line_that_takes_no_more_bytes_times_out() -> None:
    end, line = os.openpty()
    tty.setraw(line)
    transport = LineTransport(os.ttyname(line), 9600, write_s=0.2)
    try:
        transport.open()
        with pytest.raises(TransportError, match="took no more bytes") as caught:
            transport.write(b"x" * 1_000_000)
        assert 0 < caught.value.sent < 1_000_000
    finally:
        transport.close()
        os.close(end)
        os.close(line)


def test_a_line_that_is_not_there_says_so() -> None:
    with pytest.raises(TransportError, match="No such file"):
        LineTransport("/dev/antrean-none").open()
    with pytest.raises(TransportError, match="closed"):
        LineTransport("/dev/antrean-none").read(0)


def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    command = tmp_path / "bin" / "lp"
    command.parent.mkdir()
    command.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}:{os.environ['PATH']}")


def test_a_print_queue_gets_the_raw_ticket_and_is_never_called_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(tmp_path, monkeypatch, f'echo "$@" > {tmp_path}/args; cat > {tmp_path}/raw')
    spool = Spool(tmp_path / "spool", "cups://Loket%201?width=58")
    try:
        job = spool.wait(spool.submit(paper(), "a"), WAIT_S)
    finally:
        spool.close()
    assert (job.state, job.cause) == (State.UNCONFIRMED, "no_answer")
    assert (tmp_path / "args").read_text("utf-8").strip() == "-s -d Loket 1 -o raw"
    result = read((tmp_path / "raw").read_bytes(), 384)
    assert "A-012" in result.words
    assert result.unknown == []


def test_a_queue_that_refuses_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queue(tmp_path, monkeypatch, "cat > /dev/null; echo 'lp: The printer does not exist.' >&2; exit 1")
    with pytest.raises(TransportError, match="does not exist") as caught:
        CupsTransport("nobody").write(b"x")
    assert caught.value.sent == 0
