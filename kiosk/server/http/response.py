"""An answer, and how it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from starlette.types import Send

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Response:
    value: Any = None
    """A message, or bytes that are sent as they are."""
    status: int = 200
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


async def send_response(reply: Response, send: Send, *, head: bool = False) -> None:
    """Send the whole answer."""
    value = reply.value
    content: bytes = value if isinstance(value, bytes) else b"" if value is None else _encode(value)
    headers = {b"cache-control": b"no-store", b"x-content-type-options": b"nosniff"}
    if reply.status != 204:
        headers[b"content-length"] = b"%d" % len(content)
    if value is not None:
        headers[b"content-type"] = reply.media_type.encode()
    for name, text in reply.headers.items():
        headers[name.encode()] = text.encode()
    await send({"type": "http.response.start", "status": reply.status, "headers": list(headers.items())})
    await send({"type": "http.response.body", "body": b"" if head else content})
