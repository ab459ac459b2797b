"""One code lets one window in, once, for ten minutes, and nobody who stands between gets anything out of it."""

from __future__ import annotations

import asyncio
import json
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kiosk.cli.device import device
from kiosk.client import credentials
from kiosk.client import pairing as windows
from kiosk.client.api_client import ClientError, RefusedError, WrongServerError
from kiosk.contract import pairing_code
from kiosk.contract.pairing import Pair
from kiosk.contract.pairing_code import Invitation
from kiosk.operations.refusal import Refusal
from kiosk.server.api.pairing import pair
from kiosk.server.http.auth import Caller, Role
from kiosk.server.http.endpoint import Request
from kiosk.server.network.certificate import load_or_create_certificate
from kiosk.server.network.listeners import NetworkOptions
from tests.lying_server import between
from tests.server.office import OFFICE, Answer, Office, Person, running
from tests.ui.link.server import Visit as Heard
from tests.ui.link.server import serving

BOTH = NetworkOptions(port=0, tls_port=0, announce=False)


@pytest.fixture(autouse=True)
def _quick_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """As little memory as argon2 takes; how long a guess takes is not what is tested."""
    monkeypatch.setattr(pairing_code, "MEMORY_KIB", 8)


@pytest.fixture
def lan(tmp_path: Path) -> Iterator[Office]:
    with running(tmp_path / "data", network=BOTH) as found:
        yield found


def url(office: Office) -> str:
    assert office.server.app.tls is not None
    return office.server.app.tls.url


def code(office: Office, name: str = "Loket 3", role: str = "counter", by: Person | None = None) -> dict[str, Any]:
    made = (by or office.person())("POST", "/pairing-codes", {"name": name, "role": role})
    assert made.status == 201, made.body
    return made.body


def let_in(office: Office, said: str, window: str = "counter", at: str | None = None) -> credentials.Credentials:
    invitation = pairing_code.parse(said)
    assert invitation is not None
    return windows.pair(window, invitation, [at or url(office)], "en")


def wrong(office: Office, said: str, window: str = "counter", at: str | None = None) -> str:
    with pytest.raises(RefusedError) as refused:
        let_in(office, said, window, at)
    return refused.value.problem.reason


def test_a_code_that_was_told_lets_a_window_in(lan: Office) -> None:
    made = code(lan)
    assert made["expires_in_s"] == 600
    place = let_in(lan, pairing_code.in_groups(made["code"]))
    assert (place.url, place.fingerprint, place.name) == (url(lan), made["fingerprint"], "Loket 3")
    person = Person(lan.port, place.token)
    assert person("GET", "/queue").status == 200
    assert person("GET", "/devices").reason == "sign_in_needed"
    person.close()
    listed = lan.person()("GET", "/devices").body
    assert [(one["name"], one["role"]) for one in listed] == [("Loket 3", "counter")]


def test_the_scanned_form_needs_no_address(lan: Office) -> None:
    scanned = code(lan)["scanned"]
    invitation = pairing_code.parse(scanned.lower())
    assert invitation is not None
    assert windows.pair("counter", invitation, [], "en").url == url(lan)


def test_it_is_good_once(lan: Office) -> None:
    said = code(lan)["code"]
    let_in(lan, said)
    assert wrong(lan, said) == "wrong_code"


def test_and_once_for_two_at_the_same_moment(lan: Office) -> None:
    said = code(lan)["code"]

    def attempt(_: int) -> str:
        try:
            return let_in(lan, said).name
        except RefusedError as error:
            return error.problem.reason

    with ThreadPoolExecutor(4) as many:
        assert sorted(many.map(attempt, range(4))) == ["Loket 3", "wrong_code", "wrong_code", "wrong_code"]
    assert len(lan.person()("GET", "/devices").body) == 1


def test_it_ends_after_ten_minutes(lan: Office) -> None:
    pairings, now = lan.server.app.pairing_codes, [1000.0]
    pairings._monotonic = lambda: now[0]
    first, second = code(lan, "first")["code"], code(lan, "second")["code"]
    now[0] += 599
    let_in(lan, first)
    now[0] += 1
    assert wrong(lan, second) == "wrong_code"


