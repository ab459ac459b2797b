"""Counters: who sits there, and the next visitor."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from kiosk.contract.counters import CallNext, Pause, SignIn
from kiosk.contract.point import CounterView
from kiosk.contract.reasons import Reason
from kiosk.operations.counters import sessions
from kiosk.operations.people import accounts, pin_hashing
from kiosk.operations.people.actor import known_counter
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import read_context
from kiosk.operations.tickets.calling import call_next
from kiosk.operations.views.point import counter_views
from kiosk.operations.views.queue import why_view
from kiosk.server.api.tickets import moved
from kiosk.server.http.endpoint import Request, Response
from kiosk.store.interface import CounterSession, Transaction

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState

_ONE_AT_A_TIME: Final = ThreadPoolExecutor(1, "pin")
"""Argon2 takes 19 MiB and a processor: one check at a time keeps the rest of the server alive."""


async def hash_pin(pin: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_ONE_AT_A_TIME, pin_hashing.hash_pin, pin)


async def check_pin(app: AppState, staff: str, pin: str) -> None:
    """Refused with 403, and with 429 while the account is locked."""
    pin_hash = await app.write(lambda tx: accounts.begin_attempt(app.point, tx, staff))
    right = await asyncio.get_running_loop().run_in_executor(_ONE_AT_A_TIME, _check, pin_hash, pin)
    if not right:
        raise Refusal(Reason.WRONG_PIN)


async def sign_in(app: AppState, request: Request) -> Response:
    body: SignIn = request.body
    counter, point = known_counter(app.point, request.params["id"]), app.point
    await check_pin(app, body.staff, body.pin)

    def write(tx: Transaction) -> CounterSession:
        accounts.end_attempt(tx, body.staff)
        return sessions.sign_in(point, tx, request.caller.actor, counter, body.staff)

    await app.write(write)
    return await _counter(app, counter)


def _check(pin_hash: str | None, pin: str) -> bool:
    """An unknown name takes as long as a known one."""
    return pin_hashing.matches(pin_hash or pin_hashing.dummy_hash(), pin) and pin_hash is not None


async def sign_out(app: AppState, request: Request) -> Response:
    counter = request.params["id"]
    await app.write(lambda tx: sessions.sign_out(app.point, tx, request.caller.actor, counter))
    return await _counter(app, counter)


async def pause(app: AppState, request: Request) -> Response:
    body: Pause = request.body
    counter = request.params["id"]
    await app.write(lambda tx: sessions.pause(app.point, tx, request.caller.actor, counter, body.reason))
    return await _counter(app, counter)


async def resume(app: AppState, request: Request) -> Response:
    counter = request.params["id"]
    await app.write(lambda tx: sessions.resume(app.point, tx, request.caller.actor, counter))
    return await _counter(app, counter)


async def _counter(app: AppState, counter: str) -> Response:
    def read(tx: Transaction) -> list[CounterView]:
        return counter_views(read_context(app.point, tx))

    views = await app.read(read)
    return Response(next(view for view in views if view.id == counter))


async def next_visitor(app: AppState, request: Request) -> Response:
    """200 with the ticket now called and why it is next; 204 when nobody waits."""
    body: CallNext = request.body
    point, actor, counter = app.point, request.caller.actor, request.params["id"]
    called = await app.write(lambda tx: call_next(point, tx, actor, counter, finish=body.finish))
    if called is None:
        return Response(status=204)
    why = why_view(point.rules, called.why, called.facts)
    return moved(app, called.ticket, why)
