from __future__ import annotations

from pathlib import Path

import pytest

from printers.document.paper_length import paper_length_mm
from printers.document.preview import MARGIN, render_preview
from printers.document.raster import PictureError
from printers.document.rows import Cut, Document, Feed, Image, TextItem
from printers.profile import find_profile
from printers.simulator.tcp_server import Fault, VirtualPrinter
from printers.spool.policy import JobState
from printers.spool.roll import Roll
from printers.spool.spool import Spool
from tests.printers.sample_receipts import paper
from tests.printers.wait import until

METRE = 1000.0


@pytest.fixture
def roll(tmp_path: Path) -> Roll:
    return Roll(tmp_path / "roll-1.json", 50 * METRE)


@pytest.mark.parametrize("width", [58, 80])
def test_a_ticket_is_as_long_as_its_picture(width: int) -> None:
    for document in (paper(), paper(checklist="anak"), paper(service="informasi", language="en")):
        drawn = render_preview(document, find_profile(paper_mm=width)).height - 2 * MARGIN
        assert paper_length_mm(document, find_profile(paper_mm=width)) == pytest.approx(drawn / 8, rel=0.05)


def test_what_is_no_picture_is_left_to_the_encoder() -> None:
    with pytest.raises(PictureError):
        render_preview(Document((Image(b"no picture"), Cut())), find_profile())
    assert paper_length_mm(Document((Image(b"no picture"), Feed(80), TextItem("x"))), find_profile()) >= 10


def test_a_new_roll_is_enough_for_its_length(roll: Roll) -> None:
    roll.add_ticket(125)
    assert roll.tickets_left() == 395
    for _ in range(200):
        roll.add_ticket(125)
    assert roll.tickets_left() == 195


def test_the_forecast_follows_the_tickets_that_are_printed(roll: Roll) -> None:
    for _ in range(60):
        roll.add_ticket(100)
    short = roll.tickets_left()
    for _ in range(60):
        roll.add_ticket(200)
    assert roll.tickets_left() < (short - 60) * 0.6


def test_it_is_kept_through_a_restart(tmp_path: Path, roll: Roll) -> None:
    roll.add_ticket(20 * METRE)
    assert Roll(tmp_path / "roll-1.json", 50 * METRE).tickets_left() == roll.tickets_left() == 1


@pytest.mark.parametrize("empty", [False, True])
def test_a_sensor_that_clears_is_a_new_roll(roll: Roll, empty: bool) -> None:
    for _ in range(390):
        roll.add_ticket(125)
    roll.on_sensors(near_end=True, empty=empty)
    assert roll.tickets_left() == 10
    roll.on_sensors(near_end=True, empty=False)
    assert roll.tickets_left() == 10
    roll.on_sensors(near_end=False, empty=False)
    assert roll.tickets_left() == 400


def test_a_sensor_that_wavers_is_no_new_roll(roll: Roll) -> None:
    for _ in range(390):
        roll.add_ticket(125)
    for _ in range(3):
        roll.on_sensors(near_end=True, empty=False)
        roll.on_sensors(near_end=False, empty=False)
        roll.add_ticket(125)
    roll.on_sensors(near_end=True, empty=False)
    assert roll.tickets_left() < 10


def test_somebody_says_that_a_new_roll_is_in(roll: Roll) -> None:
    roll.add_ticket(125)
    roll.add_ticket(49 * METRE)
    roll.start_new_roll()
    assert roll.tickets_left() > 5


def test_a_file_that_is_none_is_a_new_roll(tmp_path: Path, roll: Roll) -> None:
    roll.add_ticket(125)
    (tmp_path / "roll-1.json").write_bytes(b"\xff{")
    assert roll.tickets_left() == 415


def test_the_spool_counts_and_sees_a_new_roll(tmp_path: Path) -> None:
    printer = VirtualPrinter(576).start()
    spool = Spool(tmp_path / "spool", f"tcp://127.0.0.1:{printer.port}?mode=native&roll=2", confirm_s=3)
    try:
        before = spool.tickets_left()
        for n in range(5):
            assert spool.wait(spool.submit(paper(), f"{n}"), 60).state is JobState.PRINTED
        left = spool.tickets_left()
        assert before is not None
        assert left is not None
        assert left < before
        printer.fault(Fault.PAPER_OUT)
        until(lambda: not spool.status().can_print)
        printer.fault(Fault.PAPER_OUT, on=False)
        until(lambda: (spool.tickets_left() or 0) > left)
    finally:
        spool.close()
        printer.close()
