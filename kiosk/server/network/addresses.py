"""Where the server is: for this machine's own programs, and for visitors' phones."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from kiosk.contract.status_token import STATUS_LENGTH

PUBLIC_URL_FACT: Final = "public_url"
"""Where visitors' phones found the newest server; for tickets that are issued without one."""

MAX_URL_LENGTH: Final = 62
"""Characters of the visitor's address: what a small QR code holds (printing guide)."""

_EVERYWHERE: Final = ("0.0.0.0", "::", "")  # noqa: S104  compared with, not bound to


def own_url(host: str, port: int) -> str:
    """For this machine's own windows and commands."""
    if host in ("0.0.0.0", ""):  # noqa: S104  compared with, not bound to
        host = "127.0.0.1"
    elif host == "::":
        host = "::1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_loopback_host(host: str) -> bool:
    """Whether nobody but this machine can reach a listener on ``host``. Raises ``OSError`` for no host."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return all(ip_address(one[4][0]).is_loopback for one in found)


def lan_url(host: str, port: int) -> str:
    """For windows on other machines."""
    address = _own_address() if host in _EVERYWHERE else host
    return f"https://[{address}]:{port}" if ":" in address else f"https://{address}:{port}"


def public_url(given: str | None, host: str, port: int) -> str:
    """For visitors' phones: upper case alone costs nothing in a host, and makes the QR code small."""
    if given is None:
        return f"http://{_own_address()}:{port}" if host in _EVERYWHERE else own_url(host, port)
    return given.rstrip("/")


def check_public_url(given: str) -> str | None:
    """What is wrong with a ``--public-url``; None when it will do."""
    try:
        parts = urlsplit(given)
        _ = parts.port
    except ValueError as error:
        return f"it is no address: {error}"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "write it like https://antrean.example.go.id"
    if parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        return "it may have no path: the QR code is in capitals"
    longest = MAX_URL_LENGTH - len("/T/") - STATUS_LENGTH
    if len(given.rstrip("/")) > longest:
        return f"it is longer than {longest} characters: the QR code would be too large to read"
    return None


def _own_address() -> str:
    """The machine's own address on its network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
