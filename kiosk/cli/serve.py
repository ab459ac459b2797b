"""``antrean serve``: the server alone."""

from __future__ import annotations

import click

from kiosk.cli.common import Common, common, refuse


@click.command()
@common
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for the LAN.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0 for any free one.")
@click.option("--public-url", default=None, help="What visitors' phones open, such as https://antrean.example.go.id")
def serve(given: Common, host: str, port: int, public_url: str | None) -> None:
    """Run the server of one service point. Windows and other machines connect to it."""
    from kiosk.server.addresses import check_public_url
    from kiosk.server.run import CannotStartError, Options, run
    from kiosk.store.interface import StoreBusy, StoreError

    wrong = check_public_url(public_url) if public_url else None
    if wrong:
        refuse(f"--public-url {public_url}: {wrong}")
    configuration = given.configuration()
    point = given.point_id(configuration)
    options = Options(
        configuration=configuration,
        folder=given.config,
        data=given.data,
        point=point,
        clock=given.clock,
        speed=getattr(given.clock, "speed", 1.0),
        database=given.database,
        host=host,
        port=port,
        public_url=public_url,
    )

    def ready(url: str) -> None:
        place = configuration.points[point]
        name = next(iter(place.name.values()), point)
        given.print({"url": url, "point": point, "data": str(given.data)}, lambda: f"{name}: {url}")

    try:
        run(options, ready)
    except StoreBusy as error:
        refuse(str(error))
    except (CannotStartError, StoreError) as error:
        refuse(str(error))
