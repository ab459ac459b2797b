"""The live events of one server: connects, notices silence, comes back by itself."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

from kiosk.contract.live import MESSAGES, EventName
from kiosk.contract.problem import Problem
from ui.link.sse import EndlessEventError, Parser, ServerEvent

SILENCE_MS: Final = 2_700
"""The server speaks every 2 s, and a cut must show within 3 s."""
OPENING_MS: Final = 2_000
BACK_OFF_MS: Final = (250, 2_000)
"""First and longest pause between attempts; with ``OPENING_MS`` a healed link is back within 4 s."""

_DECODERS: Final[Mapping[str, msgspec.json.Decoder[Any]]] = {
    name: msgspec.json.Decoder(message) for name, message in MESSAGES.items()
}
_PROBLEM: Final = msgspec.json.Decoder(Problem)


def back_off(attempt: int, chance: float) -> int:
    """Milliseconds to wait before the next attempt: doubling, spread by ``chance`` (0 to 1)."""
    first, longest = BACK_OFF_MS
    whole = min(longest, first << min(attempt, 8))
    return int(whole * (0.5 + chance / 2))


class EventStream(QObject):
    """Emits what the server sends, and whether it can be heard."""

    received = Signal(str, object)
    """The event's name and its decoded message."""
    onlineChanged = Signal(bool)
    refused = Signal(object)
    """A ``Problem``: the server answers and does not let this device in. It is tried again all the same."""

    def __init__(self, network: QNetworkAccessManager, request: QNetworkRequest, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._network = network
        self._request = request
        self._reply: QNetworkReply | None = None
        self._parser = Parser()
        self._last_id = ""
        self._attempt = 0
        self._closed = True
        self.online = False
        self._silence = QTimer(self, singleShot=True)
        self._silence.timeout.connect(self._lost)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._connect)

    def use(self, request: QNetworkRequest) -> None:
        """From the next connection on."""
        self._request = request

    def open(self) -> None:
        self._closed = False
        self._connect()

    def close(self) -> None:
        """Nothing is emitted any more."""
        self._closed = True
        self._silence.stop()
        self._again.stop()
        self._drop()

    def _connect(self) -> None:
        self._drop()
        self._parser = Parser()
        request = QNetworkRequest(self._request)
        if self._last_id:
            request.setRawHeader(b"Last-Event-ID", self._last_id.encode())
        self._reply = self._network.get(request)
        self._reply.readyRead.connect(self._read)
        self._reply.finished.connect(self._ended)
        self._silence.start(OPENING_MS)

    def _drop(self) -> None:
        reply, self._reply = self._reply, None
        if reply is None:
            return
        reply.readyRead.disconnect(self._read)
        reply.finished.disconnect(self._ended)
        reply.abort()
        reply.deleteLater()

    def _read(self) -> None:
        reply = self._reply
        if reply is None or _status(reply) != 200:
            return
        self._silence.start(SILENCE_MS)
        try:
            for event in self._parser.feed(bytes(reply.readAll().data())):
                self._take(event)
                if self._reply is not reply:
                    return
        except (msgspec.DecodeError, EndlessEventError, UnicodeDecodeError):
            self._lost()

    def _take(self, event: ServerEvent) -> None:
        decoder = _DECODERS.get(event.name)
        message = decoder.decode(event.data) if decoder else None
        self._last_id = event.id
        if event.name == EventName.SNAPSHOT:
            self._attempt = 0
        if message is not None:
            self.received.emit(event.name, message)
        if event.name == EventName.SNAPSHOT and not self._closed:
            self._set_online(online=True)

    def _ended(self) -> None:
        reply = self._reply
        if reply is not None and _status(reply) >= 400:
            self._tell_refusal(bytes(reply.readAll().data()))
        self._lost()

    def _tell_refusal(self, body: bytes) -> None:
        try:
            self.refused.emit(_PROBLEM.decode(body))
        except (msgspec.DecodeError, UnicodeDecodeError):
            return

    def _lost(self) -> None:
        self._silence.stop()
        self._drop()
        if self._closed:
            return
        self._again.start(back_off(self._attempt, random.random()))  # noqa: S311  spreads clients, guards nothing
        self._attempt += 1
        self._set_online(online=False)

    def _set_online(self, *, online: bool) -> None:
        if online != self.online:
            self.online = online
            self.onlineChanged.emit(online)


def _status(reply: QNetworkReply) -> int:
    value = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
    return value if isinstance(value, int) else 0