def test_it_is_for_one_kind_of_window_and_says_which(lan: Office) -> None:
    said = code(lan, role="board")["code"]
    assert wrong(lan, said) == "code_of_other_role"
    assert let_in(lan, said, "board").name == "Loket 3"


def test_guessing_ends_after_five(lan: Office) -> None:
    said = code(lan)["code"]
    others = [f"{(int(said) + n) % 10**10:010}" for n in range(1, 7)]
    assert [wrong(lan, other) for other in others] == ["wrong_code"] * 5 + ["too_many_requests"]
    assert wrong(lan, said) == "too_many_requests"


def test_a_hundred_guesses_at_once_are_five_too(lan: Office) -> None:
    said = code(lan)["code"]
    body = Pair(role="counter", nonce="0" * 32, proof="0" * 64)

    async def all_at_once() -> list[str]:
        pairings = lan.server.app.pairing_codes
        tries = [pairings.redeem(body, "", "192.0.2.7") for _ in range(100)]
        return [str(getattr(one, "reason", one)) for one in await asyncio.gather(*tries, return_exceptions=True)]

    reasons = asyncio.run(all_at_once())
    assert reasons.count("wrong_code") <= 5
    assert reasons.count("too_many_requests") >= 95
    let_in(lan, said)


def test_right_codes_are_no_failures(lan: Office) -> None:
    for n in range(12):
        let_in(lan, code(lan, f"Loket {n}")["code"])


def test_a_newer_code_for_the_same_name_ends_the_older(lan: Office) -> None:
    older, newer = code(lan)["code"], code(lan)["code"]
    assert wrong(lan, older) == "wrong_code"
    let_in(lan, newer)
    assert lan.person()("POST", "/pairing-codes", {"name": "Loket 3", "role": "board"}).reason == "device_exists"


def test_few_are_open_at_once(lan: Office) -> None:
    answers = [lan.person()("POST", "/pairing-codes", {"name": f"n{n}", "role": "board"}).status for n in range(9)]
    assert answers == [201] * 8 + [429]


def test_a_supervisor_who_sits_at_a_counter_gives_one_out(lan: Office) -> None:
    lan.enrol()
    counter = lan.person("counter")
    lan.sign_in(person=counter)
    assert counter("POST", "/pairing-codes", {"name": "Loket 3", "role": "counter"}).reason == "forbidden"
    assert lan.person()("POST", "/staff", {"name": "Rina", "pin": "4711", "role": "supervisor"}).status == 201
    lan.sign_in(person=counter, staff="Rina", pin="4711")
    let_in(lan, code(lan, by=counter)["code"])
    (row,) = [row for row in lan.person()("GET", "/devices").body if row["name"] == "Loket 3"]
    assert (row["role"], row["added_by"]) == ("counter", "Rina")


def test_what_a_revoked_supervisor_gave_out_is_void(lan: Office) -> None:
    lan.enrol()
    assert lan.person()("POST", "/staff", {"name": "Rina", "pin": "4711", "role": "supervisor"}).status == 201
    supervisor = lan.person("supervisor")
    assert supervisor("POST", "/sign-in", {"staff": "Rina", "pin": "4711"}).status == 200
    said = code(lan, by=supervisor)["code"]
    assert lan.person()("DELETE", "/devices/the%20supervisor").status == 204
    assert wrong(lan, said) == "wrong_code"


def test_nothing_of_it_is_on_the_disk(lan: Office) -> None:
    said, other = code(lan)["code"], code(lan, "another")["code"]
    place = let_in(lan, said)
    stored = b"".join(path.read_bytes() for path in lan.data.rglob("*") if path.is_file())
    for secret in (said, other, place.token):
        assert secret.encode() not in stored


def test_a_restart_ends_it(tmp_path: Path) -> None:
    with running(tmp_path / "data", network=BOTH) as office:
        said = code(office)["code"]
    with running(tmp_path / "data", network=BOTH) as office:
        assert wrong(office, said) == "wrong_code"


