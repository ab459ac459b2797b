"""The campaign of faults, short: against our own virtual printer, and a third party's where there is one."""

from __future__ import annotations

import pytest

from tests.printers.spool.fault_campaign import campaign


def test_seeded_faults_on_the_line_and_in_the_printer_break_no_promise() -> None:
    told = list(campaign(60, 11, 4, foreign=False))
    assert "60 tickets" in told[0]


@pytest.mark.timeout(600)  # it may install the peer first
def test_a_printer_that_nobody_here_wrote_breaks_none_either() -> None:
    told = list(campaign(40, 12, 4, foreign=True))
    assert "emupos" in told[0]


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_thousand_jobs() -> None:
    assert list(campaign(1200, 7, 4))
