"""Readiness and the watchdog of systemd (``sd_notify(3)``): one datagram each, nothing where no service manager asks.

The server is alive while it answers its own health call, whatever the answer says: a full disk is told in words and
does not get better by a restart, but an event loop that hangs does.
"""

from __future__ import annotations

import os
import socket
import threading
from contextlib import suppress
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

ADDRESS: Final = "NOTIFY_SOCKET"
WATCHDOG_US: Final = "WATCHDOG_USEC"
WATCHDOG_PID: Final = "WATCHDOG_PID"
PARTS: Final = 3
"""A sign of life is sent so often within the time that the service manager waits, so that one may be late."""


def notify(state: str) -> bool:
    """Send one state such as ``READY=1``; False where there is no service manager to hear it, or it is gone."""
    address = os.environ.get(ADDRESS, "")
    if not address.startswith(("/", "@")) or not hasattr(socket, "AF_UNIX"):
        return False
    if address.startswith("@"):  # the abstract namespace of Linux
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
            channel.connect(address)
            channel.sendall(state.encode())
    except OSError:
        return False
    return True


def watchdog_interval() -> float | None:
    """Seconds between two signs of life; None where the service manager waits for none from this process."""
    try:
        wanted_us = int(os.environ.get(WATCHDOG_US, ""))
    except ValueError:
        return None
    if wanted_us <= 0 or os.environ.get(WATCHDOG_PID, str(os.getpid())) != str(os.getpid()):
        return None
    return wanted_us / 1e6 / PARTS


def start_watchdog(url: str) -> None:
    """Send a sign of life for as long as the server at ``url`` answers; a thread that ends with the process."""
    interval = watchdog_interval()
    if interval is not None:
        threading.Thread(target=_watch, args=(url, interval), name="watchdog", daemon=True).start()


def _watch(url: str, interval: float) -> None:
    pause = threading.Event()
    while True:
        if answers(url, interval):
            notify("WATCHDOG=1")
        pause.wait(interval)


def answers(url: str, timeout: float) -> bool:
    """Whether the server at ``url`` says anything at all of its health within ``timeout`` seconds."""
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(f"{url}/healthz", timeout=timeout):
            return True
    except HTTPError:
        return True
    except (URLError, OSError):
        return False
    finally:
        with suppress(OSError):
            opener.close()
