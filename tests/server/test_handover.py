"""What the store hands to the event loop arrives in the order in which it was handed over."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future

from kiosk.server.live.loop_bridge import LoopBridge


def test_a_feed_comes_before_its_answer_though_an_earlier_commit_woke_the_loop() -> None:
    async def play() -> list[bool]:
        handover, loop = LoopBridge(), asyncio.get_running_loop()
        commits = [Future[None](), Future[None]()]
        answers = [handover.receive(commit) for commit in commits]
        early: list[bool] = []
        for answer, commit in zip(answers, commits, strict=True):
            handover.call(loop, lambda answer=answer: early.append(answer.done()))
            commit.set_result(None)
        await asyncio.gather(*answers)
        return early

    assert asyncio.run(play()) == [False, False]


def test_whoever_hung_up_is_passed_over_and_the_next_is_answered() -> None:
    async def play() -> str:
        handover = LoopBridge()
        gone, kept = Future[str](), Future[str]()
        first, second = handover.receive(gone), handover.receive(kept)
        first.cancel()
        gone.set_result("nobody")
        kept.set_result("somebody")
        return await second

    assert asyncio.run(play()) == "somebody"
