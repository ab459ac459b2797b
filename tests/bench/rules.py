"""One decision of the rules, and reading the office's configuration."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from string import ascii_uppercase
from tempfile import TemporaryDirectory

from assets import folder
from kiosk.rules import LiveState, Rules, load
from tests.bench.settings import Settings
from tests.bench.table import Row
from tests.flow.child import SATURDAY

DECISIONS = 20_000
SERVICES = 500
SPECIALS = 10_000
LARGE = "hall"
"""The point of the large office."""


def measure(settings: Settings) -> list[Row]:
    bekasi = folder("config/bekasi")
    load(bekasi)
    rules = Rules(load(bekasi))
    instants = [SATURDAY + timedelta(seconds=second * 20) for second in range(-1000, 1000)]
    quiet, busy = (
        LiveState(),
        LiveState(waiting=12, serving=2, active_counters=2, avg_min=14.5, issued=80, last_sequence=80),
    )
    rules.decide("ulp", "paspor", SATURDAY)
    with TemporaryDirectory() as large_folder:
        large_office(Path(large_folder))
        large = Rules(load(Path(large_folder)))
        slow = _row(
            settings, f"load {SERVICES} services, {SPECIALS:,} special days", "s", lambda: _load_s(large_folder), 1.0
        )
    every = [(LARGE, f"s{number}") for number in range(SERVICES)]
    for point, service in every:
        large.decide(point, service, SATURDAY)
    return [
        _row(settings, "load the Bekasi configuration", "ms", lambda: _load_s(bekasi) * 1000, 20.0),
        slow,
        _row(settings, f"decide, {SERVICES} services", "µs", lambda: _decide_each_us(large, every), 15.0),
        _row(settings, "decide, empty queue", "µs", lambda: _decide_us(rules, instants, quiet), 5.0),
        _row(settings, "decide, busy queue", "µs", lambda: _decide_us(rules, instants, busy), 5.0),
    ]


def large_office(folder: Path) -> None:
    """Write an office of ``SERVICES`` services at one point and ``SPECIALS`` special days, none twice."""
    letters = [a + b for a in ("", *ascii_uppercase) for b in ascii_uppercase]
    lines = [
        (
            'schema = 2\n[office]\nid = "o"\nname = { en = "Office" }\ntimezone = "Asia/Jakarta"\nlanguages = ["en"]\n'
            '[calendar]\nholidays = "holidays"\n[[schedule]]\nid = "a"\neffective_from = 2020-01-01\n'
            'mon-sat = ["08:00-12:00", "13:00-16:00"]\n'
        )
    ]
    lines += [
        f'[[service]]\nid = "s{number}"\nprefix = "{letters[number]}"\nname = {{ en = "Service {number}" }}\n'
        "service_min = 10\nsla_wait_min = 60\n"
        for number in range(SERVICES)
    ]
    for number in range(SPECIALS):
        day = date(2025, 1, 1) + timedelta(days=number // 20)
        lines.append(
            f'[[special]]\nid = "x{number}"\ndate = {day}\nservices = ["s{number % 20}"]\nhours = ["09:00-11:00"]\n'
        )
    offers = "".join(f'  {{ service = "s{n}", schedule = "a", planned_counters = 1 }},\n' for n in range(SERVICES))
    serves = ", ".join(f'"s{number}"' for number in range(SERVICES))
    lines.append(f'[[point]]\nid = "{LARGE}"\nname = {{ en = "Hall" }}\noffers = [\n{offers}]\n')
    lines.append(f'counters = [{{ id = "1", serves = [{serves}] }}]\n')
    (folder / "holidays").mkdir()
    (folder / "antrean.toml").write_text("\n".join(lines), encoding="utf-8")


def _load_s(office: str | Path) -> float:
    """Of the processor, since a shared machine's clock says more of its neighbours."""
    began = time.process_time()
    load(Path(office))
    return time.process_time() - began


def _decide_each_us(rules: Rules, offers: list[tuple[str, str]]) -> float:
    began = time.perf_counter()
    for _ in range(20):
        for point, service in offers:
            rules.decide(point, service, SATURDAY)
    return (time.perf_counter() - began) / (20 * len(offers)) * 1e6


def _decide_us(rules: Rules, instants: list[datetime], live: LiveState) -> float:
    turns = DECISIONS // len(instants)
    began = time.perf_counter()
    for _ in range(turns):
        for at in instants:
            rules.decide("ulp", "paspor", at, live)
    return (time.perf_counter() - began) / (turns * len(instants)) * 1e6


def _row(settings: Settings, name: str, unit: str, one: Callable[[], float], target: float) -> Row:
    values = [one() for _ in range(settings.repetitions)]
    return Row(
        group="rules",
        name=name,
        unit=unit,
        value=statistics.median(values),
        low=min(values),
        high=max(values),
        repetitions=len(values),
        target=target,
    )
