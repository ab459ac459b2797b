"""The process for phones: it shows what the server publishes, reaches nothing else, and is started again."""

from __future__ import annotations

import http.client
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.contract.status_token import hashed
from kiosk.rules import Rules, load
from kiosk.server.http.client_address import client_address, network_of, proxy_test
from kiosk.server.page.endpoints import StatusesAwayError
from kiosk.server.phone.messages import StatusFeed
from kiosk.server.phone.publisher import Publisher
from kiosk.server.phone.statuses import STALE_S, PublishedStatuses
from tests.ports import free_port
from tests.server.office import OFFICE, TEN, Office, running, until
from tests.server.test_listeners import BOTH


@pytest.fixture(scope="module")
def lan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running(tmp_path_factory.mktemp("phones") / "data", network=BOTH) as found:
        found.enrol()
        yield found


def phone(office: Office, path: str, **headers: str) -> tuple[int, bytes]:
    port = int(office.server.app.public_url.rpartition(":")[2])
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as link:
        link.request("GET", path, headers=headers)
        answer = link.getresponse()
        return answer.status, answer.read()


def process_id(office: Office) -> int:
    door = office.server.phones
    assert door is not None
    until(lambda: door.process)
    assert door.process is not None
    return door.process.pid


def test_a_page_follows_its_ticket(lan: Office) -> None:
    person = lan.sign_in()
    first, token = person.take().body, person.take().body["token"]
    path = f"/t/{token}"
    assert phone(lan, path)[0] == 200, "at once"
    assert b"1 orang" in phone(lan, path)[1]
    assert b"10.00" in phone(lan, path)[1], "the office's own time"
    assert person("POST", "/counters/1/next").body["id"] == first["id"]
    until(lambda: b"1 orang" not in phone(lan, path)[1])
    person("POST", "/counters/1/next")
    until(lambda: b'class="called"' in phone(lan, path)[1])
    assert phone(lan, f"/t/{'A' * 26}")[0] == 404


def test_it_holds_no_file_of_the_servers_and_may_write_none(lan: Office) -> None:
    until(lambda: phone(lan, "/t/none")[0] == 404)
    process = process_id(lan)
    opened = {str(fd.readlink()) for fd in Path(f"/proc/{process}/fd").iterdir()}
    assert not [path for path in opened if str(lan.data) in path]
    assert str(lan.data).encode() not in Path(f"/proc/{process}/cmdline").read_bytes()
    said = Path(f"/proc/{process}/limits").read_text(encoding="ascii")
    limit = {line[:26].strip(): line[26:].split()[0] for line in said.splitlines()}
    assert limit["Max file size"] == "0"
    assert int(limit["Max data size"]) <= 512 * 1024 * 1024
    assert Path(f"/proc/{process}/cwd").readlink() == Path("/")
    assert "libsqlite3" not in Path(f"/proc/{process}/maps").read_text(encoding="utf-8")


def test_when_it_dies_staff_hear_of_it_and_it_comes_back(tmp_path: Path) -> None:
    with running(tmp_path / "data", network=BOTH) as office:
        _kill_and_wait(office)


def _kill_and_wait(lan: Office) -> None:
    person = lan.person()
    path = f"/t/{person.take().body['token']}"
    until(lambda: phone(lan, path)[0] == 200)
    os.kill(process_id(lan), signal.SIGKILL)
    seen: set[str] = set()

    def heard() -> bool:
        seen.update(condition.code for condition in lan.server.app.conditions.current())
        return "phones_down" in seen

    until(heard)
    assert person.take().status == 201
    until(lambda: phone(lan, path)[0] == 200)
    until(lambda: lan.server.app.conditions.current() == [])


