"""A command's way to the queue: the server that runs on the data folder, else the same application in this process."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from kiosk.cli.errors import refuse
from kiosk.cli.running_server import refusals, running_server
from kiosk.client.api_client import ApiClient

if TYPE_CHECKING:
    from kiosk.cli.options import CommonOptions
    from kiosk.rules import Configuration


@contextmanager
def backend(
    options: CommonOptions,
    configuration: Configuration,
    language: str | None = None,
    *,
    public_url: str | None = None,
) -> Generator[ApiClient]:
    """A client of the service point. Every refusal inside the block ends the command with one line.

    ``language``: of the words in refusals; default: the office's first one.
    """
    spoken = language or configuration.office.languages[0]
    with running_server(options, spoken) as client:
        if client is not None:
            if public_url is not None:
                refuse(f"--public-url: the server that runs on {options.data} has its own; give it to `antrean serve`")
            yield client
            return
    with refusals(spoken), in_process(options, configuration, spoken, public_url) as client:
        yield client


@contextmanager
def in_process(
    options: CommonOptions, configuration: Configuration, language: str, public_url: str | None
) -> Generator[ApiClient]:
    """The service point without a server, in this process, which owns the data folder meanwhile."""
    from kiosk.cli.in_process import InProcessClient
    from kiosk.rules import Rules
    from kiosk.server.preflight import CannotStartError
    from kiosk.store.interface import StoreError

    point = options.point_id(configuration)
    rules = Rules(configuration)
    try:
        client = InProcessClient(
            options.data,
            options.database,
            options.clock,
            rules,
            point,
            language=language,
            public_url=public_url,
            folder=options.config,
        )
    except (CannotStartError, StoreError) as error:
        refuse(str(error))
    with client:
        yield client


def business_day(client: ApiClient, wanted: date | None) -> date:
    """The date that was asked for, else the service point's own today."""
    from kiosk.contract.point import PointView

    return wanted or client.call("GET", "/point", PointView).business_date
