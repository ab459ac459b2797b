"""Printers for the campaign of faults: ``emupos``, which nobody here wrote, or our own; judged by their paper."""

from __future__ import annotations

import json
import re
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from printers.simulator.interpreter import Interpreter
from printers.simulator.tcp_server import Fault, VirtualPrinter
from tests import peers
from tests.ports import free_port
from tests.processes import end

ANSWER_S = 120.0
"""Seconds for an answer of the emulator's control port; it prints meanwhile, and the machine may be busy."""
NUMBER = re.compile(r"NO ([A-Z]\d{4})")


@dataclass(frozen=True)
class Sheet:
    """One piece of paper."""

    number: str
    marked: bool
    whole: bool


class Printer(Protocol):
    @property
    def port(self) -> int: ...
    def fault(self, name: str) -> None: ...
    def mend(self) -> None: ...
    def sheets(self) -> list[Sheet]: ...


@dataclass(frozen=True)
class Office:
    name: str
    printers: Sequence[Printer]


def sheet(text: str) -> Sheet | None:
    found = NUMBER.search(text)
    if found is None:
        return None
    return Sheet(found[1], "SALINAN" in text, f"END {found[1]}" in text)


@contextmanager
def open_office(folder: Path, count: int, *, foreign: bool | None = None) -> Iterator[Office]:
    """``foreign``: None takes emupos where it can be had; True skips the test where it cannot."""
    if peers.emupos() if foreign else foreign is None and _has_emupos():
        with _emupos(folder, count) as office:
            yield office
        return
    own = [_Own() for _ in range(count)]
    try:
        yield Office("our own virtual printer", own)
    finally:
        for one in own:
            one.printer.close()


# ------------------------------------------------------------ a third party's


def _has_emupos() -> bool:
    try:
        peers.find_emupos()
    except peers.MissingPeerError:
        return False
    return True


@dataclass(frozen=True)
class _Emupos:
    api: str
    device: str
    port: int
    receipts: Path
    """Where it writes what came out: a ``.txt`` for each piece of paper, whole before its ``.json``."""
    _faults: set[str] = field(default_factory=set[str])

    def ask(self, method: str, path: str) -> Any:
        request = urllib.request.Request(f"{self.api}{path}", method=method)  # noqa: S310  our own child
        with urllib.request.urlopen(request, timeout=ANSWER_S) as answer:  # noqa: S310  likewise
            body = answer.read()
        return json.loads(body) if body and "json" in answer.headers.get("content-type", "") else body.decode()

    def fault(self, name: str) -> None:
        self._faults.add(name)
        self.ask("PUT", f"/devices/{self.device}/faults/{name}")

    def mend(self) -> None:
        while self._faults:
            self.ask("DELETE", f"/devices/{self.device}/faults/{self._faults.pop()}")

    def sheets(self) -> list[Sheet]:
        texts = [one.with_suffix(".txt").read_text(encoding="utf-8") for one in sorted(self.receipts.glob("*.json"))]
        return [found for text in texts if (found := sheet(text)) is not None]


@contextmanager
def _emupos(folder: Path, count: int) -> Iterator[Office]:
    api, *ports = [free_port() for _ in range(count + 1)]
    lines = ["schema: 1", f"api: {{ host: 127.0.0.1, port: {api} }}", "devices:"]
    for n, port in enumerate(ports):
        lines += [
            f"  - id: p{n}",
            "    type: printer",
            "    profile: epson-tm-t20iii",
            f"    connections: [{{ tcp: {{ port: {port} }} }}]",
            "    job_idle_timeout_ms: 60000",
            f"    receipts_dir: {folder / f'receipts-{n}'}",
        ]
    (folder / "emupos.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    peer = peers.find_emupos()
    command = [*peer.command, "run", "--config", str(folder / "emupos.yaml")]
    said = folder / "emupos.stderr"  # a pipe that nobody reads would stop the printer once it is full
    with said.open("wb") as stderr:
        child = subprocess.Popen(command, env=peer.environment, stdout=subprocess.DEVNULL, stderr=stderr, cwd=folder)
    base = f"http://127.0.0.1:{api}/api/v1"
    try:
        printers = [_Emupos(base, f"p{n}", port, folder / f"receipts-{n}") for n, port in enumerate(ports)]
        _until_up(child, printers[0], said)
        yield Office("emupos", printers)
    finally:
        end(child)


def _until_up(child: subprocess.Popen[bytes], printer: _Emupos, said: Path) -> None:
    deadline = time.monotonic() + 90
    while True:
        try:
            printer.ask("GET", "/devices")
        except OSError:
            assert child.poll() is None, said.read_text(encoding="utf-8", errors="replace")
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return


# ------------------------------------------------------------ our own


class _Listening(Interpreter):
    """Keeps what it was given, in the order in which it was obeyed."""

    def __init__(self, dots: int) -> None:
        super().__init__(dots)
        self.obeyed = bytearray()

    def feed(self, data: bytes) -> Any:
        self.obeyed += data
        return super().feed(data)


class _Own:
    def __init__(self) -> None:
        self.printer = VirtualPrinter(576)
        self._interpreter = self.printer._interpreter = _Listening(576)
        self.printer.start()

    @property
    def port(self) -> int:
        return self.printer.port

    def fault(self, name: str) -> None:
        self.printer.fault(Fault(name.replace("-", "_")))

    def mend(self) -> None:
        for fault in Fault:
            self.printer.fault(fault, on=False)

    def sheets(self) -> list[Sheet]:
        pieces = bytes(self._interpreter.obeyed).split(b"\x1b@")
        return [found for piece in pieces if (found := sheet(piece.decode("latin-1"))) is not None]
