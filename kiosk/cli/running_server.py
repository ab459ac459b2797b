"""The server that runs on the data folder, and its refusals as the command's own."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiosk.cli.errors import refuse, warn
from kiosk.client.api_client import ApiClient, ClientError, RefusedError
from kiosk.contract.problem import Problem
from kiosk.server import server_file

if TYPE_CHECKING:
    from kiosk.cli.options import CommonOptions
    from kiosk.server.server_file import ServerFile


@contextmanager
def running_server(options: CommonOptions, language: str) -> Generator[ApiClient | None]:
    """A client of the server of this data folder; None where none runs. Ends the command as ``backend`` does."""
    found = server_file.read(options.data)
    if found is None:
        yield None
        return
    from kiosk.client.http_client import Client

    check_same(options, found)
    with refusals(language), Client(found.url, found.token, language=language) as client:
        yield client


def check_same(options: CommonOptions, found: ServerFile) -> None:
    """End the command where its options ask for another point, database, configuration or time than the server has."""
    server = f"the server that runs on {options.data}"
    if options.point is not None and options.point != found.point:
        refuse(f"--point {options.point}: {server} serves {found.point}; choose another --data")
    if options.database is not None:
        refuse(f"--database: {server} has its own")
    if options.config_is_given and found.config and str(options.config.absolute()) != found.config:
        refuse(f"--config {options.config}: {server} uses {found.config}")
    if options.clock.simulated and not found.simulated:
        refuse(f"--clock: {server} uses the machine's own clock; leave --data out, or name a folder for simulations")
    if options.clock.simulated:
        warn("the simulated clock of the running server holds, not --clock")


@contextmanager
def refusals(language: str) -> Generator[None]:
    """Turn every refusal and every missing server into one line that ends the command."""
    try:
        yield
    except RefusedError as error:
        refuse(_line(error.problem, language))
    except ClientError as error:
        refuse(str(error))


def _line(problem: Problem, language: str) -> str:
    places = [place.point_name for place in problem.alternatives]
    names = [names.get(language) or next(iter(names.values()), "") for names in places]
    return f"{problem.detail} ({', '.join(names)})" if names else problem.detail
