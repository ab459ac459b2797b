"""The whole queue through HTTP against a small model: any order of issuing, calling and moving by several counters."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.server.office import Office, Person, running

COUNTERS = ("1", "2", "3")
SERVICES = {"umum": "A", "utama": "R"}
LEGAL = {
    ("called", "recall"): "called",
    ("called", "serve"): "serving",
    ("called", "no-show"): "no_show",
    ("called", "finish"): "finished",
    ("serving", "finish"): "finished",
    ("waiting", "void"): "void",
    ("called", "void"): "void",
    ("serving", "void"): "void",
    ("no_show", "void"): "void",
}
CALL_LIMIT = 3
RUN_MAX = 2


@dataclass
class Known:
    id: str
    number: str
    service: str
    state: str = "waiting"
    counter: str | None = None
    calls: int = 0


class Queue(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self._open = ExitStack()
        folder = self._open.enter_context(tempfile.TemporaryDirectory())
        self.office: Office = self._open.enter_context(running(Path(folder)))
        self.people: dict[str, Person] = {counter: self.office.sign_in(counter) for counter in COUNTERS}
        self.tickets: list[Known] = []
        self.keys: dict[str, Known] = {}
        self.run = 0

    def teardown(self) -> None:
        with self.office.point.store.read() as tx:
            assert {t.id: str(f.state) for t in self.tickets if (f := tx.ticket(t.id))} == {
                t.id: t.state for t in self.tickets
            }
        assert self.office.point.store.verify() == []
        self._open.close()

    @rule(service=st.sampled_from(list(SERVICES)), counter=st.sampled_from(COUNTERS))
    def issue(self, service: str, counter: str) -> None:
        key = f"key-{len(self.keys)}"
        answer = self.people[counter].take(service, key)
        assert answer.status == 201
        known = Known(answer.body["id"], answer.body["number"], service)
        same = [ticket for ticket in self.tickets if ticket.service == service]
        assert known.number == f"{SERVICES[service]}-{len(same) + 1:03d}"
        assert answer.body["ahead"] == sum(ticket.state == "waiting" for ticket in same)
        self.tickets.append(known)
        self.keys[key] = known

    @precondition(lambda self: self.keys)
    @rule(data=st.data())
    def ask_again(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.keys)))
        answer = self.people["1"].take(self.keys[key].service, key)
        assert (answer.status, answer.body["id"]) == (200, self.keys[key].id)

    @rule(counter=st.sampled_from(COUNTERS), finish=st.booleans())
    def next(self, counter: str, finish: bool) -> None:
        answer = self.people[counter]("POST", f"/counters/{counter}/next", {"finish": finish})
        hand = next((t for t in self.tickets if t.counter == counter and t.state in ("called", "serving")), None)
        if hand and not finish:
            assert (answer.status, answer.reason, answer.body["state"]) == (409, "illegal_move", hand.state)
            return
        if hand:
            hand.state = "finished"
        wanted = self._who_is_next()
        if wanted is None:
            assert answer.status == 204
            return
        assert answer.status == 200
        assert answer.body["number"] == wanted.number
        wanted.state, wanted.counter, wanted.calls = "called", counter, 1
        self.run = self.run + 1 if wanted.service == "utama" else 0

    def _who_is_next(self) -> Known | None:
        """Nobody waits for 45 minutes here: the clock stands still."""
        waiting = [ticket for ticket in self.tickets if ticket.state == "waiting"]
        first = {service: next((t for t in waiting if t.service == service), None) for service in SERVICES}
        if first["umum"] and first["utama"]:
            return first["umum"] if self.run >= RUN_MAX else first["utama"]
        return first["umum"] or first["utama"]

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), move=st.sampled_from(["recall", "serve", "finish", "no-show", "void"]))
    def move(self, data: st.DataObject, move: str) -> None:
        ticket = data.draw(st.sampled_from(self.tickets))
        body = {"why": "salah"} if move == "void" else None
        answer = self.people["1"]("POST", f"/tickets/{ticket.id}/{move}", body)
        after = LEGAL.get((ticket.state, move))
        if after is None or (move == "no-show" and ticket.calls < CALL_LIMIT):
            assert (answer.status, answer.reason, answer.body["state"]) == (409, "illegal_move", ticket.state)
            return
        assert answer.status == 200, answer.body
        ticket.state = after
        ticket.calls += move == "recall"
        assert (answer.body["state"], answer.body["calls"]) == (ticket.state, ticket.calls)

    @invariant()
    def the_views_agree(self) -> None:
        if not hasattr(self, "tickets"):
            return
        person = self.people["1"]
        waiting = {ticket.number for ticket in self.tickets if ticket.state == "waiting"}
        queue = person("GET", "/queue").body
        assert {row["number"] for row in queue["tickets"]} == waiting
        assert {row["number"] for row in queue["missed"]} == {t.number for t in self.tickets if t.state == "no_show"}
        wanted = self._who_is_next()
        assert (queue["tickets"][0]["number"] if queue["tickets"] else None) == (wanted.number if wanted else None)
        board = person("GET", "/board").body
        in_hand = {(t.number, t.counter) for t in self.tickets if t.state in ("called", "serving")}
        assert {(call["number"], call["counter"]) for call in board["current"]} == in_hand
        assert sum(row["waiting"] for row in board["waiting"]) == len(waiting)


TestQueue = Queue.TestCase
TestQueue.settings = settings(
    max_examples=12,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each try starts a server: shrinking takes minutes
)
