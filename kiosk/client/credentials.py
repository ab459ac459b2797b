"""What a machine keeps of its place at a server. Read at every start of a window, so it loads nothing heavy."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from printers.durable_file import write_atomically

FOLDER: Final = "paired"


@dataclass(frozen=True, slots=True)
class Credentials:
    """One window's place at its server."""

    url: str
    fingerprint: str
    """Of the only certificate that it believes; empty on loopback in the clear."""
    token: str = field(repr=False)
    point: str
    name: str
    language: str = ""
    """The office's first one at the time of the pairing."""


def load(data: Path, window: str) -> Credentials | None:
    """None where this window was never paired, or its file is torn."""
    try:
        return Credentials(**json.loads(_file(data, window).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def save(data: Path, window: str, place: Credentials) -> None:
    path = _file(data, window)
    for folder in (data, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_atomically(path, json.dumps(asdict(place)).encode(), mode=0o600)


def _file(data: Path, window: str) -> Path:
    return data / FOLDER / f"{window}.json"
