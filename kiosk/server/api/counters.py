"""Counters: who sits there, and the next visitor."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, cast

from msgspec import structs

from kiosk.contract.counters import CallNext, GivePin, MarkAbsent, Pause, SignedIn, SignedInOnDevice, SignIn
from kiosk.contract.people import StaffRole
from kiosk.contract.point import CounterView
from kiosk.contract.reasons import Reason
from kiosk.contract.status_token import hashed
from kiosk.operations.counters import sessions
from kiosk.operations.forecasts import absences
from kiosk.operations.people import authority, pin_attempts, pin_hashing
from kiosk.operations.people.actor import Actor, known_counter
from kiosk.operations.people.authority import Access
from kiosk.operations.people.tokens import new_token
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import read_context
from kiosk.operations.tickets.calling import call_next
from kiosk.operations.views.point import counter_views
from kiosk.operations.views.queue import why_view
from kiosk.server.api.tickets import moved_response
from kiosk.server.http.endpoint import Request
from kiosk.server.http.response import Response
from kiosk.store.interface import CounterSession, Staff, Transaction

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState

_ONE_AT_A_TIME: Final = ThreadPoolExecutor(1, "pin")
"""Argon2 takes 19 MiB and a processor: one check at a time keeps the rest of the server alive."""


async def owner_of_pin(accounts: Sequence[Staff], pin: str) -> str | None:
    """The name of the account whose PIN this is; None where it is nobody's. The server waits for nothing else."""
    for account in accounts:
        if await asyncio.get_running_loop().run_in_executor(_ONE_AT_A_TIME, _check, account.pin_hash, pin):
            return account.name
    return None


async def hash_pin(pin: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_ONE_AT_A_TIME, pin_hashing.hash_pin, pin)


async def check_pin(app: AppState, actor: Actor, staff: str, pin: str) -> None:
    """Refused with 403, and with 429 while the device is locked for the account."""
    pin_hash = await app.write(lambda tx: pin_attempts.begin(app.point, tx, actor, staff))
    right = await asyncio.get_running_loop().run_in_executor(_ONE_AT_A_TIME, _check, pin_hash, pin)
    if not right:
        raise Refusal(Reason.WRONG_PIN)


async def sign_in(app: AppState, request: Request) -> Response:
    body: SignIn = request.body
    counter, point, actor = known_counter(app.point, request.params["id"]), app.point, request.caller.actor
    await check_pin(app, actor, body.staff, body.pin)
    token = new_token() if body.session else None

    def write(tx: Transaction) -> CounterSession:
        pin_attempts.end(tx, actor, body.staff)
        return sessions.sign_in(point, tx, actor, counter, body.staff, token_hash=hashed(token) if token else None)

    await app.act(request, write)
    view = await _counter_view(app, counter)
    return Response(SignedIn(**structs.asdict(view), session=token))


async def sign_in_on_device(app: AppState, request: Request) -> Response:
    """On a supervisor's device, which belongs to no counter."""
    body: SignIn = request.body
    point, actor = app.point, request.caller.actor
    await check_pin(app, actor, body.staff, body.pin)
    token = new_token() if body.session else None

    def write(tx: Transaction) -> Staff:
        account = pin_attempts.end(tx, actor, body.staff)
        sessions.sign_in_on_device(point, tx, actor, body.staff, hashed(token) if token else None)
        return account

    account = await app.act(request, write)
    return Response(SignedInOnDevice(staff=account.name, role=cast("StaffRole", account.role), session=token))


async def sign_out_of_device(app: AppState, request: Request) -> Response:
    await app.act(request, lambda tx: sessions.sign_out_of_device(app.point, tx, request.caller.actor))
    return Response(status=204)


async def give_pin(app: AppState, request: Request) -> Response:
    """The PIN once more, before a grave act."""
    body: GivePin = request.body
    point, actor = app.point, request.caller.actor

    def present(tx: Transaction) -> CounterSession | None:
        return authority.check(point, tx, actor, Access.PERSON)

    session = await app.read(present)
    if session is None:  # the server's own user needs none
        return Response(status=204)
    await check_pin(app, actor, session.staff, body.pin)

    def write(tx: Transaction) -> None:
        pin_attempts.end(tx, actor, session.staff)
        current = authority.sign(point, tx, actor, Access.PERSON)
        if current is None or current.staff != session.staff:
            raise Refusal(Reason.SIGN_IN_NEEDED)
        sessions.prove(point, tx, current)

    await app.write(write)
    return Response(status=204)


def _check(pin_hash: str | None, pin: str) -> bool:
    """An unknown name takes as long as a known one."""
    return pin_hashing.matches(pin_hash or pin_hashing.dummy_hash(), pin) and pin_hash is not None


async def sign_out(app: AppState, request: Request) -> Response:
    counter = request.params["id"]
    await app.act(request, lambda tx: sessions.sign_out(app.point, tx, request.caller.actor, counter))
    return await _counter_response(app, counter)


async def pause(app: AppState, request: Request) -> Response:
    body: Pause = request.body
    counter = request.params["id"]
    await app.act(request, lambda tx: sessions.pause(app.point, tx, request.caller.actor, counter, body.reason))
    return await _counter_response(app, counter)


async def resume(app: AppState, request: Request) -> Response:
    counter = request.params["id"]
    await app.act(request, lambda tx: sessions.resume(app.point, tx, request.caller.actor, counter))
    return await _counter_response(app, counter)


async def mark_absent(app: AppState, request: Request) -> Response:
    body: MarkAbsent = request.body
    counter, point, actor = request.params["id"], app.point, request.caller.actor
    if body.until is not None and body.until.tzinfo is None:
        raise Refusal(Reason.INVALID_BODY, {"error": "`until` needs an offset, such as +07:00"})
    await app.act(request, lambda tx: absences.mark(point, tx, actor, counter, body.until))
    return await _counter_response(app, counter)


async def end_absence(app: AppState, request: Request) -> Response:
    """Ending what is not marked is no fault."""
    counter = request.params["id"]
    await app.act(request, lambda tx: absences.clear(app.point, tx, request.caller.actor, counter))
    return await _counter_response(app, counter)


async def _counter_response(app: AppState, counter: str) -> Response:
    return Response(await _counter_view(app, counter))


async def _counter_view(app: AppState, counter: str) -> CounterView:
    views = await app.read(lambda tx: counter_views(read_context(app.point, tx)))
    return next(view for view in views if view.id == counter)


async def next_visitor(app: AppState, request: Request) -> Response:
    """200 with the ticket now called and why it is next; 204 when nobody waits."""
    body: CallNext = request.body
    point, actor, counter = app.point, request.caller.actor, request.params["id"]
    called = await app.act(request, lambda tx: call_next(point, tx, actor, counter, finish=body.finish))
    if called is None:
        return Response(status=204)
    why = why_view(point.rules, called.why, called.facts)
    return moved_response(app, called.ticket, why)
