"""The alert rules and the dashboard ask for metrics that the server has, with labels that they have."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml

import assets
from tests.ui.office import living

FOLDER = assets.folder("deploy/monitoring")
NAME = re.compile(r"\bantrean_\w+")


def expressions() -> list[str]:
    rules: dict[str, Any] = yaml.safe_load((FOLDER / "antrean-alerts.yml").read_text(encoding="utf-8"))
    board: dict[str, Any] = json.loads((FOLDER / "antrean-dashboard.json").read_text(encoding="utf-8"))
    found = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    return [*found, *(target["expr"] for panel in board["panels"] for target in panel["targets"])]


def test_every_metric_that_is_asked_for_exists(tmp_path: Path) -> None:
    with living(tmp_path) as office:
        service = next(one["id"] for one in office.ask("GET", "/point")["services"] if one["open"])
        office.ask("POST", "/tickets", {"service": service}, key="monitoring")
        with urllib.request.urlopen(f"{office.url}/metrics") as answer:  # noqa: S310  our own server
            text = answer.read().decode()
    asked = {name for expression in expressions() for name in NAME.findall(expression)}
    assert len(asked) >= 7
    assert asked <= set(re.findall(r"(?m)^(antrean_\w+)", text))
    for label in ("status", "state"):
        assert f'{label}="' in text


def test_every_alert_says_what_is_wrong_in_both_languages_and_what_to_do() -> None:
    rules = yaml.safe_load((FOLDER / "antrean-alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    for rule in rules:
        assert " / " in rule["annotations"]["summary"], rule["alert"]
        assert rule["annotations"]["description"]
        assert rule["labels"]["severity"] in ("critical", "warning", "info")


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is in Debian's prometheus")
def test_prometheus_own_judge_takes_the_rules() -> None:
    done = subprocess.run(
        ["promtool", "check", "rules", str(FOLDER / "antrean-alerts.yml")],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
