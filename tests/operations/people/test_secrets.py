"""PINs and tokens: what is stored tells nobody what was typed or printed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

import pytest

from kiosk.contract import status_token
from kiosk.operations.people import pin_hashing, tokens
from tests.operations.office import Office


def test_a_pin_matches_its_own_hash_alone() -> None:
    stored = pin_hashing.hash_pin("1234")
    assert "1234" not in stored
    assert pin_hashing.matches(stored, "1234")
    assert not pin_hashing.matches(stored, "1235")
    assert stored != pin_hashing.hash_pin("1234"), "salted"


def test_the_hash_is_argon2id_with_the_setting_that_owasp_names() -> None:
    assert re.match(r"\$argon2id\$v=19\$m=19456,t=2,p=1\$", pin_hashing.hash_pin("1234"))


@pytest.mark.parametrize("stored", ["", "1234", "$argon2id$broken"])
def test_a_hash_that_is_none_matches_nothing(stored: str) -> None:
    assert not pin_hashing.matches(stored, "1234")


def test_the_hash_for_unknown_names_is_made_once_and_matches_no_pin() -> None:
    assert pin_hashing.dummy_hash() == pin_hashing.dummy_hash()
    assert not pin_hashing.matches(pin_hashing.dummy_hash(), "1234")


def test_device_tokens_have_128_random_bits() -> None:
    made = {tokens.new_token() for _ in range(200)}
    assert len(made) == 200
    assert {len(base64.urlsafe_b64decode(token + "==")) for token in made} == {16}


def test_a_token_is_stored_as_its_sha256() -> None:
    assert status_token.hashed("abc") == hashlib.sha256(b"abc").hexdigest()
    assert status_token.hashed("\udcff") == hashlib.sha256(b"\xff").hexdigest(), "a header may hold any byte"


def test_a_status_token_is_the_same_for_the_same_key_and_needs_the_secret() -> None:
    token = tokens.status_token(b"secret", "key-1", "t1")
    digest = hmac.digest(b"secret", b"status:t1\nkey-1", "sha256")[:16]
    assert token == base64.b32encode(digest).decode().rstrip("=")
    assert token == tokens.status_token(b"secret", "key-1", "t1")
    others = ((b"secret", "key-2", "t1"), (b"other", "key-1", "t1"), (b"secret", "key-1", "t2"))
    assert token not in [tokens.status_token(*other) for other in others]


def test_status_tokens_are_read_in_any_case() -> None:
    token = tokens.status_token(b"secret", "key-1", "t1")
    assert len(token) == status_token.STATUS_LENGTH
    assert status_token.normal_status_token(token.lower()) == token
    for wrong in ("", token[:-1], token + "A", "1" * 26, "é" * 26):
        assert status_token.normal_status_token(wrong) is None


@pytest.mark.parametrize("letter", ["\u0131", "\u017f"])
def test_a_letter_whose_capital_is_ascii_is_none_of_a_token(letter: str) -> None:
    assert letter.upper().isascii()
    assert status_token.normal_status_token(letter + "A" * 25) is None


def test_the_secret_of_a_database_is_made_once(office: Office) -> None:
    secret = tokens.database_secret(office.point.store)
    assert len(secret) == 32
    assert tokens.database_secret(office.point.store) == secret