def test_who_stands_between_gets_nothing_and_the_code_stays_good(lan: Office, tmp_path: Path) -> None:
    """He ends TLS with a certificate of his own and hands on every byte."""
    made = code(lan)
    port = int(url(lan).rpartition(":")[2])
    with between(port, load_or_create_certificate(tmp_path).context) as liar:
        assert wrong(lan, made["code"], at=liar.url) == "wrong_code"
        assert b"/api/v1/pairing" in liar.seen
        assert made["code"].encode() not in liar.seen
    assert lan.person()("GET", "/devices").body == []
    let_in(lan, made["code"])


def test_who_pretends_to_be_the_server_is_not_believed(lan: Office) -> None:
    """In the clear, on loopback, where no certificate stands in the way: the proof alone does."""
    place = {"proof": "0" * 64, "token": "x", "point": "satu"}
    view = {"id": "1", "name": "n", "role": "counter", "created_at": "2026-09-12T10:00:00+07:00"}

    async def liar(visit: Heard) -> None:
        await visit.answer(201, json.dumps(place | {"device": view}).encode())

    with serving(liar) as server, pytest.raises(WrongServerError):
        let_in(lan, "1234567890", at=server.url)


def test_a_window_does_not_accept_its_own_proof_from_a_server(lan: Office) -> None:
    """A server that does not know the code could send back what the window just proved."""
    view = {"id": "1", "name": "n", "role": "counter", "created_at": "2026-09-12T10:00:00+07:00"}

    async def mirror(visit: Heard) -> None:
        proof = json.loads(visit.body)["proof"]
        answer = {"proof": proof, "token": "x", "point": "satu", "device": view}
        await visit.answer(201, json.dumps(answer).encode())

    with serving(mirror) as server, pytest.raises(WrongServerError):
        let_in(lan, "1234567890", at=server.url)


def test_a_server_does_not_accept_its_own_kind_of_proof_from_a_window(lan: Office) -> None:
    key = pairing_code.derive_key(code(lan)["code"], "", "0" * 32)
    body = {"role": "counter", "nonce": "0" * 32}
    stranger = lan.person(None)
    refused = stranger("POST", "/pairing", body | {"proof": pairing_code.proof(key, "server")})
    assert refused.reason == "wrong_code"
    assert stranger("POST", "/pairing", body | {"proof": pairing_code.proof(key, "window")}).status == 201


def test_the_scanned_fingerprint_is_looked_at_before_a_word_is_said(lan: Office, tmp_path: Path) -> None:
    made = code(lan)
    port = int(url(lan).rpartition(":")[2])
    with between(port, load_or_create_certificate(tmp_path).context) as liar:
        invitation = Invitation(made["code"], liar.url, made["fingerprint"])
        with pytest.raises(WrongServerError):
            windows.pair("counter", invitation, [], "en")
        assert not liar.seen


def test_beyond_this_machine_never_in_the_clear(lan: Office) -> None:
    body = Pair(role="counter", nonce="0" * 32, proof="0" * 64)
    visit = Request(Caller(Role.BOARD), {}, {}, "en", body, "192.0.2.7", secure=False)
    with pytest.raises(Refusal) as refused:
        asyncio.run(pair(lan.server.app, visit))
    assert refused.value.reason == "pairing_in_clear"


def test_on_this_machine_in_the_clear(lan: Office) -> None:
    assert let_in(lan, code(lan)["code"], at=lan.server.url).fingerprint == ""


def test_the_next_address_is_tried_where_one_is_silent(lan: Office) -> None:
    invitation = Invitation(code(lan)["code"])
    assert windows.pair("counter", invitation, ["https://127.0.0.1:1", url(lan)], "en").url == url(lan)


def test_the_server_that_knows_the_code_is_found_among_several(lan: Office, tmp_path: Path) -> None:
    with running(tmp_path / "another", network=BOTH) as another:
        place = windows.pair("counter", Invitation(code(lan)["code"]), [url(another), url(lan)], "en")
        assert place.url == url(lan)


