"""Qt's network stack to the server: requests with their answers, and live events. Everything runs on Qt's thread."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final, Generic, TypeVar
from urllib.parse import quote

import msgspec
from PySide6.QtCore import Property, QByteArray, QCryptographicHash, QDeadlineTimer, QObject, QTimer, QUrl, Signal
from PySide6.QtNetwork import (
    QNetworkAccessManager,
    QNetworkProxy,
    QNetworkReply,
    QNetworkRequest,
    QSsl,
    QSslConfiguration,
    QSslError,
    QSslSocket,
)

from kiosk.contract.fields import Message
from kiosk.contract.live import EventName
from kiosk.contract.problem import Problem
from kiosk.contract.reasons import NoAnswer
from kiosk.wording.translate import FALLBACK, translate
from ui.link.stream import EventStream, back_off

T = TypeVar("T")

TIMEOUT_MS: Final = 5_000
"""One attempt."""
PATIENCE_MS: Final = 15_000
"""All attempts of a request with a key, while somebody stands and waits."""
_PREFIX: Final = "/api/v1"
_TRY_AGAIN: Final = frozenset((0, 502, 503, 504))


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What came of a request. ``status`` is 0 when nobody answered; ``value`` is None for 204 and for a problem."""

    status: int
    value: T | None = None
    problem: Problem | None = None

    @property
    def ok(self) -> bool:
        return self.problem is None


class Link(QObject):
    """One server, as one device sees it. Live events come as signals with ``kiosk.contract`` values."""

    snapshot = Signal(object)
    point = Signal(object)
    board = Signal(object)
    queue = Signal(object)
    call = Signal(object)
    undo = Signal(object)
    reprint = Signal(object)
    refused = Signal(object)
    """A ``Problem``: this device may not listen."""
    strange = Signal()
    """Whoever answers has another certificate than the one that was pinned. Nothing was said to it."""
    onlineChanged = Signal()

    def __init__(
        self, server: str, token: str, language: str = FALLBACK, parent: QObject | None = None, *, pin: str = ""
    ) -> None:
        """``pin``: the SHA-256 of the only certificate to believe; without one, this machine's authorities judge."""
        super().__init__(parent)
        self.language = language
        """Of the problems' ``detail``."""
        self.counter = ""
        """Where the officer sits, so that the log names who did it."""
        self.session = ""
        """The officer's session token; it lives in this window alone, so that a restart of it ends the sign-in."""
        self._base = server.rstrip("/") + _PREFIX
        self._token = token
        self._network = QNetworkAccessManager(self)
        self._network.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
        self._pin = pin
        if pin:
            self._network.sslErrors.connect(self._judge)
            self._network.encrypted.connect(self._look_again)
        self._under_way: set[_Exchange] = set()
        self._stream = EventStream(self._network, self._listening(), self)
        self._stream.received.connect(self._tell)
        self._stream.refused.connect(self.refused)
        self._stream.onlineChanged.connect(self.onlineChanged)
        self._closed = False

    @Property(bool, notify=onlineChanged)
    def online(self) -> bool:
        """A snapshot came on the present connection, and the server spoke within the last 3 s."""
        return self._stream.online

    @property
    def under_way(self) -> int:
        """Requests without an answer yet."""
        return len(self._under_way)

    def use(self, server: str, token: str) -> None:
        """From the next request and the next connection on: a server that was started anew, or a new token."""
        self._base, self._token = server.rstrip("/") + _PREFIX, token
        self._stream.use(self._listening())

    def open(self) -> None:
        """Start listening; connects, and reconnects, by itself."""
        self._stream.open()

    def close(self) -> None:
        """End all of it: no answer is delivered and nothing is emitted any more."""
        self._closed = True
        self._stream.close()
        for exchange in tuple(self._under_way):
            exchange.cancel()

    def request(
        self,
        method: str,
        path: str,
        done: Callable[[Answer[T]], None],
        answer: type[T] | None = None,
        *,
        body: Message | None = None,
        key: str | None = None,
    ) -> None:
        """Send ``body`` to ``path`` (below ``/api/v1``) and call ``done`` once, with an ``answer`` or a problem.

        A request with an idempotency ``key`` is sent again with the same key until it is answered or ``PATIENCE_MS``
        are over; any other is sent once.
        """
        if self._closed:
            return
        request = self._request(path)
        if key is not None:
            request.setRawHeader(b"Idempotency-Key", key.encode())
        data = msgspec.json.encode(body) if body is not None else b""
        exchange = _Exchange(self, self._network, method, request, data, patient=key is not None)
        self._under_way.add(exchange)

        def finish(status: int, content: bytes) -> None:
            self._under_way.discard(exchange)
            exchange.deleteLater()
            done(self._read(status, content, answer))

        exchange.start(finish)

    def _read(self, status: int, content: bytes, answer: type[T] | None) -> Answer[T]:
        try:
            if status >= 400:
                return Answer(status, problem=msgspec.json.decode(content, type=Problem))
            if 200 <= status < 300:
                value = msgspec.json.decode(content, type=answer) if content and answer is not None else None
                return Answer(status, value)
        except (msgspec.DecodeError, UnicodeDecodeError):
            pass
        reason = NoAnswer.BAD_ANSWER if status else NoAnswer.SERVER_AWAY
        words = translate(f"ui.{reason}", self.language)
        return Answer(
            status, problem=Problem(type="about:blank", title=words, status=status, reason=reason, detail=words)
        )

    def _judge(self, reply: QNetworkReply, _errors: list[QSslError]) -> None:
        """No authority knows the office's certificate: that is no error where it is the pinned one."""
        if self._is_pinned(reply):
            reply.ignoreSslErrors()
        else:
            self.strange.emit()

    def _look_again(self, reply: QNetworkReply) -> None:
        """The handshake is over and nothing was sent yet. Another certificate that Qt found no fault with ends here."""
        if not self._is_pinned(reply):
            reply.abort()
            self.strange.emit()

    def _is_pinned(self, reply: QNetworkReply) -> bool:
        seen = reply.sslConfiguration().peerCertificate().digest(QCryptographicHash.Algorithm.Sha256)
        return bytes(seen.data()).hex() == self._pin

    def _request(self, path: str) -> QNetworkRequest:
        request = QNetworkRequest(QUrl(self._base + path))
        if self._pin:
            request.setSslConfiguration(_no_authority())
        request.setRawHeader(b"Authorization", f"Bearer {self._token}".encode())
        request.setRawHeader(b"Accept-Language", self.language.encode())
        request.setRawHeader(b"Content-Type", b"application/json")
        if self.counter:
            request.setRawHeader(b"Antrean-Counter", quote(self.counter, safe="").encode())
        if self.session:
            request.setRawHeader(b"Antrean-Session", self.session.encode())
        request.setRawHeader(b"Accept", b"application/json")
        request.setAttribute(
            QNetworkRequest.Attribute.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.ManualRedirectPolicy
        )
        request.setAttribute(QNetworkRequest.Attribute.Http2AllowedAttribute, False)  # noqa: FBT003  Qt's signature
        return request

    def _listening(self) -> QNetworkRequest:
        request = self._request("/events")
        request.setRawHeader(b"Accept", b"text/event-stream")
        request.setRawHeader(b"Accept-Encoding", b"identity")
        request.setRawHeader(b"Cache-Control", b"no-store")
        return request

    def _tell(self, name: str, message: object) -> None:
        signal = {
            EventName.SNAPSHOT: self.snapshot,
            EventName.POINT: self.point,
            EventName.BOARD: self.board,
            EventName.QUEUE: self.queue,
            EventName.CALL: self.call,
            EventName.UNDO: self.undo,
            EventName.REPRINT: self.reprint,
        }[EventName(name)]
        signal.emit(message)


