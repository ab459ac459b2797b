"""A CUPS print queue, by its own command: raw bytes in, no answer back, so that no job is ever called printed."""

from __future__ import annotations

import shutil
import subprocess

from printers.device.transports.base import WRITE_S, TransportError


class CupsTransport:
    """Each document is one raw job of the queue."""

    bidirectional = False
    prints_on_write = False

    def __init__(self, queue: str, *, write_s: float = WRITE_S) -> None:
        self._queue, self._write_s = queue, write_s

    def open(self) -> bool:
        if shutil.which("lp") is None:
            raise TransportError("the command lp is missing; install the package cups-client")
        return False

    def write(self, data: bytes) -> None:
        command = ["lp", "-s", "-d", self._queue, "-o", "raw"]
        try:
            done = subprocess.run(command, input=data, capture_output=True, timeout=self._write_s, check=False)  # noqa: S603  no shell
        except subprocess.TimeoutExpired:
            raise TransportError(f"the print queue {self._queue} did not take the ticket in time", 1) from None
        except OSError as error:
            raise TransportError(f"the command lp cannot run: {error.strerror}") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise TransportError(f"the print queue {self._queue}: {said[-1] if said else 'lp failed'}")

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002  a queue has no answer
        return b""

    def finish(self) -> None:
        """The queue has it."""

    def close(self) -> None:
        """Nothing is held open."""
