"""``antrean clock``: whether the machine's clock can be believed, and that staff say it is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.cli.help import group
from kiosk.cli.options import QUEUE, CommonOptions, common_options
from kiosk.wording import dates
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from kiosk.contract.clock import ClockView


@group()
def clock() -> None:
    """The machine's clock."""


@clock.command()
@common_options(*QUEUE)
def show(options: CommonOptions) -> None:
    """What the clock says, and what is known of the time."""
    _call(options, "GET", "/clock")


@clock.command()
@common_options(*QUEUE)
def accept(options: CommonOptions) -> None:
    """Say that the clock is right after a jump: numbers are given again. It is logged."""
    _call(options, "POST", "/clock/accept")


def _call(options: CommonOptions, method: str, path: str) -> None:
    import msgspec

    from kiosk.cli.backend import backend
    from kiosk.contract.clock import ClockView

    configuration = options.configuration()
    with backend(options, configuration) as client:
        view = client.call(method, path, ClockView)
    said = configuration.office.languages[0]
    options.print(msgspec.to_builtins(view), lambda: "\n".join(_lines(view, said, accepted=method == "POST")))


def _lines(view: ClockView, language: str, *, accepted: bool) -> list[str]:
    at = {"day": dates.long_date(view.now, language), "time": dates.clock_seconds(view.now, language)}
    if view.in_doubt:
        known = f"{dates.long_date(view.known, language)}, {dates.clock_seconds(view.known, language)}"
        return [translate("cli.clock.doubt", language, **at, known=known)]
    key = "cli.clock.accepted" if accepted else "cli.clock.right"
    carried = [translate("cli.clock.carried", language, numbers=", ".join(view.carried))] if view.carried else []
    return [translate(key, language, **at), *carried]
