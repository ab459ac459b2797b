"""States and history of a file, replayed through the same forecast as the server's: one quote a state.

The formats are those of the honesty judge: a state a line with ISO times, and beside it ``HISTORY.json`` with
``{config, days: [{date, hours, rows, presence, planned}]}`` in seconds since midnight.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kiosk.forecast.correction import Levels, Outcome, corrected, level_of, time_at
from kiosk.forecast.forecast import Experience, Outlook, forecast, learn
from kiosk.forecast.past import PastDay, PresenceSpan, TakenTicket
from kiosk.forecast.shown import clock_range
from kiosk.forecast.simulate import windows
from kiosk.forecast.state import (
    CounterNow,
    EndedVisit,
    PointState,
    PolicyNumbers,
    ServiceFacts,
    VisitInHand,
    WaitingTicket,
)

Json = Mapping[str, Any]
REPLAYED_DAYS: Final = 10
REPLAYED_TICKETS: Final = 24
"""Of each of the newest days: enough outcomes for a correction."""


@dataclass
class PointReplay:
    """One point with its history; states must come in order of time within a day."""

    history: Json
    _experience: Experience = field(init=False)
    _past: list[Outcome] = field(init=False)
    _day: str = ""
    _known: dict[str, Outlook] = field(default_factory=dict[str, Outlook])

    def __post_init__(self) -> None:
        config, days = self.history["config"], self.history["days"]
        self._past = list(_past_outcomes(config, days))
        self._experience = _learn(config, [past_day(day) for day in days])

    def quote(self, raw: Json) -> dict[str, Any]:
        """``{id, low_min, high_min, shown_low_min, shown_high_min, reached}``."""
        state = state_of(raw)
        if raw["date"] != self._day:
            self._day, self._known = raw["date"], {}
        number = raw["number"]
        found = forecast(state, self._experience, wanted=(number,), newcomers=()).tickets.get(number)
        levels = corrected([*self._past, *self._todays(raw)])
        answer: dict[str, Any] = dict.fromkeys(("low_min", "high_min", "shown_low_min", "shown_high_min"))
        if found is not None and found.times:
            self._known[number] = found
            ends = _ends(found.times, state, raw["service"], levels)
            answer = dict(zip(answer, (round((end - state.at) / 60, 2) for end in ends), strict=True))
        return {"id": raw["id"], **answer, "reached": round(found.reached, 4) if found else 0.0}

    def _todays(self, raw: Json) -> Iterator[Outcome]:
        """Of those tickets of today whose forecast was made here and that have been called."""
        seen: set[str] = set()
        called = [(visit["number"], visit["called_at"]) for visit in raw["today"]]
        called += [(c["with"]["number"], c["with"]["called_at"]) for c in raw["counters"] if c["with"]]
        for number, at in sorted(called, key=lambda each: each[1]):
            if number in self._known and number not in seen:
                seen.add(number)
                yield Outcome(level_of(self._known[number].times, seconds(at)), 0)


def _ends(times: Sequence[float], state: PointState, service: str, levels: Levels) -> tuple[float, float, float, float]:
    """The quoted and the shown range."""
    low, high = (max(state.at, time_at(times, level)) for level in (levels.low, levels.high))
    drains = (state.policy.break_drain_min * 60.0, state.policy.close_drain_min * 60.0)
    start, end = clock_range(times, state.at, levels, windows(state.hours[service], *drains, 0.0))
    return low, high, start, end


def seconds(text: str) -> float:
    """Since midnight, of an ISO time or of ``HH:MM``."""
    clock = text[11:19] if len(text) > 8 else f"{text}:00"
    return int(clock[:2]) * 3600 + int(clock[3:5]) * 60 + int(clock[6:8])


def _maybe(text: str | None) -> float | None:
    return None if text is None else seconds(text)


def state_of(raw: Json) -> PointState:
    """One line of a states file."""
    return PointState(
        at=seconds(raw["at"]),
        hours={s: [(seconds(a), seconds(b)) for a, b in spans] for s, spans in raw["all_hours"].items()},
        services=_services(raw["services"]),
        counters=[_counter(counter) for counter in raw["counters"]],
        waiting=[
            WaitingTicket(
                key=ticket["number"],
                service=ticket["service"],
                priority=ticket["priority"],
                position=seconds(ticket["place"]),
                issued_at=seconds(ticket["issued_at"]),
                appointment=_maybe(ticket["appointment"]),
                reentry_after=ticket["reentry_after"],
            )
            for ticket in raw["waiting"]
        ],
        ended=[
            EndedVisit(
                service=visit["service"],
                counter=visit["counter"],
                called_at=seconds(visit["called_at"]),
                ended_at=seconds(visit["ended_at"]),
                came=visit["outcome"] == "finished",
                number=visit["number"],
            )
            for visit in raw["today"]
        ],
        calls_made=raw["calls_made"],
        appointment_run=raw["runs"]["appointment"],
        priority_run=raw["runs"]["priority"],
        policy=_policy(raw["settings"]),
        seed=f"{raw['point']} {raw['date']}",
    )


def _services(services: Json) -> dict[str, ServiceFacts]:
    return {
        name: ServiceFacts(facts["priority"], facts["service_min"], facts["next_stage"])
        for name, facts in services.items()
    }


def _policy(settings: Json) -> PolicyNumbers:
    return PolicyNumbers(**{name: settings[name] for name in PolicyNumbers.__slots__ if name in settings})


def _counter(counter: Json) -> CounterNow:
    hand = counter["with"]
    return CounterNow(
        id=counter["id"],
        serves=counter["serves"],
        rest=counter["rest"],
        present=counter["signed_in"],
        paused=counter["paused"],
        since=_maybe(counter["since"]),
        open_today=[(seconds(a), seconds(b)) for a, b in counter["open_today"]],
        in_hand=VisitInHand(hand["service"], seconds(hand["called_at"]), hand["state"] == "serving") if hand else None,
        planned=[(seconds(a), seconds(b)) for a, b in counter["planned"]] if counter.get("planned") else None,
    )


def past_day(day: Json) -> PastDay:
    """One day of a history file."""
    return PastDay(
        hours={service: [tuple(span) for span in spans] for service, spans in day["hours"].items()},
        visits=[_visit(row) for row in day["rows"] if row["outcome"] in ("finished", "no_show")],
        taken=[
            TakenTicket(row["service"], row["priority"], row["issued_at"], row["appointment"])
            for row in day["rows"]
            if row["taken"]
        ],
        presence=[PresenceSpan(p["counter"], p["from"], p["to"], p["paused"]) for p in day["presence"]],
    )


def _visit(row: Json) -> EndedVisit:
    return EndedVisit(
        row["service"],
        row["counter"],
        row["called_at"],
        row["ended_at"],
        row["outcome"] == "finished",
        row["number"],
        row["entered_at"],
    )


def _learn(config: Json, days: Sequence[PastDay]) -> Experience:
    return learn(_services(config["services"]), {c["id"]: c["serves"] for c in config["counters"]}, days)


def _past_outcomes(config: Json, days: Sequence[Json]) -> Iterator[Outcome]:
    """Forecasts of the newest days, each from the days before it, against what happened."""
    known = [past_day(day) for day in days]
    for number in range(max(1, len(days) - REPLAYED_DAYS), len(days)):
        experience = _learn(config, known[:number])
        taken = sorted((row for row in days[number]["rows"] if row["taken"]), key=lambda row: row["issued_at"])
        step = max(1, -(-len(taken) // REPLAYED_TICKETS))
        for own in taken[number % step :: step]:
            if own["called_at"] is None:
                continue
            state = past_state(config, days[number], own)
            found = forecast(state, experience, wanted=(own["number"],), newcomers=()).tickets[own["number"]]
            if found.times:
                yield Outcome(level_of(found.times, own["called_at"]), len(days) - number)


def past_state(config: Json, day: Json, own: Json) -> PointState:
    """The point at the moment at which ``own`` was taken."""
    at = own["issued_at"]
    rows: Sequence[Json] = day["rows"]
    calls = sorted((r for r in rows if r["called_at"] is not None and r is not own), key=lambda r: r["called_at"])
    made = [row for row in calls if row["called_at"] <= at]
    run_a = run_p = 0
    for row in made:
        if row["as"] == "appointment":
            run_a += 1
        else:
            run_a, run_p = 0, run_p + 1 if row["priority"] else 0
    ended = sorted((r for r in made if r["ended_at"] is not None and r["ended_at"] <= at), key=lambda r: r["ended_at"])
    return PointState(
        at=at,
        hours={service: [tuple(span) for span in spans] for service, spans in day["hours"].items()},
        services=_services(config["services"]),
        counters=[_past_counter(counter, day, made, at) for counter in config["counters"]],
        waiting=[
            WaitingTicket(
                row["number"],
                row["service"],
                row["priority"],
                row["place"],
                row["issued_at"],
                row["appointment"],
                row["reentry_after"],
            )
            for row in rows
            if row is own
            or (row["entered_at"] <= at and (row["ended_at"] if row["called_at"] is None else row["called_at"]) > at)
        ],
        ended=[_visit(row) for row in ended],
        calls_made=len(made),
        appointment_run=run_a,
        priority_run=run_p,
        policy=_policy(config["settings"]),
        seed=f"{config['point']} {day['date']}",
    )


def _past_counter(counter: Json, day: Json, made: Sequence[Json], at: float) -> CounterNow:
    spans = [p for p in day["presence"] if p["counter"] == counter["id"] and p["from"] <= at]
    here = next((p for p in spans if at < p["to"]), None)
    hand = next((r for r in made if r["counter"] == counter["id"] and (r["ended_at"] or NEVER_S) > at), None)
    return CounterNow(
        id=counter["id"],
        serves=counter["serves"],
        rest=counter["rest"],
        present=here is not None,
        paused=here["paused"] if here else None,
        since=here["from"] if here else None,
        open_today=[(p["from"], min(p["to"], at)) for p in spans if p["paused"] is None],
        in_hand=VisitInHand(
            hand["service"], hand["called_at"], hand["started_at"] is not None and hand["started_at"] <= at
        )
        if hand
        else None,
        planned=day["planned"][counter["id"]] if day["planned"] else None,
    )


NEVER_S: Final = 10**9
