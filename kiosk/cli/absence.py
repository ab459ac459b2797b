"""``antrean absence``: which counters nobody is at today, so that visitors are told the right wait."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from kiosk.cli.help import group
from kiosk.cli.options import QUEUE, CommonOptions, common_options
from kiosk.wording.dates import clock_time
from kiosk.wording.localized import counter_name
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from kiosk.client.api_client import ApiClient
    from kiosk.contract.point import CounterView


@group()
def absence() -> None:
    """Counters that are closed for a while, or today."""


@absence.command()
@common_options(*QUEUE)
@click.argument("counter")
@click.option("--until", type=click.DateTime(["%H:%M"]), default=None, help="A time of today; default: all day.")
def mark(options: CommonOptions, counter: str, until: datetime | None) -> None:
    """Nobody is at this counter: waits and the last number count on it no more."""
    _change(options, counter, "POST", until)


@absence.command()
@common_options(*QUEUE)
@click.argument("counter")
def clear(options: CommonOptions, counter: str) -> None:
    """The counter opens as usual. Signing in there says so too."""
    _change(options, counter, "DELETE", None)


@absence.command("list")
@common_options(*QUEUE)
def list_(options: CommonOptions) -> None:
    """The counters that are marked now."""
    from kiosk.cli.backend import backend
    from kiosk.contract.point import PointView

    configuration = options.configuration()
    with backend(options, configuration) as client:
        counters = client.call("GET", "/point", PointView).counters
    _print(options, [one for one in counters if one.absent], configuration.office.languages[0])


def _change(options: CommonOptions, counter: str, method: str, until: datetime | None) -> None:
    from kiosk.cli.backend import backend
    from kiosk.contract.counters import MarkAbsent
    from kiosk.contract.point import CounterView

    configuration = options.configuration()
    with backend(options, configuration) as client:
        path = f"/counters/{quote(counter, safe='')}/absence"
        body = MarkAbsent(until=_today(client, until) if until else None) if method == "POST" else None
        view = client.call(method, path, CounterView, body=body)
    _print(options, [view], configuration.office.languages[0])


def _today(client: ApiClient, until: datetime) -> datetime:
    """The time on the server's day; after midnight, where that time has passed today and the day goes on."""
    from kiosk.contract.point import PointView

    now = client.call("GET", "/point", PointView).now
    found = now.replace(hour=until.hour, minute=until.minute, second=0, microsecond=0)
    passed_long_ago = now - found > timedelta(hours=12)
    return found + timedelta(days=1) if passed_long_ago else found


def _print(options: CommonOptions, views: list[CounterView], language: str) -> None:
    import msgspec

    def line(view: CounterView) -> str:
        key = "open" if not view.absent else "until" if view.absent_until else "today"
        until = clock_time(view.absent_until, language) if view.absent_until else ""
        return translate(f"cli.absence.{key}", language, counter=counter_name(view.name, view.id, language), time=until)

    said = [line(view) for view in views] or [translate("cli.absence.none", language)]
    options.print(msgspec.to_builtins(views), lambda: "\n".join(said))
