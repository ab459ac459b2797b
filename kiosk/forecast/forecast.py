"""The forecast of a whole point: for each waiting ticket, and for a newcomer of each service, when it may be called."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from kiosk.forecast.absences import Presence, PresenceModel, learn_presence
from kiosk.forecast.past import PastDay, plan_of
from kiosk.forecast.simulate import Arrival, Play, Queued, lines_of, simulate
from kiosk.forecast.state import NEVER, PointState, ServiceFacts
from kiosk.forecast.visit_times import VisitModel, learn_visits, level_of_today

PATHS: Final = 128


@dataclass(frozen=True, slots=True)
class Experience:
    """What earlier days teach; made once a day."""

    visits: VisitModel
    presence: PresenceModel
    days: Sequence[PastDay]


def learn(
    services: Mapping[str, ServiceFacts], counters: Mapping[str, Sequence[str]], days: Sequence[PastDay]
) -> Experience:
    """From the newest days, oldest first. ``counters``: what each serves."""
    return Experience(learn_visits(services, days), learn_presence(counters, days), days)


@dataclass(frozen=True, slots=True)
class Outlook:
    """When one ticket may be called."""

    times: Sequence[float]
    """Of each path that calls it, ascending, in seconds since midnight."""
    paths: int

    @property
    def reached(self) -> float:
        """The share of paths that call it."""
        return len(self.times) / self.paths


@dataclass(frozen=True, slots=True)
class Forecast:
    at: float
    tickets: Mapping[str, Outlook]
    newcomers: Mapping[str, Outlook]
    """By service: of a visitor who takes a number now."""


def forecast(
    state: PointState,
    experience: Experience,
    *,
    paths: int = PATHS,
    wanted: Collection[str] | None = None,
    newcomers: Collection[str] | None = None,
) -> Forecast:
    """``wanted`` tickets and ``newcomers`` by service; None is everyone. The same arguments give the same answer."""
    chance = Random(state.seed)  # noqa: S311  a simulation, not a secret
    lines = lines_of(state)
    names = list(state.services)
    index = {name: n for n, name in enumerate(names)}
    tickets = [ticket for ticket in state.waiting if ticket.service in index]
    noted = [ticket.key for ticket in tickets if wanted is None or ticket.key in wanted]
    called_somewhere = {name for counter in state.counters for name in (*counter.serves, *counter.rest)}
    services = [
        name
        for name in names
        if (newcomers is None or name in newcomers) and state.hours.get(name) and name in called_somewhere
    ]
    target_of = {key: n for n, key in enumerate(noted)}
    waiting: list[tuple[Queued, bool]] = []
    held: list[Arrival] = []
    for n, ticket in enumerate(tickets):
        queued = Queued(
            ticket.position,
            n,
            target_of.get(ticket.key, -1),
            ticket.issued_at,
            index[ticket.service],
            NEVER if ticket.appointment is None else ticket.appointment,
            -1 if ticket.reentry_after is None else ticket.reentry_after,
            lines.of_service[ticket.service]
            if ticket.counter is None
            else lines.of_reserved[ticket.service, ticket.counter],
        )
        if ticket.back_at is not None and ticket.back_at > state.at:
            held.append((ticket.back_at, n, queued, ticket.priority))
        else:
            waiting.append((queued, ticket.priority))
    last = max((queued.position for queued, _ in waiting), default=0.0)
    for n, name in enumerate(services):
        newcomer = Queued(
            max(state.at, last) + 0.001,
            len(tickets) + n,
            len(noted) + n,
            state.at,
            index[name],
            NEVER,
            -1,
            lines.of_service[name],
        )
        waiting.append((newcomer, state.services[name].priority))
    presence = Presence(experience.presence, state, chance)
    play = Play(
        state=state,
        lines=lines,
        visits=experience.visits,
        level=level_of_today(experience.visits, state),
        waiting=waiting,
        newcomers_from=len(noted),
        targets=len(noted) + len(services),
        draw_presence=presence.draw,
        arrivals=_overtakers(state, experience, lines.of_service, index, held),
    )
    times = simulate(play, paths, chance)
    return Forecast(
        state.at,
        {key: Outlook(times[n], paths) for key, n in target_of.items()},
        {name: Outlook(times[len(noted) + n], paths) for n, name in enumerate(services)},
    )


def _overtakers(
    state: PointState,
    experience: Experience,
    line_of: Mapping[str, int],
    index: Mapping[str, int],
    held: Sequence[Arrival],
) -> list[list[Arrival]]:
    """Who came later than now on earlier days with the same hours, and may go before somebody who waits.

    Regular visitors matter only where more priority visitors wait than those who wait now would be called between.
    """
    ahead = sum(ticket.priority or ticket.appointment is not None for ticket in state.waiting)
    between = ahead > state.policy.priority_run_max * (len(state.waiting) - ahead)
    plan, at = plan_of(state.hours), state.at
    found: list[list[Arrival]] = []
    order = 1_000_000
    for day in experience.days:
        if day.plan != plan:
            continue
        arrivals = list(held)
        for ticket in day.taken if between else day.overtakers:
            if ticket.issued_at > at and ticket.service in index:
                order += 1
                booked = NEVER if ticket.appointment is None else ticket.appointment
                came, service = ticket.issued_at, ticket.service
                queued = Queued(came, order, -1, came, index[service], booked, -1, line_of[service])
                arrivals.append((came, order, queued, ticket.priority))
        arrivals.sort()
        found.append(arrivals)
    if not found and held:
        found.append(sorted(held))
    return found
