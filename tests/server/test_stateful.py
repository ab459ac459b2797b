"""The whole queue through HTTP against a small model: any order of issuing, calling and moving by several counters."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.server.office import Answer, Office, Person, running

COUNTERS = ("1", "2", "3")
SERVICES = {"umum": "A", "utama": "R"}
LEGAL = {
    ("waiting", "hold"): "held",
    ("called", "hold"): "held",
    ("serving", "hold"): "held",
    ("held", "return"): "waiting",
    ("no_show", "return"): "waiting",
    ("waiting", "transfer"): "waiting",
    ("called", "transfer"): "waiting",
    ("serving", "transfer"): "waiting",
    ("held", "transfer"): "waiting",
    ("held", "void"): "void",
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
LATE = 3
RUN_MAX = 2


@dataclass
class Known:
    id: str
    number: str
    service: str
    state: str = "waiting"
    counter: str | None = None
    calls: int = 0
    place: float = 0
    issued: int = 0
    turn: int | None = None
    """A late visitor: from which call on."""
    returned: bool = False
    """It was missed before: the next time it goes to the end."""
    before: list[Known] = field(default_factory=list["Known"])
    """What the newest move may be undone to; a call that finished another ticket, that one too."""


class Queue(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self._open = ExitStack()
        folder = self._open.enter_context(tempfile.TemporaryDirectory())
        self.office: Office = self._open.enter_context(running(Path(folder)))
        self.people: dict[str, Person] = {counter: self.office.sign_in(counter) for counter in COUNTERS}
        self.tickets: list[Known] = []
        self.keys: dict[str, Known] = {}
        self.called: list[str] = []
        """The class of every call that counts, oldest first."""

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
        issued = len(self.tickets) + 1
        known = Known(answer.body["id"], answer.body["number"], service, place=issued, issued=issued)
        same = [ticket for ticket in self.tickets if ticket.number.startswith(SERVICES[service])]
        assert known.number == f"{SERVICES[service]}-{len(same) + 1:03d}"
        assert answer.body["ahead"] == self._called_before_newcomer(service)
        self.office.clock.forward(microseconds=1000)
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
        past = [] if hand is None else [replace(hand, before=[])]
        if hand:
            hand.before, hand.state = [replace(hand, before=[])], "finished"
        wanted = self._who_is_next()
        if wanted is None:
            assert answer.status == 204
            return
        assert answer.status == 200
        assert answer.body["number"] == wanted.number
        wanted.before = [replace(wanted, before=[]), *past]
        wanted.state, wanted.counter, wanted.calls, wanted.turn = "called", counter, 1, None
        self.called.append(wanted.id)

    def _who_is_next(self) -> Known | None:
        """Nobody waits for 45 minutes here: the clock stands still."""
        waiting = [ticket for ticket in self.tickets if ticket.state == "waiting"]
        waiting.sort(key=lambda ticket: (ticket.place, ticket.number))
        due = [ticket for ticket in waiting if ticket.turn is None or ticket.turn <= len(self.called)] or waiting
        heads = [head for service in SERVICES if (head := next((t for t in due if t.service == service), None))]
        regular = next((t for t in sorted(heads, key=_place) if not t.number.startswith("R")), None)
        urgent = next((t for t in sorted(heads, key=_place) if t.number.startswith("R")), None)
        if regular and urgent:
            return regular if self._run() >= RUN_MAX else urgent
        return regular or urgent

    def _called_before_newcomer(self, service: str) -> int:
        """The policy played on until a newcomer's turn, one by one; late visitors stand where their number stands."""
        left = {name: sum(t.state == "waiting" and t.service == name for t in self.tickets) for name in SERVICES}
        left[service] += 1
        own, run, called = left[service], self._run(), 0
        while own:
            urgent = left["utama"] and (not left["umum"] or run < RUN_MAX)
            name, run = ("utama", run + 1) if urgent else ("umum", 0)
            left[name] -= 1
            own -= name == service
            called += 1
        return called - 1

    def _run(self) -> int:
        run = 0
        for called in reversed(self.called):
            if "-R-" not in called:
                break
            run += 1
        return run

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), move=st.sampled_from(sorted({move for _, move in LEGAL})))
    def move(self, data: st.DataObject, move: str) -> None:
        ticket = data.draw(st.sampled_from(self.tickets))
        place = data.draw(st.sampled_from(["front", "end", "arrival"])) if move == "transfer" else ""
        body = {"void": {"why": "salah"}, "transfer": {"place": place}}.get(move)
        if move == "return" and ticket.state == "no_show" and data.draw(st.booleans()):
            answer = self.people["1"]("POST", "/returns", {"code": ticket.number})
        else:
            answer = self._ask(ticket, move, body)
        self._check_move(ticket, move, place, answer)

    def _ask(self, ticket: Known, move: str, body: Any) -> Answer:
        return self.people["1"]("POST", f"/tickets/{ticket.id}/{move}", body)

    def _check_move(self, ticket: Known, move: str, place: str, answer: Answer) -> None:
        after = LEGAL.get((ticket.state, move))
        if after is None or (move == "no-show" and ticket.calls < CALL_LIMIT):
            assert (answer.status, answer.reason, answer.body["state"]) == (409, "illegal_move", ticket.state)
            return
        assert answer.status == 200, answer.body
        was = replace(ticket, before=[])
        ticket.before, ticket.state = [was], after
        ticket.calls += move == "recall"
        if after == "waiting":
            ticket.calls, ticket.counter = 0, None
            late, ticket.turn = was.state == "no_show", None
            if late and not was.returned:
                ticket.returned, ticket.turn = True, len(self.called) + LATE
            self._move_to(ticket, was, "end" if late and was.returned else place)
        assert (answer.body["state"], answer.body["calls"]) == (ticket.state, ticket.calls)

    def _move_to(self, ticket: Known, was: Known, place: str) -> None:
        line = [
            t.place for t in self.tickets if t.state == "waiting" and t.service == ticket.service and t is not ticket
        ]
        line += [was.place] if was.state == "waiting" else []
        if place == "front" and line:
            ticket.place = min(min(line) - 1e-6, was.place)
        elif place == "end":
            ticket.place = max(len(self.tickets) + 0.5, max(line, default=0) + 1e-6)
        elif place == "arrival":
            ticket.place = ticket.issued

    @precondition(lambda self: self.tickets)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        """The clock stands still: it is never too late."""
        ticket = data.draw(st.sampled_from(self.tickets))
        answer = self._ask(ticket, "undo", None)
        if not ticket.before:
            assert (answer.status, answer.reason, answer.body["state"]) == (409, "illegal_move", ticket.state)
            return
        was, *finished = ticket.before
        if was.state in ("called", "serving") and (other := self._in_hand(was.counter)) and other is not ticket:
            assert (answer.status, answer.reason) == (409, "ticket_in_hand")
            return
        assert answer.status == 200, answer.body
        if ticket.state == "called" and was.state == "waiting":
            self.called.remove(ticket.id) if self.called.count(ticket.id) == 1 else self._remove_last(ticket.id)
        self._restore(ticket, was)
        for old in finished:
            now = next(t for t in self.tickets if t.id == old.id)
            if now.state == "finished" and now.before:
                self._restore(now, old)

    def _remove_last(self, called: str) -> None:
        place = len(self.called) - 1 - self.called[::-1].index(called)
        del self.called[place]

    def _in_hand(self, counter: str | None) -> Known | None:
        return next((t for t in self.tickets if t.counter == counter and t.state in ("called", "serving")), None)

    def _restore(self, ticket: Known, was: Known) -> None:
        self.tickets[self.tickets.index(ticket)] = was
        for key, known in self.keys.items():
            if known is ticket:
                self.keys[key] = was

    @invariant()
    def the_views_agree(self) -> None:
        if not hasattr(self, "tickets"):
            return
        person = self.people["1"]
        waiting = {ticket.number for ticket in self.tickets if ticket.state == "waiting"}
        queue = person("GET", "/queue").body
        assert {row["number"] for row in queue["tickets"]} == waiting
        assert {row["number"] for row in queue["held"]} == {t.number for t in self.tickets if t.state == "held"}
        assert {row["number"] for row in queue["missed"]} == {t.number for t in self.tickets if t.state == "no_show"}
        wanted = self._who_is_next()
        assert (queue["tickets"][0]["number"] if queue["tickets"] else None) == (wanted.number if wanted else None)
        board = person("GET", "/board").body
        in_hand = {(t.number, t.counter) for t in self.tickets if t.state in ("called", "serving")}
        assert {(call["number"], call["counter"]) for call in board["current"]} == in_hand
        assert sum(row["waiting"] for row in board["waiting"]) == len(waiting)


def _place(ticket: Known) -> tuple[float, str]:
    return ticket.place, ticket.number


TestQueue = Queue.TestCase
TestQueue.settings = settings(
    max_examples=12,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each try starts a server: shrinking takes minutes
)
