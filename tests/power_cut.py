"""Power cuts replayed: what a process wrote since the last fsync is kept, lost or torn, and a rename may be lost.

A child runs under ``strace``; its writes, syncs, renames and lines on standard output are recorded in order. Then its
files are rebuilt as they may stand on the disk after any of these steps.
"""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
"""Bytes that a disk writes whole or not at all."""
APPEND = -1
_CALL = re.compile(r'\d+ +(\w+)\((?:(\d+)<(.*?)>, )?(?:"((?:\\x..)*)", )?(.*)\) += (\d+)')
_SYNC = re.compile(r"\d+ +f(?:data)?sync\(\d+<(.*?)>\) += 0")
_RENAME = re.compile(
    r'\d+ +rename\w*\((?:AT_FDCWD.*?, )?"((?:\\x..)*)", (?:AT_FDCWD.*?, )?"((?:\\x..)*)"(?:, \w+)?\) += 0'
)
_CALLS = "trace=pwrite64,write,fsync,fdatasync,ftruncate,rename,renameat,renameat2"


@dataclass(frozen=True, slots=True)
class Step:
    """``write``, ``truncate`` or ``sync`` of a file, ``rename``, ``sync folder``, or ``said`` on standard output."""

    what: str
    file: str = ""
    data: bytes = b""
    offset: int = 0
    """Of a write; ``APPEND`` for the end of the file. Of a truncation: the new length."""
    target: str = ""


@dataclass
class Inode:
    """One file: what is surely on the disk, and what was written since."""

    sure: bytearray = field(default_factory=bytearray)
    pending: list[Step] = field(default_factory=list[Step])


@dataclass
class Disk:
    """The files of one folder by name, as the process sees them and as the disk surely has them."""

    live: dict[str, Inode] = field(default_factory=dict[str, Inode])
    sure: dict[str, Inode] = field(default_factory=dict[str, Inode])
    renames: list[Step] = field(default_factory=list[Step])
    said: list[str] = field(default_factory=list[str])

    def apply(self, step: Step) -> None:
        if step.what == "said":
            self.said += filter(None, step.data.decode().split("\n"))
        elif step.what == "sync folder":
            self.sure = dict(self.live)
            self.renames.clear()
        elif step.what == "rename":
            self.live[step.target] = self.live.pop(step.file)
            self.renames.append(step)
        else:
            if step.file not in self.live:
                self.live[step.file] = self.sure[step.file] = Inode()
            inode = self.live[step.file]
            if step.what == "sync":
                for written in inode.pending:
                    _put(inode.sure, written, written.data)
                inode.pending.clear()
            else:
                inode.pending.append(step)

    def after_power_returns(self, chance: random.Random) -> dict[str, bytes]:
        """The files as they may stand: renames since the last sync of the folder are lost from some moment on."""
        names = dict(self.sure)
        for rename in self.renames[: chance.randint(0, len(self.renames))]:
            names[rename.target] = names.pop(rename.file)
        return {name: _content(inode, chance) for name, inode in names.items()}


def record(command: list[str], folder: Path, name_of: Callable[[Path], str]) -> list[Step]:
    """Run the command to its end; ``name_of`` gives the name of a watched file, ``.`` for the folder, else ''."""
    trace = folder / "trace"
    subprocess.run(
        ["strace", "-f", "-y", "-xx", "-s", "1000000", "-e", _CALLS, "-o", str(trace), *command],
        check=True,
        cwd=Path(__file__).parents[1],
        capture_output=True,
    )
    return [step for line in _whole_lines(trace) if (step := _step(line, name_of))]


def until(steps: list[Step], end: int) -> Disk:
    disk = Disk()
    for step in steps[:end]:
        disk.apply(step)
    return disk


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


def _step(line: str, name_of: Callable[[Path], str]) -> Step | None:
    if synced := _SYNC.match(line):
        name = name_of(_path(synced[1]))
        return Step("sync folder" if name == "." else "sync", name) if name else None
    if renamed := _RENAME.match(line):
        names = [name_of(_path(text)) for text in renamed.groups()]
        return Step("rename", names[0], target=names[1]) if all(names) else None
    return _written(call, name_of) if (call := _CALL.match(line)) else None


def _written(call: re.Match[str], name_of: Callable[[Path], str]) -> Step | None:
    what, number, path, text, rest, _ = call.groups()
    data = bytes.fromhex((text or "").replace("\\x", ""))
    if what == "write" and number == "1":
        return Step("said", data=data)
    name = name_of(_path(path)) if path else ""
    if what == "ftruncate":
        written = Step("truncate", name, offset=int(rest))
    else:
        written = Step("write", name, data, int(rest.split(", ")[1]) if what == "pwrite64" else APPEND)
    return written if name else None


def _path(text: str) -> Path:
    return Path(bytes.fromhex(text.replace("\\x", "")).decode() if text.startswith("\\x") else text)


def _content(inode: Inode, chance: random.Random) -> bytes:
    content = bytearray(inode.sure)
    end = len(content)
    fate = chance.choice(("all kept", "all lost", "some", "some"))
    for written in inode.pending:
        offset = end if written.offset == APPEND else written.offset
        end = offset if written.what == "truncate" else max(end, offset + len(written.data))
        if fate == "all lost" or (fate == "some" and chance.random() < 0.5):
            continue
        torn = fate == "some" and chance.random() < 0.3
        length = chance.randrange(0, len(written.data) + 1, SECTOR) if torn else len(written.data)
        _put(content, Step(written.what, offset=offset), written.data[:length])
    return bytes(content)


def _put(content: bytearray, written: Step, data: bytes) -> None:
    if written.what == "truncate":
        del content[written.offset :]
        content.extend(bytes(written.offset - len(content)))
        return
    offset = len(content) if written.offset == APPEND else written.offset
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data
