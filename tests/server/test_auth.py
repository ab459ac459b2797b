"""Authentication, the language of an answer, and the addresses that a server is known by."""

from __future__ import annotations

import pytest

from kiosk.operations.refusal import Refusal
from kiosk.server.http.auth import Authenticator, Role
from kiosk.server.http.language import preferred_language
from kiosk.server.network.addresses import check_public_url, own_url


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
def test_the_local_token_opens_from_this_machine(address: str) -> None:
    assert Authenticator("p", "secret").authenticate("Bearer secret", address).role is Role.LOCAL


@pytest.mark.parametrize("address", ["192.168.1.5", "10.0.0.1", "::ffff:192.168.1.5", "fe80::1", "", None, "localhost"])
def test_and_from_nowhere_else(address: str | None) -> None:
    with pytest.raises(Refusal) as refused:
        Authenticator("p", "secret").authenticate("Bearer secret", address)
    assert refused.value.status == 401


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        (None, "id"),
        ("", "id"),
        ("en", "en"),
        ("en-GB", "en"),
        ("fr, en;q=0.5", "en"),
        ("id;q=0.1, en;q=0.9", "en"),
        ("en;q=0", "id"),
        ("*", "id"),
        ("en;q=x", "id"),
        (";;;,,,=", "id"),
        ("EN-us", "en"),
        ("en," * 1000, "en"),
    ],
)
def test_the_language_of_an_answer(accept: str | None, language: str) -> None:
    assert preferred_language(accept, ("id", "en")) == language


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://antrean.example.go.id", True),
        ("http://192.168.100.100:65535", True),
        ("https://antrean.example.go.id/", True),
        ("antrean.example.go.id", False),
        ("ftp://example.go.id", False),
        ("https://example.go.id/antrean", False),
        ("https://example.go.id?x=1", False),
        ("https://me@example.go.id", False),
        ("https://example.go.id:99999", False),
        ("https://[::1", False),
        ("https://" + "x" * 30 + ".go.id", False),
    ],
)
def test_an_address_for_phones(url: str, fits: bool) -> None:
    assert (check_public_url(url) is None) is fits


def test_an_address_for_this_machine() -> None:
    assert own_url("0.0.0.0", 1) == "http://127.0.0.1:1"  # noqa: S104  nothing is bound
    assert own_url("::", 1) == "http://[::1]:1"
    assert own_url("192.168.1.5", 1) == "http://192.168.1.5:1"
