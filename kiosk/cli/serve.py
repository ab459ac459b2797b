"""``antrean serve``: the server alone."""

from __future__ import annotations

from typing import Any

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import command
from kiosk.cli.network_options import PORT, network_options
from kiosk.cli.options import QUEUE, CommonOptions, common_options


@command()
@common_options(*QUEUE, "clock_speed")
@network_options
@click.option("--port", type=PORT, default=8080, show_default=True, help="Of this machine's own windows; 0: any.")
@click.option("--end-with-stdin", is_flag=True, hidden=True, help="End when the standard input closes.")
def serve(options: CommonOptions, port: int, *, end_with_stdin: bool, **more: Any) -> None:
    """Run the server of one service point. Windows and other machines connect to it."""
    from kiosk.cli import service_manager
    from kiosk.server.network.addresses import check_public_url
    from kiosk.server.network.listeners import NetworkOptions
    from kiosk.server.preflight import CannotStartError
    from kiosk.server.process import QueueServer, ServerOptions, run
    from kiosk.store.interface import StoreError

    if end_with_stdin:
        from kiosk.cli import parent_process

        parent_process.end_with_stdin()
    public_url = more["public_url"]
    wrong = check_public_url(public_url) if public_url else None
    if wrong:
        refuse(f"--public-url {public_url}: {wrong}")
    configuration = options.configuration()
    point = options.point_id(configuration)
    server_options = ServerOptions(
        configuration=configuration,
        folder=options.config,
        data=options.data,
        point=point,
        clock=options.clock,
        speed=options.clock.speed,
        database=options.database,
        network=NetworkOptions(port=port, **more),
    )

    def show_ready(server: QueueServer) -> None:
        place = configuration.points[point]
        name = next(iter(place.name.values()), point)
        value = {"url": server.url, "point": point, "data": str(options.data), "phones": server.app.public_url}
        secure = server.app.tls
        if secure is not None:
            value |= {"lan": secure.url, "fingerprint": secure.fingerprint}
        options.print(value, lambda: f"{name}: {server.url}" + (f", other machines: {secure.url}" if secure else ""))
        service_manager.notify(f"READY=1\nSTATUS={server.url}")
        service_manager.start_watchdog(server.url)

    try:
        run(server_options, show_ready)
    except (CannotStartError, StoreError) as error:
        refuse(str(error))
