"""The options of a server that other machines may reach."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

import click

PORT = click.IntRange(0, 65535)


def network(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add them; the command receives what ``kiosk.server.network.listeners.Network`` has, but for the port."""
    for option in (
        click.option("--insecure-lan", is_flag=True, help="Serve other machines without TLS: in the clear, for all."),
        click.option(
            "--announce/--no-announce", default=True, help="Let windows find this server by themselves (mDNS)."
        ),
        click.option("--public-url", default=None, help="What phones open, such as https://antrean.example.go.id"),
        click.option("--page-port", type=PORT, default=None, help="Of the visitors' page for phones; default: 8081."),
        click.option("--tls-port", type=PORT, default=None, help="Of other machines' windows; default: 8443."),
        click.option(
            "--host",
            default="127.0.0.1",
            show_default=True,
            help="Address to listen on; 0.0.0.0: the LAN, over TLS.",
        ),
    ):
        command = option(command)
    return command


def arguments(*, host: str, insecure_lan: bool, announce: bool, **named: Any) -> list[str]:
    """The same options, as a command line."""
    given = ((f"--{name.replace('_', '-')}", str(value)) for name, value in named.items() if value is not None)
    flags = ["--insecure-lan"] * insecure_lan + ["--no-announce"] * (not announce)
    return ["--host", host, *chain.from_iterable(given), *flags]
