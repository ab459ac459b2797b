"""Any story of moves: the store agrees with a list in memory and with the pure policy."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.queue import dispatch, moves
from kiosk.queue.ticket import Move, State, Ticket
from kiosk.rules.model import Settings
from kiosk.store import open_store
from kiosk.store.interface import Store, Transaction
from tests.examples import examples
from tests.fixtures import DAY, NINE, POINT, FixedClock, issue, move, open_day

SERVICES = {"passport": "A", "lost": "R", "elderly": "K"}
COUNTERS = ("1", "2")

steps = st.tuples(
    st.sampled_from([Move.ISSUE, Move.ISSUE, *Move]),
    st.integers(0, 30),
    st.sampled_from([*SERVICES]),
    st.none() | st.sampled_from(COUNTERS),
    st.none() | st.integers(0, 6),
    st.booleans(),
    st.none() | st.integers(-9, 9),
)


Step = tuple[Move, int, str, str | None, int | None, bool, int | None]
POLICY = Settings()


class Model:
    """What the store should say, kept the slow and obvious way."""

    def __init__(self) -> None:
        self.tickets: dict[str, Ticket] = {}
        self.issued: Counter[str] = Counter()
        self.calls = 0

    def waiting(self, counter: str | None) -> list[Ticket]:
        return [t for t in self.tickets.values() if t.state is State.WAITING and t.counter in (None, counter)]


def play(store: Store, model: Model, minute: int, step: Step) -> None:
    what, which, service, counter, late, priority, booked = step
    at = NINE + timedelta(minutes=minute)
    appointment = None if booked is None else NINE + timedelta(minutes=booked)
    if what is Move.ISSUE:
        new = store.write(
            issue(
                SERVICES[service],
                service=service,
                at=at,
                queue_position=which,
                priority=priority,
                appointment=appointment,
            )
        )
        model.tickets[new.id] = new
        model.issued[service] += 1
    elif model.tickets and what is not Move.UNDO:
        name = [*model.tickets][which % len(model.tickets)]
        facts = {"counter": counter, "reentry_after": late, "service": service}
        if what not in moves.legal(model.tickets[name]):
            with pytest.raises(moves.IllegalMove):
                store.write(move(name, what, at=at, **facts))
            return
        model.tickets[name] = store.write(move(name, what, at=at, **facts))
        model.calls += what is Move.CALL


def compare(tx: Transaction, model: Model) -> None:
    tickets = model.tickets
    assert {each.id: each for each in tx.in_state(POINT, DAY, [*State])} == tickets
    counted = Counter((each.service, each.state) for each in tickets.values())
    tallies = tx.tally(POINT, DAY)
    assert +counted == +Counter(
        {(service, state): getattr(tally, state) for service, tally in tallies.items() for state in State}
    )
    assert {service: tally.issued for service, tally in tallies.items() if tally.issued} == dict(model.issued)
    assert tx.calls_made(POINT, DAY) == model.calls
    for counter in (*COUNTERS, None):
        waiting = dispatch.lines(model.waiting(counter), now=NINE, settings=POLICY)
        heads = tx.heads(POINT, DAY, [*SERVICES], counter, until=dispatch.appointments_due_until(NINE, POLICY))
        assert sorted(heads, key=dispatch.queue_order_key) == sorted(
            dispatch.heads(waiting, model.calls), key=dispatch.queue_order_key
        )
    for each in tickets.values():
        others = [t for t in tickets.values() if t.state is State.WAITING and t.id != each.id]
        lines = tx.waiting_lines(POINT, DAY, each, due_until=None, overdue_before=NINE)
        assert sum(line.before for line in lines) == sum(
            dispatch.queue_order_key(t) < dispatch.queue_order_key(each) for t in others
        )
        assert sum(line.before + line.after for line in lines) == len(others)


@settings(max_examples=examples(40))
@given(st.lists(steps, max_size=40))
def test_any_story_of_moves(
    tmp_path_factory: pytest.TempPathFactory, story: list[tuple[Move, int, str, str | None, int | None]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("model")
    store, model = open_store(folder, None, FixedClock()), Model()
    try:
        store.write(open_day)
        for minute, step in enumerate(story):
            play(store, model, minute, step)
        with store.read() as tx:
            compare(tx, model)
            kinds = Counter(event.kind for event in tx.events_of_day(POINT, DAY))
        assert sum(kinds.values()) == sum(each.version + 1 for each in model.tickets.values())
        assert store.verify() == []
    finally:
        store.close()
