"""The data folder under attack: an edited, damaged or replaced database, a folder that is gone, a careless backup."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, Final

from kiosk.server import server_file
from tests.attack.registry import Extent, Finding, attack
from tests.flow.child import OFFICE, Server, antrean

DATABASE: Final = "antrean.db"
STOP_S: Final = 2.0
"""A server whose data is gone or replaced gives no number after this time."""

_EDITS: Final = {
    "an event edited": "DROP TRIGGER event_stays; UPDATE event SET staff = 'Budi' WHERE sequence = 20",
    "an event deleted": "DROP TRIGGER event_kept; DELETE FROM event WHERE sequence = 20",
    "two events swapped": (
        "DROP TRIGGER event_stays; UPDATE event SET data = (SELECT data FROM event e WHERE e.sequence = 41 "
        "- event.sequence) WHERE sequence IN (20, 21)"
    ),
    "the end cut off": "DROP TRIGGER event_kept; DELETE FROM event WHERE sequence > 25",
    "the noted end moved": "UPDATE chain SET sequence = 5",
}


def _filled(folder: Path, tickets: int = 30) -> Server:
    """A stopped server whose data folder holds ``tickets`` tickets."""
    with Server(folder) as server:
        talk = server.talk()
        for n in range(tickets):
            assert talk("POST", "/tickets", {"service": "umum"}, key=f"filled-{n}").status == 201
    return server


def _ask(server: Server, key: str) -> Any:
    return server.talk()("POST", "/tickets", {"service": "umum"}, key=key)


def _started(server: Server) -> bool:
    """Whether it serves, ready or not."""
    process = server.spawn()
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        found = server_file.read(server.data)
        if found is not None and found.pid == process.pid:
            server.token = found.token
            return True
        time.sleep(0.02)
    return False


def _tickets(file: Path) -> int:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM ticket").fetchone()[0])


def _content(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


@attack("data: a log that was edited while the server was off", row=13)
def an_edited_log(extent: Extent) -> Iterator[Finding]:
    chosen = extent.of(["an event edited", "the end cut off"], list(_EDITS))
    yield from _with_damage(extent, {name: _edited(_EDITS[name]) for name in chosen})


@attack("data: a file with pages of garbage", row=13)
def pages_of_garbage(extent: Extent) -> Iterator[Finding]:
    chance = Random(extent.seed)  # noqa: S311  the same faults again for the same seed
    kinds = {f"garbage {n}": _garbage(chance.randrange(1, 20)) for n in range(extent.of(1, 40))}
    yield from _with_damage(extent, kinds)


def _edited(sql: str) -> Any:
    def damage(file: Path) -> None:
        with closing(sqlite3.connect(file)) as connection:
            connection.executescript(sql)

    return damage


def _garbage(page: int) -> Any:
    def damage(file: Path) -> None:
        with file.open("r+b") as raw:
            raw.seek(page * 4096)
            raw.write(os.urandom(4096))

    return damage


def _with_damage(extent: Extent, kinds: dict[str, Any]) -> Iterator[Finding]:
    """Each damage is said, nothing is written to the file, and no number is given; the server tells why."""
    server = _filled(extent.folder / "data")
    sound = extent.folder / "sound"
    shutil.copytree(server.data, sound)
    for what, damage in kinds.items():
        shutil.rmtree(server.data)
        shutil.copytree(sound, server.data)
        damage(server.data / DATABASE)
        before = _content(server.data / DATABASE)
        if not _started(server):
            said = server.stderr.strip().splitlines()[-1]
            yield Finding(what, f"refused: {said[:120]}", "said in one line", held="fault of ours" not in said)
            continue
        asked, health = _ask(server, "after"), server.talk()("GET", "/healthz")
        server.hang_up()
        server.stop()
        held = (asked.status, health.status) == (503, 503)
        yield Finding(what, f"{asked.status}, healthz {health.status}", "503, healthz 503", held=held)
        unchanged = _content(server.data / DATABASE) == before
        yield Finding(f"{what}: the file", "as it was" if unchanged else "written to", "as it was", held=unchanged)


@attack("data: the folder removed, and the file replaced, while the server runs", row=10)
def data_gone_or_replaced(extent: Extent) -> Iterator[Finding]:
    for what in extent.of(["removed"], ["removed", "replaced", "renamed"]):
        with Server(extent.folder / what) as server:
            talk = server.talk()
            taken = talk("POST", "/tickets", {"service": "umum"}, key="first")
            file = server.data / DATABASE
            if what == "removed":
                shutil.rmtree(server.data)
            elif what == "replaced":
                shutil.copy(file, other := file.with_name("other"))
                other.replace(file)
            else:
                server.data.rename(server.data.with_name("elsewhere"))
            time.sleep(STOP_S)  # the promise is about this time
            asked, health = _ask(server, "second"), talk("GET", "/healthz")
            warnings = [one["code"] for one in talk("GET", "/point").body["warnings"]]
        yield Finding(f"{what}: before", str(taken.status), "201", held=taken.status == 201)
        yield Finding(f"{what}: a number", str(asked.status), "503", held=asked.status == 503)
        yield Finding(f"{what}: healthz", str(health.status), "503", held=health.status == 503)
        told = [code for code in warnings if code.startswith("data_")]
        yield Finding(f"{what}: staff", str(told), "a warning", held=bool(told))


@attack("backup: every name by which the data can be reached", row=1)
def a_careless_backup(extent: Extent) -> Iterator[Finding]:
    with Server(extent.folder / "data") as server:
        _ask(server, "first")
        data, where = server.data, ("--data", server.data, "--config", OFFICE)
        link, hard = extent.folder / "link", extent.folder / "hard.db"
        link.symlink_to(data)
        hard.hardlink_to(data / DATABASE)
        targets = [data / DATABASE, link / DATABASE, hard]
        if extent.long:
            targets += [data / f"{DATABASE}-wal", data / f"{DATABASE}-shm", data / "server.json", data / "new.db"]
            targets += [data / "tls" / ".." / DATABASE, data.parent / "data" / "." / DATABASE]
        for target in targets:
            done = antrean("backup", target, "--force", *where)
            kept = done.returncode == 1 and _tickets(data / DATABASE) == 1
            yield Finding(str(target.relative_to(extent.folder)), f"exit {done.returncode}", "exit 1", held=kept)
        again = _ask(server, "second")
    yield Finding("a number afterwards", str(again.status), "201", held=again.status == 201)
