"""Servers on the local network, announced and found by mDNS (RFC 6762, RFC 6763): nobody types an address.

What is found is a hint, not a proof: a window believes a server by its fingerprint alone, and that by pairing.
"""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zeroconf import Zeroconf

SERVICE: Final = "_antrean._tcp.local."
BROWSE_S: Final = 2.0
"""Servers answer within a second; the first one may have missed the question."""
_LABEL: Final = 63
"""Bytes of a part of a name (RFC 1035)."""


@dataclass(frozen=True, slots=True, order=True)
class DiscoveredServer:
    name: str
    """Of the point, as people call it."""
    point: str
    urls: tuple[str, ...]
    """One for each of its addresses, the likeliest first; at least one."""
    fingerprint: str


class DiscoveryError(Exception):
    """The network cannot be asked; one line."""


def announce(*, point: str, name: str, host: str, port: int, fingerprint: str, main: str = "") -> Callable[[], None]:
    """Until the answer is called: tell whoever asks on the network of ``host``, on every one for ``0.0.0.0``.

    ``main``: the address that others most likely reach. Takes about a second. Raises ``DiscoveryError``.
    """
    from zeroconf import ServiceInfo  # noqa: PLC0415  costs 50 ms and 10 MB; a server of one machine needs none of it

    own = [host] if ip_address(host) not in _EVERYWHERE else own_addresses()
    # A name of its own for each certificate: two offices on one network never meet.
    label = f"antrean-{point}-{fingerprint[:12]}".encode()[-_LABEL:].decode(errors="ignore")
    info = ServiceInfo(
        SERVICE,
        f"{label}.{SERVICE}",
        addresses=[ip_address(one).packed for one in own],
        port=port,
        properties={"v": "1", "point": point, "name": name.encode()[:200], "fp": fingerprint, "at": main},
        server=f"{label}.local.",
    )
    zeroconf = _open_zeroconf(own)
    try:
        zeroconf.register_service(info, allow_name_change=True)
    except Exception as error:
        zeroconf.close()
        raise DiscoveryError(f"the server cannot be announced on the network: {error}") from error

    def stop() -> None:
        zeroconf.unregister_all_services()
        zeroconf.close()

    return stop


class Browser:
    """Looks for servers until it is closed. ``on_change`` is called from a thread of its own, with all of them."""

    def __init__(self, on_change: Callable[[list[DiscoveredServer]], None], on: str | None = None) -> None:
        """``on``: through the network of this own address alone. Raises ``DiscoveryError``."""
        from zeroconf import DNSQuestionType, ServiceBrowser, ServiceStateChange  # noqa: PLC0415  see above

        self._found: dict[str, DiscoveredServer] = {}

        def changed(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
            del service_type
            found = None if state_change is ServiceStateChange.Removed else _resolve(zeroconf, name)
            before = self._found.pop(name, None)
            if found is not None:
                self._found[name] = found
            if found != before:
                on_change(sorted(self._found.values()))

        self._zeroconf = _open_zeroconf([on] if on else None)
        # Answers by multicast: one to a port that two programs of this machine share would reach either of them.
        self._browser = ServiceBrowser(self._zeroconf, SERVICE, handlers=[changed], question_type=DNSQuestionType.QM)

    def close(self) -> None:
        self._browser.cancel()  # its thread outlives the closed ``Zeroconf``
        self._zeroconf.close()


def browse(seconds: float = BROWSE_S, on: str | None = None) -> list[DiscoveredServer]:
    """The servers that answer within ``seconds``. Raises ``DiscoveryError``."""
    newest: list[list[DiscoveredServer]] = [[]]
    browser = Browser(newest.append, on)
    try:
        time.sleep(seconds)
    finally:
        browser.close()
    return newest[-1]


def own_addresses() -> list[str]:
    """IPv4 addresses of this machine that others may reach."""
    from ifaddr import get_adapters  # noqa: PLC0415  see above

    every = [one.ip for adapter in get_adapters() for one in adapter.ips if isinstance(one.ip, str)]
    return [one for one in dict.fromkeys(every) if not ip_address(one).is_loopback] or ["127.0.0.1"]


_EVERYWHERE: Final = (ip_address("0.0.0.0"), ip_address("::"))  # noqa: S104  compared with, not bound to


def _open_zeroconf(interfaces: list[str] | None) -> Zeroconf:
    from zeroconf import InterfaceChoice, IPVersion, Zeroconf  # noqa: PLC0415  see above

    # It writes tracebacks where a cable is pulled.
    logging.getLogger("zeroconf").setLevel(logging.CRITICAL)
    try:
        return Zeroconf(interfaces=interfaces or InterfaceChoice.All, ip_version=IPVersion.V4Only)
    except (OSError, RuntimeError) as error:
        raise DiscoveryError(f"the network cannot be asked for servers: {error}") from None


def _resolve(zeroconf: Zeroconf, name: str) -> DiscoveredServer | None:
    from zeroconf import DNSQuestionType, IPVersion, ServiceInfo  # noqa: PLC0415  see above

    info = ServiceInfo(SERVICE, name)
    if not info.request(zeroconf, 1000, question_type=DNSQuestionType.QM):
        return None
    return _parse(info.decoded_properties, info.parsed_addresses(IPVersion.V4Only), info.port)


def _parse(said: dict[str, str | None], at: Sequence[str], port: int | None) -> DiscoveredServer | None:
    """Whoever answers may say anything: what is no server of ours is passed over."""
    point, name, fingerprint, main = (said.get(key) or "" for key in ("point", "name", "fp", "at"))
    if not at or not port or len(fingerprint) != 64 or not point.isprintable() or not name.isprintable():
        return None
    urls = tuple(f"https://{socket.inet_ntoa(socket.inet_aton(one))}:{port}" for one in sorted(at, key=main.__ne__))
    return DiscoveredServer(name or point, point, urls, fingerprint.lower())
