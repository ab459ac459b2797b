"""Cut the power at any moment: what was written since the last fsync is kept, lost, or torn.

A child issues tickets under ``strace``; its writes, syncs and acknowledgements are recorded in order. Then the files
are rebuilt as they may stand on the disk after any of these steps, and the store is opened on them.

``python -m tests.store.powercut [CUTS]`` is the long proof; the suite runs a short one where ``strace`` is installed.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.queue.ticket import State
from kiosk.store import open_store
from kiosk.store.sqlite import DATABASE, connection
from tests.fixtures import DAY, POINT, FixedClock, issue, open_day

SECTOR = 512
_CALL = re.compile(r'\d+ +(\w+)\((?:(\d+)<(.*?)>, )?(?:"((?:\\x..)*)", )?(.*)\) = (\d+)')
_SYNC = re.compile(r"\d+ +f(?:data)?sync\(\d+<(.*?)>\) = 0")


@dataclass(frozen=True, slots=True)
class Step:
    """``write``, ``truncate`` or ``sync`` of a file, or ``said``: a line that was acknowledged."""

    what: str
    file: str = ""
    data: bytes = b""
    offset: int = 0


@dataclass
class Disk:
    """One file: what is surely there, and what was written since."""

    sure: bytearray = field(default_factory=bytearray)
    pending: list[Step] = field(default_factory=list[Step])


def issue_some(data: Path, tickets: int) -> None:
    """The child's part. Checkpoints come often, so that there are many of them to cut."""
    connection.CHECKPOINT_PAGES = 40
    store = open_store(data, None, FixedClock())
    store.write(open_day)
    for _ in range(tickets):
        print(store.write(issue()).id, flush=True)  # noqa: T201  the acknowledgement


def record(folder: Path, tickets: int) -> list[Step]:
    """Everything that the child did to the database's files, in order, with what it acknowledged in between."""
    trace = folder / "trace"
    calls = "trace=pwrite64,write,fsync,fdatasync,ftruncate"
    child = [sys.executable, "-m", "tests.store.powercut", "child", str(folder / "data"), str(tickets)]
    subprocess.run(
        ["strace", "-f", "-y", "-xx", "-s", "100000", "-e", calls, "-o", str(trace), *child],
        check=True,
        cwd=Path(__file__).parents[2],
        capture_output=True,
    )
    return [step for line in _whole_lines(trace) if (step := _step(line))]


def _whole_lines(trace: Path) -> Iterator[str]:
    """strace cuts a call in two where another thread comes between."""
    begun: dict[str, str] = {}
    for line in trace.read_text().splitlines():
        thread = line.split(" ", 1)[0]
        if line.endswith(" <unfinished ...>"):
            begun[thread] = line.removesuffix(" <unfinished ...>")
        elif "resumed>" in line:
            yield begun.pop(thread, "") + line.split("resumed>", 1)[1]
        else:
            yield line


def _step(line: str) -> Step | None:
    if synced := _SYNC.match(line):
        return Step("sync", _name(synced[1]))
    call = _CALL.match(line)
    if call is None:
        return None
    what, number, path, text, rest, _ = call.groups()
    data = bytes.fromhex((text or "").replace("\\x", ""))
    if what == "write" and number == "1":
        return Step("said", data=data)
    if what == "pwrite64" and _name(path):
        return Step("write", _name(path), data, int(rest.split(", ")[1]))
    if what == "ftruncate" and _name(path):
        return Step("truncate", _name(path), offset=int(rest))
    return None


def _name(path: str) -> str:
    """The file's own name where it is one of the database's that outlive a power cut."""
    path = bytes.fromhex(path.replace("\\x", "")).decode() if path.startswith("\\x") else path
    name = Path(path).name
    return name if name in (DATABASE, f"{DATABASE}-wal") else ""


def cut(steps: list[Step], folder: Path, cuts: int, chance: random.Random) -> dict[str, int]:
    """Open the store after so many power cuts at random moments; raises where a promise is broken."""
    most = 0
    for n in range(cuts):
        disks, said = _until(steps, chance.randint(1, len(steps)))
        data = folder / f"cut-{n}"
        data.mkdir()
        for name, disk in disks.items():
            (data / name).write_bytes(_after_power_returns(disk, chance))
        most = max(most, _check(data, said))
    return {"cuts": cuts, "steps": len(steps), "most tickets": most}


def _until(steps: list[Step], end: int) -> tuple[dict[str, Disk], list[str]]:
    disks: dict[str, Disk] = {}
    said: list[str] = []
    for step in steps[:end]:
        disk = disks.setdefault(step.file, Disk()) if step.file else Disk()
        if step.what == "said":
            said += step.data.decode().split()
        elif step.what == "sync":
            for written in disk.pending:
                _put(disk.sure, written, written.data)
            disk.pending.clear()
        else:
            disk.pending.append(step)
    return disks, said


def _after_power_returns(disk: Disk, chance: random.Random) -> bytes:
    content = bytearray(disk.sure)
    fate = chance.choice(("all kept", "all lost", "some", "some"))
    for written in disk.pending:
        if fate == "all lost" or (fate == "some" and chance.random() < 0.5):
            continue
        torn = fate == "some" and chance.random() < 0.3
        length = chance.randrange(0, len(written.data) + 1, SECTOR) if torn else len(written.data)
        _put(content, written, written.data[:length])
    return bytes(content)


def _put(content: bytearray, written: Step, data: bytes) -> None:
    if written.what == "truncate":
        del content[written.offset :]
        content.extend(bytes(written.offset - len(content)))
        return
    content.extend(bytes(max(0, written.offset - len(content))))
    content[written.offset : written.offset + len(data)] = data


def _check(data: Path, said: list[str]) -> int:
    store = open_store(data, None, FixedClock())
    try:
        assert store.verify() == []
        with store.read() as tx:
            there = [each.id for each in tx.in_state(POINT, DAY, [State.WAITING])]
        assert there[: len(said)] == said, f"acknowledged and lost: {set(said) - set(there)}"
        if there:
            assert store.write(issue()).sequence == len(there) + 1
        return len(there)
    finally:
        store.close()


def main() -> None:
    if sys.argv[1:2] == ["child"]:
        issue_some(Path(sys.argv[2]), int(sys.argv[3]))
        return
    with tempfile.TemporaryDirectory() as folder:
        steps = record(Path(folder), 120)
        cuts = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
        print(cut(steps, Path(folder), cuts, random.Random()))  # noqa: S311, T201  a seed of its own for each run by hand


if __name__ == "__main__":
    main()
