"""A station that prints and is killed at one point: ``python -m tests.printers.crashing FOLDER TARGET POINT``.

Points: ``queued``, ``preflight``, ``sending`` and ``sent`` are just after that state is on disk, ``before-sending``
just before; ``byte-N`` is when N bytes have left.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from printers.job import Job, Journal
from printers.spool import Spool
from printers.transports.file import FileTransport
from tests.printers.samples import paper


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(folder: Path, target: Path, point: str) -> None:
    change, add, write = Journal.change, Journal.add, FileTransport.write

    def changing(journal: Journal, job: Job, *, sync: bool) -> None:
        if point == f"before-{job.state}":
            die()
        change(journal, job, sync=sync)
        if point == job.state:
            die()

    def adding(journal: Journal, job: Job) -> None:
        add(journal, job)
        if point == "queued":
            die()

    def writing(transport: FileTransport, data: bytes) -> None:
        if point.startswith("byte-"):
            write(transport, data[: int(point.removeprefix("byte-"))])
            die()
        write(transport, data)

    Journal.change, Journal.add, FileTransport.write = changing, adding, writing
    spool = Spool(folder, f"file://{target}")
    spool.wait(spool.submit(paper(number="A-077"), "key"), 30)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
