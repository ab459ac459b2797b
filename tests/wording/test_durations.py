"""Waits and running times."""

from __future__ import annotations

import pytest

from kiosk.wording import durations


@pytest.mark.parametrize(
    ("seconds", "indonesian", "english"),
    [
        (-30, "0 mnt", "0 min"),
        (0, "0 mnt", "0 min"),
        (59.9, "0 mnt", "0 min"),
        (60, "1 mnt", "1 min"),
        (3599, "59 mnt", "59 min"),
        (3600, "1 jam 00 mnt", "1 h 00 min"),
        (3900, "1 jam 05 mnt", "1 h 05 min"),
        (90_000, "25 jam 00 mnt", "25 h 00 min"),
    ],
)
def test_waits_so_far(seconds: float, indonesian: str, english: str) -> None:
    assert durations.waited(seconds, "id") == indonesian
    assert durations.waited(seconds, "en") == english


@pytest.mark.parametrize(
    ("seconds", "stopwatch", "countdown"),
    [(-5, "00:00", "0:00:00"), (7.9, "00:07", "0:00:07"), (187, "03:07", "0:03:07"), (3787, "1:03:07", "1:03:07")],
)
def test_running_figures(seconds: float, stopwatch: str, countdown: str) -> None:
    assert durations.stopwatch(seconds) == stopwatch
    assert durations.countdown(seconds) == countdown
