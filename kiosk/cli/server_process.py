"""A server of our own as a child process: started, waited for, started again when it dies, ended with us."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import IO
from urllib.parse import urlsplit

from kiosk.cli.common import CommonOptions, Refused
from kiosk.server import server_file
from kiosk.server.server_file import ServerFile

PORT = 8080
"""Of the server, unless another program has it."""
READY_S = 30.0
STOP_S = 6.0
BACK_OFF_S = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Waits before a dead server is started again; the last one goes on."""
STEADY_S = 60.0
"""A server that lived so long had nothing wrong from its start."""
_ENDINGS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class ServerProcess:
    """``antrean serve`` with the options of this command. ``say`` is told what people should know, a line at a time."""

    def __init__(self, given: CommonOptions, options: list[str], *, port: int, say: Callable[[str], None]) -> None:
        self._given, self._options, self._port, self._say = given, options, port, say
        self._stopping = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._watch = threading.Thread(target=self._keep, name="keeper", daemon=True)
        self.restarts = 0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> ServerFile:
        """Start the server; back when it answers. Ends the command when it does not; it has then said why itself."""
        self._process = self._spawn()
        if not _first_line(self._process, READY_S):
            code = self._process.poll()
            self.stop()
            if code is None:
                raise Refused(f"the server was not ready within {READY_S:.0f} s; `antrean doctor` may tell why")
            raise SystemExit(1)
        found = server_file.read(self._given.data)
        if found is None:
            self.stop()
            raise Refused(f"the server ended right after its start; look into {self._given.data}")
        self._port = urlsplit(found.url).port or self._port
        self._watch.start()
        return found

    def stop(self) -> None:
        """End the server and wait for its end."""
        self._stopping.set()
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _spawn(self) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-m", "kiosk", "serve", *self._arguments()],
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            # Ctrl-C in the terminal is for the windows; they end the server when they are done.
            start_new_session=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )

    def _arguments(self) -> list[str]:
        given = self._given
        arguments = ["--config", str(given.config), "--data", str(given.data), "--port", str(self._port)]
        for option, value in (("--point", given.point), ("--database", given.database)):
            if value is not None:
                arguments += [option, value]
        if given.clock.simulated:
            # The time that it is now, also when the server starts a second time: a clock never goes back.
            arguments += ["--clock", given.clock.now().isoformat(), "--clock-speed", str(given.clock.speed)]
        return [*arguments, *self._options]

    def _keep(self) -> None:
        fast_deaths = 0
        while self._process is not None:
            process = self._process
            began = time.monotonic()
            for _ in _output(process):
                pass
            code = process.wait()
            if self._stopping.is_set():
                return
            if time.monotonic() - began > STEADY_S:
                fast_deaths = 0
            wait = BACK_OFF_S[min(fast_deaths, len(BACK_OFF_S) - 1)]
            fast_deaths += 1
            self._say(f"the server ended ({_how(code)}); starting it again in {wait:g} s")
            if self._stopping.wait(wait):
                return
            self.restarts += 1
            self._process = self._spawn()
            if self._stopping.is_set():
                self._process.terminate()
                return


@contextmanager
def server_running(
    given: CommonOptions, options: list[str], *, port: int | None, say: Callable[[str], None]
) -> Generator[ServerFile]:
    """A server on the data folder for as long as the block runs: the one that is there, else one of our own.

    ``port``: None for the usual one, or any free one where another program has it.
    """
    there = server_file.read(given.data)
    if there is not None:
        if there.point != given.point:
            raise Refused(
                f"the server of {there.point!r} (process {there.pid}) uses {given.data}; stop it, or give --data"
            )
        say(f"a server already runs here (process {there.pid}); its own options hold")
        yield there
        return
    keeper = ServerProcess(given, options, port=_usable_port() if port is None else port, say=say)
    before = {number: signal.signal(number, _end) for number in _ENDINGS}
    try:
        yield keeper.start()
    finally:
        keeper.stop()
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(_number: int, _frame: object) -> None:
    raise SystemExit(0)


def _usable_port() -> int:
    with socket.socket() as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError:
            return 0
    return PORT


def _first_line(process: subprocess.Popen[str], seconds: float) -> bool:
    """The server says one line when it is ready. False: it ended, or time is over."""
    said: list[str] = []
    reader = threading.Thread(target=lambda: said.append(_output(process).readline()), daemon=True)
    reader.start()
    reader.join(seconds)
    if said == [""]:
        process.wait()
    return bool(said and said[0])


def _output(process: subprocess.Popen[str]) -> IO[str]:
    return process.stdout or io.StringIO()


def _how(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"
