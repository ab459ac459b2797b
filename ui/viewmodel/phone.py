"""Whether a visitor's phone can reach an address. Pure."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_reachable(url: str) -> bool:
    """False for no address, and for one that means the machine itself."""
    host = (urlsplit(url).hostname or "").lower()
    try:
        address = ip_address(host)
    except ValueError:
        return host not in {"", "localhost"}
    return not (address.is_loopback or address.is_unspecified)
