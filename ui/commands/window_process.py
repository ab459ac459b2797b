"""The windows of ``antrean run`` as a process of their own: they come and go, and the server stays.

The process is started again where it dies or freezes: it writes a byte a second while its windows react. Only a first
process that ends with an exit code of its own before its windows react is not: it has said why they cannot be shown. A
signal is no such answer; it may come at any moment, also while the windows open on a machine under load. It is told
what to show in one line of JSON on its standard input, since every user of the machine can read a command line; it ends
when that input closes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Final

import msgspec

from kiosk.cli.errors import warn
from kiosk.cli.parent_process import STOP_S
from kiosk.cli.server_process import BACK_OFF_S, STEADY_S, how_it_ended

MODULE: Final = "ui.commands.window_child"
BEAT_S: Final = 1.0
"""Between two signs that the windows react."""
FROZEN_S: Final = 20.0
"""Without a sign for so long, the windows are started again."""
PAPER: Final = "printer"
"""The name of the virtual printer's window."""
OPENING_S: Final = 60.0
"""They may take so long to open."""
_LOOK_S: Final = 0.25


class WindowJob(msgspec.Struct, frozen=True, kw_only=True):
    """What the process is to show."""

    names: list[str]
    config: str
    data: str
    printer: str | None
    printer2: str | None
    url: str
    token: str
    languages: list[str]
    """The office's."""
    fullscreen: bool = False
    language: str | None = None
    voice: str = ""


class WindowsOpened(msgspec.Struct, frozen=True, kw_only=True):
    """The process's one line, as its windows are about to open."""

    printer: str
    """Where they print; a virtual printer with a window has an address of its own."""


class WindowProcess:
    """One process, and the next one after it. ``start`` loads Qt, ``show`` opens the windows."""

    def __init__(
        self, *, module: str = MODULE, frozen_s: float = FROZEN_S, tell: Callable[[str], object] = warn
    ) -> None:
        """``tell`` hears why windows are opened again."""
        self._module, self._frozen_s, self._warn = module, frozen_s, tell
        self._process: subprocess.Popen[bytes] | None = None
        self._job: WindowJob | None = None
        self._heard = 0.0
        self._reacted = False
        self._listener = threading.Thread()
        self.restarts = 0

    def start(self) -> None:
        """Begin to load what windows need, while the server starts."""
        self._process = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C in the terminal is for ``run``, which ends the windows.
            start_new_session=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )

    @property
    def pid(self) -> int | None:
        """Of the process that is there now."""
        return self._process.pid if self._process is not None else None

    def show(self, job: WindowJob) -> WindowsOpened:
        """Have the windows opened. Ends the command where the process ended instead: it has said why itself."""
        self._job = job
        opened = self._tell(job)
        if opened is None:
            raise SystemExit(1)
        return opened

    def wait(self) -> int:
        """Until people have closed the windows, or the process said that it cannot open them; the exit code.

        A process that dies or freezes is replaced meanwhile, also where that happens before its windows react.
        """
        fast_deaths, began = 0, time.monotonic()
        while True:
            process = self._process
            if process is None or self._job is None:
                raise ValueError("the windows were not shown")
            code = self._watched(process)
            self._stop_listening()  # a sign that it gave before its end is heard
            if code == 0 or (code > 0 and not self._reacted):
                return code
            fast_deaths = 0 if time.monotonic() - began > STEADY_S else fast_deaths
            wait = BACK_OFF_S[min(fast_deaths, len(BACK_OFF_S) - 1)]
            fast_deaths += 1
            _close(process)
            self._warn(f"the windows ended ({how_it_ended(code)}); opening them again in {wait:g} s")
            time.sleep(wait)
            began = time.monotonic()
            self.restarts += 1
            self.start()
            self._tell(self._job)

    def stop(self) -> None:
        """End the windows and wait for their end."""
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._stop_listening()
        _close(process)

    def _stop_listening(self) -> None:
        if self._listener.ident is not None:
            self._listener.join(STOP_S)

    def _tell(self, job: WindowJob) -> WindowsOpened | None:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return None
        try:
            process.stdin.write(msgspec.json.encode(job) + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
            opened = msgspec.json.decode(line, type=WindowsOpened)
        except (OSError, msgspec.MsgspecError):
            process.wait()
            return None
        self._heard = time.monotonic() + OPENING_S
        self._listener = threading.Thread(target=self._listen, args=(process.stdout,), name="windows", daemon=True)
        self._listener.start()
        return opened

    def _listen(self, said: IO[bytes]) -> None:
        with suppress(OSError):
            while said.read(1):
                self._heard, self._reacted = time.monotonic(), True

    def _watched(self, process: subprocess.Popen[bytes]) -> int:
        """Its exit code, once it has ended by itself or was frozen for too long."""
        while (code := process.poll()) is None:
            if time.monotonic() - self._heard > self._frozen_s:
                self._warn(f"the windows have not reacted for {self._frozen_s:.0f} s")
                process.kill()
                return process.wait()
            time.sleep(_LOOK_S)
        return code


def _close(process: subprocess.Popen[bytes]) -> None:
    """The pipes to a process that has ended."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
