"""Pull the plug of the server again and again while tickets are taken and called, then read what is on disk.

``python -m tests.flow.crash --kills 100`` is the long form; the suite runs a short one.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from tests.flow.audit import wrongs
from tests.flow.child import LOST, OFFICE, Server, Talk
from tests.flow.ledger import Ledger, read
from tests.flow.model import Office, Replay
from tests.flow.people import sign_in

ISSUERS = 4
CALLERS = 4
COUNTERS = ("1", "2", "3", "4")
LOST_REPLIES = 0.05
MOST_WAITING = 60
DRAIN_S = 30


@dataclass
class Notes:
    """What the clients were told, under one lock."""

    tickets: dict[str, str] = field(default_factory=dict[str, str])
    """Idempotency key to ticket id, as acknowledged."""
    calls: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Ticket id and counter of every acknowledged call."""
    faults: list[str] = field(default_factory=list[str])
    again: int = 0
    """Answers that a repeated key found again."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledge(self, key: str, ticket: str) -> None:
        with self.lock:
            if self.tickets.setdefault(key, ticket) != ticket:
                self.faults.append(f"key {key} is {self.tickets[key]} and {ticket}")

    def called(self, ticket: str, counter: str) -> None:
        with self.lock:
            self.calls.append((ticket, counter))

    def fault(self, words: str) -> None:
        with self.lock:
            self.faults.append(words)

    @property
    def waiting(self) -> int:
        return len(self.tickets) - len({ticket for ticket, _ in self.calls})


class Client(threading.Thread):
    """A visitor's or a counter's machine: asks until it has an answer, across any number of crashes."""

    def __init__(self, server: Server, notes: Notes, seed: int) -> None:
        super().__init__(daemon=True)
        self.server, self.notes = server, notes
        self.random = random.Random(seed)  # noqa: S311  repeatable, not secret
        self.stopping = threading.Event()
        self.draining = threading.Event()
        self._talk: Talk | None = None
        self.last = ""
        """What it asked last, and what came of it."""

    def ask(self, method: str, path: str, body: Any = None, *, key: str = "") -> Any:
        """The answer, or ``None`` where it was lost."""
        self._talk = self._talk or self.server.talk(timeout=5)
        try:
            if self.random.random() < LOST_REPLIES and not self.draining.is_set():
                self._talk.send(method, path, body, key=key)
                self._talk.close()
                return None
            self.last = f"{method} {path}: nothing yet"
            reply = self._talk(method, path, body, key=key)
            self.last = f"{method} {path}: {reply.status} {reply.body}"
        except LOST as error:
            self.last = f"{method} {path}: {error!r}"
            self._talk = None
            self.stopping.wait(0.02)
            return None
        if reply.status in {401, 503}:  # the token is a new one after a start; no room or going down
            self._talk = None
            self.stopping.wait(0.02)
            return None
        return reply

    def run(self) -> None:
        try:
            self.work()
        except Exception as error:  # noqa: BLE001  a thread's fault belongs in the report
            self.notes.fault(f"{self.__class__.__name__}: {error!r}")

    def work(self) -> None:
        raise NotImplementedError


class Issuer(Client):
    def __init__(self, server: Server, notes: Notes, number: int, seed: int) -> None:
        super().__init__(server, notes, seed)
        self.number = number

    def work(self) -> None:
        count = 0
        while not self.draining.is_set():
            if self.notes.waiting > MOST_WAITING:
                self.stopping.wait(0.005)
                continue
            count += 1
            self.take(f"visitor-{self.number}-{count}")

    def take(self, key: str) -> None:
        body = {"service": "utama" if self.random.random() < 0.2 else "umum", "language": "id"}
        asked = 0
        while not self.stopping.is_set():
            reply = self.ask("POST", "/tickets", body, key=key)
            asked += 1
            if reply is None:
                continue
            if reply.status not in {200, 201}:
                return self.notes.fault(f"{key}: {reply.status} {reply.body}")
            if reply.status == 201 and key in self.notes.tickets:
                self.notes.fault(f"{key}: made twice")
            self.notes.again += reply.status == 200
            self.notes.acknowledge(key, reply.body["id"])
            if self.random.random() > 0.05:
                return None
        return None


class Caller(Client):
    def __init__(self, server: Server, notes: Notes, counter: str, seed: int) -> None:
        super().__init__(server, notes, seed)
        self.counter = counter

    def work(self) -> None:
        while not self.stopping.is_set():
            reply = self.ask("POST", f"/counters/{self.counter}/next")
            if reply is None or reply.status == 409:
                self.finish_mine()
            elif reply.status == 200:
                self.notes.called(reply.body["id"], self.counter)
                self.finish(reply.body["id"])
            elif reply.status == 204:
                if self.draining.is_set():
                    return
                self.stopping.wait(0.005)
            else:
                self.notes.fault(f"next at {self.counter}: {reply.status} {reply.body}")

    def finish_mine(self) -> None:
        """A lost answer may have called a ticket: it is found again as this counter's own."""
        reply = self._until("GET", "/queue")
        for ticket in reply.body["serving"] if reply else ():
            if ticket["counter"] == self.counter:
                self.notes.called(ticket["id"], self.counter)
                self.finish(ticket["id"])

    def finish(self, ticket: str) -> None:
        for move in ("serve", "finish"):
            while not self.stopping.is_set():
                reply = self.ask("POST", f"/tickets/{ticket}/{move}")
                if reply is None:
                    continue
                if reply.status not in {200, 409}:  # 409: done already, the answer was lost
                    self.notes.fault(f"{move} {ticket}: {reply.status} {reply.body}")
                break

    def _until(self, method: str, path: str, body: Any = None) -> Any:
        while not self.stopping.is_set():
            reply = self.ask(method, path, body)
            if reply is not None:
                return reply
        return None


