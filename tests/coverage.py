"""Run every test and measure which lines and branches of the product they ran.

``python -m tests.coverage [PYTEST ARGUMENT...]``. Servers and windows that tests start as processes are counted too.
Prints a line per room; the exit code is 1 where a test failed or a room is below its floor in ``pyproject.toml``
(``[tool.antrean.coverage]``, whole percent). A floor may rise and never fall. With arguments only a part is run, and no
floor is judged. ``.cache/coverage/html`` shows every line.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".cache/coverage"


@dataclass(slots=True)
class Counted:
    """Lines and branches, together."""

    all: int = 0
    run: int = 0

    @property
    def percent(self) -> float:
        return 100 * self.run / self.all if self.all else 100.0


def floors() -> dict[str, int]:
    """By room, such as ``kiosk/queue``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return dict(project["tool"]["antrean"]["coverage"])


def rooms(report: dict[str, Any]) -> dict[str, Counted]:
    """The counts of coverage.py's JSON report by the first two folders of a file."""
    counted: dict[str, Counted] = defaultdict(Counted)
    for name, found in report["files"].items():
        whole, room = found["summary"], counted["/".join(Path(name).parts[:-1][:2])]
        room.all += whole["num_statements"] + whole["num_branches"]
        room.run += whole["covered_lines"] + whole["covered_branches"]
    return dict(counted)


def below(counted: dict[str, Counted], least: dict[str, int]) -> list[str]:
    """What a person should know of each room that fell."""
    return [
        f"{room}: {counted[room].percent:.1f} % is below the floor of {floor} %"
        for room, floor in least.items()
        if room in counted and counted[room].percent < floor
    ]


def main() -> int:
    arguments = sys.argv[1:]
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("data*"):
        old.unlink()
    report = FOLDER / "report.json"
    wanted = ["--cov", "--cov-report=", f"--cov-report=json:{report}", f"--cov-report=html:{FOLDER / 'html'}"]
    tested = subprocess.run([sys.executable, "-m", "pytest", *wanted, *arguments], cwd=ROOT, check=False)
    counted = rooms(json.loads(report.read_text(encoding="utf-8")))
    for room, found in sorted(counted.items()):
        sys.stdout.write(f"{room:24}{found.percent:6.1f} %  of {found.all:6,} lines and branches\n")
    fallen = [] if arguments else below(counted, floors())
    sys.stdout.writelines(f"{line}\n" for line in fallen)
    return int(bool(tested.returncode or fallen))


if __name__ == "__main__":
    sys.exit(main())
