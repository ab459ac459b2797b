"""Every move of staff and every act of a phone, at random: nobody is lost, nobody has two places, the order holds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest

from kiosk.contract.reasons import Reason
from kiosk.contract.status_token import hashed
from kiosk.contract.tickets import VisitorAct
from kiosk.operations.counters import sessions
from kiosk.operations.days.report import day_report
from kiosk.operations.forecasts import absences
from kiosk.operations.refusal import Refusal
from kiosk.operations.tickets import undoing
from kiosk.operations.tickets.issue import issue
from kiosk.operations.tickets.transfer import TransferTarget, transfer
from kiosk.operations.views.queue import queue_view
from kiosk.operations.views.visitor import visitor_status
from kiosk.operations.visitors import acts, survey
from kiosk.queue.ticket import Move, State, Ticket
from tests.operations.office import HERE, TUESDAY, Office

SERVICES = ("paspor", "prioritas", "pengambilan", "informasi")
OPEN = (State.WAITING, State.CALLED, State.SERVING, State.HELD)


class RandomDay:
    """One day of an office, played by chance; what is refused is refused, and changes nothing."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office, self.chance = office, Random(seed)  # noqa: S311  a play
        self.tokens: dict[str, str] = {}
        self.done: dict[str, int] = {}
        office.set_rules(cutoff="off")
        office.point.forecasts.table = None

    def step(self) -> None:
        names = ("issue", "call", "move", "transfer", "undo", "phone", "seat", "time")
        name = self.chance.choices(names, (20, 20, 25, 6, 4, 15, 4, 6))[0]
        play: Callable[[], object] = getattr(self, name)
        with suppress(Refusal):
            play()
            self.done[name] = self.done.get(name, 0) + 1

    def issue(self) -> None:
        issued = self.office.run(issue, self.office.request(self.chance.choice(SERVICES)))
        self.tokens[issued.ticket.id] = issued.token

    def call(self) -> None:
        with suppress(AssertionError):  # nobody waits
            self.office.call(self.chance.choice("123"), finish=self.chance.random() < 0.7)

    def move(self) -> None:
        wanted = self.chance.choice(
            (Move.RECALL, Move.SERVE, Move.FINISH, Move.NO_SHOW, Move.HOLD, Move.RETURN, Move.VOID)
        )
        self.office.move(self.ticket(), wanted, why="uji" if wanted is Move.VOID else None)

    def transfer(self) -> None:
        stage = self.chance.choice((None, "berkas", "biometrik"))
        counter = self.chance.choice((None, None, "1", "2"))
        service = self.chance.choice((None, *SERVICES))
        position = self.chance.choice(("front", "end", "arrival"))
        target = TransferTarget(service, stage, counter, position)  # type: ignore[arg-type]  one of the three
        self.office.run(transfer, HERE, self.ticket().id, target)

    def undo(self) -> None:
        self.office.run(undoing.undo, HERE, self.ticket().id)

    def phone(self) -> None:
        """What the page offers is done, and nothing else."""
        ticket = self.ticket()
        act = self.chance.choices(("late", "cancel", "answer"), (5, 2, 4))[0]
        score = self.chance.randint(1, 4) if act == "answer" else None
        wish = VisitorAct(act=act, score=score)  # type: ignore[arg-type]  one of the acts
        offered = self.office.view(lambda context: visitor_status(context, self.office.ticket(ticket)).acts)
        if act in offered:
            self.office.run(acts.act, hashed(self.tokens[ticket.id]), wish)
        elif act != "cancel":  # a second tap on it finds it done
            refusal = self.office.refused(acts.act, hashed(self.tokens[ticket.id]), wish)
            assert refusal.reason in (Reason.PAGE_NOT_NOW, Reason.PAGE_LATE_ONCE)

    def seat(self) -> None:
        counter = self.chance.choice("123")
        what = self.chance.randrange(6)
        if what == 0:
            self.office.run(sessions.sign_out, HERE, counter)
        elif what == 1:
            self.office.run(sessions.pause, HERE, counter, "rapat")
        elif what == 2:
            self.office.run(sessions.resume, HERE, counter)
        elif what == 3:
            until = self.office.clock.now() + timedelta(minutes=self.chance.randint(1, 60))
            self.office.run(absences.mark, HERE, counter, self.chance.choice((None, until)))
        elif what == 4:
            self.office.run(absences.clear, HERE, counter)
        else:
            self.office.sign_in(counter, self.chance.choice(("Ani", "Budi", "Cici")))

    def time(self) -> None:
        if self.office.clock.now() < TUESDAY + timedelta(hours=6):
            self.office.pass_time(seconds=self.chance.randint(1, 20))

    def ticket(self) -> Ticket:
        """Mostly one of those that are not over."""
        open_now = self.office.view(lambda context: context.in_state(OPEN, limit=60))
        if open_now and self.chance.random() < 0.9:
            return self.chance.choice(open_now)
        if not self.tokens:
            raise Refusal(Reason.UNKNOWN_TICKET)
        with self.office.point.store.read() as tx:
            found = tx.ticket(self.chance.choice(list(self.tokens)))
        assert found is not None
        return found

    def check(self) -> None:
        office = self.office
        with office.context() as context:
            tickets = [context.tx.ticket(one) for one in self.tokens]
            states = [ticket.state for ticket in tickets if ticket is not None]
            assert len(states) == len(self.tokens), "nobody is lost"
            tallies = context.tallies.values()
            assert sum(tally.issued for tally in tallies) == len(states)
            for state in State:
                assert sum(getattr(tally, state.value) for tally in tallies) == states.count(state), state
            at_counters = [
                one.counter for one in tickets if one is not None and one.state in (State.CALLED, State.SERVING)
            ]
            assert len(at_counters) == len(set(at_counters)), "a counter has one visitor"
            view = queue_view(context)
            waiting = [row.id for row in view.tickets]
            assert len(waiting) == len(set(waiting)), "nobody has two places"
            assert set(waiting) == {one.id for one in tickets if one is not None and one.state is State.WAITING}
            elsewhere = [row.id for row in (*view.serving, *view.missed, *view.held)]
            assert not set(elsewhere) & set(waiting)
            regular = [
                one
                for one in view.tickets
                if not one.priority and one.after_calls is None and one.counter is None and one.stage == "berkas"
            ]
            places = {one.id: one.queue_position for one in tickets if one is not None}
            same = [places[row.id] for row in regular if row.service == "paspor"]
            assert same == sorted(same), "those who came first are before the others of their line"

    def finish(self) -> None:
        self.check()
        report = self.office.read(day_report, TUESDAY.date())
        assert report.accounted
        answers = sum(sum(row.answers.values()) for row in report.survey)
        assert answers == self.office.view(lambda context: len(survey.answered(context)))


@pytest.mark.parametrize("seed", [1])
def test_a_few_hundred(office: Office, seed: int) -> None:
    play(office, seed, 300, every=60)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", [1, 2])
def test_twenty_thousand(office: Office, seed: int) -> None:
    play(office, seed, 20_000, every=500)


def play(office: Office, seed: int, steps: int, *, every: int) -> None:
    day = RandomDay(office, seed)
    office.sign_in("1", "Ani")
    office.sign_in("2", "Budi")
    for n in range(steps):
        day.step()
        if n % every == every - 1:
            day.check()
    day.finish()
    assert min(day.done.values()) > 0
    assert set(day.done) == {"issue", "call", "move", "transfer", "undo", "phone", "seat", "time"}
