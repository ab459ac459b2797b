"""The headers of answers: nothing is cached, content is not guessed, and a refusal says what its status asks for."""

from __future__ import annotations

import pytest

from kiosk.server.live import stream
from tests.server.office import Office, Stream


@pytest.mark.parametrize("path", ["/point", "/healthz", "/metrics", "/nothing", "/events"])
def test_nothing_is_cached_or_guessed(path: str, shared: Office) -> None:
    if path == "/events":
        opened = Stream(shared, shared.person().token)
        headers = opened.reply.headers
        opened.close()
        assert headers["x-accel-buffering"] == "no"
    else:
        headers = shared.person()("GET", path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("method", "path", "header", "value"),
    [
        ("PUT", "/tickets", "allow", "POST"),
        ("DELETE", "/tickets", "content-language", "id"),
        ("POST", "/events", "allow", "GET"),
    ],
)
def test_a_wrong_method_names_the_right_one(method: str, path: str, header: str, value: str, shared: Office) -> None:
    answer = shared.person()(method, path)
    assert (answer.status, answer.headers[header]) == (405, value)


def test_a_body_that_is_too_large_ends_the_connection(shared: Office) -> None:
    answer = shared.person()("POST", "/tickets", b" " * (64 * 1024 + 1))
    assert (answer.status, answer.reason) == (413, "too_large")
    assert answer.headers["connection"] == "close"


def test_streams_are_limited(shared: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MAX_STREAMS", 0)
    refused = Stream(shared, shared.person().token).reply
    assert refused.status == 429
    assert refused.headers["retry-after"] == "2"
