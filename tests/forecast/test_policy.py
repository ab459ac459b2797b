"""The simulated choices are those of the published policy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.forecast.simulate import Play, Queued, lines_of, simulate
from kiosk.forecast.state import NEVER, CounterNow, PointState, PolicyNumbers, ServiceFacts, WaitingTicket
from kiosk.forecast.visit_times import ServiceModel, TodaysLevel, VisitModel
from kiosk.queue import dispatch
from kiosk.queue.ticket import Ticket
from kiosk.rules.model import Settings
from tests.examples import examples

SERVICES = ("a", "b", "c")
MIDNIGHT = datetime(2026, 9, 12, tzinfo=UTC)
AT = 10 * 3600.0
INSTANTLY = -12.0
"""The logarithm of the seconds of a visit: all calls happen at one moment of the policy's clock."""


@st.composite
def waiting(draw: st.DrawFn) -> list[WaitingTicket]:
    count = draw(st.integers(0, 12))
    positions = draw(st.lists(st.integers(0, 7200), min_size=count, max_size=count, unique=True))
    return [
        WaitingTicket(
            key=str(n),
            service=draw(st.sampled_from(SERVICES)),
            priority=draw(st.booleans()),
            position=AT - 7300 + position,
            issued_at=AT - 7300 + position,
            appointment=draw(st.none() | st.integers(-3600, 3600).map(lambda s: AT + s)),
            reentry_after=draw(st.none() | st.integers(0, 12)),
        )
        for n, position in enumerate(positions)
    ]


def ticket(of: WaitingTicket) -> Ticket:
    appointment = None if of.appointment is None else MIDNIGHT + timedelta(seconds=of.appointment)
    return Ticket(
        id=of.key,
        point="p",
        service=of.service,
        prefix="A",
        sequence=int(of.key) + 1,
        number=of.key,
        business_date=date(2026, 9, 12),
        issued_at=MIDNIGHT + timedelta(seconds=of.issued_at),
        language="id",
        priority=of.priority,
        queue_position=int(of.position * 1_000_000),
        appointment=appointment,
        reentry_after=of.reentry_after,
    )


def simulated_order(state: PointState) -> list[str]:
    """The tickets in the order in which the state's one counter calls them when every visit takes no time."""
    model = ServiceModel(INSTANTLY, 0.1, [1.0] * 128, 0.1, 0.0, 0.0)
    services = list(state.services)
    lines = lines_of(state)
    queued = [
        (
            Queued(
                each.position,
                n,
                n,
                each.issued_at,
                services.index(each.service),
                NEVER if each.appointment is None else each.appointment,
                -1 if each.reentry_after is None else each.reentry_after,
                lines.of_service[each.service],
            ),
            each.priority,
        )
        for n, each in enumerate(state.waiting)
    ]
    play = Play(
        state=state,
        lines=lines,
        visits=VisitModel(dict.fromkeys(services, model), reaction_s=0.0),
        level=TodaysLevel(dict.fromkeys(services, INSTANTLY), dict.fromkeys(services, 0.0)),
        waiting=queued,
        newcomers_from=len(queued),
        targets=len(queued),
        draw_presence=lambda: [(AT, [])],
        arrivals=[],
    )
    times = simulate(play, 1, Random(1))  # noqa: S311  a simulation
    called = [(each[0], state.waiting[n].key) for n, each in enumerate(times) if each]
    return [key for _, key in sorted(called)]


def published_order(
    tickets: Sequence[Ticket], serves: Sequence[str], rest: Sequence[str], runs: dispatch.CallRuns, calls: int
) -> list[str]:
    left, found, now = list(tickets), list[str](), MIDNIGHT + timedelta(seconds=AT)
    while True:
        heads, resting = (
            dispatch.heads(
                dispatch.lines([t for t in left if t.service in those], now=now, settings=Settings()),
                calls + len(found),
            )
            for those in (serves, rest)
        )
        choice = dispatch.choose(heads, rest=resting, now=now, runs=runs, settings=Settings())
        if choice is None:
            return found
        runs = dispatch.next_runs(runs, choice)
        left.remove(choice.ticket)
        found.append(choice.ticket.id)


@settings(max_examples=examples(400))
@given(
    waiting(),
    st.sampled_from([(SERVICES, ()), (("a",), ("b", "c")), (("a", "b"), ("c",)), ((), ("a",))]),
    st.integers(0, 4),
    st.integers(0, 4),
    st.integers(0, 8),
)
def test_the_order_is_that_of_the_published_policy(
    tickets: list[WaitingTicket], served: tuple[Sequence[str], Sequence[str]], run_a: int, run_p: int, calls: int
) -> None:
    serves, rest = served
    policy = PolicyNumbers(**{name: getattr(Settings(), name) for name in PolicyNumbers.__slots__})
    state = PointState(
        at=AT,
        hours={service: [(8 * 3600.0, 16 * 3600.0)] for service in SERVICES},
        services={service: ServiceFacts(service == "b", 10) for service in SERVICES},
        counters=[CounterNow("1", serves, rest, present=True)],
        waiting=tickets,
        calls_made=calls,
        appointment_run=run_a,
        priority_run=run_p,
        policy=policy,
    )
    wanted = published_order([ticket(t) for t in tickets], serves, rest, dispatch.CallRuns(run_a, run_p), calls)
    assert simulated_order(state) == wanted, (tickets, serves, rest, run_a, run_p, calls)
