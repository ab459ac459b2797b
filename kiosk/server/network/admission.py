"""Which connections are let in, and which of them makes room when there is none.

Connections of this machine, of paired devices and of anybody else are counted in pools of their own, so that none of
them can take another's place. In a full pool a newcomer replaces the connection that has waited longest for a request
to come, of the address that has most; connections that are being answered, live streams among them, stay.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from kiosk.server.http.client_address import is_loopback_address, network_of

KNOWN_FOR_S: Final = 36 * 3600.0
"""An address from which a paired device came stays known until the next working day."""
_MAX_KNOWN: Final = 4096


class Place:
    """One admitted connection's place in its pool."""

    __slots__ = ("_address", "_end", "_pool", "on_recognized", "released")

    def __init__(self, pool: Pool, address: str) -> None:
        self._pool, self._address = pool, address
        self._end: Callable[[], object] = _nothing
        self.on_recognized: Callable[[], object] | None = None
        self.released = False

    def evict_by(self, end: Callable[[], object]) -> None:
        """``end`` closes the connection, to make room for another."""
        self._end = end

    def evict(self) -> None:
        self.release()
        self._end()

    def recognize(self) -> None:
        """A paired device has shown its token on this connection."""
        told, self.on_recognized = self.on_recognized, None
        if told is not None:
            told()

    def mark_waiting(self) -> None:
        """No request is being answered: it may have to make room."""
        if not self.released:
            self._pool.mark_waiting(self, self._address)

    def mark_working(self) -> None:
        self._pool.mark_working(self, self._address)

    def release(self) -> None:
        """It is closed. Calling it again does nothing."""
        if not self.released:
            self.released = True
            self._pool.remove(self, self._address)

    def move_to(self, pool: Pool) -> None:
        """It counts in ``pool`` from now on, if that has room; a connection that is being answered moves as such."""
        if self.released or pool is self._pool or not pool.has_room(self._address):
            return
        self._pool.remove(self, self._address)
        self._pool = pool
        pool.add_working(self._address)


def _nothing() -> None:
    """Nobody has taken the place yet."""


class Pool:
    """At most ``limit`` connections, and ``per_address`` of one address. Owned by the event loop."""

    def __init__(self, limit: int, per_address: int) -> None:
        self._limit, self._per_address = limit, per_address
        self._counts: dict[str, int] = {}
        self._waiting: dict[str, OrderedDict[Place, None]] = {}
        self.size = 0
        self.evicted = 0
        self.refused = 0

    def admit(self, address: str) -> Place | None:
        """A place, made free if need be; None where every connection that could make room is being answered."""
        if self._counts.get(address, 0) >= self._per_address:
            room = self._evict(address)
        elif self.size >= self._limit:
            room = self._evict(self._fullest())
        else:
            room = True
        if not room:
            self.refused += 1
            return None
        place = Place(self, address)
        self.add_working(address)
        self.mark_waiting(place, address)
        return place

    def has_room(self, address: str) -> bool:
        return self.size < self._limit and self._counts.get(address, 0) < self._per_address

    def evict_one(self) -> bool:
        """Make room: the machine has none for another connection."""
        return self._evict(self._fullest())

    def add_working(self, address: str) -> None:
        self.size += 1
        self._counts[address] = self._counts.get(address, 0) + 1

    def mark_waiting(self, place: Place, address: str) -> None:
        self._waiting.setdefault(address, OrderedDict())[place] = None

    def mark_working(self, place: Place, address: str) -> None:
        waiting = self._waiting.get(address)
        if waiting is not None:
            waiting.pop(place, None)
            if not waiting:
                del self._waiting[address]

    def remove(self, place: Place, address: str) -> None:
        self.mark_working(place, address)
        self.size -= 1
        left = self._counts[address] - 1
        if left:
            self._counts[address] = left
        else:
            del self._counts[address]

    def _fullest(self) -> str:
        """The address with most connections, of those that have one to spare; empty where none has."""
        return max(self._waiting, key=lambda address: self._counts[address], default="")

    def _evict(self, address: str) -> bool:
        waiting = self._waiting.get(address)
        if not waiting:
            return False
        place = next(iter(waiting))
        self.evicted += 1
        place.evict()
        return True


@dataclass(frozen=True, slots=True)
class Shares:
    """How many connections each pool of a server may hold, of the files that the process may open."""

    own: int
    paired: int
    strangers: int

    @classmethod
    def of(cls, files: int) -> Shares:
        """``files``: the process's limit. Some are kept for the database, logs and the interpreter."""
        left = max(64, files - 160)
        return cls(own=min(left // 2, 4096), paired=min(left // 4, 2048), strangers=min(left // 4, 512))


class ServerAdmission:
    """The doors on which the whole server is: a pool each for this machine, paired devices and strangers."""

    OWN_PER_ADDRESS: Final = 4096
    PAIRED_PER_ADDRESS: Final = 256
    """A counter's machine has a handful; an office may have all its windows behind one router."""
    STRANGERS_PER_ADDRESS: Final = 32

    def __init__(self, shares: Shares, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self.own = Pool(shares.own, self.OWN_PER_ADDRESS)
        self.paired = Pool(shares.paired, self.PAIRED_PER_ADDRESS)
        self.strangers = Pool(shares.strangers, self.STRANGERS_PER_ADDRESS)
        self._known: OrderedDict[str, float] = OrderedDict()

    def admit(self, address: str) -> Place | None:
        if is_loopback_address(address):
            return self.own.admit("")
        network = network_of(address)
        place = self.paired.admit(network) if self._is_known(network) else None
        place = place or self.strangers.admit(network)
        if place is not None:
            place.on_recognized = partial(self._recognize, place, network)
        return place

    def _recognize(self, place: Place, network: str) -> None:
        """The connection, and further ones from its address, count as those of paired devices."""
        place.move_to(self.paired)
        self._known[network] = self._monotonic() + KNOWN_FOR_S
        self._known.move_to_end(network)
        if len(self._known) > _MAX_KNOWN:
            self._known.popitem(last=False)

    def make_room(self) -> bool:
        """End a connection that waits, of those that matter least."""
        return self.strangers.evict_one() or self.own.evict_one() or self.paired.evict_one()

    def _is_known(self, network: str) -> bool:
        until = self._known.get(network)
        return until is not None and self._monotonic() < until


class OpenAdmission:
    """A door where anybody may come: one pool. ``unbounded``: addresses of the office's own proxies."""

    PER_ADDRESS: Final = 64

    def __init__(self, files: int, is_proxy: Callable[[str], bool] = lambda _: False) -> None:
        limit = max(64, files - 64)
        self._pool = Pool(limit, self.PER_ADDRESS)
        self._proxied = Pool(limit, limit)
        self._is_proxy = is_proxy

    def admit(self, address: str) -> Place | None:
        return self._proxied.admit("") if self._is_proxy(address) else self._pool.admit(network_of(address))

    def make_room(self) -> bool:
        return self._pool.evict_one() or self._proxied.evict_one()
