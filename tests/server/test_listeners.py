"""What a route serves on each socket: loopback in the clear, other machines over TLS, phones their page alone."""

from __future__ import annotations

import http.client
import socket
import ssl
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.client.api_client import ClientError, RefusedError, WrongServerError
from kiosk.client.http_client import Client
from kiosk.contract.point import PointView
from kiosk.server.network.certificate import load_or_create_certificate
from kiosk.server.network.listeners import Listeners, NetworkOptions, open_listeners
from kiosk.server.preflight import CannotStartError
from tests.lying_server import between
from tests.server.office import Office, Stream, running, until

BOTH = NetworkOptions(port=0, tls_port=0, page_port=0, announce=False)


@pytest.fixture(scope="module")
def lan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running(tmp_path_factory.mktemp("lan") / "data", network=BOTH) as found:
        found.enrol()
        yield found


def phones(office: Office, path: str) -> http.client.HTTPResponse:
    link = http.client.HTTPConnection("127.0.0.1", int(office.server.app.public_url.rpartition(":")[2]), timeout=60)
    with closing(link):
        link.request("GET", path, headers={"Authorization": f"Bearer {office.tokens['supervisor']}"})
        answer = link.getresponse()
        answer.read()
        return answer


def secure(office: Office) -> tuple[str, str]:
    found = office.server.app.tls
    assert found is not None
    return found.url, found.fingerprint


def test_the_whole_server_is_behind_tls(lan: Office) -> None:
    url, fingerprint = secure(lan)
    with Client(url, lan.tokens["board"], pin=fingerprint) as client:
        assert client.call("GET", "/point", PointView).staff_exists is False


def test_the_local_token_is_good_through_tls_from_this_machine_alone(lan: Office) -> None:
    url, fingerprint = secure(lan)
    token = lan.person().token
    assert token is not None
    with Client(url, token, pin=fingerprint) as client:
        assert client.call("GET", "/point", PointView)


def test_in_the_clear_the_tls_door_says_nothing(lan: Office) -> None:
    port = int(secure(lan)[0].rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=60) as wire:
        wire.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"HTTP" not in wire.recv(1000)


def test_old_tls_is_refused(lan: Office) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    port = int(secure(lan)[0].rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=60) as wire, pytest.raises((ssl.SSLError, OSError)):
        old.wrap_socket(wire)


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/metrics", "/api/v1/point", "/api/v1/events", "/api/v1/openapi.json", "/api/v1/pairing"]
)
def test_phones_reach_nothing_but_their_page(path: str, lan: Office) -> None:
    assert phones(lan, path).status == 404


def test_phones_reach_their_page(lan: Office) -> None:
    issued = lan.person("kiosk").take().body
    assert issued["status_url"].lower().startswith(lan.server.app.public_url)
    assert phones(lan, f"/t/{issued['token']}").status == 200
    assert phones(lan, "/t/page.css").status == 200
    assert phones(lan, "/t/page.js").status == 200


def test_another_certificate_is_told_nothing(lan: Office, tmp_path: Path) -> None:
    port = int(secure(lan)[0].rpartition(":")[2])
    with between(port, load_or_create_certificate(tmp_path).context) as liar:
        with Client(liar.url, "a secret token", pin=secure(lan)[1]) as client, pytest.raises(WrongServerError):
            client.call("GET", "/point", PointView)
        assert not liar.seen


def test_without_a_pin_only_what_authorities_signed_is_believed(lan: Office) -> None:
    with Client(secure(lan)[0], "a secret token") as client, pytest.raises(ClientError, match="certificate"):
        client.call("GET", "/point", PointView)


def test_a_revoked_device_is_out_at_once_through_tls_too(lan: Office) -> None:
    url, fingerprint = secure(lan)
    made = lan.person()("POST", "/devices", {"name": "to be revoked", "role": "board"}).body
    stream = Stream(lan, made["token"], pin=fingerprint, port=int(url.rpartition(":")[2]))
    assert stream.next() is not None
    assert lan.person()("DELETE", "/devices/to%20be%20revoked").status == 204
    while stream.next() is not None:
        pass
    with Client(url, made["token"], pin=fingerprint) as client, pytest.raises(RefusedError, match="device"):
        client.call("GET", "/point", PointView)


def test_a_stop_waits_for_no_stream_over_tls(tmp_path: Path) -> None:
    with running(tmp_path / "data", network=BOTH) as office:
        office.enrol()
        url, fingerprint = secure(office)
        for _ in range(5):
            stream = Stream(office, office.tokens["board"], pin=fingerprint, port=int(url.rpartition(":")[2]))
            assert stream.next() is not None
        office.server.should_exit = True
        began = datetime.now(UTC)
        while stream.next() is not None:
            pass
        assert datetime.now(UTC) - began < timedelta(seconds=3)


