"""Waits and running times."""

from __future__ import annotations

import pytest

from kiosk.wording import durations


@pytest.mark.parametrize(
    ("low", "high", "indonesian", "english"),
    [
        (0, 0, "1 menit atau kurang", "1 minute or less"),
        (0, 1, "1 menit atau kurang", "1 minute or less"),
        (0, 2, "0–2 menit", "0–2 minutes"),
        (5, 5, "5 menit", "5 minutes"),
        (5, 10, "5–10 menit", "5–10 minutes"),
        (50, 70, "50–70 menit", "50–70 minutes"),
        (90, 119, "90–119 menit", "90–119 minutes"),
        (30, 120, "1–2 jam", "1–2 hours"),
        (110, 121, "1–3 jam", "1–3 hours"),
        (125, 170, "2–3 jam", "2–3 hours"),
        (150, 180, "2–3 jam", "2–3 hours"),
        (188, 288, "3–5 jam", "3–5 hours"),
    ],
)
def test_estimates(low: int, high: int, indonesian: str, english: str) -> None:
    assert durations.estimate(low, high, "id") == indonesian
    assert durations.estimate(low, high, "en") == english
    assert durations.estimate(low, high, "ar") == english
    assert durations.estimated_wait(low, high, "id") == f"Perkiraan {indonesian}"
    assert durations.estimated_wait(low, high, "en") == f"Wait {english}"


def test_an_exact_estimate_of_hours_says_hours() -> None:
    assert durations.estimate(180, 180, "id") == "3 jam"
    assert durations.estimate(180, 180, "en") == "3 hours"
    assert durations.estimate(170, 170, "en") == "2–3 hours"


def test_the_label_begins_the_sentence() -> None:
    for language in ("id", "en"):
        assert durations.estimated_wait(5, 9, language).startswith(durations.estimate_label(language))


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
