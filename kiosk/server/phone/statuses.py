"""The process's side of the feed: the pages as the server published them last."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from msgspec import structs

from kiosk.contract.tickets import VisitorStatus
from kiosk.server.page.endpoints import StatusesAwayError
from kiosk.server.phone.messages import PublishedPage, StatusFeed

STALE_S: Final = 15.0
"""A feed that is older shows what may not be so any more."""

NEWEST_S: Final = 3.0
"""Whoever asks for an unknown ticket waits at most so long for a feed that may know it."""


class PublishedStatuses:
    """A ``StatusSource``."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._shown: dict[str, PublishedPage] = {}
        self._feed: StatusFeed | None = None
        self._fed_at = 0.0
        self._complete = 0
        """Feeds so far that held all that was committed."""
        self._waiting: list[asyncio.Future[None]] = []

    @property
    def languages(self) -> tuple[str, ...]:
        return self._feed.languages if self._feed else ("id", "en")

    @property
    def simulated(self) -> bool:
        return self._feed is not None and self._feed.simulated

    def apply(self, feed: StatusFeed) -> None:
        self._feed, self._fed_at = feed, self._monotonic()
        self._shown.update(feed.changed)
        for one in feed.gone:
            self._shown.pop(one, None)
        if feed.complete:
            self._complete += 1
            waiting, self._waiting = self._waiting, []
            for one in waiting:
                if not one.done():
                    one.set_result(None)

    async def find(self, token_hash: str) -> tuple[VisitorStatus, str] | None:
        if self._feed is None or self._monotonic() - self._fed_at > STALE_S:
            raise StatusesAwayError
        found = self._shown.get(token_hash)
        return None if found is None else (structs.replace(found.status, now=self._feed.now), found.language)

    async def find_newest(self, token_hash: str) -> tuple[VisitorStatus, str] | None:
        """A visitor may be here before the feed. The feed that is under way may have been made before the ticket, so it
        is the second one that decides.
        """
        enough = self._complete + 2
        with suppress(TimeoutError):
            async with asyncio.timeout(NEWEST_S):
                while self._complete < enough:
                    waiting = asyncio.get_running_loop().create_future()
                    self._waiting.append(waiting)
                    await waiting
        return await self.find(token_hash)
