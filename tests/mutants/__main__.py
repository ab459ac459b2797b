"""Plant faults and see whether the tests find them.

``python -m tests.mutants [--sample 100 --seed N] [--room kiosk/queue]``

One line per mutant as it is tried, then those that survived, then a closing count. The exit code is 1 where more than
``--allow`` survive. What cannot be told from the right program by any test is listed, with its reason, in
``equivalent.toml`` and is not tried.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.architecture.sources import ROOT
from tests.mutants.operators import Mutant, mutants
from tests.mutants.rooms import sources
from tests.mutants.run import Tried, try_all

EQUIVALENT = Path(__file__).with_name("equivalent.toml")


def equivalent() -> dict[tuple[str, str, str], str]:
    """By file, what stands there and what would: the reason why no test can tell them apart."""
    listed = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["mutant"]
    return {(each["file"], each["before"], each["after"]): each["reason"] for each in listed}


def candidates(room: str) -> list[Mutant]:
    known = equivalent()
    found = (each for file in sources(room) for each in mutants(file, (ROOT / file).read_bytes()))
    return [each for each in found if (each.file, each.before, each.after) not in known]


def show(tried: Tried) -> None:
    mutant = tried.mutant
    print(  # noqa: T201  a command
        f"{tried.outcome:9}{tried.seconds:6.0f} s  {mutant.file}:{mutant.line}  {mutant}  {tried.by}", flush=True
    )


def summary(tried: Sequence[Tried]) -> str:
    counted = Counter(each.outcome for each in tried)
    return f"{len(tried)} mutants: " + ", ".join(
        f"{counted[outcome]} {outcome}" for outcome in ("killed", "timeout", "survived", "broken")
    )


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    options.add_argument("--sample", type=int, default=100, help="how many to try; 0: all")
    options.add_argument("--seed", type=int, default=None, help="the same sample again")
    options.add_argument("--room", default="", help="only of one room, such as kiosk/queue, or of one file")
    options.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options.add_argument("--timeout", type=float, default=900, help="seconds for the tests of one mutant")
    options.add_argument("--allow", type=int, default=5, help="how many of a hundred may survive")
    given = options.parse_args()
    seed = random.SystemRandom().randrange(10**6) if given.seed is None else given.seed
    found = candidates(given.room)
    wanted = random.Random(seed).sample(found, min(given.sample or len(found), len(found)))  # noqa: S311  a sample
    print(f"{len(wanted)} of {len(found)} mutants, seed {seed}", flush=True)  # noqa: T201  a command
    tried: list[Tried] = []
    with tempfile.TemporaryDirectory(prefix="antrean-mutants-") as folder:
        for each in try_all(wanted, Path(folder), workers=given.workers, timeout_s=given.timeout):
            tried.append(each)
            show(each)
    print()  # noqa: T201  a command
    left = [each for each in tried if each.outcome == "survived"]
    for each in left:
        show(each)
    print(summary(tried))  # noqa: T201  a command
    return int(len(left) * 100 > given.allow * len(tried) or any(each.outcome == "broken" for each in tried))


if __name__ == "__main__":
    sys.exit(main())
