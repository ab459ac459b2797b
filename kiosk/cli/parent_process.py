"""A server that another command started ends with it, however that one ends."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress
from typing import Final

STOP_S: Final = 6.0
"""Until the process is ended without a clean stop: a signal that arrives during the start may be lost."""


def end_with_stdin() -> None:
    """Send SIGTERM to this process when its standard input closes, which a parent's death does too."""
    threading.Thread(target=_wait_for_the_end, name="stdin", daemon=True).start()


def _wait_for_the_end() -> None:
    with suppress(OSError):
        while os.read(0, 1024):
            pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_S)
    os._exit(1)
