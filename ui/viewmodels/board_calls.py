"""Which call the board shows large: each long enough to be read, in order, none left out. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kiosk.messages import CallView

SHOW_S: Final = 5.0
HURRY_S: Final = 2.0
"""Where calls come faster than they can be read."""
CROWD: Final = 3


@dataclass(frozen=True, slots=True)
class Announcing:
    """The call that is shown, and those that wait for their turn."""

    call: CallView | None = None
    since: float = 0.0
    turn: int = 0
    """Grows with each call that is shown; the board flashes when it does, and the voice will speak."""
    coming: tuple[CallView, ...] = ()


def heard(a: Announcing, call: CallView, now: float) -> Announcing:
    """A call or recall came."""
    return passed(replace(a, coming=(*a.coming, call)), now)


def passed(a: Announcing, now: float) -> Announcing:
    """Time passed: the next one, if the present one was seen long enough."""
    if not a.coming or (a.turn > 0 and now - a.since < (HURRY_S if len(a.coming) >= CROWD else SHOW_S)):
        return a
    return Announcing(call=a.coming[0], since=now, turn=a.turn + 1, coming=a.coming[1:])


def recalled(a: Announcing, newest: CallView | None) -> Announcing:
    """After a new connection: what the board says is the newest call stands there, without a flash."""
    return replace(a, call=newest) if not a.coming and a.call != newest else a
