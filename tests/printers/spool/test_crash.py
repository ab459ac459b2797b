from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from printers.simulator.tcp_server import VirtualPrinter
from printers.spool.journal import Journal
from printers.spool.policy import JobState
from printers.spool.spool import Spool
from tests.printers.sample_receipts import paper

NOTHING_LEFT = ["queued", "before-preflight", "preflight", "before-sending"]
FIFTY = [
    *NOTHING_LEFT,
    *("sending", "before-sent", "sent", "before-printed"),
    *(f"byte-{n}" for n in range(0, 420, 10)),
]
MAY_HAVE_LEFT = ["sending", "byte-0", "byte-1", "byte-150", "byte-399", "before-sent", "sent", "before-printed"]


def crash(tmp_path: Path, point: str) -> Path:
    target = tmp_path / "paper.bin"
    kill(tmp_path, f"file://{target}", point)
    return target


def kill(tmp_path: Path, url: str, point: str) -> None:
    command = [sys.executable, "-m", "tests.printers.spool.killed_station", str(tmp_path / "spool"), url, point]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == -9, done.stderr


@pytest.mark.parametrize("point", NOTHING_LEFT)
def test_killed_before_the_first_byte_it_is_printed_once_after_all(tmp_path: Path, point: str) -> None:
    target = crash(tmp_path, point)
    spool = Spool(tmp_path / "spool", f"file://{target}")
    try:
        job = spool.submit(paper(number="A-077"), "key")
        assert spool.wait(job, 60).state is JobState.PRINTED
        assert target.read_bytes().count(b"A-077") == 1
        assert len(spool.jobs()) == 1
    finally:
        spool.close()


@pytest.mark.parametrize("point", MAY_HAVE_LEFT)
def test_killed_later_it_is_unconfirmed_and_never_sent_again_unmarked(tmp_path: Path, point: str) -> None:
    target = crash(tmp_path, point)
    before = target.read_bytes()
    spool = Spool(tmp_path / "spool", f"file://{target}")
    try:
        job = spool.submit(paper(number="A-077"), "key")
        assert (job.state, job.cause) == (JobState.UNCONFIRMED, "restart")
        assert target.read_bytes() == before
        copy = spool.wait(spool.reprint(job), 60)
        assert (copy.state, copy.copy) == (JobState.PRINTED, 1)
        assert b"SALINAN" in target.read_bytes()[len(before) :]
    finally:
        spool.close()


def test_after_printed_it_stays_printed(tmp_path: Path) -> None:
    target = crash(tmp_path, "printed")
    spool = Spool(tmp_path / "spool", f"file://{target}")
    try:
        assert spool.submit(paper(), "key").state is JobState.PRINTED
        assert target.read_bytes().count(b"A-077") == 1
    finally:
        spool.close()


def test_a_torn_line_is_no_line_and_the_next_one_is_whole(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", "virtual:")
    first = spool.wait(spool.submit(paper(), "a"), 60)
    spool.close()
    path = tmp_path / "spool" / "jobs.jsonl"
    with path.open("ab") as file:
        file.write(b'{"id":"half","key":"b","docu')
    spool = Spool(tmp_path / "spool", "virtual:")
    second = spool.wait(spool.submit(paper(), "c"), 60)
    spool.close()
    known = {job.id: job.state for job in Journal(path).load()}
    assert known == {first.id: JobState.PRINTED, second.id: JobState.PRINTED}


def test_garbage_in_the_journal_loses_no_other_job(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", "virtual:")
    job = spool.wait(spool.submit(paper(), "a"), 60)
    spool.close()
    path = tmp_path / "spool" / "jobs.jsonl"
    path.write_bytes(b"\xff\xfe\nnull\n[]\n{}\n" + path.read_bytes() + b"\x00\x00")
    assert [one.id for one in Journal(path).load()] == [job.id]


def test_the_journal_forgets_old_jobs_but_none_that_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("printers.spool.journal.MAX_ENDED_JOBS", 3)
    spool = Spool(tmp_path / "spool", "virtual:")
    jobs = [spool.wait(spool.submit(paper(), f"k{n}"), 60) for n in range(6)]
    spool.close()
    spool = Spool(tmp_path / "spool", "virtual:")
    assert [job.id for job in spool.jobs()] != []
    spool.close()
    assert [job.id for job in Journal(tmp_path / "spool" / "jobs.jsonl").load()] == [job.id for job in jobs[-3:]]


@pytest.mark.long
@pytest.mark.timeout(600)
def test_fifty_points_of_a_job_at_which_the_station_is_killed(tmp_path: Path) -> None:
    """On a network printer that knows how it is: what hangs out of it is parted from the next ticket."""
    assert len(FIFTY) == 50
    ends: list[str] = []
    for point in FIFTY:
        printer = VirtualPrinter(576).start()
        url = f"tcp://127.0.0.1:{printer.port}?mode=native"
        folder = tmp_path / point
        folder.mkdir()
        kill(folder, url, point)
        spool = Spool(folder / "spool", url)
        try:
            job = spool.wait(spool.submit(paper(number="A-077"), "key"), 60)
            sent = printer.received.count(b"A-077")
            if point in NOTHING_LEFT:
                assert (job.state, sent) == (JobState.PRINTED, 1), point
            else:
                assert (job.state, job.cause) == (JobState.UNCONFIRMED, "restart"), point
                assert sent <= 1, point
                copy = spool.wait(spool.reprint(job), 60)
                assert (copy.state, copy.copy) == (JobState.PRINTED, 1), point
                assert printer.received.count(b"SALINAN / COPY 1") == 1, point
            after = spool.wait(spool.submit(paper(number="A-078"), "next"), 60)
            assert after.state is JobState.PRINTED, point
            ends.append(job.state)
        finally:
            spool.close()
            printer.close()
    assert (ends.count(JobState.PRINTED), ends.count(JobState.UNCONFIRMED)) == (4, 46)
