"""Stands for the windows' process in ``test_window_process``: reads its job, notes it, and ends as ``voice`` says."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def main() -> int:
    job = json.loads(sys.stdin.readline())
    notes = Path(job["data"])
    with notes.open("a", encoding="utf-8") as file:
        file.write(f"{os.getpid()} {job['token']}\n")
    turn = len(notes.read_text(encoding="utf-8").splitlines())
    plan = job["voice"].split(",")
    act = plan[min(turn, len(plan)) - 1]
    if act == "broken":
        return 3
    sys.stdout.write('{"printer": "virtual:"}\n')
    sys.stdout.flush()
    if act == "unopened":
        return 1
    if act == "crash":
        os.abort()
    sys.stdout.write(".")
    sys.stdout.flush()
    if act == "die":
        os.abort()
    if act == "freeze":
        sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main())
