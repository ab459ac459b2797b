"""Visitors and staff, as they reach the server through HTTP."""

from __future__ import annotations

from typing import Any

from tests.flow.child import Server

PIN = "739105"


def take(server: Server, key: str, service: str = "umum") -> Any:
    """A ticket, as acknowledged. Raises ``AssertionError`` where it was refused."""
    reply = server.talk()("POST", "/tickets", {"service": service}, key=key)
    assert reply.status in {200, 201}, reply
    return reply.body


def sign_in(server: Server, counter: str = "1") -> None:
    talk, name = server.talk(), f"petugas-{counter}"
    made = talk("POST", "/staff", {"name": name, "pin": PIN})
    assert made.status in {200, 201, 409}, made
    signed = talk("POST", f"/counters/{counter}/sign-in", {"staff": name, "pin": PIN})
    assert signed.status == 200, signed


def call(server: Server, counter: str = "1") -> Any:
    """The ticket now called at the counter; None where nobody waits."""
    reply = server.talk()("POST", f"/counters/{counter}/next")
    assert reply.status in {200, 204}, reply
    return reply.body if reply.status == 200 else None


def move(server: Server, ticket: str, name: str, body: Any = None) -> Any:
    reply = server.talk()("POST", f"/tickets/{ticket}/{name}", body)
    assert reply.status == 200, reply
    return reply.body


def serve(server: Server, counter: str = "1") -> str:
    """Call the next, serve and finish: the whole visit. The number served."""
    ticket = call(server, counter)
    assert ticket is not None, "nobody waits"
    move(server, ticket["id"], "serve")
    move(server, ticket["id"], "finish")
    return str(ticket["number"])
