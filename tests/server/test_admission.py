"""Who gets a connection, and who makes room for it."""

from __future__ import annotations

import asyncio
import errno
import socket
from typing import Any

import pytest

from kiosk.server.network.acceptor import Acceptor
from kiosk.server.network.admission import KNOWN_FOR_S, OpenAdmission, Place, Pool, ServerAdmission, Shares

SMALL = Shares(own=4, paired=4, strangers=4)


class Peer:
    """An admitted connection."""

    def __init__(self, place: Place | None) -> None:
        assert place is not None
        self.place = place
        self.ended = False
        place.evict_by(self._end)

    def _end(self) -> None:
        self.ended = True


def test_in_a_full_pool_the_longest_wait_of_the_fullest_address_ends() -> None:
    pool = Pool(limit=4, per_address=3)
    single = Peer(pool.admit("single"))
    many = [Peer(pool.admit("many")) for _ in range(3)]
    Peer(pool.admit("new"))
    assert [one.ended for one in many] == [True, False, False]
    assert not single.ended
    assert pool.size == 4


def test_an_address_replaces_its_own() -> None:
    pool = Pool(limit=100, per_address=2)
    other = Peer(pool.admit("other"))
    first, second = Peer(pool.admit("a")), Peer(pool.admit("a"))
    Peer(pool.admit("a"))
    assert (first.ended, second.ended, other.ended) == (True, False, False)


def test_what_is_being_answered_stays() -> None:
    pool = Pool(limit=2, per_address=2)
    busy = [Peer(pool.admit("a")) for _ in range(2)]
    for one in busy:
        one.place.mark_working()
    assert pool.admit("b") is None
    assert pool.admit("a") is None
    busy[0].place.mark_waiting()
    assert pool.admit("b") is not None
    assert [one.ended for one in busy] == [True, False]


def test_a_closed_connection_leaves_nothing() -> None:
    pool = Pool(limit=2, per_address=2)
    peer = Peer(pool.admit("a"))
    peer.place.release()
    peer.place.release()
    peer.place.mark_waiting()
    assert pool.size == 0
    assert not pool.evict_one()
    assert (pool._counts, pool._waiting) == ({}, {})


def test_strangers_take_no_place_of_this_machine_or_of_paired_devices() -> None:
    now = [0.0]
    door = ServerAdmission(SMALL, lambda: now[0])
    window = Peer(door.admit("10.0.0.5"))
    window.place.mark_working()
    window.place.recognize()
    window.place.mark_waiting()
    own = Peer(door.admit("127.0.0.1"))
    for n in range(200):
        door.admit(f"10.0.{n}.9")
    assert not window.ended
    assert not own.ended
    again = Peer(door.admit("10.0.0.5"))
    for n in range(200):
        door.admit(f"10.0.{n}.9")
    assert not again.ended, "its address is known"
    now[0] += KNOWN_FOR_S
    late = Peer(door.admit("10.0.0.5"))
    for n in range(200):
        door.admit(f"10.0.{n}.9")
    assert late.ended


def test_without_files_strangers_go_first() -> None:
    door = ServerAdmission(SMALL)
    own, stranger = Peer(door.admit("::1")), Peer(door.admit("10.0.0.1"))
    assert door.make_room()
    assert (own.ended, stranger.ended) == (False, True)
    assert door.make_room()
    assert own.ended
    assert not door.make_room()


def test_a_proxy_of_the_office_is_not_one_address() -> None:
    door = OpenAdmission(1000, lambda address: address == "10.0.0.1")
    proxied = [Peer(door.admit("10.0.0.1")) for _ in range(500)]
    assert not any(one.ended for one in proxied)
    phones = [Peer(door.admit("10.0.0.2")) for _ in range(500)]
    assert sum(not one.ended for one in phones) == OpenAdmission.PER_ADDRESS


@pytest.mark.parametrize("files", [64, 256, 1024, 4096, 16_384, 1_000_000])
def test_shares_fit_into_the_files(files: int) -> None:
    shares = Shares.of(files)
    assert min(shares.own, shares.paired, shares.strangers) > 0
    if files >= 256:
        assert shares.own + shares.paired + shares.strangers < files


def test_accepting_goes_on_after_a_want_of_files(caplog: pytest.LogCaptureFixture) -> None:
    """One line, room is made, and the next connection is served."""
    errors = [errno.EMFILE, errno.ENFILE, errno.ECONNABORTED]
    made: list[int] = []

    class Door:
        def admit(self, address: str) -> Place | None:
            return Pool(1, 1).admit(address)

        def make_room(self) -> bool:
            made.append(1)
            return True

    async def serve() -> bytes:
        loop = asyncio.get_running_loop()
        accept = loop.sock_accept

        async def starved(listener: socket.socket) -> Any:
            if errors:
                raise OSError(errors.pop(0), "none left")
            return await accept(listener)

        class Hello(asyncio.Protocol):
            def connection_made(self, transport: Any) -> None:
                transport.write(b"hello")
                transport.close()

        loop.sock_accept = starved  # type: ignore[method-assign]  a test breaks the inside
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.setblocking(False)
            acceptor = Acceptor(listener, Door(), lambda _: Hello())
            reader, writer = await asyncio.open_connection(*listener.getsockname())
            got = await reader.read()
            writer.close()
            await writer.wait_closed()
            acceptor.close()
            await acceptor.wait_closed()
        return got

    assert asyncio.run(serve()) == b"hello"
    assert len(made) == 2
    said = [record.getMessage() for record in caplog.records]
    assert said == ["no connection can be accepted: none left", "connections are accepted again"]
    assert not any(record.exc_info for record in caplog.records)
