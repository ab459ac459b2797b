"""kill -9 at random moments, again and again, on one data folder.

``python -m tests.store.crash [KILLS]`` is the long proof; the suite runs a short one.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.clock import SystemClock
from kiosk.queue.ticket import Move, State
from kiosk.store import open_store
from tests.fixtures import DAY, POINT


def start(data: Path, mode: str) -> subprocess.Popen[str]:
    """The child, once its store is open."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.store.child", str(data), mode],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert child.stdout
    assert child.stdout.readline() == "ready\n"
    return child


def kill_after(data: Path, lines: int) -> list[list[str]]:
    """Let a child acknowledge so many writes, kill it, and return all that it acknowledged."""
    with start(data, "issue") as child:
        assert child.stdout
        said = [child.stdout.readline() for _ in range(lines)]
        child.kill()
        with suppress(ValueError):
            said += child.stdout.readlines()
    return [line.split() for line in said if line.endswith("\n")]


@dataclass
class Acknowledged:
    """What the children were told; a caller may be told of a ticket before its issuer is."""

    keys: dict[str, str] = field(default_factory=dict[str, str])
    """The idempotency key's hash of each issued ticket."""
    counters: dict[str, str] = field(default_factory=dict[str, str])
    """The counter of each called ticket."""

    def hear(self, what: str, ticket: str, detail: str) -> None:
        told = self.keys if what == "issued" else self.counters
        assert ticket not in told, f"{ticket} was {what} twice"
        told[ticket] = detail


def crash(data: Path, kills: int, chance: random.Random) -> dict[str, int]:
    """Kill so many times and check every promise after each. Returns what was counted."""
    told, there = Acknowledged(), 0
    for _ in range(kills):
        for what, ticket, detail in kill_after(data, chance.randint(1, 400)):
            told.hear(what, ticket, detail)
        there = check(data, told)
    return {"kills": kills, "acknowledged": len(told.keys), "in the database": there}


def check(data: Path, told: Acknowledged) -> int:
    """Every promise that a crash could break. Returns how many tickets the database holds."""
    store = open_store(data, None, SystemClock())
    try:
        assert store.verify() == []
        with store.read() as tx:
            tickets = {each.id: each for each in tx.in_state(POINT, DAY, list(State))}
            lost = (told.keys.keys() | told.counters.keys()) - tickets.keys()
            assert not lost, f"acknowledged and lost: {lost}"
            assert {name: tickets[name].counter for name in told.counters} == told.counters
            assert sorted(each.sequence for each in tickets.values()) == list(range(1, len(tickets) + 1))
            for name, key in told.keys.items():
                entry = tx.idempotency_record(key)
                assert entry is not None
                assert entry.ticket == name
            events = Counter((event.kind, event.ticket) for event in tx.events_of_day(POINT, DAY))
            assert max(events.values(), default=1) == 1, "a ticket was issued or called twice"
            assert {name for kind, name in events if kind == Move.ISSUE} == tickets.keys()
            called = [event.ticket for event in tx.events_of_day(POINT, DAY) if event.kind == Move.CALL]
            assert called == sorted(
                called, key=lambda name: (tickets[str(name)].queue_position, tickets[str(name)].sequence)
            )
        return len(tickets)
    finally:
        store.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(crash(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else 100, random.Random()))  # noqa: S311, T201  a seed of its own for each run by hand
