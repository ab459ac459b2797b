"""Issuing and calling through HTTP, every ticket on disk before it is acknowledged, with and without a long history."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from tests.bench.load import Job, Result
from tests.bench.machine import fsync_rate, percentile
from tests.bench.seed import seed
from tests.bench.settings import Settings
from tests.bench.table import Row
from tests.flow.child import ROOT, SATURDAY, Server

COUNTERS = ("1", "2", "3", "4")
PIN = "739105"

_SOON = (SATURDAY + timedelta(minutes=10)).isoformat()
BODIES = [
    json.dumps(body | {"language": "id"})
    for body in (
        *({"service": "umum"} for _ in range(13)),
        *({"service": "utama"} for _ in range(5)),
        *({"service": "utama", "appointment": _SOON} for _ in range(2)),
    )
]
"""Every line that the policy knows: regular and priority visitors and, of twenty, two with an appointment."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One figure: what is asked, by how many at once, and what the project wants of it."""

    kind: str
    clients: int
    target: float | None
    """Operations a second; ``None`` stands for the disk's own rate."""

    @property
    def name(self) -> str:
        what = "issue" if self.kind == "issue" else "call next"
        who = "client" if self.kind == "issue" else "counter"
        return f"{what}, {self.clients} {who}{'s' if self.clients > 1 else ''}"


PLANS = (Plan("issue", 1, 1000), Plan("issue", 8, None), Plan("issue", 4, None), Plan("next", 4, 1000))
P99_MS = 15.0


@dataclass(slots=True)
class Series:
    rates: list[float] = field(default_factory=list[float])
    latencies: list[float] = field(default_factory=list[float])
    disk: list[float] = field(default_factory=list[float])


def ask(job: Job) -> Result:
    """Run one job in a process of its own. Raises ``RuntimeError`` when the server answered anything but success."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load"],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
        timeout=300,
    )
    result: Result = json.loads(done.stdout)
    wrong = {status: count for status, count in result["statuses"].items() if status not in {"200", "201"}}
    if wrong:
        raise RuntimeError(f"{job['kind']}: answers {wrong}, such as {result['example']}")
    return result


def job(server: Server, kind: str, clients: int, requests: int, run: str) -> Job:
    return Job(
        host="127.0.0.1",
        port=server.port,
        token=server.token,
        clients=clients,
        requests=requests,
        kind=kind,
        bodies=BODIES,
        counters=list(COUNTERS),
        path="/healthz",
        run=run,
    )


@contextmanager
def staffed(settings: Settings, history: int) -> Iterator[Server]:
    """A server with ``history`` old tickets and somebody signed in at each counter."""
    folder = settings.folder / f"history-{history}"
    if history:
        seed(folder, history, before=SATURDAY.date())
    with Server(folder) as server:
        talk = server.talk(timeout=60)
        for counter in COUNTERS:
            name = f"petugas-{counter}"
            made = talk("POST", "/staff", {"name": name, "pin": PIN})
            signed = talk("POST", f"/counters/{counter}/sign-in", {"staff": name, "pin": PIN})
            if made.status not in {200, 201} or signed.status != 200:
                raise RuntimeError(f"counter {counter}: {made} {signed}")
        ask(job(server, "issue", 1, 200, "warm"))
        yield server


def measure(settings: Settings) -> list[Row]:
    """The repetitions go round the histories, so that a slow minute of the machine falls on all of them."""
    with ExitStack() as stack:
        servers = {history: stack.enter_context(staffed(settings, history)) for history in settings.histories}
        series = {(plan, history): Series() for plan in PLANS for history in servers}
        for plan in PLANS:
            for turn in range(settings.repetitions):
                for history, server in servers.items():
                    one = series[plan, history]
                    one.disk.append(fsync_rate(settings.folder, 0.2))
                    requests = settings.requests if plan.kind == "issue" else settings.requests * 2 // 3
                    done = ask(job(server, plan.kind, plan.clients, requests, f"{plan.clients}-{turn}"))
                    one.rates.append(len(done["latencies"]) / done["seconds"])
                    one.latencies += done["latencies"]
    rows = [_row(plan, history, one) for (plan, history), one in series.items()]
    return rows + [_ratio(plan, history, series) for plan in PLANS for history in settings.histories if history]


def _row(plan: Plan, history: int, one: Series) -> Row:
    disk = statistics.median(one.disk)
    past = f", {history:,} old tickets" if history else ""
    return Row(
        group="through HTTP, on disk before the answer",
        name=plan.name + past,
        unit="/s",
        value=statistics.median(one.rates),
        low=min(one.rates),
        high=max(one.rates),
        repetitions=len(one.rates),
        target=disk if plan.target is None and plan.clients == 8 else plan.target,
        at_least=True,
        p50=percentile(one.latencies, 0.5) * 1000,
        p99=percentile(one.latencies, 0.99) * 1000,
        p99_target=P99_MS,
        fsync=disk,
    )


def _ratio(plan: Plan, history: int, series: dict[tuple[Plan, int], Series]) -> Row:
    """How much of the empty store's rate is left, turn by turn."""
    pairs = zip(series[plan, history].rates, series[plan, 0].rates, strict=True)
    ratios = [with_past / empty for with_past, empty in pairs]
    return Row(
        group="with history, against the same minute without",
        name=f"{plan.name}, {history:,} old tickets",
        unit="of the empty store's rate",
        value=statistics.median(ratios),
        low=min(ratios),
        high=max(ratios),
        repetitions=len(ratios),
        target=0.95,
        at_least=True,
    )
