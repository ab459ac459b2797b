"""Visitors at kiosks and officers at counters, for the length of one day: every move that a counter has."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.flow.floor.ask import Said, ask

PIN = "739105"
SUPERVISOR = "kepala"
AWAY_S = 0.1
BUSY = ("store_busy", "stopping")
EXPECTED = frozenset(
    {
        "illegal_move",  # a move whose answer was lost is tried again
        "undo_over",
        "ticket_in_hand",
        "not_signed_in",
        "other_counter",
        "emergency",
        "emergency_unknown",
        "paused",
        "return_over",
        "not_served_there",
        "after_close",
        "until_past",
    }
)
"""Refusals that belong to the day; anything else is a fault."""


@dataclass
class Day:
    """What all of them share, and what they were told."""

    speed: float
    closes: float
    """Of the machine's monotonic clock: no visitor comes any more."""
    closing: datetime
    """The same, of the office's clock."""
    over: float
    """By then the last officer has gone home."""
    quiet: float
    """From then on no visitor need come, where ``enough`` calls were made."""
    enough: int
    tickets: dict[str, str] = field(default_factory=dict[str, str])
    """Idempotency key to ticket, as acknowledged."""
    moves: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    """Acknowledged moves: ticket and kind."""
    calls: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Ticket and counter of every acknowledged call."""
    missed: list[str] = field(default_factory=list[str])
    """Numbers whose visitors have come back and stand before a counter."""
    done: Counter[str] = field(default_factory=Counter[str])
    refused: Counter[str] = field(default_factory=Counter[str])
    lost: int = 0
    again: int = 0
    faults: list[str] = field(default_factory=list[str])

    def minutes(self, minutes: float) -> float:
        """Real seconds of so many minutes of the day."""
        return minutes * 60 / self.speed

    @property
    def left(self) -> float:
        return self.over - time.monotonic()

    @property
    def open(self) -> bool:
        now = time.monotonic()
        return now < self.closes and (now < self.quiet or len(self.calls) < self.enough)


class Person:
    def __init__(self, day: Day, name: str, port: int, token: str, chance: Random) -> None:
        self.day, self.name, self.port, self.token, self.chance = day, name, port, token, chance

    async def once(self, method: str, path: str, body: Any = None, *, key: str = "") -> Said | None:
        """None where the answer, or the question, was lost."""
        said = await ask(self.port, self.token, method, path, body, key=key)
        if said is None or (said.status == 503 and said.reason in BUSY):
            self.day.lost += 1
            await asyncio.sleep(AWAY_S)
            return None
        if said.status >= 400:
            self.day.refused[said.reason] += 1
            if said.reason not in EXPECTED:
                self.day.faults.append(f"{self.name}: {method} {path}: {said.status} {said.body}")
        return said

    async def until(self, method: str, path: str, body: Any = None, *, key: str = "") -> Said | None:
        """Asked again until it is answered; None when the day is over before."""
        while self.day.left > 0:
            if (said := await self.once(method, path, body, key=key)) is not None:
                return said
        return None

    def now(self) -> datetime:
        """About what the server's clock says."""
        return self.day.closing - timedelta(seconds=(self.day.closes - time.monotonic()) * self.day.speed)

    async def pause(self, minutes: float) -> None:
        await asyncio.sleep(self.day.minutes(minutes))

    def maybe(self, chance: float) -> bool:
        return self.chance.random() < chance


class Kiosk(Person):
    every = 1.0
    """Minutes between two visitors."""

    async def work(self) -> None:
        count = 0
        while self.day.open:
            count += 1
            await self.take(f"{self.name}-{count}")
            await self.pause(self.chance.expovariate(1 / self.every))

    async def take(self, key: str) -> None:
        """Asks until it is answered, and now and then once more: a double tap after the answer."""
        service = self.chance.choices(("umum", "utama", "ambil"), (6, 2, 2))[0]
        body = {"service": service, "language": self.chance.choice(("id", "en"))}
        if service == "ambil" and self.maybe(0.4):
            body["appointment"] = (self.now() + timedelta(minutes=self.chance.uniform(-20, 15))).isoformat()
        for _ in range(2 if self.maybe(0.05) else 1):
            said = await self.until("POST", "/tickets", body, key=key)
            if said is None or said.status not in {200, 201}:
                return
            self.day.again += said.status == 200
            if said.status == 201 and key in self.day.tickets:
                self.day.faults.append(f"{key} was made twice")
            if self.day.tickets.setdefault(key, said.body["id"]) != said.body["id"]:
                self.day.faults.append(f"{key} is {self.day.tickets[key]} and {said.body['id']}")


