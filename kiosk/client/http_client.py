"""A small synchronous client of a server on this or another machine."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from kiosk.client.api_client import ApiClient, ClientError, WrongServerError
from kiosk.client.pinned_connection import PinnedConnection, WrongCertificateError

TIMEOUT_S: Final = 10.0


class Client(ApiClient):
    """One server and one keep-alive connection. Not for several threads."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        language: str = "",
        timeout_s: float = TIMEOUT_S,
        pin: str | None = None,
        trust_first: bool = False,
    ) -> None:
        """Raises ``ClientError`` for an address that cannot be one.

        ``pin`` is the SHA-256 of the only certificate to accept. Without a pin, ``trust_first`` accepts the first
        certificate and no other after it; without both, this machine's certificate authorities decide.
        """
        super().__init__(url.rstrip("/"), token, language)
        try:
            parts = urlsplit(self._url)
            port = parts.port
        except ValueError as error:
            raise ClientError(f"{url!r} is no address of a server: {error}") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ClientError(f"{url!r} is no address of a server; write it like http://127.0.0.1:8080")
        self._connection: http.client.HTTPConnection
        if parts.scheme == "http":
            self._connection = http.client.HTTPConnection(parts.hostname, port, timeout=timeout_s)
        elif pin is None and not trust_first:
            self._connection = http.client.HTTPSConnection(parts.hostname, port, timeout=timeout_s)
        else:
            self._connection = PinnedConnection(parts.hostname, port, pin=pin, timeout=timeout_s)

    def connect(self) -> str:
        """The fingerprint of the certificate that is now pinned; empty in the clear. Raises ``ClientError``."""
        try:
            self._connection.connect()
        except (OSError, http.client.HTTPException) as error:
            raise self._unreachable(error) from None
        return (self._connection.pin or "") if isinstance(self._connection, PinnedConnection) else ""

    def _exchange(self, method: str, path: str, content: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        try:
            self._connection.request(method, path, content, dict(headers))
            reply = self._connection.getresponse()
            return reply.status, reply.read()
        except (OSError, http.client.HTTPException) as error:
            raise self._unreachable(error) from None

    def _unreachable(self, error: Exception) -> ClientError:
        self._connection.close()
        if isinstance(error, WrongCertificateError):
            return WrongServerError(f"the server at {self._url} is another one: {error}. Set up anew? Pair again")
        why = "it took too long" if isinstance(error, TimeoutError) else str(error) or type(error).__name__
        return ClientError(f"the server at {self._url} does not answer: {why}")

    def close(self) -> None:
        self._connection.close()
