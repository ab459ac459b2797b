"""The figures as Prometheus text. The library is loaded by the first scrape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kiosk.operations.service_point import read_context
from kiosk.server.app_state import AppState


def exposition(app: AppState) -> bytes:
    """The text format, version 0.0.4. Reads the database: not on the event loop."""
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415  only who is scraped pays for it
    from prometheus_client.registry import Collector  # noqa: PLC0415  only who is scraped pays for it

    class Now(Collector):
        def collect(self) -> Iterator[Any]:
            return _families(app)

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Now())
    return generate_latest(registry)


def _families(app: AppState) -> Iterator[Any]:
    from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily  # noqa: PLC0415  only who is scraped pays for it

    with app.point.store.read() as tx:
        context = read_context(app.point, tx)
    tickets = GaugeMetricFamily("antrean_tickets", "Tickets of today by state.", labels=("service", "state"))
    issued = GaugeMetricFamily("antrean_tickets_issued", "Numbers given out today.", labels=("service",))
    for service, tally in context.tallies.items():
        for state in ("waiting", "called", "serving", "held", "no_show", "finished", "void", "not_served"):
            tickets.add_metric((service, state), getattr(tally, state))
        issued.add_metric((service,), tally.issued)
    yield tickets
    yield issued
    yield from _quotes(app)
    yield GaugeMetricFamily("antrean_counters_signed_in", "Counters with staff.", value=len(context.sessions))
    yield GaugeMetricFamily("antrean_emergency", "1 while the point is stopped.", value=1 if context.stops else 0)
    yield GaugeMetricFamily("antrean_listeners", "Open streams of live events.", value=len(app.hub.subscribers))
    yield GaugeMetricFamily(
        "antrean_clock_ahead_seconds",
        "Wall clock ahead of the monotonic one since the start.",
        value=app.point.watch.ahead_s(),
    )
    yield GaugeMetricFamily("antrean_warnings", "Things that staff should know.", value=len(app.warnings))
    requests = CounterMetricFamily("antrean_http_requests", "Answers.", labels=("method", "path", "status"))
    for (method, path, status), count in list(app.metrics.requests.items()):
        requests.add_metric((method, path, str(status)), count)
    yield requests
    seconds = CounterMetricFamily("antrean_http_request_seconds", "Time spent answering.", labels=("method", "path"))
    for (method, path), spent in list(app.metrics.seconds.items()):
        seconds.add_metric((method, path), spent)
    yield seconds


def _quotes(app: AppState) -> Iterator[Any]:
    """How well the waits that visitors were told held today, and how old and how dear the forecast is."""
    from prometheus_client.metrics_core import GaugeMetricFamily  # noqa: PLC0415  only who is scraped pays for it

    board = app.point.forecasts
    quoted = GaugeMetricFamily(
        "antrean_quotes", "Numbers of today that were told a range and called.", labels=("service",)
    )
    held = GaugeMetricFamily("antrean_quotes_held", "Those called within their range.", labels=("service",))
    for service, (count, kept) in sorted(board.quotes.items()):
        quoted.add_metric((service,), count)
        held.add_metric((service,), kept)
    yield quoted
    yield held
    yield GaugeMetricFamily("antrean_forecast_seconds", "Time that the newest forecast took.", value=board.made_in_s)
