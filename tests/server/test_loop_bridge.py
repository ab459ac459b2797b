"""Results of the store arrive on the event loop in the order in which they were submitted."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future

from kiosk.server.live.loop_bridge import LoopBridge


def test_a_feed_comes_before_its_answer_though_an_earlier_commit_woke_the_loop() -> None:
    async def play() -> list[bool]:
        bridge, loop = LoopBridge(), asyncio.get_running_loop()
        commits = [Future[None](), Future[None]()]
        answers = [bridge.wrap(commit) for commit in commits]
        early: list[bool] = []
        for answer, commit in zip(answers, commits, strict=True):
            bridge.call_in_order(loop, lambda answer=answer: early.append(answer.done()))
            commit.set_result(None)
        await asyncio.gather(*answers)
        return early

    assert asyncio.run(play()) == [False, False]


def test_whoever_hung_up_is_passed_over_and_the_next_is_answered() -> None:
    async def play() -> str:
        bridge = LoopBridge()
        gone, kept = Future[str](), Future[str]()
        first, second = bridge.wrap(gone), bridge.wrap(kept)
        first.cancel()
        gone.set_result("nobody")
        kept.set_result("somebody")
        return await second

    assert asyncio.run(play()) == "somebody"
