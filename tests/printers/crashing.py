"""A station that prints and is killed at one point: ``python -m tests.printers.crashing FOLDER URL POINT``.

Points: ``queued``, ``preflight``, ``sending`` and ``sent`` are just after that state is on disk, ``before-sending``
just before; ``byte-N`` is when N bytes of the ticket have left.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from printers.device.transports.file import FileTransport
from printers.device.transports.tcp import TcpTransport
from printers.spool.job import Job
from printers.spool.journal import Journal
from printers.spool.spool import Spool
from tests.printers.samples import paper

NUMBER = "A-077"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(folder: Path, url: str, point: str) -> None:
    change, add = Journal.change, Journal.add

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

    Journal.change, Journal.add = changing, adding
    for transport in (FileTransport, TcpTransport):
        _kill_in_the_ticket(transport, point)
    spool = Spool(folder, url)
    spool.wait(spool.submit(paper(number=NUMBER), "key"), 30)


def _kill_in_the_ticket(transport: type[FileTransport | TcpTransport], point: str) -> None:
    write = transport.write

    def writing(self: FileTransport | TcpTransport, data: bytes) -> None:
        if point.startswith("byte-") and NUMBER.encode() in data:
            write(self, data[: int(point.removeprefix("byte-"))])
            die()
        write(self, data)

    transport.write = writing


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