def test_the_certificate(tmp_path: Path) -> None:
    made = load_or_create_certificate(tmp_path)
    folder = tmp_path / "tls"
    assert stat.S_IMODE((folder / "key.pem").stat().st_mode) == 0o600
    read = x509.load_pem_x509_certificate((folder / "certificate.pem").read_bytes())
    key = read.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert isinstance(key.curve, ec.SECP256R1)
    assert read.not_valid_after_utc > datetime.now(UTC) + timedelta(days=3652)
    assert read.not_valid_before_utc < datetime.now(UTC) - timedelta(days=365)
    names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {"localhost", socket.gethostname()} <= set(names.get_values_for_type(x509.DNSName))
    assert "127.0.0.1" in map(str, names.get_values_for_type(x509.IPAddress))
    assert load_or_create_certificate(tmp_path).fingerprint == made.fingerprint
    (folder / "certificate.pem").unlink()
    assert load_or_create_certificate(tmp_path).fingerprint != made.fingerprint


@pytest.mark.parametrize("broken", ["key.pem", "certificate.pem"])
def test_a_broken_certificate_is_one_line_and_stays(broken: str, tmp_path: Path) -> None:
    load_or_create_certificate(tmp_path)
    (tmp_path / "tls" / broken).write_text("rubbish")
    with pytest.raises(CannotStartError, match=r"tls holds no certificate") as refused:
        load_or_create_certificate(tmp_path)
    assert "\n" not in str(refused.value)
    assert (tmp_path / "tls" / broken).read_text() == "rubbish"


@pytest.fixture
def opened() -> Iterator[Any]:
    every: list[Listeners] = []

    def open_one(**network: Any) -> dict[str, str]:
        doors = open_listeners(NetworkOptions(**({"port": 0, "tls_port": 0, "page_port": 0} | network)))
        every.append(doors)
        found = {"local": doors.local, "tls": doors.tls, "pages": doors.pages}
        return {name: door.getsockname()[0] for name, door in found.items() if door is not None}

    yield open_one
    for doors in every:
        doors.close()


EVERYWHERE = "0.0.0.0"  # noqa: S104  opened for a moment, told nobody


def test_beyond_loopback_only_tls_and_the_page(opened: Any) -> None:
    assert opened(host=EVERYWHERE) == {"local": "127.0.0.1", "tls": EVERYWHERE, "pages": EVERYWHERE}


def test_the_offices_own_web_server_reaches_the_page_on_loopback(opened: Any) -> None:
    found = opened(host=EVERYWHERE, public_url="https://antrean.example.go.id")
    assert found == {"local": "127.0.0.1", "tls": EVERYWHERE, "pages": "127.0.0.1"}


def test_in_the_clear_beyond_loopback_only_when_told(opened: Any) -> None:
    assert opened(host=EVERYWHERE, insecure_lan=True) == {"local": EVERYWHERE}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_on_loopback_no_tls_unless_asked_for(host: str, opened: Any) -> None:
    assert set(opened(host=host, tls_port=None, page_port=None)) == {"local"}
    assert set(opened(host=host, page_port=None)) == {"local", "tls"}


def test_a_network_that_comes_after_the_server_is_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = ["127.0.0.1"]
    monkeypatch.setattr("kiosk.server.network.addresses._own_address", lambda: own[0])
    monkeypatch.setattr("kiosk.server.network.advertise.INTERVAL_S", 0.05)
    everywhere = NetworkOptions(host=EVERYWHERE, port=0, tls_port=0, page_port=0, announce=False)
    with running(tmp_path / "data", network=everywhere) as office:
        person = office.person()
        assert person.take().body["status_url"].startswith("HTTP://127.0.0.1:")
        own[0] = "192.168.7.7"
        until(lambda: person.take().body["status_url"].startswith("HTTP://192.168.7.7:"))
        made = person("POST", "/pairing-codes", {"name": "Loket 3", "role": "counter"}).body
        assert made["server"].startswith("https://192.168.7.7:")


@pytest.mark.parametrize("option", ["port", "tls_port", "page_port"])
def test_a_taken_port_names_its_option(option: str, opened: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        written = f"--{option.replace('_', '-')}"
        with pytest.raises(CannotStartError, match=f"{written} "):
            opened(**{option: taken.getsockname()[1]})


def test_no_host_is_one_line(opened: Any) -> None:
    with pytest.raises(CannotStartError, match="--host nowhere"):
        opened(host="nowhere.invalid")


def test_a_silent_handshake_holds_nothing_up(lan: Office) -> None:
    port = int(secure(lan)[0].rpartition(":")[2])
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(50)]
    try:
        url, fingerprint = secure(lan)
        with Client(url, lan.tokens["board"], pin=fingerprint) as client:
            assert client.call("GET", "/point", PointView)
    finally:
        for one in silent:
            one.close()
