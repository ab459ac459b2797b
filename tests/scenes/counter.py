"""The counter's window brought to each of its screens, without a server: for pictures and for tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import structs

from kiosk.contract.pairing import PairingCode
from kiosk.contract.people import StaffNames
from kiosk.contract.point import CounterView, EmergencyView, PointView
from kiosk.contract.tickets import TicketView
from kiosk.wording.translate import translate
from tests.scenes import samples
from tests.scenes.visitor_samples import QuietLink
from ui.counter.model import CounterModel
from ui.link.server_link import Answer

HERE: Final = "2"
_FULL: Final = ["recall", "serve", "finish", "hold", "transfer", "void"]
_SERVING: Final = ["finish", "hold", "transfer", "void"]
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
    vm.signIn.choose(HERE)
    link.asked[-1].done(Answer(200, StaffNames(names=NAMES)))


def _pin(link: QuietLink, vm: CounterModel) -> None:
    _staff(link, vm)
    vm.signIn.choose("Sari")
    for digit in "471":
        vm.signIn.digit(digit)


def _first(link: QuietLink, _vm: CounterModel) -> None:
    link.connect_to(samples.point(), samples.snapshot(point=samples.point(staff_exists=False)))


def _idle(link: QuietLink, vm: CounterModel, ticket: TicketView | None = None, **point: object) -> None:
    _pin(link, vm)
    vm.signIn.digit("1")
    vm.signIn.submit()
    here = CounterView(id=HERE, name={}, serves=["paspor", "prioritas", "percepatan"], staff="Sari", role="supervisor")
    link.asked[-1].done(Answer(200, here))
    queue = samples.queue(serving=[ticket] if ticket else [])
    link.connect_to(samples.point(), samples.snapshot(point=samples.point(**point), queue=queue))


def _called(link: QuietLink, vm: CounterModel) -> None:
    _idle(link, vm, samples.ticket())


def _serving(link: QuietLink, vm: CounterModel) -> None:
    flagged = samples.ticket(state="serving", priority=True, stage="biometrik", moves=_SERVING)
    flagged = structs.replace(flagged, staff_flag="wawancara-mendalam", staff_flag_name=samples.INTERVIEW)
    _idle(link, vm, flagged)


def _nobody(link: QuietLink, vm: CounterModel) -> None:
    _idle(link, vm)
    link.queue.emit(samples.queue(tickets=[], missed=[], next=[]))


def _void(link: QuietLink, vm: CounterModel) -> None:
    _called(link, vm)
    vm.sheet.open("void")
    vm.sheet.pick("void_left")


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
    vm.sheet.open("hold")
    vm.sheet.pick("hold_20")


def _transfer(link: QuietLink, vm: CounterModel) -> None:
    _moves(link, vm)
    vm.sheet.open("transfer")
    vm.sheet.pick("end")


def _emergency(link: QuietLink, vm: CounterModel) -> None:
    _called(link, vm)
    vm.sheet.open("emergency")
    vm.sheet.pick("emergency_power")


def _stopped(link: QuietLink, vm: CounterModel) -> None:
    reason = translate("counter.emergency_power", vm.frame.language)
    _idle(link, vm, emergency=EmergencyView(since=samples.minutes_ago(3), until=None, reason=reason))


def _late(link: QuietLink, vm: CounterModel) -> None:
    _called(link, vm)
    vm.sheet.open("late")


def _late_refused(link: QuietLink, vm: CounterModel) -> None:
    _late(link, vm)
    vm.sheet.write("A-099")
    vm.sheet.confirm()
    link.asked[-1].done(Answer(404, problem=samples.problem("", "unknown_ticket", 404)))


def _returned(link: QuietLink, vm: CounterModel) -> None:
    _late(link, vm)
    vm.sheet.write("r2")
    vm.sheet.confirm()
    back = samples.ticket("R-002", "waiting", service="prioritas", counter=None, after_calls=3)
    link.asked[-1].done(Answer(200, back))


def _papers(link: QuietLink, vm: CounterModel) -> None:
    _serving(link, vm)
    vm.sheet.open("papers")
    vm.sheet.pick("dewasa-baru")
    vm.sheet.pick("kk")
    vm.sheet.pick("akta")


def _papers_next(link: QuietLink, vm: CounterModel) -> None:
    _papers(link, vm)
    vm.sheet.confirm()
    link.asked[-1].done(Answer(204))


def _issue(link: QuietLink, vm: CounterModel) -> None:
    _idle(link, vm)
    vm.sheet.open("issue")


def _issue_papers(link: QuietLink, vm: CounterModel) -> None:
    _issue(link, vm)
    vm.sheet.pick("paspor")
    vm.sheet.pick("dewasa-ganti")
    vm.sheet.pick("all")


def _issue_refused(link: QuietLink, vm: CounterModel) -> None:
    _issue_papers(link, vm)
    vm.sheet.confirm()
    link.asked[-1].done(Answer(409, problem=samples.too_late(vm.frame.language)))
    vm.sheet.pick("override_need")


def _issued(link: QuietLink, vm: CounterModel) -> None:
    _issue_papers(link, vm)
    vm.sheet.confirm()
    link.asked[-1].done(Answer(201, samples.issued()))


def _new_pin(link: QuietLink, vm: CounterModel) -> None:
    _idle(link, vm)
    vm.act("pin")
    for digit in "471":
        vm.sheet.digit(digit)


def _locked(link: QuietLink, vm: CounterModel) -> None:
    _pin(link, vm)
    vm.signIn.digit("1")
    vm.signIn.submit()
    detail = translate("server.problem.locked", vm.frame.language, minutes=5)
    link.asked[-1].done(Answer(429, problem=structs.replace(samples.problem(detail, "locked", 429), retry_after_s=272)))


def _accounts(link: QuietLink, vm: CounterModel) -> None:
    _idle(link, vm)
    vm.sheet.open("accounts")
    link.asked[-1].done(Answer(200, samples.accounts()))


def _account(link: QuietLink, vm: CounterModel) -> None:
    _accounts(link, vm)
    vm.sheet.pick("Budi Santoso")


def _report(link: QuietLink, vm: CounterModel) -> None:
    _idle(link, vm)
    vm.sheet.open("report")
    link.asked[-1].done(Answer(200, samples.report()))


def _pair(link: QuietLink, vm: CounterModel) -> None:
    _idle(link, vm)
    vm.sheet.open("pair")
    vm.sheet.pick("board")
    vm.sheet.write("Ruang tunggu")
    vm.sheet.confirm()
    code, server, fingerprint = "4812093755", "https://192.168.10.5:8443", "5c" * 32
    scanned = f"ANTREAN/{code}/192.168.10.5:8443/{fingerprint}".upper()
    made = PairingCode(
        code=code,
        name="Ruang tunggu",
        role="board",
        expires_in_s=600,
        server=server,
        fingerprint=fingerprint,
        scanned=scanned,
    )
    link.asked[-1].done(Answer(201, made))


def _log(link: QuietLink, vm: CounterModel) -> None:
    _idle(link, vm)
    vm.sheet.open("log")
    link.asked[-1].done(Answer(200, samples.log()))


def _close_day(link: QuietLink, vm: CounterModel) -> None:
    _report(link, vm)
    vm.sheet.confirm()


def _sign_out(link: QuietLink, vm: CounterModel) -> None:
    _idle(link, vm)
    vm.sheet.open("sign_out")


def _help(link: QuietLink, vm: CounterModel) -> None:
    _called(link, vm)
    vm.sheet.open("help")


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
    "emergency": _emergency,
    "stopped": _stopped,
    "late": _late,
    "late-refused": _late_refused,
    "returned": _returned,
    "papers": _papers,
    "papers-next": _papers_next,
    "issue": _issue,
    "issue-papers": _issue_papers,
    "issue-refused": _issue_refused,
    "issued": _issued,
    "new-pin": _new_pin,
    "locked": _locked,
    "accounts": _accounts,
    "account": _account,
    "report": _report,
    "close-day": _close_day,
    "log": _log,
    "pair": _pair,
    "sign-out": _sign_out,
    "help": _help,
    "lost": _lost,
    "large": _large,
}
