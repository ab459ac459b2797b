"""``server.json`` in the data folder: where the running server is, for the windows and commands of the same user."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from printers.durable_file import write_atomically

NAME = "server.json"


@dataclass(frozen=True, slots=True)
class ServerFile:
    url: str
    pid: int
    token: str
    """Good for loopback alone; it may do everything."""
    point: str
    lan: str = ""
    """For other machines, as it was at the start; empty while this one alone is served."""
    language: str = ""
    """The office's first one, for windows until they are connected."""


def put(data: Path, found: ServerFile) -> None:
    """Publish where this server listens; only its own user can read it. Raises ``OSError``."""
    write_atomically(data / NAME, json.dumps(asdict(found)).encode(), mode=0o600)


def get(data: Path) -> ServerFile | None:
    """None when no server runs here: no file, a torn one, or one whose process is gone."""
    try:
        found = ServerFile(**json.loads((data / NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return found if _is_alive(found.pid) else None


def remove(data: Path, pid: int) -> None:
    """Only our own."""
    found = get(data)
    if found is not None and found.pid == pid:
        (data / NAME).unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    if os.name == "nt":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
