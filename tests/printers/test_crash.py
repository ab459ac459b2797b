from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from printers.job import Journal
from printers.policy import State
from printers.spool import Spool
from tests.printers.samples import paper

NOTHING_LEFT = ["queued", "before-preflight", "preflight", "before-sending"]
MAY_HAVE_LEFT = ["sending", "byte-0", "byte-1", "byte-150", "byte-399", "before-sent", "sent", "before-printed"]


def crash(tmp_path: Path, point: str) -> Path:
    target = tmp_path / "paper.bin"
    command = [sys.executable, "-m", "tests.printers.crashing", str(tmp_path / "spool"), str(target), point]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == -9, done.stderr
    return target


@pytest.mark.parametrize("point", NOTHING_LEFT)
def test_killed_before_the_first_byte_it_is_printed_once_after_all(tmp_path: Path, point: str) -> None:
    target = crash(tmp_path, point)
    spool = Spool(tmp_path / "spool", f"file://{target}")
    try:
        job = spool.submit(paper(number="A-077"), "key")
        assert spool.wait(job, 15).state is State.PRINTED
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
        assert (job.state, job.cause) == (State.UNCONFIRMED, "restart")
        assert target.read_bytes() == before
        copy = spool.wait(spool.reprint(job), 15)
        assert (copy.state, copy.copy) == (State.PRINTED, 1)
        assert b"SALINAN" in target.read_bytes()[len(before) :]
    finally:
        spool.close()


def test_after_printed_it_stays_printed(tmp_path: Path) -> None:
    target = crash(tmp_path, "printed")
    spool = Spool(tmp_path / "spool", f"file://{target}")
    try:
        assert spool.submit(paper(), "key").state is State.PRINTED
        assert target.read_bytes().count(b"A-077") == 1
    finally:
        spool.close()


def test_a_torn_line_is_no_line_and_the_next_one_is_whole(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", "virtual:")
    first = spool.wait(spool.submit(paper(), "a"), 15)
    spool.close()
    path = tmp_path / "spool" / "jobs.jsonl"
    with path.open("ab") as file:
        file.write(b'{"id":"half","key":"b","docu')
    spool = Spool(tmp_path / "spool", "virtual:")
    second = spool.wait(spool.submit(paper(), "c"), 15)
    spool.close()
    known = {job.id: job.state for job in Journal(path).load()}
    assert known == {first.id: State.PRINTED, second.id: State.PRINTED}


def test_garbage_in_the_journal_loses_no_other_job(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", "virtual:")
    job = spool.wait(spool.submit(paper(), "a"), 15)
    spool.close()
    path = tmp_path / "spool" / "jobs.jsonl"
    path.write_bytes(b"\xff\xfe\nnull\n[]\n{}\n" + path.read_bytes() + b"\x00\x00")
    assert [one.id for one in Journal(path).load()] == [job.id]


def test_the_journal_forgets_old_jobs_but_none_that_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("printers.job.KEEP", 3)
    spool = Spool(tmp_path / "spool", "virtual:")
    jobs = [spool.wait(spool.submit(paper(), f"k{n}"), 15) for n in range(6)]
    spool.close()
    spool = Spool(tmp_path / "spool", "virtual:")
    assert [job.id for job in spool.jobs()] != []
    spool.close()
    assert [job.id for job in Journal(tmp_path / "spool" / "jobs.jsonl").load()] == [job.id for job in jobs[-3:]]
