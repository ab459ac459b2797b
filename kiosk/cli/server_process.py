"""A server as a child process: started, waited for, started again when it dies, ended with this one."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import IO, Final
from urllib.parse import urlsplit

from kiosk.cli.errors import Refused, refuse, warn
from kiosk.cli.options import CommonOptions
from kiosk.cli.parent_process import STOP_S
from kiosk.cli.running_server import check_same
from kiosk.cli.service_manager import answers
from kiosk.server import server_file
from kiosk.server.server_file import ServerFile

PORT: Final = 8080
"""Of the server, unless another program has it."""
READY_S: Final = 30.0
BACK_OFF_S: Final = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Waits before a dead server is started again; the last one is repeated."""
STEADY_S: Final = 60.0
"""A server that lived so long had nothing wrong from its start."""
LOOK_S: Final = 5.0
"""Between two questions whether the server still answers."""
SILENT: Final = 4
"""A server that leaves so many questions in a row unanswered hangs: it is ended, and started again."""
_ENDINGS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class ServerProcess:
    """``antrean serve`` with the common options of this command, and ``arguments`` of its own."""

    def __init__(self, options: CommonOptions, arguments: Sequence[str], *, port: int) -> None:
        self._options, self._arguments, self._port = options, arguments, port
        self._stopping = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._watcher = threading.Thread(target=self._restart_when_dead, name="server process", daemon=True)
        self._listener = threading.Thread(target=self._end_when_silent, name="server health", daemon=True)
        self.restarts = 0

    def start(self) -> ServerFile:
        """Start the server; back when it answers. Ends the command when it does not; it has then said why itself."""
        self._process = self._spawn()
        if not _first_line(self._process, READY_S):
            code = self._process.poll()
            self.stop()
            if code is None:
                raise Refused(f"the server was not ready within {READY_S:.0f} s; `antrean doctor` may tell why")
            raise SystemExit(1)
        found = server_file.read(self._options.data)
        if found is None:
            self.stop()
            raise Refused(f"the server ended right after its start; look into {self._options.data}")
        self._port = urlsplit(found.url).port or self._port
        self._watcher.start()
        self._listener.start()
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
            [sys.executable, "-m", "kiosk", "serve", "--end-with-stdin", *self._command_line()],
            stdout=subprocess.PIPE,
            stdin=subprocess.PIPE,
            text=True,
            # Ctrl-C in the terminal is for the windows; they end the server when they are done.
            start_new_session=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )

    def _command_line(self) -> list[str]:
        options = self._options
        arguments = ["--config", str(options.config), "--data", str(options.data), "--port", str(self._port)]
        for option, value in (("--point", options.point), ("--database", options.database)):
            if value is not None:
                arguments += [option, value]
        if options.clock.simulated:
            # The time that it is now, also when the server starts a second time: a clock never goes back.
            arguments += ["--clock", options.clock.now().isoformat(), "--clock-speed", str(options.clock.speed)]
        return [*arguments, *self._arguments]

    def _end_when_silent(self) -> None:
        """A server that answered once and then no more is killed; ``_restart_when_dead`` starts the next one."""
        watched, silent = self._process, 0
        while not self._stopping.wait(LOOK_S):
            if self._process is not watched:
                watched, silent = self._process, -1
            if answers(f"http://127.0.0.1:{self._port}", LOOK_S):
                silent = 0
            elif silent >= 0:
                silent += 1
            if silent >= SILENT and watched is not None and watched.poll() is None:
                warn(f"the server has not answered for {SILENT * LOOK_S:.0f} s")
                watched.kill()

    def _restart_when_dead(self) -> None:
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
            warn(f"the server ended ({how_it_ended(code)}); starting it again in {wait:g} s")
            if self._stopping.wait(wait):
                return
            self.restarts += 1
            self._process = self._spawn()
            if self._stopping.is_set():
                self._process.terminate()
                return


@contextmanager
def server_running(
    options: CommonOptions, arguments: Sequence[str] = (), *, port: int | None, server_options: Sequence[str] = ()
) -> Generator[ServerFile]:
    """A server on the data folder for as long as the block runs: the one that is there, else one of our own.

    ``arguments``: of ``antrean serve``, beside the common ones. ``port``: None for the usual one, or any free one where
    another program has it. ``server_options``: the names of options on this command line that only a server of our own
    can follow; the command is refused where one runs already.
    """
    there = server_file.read(options.data)
    if there is not None:
        check_same(options, there)
        changed = [name for name in server_options if name != "--port" or port != urlsplit(there.url).port]
        if changed:
            refuse(
                f"{', '.join(changed)}: a server already runs on {options.data} (process {there.pid}); "
                "stop it first, or leave that out"
            )
        warn(f"a server already runs here (process {there.pid}); it stays when this command ends")
        yield there
        return
    process = ServerProcess(options, arguments, port=_usable_port() if port is None else port)
    with ended_by_signals():
        try:
            yield process.start()
        finally:
            process.stop()


@contextmanager
def ended_by_signals() -> Generator[None]:
    """SIGINT, SIGTERM and SIGHUP end the block, and with it the command, with exit code 0."""
    before = {number: signal.signal(number, _end) for number in _ENDINGS}
    try:
        yield
    finally:
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


def how_it_ended(code: int) -> str:
    """Of a process, by its return code."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"
