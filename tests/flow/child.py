"""A real ``antrean serve`` process on a data folder of its own, and a plain HTTP client for it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from tests.ports import free_port
from tests.processes import PATIENCE_S, end, kill

ROOT = Path(__file__).parents[2]
OFFICE = Path(__file__).parent / "office"
SATURDAY = datetime.fromisoformat("2026-09-12T10:00:00+07:00")
READY_S = 60.0
LOST = (OSError, http.client.HTTPException)
"""What a client sees when the server dies under it."""


def antrean(
    *arguments: str | Path, environment: Mapping[str, str] | None = None, timeout: float = 90, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run one command of the console script to its end."""
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | dict(environment or {}),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        **options,
    )


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: Any
    headers: Mapping[str, str]


class Talk:
    """One keep-alive connection. Raises one of ``LOST`` when the server is away; the next call connects again."""

    def __init__(self, url: str, token: str = "", timeout: float = 30) -> None:
        parts = urlsplit(url)
        self._link = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=timeout)
        self._token = token

    def __call__(self, method: str, path: str, body: Any = None, *, key: str = "", token: str | None = None) -> Reply:
        self.send(method, path, body, key=key, token=token)
        try:
            answer = self._link.getresponse()
            raw = answer.read()
        except BaseException:
            self._link.close()
            raise
        kind = answer.headers.get("content-type", "")
        parsed = json.loads(raw) if raw and "json" in kind else raw.decode()
        return Reply(answer.status, parsed, {name.lower(): value for name, value in answer.headers.items()})

    def send(self, method: str, path: str, body: Any = None, *, key: str = "", token: str | None = None) -> None:
        """Only ask; who does not wait for the answer drops the connection."""
        headers = {"content-type": "application/json"} if body is not None else {}
        if token if token is not None else self._token:
            headers["authorization"] = f"Bearer {token if token is not None else self._token}"
        if key:
            headers["idempotency-key"] = key
        prefix = "" if path.startswith(("/t/", "/healthz", "/metrics")) else "/api/v1"
        try:
            self._link.request(method, prefix + path, None if body is None else json.dumps(body), headers)
        except BaseException:
            self._link.close()
            raise

    def close(self) -> None:
        self._link.close()


class Server:
    """Start it, talk to it, stop or kill it, start it again; the simulated clock runs on across restarts."""

    def __init__(
        self,
        data: Path,
        *,
        config: Path = OFFICE,
        clock: datetime | None = SATURDAY,
        options: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.data, self.config, self.clock, self.options = data, config, clock, tuple(options)
        self.environment = dict(environment or {})
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.token = ""
        self._began = time.monotonic()
        self._process: subprocess.Popen[bytes] | None = None
        self._talks: list[Talk] = []
        self._said = data.parent / f"{data.name}.stderr"

    def now(self) -> datetime | None:
        return self.clock and self.clock + timedelta(seconds=time.monotonic() - self._began)

    def command(self) -> list[str]:
        now = self.now()
        simulated = ["--clock", now.isoformat()] if now else []
        where = ["--data", str(self.data), "--config", str(self.config), "--port", str(self.port)]
        return [sys.executable, "-m", "kiosk", "serve", *where, *simulated, *self.options]

    def spawn(self, **options: Any) -> subprocess.Popen[bytes]:
        """Start without waiting for readiness."""
        with self._said.open("ab") as said:
            self._process = subprocess.Popen(
                self.command(),
                cwd=ROOT,
                env=os.environ | self.environment,
                stdout=subprocess.DEVNULL,
                stderr=said,
                **options,
            )
        return self._process

    def start(self, **options: Any) -> Self:
        process = self.spawn(**options)
        deadline = time.monotonic() + READY_S
        while not self._ready(process.pid):
            if process.poll() is not None or time.monotonic() > deadline:
                kill(process)
                raise AssertionError(f"the server did not start: {self.stderr}")
            time.sleep(0.005)
        return self

    def _ready(self, pid: int) -> bool:
        try:
            said = json.loads((self.data / "server.json").read_text(encoding="utf-8"))
            if said["pid"] != pid:
                return False
            self.token = said["token"]
            with closing(Talk(self.url)) as talk:
                return talk("GET", "/healthz").status == 200
        except (*LOST, ValueError):
            return False

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def stderr(self) -> str:
        return self._said.read_text(encoding="utf-8", errors="replace") if self._said.exists() else ""

    def talk(self, timeout: float = 30) -> Talk:
        talk = Talk(self.url, self.token, timeout)
        self._talks.append(talk)
        return talk

    def hang_up(self) -> None:
        """Close every connection that was handed out; each connects again when it is used."""
        for talk in self._talks:
            talk.close()

    def kill(self) -> None:
        """As a power button would."""
        if self._process is not None:
            kill(self._process)

    def stop(self, timeout: float = PATIENCE_S) -> float:
        """Ask it to stop; the seconds it took. Raises ``TimeoutExpired`` when it does not."""
        assert self._process is not None
        began = time.monotonic()
        end(self._process, signal.SIGTERM, timeout)
        return time.monotonic() - began

    @property
    def exit_code(self) -> int | None:
        return self._process.returncode if self._process else None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.running:
            self.stop()
        for talk in self._talks:
            talk.close()
