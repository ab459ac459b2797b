"""Whose address a request came from, and what counts as one address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network


@lru_cache(maxsize=64)
def is_loopback_address(address: str | None) -> bool:
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False


def network_of(address: str) -> str:
    """What counts as one address: an IPv6 host has a whole /64 of its own. Anything that is no address is itself."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address) or found.is_loopback:
        return str(found)
    return str(found.ipv4_mapped) if found.ipv4_mapped is not None else f"{found.exploded[:19]}::/64"


def proxy_test(trusted: Sequence[str]) -> Callable[[str], bool]:
    """Whether an address is that of one of the office's own proxies: ``trusted`` are addresses or networks.

    Raises ``ValueError`` for one that is neither.
    """
    networks = [ip_network(one, strict=False) for one in trusted]

    @lru_cache(maxsize=1024)
    def is_proxy(address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in networks)

    return is_proxy


def client_address(peer: str, forwarded_for: str, is_proxy: Callable[[str], bool]) -> str:
    """``peer``, or what a trusted proxy says in ``X-Forwarded-For``: its last address that is no proxy of ours.

    Whatever stands before that was written by the client itself.
    """
    if not forwarded_for or not is_proxy(peer):
        return peer
    for one in reversed(forwarded_for[-2000:].split(",")):
        address = one.strip()
        if not is_proxy(address):
            return address if _is_address(address) else peer
    return peer


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
