"""Ports for servers that have to be told theirs before they start."""

from __future__ import annotations

import random
import socket

BELOW_EPHEMERAL = range(20_000, 32_000)
"""Where no system hands out ports by itself: the one that was found free is not taken by another test's connection."""
_given: set[int] = set()


def free_port() -> int:
    """Of 127.0.0.1; none twice in one process."""
    while True:
        port = random.SystemRandom().choice(BELOW_EPHEMERAL)
        if port in _given:
            continue
        _given.add(port)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
