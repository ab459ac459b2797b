from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from printers.spool.policy import (
    FINAL,
    STATES_NOTHING_SENT,
    IllegalMoveError,
    JobEvent,
    JobState,
    move,
    recover,
    reprint_is_copy,
)
from tests.examples import examples


class Life(RuleBasedStateMachine):
    """Any events, any crashes: what reached the paper is never more than the states admit."""

    def __init__(self) -> None:
        super().__init__()
        self.state = JobState.QUEUED
        self.started_bytes = 0
        self.answered = False

    @rule(event=st.sampled_from(JobEvent))
    def happens(self, event: JobEvent) -> None:
        try:
            after = move(self.state, event)
        except IllegalMoveError:
            return
        if after is JobState.SENDING:
            self.started_bytes += 1
        if event is JobEvent.NOTHING_LEFT:
            self.started_bytes -= 1
        self.answered |= event is JobEvent.CONFIRMED
        self.state = after

    @rule()
    def crash(self) -> None:
        self.state = recover(self.state)

    @invariant()
    def bytes_leave_once(self) -> None:
        assert self.started_bytes <= 1
        if self.state in STATES_NOTHING_SENT:
            assert self.started_bytes == 0

    @invariant()
    def printed_is_the_printers_word(self) -> None:
        assert (self.state is JobState.PRINTED) == self.answered

    @invariant()
    def a_reprint_is_marked_once_a_byte_may_have_left(self) -> None:
        assert reprint_is_copy(self.state) == bool(self.started_bytes)


Life.TestCase.settings = settings(max_examples=examples(150), stateful_step_count=25)
TestLife = Life.TestCase


def test_after_a_crash_nothing_that_may_be_on_paper_is_queued() -> None:
    assert {state: recover(state) for state in JobState if recover(state) is not state} == {
        JobState.PREFLIGHT: JobState.QUEUED,
        JobState.SENDING: JobState.UNCONFIRMED,
        JobState.SENT: JobState.UNCONFIRMED,
    }


@pytest.mark.parametrize("state", sorted(FINAL))
def test_an_ended_job_stays_ended(state: JobState) -> None:
    for event in JobEvent:
        if (state, event) == (JobState.UNCONFIRMED, JobEvent.CONFIRMED):
            assert move(state, event) is JobState.PRINTED
            continue
        with pytest.raises(IllegalMoveError):
            move(state, event)
