"""One day on a whole floor, with everything going wrong that a plan says; then every promise is judged."""

from __future__ import annotations

import asyncio
import json
import math
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from shutil import copytree
from typing import Any, Final

from tests.flow.child import ROOT, Server
from tests.flow.floor.faults import LASTING, Fault, plan
from tests.flow.floor.people import PIN, SUPERVISOR, Day, Kiosk, Officer, Person, Supervisor
from tests.flow.floor.wire import Wire

OFFICE: Final = Path(__file__).parent / "office"
MORNING: Final = datetime.fromisoformat("2026-09-12T08:00:00+07:00")
SPEED: Final = 50.0
"""Times a real day's rate: ten minutes are a day."""
TICKETS_A_MINUTE: Final = 500 / (8 * 60)
"""Of a real day."""
COUNTERS, KIOSKS, BOARDS = 8, 3, 50
WINDOW: Final = "board-window"
"""A whole board, drawn in memory, beside those that only listen."""
DRAIN_MIN: Final = 3.0
"""``close_drain_min`` of the office."""
READY_S: Final = 4.0
"""Until everybody is enrolled and listens; the office is open by then."""
PATIENCE_S: Final = 60.0
"""At most so much longer, where a busy machine has not made ``enough`` calls."""
SETTLE_S: Final = 30.0
"""After the last fault, at most, until all are online: a busy machine may need it. What was promised is judged."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Broken:
    """A fault as it was: from when until when (machine's clock) a wire, or with ``""`` every wire, carried nothing."""

    kind: str
    wire: str
    began: float
    healed: float


@dataclass
class Result:
    seconds: float
    heard: list[Any]
    """``listeners.Heard``, as read back."""
    broken: list[Broken]
    day: Day
    final: dict[str, Any]
    """What the server itself says at the end: ``point``, ``board`` and ``queue``."""
    complaints: list[str]
    worst_lag: float
    """Seconds that this process or the listeners' was late at most: how far the times of faults can be trusted."""
    boards: int
    window_mb: list[float]
    """The board window's memory, every two seconds; empty where there was none, NaN once it had ended."""


class FastServer(Server):
    """Its clock runs ``speed`` times as fast, across restarts too."""

    def __init__(self, data: Path, config: Path, closes: datetime, speed: float) -> None:
        super().__init__(data, config=config, clock=MORNING, options=("--clock-speed", str(speed)))
        self.closes, self.speed = closes, speed

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=(time.monotonic() - self._began) * self.speed)


