"""The bounds of one HTTP connection, in bytes and seconds."""

from __future__ import annotations

from typing import Final

HEAD_LIMIT: Final = 16 * 1024
"""Bytes of the request line and all headers."""
BODY_LIMIT: Final = 64 * 1024
"""Bytes of a body; the largest real one is under 4 KiB."""
WIRE_BODY_LIMIT: Final = 2 * BODY_LIMIT
"""The same on the wire, with the marks, extensions and trailers of its chunks."""
HEAD_S: Final = 10.0
"""From the connection, or from the first byte of a further request, to the end of its head."""
BODY_S: Final = 20.0
IDLE_S: Final = 75
"""Between two requests; longer than the minute in which a kiosk reports its printer."""
STALL_S: Final = 20.0
"""A peer that takes nothing of an answer for so long is cut off."""
LINGER_S: Final = 2.0
"""A refused peer may still read the answer for so long, and a closed connection still send what it holds."""
HANDSHAKE_S: Final = 5.0
"""Whoever has not agreed on TLS by then is cut off."""
SWEEP_S: Final = 1.0
"""How often the waits are looked at: a limit of time holds to within this."""

PLACE: Final = "antrean.place"
"""The ASGI extension under which a request finds its connection's place among those that are admitted."""
