"""Third parties' programs that judge ours: emupos, a printer, and receiptio, a client of printers.

Each is installed once, at the version and hashes of its lock beside this file, into the checkout's ``.cache/peers``, by
the first test that needs it or by ``python -m tests.peers``. What a peer needs and the machine lacks raises
``MissingPeerError``, which says how to get it; the tests then show it as the reason why they were skipped.

``emupos.txt``: ``echo emupos==VERSION | uv pip compile - --python-version 3.13 --generate-hashes --no-emit-index-url
--no-annotate --no-header -o tests/peers/emupos.txt``. ``receiptio``: ``npm install --package-lock-only --ignore-scripts
--omit-lockfile-registry-resolved`` in its folder.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import pytest
from filelock import FileLock

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".cache/peers"
EMUPOS_PYTHON = (3, 13)
INSTALL_S = 600.0
_LAST_LINES = 3
Peer = TypeVar("Peer")


class MissingPeerError(Exception):
    """The peer cannot be had on this machine; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Emupos:
    """A Python and the folder of packages that it takes emupos from."""

    python: str
    packages: Path

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"PYTHONPATH": str(self.packages), "PYTHONDONTWRITEBYTECODE": "1"}

    @property
    def command(self) -> list[str]:
        """The ``emupos`` command, for ``environment``."""
        return [self.python, str(self.packages / "bin/emupos")]


def emupos() -> Emupos:
    """For a test: skips it where there is no Python that is new enough, or no network when it is first wanted."""
    return _or_skip(find_emupos)


def receiptio() -> Path:
    """For a test: the path of the command; skips it where there is no npm, or no network when it is first wanted."""
    return _or_skip(find_receiptio)


def _or_skip(find: Callable[[], Peer]) -> Peer:
    try:
        return find()
    except MissingPeerError as error:
        pytest.skip(str(error))


@cache
def find_emupos() -> Emupos:
    """Raises ``MissingPeerError``."""
    lock = HERE / "emupos.txt"
    python = next(_pythons(), None)
    if python is None:
        wanted = ".".join(map(str, EMUPOS_PYTHON))
        raise MissingPeerError(f"emupos needs Python {wanted} or newer: Debian 13 has it, or pyenv install {wanted}")
    path, version = python

    def install(folder: Path) -> None:
        _run(
            [
                sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--no-input", "--no-compile",
                "--quiet", "--target", str(folder), "--python-version", version, "--only-binary", ":all:",
                "--require-hashes", "-r", str(lock),
            ],
            "emupos",
        )  # fmt: skip

    return Emupos(path, _installed(f"emupos-{version}", lock.read_bytes(), install))


@cache
def find_receiptio() -> Path:
    """Raises ``MissingPeerError``."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise MissingPeerError("receiptio needs Node.js: apt-get install nodejs npm")
    lock = HERE / "receiptio/package-lock.json"

    def install(folder: Path) -> None:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(lock.with_name(name), folder)
        _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder)], "receiptio")

    return _installed("receiptio", lock.read_bytes(), install) / "node_modules/.bin/receiptio"


def _installed(name: str, lock: bytes, install: Callable[[Path], None]) -> Path:
    """The folder of a peer, made where it is missing or of another lock; two processes at once wait for each other."""
    CACHE.mkdir(parents=True, exist_ok=True)
    folder = CACHE / f"{name}-{sha256(lock).hexdigest()[:16]}"
    with FileLock(CACHE / f"{name}.lock", timeout=INSTALL_S):
        if not folder.is_dir():
            partial = folder.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir()
            install(partial)
            partial.rename(folder)
    return folder


def _run(command: list[str], peer: str) -> None:
    home = pwd.getpwuid(os.getuid()).pw_dir  # of the user, whose settings name the registry; the tests have another one
    done = subprocess.run(
        command, env=os.environ | {"HOME": home, "XDG_CONFIG_HOME": f"{home}/.config"}, capture_output=True, text=True,
        timeout=INSTALL_S, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        said = " / ".join(done.stderr.strip().splitlines()[-_LAST_LINES:])
        raise MissingPeerError(f"{peer} could not be installed (with a network, run python -m tests.peers): {said}")


def _pythons() -> Iterator[tuple[str, str]]:
    """Interpreters that are new enough, with their version as ``3.13``."""
    home = Path(pwd.getpwuid(os.getuid()).pw_dir)
    names = [f"python3.{minor}" for minor in range(EMUPOS_PYTHON[1], EMUPOS_PYTHON[1] + 4)]
    found = [sys.executable, *(path for name in (*names, "python3") if (path := shutil.which(name)))]
    found += [str(path) for name in names for path in sorted(home.glob(f".pyenv/versions/*/bin/{name}"))]
    found += [str(path) for name in names for path in sorted(home.glob(f".local/share/uv/python/*/bin/{name}"))]
    for path in found:
        version = _version(path)
        if version >= EMUPOS_PYTHON:
            yield path, ".".join(map(str, version))


def _version(python: str) -> tuple[int, ...]:
    """Major and minor; nothing where it does not run, as a shim of pyenv for a version that is not switched on."""
    program = "import sys; print(*sys.version_info[:2])"
    done = subprocess.run([python, "-c", program], capture_output=True, text=True, check=False)
    return tuple(map(int, done.stdout.split())) if done.returncode == 0 else ()
