"""The sockets of one server: this machine in the clear on loopback, other machines over TLS, phones for their page."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from typing import Final

from kiosk.server.network.addresses import is_loopback_host
from kiosk.server.preflight import CannotStartError

TLS_PORT: Final = 8443
PAGE_PORT: Final = 8081
_LOOPBACK: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """The network options of ``antrean serve``."""

    host: str = _LOOPBACK
    port: int = 8080
    """Of this machine's own windows and commands. Of every port, 0 is any free one."""
    tls_port: int | None = None
    """None: the usual one beyond loopback, none on it."""
    page_port: int | None = None
    """None: the usual one beyond loopback, none on it. It is bound to loopback where there is a ``public_url``."""
    public_url: str | None = None
    trusted_proxy: tuple[str, ...] = ()
    """Addresses or networks of the office's own web server, which says for whom it asks."""
    insecure_lan: bool = False
    announce: bool = True


LOOPBACK_ONLY: Final = NetworkOptions()


@dataclass(frozen=True)
class Listeners:
    host: str
    """Of the sockets for other machines."""
    local: socket.socket
    local_host: str = _LOOPBACK
    tls: socket.socket | None = None
    pages: socket.socket | None = None
    """None where nobody but this machine is served."""

    def address_of(self, door: socket.socket) -> tuple[str, int]:
        """Host as it was asked for, and port."""
        return self.local_host if door is self.local else self.host, int(door.getsockname()[1])

    def close(self) -> None:
        for door in (self.local, self.tls, self.pages):
            if door is not None:
                door.close()


def open_listeners(options: NetworkOptions) -> Listeners:
    """Beyond loopback the whole server is behind TLS, unless ``insecure_lan``. Raises ``CannotStartError``."""
    host = options.host
    try:
        alone = is_loopback_host(host)
    except OSError as error:
        raise CannotStartError(f"--host {host}: {error.strerror or error}") from None
    if options.insecure_lan or (alone and options.tls_port is None):
        return Listeners(host, listen(host, options.port), host)
    opened: list[socket.socket] = []

    def door(at: str, port: int, option: str) -> socket.socket:
        opened.append(listen(at, port, option))
        return opened[-1]

    try:
        local_host = host if alone else _LOOPBACK
        local = door(local_host, options.port, "--port")
        tls = door(host, TLS_PORT if options.tls_port is None else options.tls_port, "--tls-port")
        pages = None
        if options.page_port is not None or not alone:
            # A web server of the office's own stands on this machine, and reaches no more than phones do.
            at = _LOOPBACK if options.public_url else host
            pages = door(at, PAGE_PORT if options.page_port is None else options.page_port, "--page-port")
    except CannotStartError:
        for one in opened:
            one.close()
        raise
    return Listeners(host, local, local_host, tls, pages)


def listen(host: str, port: int, option: str = "--port") -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise CannotStartError(f"--host {host}: {error.strerror or error}") from None
    listener = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise CannotStartError(
            f"port {port} on {host} cannot be opened: {error.strerror or error}; choose another with {option} (0: any)"
        ) from None
    listener.setblocking(False)  # noqa: FBT003  the socket library's signature
    return listener
