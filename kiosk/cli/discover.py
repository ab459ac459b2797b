"""``antrean discover``: the servers on this network."""

from __future__ import annotations

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import command
from kiosk.cli.options import CommonOptions, common_options

LAN = click.option(
    "--lan",
    "on",
    default=None,
    envvar="ANTREAN_LAN",
    metavar="ADDRESS",
    help="Look for servers through the network of this own address alone.",
)


@command()
@common_options("json")
@LAN
@click.option("--seconds", type=click.FloatRange(0.5, 60), default=2.0, show_default=True, help="How long to wait.")
def discover(options: CommonOptions, on: str | None, seconds: float) -> None:
    """Show the servers that answer on this network. What they say of themselves is proved by pairing alone."""
    from kiosk import discovery

    try:
        found = discovery.browse(seconds, on)
    except discovery.DiscoveryError as error:
        refuse(str(error))
    rows = [
        {"name": one.name, "point": one.point, "urls": list(one.urls), "fingerprint": one.fingerprint} for one in found
    ]

    def text() -> str:
        lines = [f"{one.name} ({one.point})  {' '.join(one.urls)}  {one.fingerprint[:16]}" for one in found]
        return "\n".join(lines or ["no server answers on this network; is one started with --host 0.0.0.0?"])

    options.print(rows, text)
    if not found:
        raise SystemExit(1)
