"""Ending the processes that a test started, with all that they started in turn."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from typing import Any

PATIENCE_S = 60.0
"""A machine that runs two suites at once is slow; a process that hangs does so for ever."""


def end(process: subprocess.Popen[Any], number: int = signal.SIGTERM, seconds: float = PATIENCE_S) -> int:
    """Ask it to end and wait for its exit code; it is killed, and ``TimeoutExpired`` raised, where it does not."""
    if process.poll() is None:
        process.send_signal(number)
    try:
        return process.wait(seconds)
    finally:
        kill(process)


def kill(process: subprocess.Popen[Any]) -> None:
    """With its process group, where it was started as the leader of one (``start_new_session``)."""
    with suppress(OSError):
        if os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, signal.SIGKILL)
    if process.poll() is None:
        process.kill()
    process.wait()
