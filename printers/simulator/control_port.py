"""Orders to a virtual printer as lines of text: typed, or sent to a TCP port of its own."""

from __future__ import annotations

import contextlib
import socketserver
import threading
from typing import cast

from printers.simulator.machine import Machine
from printers.simulator.orders import OrderError

STATE_QUERY, UNKNOWN_QUERY = "state", "unknown"
MAX_LINE = 200
"""Bytes of a line; what comes longer is refused."""


def run_order(machine: Machine, line: str) -> str:
    """Execute one line; returns ``ok STATE`` or ``error: REASON`` as one line."""
    wanted = line.strip()
    if wanted.lower() == UNKNOWN_QUERY:
        return "ok " + ("; ".join(machine.not_understood) or "none")
    try:
        if wanted and wanted.lower() != STATE_QUERY:
            machine.execute(wanted)
    except OrderError as error:
        return f"error: {error}"
    return f"ok {describe_state(machine)}"


def describe_state(machine: Machine) -> str:
    """The printer's state as ``NAME=VALUE`` pairs separated by blanks."""
    now = machine.state()
    faults = ",".join(sorted(fault.replace("_", "-") for fault in now.faults)) or "none"
    return f"faults={faults} waiting={now.buffered} received={now.received} rows={now.rows} pages={now.pages}"


class ControlPort:
    """A TCP server for orders, from construction until ``close``; several clients at once."""

    def __init__(self, machine: Machine, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """Raises ``OSError`` where it cannot listen."""
        self._server = _Server((host, port), _Connection)
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


class _Connection(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        machine = cast("_Server", self.server).machine
        with contextlib.suppress(OSError):
            while line := self.rfile.readline(MAX_LINE):
                while not line.endswith(b"\n") and (more := self.rfile.readline(MAX_LINE)):
                    line = b"?" + more
                self.wfile.write(f"{run_order(machine, line.decode('utf-8', 'replace'))}\n".encode())
