"""Try mutants: each in a copy of the tree, with the tests that can see it, until the first of them fails."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from typing import Literal
from uuid import uuid4

from tests.architecture.sources import ROOT, files
from tests.leaks import marked
from tests.mutants.operators import Mutant
from tests.mutants.rooms import seeing

Outcome = Literal["killed", "survived", "timeout", "broken"]
MARK = "ANTREAN_MUTANT"
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
_NO_FAULT, _FAULT, _INTERRUPTED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Tried:
    mutant: Mutant
    outcome: Outcome
    by: str
    """The test that failed first; what pytest said where it could not run."""
    seconds: float


def try_all(
    wanted: Sequence[Mutant],
    folder: Path,
    *,
    workers: int,
    timeout_s: float,
    seen_by: Callable[[str], Sequence[str]] = seeing,
) -> Iterator[Tried]:
    """In ``workers`` copies below ``folder`` at once; each result as it comes.

    The tests that can see a file (``seen_by``) are run once without a fault: a mutant that red tests would judge is
    ``broken``, not ``killed``.
    """
    trees: SimpleQueue[Path] = SimpleQueue()
    for number in range(workers):
        trees.put(_copy(folder / f"tree-{number}"))
    green: dict[tuple[str, ...], Future[str]] = {}
    lock = Lock()

    def unplanted(tests: tuple[str, ...], tree: Path) -> str:
        """Why these tests are red without any fault, once a set of tests; empty where they are green."""
        with lock:
            first = tests not in green
            result = green.setdefault(tests, Future())
        if first:
            outcome, why = _run(tests, tree, timeout_s)
            result.set_result("" if outcome == "survived" else f"red without a fault: {why}")
        return result.result()

    def one(mutant: Mutant) -> Tried:
        tree = trees.get()
        try:
            tests = seen_by(mutant.file)
            if why := unplanted(tuple(sorted(tests)), tree):
                return Tried(mutant, "broken", why, 0.0)
            return _try(mutant, tests, tree, timeout_s)
        finally:
            trees.put(tree)

    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(one, wanted)


def _copy(tree: Path) -> Path:
    for path in files():
        copied = tree / path.relative_to(ROOT)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copied)
    for command in (["init", "-q"], ["add", "-A", "-f"]):  # some tests ask version control for the files
        subprocess.run(["git", *command], cwd=tree, check=True, capture_output=True)
    return tree


@contextmanager
def _planted(mutant: Mutant, tree: Path) -> Iterator[None]:
    file = tree / mutant.file
    whole = file.read_bytes()
    file.write_bytes(mutant.apply(whole))
    try:
        yield
    finally:
        file.write_bytes(whole)


def _try(mutant: Mutant, tests: Iterable[str], tree: Path, timeout_s: float) -> Tried:
    began = time.monotonic()
    with _planted(mutant, tree):
        outcome, by = _run(tests, tree, timeout_s)
    return Tried(mutant, outcome, by, time.monotonic() - began)


def _run(tests: Iterable[str], tree: Path, timeout_s: float) -> tuple[Outcome, str]:
    """How these tests end on what stands in the tree."""
    name = uuid4().hex
    command = [sys.executable, "-m", "pytest", "-x", "-n", "0", "-q", "-p", "no:cacheprovider", *tests]
    environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1", MARK: name, "CI": "true"}
    child = subprocess.Popen(
        command, cwd=tree, env=environment, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    try:
        said, _ = child.communicate(timeout=timeout_s)
        return _judged(child.returncode, said)
    except subprocess.TimeoutExpired:
        return "timeout", f"after {timeout_s:.0f} s"
    finally:
        end(marked(MARK, name))
        child.communicate()


def _judged(code: int, said: str) -> tuple[Outcome, str]:
    failed = _FAILED.search(said)
    if code in {_FAULT, _INTERRUPTED} or code < 0:  # 2: while they are collected; negative: a crash
        return "killed", failed[1] if failed else f"exit code {code}"
    if code == _NO_FAULT:
        return "survived", ""
    return "broken", said.strip().splitlines()[-1] if said.strip() else f"exit code {code}"


def end(pids: Iterable[int]) -> None:
    for pid in pids:
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)
