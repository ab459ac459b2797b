"""The options of a server that other machines may reach."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from ipaddress import ip_network
from itertools import chain
from typing import Any

import click
from click.core import ParameterSource

from kiosk.cli.help import SectionOption

PORT = click.IntRange(0, 65535)
_option = partial(click.option, cls=SectionOption, section="Network")


def _checked_proxies(_context: click.Context, _option: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    for one in value:
        try:
            ip_network(one, strict=False)
        except ValueError:
            raise click.BadParameter(f"{one} is no address; write it like 127.0.0.1 or 10.0.0.0/24") from None
    return value


def network_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add them; the command receives the fields of ``kiosk.server.network.listeners.NetworkOptions``, but the port."""
    for option in (
        _option("--insecure-lan", is_flag=True, help="Serve other machines without TLS: in the clear, for all."),
        _option("--announce/--no-announce", default=True, help="Let windows find this server by themselves (mDNS)."),
        _option(
            "--trusted-proxy",
            multiple=True,
            metavar="ADDRESS",
            callback=_checked_proxies,
            help="Of the web server behind --public-url: its X-Forwarded-For is believed. May be given again.",
        ),
        _option("--public-url", default=None, help="What phones open, such as https://antrean.example.go.id"),
        _option("--page-port", type=PORT, default=None, help="Of the visitors' page for phones; default: 8081."),
        _option("--tls-port", type=PORT, default=None, help="Of other machines' windows; default: 8443."),
        _option(
            "--host",
            default="127.0.0.1",
            show_default=True,
            help="Address to listen on; 0.0.0.0: the LAN, over TLS.",
        ),
    ):
        command = option(command)
    return command


def network_arguments(
    *, host: str, insecure_lan: bool, announce: bool, trusted_proxy: Sequence[str], **named: Any
) -> list[str]:
    """The same options, as a command line."""
    options = ((f"--{name.replace('_', '-')}", str(value)) for name, value in named.items() if value is not None)
    flags = ["--insecure-lan"] * insecure_lan + ["--no-announce"] * (not announce)
    proxies = chain.from_iterable(("--trusted-proxy", one) for one in trusted_proxy)
    return ["--host", host, *proxies, *chain.from_iterable(options), *flags]


def server_options() -> list[str]:
    """The names of the options on the command line that shape a server: those of ``network_options``, and the port."""
    context = click.get_current_context()
    names = ("port", "host", "tls_port", "page_port", "public_url", "trusted_proxy", "announce", "insecure_lan")
    found = [name for name in names if context.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    return [f"--{name.replace('_', '-')}" for name in found]
