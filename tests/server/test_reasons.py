"""Every reason of a refusal has a status, words in both languages, and a place that gives it."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from assets import folder
from kiosk.contract.reasons import RULE_REASONS, NoAnswer, Reason

KIOSK = Path(__file__).parents[2] / "kiosk"
DECLARED = {KIOSK / "contract/reasons.py", KIOSK / "server/api/routes.py", KIOSK / "server/http/openapi.py"}
STATUS = {
    400: "malformed_request malformed_json invalid_body key_missing unknown_checklist no_date unknown_papers "
    "unknown_service unknown_stage name_alike pin_short pin_common until_past until_far no_appointments "
    "appointment_not_today",
    401: "unauthorized",
    403: "forbidden other_point other_counter sign_in_needed pin_needed wrong_pin wrong_code first_account "
    "pairing_in_clear",
    404: "not_found unknown_change unknown_counter unknown_ticket unknown_staff unknown_day unknown_device unknown",
    405: "method_not_allowed",
    408: "request_timeout",
    409: "before_open after_close break no_hours_today holiday collective_leave special_closure emergency "
    "emergency_unknown service_cutoff cutoff_queue quota_full quota_session_full service_unavailable docs_incomplete "
    "clock_suspect key_reused illegal_move still_open return_over undo_over revive_over not_served_there not_signed_in "
    "signed_in_elsewhere paused counter_open ticket_in_hand backup_running no_printer not_printed staff_exists "
    "not_first no_account device_exists code_of_other_role not_now late_once",
    410: "ticket_forgotten",
    413: "too_large",
    415: "unsupported_media_type",
    431: "head_too_large",
    429: "locked too_many_requests too_many",
    500: "internal",
    503: "store_full store_busy store_unsafe stopping",
}
"""The contract's codes by status, written here once more by hand: programs rely on both."""


def test_codes_and_statuses_are_those_of_the_contract() -> None:
    assert {reason.value: reason.status for reason in Reason} == {
        code: status for status, codes in STATUS.items() for code in codes.split()
    }


def test_staff_may_override_missing_documents_and_a_full_queue_alone() -> None:
    assert {reason.value for reason in Reason if reason.overridable} == {"docs_incomplete", "cutoff_queue"}


def test_the_reasons_of_the_rules_in_the_contracts_order() -> None:
    assert " ".join(RULE_REASONS) == STATUS[409].partition(" key_reused")[0]


@cache
def sentences(language: str) -> dict[str, object]:
    """Of this language alone; ``translate`` falls back to English."""
    found: dict[str, object] = {}

    def flatten(table: dict[str, object], prefix: str) -> None:
        for key, value in table.items():
            found[f"{prefix}{key}"] = value
            if isinstance(value, dict):
                flatten(value, f"{prefix}{key}.")

    for path in folder("translations").glob(f"*.{language}.toml"):
        flatten(tomllib.loads(path.read_text(encoding="utf-8")), "")
    return found


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("key", [*(reason.words for reason in Reason), *(f"ui.{reason}" for reason in NoAnswer)])
def test_every_reason_has_words(key: str, language: str) -> None:
    words = sentences(language).get(key)
    assert isinstance(words, str)
    assert len(words) > 5


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(KIOSK.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_every_reason_is_given_somewhere() -> None:
    given: set[str] = set()
    for path, module in modules():
        for node in ast.walk(module) if path not in DECLARED else ():
            match node:
                case ast.Attribute(value=ast.Name(id="Reason"), attr=name):
                    given.add(Reason[name])
                case ast.Constant(value=str(text)) if path.is_relative_to(KIOSK / "rules"):
                    given.add(text)
    assert set(Reason) <= given


def test_no_refusal_is_made_of_a_literal() -> None:
    literal = [
        f"{path}:{node.lineno}"
        for path, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Refusal"
        and isinstance(node.args[0], ast.Constant)
    ]
    assert not literal
