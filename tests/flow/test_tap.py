"""One tap, all the way: the screen, the paper, the counter, the board, the phone."""

from __future__ import annotations

from pathlib import Path

from tests.flow.child import Server
from tests.flow.paper import decode, read
from tests.flow.people import call, sign_in
from tests.flow.window import watch


def test_one_tap_reaches_screen_paper_counter_board_and_phone(server: Server, tmp_path: Path) -> None:
    sign_in(server)
    file = tmp_path / "paper.bin"
    seen = watch(server, 1, "--printer", f"file://{file}?width=80")
    assert seen["stderr"] == ""
    number = seen["numbers"][0]
    assert number == "A-001"
    paper = read(file.read_bytes(), 576)
    assert (paper.faults, paper.cuts) == ([], 1)
    assert number in paper.text
    codes = decode(paper.image)["zxing"]
    assert len(codes) == 1
    token = codes.pop().rpartition("/")[2]
    talk = server.talk()
    before = talk("GET", f"/t/{token}")
    assert before.status == 200
    assert number in before.body
    called = call(server)
    assert called["number"] == number
    board = talk("GET", "/board").body
    assert [(one["number"], one["counter"]) for one in board["current"]] == [(number, "1")]
    assert board["waiting"][0]["waiting"] == 0
    after = talk("GET", f"/t/{token}").body
    assert after != before.body
    assert number in after


def test_each_visitor_gets_a_number_and_a_paper(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "paper.bin"
    seen = watch(server, 6, "--printer", f"file://{file}?width=58")
    assert seen["numbers"] == [f"A-{n:03d}" for n in range(1, 7)]
    paper = read(file.read_bytes(), 384)
    assert (paper.faults, paper.cuts) == ([], 6)
    assert all(number in paper.text for number in seen["numbers"])
