"""A printer on the network, mostly at port 9100. Such a printer serves one client; others wait or are refused."""

from __future__ import annotations

import contextlib
import select
import socket
import sys
import time

from printers.device.transports.base import CONNECT_S, WRITE_S, TransportError

CHUNK = 4096
READ_PROBE = b"\x1b@" * 4096
"""``ESC @`` moves no paper on any printer; 8 kB are more than a printer's network buffer holds."""
READ_PROBE_S = 2.0
"""Seconds in which a printer that serves this connection takes them."""


class TcpTransport:
    """A socket that is kept between documents and opened anew after it broke."""

    bidirectional = True
    prints_on_write = False

    def __init__(self, host: str, port: int, *, connect_s: float = CONNECT_S, write_s: float = WRITE_S) -> None:
        self._host, self._port = host, port
        self._connect_s, self._write_s = connect_s, write_s
        self._socket: socket.socket | None = None

    def open(self) -> bool:
        if self._socket is not None and self._is_alive(self._socket):
            return False
        self.close()
        try:
            self._socket = socket.create_connection((self._host, self._port), self._connect_s)
        except (OSError, UnicodeError) as error:
            raise TransportError(f"cannot reach {self._host}:{self._port}: {_reason(error)}") from None
        self._socket.setblocking(False)  # noqa: FBT003  the library's own signature
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        return True

    def write(self, data: bytes) -> None:
        if not self._is_alive(self._opened):
            self.close()
            raise TransportError(f"{self._host} closed the line")
        sent = 0
        deadline = time.monotonic() + self._write_s
        while sent < len(data):
            try:
                sent += self._opened.send(data[sent : sent + CHUNK])
                deadline = time.monotonic() + self._write_s
            except BlockingIOError:
                self._wait_writable(deadline, sent)
            except OSError as error:
                self.close()
                raise TransportError(f"the line to {self._host} broke: {_reason(error)}", sent) from None

    def read(self, timeout_s: float) -> bytes:
        if self._socket is None:
            raise TransportError(f"the line to {self._host} is closed")
        readable, _, _ = select.select([self._socket], [], [], max(0.0, timeout_s))
        if not readable:
            return b""
        try:
            data = self._socket.recv(CHUNK)
        except OSError as error:
            self.close()
            raise TransportError(f"the line to {self._host} broke: {_reason(error)}") from None
        if not data:
            self.close()
            raise TransportError(f"{self._host} closed the line")
        return data

    def is_read(self) -> bool:
        """Whether the printer takes bytes from this connection; one that serves another client leaves them unread.

        Only Linux tells; elsewhere, and where the other side buffers more than ``READ_PROBE``, true.
        """
        if not sys.platform.startswith("linux"):
            return True
        self.write(READ_PROBE)
        deadline = time.monotonic() + READ_PROBE_S
        while _unacknowledged(self._opened):
            if time.monotonic() > deadline:
                self.close()
                return False
            time.sleep(0.02)
        return True

    def finish(self) -> None:
        """Nothing: what counts is the printer's answer."""

    def close(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.close()
            self._socket = None

    @property
    def _opened(self) -> socket.socket:
        if self._socket is None:
            raise TransportError(f"the line to {self._host} is closed")
        return self._socket

    def _wait_writable(self, deadline: float, sent: int) -> None:
        _, writable, _ = select.select([], [self._opened], [], max(0.0, deadline - time.monotonic()))
        if not writable:
            self.close()
            raise TransportError(f"{self._host} took no more bytes for {self._write_s:g} s", sent)

    @staticmethod
    def _is_alive(line: socket.socket) -> bool:
        """Whether the peer has not closed it meanwhile; bytes that wait to be read stay."""
        readable, _, broken = select.select([line], [], [line], 0)
        if broken:
            return False
        if not readable:
            return True
        try:
            return bool(line.recv(1, socket.MSG_PEEK))
        except OSError:
            return False


def _unacknowledged(line: socket.socket) -> int:
    """Bytes of the send queue that the other side's system has not taken (Linux, tcp(7): SIOCOUTQ)."""
    import fcntl  # noqa: PLC0415  POSIX alone has it
    import termios  # noqa: PLC0415  likewise

    answer = fcntl.ioctl(line, termios.TIOCOUTQ, b"\0" * 4)
    return int.from_bytes(answer, sys.byteorder)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
