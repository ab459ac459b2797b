"""A small synchronous client of the server, for the command line."""

from __future__ import annotations

import http.client
from types import TracebackType
from typing import Final, Self, TypeVar
from urllib.parse import quote, urlsplit

import msgspec

from kiosk.client.pinned_connection import PinnedConnection, WrongCertificateError
from kiosk.contract.fields import Message
from kiosk.contract.problem import Problem

T = TypeVar("T")

TIMEOUT_S: Final = 10.0
_PREFIX: Final = "/api/v1"


class ClientError(Exception):
    """Nobody answers, or not as our server does; one line that says what to do."""


class WrongServerError(ClientError):
    """Whoever answers is not the server that this machine was paired with."""


class RefusedError(Exception):
    """The server said no. ``problem`` has the reason, and words in the language that was asked for."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


class Client:
    """One server and one keep-alive connection. Not for several threads."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        language: str = "",
        timeout_s: float = TIMEOUT_S,
        pin: str | None = None,
        meets: bool = False,
    ) -> None:
        """Raises ``ClientError`` for an address that cannot be one.

        ``language``: of the refusals; without one, the office's first. ``pin``: the SHA-256 of the only certificate to
        believe. ``meets``: without a pin, whichever comes first and no other after it; otherwise one that this
        machine's authorities signed.
        """
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"}
        if language:
            self._headers["Accept-Language"] = language
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
        elif pin is None and not meets:
            self._connection = http.client.HTTPSConnection(parts.hostname, port, timeout=timeout_s)
        else:
            self._connection = PinnedConnection(parts.hostname, port, pin=pin, timeout=timeout_s)

    def connect(self) -> str:
        """The fingerprint of the certificate that is now pinned; empty in the clear. Raises ``ClientError``."""
        try:
            self._connection.connect()
        except (OSError, http.client.HTTPException) as error:
            raise self._away(error) from None
        return (self._connection.pin or "") if isinstance(self._connection, PinnedConnection) else ""

    def call(
        self, method: str, path: str, answer: type[T], *, body: Message | None = None, key: str | None = None
    ) -> T:
        """Ask for ``path`` (below ``/api/v1``). Raises ``RefusedError`` and ``ClientError``."""
        answered = self.ask(method, path, answer, body=body, key=key)
        if answered is None:
            raise self._strange()
        return answered

    def ask(
        self, method: str, path: str, answer: type[T], *, body: Message | None = None, key: str | None = None
    ) -> T | None:
        """Like ``call``, where there may be nothing: None."""
        content = self._send(method, path, body, key)
        if not content:
            return None
        try:
            return msgspec.json.decode(content, type=answer)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise self._strange() from None

    def tell(self, method: str, path: str, *, body: Message | None = None) -> None:
        """Like ``call``, where the answer says nothing more."""
        self._send(method, path, body, None)

    def _send(self, method: str, path: str, body: Message | None, key: str | None) -> bytes:
        headers = dict(self._headers)
        content = b""
        if body is not None:
            content = msgspec.json.encode(body)
            headers["Content-Type"] = "application/json"
        if key is not None:
            headers["Idempotency-Key"] = key
        try:
            self._connection.request(method, _PREFIX + path, content, headers)
            reply = self._connection.getresponse()
            status, answered = reply.status, reply.read()
        except (OSError, http.client.HTTPException) as error:
            raise self._away(error) from None
        if status >= 400:
            raise RefusedError(self._problem(answered))
        return answered

    def _away(self, error: Exception) -> ClientError:
        self._connection.close()
        if isinstance(error, WrongCertificateError):
            return WrongServerError(f"the server at {self._url} is another one: {error}. Set up anew? Pair again")
        why = "it took too long" if isinstance(error, TimeoutError) else str(error) or type(error).__name__
        return ClientError(f"the server at {self._url} does not answer: {why}")

    def _problem(self, content: bytes) -> Problem:
        try:
            return msgspec.json.decode(content, type=Problem)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise self._strange() from None

    def _strange(self) -> ClientError:
        return ClientError(f"what answers at {self._url} is no server of this version")

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def segment(text: str) -> str:
    """A value as one part of a path."""
    return quote(text, safe="")
