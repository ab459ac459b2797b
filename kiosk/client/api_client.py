"""What every client of the server shares: a request with a JSON body, a typed answer, and a refusal as an exception."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from types import TracebackType
from typing import Final, Self, TypeVar
from urllib.parse import quote

import msgspec

from kiosk.contract.fields import Message
from kiosk.contract.problem import Problem

T = TypeVar("T")

PREFIX: Final = "/api/v1"


class ClientError(Exception):
    """Nobody answers, or not as our server does; one line that says what to do."""


class WrongServerError(ClientError):
    """Whoever answers is not the server that this machine was paired with."""


class RefusedError(Exception):
    """The server said no. ``problem`` has the reason, and words in the language that was asked for."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


class ApiClient(ABC):
    """Calls of the HTTP interface; a subclass carries them to a server. Not for several threads."""

    def __init__(self, url: str, token: str, language: str) -> None:
        """``language`` is that of the words in a refusal; empty: the office's first one."""
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"}
        if language:
            self._headers["Accept-Language"] = language

    @abstractmethod
    def _exchange(self, method: str, path: str, content: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Status and body of the response to one request. Raises ``ClientError``."""

    @abstractmethod
    def close(self) -> None:
        """Release what the client holds. A second call does nothing."""

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
        """As ``call``, for calls that may answer with nothing: None."""
        content = self._send(method, path, body, key)
        if not content:
            return None
        try:
            return msgspec.json.decode(content, type=answer)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise self._strange() from None

    def tell(self, method: str, path: str, *, body: Message | None = None) -> None:
        """As ``call``, for calls whose answer is empty."""
        self._send(method, path, body, None)

    def _send(self, method: str, path: str, body: Message | None, key: str | None) -> bytes:
        headers = dict(self._headers)
        content = b""
        if body is not None:
            content = msgspec.json.encode(body)
            headers["Content-Type"] = "application/json"
        if key is not None:
            headers["Idempotency-Key"] = key
        status, answered = self._exchange(method, PREFIX + path, content, headers)
        if status >= 400:
            raise RefusedError(self._problem(answered))
        return answered

    def _problem(self, content: bytes) -> Problem:
        try:
            return msgspec.json.decode(content, type=Problem)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise self._strange() from None

    def _strange(self) -> ClientError:
        return ClientError(f"what answers at {self._url} is no server of this version")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def segment(text: str) -> str:
    """A value as one part of a path."""
    return quote(text, safe="")
