"""The counter and the board brought to each of their screens, without a server: for pictures and for tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import structs

from kiosk.messages import CounterView, PointView, StaffNames, TicketView
from ui import samples
from ui.link import Answer
from ui.samples_visitor import QuietLink
from ui.viewmodels.board import BoardModel
from ui.viewmodels.counter import CounterModel

HERE: Final = "2"
NAMES: Final = ["Budi Santoso", "Dewi Lestari", "Rina", "Sari"]


def _empty(point: PointView) -> PointView:
    """Nobody sits at our counter yet."""
    return structs.replace(
        point, counters=[structs.replace(one, staff=None) if one.id == HERE else one for one in point.counters]
    )


def _entry(link: QuietLink, _vm: CounterModel) -> None:
    link.connect_to(samples.point(), samples.snapshot(point=_empty(samples.point())))


def _staff(link: QuietLink, vm: CounterModel) -> None:
    _entry(link, vm)
    vm.choose(HERE)
    link.asked[-1].done(Answer(200, StaffNames(names=NAMES)))


def _pin(link: QuietLink, vm: CounterModel) -> None:
    _staff(link, vm)
    vm.choose("Sari")
    for digit in "471":
        vm.digit(digit)


def _first(link: QuietLink, _vm: CounterModel) -> None:
    link.connect_to(samples.point(), samples.snapshot(point=samples.point(staff_exists=False)))


def _idle(link: QuietLink, vm: CounterModel, ticket: TicketView | None = None, **point: object) -> None:
    _pin(link, vm)
    vm.digit("1")
    vm.submit()
    here = CounterView(id=HERE, name={}, serves=["paspor", "prioritas", "percepatan"], staff="Sari")
    link.asked[-1].done(Answer(200, here))
    queue = samples.queue(serving=[ticket] if ticket else [])
    link.connect_to(samples.point(), samples.snapshot(point=samples.point(**point), queue=queue))


def _called(link: QuietLink, vm: CounterModel) -> None:
    _idle(link, vm, samples.ticket())


def _serving(link: QuietLink, vm: CounterModel) -> None:
    _idle(link, vm, samples.ticket(state="serving", staff_flag="wawancara-mendalam", priority=True))


def _nobody(link: QuietLink, vm: CounterModel) -> None:
    _idle(link, vm)
    link.queue.emit(samples.queue(tickets=[], missed=[]))


def _void(link: QuietLink, vm: CounterModel) -> None:
    _called(link, vm)
    vm.ask_for("void")
    vm.pick("void_left")


_FULL: Final = ["recall", "serve", "finish", "hold", "transfer", "void"]


def _moves(link: QuietLink, vm: CounterModel) -> None:
    """Every move at once: a step to go, somebody on hold, and the last move still to be undone."""
    ticket = samples.ticket(moves=_FULL, stage="berkas", next_stage="biometrik", undo_until=samples.minutes_ago(-0.2))
    _idle(link, vm)
    vm.act("next")
    link.asked[-1].done(Answer(200, ticket))
    held = samples.ticket("A-011", "held", moves=["return"], held_until=samples.minutes_ago(-20))
    link.queue.emit(samples.queue(serving=[ticket], held=[held]))


def _hold(link: QuietLink, vm: CounterModel) -> None:
    _moves(link, vm)
    vm.ask_for("hold")
    vm.pick("hold_20")


def _transfer(link: QuietLink, vm: CounterModel) -> None:
    _moves(link, vm)
    vm.ask_for("transfer")
    vm.pick("end")


def _help(link: QuietLink, vm: CounterModel) -> None:
    _called(link, vm)
    vm.ask_for("help")


def _lost(link: QuietLink, vm: CounterModel) -> None:
    _idle(link, vm, samples.ticket(), simulated=True, speed=30.0, help_since=samples.NOW)
    link.lose()


def _large(link: QuietLink, vm: CounterModel) -> None:
    _called(link, vm)
    vm.toggleLargeText()


COUNTER: Final[dict[str, Callable[[QuietLink, CounterModel], None]]] = {
    "connecting": lambda _link, _vm: None,
    "entry": _entry,
    "staff": _staff,
    "pin": _pin,
    "first": _first,
    "idle": _idle,
    "nobody": _nobody,
    "called": _called,
    "serving": _serving,
    "moves": _moves,
    "hold": _hold,
    "transfer": _transfer,
    "void": _void,
    "help": _help,
    "lost": _lost,
    "large": _large,
}


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