@dataclass
class Report:
    kills: int
    issued: int
    acknowledged: int
    unheard: int
    """On disk, but no client was ever told: the reason for idempotency keys."""
    again: int
    called: int
    seconds: float
    faults: list[str]

    def __str__(self) -> str:
        lines = [
            f"{self.kills} kills in {self.seconds:.0f} s: {self.issued} tickets on disk,",
            f"{self.acknowledged} acknowledged, {self.unheard} not heard of, {self.again} found again by their key,",
            f"{self.called} called",
            *(f"FAULT {fault}" for fault in self.faults[:20]),
            f"{len(self.faults)} faults",
        ]
        return "\n".join(lines)


def run(folder: Path, kills: int, seed: int = 1, progress: Callable[[int], None] = lambda _: None) -> Report:
    """Kill the server ``kills`` times under load; every broken promise is in the report's faults."""
    began = time.monotonic()
    chance = random.Random(seed)  # noqa: S311  repeatable, not secret
    server = Server(folder).start()
    for counter in COUNTERS:
        sign_in(server, counter)
    notes = Notes()
    issuers = [Issuer(server, notes, n, seed + n) for n in range(ISSUERS)]
    callers = [Caller(server, notes, counter, seed + 100 + n) for n, counter in enumerate(COUNTERS[:CALLERS])]
    clients: list[Client] = [*issuers, *callers]
    for client in clients:
        client.start()
    try:
        for kill in range(kills):
            if chance.random() < 0.1:  # while it is still getting up
                server.kill()
                server.spawn()
                time.sleep(chance.uniform(0, 0.6))  # the fault's own instant, not a wait for luck
                server.kill()
            else:
                time.sleep(chance.uniform(0.02, 0.8))
                server.kill()
            server.start()
            progress(kill + 1)
        _drain(issuers, callers)
    finally:
        for client in clients:
            client.stopping.set()
            client.join(6)
        complaints = _graceful(server)
    return _report(read(folder), notes, complaints, kills, time.monotonic() - began)


def _drain(issuers: list[Issuer], callers: list[Caller]) -> None:
    """Let every visitor get an answer and every waiting ticket be called."""
    deadline = time.monotonic() + DRAIN_S
    for issuer in issuers:
        issuer.draining.set()
    for issuer in issuers:
        issuer.join(max(0.0, deadline - time.monotonic()))
    for caller in callers:
        caller.draining.set()
    for caller in callers:
        caller.join(max(0.0, deadline - time.monotonic()))
    for client in (*issuers, *callers):
        if client.is_alive():
            client.notes.fault(f"{client.__class__.__name__} is stuck at {client.last}")


def _graceful(server: Server) -> list[str]:
    server.__exit__()
    return [f"stderr: {line}" for line in server.stderr.splitlines() if "Traceback" in line or "Error" in line]


def _report(ledger: Ledger, notes: Notes, complaints: list[str], kills: int, seconds: float) -> Report:
    stored = {ticket.id for ticket in ledger.tickets}
    replay = Replay(Office.read(OFFICE)).run(ledger.events)
    faults = [*notes.faults, *complaints, *wrongs(ledger, notes.tickets.values())]
    twice = [ticket for ticket, count in Counter(notes.tickets.values()).items() if count > 1]
    faults += [f"{ticket} was given to two visitors" for ticket in twice]
    by_counter: dict[str, set[str]] = {}
    for ticket, counter in notes.calls:
        by_counter.setdefault(ticket, set()).add(counter)
    faults += [f"{ticket} was called to counters {who}" for ticket, who in by_counter.items() if len(who) > 1]
    uncalled = [ticket for ticket, state in replay.state.items() if state == "waiting"]
    faults += [f"{ticket} still waits" for ticket in uncalled[:5]]
    unheard = len(stored - set(notes.tickets.values()))
    return Report(kills, len(stored), len(notes.tickets), unheard, notes.again, len(by_counter), seconds, faults)


@click.command()
@click.option("--kills", default=100, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(kills: int, seed: int) -> None:
    """Kill the server under load and audit what it left."""
    folder = Path(tempfile.mkdtemp(prefix="antrean-crash-"))
    try:
        report = run(folder / "data", kills, seed, lambda done: click.echo(f"\r{done}/{kills}", nl=False, err=True))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    click.echo(f"\n{report}")
    sys.exit(1 if report.faults else 0)


if __name__ == "__main__":
    main()