def test_where_nobody_answers_it_says_so() -> None:
    invitation = Invitation("1234567890")
    with pytest.raises(ClientError, match="does not answer"):
        windows.pair("counter", invitation, ["https://127.0.0.1:1"], "en")
    with pytest.raises(ClientError, match="--server"):
        windows.pair("counter", invitation, [], "en")


def test_what_is_kept_is_its_owners_alone(tmp_path: Path) -> None:
    place = credentials.Credentials("https://127.0.0.1:1", "ab" * 32, "secret", "satu", "Loket 3")
    assert credentials.load(tmp_path / "new", "counter") is None
    credentials.save(tmp_path / "new", "counter", place)
    assert credentials.load(tmp_path / "new", "counter") == place
    assert credentials.load(tmp_path / "new", "board") is None
    written = tmp_path / "new" / "paired" / "counter.json"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert "secret" not in repr(place)
    written.write_text(written.read_text()[:-5])
    assert credentials.load(tmp_path / "new", "counter") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0123456789", Invitation("0123456789")),
        (" 012 345 6789\n", Invitation("0123456789")),
        ("012-345-6789", Invitation("0123456789")),
        (
            "ANTREAN/0123456789/192.168.1.10:8443/" + "AB" * 32,
            Invitation("0123456789", "https://192.168.1.10:8443", "ab" * 32),
        ),
        (
            "antrean/0123456789/[fe80::1]:8443/" + "ab" * 32,
            Invitation("0123456789", "https://[fe80::1]:8443", "ab" * 32),
        ),
        ("012345678", None),
        ("01234567890", None),
        ("٠١٢٣٤٥٦٧٨٩", None),
        ("ANTREAN/0123456789/host/abc", None),
        ("ANTREAN/0123456789/a@b/" + "AB" * 32, None),
        ("", None),
    ],
)
def test_what_was_typed_or_scanned(text: str, found: Invitation | None) -> None:
    assert pairing_code.parse(text) == found


def test_what_is_shown_is_what_is_read() -> None:
    fingerprint = "ab" * 32
    made = pairing_code.new_code()
    shown = pairing_code.qr_text(made, "https://192.168.1.10:8443", fingerprint)
    assert pairing_code.parse(shown) == Invitation(made, "https://192.168.1.10:8443", fingerprint)
    assert pairing_code.parse(pairing_code.in_groups(made)) == Invitation(made)


# ------------------------------------------------------------ the command


def shell(data: Path, *arguments: str) -> Any:
    return CliRunner().invoke(device, ["pair", *arguments, "--data", str(data), "--config", str(OFFICE)])


def test_the_command_shows_a_code_and_its_qr(lan: Office) -> None:
    said = shell(lan.data, "--role", "counter", "--name", "Loket 3")
    assert said.exit_code == 0, said.output
    told = next(line for line in said.output.splitlines() if "antrean counter --pair" in line)
    assert "█▀▀▀▀▀█" in said.output
    assert url(lan) in said.output
    let_in(lan, told.split()[-1])


def test_the_commands_json(lan: Office) -> None:
    said = shell(lan.data, "--role", "kiosk", "--name", "Kiosk", "--json")
    assert let_in(lan, json.loads(said.output)["scanned"], "visitor").name == "Kiosk"


def test_without_a_server_there_is_no_code(tmp_path: Path) -> None:
    said = shell(tmp_path / "data", "--role", "counter", "--name", "Loket 3")
    assert said.exit_code == 1
    assert "antrean serve --host 0.0.0.0" in said.output


def test_a_server_of_one_machine_says_so(office: Office) -> None:
    said = shell(office.data, "--role", "counter", "--name", "Loket 3")
    assert "no door for other machines" in said.output
    assert "█" not in said.output


def test_an_answer_names_no_secret(lan: Office) -> None:
    answer: Answer = lan.person()("POST", "/pairing", {"role": "counter", "nonce": "0" * 32, "proof": "0" * 64})
    assert answer.reason == "wrong_code"
    assert answer.status == 403
