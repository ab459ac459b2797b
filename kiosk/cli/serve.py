"""``antrean serve``: the server alone."""

from __future__ import annotations

from typing import Any

import click

from kiosk.cli.common import CommonOptions, common_options, refuse
from kiosk.cli.network_options import PORT, network


@click.command()
@common_options
@network
@click.option("--port", type=PORT, default=8080, show_default=True, help="Of this machine's own windows; 0: any.")
def serve(given: CommonOptions, port: int, **more: Any) -> None:
    """Run the server of one service point. Windows and other machines connect to it."""
    from kiosk.server.network.addresses import check_public_url
    from kiosk.server.network.listeners import NetworkOptions
    from kiosk.server.preflight import CannotStartError
    from kiosk.server.process import QueueServer, ServerOptions, run
    from kiosk.store.interface import StoreBusy, StoreError
    from kiosk.wording.localized import localized

    public_url = more["public_url"]
    wrong = check_public_url(public_url) if public_url else None
    if wrong:
        refuse(f"--public-url {public_url}: {wrong}")
    configuration = given.configuration()
    point = given.point_id(configuration)
    options = ServerOptions(
        configuration=configuration,
        folder=given.config,
        data=given.data,
        point=point,
        clock=given.clock,
        speed=getattr(given.clock, "speed", 1.0),
        database=given.database,
        network=NetworkOptions(port=port, **more),
    )

    def ready(server: QueueServer) -> None:
        place = configuration.points[point]
        name = localized(place.name, configuration.office.languages[0])
        said = {"url": server.url, "point": point, "data": str(given.data), "phones": server.app.public_url}
        secure = server.app.tls
        if secure is not None:
            said |= {"lan": secure.url, "fingerprint": secure.fingerprint}
        given.print(said, lambda: f"{name}: {server.url}" + (f", other machines: {secure.url}" if secure else ""))

    try:
        run(options, ready)
    except StoreBusy as error:
        refuse(str(error))
    except (CannotStartError, StoreError) as error:
        refuse(str(error))
