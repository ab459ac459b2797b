"""A virtual printer commanded by lines of text: typed, or sent to a port of its own by a test or a teacher's script."""

from __future__ import annotations

import contextlib
import socketserver
import threading
from typing import cast

from printers.simulator.machine import Machine
from printers.simulator.orders import OrderError

ASK = "state"
LONGEST = 200
"""Bytes of a line; what comes longer is refused."""


def obey(machine: Machine, line: str) -> str:
    """Follow one line; the answer is one line: ``ok`` or ``error:`` and how the printer is now."""
    wanted = line.strip()
    try:
        if wanted and wanted.lower() != ASK:
            machine.order(wanted)
    except OrderError as error:
        return f"error: {error}"
    return f"ok {state(machine)}"


def state(machine: Machine) -> str:
    """How it is, as ``NAME=VALUE`` separated by blanks."""
    now = machine.glance()
    faults = ",".join(sorted(fault.replace("_", "-") for fault in now.faults)) or "none"
    return f"faults={faults} waiting={now.buffered} received={now.received} rows={now.rows} pages={now.pages}"


class ControlPort:
    """Listens for lines from its making until ``close``; several may talk at once."""

    def __init__(self, machine: Machine, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """Raises ``OSError`` where it cannot listen."""
        self._server = _Server((host, port), _Talk)
        self._server.machine = machine
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="control", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join(3)
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    machine: Machine


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        machine = cast("_Server", self.server).machine
        with contextlib.suppress(OSError):
            while line := self.rfile.readline(LONGEST):
                while not line.endswith(b"\n") and (more := self.rfile.readline(LONGEST)):
                    line = b"?" + more
                self.wfile.write(f"{obey(machine, line.decode('utf-8', 'replace'))}\n".encode())
