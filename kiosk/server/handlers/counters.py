"""Counters: who sits there, and the next visitor."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from kiosk.messages import CallNext, CounterView, Pause, SignIn
from kiosk.operations import counters, people, pins
from kiosk.operations.actor import counter_of
from kiosk.operations.calling import call_next
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import moment
from kiosk.operations.views.point import counter_views
from kiosk.operations.views.queue import why_view
from kiosk.server.exchange import Reply, Visit
from kiosk.server.handlers.tickets import moved
from kiosk.store.interface import CounterSession, Transaction

if TYPE_CHECKING:
    from kiosk.server.house import House

_ONE_AT_A_TIME: Final = ThreadPoolExecutor(1, "pin")
"""Argon2 takes 19 MiB and a processor: one check at a time keeps the rest of the server alive."""


async def hash_pin(pin: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_ONE_AT_A_TIME, pins.hash_pin, pin)


async def check_pin(house: House, staff: str, pin: str) -> None:
    """Refused with 403, and with 429 while the account is locked."""
    pin_hash = await house.write(lambda tx: people.begin_attempt(house.point, tx, staff))
    right = await asyncio.get_running_loop().run_in_executor(_ONE_AT_A_TIME, _check, pin_hash, pin)
    if not right:
        raise Refusal("wrong_pin", 403)


async def sign_in(house: House, visit: Visit) -> Reply:
    body: SignIn = visit.body
    counter, point = counter_of(house.point, visit.params["id"]), house.point
    await check_pin(house, body.staff, body.pin)

    def write(tx: Transaction) -> CounterSession:
        people.succeed(tx, body.staff)
        return counters.sign_in(point, tx, visit.caller.actor, counter, body.staff)

    await house.write(write)
    return await _counter(house, counter)


def _check(pin_hash: str | None, pin: str) -> bool:
    """An unknown name takes as long as a known one."""
    return pins.matches(pin_hash or pins.nobody(), pin) and pin_hash is not None


async def sign_out(house: House, visit: Visit) -> Reply:
    counter = visit.params["id"]
    await house.write(lambda tx: counters.sign_out(house.point, tx, visit.caller.actor, counter))
    return await _counter(house, counter)


async def pause(house: House, visit: Visit) -> Reply:
    body: Pause = visit.body
    counter = visit.params["id"]
    await house.write(lambda tx: counters.pause(house.point, tx, visit.caller.actor, counter, body.reason))
    return await _counter(house, counter)


async def resume(house: House, visit: Visit) -> Reply:
    counter = visit.params["id"]
    await house.write(lambda tx: counters.resume(house.point, tx, visit.caller.actor, counter))
    return await _counter(house, counter)


async def _counter(house: House, counter: str) -> Reply:
    def read(tx: Transaction) -> list[CounterView]:
        return counter_views(moment(house.point, tx))

    views = await house.read(read)
    return Reply(next(view for view in views if view.id == counter))


async def next_visitor(house: House, visit: Visit) -> Reply:
    """200 with the ticket now called and why it is next; 204 when nobody waits."""
    body: CallNext = visit.body
    point, actor, counter = house.point, visit.caller.actor, visit.params["id"]
    called = await house.write(lambda tx: call_next(point, tx, actor, counter, finish=body.finish))
    if called is None:
        return Reply(status=204)
    why = why_view(point.rules, called.why, called.facts)
    return moved(house, called.ticket, why)
