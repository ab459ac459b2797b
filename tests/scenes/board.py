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


BOARD: Final[dict[str, Callable[[QuietLink, BoardModel], None]]] = {
    "connecting": lambda _link, _vm: None,
    "calls": _calls,
    "recall": _recall,
    "idle": _welcome,
    "closed": _closed,
    "lost": _board_lost,
}
