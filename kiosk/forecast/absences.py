"""When counters will be empty: whole earlier days, fitted to who is here now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Final

from kiosk.forecast.past import PastDay, Plan, plan_of
from kiosk.forecast.state import NEVER, CounterNow, PointState, Stretch

FEW_DAYS: Final = 5
"""Under so many days of history, made-up days are added."""
LUNCH_S: Final = 20 * 60
"""A shorter absence is no lunch."""
LUNCH_HOURS: Final = (10.5 * 3600, 14.75 * 3600)
FEW_PAUSES: Final = 5
"""With fewer pauses of the same reason, those of every reason are looked at."""
PAUSE_S: Final = 480.0
AFTER_CLOSING_S: Final = 180.0
"""Who signs out so shortly before the end of the hours, or later, was not absent."""
LATE_S: Final = 600.0
"""Mean seconds until a counter comes that should be here."""
SURPRISE_DAYS: Final = 0.6
"""A counter is away as if on so many days it had been away though nobody expected it."""
LATE_SHARE: Final = 0.7
LATE_FOR_S: Final = 45 * 60
"""So long after the opening a counter that is not signed in is late rather than absent."""

Absence = tuple[float, float]
"""From, to; the second is ``NEVER`` for the rest of the day."""


@dataclass(frozen=True, slots=True)
class CounterDay:
    """One counter on one earlier day."""

    arrival: float | None
    """Its first sign-in; None: it never came."""
    absences: Sequence[Absence]
    """Afterwards, in order: pauses, stretches signed out, and the rest of a day that ended early."""

    def away_at(self, at: float) -> bool:
        return self.arrival is None or at < self.arrival or any(start <= at < end for start, end in self.absences)


@dataclass(frozen=True, slots=True)
class PresenceModel:
    days: Sequence[tuple[Plan, Mapping[str, CounterDay]]]
    """Hours by service, and each counter; oldest first."""
    lengths: Mapping[str, Sequence[float]]
    """Seconds of earlier pauses, by their reason."""


def learn_presence(counters: Mapping[str, Sequence[str]], days: Sequence[PastDay]) -> PresenceModel:
    """``counters``: what each serves."""
    found: list[tuple[Plan, Mapping[str, CounterDay]]] = []
    lengths: dict[str, list[float]] = {}
    for day in days:
        for stretch in day.presence:
            if stretch.paused is not None:
                lengths.setdefault(stretch.paused, []).append(stretch.end - stretch.start)
        each: dict[str, CounterDay] = {}
        for counter, serves in counters.items():
            closes = max((end for service in serves for _, end in day.hours.get(service, ())), default=0.0)
            spans = sorted((p.start, p.end, p.paused) for p in day.presence if p.counter == counter)
            each[counter] = counter_day(spans, closes)
        found.append((day.plan, each))
    return PresenceModel(found, lengths)


def counter_day(spans: Sequence[tuple[float, float, str | None]], closes: float) -> CounterDay:
    """From a counter's stretches of presence in their order, and the end of its services' hours."""
    opened = [(start, end) for start, end, paused in spans if paused is None]
    if not opened:
        return CounterDay(None, ())
    absences: list[Absence] = []
    until = opened[0][1]
    for start, end in opened[1:]:
        if start - until > 1:
            absences.append((until, start))
        until = max(until, end)
    if until < closes - AFTER_CLOSING_S:
        absences.append((until, NEVER))
    return CounterDay(opened[0][0], absences)


def default_day(
    counters: Sequence[CounterNow], hours: Mapping[str, Sequence[Stretch]], chance: Random
) -> Mapping[str, CounterDay]:
    """A made-up day: up to ten minutes late, a pause every two hours, lunch for most."""
    found: dict[str, CounterDay] = {}
    for counter in counters:
        spans = [span for service in counter.serves for span in hours.get(service, ())]
        if not spans:
            found[counter.id] = CounterDay(None, ())
            continue
        opens, closes = min(start for start, _ in spans), max(end for _, end in spans)
        absences: list[Absence] = []
        at = opens
        while (at := at + chance.expovariate(1 / 7200)) < closes - 600:
            absences.append((at, at + 480))
        planned = counter.planned
        if planned is not None and len(planned) > 1:
            absences += [(end, again) for (_, end), (again, _) in pairwise(planned)]
        elif planned is None and closes - opens > 5 * 3600 and chance.random() < 0.7:
            lunch = chance.choice((11.5, 12.0, 12.5)) * 3600
            absences.append((lunch, lunch + 45 * 60))
        found[counter.id] = CounterDay(opens + chance.uniform(-300, 600), _apart(absences))
    return found


def _apart(absences: Sequence[Absence]) -> list[Absence]:
    found: list[Absence] = []
    for start, end in sorted(absences):
        if found and start < found[-1][1]:
            continue
        found.append((start, end))
    return found


class Presence:
    """What may become of the counters from now on; ``draw`` gives one way."""

    def __init__(self, model: PresenceModel, state: PointState, chance: Random) -> None:
        plan = plan_of(state.hours)
        self._state, self._chance = state, chance
        self._model = model
        days = [each for day, each in model.days if day == plan]
        if len(days) < FEW_DAYS:
            days += [default_day(state.counters, state.hours, chance) for _ in range(FEW_DAYS - len(days))]
        self._days = days
        covered = {service for counter in state.counters if counter.present for service in counter.serves}
        self._alone = [not covered.issuperset(counter.serves) for counter in state.counters]
        """Of which counters some service has nobody else: they open as usual."""
        self._pools: dict[tuple[str, float], list[float]] = {}
        self._order = list(range(len(days)))
        self._at = len(days)
        self._plans = [[self._plan(counter, each[counter.id]) for counter in state.counters] for each in days]

    @property
    def days(self) -> int:
        return len(self._days)

    def draw(self) -> list[tuple[float, list[Absence]]]:
        """For each counter from when it is here, and its later absences, the last first."""
        if self._at >= len(self._order):
            self._chance.shuffle(self._order)
            self._at = 0
        day = self._order[self._at]
        self._at += 1
        found: list[tuple[float, list[Absence]]] = []
        for place, counter in enumerate(self._state.counters):
            here, absences = self._plans[day][place]
            if counter.closed_until is not None:
                here, absences = self._closed(counter, here, absences)
            elif counter.paused is not None:
                here = self._back_from_pause(counter)
                if here - (counter.since or here) >= LUNCH_S:
                    absences = [each for each in absences if not _is_lunch(each)]
                absences = [each for each in absences if each[0] > here]
            elif not counter.present:
                here, absences = self._arrival(place, day)
            if counter.planned is not None and counter.closed_until is None:
                here, absences = self._by_roster(counter, here, absences)
            found.append((here, list(absences)))
        return found

    def _plan(self, counter: CounterNow, day: CounterDay) -> tuple[float, list[Absence]]:
        """The earlier day's absences as they would come from now on, the last first."""
        at = self._state.at
        had_lunch = _had_lunch(counter)
        later: list[Absence] = []
        for start, end in day.absences:
            if _is_lunch((start, end)):
                if had_lunch:
                    continue
                if start <= at < end:  # its lunch on that day: it will come soon
                    later.append((at + 300, at + 300 + end - start))
                    continue
            if start > at:
                later.append((start, end))
        later.reverse()
        return at, later

    def _arrival(self, place: int, day: int) -> tuple[float, list[Absence]]:
        """Of a counter that is not signed in: as on the days on which it was away at this time."""
        at, counter = self._state.at, self._state.counters[place]
        if not self._days[day][counter.id].away_at(at):
            away = [n for n, each in enumerate(self._days) if each[counter.id].away_at(at)]
            if self._alone[place]:
                return at + self._chance.expovariate(1 / LATE_S), self._plans[day][place][1]
            if not away or self._chance.random() * (len(away) + SURPRISE_DAYS) < SURPRISE_DAYS:
                return self._late(place, day)
            day = self._chance.choice(away)
        own, later = self._days[day][counter.id], self._plans[day][place][1]
        if own.arrival is not None and at < own.arrival:
            return own.arrival, later
        back = next((end for start, end in own.absences if start <= at < end), NEVER)
        return back, [each for each in later if each[0] >= back]

    def _late(self, place: int, day: int) -> tuple[float, list[Absence]]:
        """Of a counter that was always here at this time: soon after the opening it is late, afterwards away today."""
        at, counter = self._state.at, self._state.counters[place]
        spans = [span for service in counter.serves for span in self._state.hours.get(service, ())]
        opens = min((start for start, _ in spans), default=at)
        if at < opens + LATE_FOR_S and not counter.open_today and self._chance.random() < LATE_SHARE:
            return at + self._chance.expovariate(1 / LATE_S), self._plans[day][place][1]
        return NEVER, []

    def _by_roster(self, counter: CounterNow, here: float, absences: list[Absence]) -> tuple[float, list[Absence]]:
        """Nobody comes outside of the roster; who is here leaves with it, and comes with a later part of it.

        Who should be here and is not is as on earlier days.
        """
        at, planned = self._state.at, counter.planned or ()
        if not counter.present and not any(start <= at < end for start, end in planned):
            later = next((start for start, _ in planned if start > at), None)
            if later is None:
                return NEVER, []
            here = later + self._chance.uniform(-300, 600)
            absences = [each for each in absences if each[0] > here and each[1] < NEVER]
        closes = max((end for s in counter.serves for _, end in self._state.hours.get(s, ())), default=0.0)
        leaves = planned[-1][1] if planned else at
        if at < leaves < closes - AFTER_CLOSING_S:
            absences = [(leaves, NEVER), *(each for each in absences if each[0] < leaves)]
        return here, absences

    def _back_from_pause(self, counter: CounterNow) -> float:
        at = self._state.at
        since = counter.since if counter.since is not None else at
        gone = at - since
        pool = self._longer_pauses(counter.paused or "", gone)
        if not pool:
            return at + self._chance.expovariate(1 / (PAUSE_S if gone < LUNCH_S else LUNCH_S))
        return since + self._chance.choice(pool)

    def _longer_pauses(self, reason: str, gone: float) -> list[float]:
        found = self._pools.get((reason, gone))
        if found is None:
            known = self._model.lengths.get(reason, ())
            if len(known) < FEW_PAUSES:
                known = [length for lengths in self._model.lengths.values() for length in lengths]
            found = self._pools[reason, gone] = [length for length in known if length > gone]
        return found

    @staticmethod
    def _closed(counter: CounterNow, here: float, absences: list[Absence]) -> tuple[float, list[Absence]]:
        until = counter.closed_until if counter.closed_until is not None else here
        return max(here, until), [each for each in absences if each[0] > until]


def _is_lunch(absence: Absence) -> bool:
    start, end = absence
    return end < NEVER and end - start >= LUNCH_S and LUNCH_HOURS[0] <= start <= LUNCH_HOURS[1]


def _had_lunch(counter: CounterNow) -> bool:
    opened = sorted(counter.open_today)
    gaps = [(end, again) for (_, end), (again, _) in pairwise(opened)]
    return any(_is_lunch(gap) for gap in gaps)
