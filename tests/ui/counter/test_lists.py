"""Who waits, against the target, in words; who was missed and until when they may come back."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Any

import pytest

from tests.scenes import samples
from ui.counter import lists
from ui.counter.desk import derive
from ui.counter.inputs import CounterInputs

NOW = samples.NOW.astimezone(timezone(timedelta(hours=7)))


def inputs(**changes: Any) -> CounterInputs:
    queue = changes.pop("queue", samples.queue())
    return CounterInputs(
        language="id", online=True, now=NOW, point=samples.point(), queue=queue, counter="2", **changes
    )


@pytest.mark.parametrize(
    ("minutes", "service", "late", "soon"),
    [
        (17, "paspor", "", True),
        (44.9, "paspor", "", True),
        (49.5, "paspor", "sisa 10 mnt", True),
        (60, "paspor", "sisa 0 mnt", True),
        (63, "paspor", "lewat 3 mnt", False),
        (34, "prioritas", "lewat 4 mnt", False),
        (130, "paspor", "lewat 1 jam 10 mnt", False),
    ],
)
def test_a_wait_against_the_target_of_its_service(minutes: float, service: str, late: str, soon: bool) -> None:
    queue = samples.queue(tickets=[samples.waiting_row("A-001", minutes, service)], next=[])
    (row,) = lists.waiting(inputs(queue=queue))
    assert (row.late, row.soon) == (late, soon)


def test_whom_the_list_shows() -> None:
    others = [samples.waiting_row("J-001", 20, "pengambilan"), samples.waiting_row("A-001", 5)]
    queue = samples.queue(tickets=others, next=[])
    shown = {name: [row.number for row in lists.waiting(inputs(queue=queue, filter=name))] for name in FILTERS}
    assert shown == {"mine": ["A-001"], "all": ["J-001", "A-001"], "late": ["J-001"]}


FILTERS = ("mine", "all", "late")


def test_what_staff_should_know_of_a_place() -> None:
    rows = [
        samples.waiting_row("A-001", 5, stage="berkas"),
        samples.waiting_row("A-002", 5, stage="biometrik"),
        samples.waiting_row("A-003", 5, after_calls=2),
        samples.waiting_row("A-004", 5, counter="2"),
    ]
    about = [row.about for row in lists.waiting(inputs(queue=samples.queue(tickets=rows, next=[])))]
    assert about == ["", "Wawancara, foto dan sidik jari", "setelah 2 panggilan", "khusus loket 2"]


def test_another_counter_s_visitor_is_not_ours() -> None:
    queue = samples.queue(tickets=[samples.waiting_row("A-001", 5, counter="1")], next=[])
    assert lists.waiting(inputs(queue=queue)) == []
    assert not derive(inputs(queue=queue)).mainEnabled


def test_who_is_next_is_the_server_s_word() -> None:
    """The queue's order is that of a counter that serves all; ours may call somebody else first."""
    rows = [samples.waiting_row("A-001", 9), samples.waiting_row("R-004", 5, "prioritas")]
    queue = samples.queue(tickets=rows)
    assert [row.number for row in lists.waiting(inputs(queue=queue)) if row.first] == ["R-004"]
    shown = derive(inputs(queue=queue))
    assert shown.mainHint == "Berikutnya R-004"
    assert shown.idleText == "Berikutnya R-004. Pengunjung prioritas didahulukan."


def test_until_when_the_missed_may_come_back() -> None:
    over = samples.ticket("A-002", "no_show", return_until=samples.minutes_ago(1), moves=["return"])
    back = samples.ticket("A-003", "no_show", return_until=samples.minutes_ago(-60), moves=["return"])
    rows = lists.missed(inputs(queue=samples.queue(missed=[over, back])))
    assert {row.number: (row.when.partition(" · ")[2], row.mayReturn) for row in rows} == {
        "A-002": ("perlu nomor baru", False),
        "A-003": ("dapat kembali sampai 11.03", True),
    }


def test_a_flag_is_read_in_the_office_s_words() -> None:
    flagged = samples.waiting_row("A-001", 5, staff_flag="wawancara-mendalam", staff_flag_name=samples.INTERVIEW)
    (row,) = lists.waiting(inputs(queue=samples.queue(tickets=[flagged], next=[])))
    assert row.flag == "Wawancara mendalam"
