"""``/metrics`` says how well the waits that were told held."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.server.office import Office, until


def test_quotes_and_those_that_held(office: Office) -> None:
    person = office.sign_in()
    until(lambda: office.point.forecasts.table)
    assert person.take().body["estimate"]["kind"] == "soon"
    later = person.take().body["estimate"]
    assert later["kind"] == "range"
    person("POST", "/counters/1/next")
    office.clock.forward(seconds=timedelta(hours=3).total_seconds())
    person("POST", "/counters/1/next")

    def told() -> dict[str, float]:
        text = person("GET", "/metrics").body.decode()
        return {
            name: float(value)
            for name, value in re.findall(r'^(antrean_quotes\w*)\{service="umum"\} (\S+)', text, re.MULTILINE)
        }

    until(lambda: told() == {"antrean_quotes": 2, "antrean_quotes_held": 1})
    assert b"antrean_forecast_seconds" in person("GET", "/metrics").body