@cache
def _no_authority() -> QSslConfiguration:
    """Whatever is shown is judged by us. It also spares reading all the authorities of this machine."""
    configuration = QSslConfiguration.defaultConfiguration()
    configuration.setCaCertificates([])
    configuration.setPeerVerifyMode(QSslSocket.PeerVerifyMode.VerifyPeer)
    configuration.setProtocol(QSsl.SslProtocol.TlsV1_2OrLater)
    return configuration


def new_key() -> str:
    """An idempotency key: 128 random bits, for one intention of one person."""
    return secrets.token_urlsafe(16)


class _Exchange(QObject):
    """One request and its attempts, until it is answered, given up or cancelled."""

    def __init__(
        self,
        link: Link,
        network: QNetworkAccessManager,
        method: str,
        request: QNetworkRequest,
        data: bytes,
        *,
        patient: bool,
    ) -> None:
        super().__init__(link)
        self._network = network
        self._method, self._request, self._data = method.encode(), request, data
        self._patience = QDeadlineTimer(PATIENCE_MS if patient else 0)
        self._attempt = 0
        self._reply: QNetworkReply | None = None
        self._finish: Callable[[int, bytes], None] | None = None
        self._timeout = QTimer(self, singleShot=True)
        self._timeout.timeout.connect(self._ended)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._send)

    def start(self, finish: Callable[[int, bytes], None]) -> None:
        self._finish = finish
        self._send()

    def cancel(self) -> None:
        self._finish = None
        self._timeout.stop()
        self._again.stop()
        self._drop()

    def _send(self) -> None:
        self._reply = self._network.sendCustomRequest(self._request, QByteArray(self._method), QByteArray(self._data))
        self._reply.finished.connect(self._ended)
        self._timeout.start(TIMEOUT_MS)

    def _drop(self) -> tuple[int, bytes]:
        reply, self._reply = self._reply, None
        if reply is None:
            return 0, b""
        reply.finished.disconnect(self._ended)
        whole = reply.isFinished() and reply.error() not in _TRANSPORT_ERRORS
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute) if whole else 0
        content = bytes(reply.readAll().data()) if whole else b""
        reply.abort()
        reply.deleteLater()
        return (status if isinstance(status, int) else 0), content

    def _ended(self) -> None:
        self._timeout.stop()
        status, content = self._drop()
        if status in _TRY_AGAIN and not self._patience.hasExpired():
            self._again.start(back_off(self._attempt, 1.0))
            self._attempt += 1
        elif self._finish is not None:
            finish, self._finish = self._finish, None
            finish(status, content)


_NetworkError = QNetworkReply.NetworkError
_TRANSPORT_ERRORS: Final = frozenset(
    (
        _NetworkError.ConnectionRefusedError,
        _NetworkError.RemoteHostClosedError,
        _NetworkError.HostNotFoundError,
        _NetworkError.TimeoutError,
        _NetworkError.OperationCanceledError,
        _NetworkError.TemporaryNetworkFailureError,
        _NetworkError.NetworkSessionFailedError,
        _NetworkError.UnknownNetworkError,
        _NetworkError.ProtocolFailure,
        _NetworkError.ProtocolUnknownError,
        _NetworkError.SslHandshakeFailedError,
    )
)