class Officer(Person):
    counter = ""

    async def work(self) -> None:
        await self.sign_in()
        while self.day.left > 0:
            said = await self.once("POST", f"/counters/{self.counter}/next", {"finish": self.maybe(0.5)})
            if said is not None and said.status == 200:
                self.day.calls.append((said.body["id"], self.counter))
                self.day.moves[said.body["id"], "call"] += 1
                self.day.done["call"] += 1
                await self.attend(said.body)
            elif said is None or said.reason == "illegal_move":
                await self.look()
            elif said.reason == "not_signed_in":
                await self.sign_in()
            else:
                await self.wait()
                if not self.day.open and await self.is_empty():
                    return
            await self.between()

    async def is_empty(self) -> bool:
        said = await self.once("GET", "/queue")
        if said is None or said.status != 200:
            return False
        mine = [ticket for ticket in said.body["serving"] if ticket["counter"] == self.counter]
        for ticket in mine:
            await self.move(ticket["id"], "finish")
        return not (mine or said.body["tickets"] or said.body["held"])

    async def sign_in(self) -> None:
        await self.until("POST", f"/counters/{self.counter}/sign-in", {"staff": f"petugas-{self.counter}", "pin": PIN})

    async def look(self) -> None:
        """An answer was lost: who is at this counter, after all?"""
        said = await self.until("GET", "/queue")
        for ticket in said.body["serving"] if said and said.status == 200 else ():
            if ticket["counter"] == self.counter:
                await self.attend(ticket)

    async def move(self, ticket: str, what: str, body: Any = None) -> Any:
        """The ticket after the move; None where it is not known or was refused."""
        said = await self.once("POST", f"/tickets/{ticket}/{what}", body)
        if said is None or said.status != 200:
            return None
        self.day.moves[ticket, what.replace("-", "_")] += 1
        self.day.done[what] += 1
        return said.body

    async def attend(self, ticket: Any) -> None:
        name, state = ticket["id"], ticket["state"]
        if state == "called":
            if self.maybe(0.06):
                await self.undo(name)
                return
            await self.pause(self.chance.uniform(0.3, 1))
            if self.maybe(0.12):
                await self.absent(ticket)
                return
            if self.maybe(0.85):
                await self.move(name, "serve")
        await self.pause(self.chance.gammavariate(4, 3 / 4))
        await self.let_go(ticket)

    async def absent(self, ticket: Any) -> None:
        for _ in range(max(0, 3 - ticket["calls"])):
            await self.move(ticket["id"], "recall")
            await self.pause(0.4)
        gone = await self.move(ticket["id"], "no-show")
        if gone is None:
            return
        if self.maybe(0.1):
            await self.undo(ticket["id"])
        elif self.maybe(0.7):
            self.day.missed.append(ticket["number"])

    async def let_go(self, ticket: Any) -> None:
        """Done, or sent on, or set aside, or left in hand for the next call to finish."""
        name, what = ticket["id"], self.chance.random()
        place = self.chance.choice(("arrival", "arrival", "front", "end"))
        if ticket["next_stage"] and what < 0.3:
            await self.move(name, "transfer", {"stage": ticket["next_stage"], "place": place})
        elif what < 0.36:
            other = self.chance.choice([each for each in ("umum", "utama", "ambil") if each != ticket["service"]])
            await self.move(name, "transfer", {"service": other, "place": place})
        elif what < 0.42:
            await self.move(name, "transfer", {"counter": self.chance.choice("12345678"), "place": place})
        elif what < 0.52:
            until = (self.now() + timedelta(minutes=self.chance.uniform(1, 6))).isoformat()
            await self.move(
                name, "hold", self.chance.choice(({"until": until, "why": "fotokopi"}, {}, {"until": until}))
            )
        elif what < 0.55:
            await self.move(name, "void", {"why": "salah ambil"})
        elif what < 0.8:
            await self.move(name, "finish")
        else:
            return
        if self.maybe(0.08):
            await self.undo(name)

    async def undo(self, ticket: str) -> None:
        await self.move(ticket, "undo")

    async def between(self) -> None:
        """What an officer does beside calling."""
        if self.day.missed and self.maybe(0.5):
            code = self.day.missed.pop()
            said = await self.once("POST", "/returns", {"code": code})
            if said is not None and said.status == 200:
                self.day.moves[said.body["id"], "return"] += 1
                self.day.done["late return"] += 1
                if self.maybe(0.05):
                    await self.undo(said.body["id"])
        elif self.maybe(0.08):
            await self.tend()
        elif self.maybe(0.02) and self.day.open:
            await self.once("POST", f"/counters/{self.counter}/pause", {"reason": "istirahat"})
            await self.pause(2)
            await self.until("POST", f"/counters/{self.counter}/resume")
            self.day.done["pause"] += 1
        elif self.maybe(0.02) and self.day.open:
            said = await self.once("POST", f"/counters/{self.counter}/sign-out")
            self.day.done["sign-out"] += said is not None and said.status == 200
            await self.sign_in()

    async def tend(self) -> None:
        """Somebody on hold is back; somebody who waits goes out for a while, or has gone home."""
        said = await self.once("GET", "/queue")
        if said is None or said.status != 200:
            return
        if said.body["held"]:
            await self.move(self.chance.choice(said.body["held"])["id"], "return")
        elif len(said.body["tickets"]) > 3 and self.day.open:
            ticket = self.chance.choice(said.body["tickets"])["id"]
            if self.maybe(0.3):
                await self.move(ticket, "void", {"why": "pulang"})
            else:
                await self.move(ticket, "hold", {})

    async def wait(self) -> None:
        await self.pause(0.4)


class Supervisor(Person):
    """Stops the point now and then, with and without an end."""

    every = 100.0
    """Minutes, about."""

    async def work(self) -> None:
        await self.until("POST", "/sign-in", {"staff": SUPERVISOR, "pin": PIN})
        while self.day.open:
            left = (self.day.closes - time.monotonic()) * self.day.speed / 60
            await self.pause(min(self.every * self.chance.uniform(0.7, 1.3), max(0.0, left)))
            if not self.day.open:
                return
            until = self.now() + timedelta(minutes=2)
            ends = self.maybe(0.5)
            said = await self.once(
                "POST", "/point/emergency", {"reason": "alarm", "until": until.isoformat() if ends else None}
            )
            self.day.done["emergency"] += said is not None and said.status == 200
            await self.pause(1.5)
            if not ends:
                await self.until("POST", "/pin", {"pin": PIN})
                await self.until("DELETE", "/point/emergency")