def test_it_ends_with_the_server(tmp_path: Path) -> None:
    with running(tmp_path / "data", network=BOTH) as office:
        until(lambda: phone(office, "/t/none")[0] == 404)
        process = process_id(office)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_what_was_published_grows_stale() -> None:
    now = [0.0]
    statuses = PublishedStatuses(lambda: now[0])
    finding = statuses.find("hash")
    with pytest.raises(StatusesAwayError):
        finding.send(None)
    statuses.apply(StatusFeed(TEN, True, ("id",), simulated=False, changed={}, gone=[]))
    with pytest.raises(StopIteration) as found:
        statuses.find("hash").send(None)
    assert found.value.value is None
    now[0] += STALE_S + 1
    with pytest.raises(StatusesAwayError):
        statuses.find("hash").send(None)


def test_the_feed_says_what_the_page_would(office: Office) -> None:
    """Every difference, put together, is the whole; and nothing that did not change is sent again."""
    person = office.sign_in()
    publisher, known = Publisher(office.point), dict[str, Any]()

    def follow() -> StatusFeed:
        with office.point.store.read() as tx:
            feed = publisher.next(tx)
        known.update(feed.changed)
        for one in feed.gone:
            del known[one]
        return feed

    taken = [person.take().body for _ in range(5)]
    assert set(follow().changed) == {hashed(one["token"]) for one in taken}
    assert follow().changed == {}
    ended = person("POST", "/counters/1/next").body
    follow()
    person("POST", f"/tickets/{ended['id']}/serve")
    person("POST", f"/tickets/{ended['id']}/finish")
    follow()
    for one in taken:
        page = office.person(None)("GET", f"/t/{one['token']}", Accept="application/json").body
        shown = known[hashed(one["token"])].status
        assert (shown.number, shown.state, shown.ahead) == (page["number"], page["state"], page["ahead"])
    office.point.rules = Rules(load(OFFICE))
    follow()
    office.clock.forward(days=3)
    assert set(follow().gone) == {hashed(one["token"]) for one in taken}
    assert known == {}


def test_the_feed_comes_from_the_office_clock(office: Office) -> None:
    assert Publisher(office.point).unchanged(complete=True).now == TEN
    office.clock.forward(hours=1)
    later: datetime = Publisher(office.point).unchanged(complete=True).now
    assert later - TEN == timedelta(hours=1)


@pytest.mark.parametrize(
    ("peer", "header", "address"),
    [
        ("10.0.0.9", "1.2.3.4", "10.0.0.9"),
        ("127.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("127.0.0.1", "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        ("127.0.0.1", "6.6.6.6, 1.2.3.4, 127.0.0.1", "1.2.3.4"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "<script>", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1, 127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "," * 9_000, "127.0.0.1"),
        ("127.0.0.1", "2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_a_trusted_proxy_is_believed(peer: str, header: str, address: str) -> None:
    assert client_address(peer, header, proxy_test(["127.0.0.1"])) == address
    assert client_address(peer, header, proxy_test([])) == peer


def test_a_host_of_ipv6_is_one_address() -> None:
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:ffff::9") != network_of("2001:db8:1:3::1")
    assert network_of("::ffff:10.0.0.1") == network_of("10.0.0.1")
    assert network_of("::1") != network_of("::2")


def test_phones_behind_a_trusted_proxy_do_not_share_an_address(tmp_path: Path) -> None:
    port = free_port()
    network = replace(BOTH, page_port=port, trusted_proxy=("127.0.0.1",), public_url="https://a.example")
    with running(tmp_path / "data", network=network) as office:

        def status(address: str, token: str) -> int:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as link:
                link.request("GET", f"/t/{token}", headers={"X-Forwarded-For": address})
                answer = link.getresponse()
                answer.read()
                return answer.status

        until(lambda: status("9.9.9.9", "guess") == 404)
        with ThreadPoolExecutor(50) as guesses:
            assert set(guesses.map(lambda _: status("1.2.3.4", "guess"), range(100))) == {404, 429}
        assert status("5.6.7.8", "guess") == 404
        token = office.person().take().body["token"]
        until(lambda: status("1.2.3.4", token) == 200)
