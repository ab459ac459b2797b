from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.device.status import (
    AutoStatusReply,
    BlockReply,
    BufferedReply,
    Condition,
    RealTimeReply,
    ReplyParser,
    Status,
    status_from_auto_status,
    status_from_real_time,
)


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ("12 12 12 12", Status()),
        ("12 12 12 1e", Status(near_end=True)),
        ("1a 32 12 7e", Status(Condition.PAPER_OUT, near_end=True)),
        ("1a 16 12 12", Status(Condition.COVER_OPEN)),
        ("1a 12 12 12", Status(Condition.OFFLINE)),
        ("1a 52 1a 12", Status(Condition.CUTTER)),
        ("1a 52 32 12", Status(Condition.BROKEN)),
        ("1a 52 52 12", Status(Condition.OVERHEATED)),
        ("1a 36 12 7e", Status(Condition.COVER_OPEN, near_end=True)),
    ],
)
def test_real_time_answers_as_measured(answers: str, status: Status) -> None:
    assert status_from_real_time(*bytes.fromhex(answers)) == status


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("10 00 00 0f", Status()),
        ("10 00 03 0f", Status(near_end=True)),
        ("18 00 0f 0f", Status(Condition.PAPER_OUT, near_end=True)),
        ("38 00 00 0f", Status(Condition.COVER_OPEN)),
        ("18 08 00 0f", Status(Condition.CUTTER)),
        ("18 20 00 0f", Status(Condition.BROKEN)),
        ("18 40 00 0f", Status(Condition.OVERHEATED)),
        ("18 00 00 0f", Status(Condition.OFFLINE)),
    ],
)
def test_automatic_status(answer: str, status: Status) -> None:
    replies = ReplyParser().feed(bytes.fromhex(answer))
    assert [status_from_auto_status(reply.value) for reply in replies if isinstance(reply, AutoStatusReply)] == [status]


def test_answers_in_order_with_noise_between() -> None:
    said = bytes.fromhex("11 12 13 37 22 41 42 43 44 00 ff 10 00 00 0f 5f 45 50 00 02")
    replies = ReplyParser()
    assert replies.feed(said) == [
        RealTimeReply(0x12),
        BlockReply(0x37, b"\x22ABCD"),
        AutoStatusReply(bytes.fromhex("1000000f")),
        BlockReply(0x5F, b"EP"),
        BufferedReply(2),
    ]
    assert replies.dropped == 3


def test_only_a_whole_process_answer_is_one() -> None:
    assert BlockReply(0x37, b"\x22ABCD").process_id == b"ABCD"
    assert BlockReply(0x37, b"\x22ABC").process_id is None
    assert BlockReply(0x37, b"\x25").process_id is None
    assert BlockReply(0x5F, b"\x22ABCD").process_id is None


@given(st.binary(max_size=200), st.lists(st.integers(0, 200)))
def test_pieces_say_the_same_as_the_whole(data: bytes, cuts: list[int]) -> None:
    whole = ReplyParser()
    pieces = ReplyParser()
    marks = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    parts = [data[a:b] for a, b in pairwise(marks)]
    assert [reply for part in parts for reply in pieces.feed(part)] == whole.feed(data)


@given(st.binary(max_size=2000))
def test_noise_never_stops_the_parser(noise: bytes) -> None:
    replies = ReplyParser()
    replies.feed(noise)
    replies.reset()
    assert replies.feed(b"\x12") == [RealTimeReply(0x12)]
