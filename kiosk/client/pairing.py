"""How a machine gets its place at a server."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from hmac import compare_digest
from typing import TYPE_CHECKING, Final, cast

from kiosk.client.credentials import Credentials
from kiosk.client.http_client import Client, ClientError, RefusedError, WrongServerError
from kiosk.contract import pairing_code
from kiosk.contract.pairing import Pair, Paired
from kiosk.contract.pairing_code import Invitation
from kiosk.contract.reasons import Reason

if TYPE_CHECKING:
    from kiosk.contract.devices import DeviceRole

CONNECT_S: Final = 5.0
ROLES: Final = {"visitor": "kiosk", "counter": "counter", "board": "board", "supervisor": "supervisor"}
"""What a window's device may do."""


def pair(window: str, invitation: Invitation, urls: Sequence[str], language: str) -> Credentials:
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
                if error.problem.reason != Reason.WRONG_CODE:
                    raise
                away = error
    raise away or ClientError("no server was found on this network; name it with --server https://ADDRESS:8443")


def _prove(client: Client, url: str, window: str, code: str, fingerprint: str) -> Credentials:
    nonce = secrets.token_hex(16)
    key = pairing_code.key(code, fingerprint, nonce)
    role = cast("DeviceRole", ROLES[window])
    body = Pair(role=role, nonce=nonce, proof=pairing_code.proof(key, "window"))
    answer = client.call("POST", "/pairing", Paired, body=body)
    if not compare_digest(pairing_code.proof(key, "server"), answer.proof):
        raise WrongServerError(f"{url} is not the server that this code is from; nothing was believed")
    language = answer.language
    return Credentials(url.rstrip("/"), fingerprint, answer.token, answer.point, answer.device.name, language)
