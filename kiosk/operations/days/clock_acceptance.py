"""The clock is judged at the start, and staff say that it is right after all (operating rules 22, 23 and 45).

What a wrong clock wrote is marked: its days are no service days any more, and the acceptance in the log says from where
on the time ran again. Neither is a yardstick afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from kiosk.clock import BUILT, JUMP_S, SystemClock
from kiosk.operations.days.carrying_over import carry_over
from kiosk.operations.people.actor import Actor, staff_of
from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.queue.ticket import State
from kiosk.rules import Rules
from kiosk.store.interface import SETBACKS_FACT, Event, Transaction
from kiosk.store.values import micros

SEEN_EVERY_S: Final = 600.0
"""How often a running server notes the time, so that a start after a quiet weekend knows it."""
_OPEN: Final = (State.WAITING, State.HELD, State.CALLED, State.SERVING)


@dataclass(frozen=True, slots=True)
class ClockAcceptance:
    """What staff accepted."""

    now: datetime
    before: datetime
    """What was known of the time."""
    carried: tuple[str, ...]
    """Numbers from a day that a wrong clock had opened, which wait on today."""


def judge_start(point: ServicePoint, tx: Transaction, files: Iterable[Path] = ()) -> None:
    """Put the clock in doubt where it is more than a day from what is known, or before the program was made.

    Known are the newest event and the newest note of the time (``note_time``); without either, the time that the
    machine's own clock gave to the newest of ``files``, before which it cannot be.
    Days on which the point was closed do not count: after a weekend nobody need accept anything. A simulated clock is
    never judged: whoever chose it knows.
    """
    if point.clock.simulated:
        return
    now = point.clock.now()
    known = _known_time(point, tx)
    if known is None:
        newest = _newest_change(files) if isinstance(point.clock, SystemClock) else None
        if newest is not None and (newest - now).total_seconds() > JUMP_S:
            point.watch.doubt_start(newest)
    elif abs((now - known).total_seconds()) > JUMP_S and not _only_closed_between(point, tx, known, now):
        point.watch.doubt_start(known)
    if now < BUILT and (known is None or known >= BUILT):  # unless staff accepted it before
        point.watch.doubt_start(known or BUILT)


def note_time(point: ServicePoint, tx: Transaction) -> None:
    """Note that the time is right now, for the next start. Call it every ``SEEN_EVERY_S`` seconds."""
    context = read_context(point, tx)
    if not context.clock_suspect:
        tx.put_fact(_last_seen_key(point), context.recorded_at.isoformat())


def accept(point: ServicePoint, tx: Transaction, actor: Actor) -> ClockAcceptance:
    """Log that staff say that the clock is right. Call ``point.watch.trust()`` once this is on the disk.

    Tickets that wait on a day which a wrong clock opened wait on today, under their numbers.
    """
    context = read_context(point, tx)
    now, last = point.clock.now(), tx.last_event(point.id)
    known = max(point.watch.known_time(), last.at) if last is not None else point.watch.known_time()
    day = context.rules.business_date(now)
    wrong = tx.mark_days_of_wrong_clock(point.id, day)
    event = tx.append(
        "clock_accept",
        now,
        point.id,
        staff=staff_of(context, actor, None),
        data={
            "before": known.isoformat(),
            "jump_s": round((now - known).total_seconds()),
            "wrong_days": [each.isoformat() for each in wrong],
            "device": actor.device,
        },
    )
    if last is not None and now < last.at:
        _note_setback(tx, event)
    tx.put_fact(_last_seen_key(point), now.isoformat())
    carried = carry_over(point, tx, now, day, wrong)
    return ClockAcceptance(now, known, tuple(carried))


def _note_setback(tx: Transaction, event: Event) -> None:
    found = tx.fact(SETBACKS_FACT)
    setbacks: list[tuple[int, int]] = msgspec.json.decode(found) if found else []
    setbacks.append((event.sequence, micros(event.at)))
    tx.put_fact(SETBACKS_FACT, msgspec.json.encode(setbacks).decode())


def _known_time(point: ServicePoint, tx: Transaction) -> datetime | None:
    """The newest time of an event of this point, of a restored backup, or of a note; None for a new database."""
    events = (tx.last_event(point.id), tx.last_event())
    times = [event.at for event in events if event is not None and event.point in (point.id, "")]
    if seen := tx.fact(_last_seen_key(point)):
        times.append(datetime.fromisoformat(seen))
    return max(times, default=None)


def _only_closed_between(point: ServicePoint, tx: Transaction, known: datetime, now: datetime) -> bool:
    """Whether the machine may have been off meanwhile: the day was over, nobody waited, no service day was missed."""
    rules = point.rules
    last, today = rules.business_date(known), rules.business_date(now)
    if today <= last or any(tx.in_state(point.id, day, _OPEN, limit=1) for day in tx.open_days(point.id)):
        return False
    days = (last + timedelta(days=ahead) for ahead in range(1, (today - last).days))
    return _is_day_over(rules, point.id, last, known) and not any(_has_hours(rules, point.id, day) for day in days)


def _is_day_over(rules: Rules, point: str, day: date, at: datetime) -> bool:
    plans = (rules.plan(point, offer.service, day) for offer in rules.configuration.points[point].offers)
    return all(at.timestamp() >= plan.closes for plan in plans)


def _has_hours(rules: Rules, point: str, day: date) -> bool:
    return any(rules.plan(point, offer.service, day).hours for offer in rules.configuration.points[point].offers)


def _newest_change(files: Iterable[Path]) -> datetime | None:
    times: list[float] = []
    for file in files:
        try:
            times.append(file.stat().st_mtime)
        except OSError:
            continue
    return datetime.fromtimestamp(max(times), BUILT.tzinfo) if times else None


def _last_seen_key(point: ServicePoint) -> str:
    return f"clock_seen:{point.id}"
