"""Nothing but the printer's own answer confirms a ticket: any bytes, in any pieces, at any time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printers.device.fence import Fence
from printers.device.printer import DeviceInfo, Printer
from printers.device.status import AutoStatusReply, BlockReply, BufferedReply, Condition, RealTimeReply, ReplyParser
from tests.examples import examples

ID = b"aB3x"
ANSWER = b"\x37\x22" + ID + b"\x00"


class Talker:
    """A line that says what it was told to, a piece at a time, and then nothing."""

    bidirectional, prints_on_write = True, False

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces

    def open(self) -> bool:
        return False

    def write(self, data: bytes) -> None: ...
    def finish(self) -> None: ...
    def close(self) -> None: ...
    def read(self, timeout_s: float) -> bytes:
        return self._pieces.pop(0) if self._pieces else b""


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    marks = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    return [data[a:b] for a, b in pairwise(marks)]


def heard(way: str, data: bytes, cuts: list[int]) -> bool:
    device = Printer(Talker(pieces(data, cuts)), DeviceInfo(answers_status=True, confirms=way), answer_s=0.001)
    device.print(b"a ticket", ID)
    passed = False
    for _ in range(len(cuts) + 3):
        passed |= device.wait_confirmed(0.0005)
        assert device.status().condition in Condition
    return passed | device.wait_confirmed(0.0005)


@settings(max_examples=examples(40))
@given(st.binary(max_size=120), st.lists(st.integers(0, 120), max_size=6))
def test_no_noise_is_a_process_id(noise: bytes, cuts: list[int]) -> None:
    assert not heard("process_id", noise.replace(ANSWER, b""), cuts)


@settings(max_examples=examples(40))
@given(st.binary(max_size=40).filter(lambda noise: not any(byte in b"\x37\x3b\x3d\x5f" for byte in noise)))
def test_the_answer_is_heard_behind_any_noise(noise: bytes) -> None:
    """But behind the beginning of a block: there it may belong to that."""
    assert heard("process_id", noise + ANSWER, [len(noise), len(noise) + 3])


def test_a_stray_byte_never_counts() -> None:
    for byte in range(256):
        fence, replies = Fence("buffered", ID), ReplyParser()
        for reply in replies.feed(bytes((byte,))):
            fence.on_reply(reply)
        fence.on_dropped_bytes(replies.dropped)
        assert not fence.passed, byte


@pytest.mark.parametrize(
    ("said", "passes"),
    [
        ("00 00", True),
        ("03 03", True),
        ("00 12 00", True),
        ("00 10 00 00 0f 00", True),
        ("00", False),
        ("00 03", False),
        ("00 03 03", True),
        ("0c 0c", False),
        ("0f 0f", False),
        ("01 01", False),
        ("41 41", False),
        ("00 ff 00", False),
        ("ff 00 00", False),
        ("00 00 ff", False),
    ],
)
def test_the_buffers_answer_comes_twice_the_same_and_without_noise(said: str, passes: bool) -> None:
    assert heard("buffered", bytes.fromhex(said), []) is passes


def test_what_else_a_printer_says_is_no_confirmation() -> None:
    for way in ("process_id", "buffered"):
        fence = Fence(way, ID)
        for reply in (
            RealTimeReply(0x12),
            AutoStatusReply(b"\x10\x00\x00\x0f"),
            BlockReply(0x5F, b"EPSON"),
            BlockReply(0x37, b"\x22OLD1"),
        ):
            fence.on_reply(reply)
        assert not fence.passed
    fence = Fence("buffered", ID)
    for reply in (BufferedReply(0), BlockReply(0x5F, b"EPSON"), BufferedReply(0)):
        fence.on_reply(reply)
    assert not fence.passed


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=20))
def test_replies_in_any_pieces_are_the_same(noise: bytes, cuts: list[int]) -> None:
    whole, parts = ReplyParser(), ReplyParser()
    assert [reply for piece in pieces(noise, cuts) for reply in parts.feed(piece)] == whole.feed(noise)


@given(st.binary(max_size=30))
def test_a_block_that_cannot_be_one_swallows_no_answer(noise: bytes) -> None:
    replies = ReplyParser()
    replies.feed(noise + b"\xff")
    assert RealTimeReply(0x12) in replies.feed(b"\x12")
