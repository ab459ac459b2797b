"""Which call the board shows large and says: each once, in order, none left out, none cut short. Pure.

Picture and voice follow the same queue, so that they are always at the same call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from kiosk.contract.board import CallView

SHOW_S: Final = 5.0
HURRY_S: Final = 2.0
"""Where calls come faster than they can be read."""
CROWD: Final = 3
STALE_S: Final = 120.0
"""A call that reaches the board later than this, after a long cut, is neither shown large nor said."""
KEPT: Final = 500
"""Calls that are known again; the server tells at most 200 of them a second time."""

CallKey = tuple[int, datetime]
"""The id with the time, since after a restored backup ids are given again."""


@dataclass(frozen=True, slots=True)
class Announcing:
    """The call that is shown, and those that wait for their turn."""

    call: CallView | None = None
    since: float = 0.0
    turn: int = 0
    """Grows with each call that is shown; the board flashes when it does, and the voice speaks."""
    coming: tuple[CallView, ...] = ()
    known: tuple[CallKey, ...] = ()


def heard(a: Announcing, call: CallView, age: float = 0.0) -> Announcing:
    """A call or recall came, ``age`` seconds after it was made; one that came before changes nothing."""
    key = (call.id, call.at)
    if key in a.known:
        return a
    known = (*a.known, key)[-KEPT:]
    return replace(a, known=known, coming=a.coming if age > STALE_S else (*a.coming, call))


def passed(a: Announcing, now: float, *, speaking: bool = False) -> Announcing:
    """Time passed: the next one, if the present one was seen long enough and said to its end."""
    if speaking or not a.coming:
        return a
    if a.turn > 0 and now - a.since < (HURRY_S if len(a.coming) >= CROWD else SHOW_S):
        return a
    return replace(a, call=a.coming[0], since=now, turn=a.turn + 1, coming=a.coming[1:])


def undone(a: Announcing, identity: int, left: Sequence[CallView]) -> Announcing:
    """A call was taken back: it will not be said; where it is shown, the newest of the others stands there again.

    A voice that has begun it ends its sentence.
    """
    coming = tuple(call for call in a.coming if call.id != identity)
    if a.call is None or a.call.id != identity:
        return replace(a, coming=coming)
    waiting = {call.id for call in coming}
    before = next((call for call in left if call.id != identity and call.id not in waiting), None)
    return replace(a, coming=coming, call=before)


def gone(a: Announcing, before: Sequence[CallView], now: Sequence[CallView]) -> Announcing:
    """A call that the board had and has no more comes down: its visitor did not come, or the number was cancelled.

    A call that no board has had yet is newer than both.
    """
    lost = {call.id for call in before if call.id} - {call.id for call in now}
    for identity in lost:
        a = undone(a, identity, now)
    return a


def recalled(a: Announcing, newest: CallView | None) -> Announcing:
    """After a new connection: what the board says is the newest call stands there, without a flash."""
    return replace(a, call=newest) if not a.coming and a.call != newest else a
