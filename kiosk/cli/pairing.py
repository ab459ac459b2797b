"""How a machine gets its place at a server, and what it keeps of it."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from hmac import compare_digest
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from kiosk import pairing
from kiosk.client import Client, ClientError, RefusedError, WrongServerError
from kiosk.messages import Pair, Paired
from kiosk.pairing import Invitation

if TYPE_CHECKING:
    from kiosk.messages import DeviceRole

FOLDER: Final = "paired"
CONNECT_S: Final = 5.0
ROLES: Final = {"visitor": "kiosk", "counter": "counter", "board": "board", "supervisor": "supervisor"}
"""What a window's device may do."""


@dataclass(frozen=True, slots=True)
class Place:
    """One window's place at its server."""

    url: str
    fingerprint: str
    """Of the only certificate that it believes; empty on loopback in the clear."""
    token: str = field(repr=False)
    point: str
    name: str


def kept(data: Path, window: str) -> Place | None:
    """None where this window was never paired, or its file is torn."""
    try:
        return Place(**json.loads(_file(data, window).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def keep(data: Path, window: str, place: Place) -> None:
    """Mode 0600 from the first byte on; whole or not at all."""
    path = _file(data, window)
    for folder in (data, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(asdict(place), file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _file(data: Path, window: str) -> Path:
    return data / FOLDER / f"{window}.json"


def pair(window: str, invitation: Invitation, urls: Sequence[str], language: str) -> Place:
    """Prove the code at the first of ``urls`` that knows it. Raises ``RefusedError`` and ``ClientError``, in words.

    The server's own proof is checked before anything that it said is believed.
    """
    away: ClientError | RefusedError | None = None
    for url in [invitation.url] if invitation.url else urls:
        with Client(url, "", language=language, timeout_s=CONNECT_S, pin=invitation.fingerprint, meets=True) as client:
            try:
                fingerprint = client.connect()
            except WrongServerError:
                raise
            except ClientError as error:
                away = away or error
                continue
            try:
                return _prove(client, url, window, invitation.code, fingerprint)
            except RefusedError as error:
                # Another office's server on the same network has never heard of it.
                if error.problem.reason != "wrong_code":
                    raise
                away = error
    raise away or ClientError("no server was found on this network; name it with --server https://ADDRESS:8443")


def _prove(client: Client, url: str, window: str, code: str, fingerprint: str) -> Place:
    nonce = secrets.token_hex(16)
    key = pairing.key(code, fingerprint, nonce)
    role = cast("DeviceRole", ROLES[window])
    body = Pair(role=role, nonce=nonce, proof=pairing.proof(key, "window"))
    answer = client.call("POST", "/pairing", Paired, body=body)
    if not compare_digest(pairing.proof(key, "server"), answer.proof):
        raise WrongServerError(f"{url} is not the server that this code is from; nothing was believed")
    return Place(url.rstrip("/"), fingerprint, answer.token, answer.point, answer.device.name)