@dataclass
class Floor:
    server: FastServer
    seed: int
    seconds: float
    say: Say
    crowd: float
    """Times as many visitors."""
    window: bool
    """Open a whole board, too."""
    enough: int
    """Calls before which the day does not end."""
    boards: int
    wires: dict[str, Wire] = field(default_factory=dict[str, Wire])
    ports: dict[str, int] = field(default_factory=dict[str, int])
    tokens: dict[str, str] = field(default_factory=dict[str, str])
    broken: list[Broken] = field(default_factory=list[Broken])
    worst_lag: float = 0.0
    online: int = 0
    """Of the listeners, a second ago."""
    window_mb: list[float] = field(default_factory=list[float])

    async def play(self) -> Result:
        began = time.monotonic()
        names = self._names()
        for name in names:
            self.wires[name] = Wire(self.server.port)
            self.ports[name] = await self.wires[name].start()
        await asyncio.to_thread(self._enrol)
        listeners = await self._listen([name for name in names if name not in ("supervisor", WINDOW)])
        window = asyncio.create_task(self._open_window()) if self.window else None
        try:
            day = await self._live(listeners)
            final = {what: self.server.talk()("GET", f"/{what}").body for what in ("point", "board", "queue")}
        finally:
            if window is not None:
                window.cancel()
                await asyncio.gather(window, return_exceptions=True)
            heard = await self._listened(listeners)
            for wire in self.wires.values():
                await wire.close()
        complaints = [line for line in self.server.stderr.splitlines() if "Traceback" in line or "Error" in line]
        return Result(
            seconds=time.monotonic() - began,
            heard=heard["heard"],
            broken=self.broken,
            day=day,
            final=final,
            complaints=complaints,
            worst_lag=max(self.worst_lag, heard["worst_lag"]),
            boards=self.boards,
            window_mb=self.window_mb,
        )

    def _names(self) -> list[str]:
        counters = [f"counter-{n + 1}" for n in range(COUNTERS)]
        kiosks = [f"kiosk-{n + 1}" for n in range(KIOSKS)]
        boards = [f"board-{n + 1}" for n in range(self.boards)]
        return [*counters, *kiosks, *boards, *([WINDOW] if self.window else []), "supervisor"]

    def _enrol(self) -> None:
        talk = self.server.talk()
        for name in self.wires:
            made = talk("POST", "/devices", {"name": name, "role": name.partition("-")[0]})
            assert made.status == 201, made
            self.tokens[name] = made.body["token"]
        for counter in range(COUNTERS):
            made = talk("POST", "/staff", {"name": f"petugas-{counter + 1}", "pin": PIN})
            assert made.status == 201, made
        made = talk("POST", "/staff", {"name": SUPERVISOR, "pin": PIN, "role": "supervisor"})
        assert made.status == 201, made

    async def _open_window(self) -> None:
        """Until cancelled: the real command, and its memory."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "kiosk", "board", "--data", str(self.server.data.parent / "window"), "--size", "1280x720"),
            *("--server", f"http://127.0.0.1:{self.ports[WINDOW]}"),
            *("--line", "Siapkan dokumen asli Anda.", "--line", "Nomor yang terlewat: lapor ke loket."),
            cwd=ROOT,
            env=os.environ
            | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software", "ANTREAN_TOKEN": self.tokens[WINDOW]},
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            while True:
                await asyncio.sleep(2)
                self.window_mb.append(_memory_mb(process.pid) if process.returncode is None else math.nan)
        finally:
            if process.returncode is None:
                process.terminate()
                await process.wait()

    async def _listen(self, names: Sequence[str]) -> asyncio.subprocess.Process:
        """All are online when this returns."""
        who = [{"name": n, "url": f"http://127.0.0.1:{self.ports[n]}", "token": self.tokens[n]} for n in names]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.flow.floor.listeners", str(self._heard_file)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=ROOT,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(who).encode() + b"\n")
        async with asyncio.timeout(30):
            while not (line := await process.stdout.readline()).startswith(f"{len(names)} ".encode()):
                assert line, "the listeners ended at once"
        return process

    @property
    def _heard_file(self) -> Path:
        return self.server.data.parent / "heard.json"

    async def _listened(self, process: asyncio.subprocess.Process) -> dict[str, Any]:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
        found: dict[str, Any] = json.loads(self._heard_file.read_bytes())
        return found

    async def _live(self, listeners: asyncio.subprocess.Process) -> Day:
        now, clock, speed = time.monotonic(), self.server.now(), self.server.speed
        closes = now + (self.server.closes - clock).total_seconds() / speed
        quiet = min(closes, now + self.seconds) if self.enough else closes
        drained = closes + DRAIN_MIN * 60 / speed
        day = Day(speed, closes, self.server.closes, drained + 20, quiet, self.enough)
        faults = plan(list(self.wires), quiet - now, Random(self.seed + 1))  # noqa: S311  repeatable, not secret
        people: list[Person] = []
        for name in self.wires:
            kind, _, number = name.partition("-")
            if kind == "board":
                continue
            made = {"kiosk": Kiosk, "counter": Officer, "supervisor": Supervisor}[kind]
            own = Random(f"{self.seed}-{name}")  # noqa: S311  likewise
            person = made(day, name, self.ports[name], self.tokens[name], own)
            if isinstance(person, Officer):
                person.counter = number
            elif isinstance(person, Kiosk):
                person.every = KIOSKS / TICKETS_A_MINUTE / self.crowd
            elif isinstance(person, Supervisor):
                person.every = (quiet - now) * speed / 60 / 4
            people.append(person)
        beside = [asyncio.create_task(each) for each in (self._watch(day, listeners), self._lag())]
        try:
            async with asyncio.TaskGroup() as group:
                for person in people:
                    group.create_task(_alive(person))
                group.create_task(self._break(faults, now))
            healed = max((each.healed for each in self.broken), default=now)
            if max(quiet, time.monotonic() + SETTLE_S) >= closes:  # what still waits expires, whoever looks
                await asyncio.sleep(max(0.0, drained + 3 - time.monotonic()))
                await self._nobody_waits()
            await self._settle(max(healed, time.monotonic()))
        finally:
            for task in beside:
                task.cancel()
        return day

    async def _nobody_waits(self) -> None:
        """Until the server has expired what was not served: a busy machine may be late with it."""
        end = time.monotonic() + SETTLE_S
        while time.monotonic() < end:
            if not self.server.talk()("GET", "/queue").body["tickets"]:
                return
            await asyncio.sleep(0.2)

    async def _settle(self, healed: float) -> None:
        """Until all are online and have had the time to hear the newest."""
        while time.monotonic() < healed + SETTLE_S:
            before = self.online
            await asyncio.sleep(1.2)
            if before == self.online == len(self.wires) - 1 - self.window:
                return

    async def _watch(self, day: Day, listeners: asyncio.subprocess.Process) -> None:
        assert listeners.stdout is not None
        began = time.monotonic()
        while line := await listeners.stdout.readline():
            online, heard = map(int, line.split())
            self.online = online
            kills = sum(fault.kind == "kill" for fault in self.broken)
            gone = time.monotonic() - began
            self.say(
                f"{gone:4.0f}/{self.seconds:.0f} s  tickets {len(day.tickets)}  calls {len(day.calls)}"
                f"  moves {sum(day.moves.values())}  online {online}  heard {heard}"
                f"  faults {len(self.broken)} (kills {kills})  lost answers {day.lost}  wrong {len(day.faults)}"
            )

    async def _lag(self) -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.1)
            self.worst_lag = max(self.worst_lag, time.monotonic() - before - 0.1)

    async def _break(self, faults: Sequence[Fault], start: float) -> None:
        async with asyncio.TaskGroup() as group:
            for fault in faults:
                await asyncio.sleep(max(0.0, start + fault.at - time.monotonic()))
                if fault.kind == "kill":
                    await self._kill(fault.seconds)
                else:
                    group.create_task(self._disturb(fault))

    async def _kill(self, seconds: float) -> None:
        began = time.monotonic()
        self.server.kill()
        await asyncio.sleep(seconds)
        await asyncio.to_thread(self.server.start)
        self.broken.append(Broken("kill", "", began, time.monotonic()))

    async def _disturb(self, fault: Fault) -> None:
        wire, began = self.wires[fault.wire], time.monotonic()
        {"cut": wire.cut, "stall": wire.stall, "reset": wire.reset, "tear": wire.tear}[fault.kind]()
        if fault.kind in LASTING:
            await asyncio.sleep(fault.seconds)
        elif fault.kind == "tear":
            began = await wire.torn() or began
        wire.heal()
        if fault.kind != "tear" or wire.torn_at:
            healed = time.monotonic() if fault.kind in LASTING else began
            self.broken.append(Broken(fault.kind, fault.wire, began, healed))


def _memory_mb(pid: int) -> float:
    """What is its own alone, in megabytes: the share of what others map, too, grows when they end."""
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("Anonymous:"))
    return math.nan


async def _alive(person: Any) -> None:
    try:
        await person.work()
    except Exception as error:  # noqa: BLE001  a person's fault belongs in the report
        person.day.faults.append(f"{person.name}: {error!r}")


def play(
    folder: Path,
    seconds: float,
    seed: int,
    say: Say = lambda _: None,
    *,
    speed: float = SPEED,
    crowd: float = 1,
    window: bool = False,
    enough: int = 0,
    boards: int = BOARDS,
) -> Result:
    """Everything that happened; the data folder that it left is ``folder / "data"``, and no server owns it."""
    closes = MORNING + timedelta(seconds=(seconds + READY_S + (PATIENCE_S if enough else 0)) * speed)
    config = copytree(OFFICE, folder / "office")
    toml = config / "antrean.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("CLOSES", closes.strftime("%H:%M")), encoding="utf-8")
    with FastServer(folder / "data", config, closes, speed) as server:
        return asyncio.run(Floor(server, seed, seconds, say, crowd, window, enough, boards).play())
