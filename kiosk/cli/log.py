"""``antrean log``: the event log, and the proof that nobody changed it."""

from __future__ import annotations

import re

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import group
from kiosk.cli.options import CommonOptions, common_options


@group()
def log() -> None:
    """The event log."""


def _head(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[0-9a-fA-F]{16,64}", value):
        raise click.BadParameter("write the 16 to 64 digits after the log's end on the closing slip: 0-9 and a-f")
    return value


@log.command()
@click.option("--head", callback=_head, help="The log's end as it was noted on a closing slip.")
@common_options("config", "data", "json")
def verify(options: CommonOptions, head: str | None) -> None:
    """Walk the whole chain across its seals, and compare it with what is stored; exit code 1 where they disagree.

    Whoever can write the file can forge all of it: a head that was noted elsewhere finds that out.
    """
    from kiosk.store import knows_head
    from kiosk.store import verify as find_faults
    from kiosk.store.interface import StoreError

    try:
        faults = find_faults(options.data, options.database)
        if faults is None:
            refuse(f"there is no data in {options.data}; name another folder with --data")
        known = head is None or knows_head(options.data, options.database, head)
    except StoreError as error:
        refuse(str(error))
    if not known:
        faults.append(f"event log: it never ended with {head}, which was noted elsewhere")
    options.print(
        {"sound": not faults, "faults": faults},
        lambda: "\n".join(faults) or "whole: the chain, its seals, and tickets, accounts and devices agree",
    )
    if faults:
        raise SystemExit(1)
