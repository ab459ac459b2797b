"""The board brought to each of its screens, without a server: for pictures and for tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import structs

from tests.scenes import samples
from tests.scenes.visitor_samples import QuietLink
from ui.board.model import BoardModel


def _calls(link: QuietLink, _vm: BoardModel) -> None:
    link.connect_to(samples.point(), samples.snapshot())


def _recall(link: QuietLink, vm: BoardModel) -> None:
    _calls(link, vm)
    link.call.emit(samples.call(10, "R-004", "1", 0, calls=2))


def _welcome(link: QuietLink, _vm: BoardModel) -> None:
    board = samples.board(current=[], recent=[], missed=[])
    link.connect_to(samples.point(), samples.snapshot(board=board, point=samples.point(simulated=True)))


def _closed(link: QuietLink, _vm: BoardModel) -> None:
    board = samples.board(current=[], recent=[], missed=[], waiting=[])
    monday = samples.minutes_ago(-46 * 60 + 3)
    services = [structs.replace(one, open=False, hours=[], next_opening=monday) for one in samples.point().services]
    link.connect_to(samples.point(), samples.snapshot(board=board, point=samples.point(open=False, services=services)))


def _board_lost(link: QuietLink, vm: BoardModel) -> None:
    _calls(link, vm)
    link.lose()


def _crowded(link: QuietLink, _vm: BoardModel) -> None:
    """Twelve counters, one of which has a name of its own."""
    first = samples.point().counters[0]
    counters = [structs.replace(first, id=str(n), name={}) for n in range(1, 12)]
    calls = [samples.call(40 - n, f"{'ARKJ'[n % 4]}-{118 - n:03}", str(1 + n % 12), n) for n in range(13)]
    calls[1] = structs.replace(calls[1], counter="vip", counter_name={"id": "VIP", "en": "VIP"})
    calls[2] = structs.replace(calls[2], number="A-1004", counter="2B")
    board = samples.board(current=calls[:2], recent=calls)
    link.connect_to(samples.point(), samples.snapshot(board=board, point=samples.point(counters=counters)))


def _named(link: QuietLink, _vm: BoardModel) -> None:
    """A number of four digits, and a counter with a long name of its own."""
    name = {"id": "Loket Prioritas Lantai 2", "en": "Priority Counter, Floor 2"}
    call = structs.replace(samples.call(9, "A-1018", "p", 0.8), counter_name=name)
    board = samples.board(current=[call], recent=[call, samples.call(8, "A-1017", "2B", 4)])
    link.connect_to(samples.point(), samples.snapshot(board=board))


BOARD: Final[dict[str, Callable[[QuietLink, BoardModel], None]]] = {
    "connecting": lambda _link, _vm: None,
    "calls": _calls,
    "recall": _recall,
    "crowded": _crowded,
    "named": _named,
    "idle": _welcome,
    "closed": _closed,
    "lost": _board_lost,
}
