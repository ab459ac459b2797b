"""One question to the server, as a client on another machine asks it: it may be lost, or its answer may."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from tests.flow.floor.wire import LOST

PATIENCE_S = 5.0
"""As long as a window waits (``ui.link.server_link``)."""


@dataclass(frozen=True, slots=True)
class Said:
    status: int
    body: Any

    @property
    def reason(self) -> str:
        return str(self.body.get("reason", "")) if isinstance(self.body, dict) else ""


async def ask(port: int, token: str, method: str, path: str, body: Any = None, *, key: str = "") -> Said | None:
    """The answer; None where nobody knows whether it was done."""
    content = b"" if body is None else json.dumps(body).encode()
    head = [
        f"{method} /api/v1{path} HTTP/1.1",
        "Host: floor",
        "Connection: close",
        f"Authorization: Bearer {token}",
        f"Content-Length: {len(content)}",
        *(["Content-Type: application/json"] if content else []),
        *([f"Idempotency-Key: {key}"] if key else []),
    ]
    try:
        async with asyncio.timeout(PATIENCE_S):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + content)
                return await _answer(reader)
            finally:
                writer.transport.abort()
    except (*LOST, TimeoutError, ValueError):
        return None


async def _answer(reader: asyncio.StreamReader) -> Said:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = next((int(line[15:]) for line in head.split("\r\n") if line.startswith("content-length:")), 0)
    raw = await reader.readexactly(length)
    return Said(int(head[9:12]), json.loads(raw) if raw else None)
