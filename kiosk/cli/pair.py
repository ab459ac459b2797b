"""A window's place at the server of another machine, taken on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.cli.errors import refuse

if TYPE_CHECKING:
    from kiosk.client.credentials import Credentials


def pair_window(
    data: Path, window: str, code: str, server: str | None, language: str, *, on: str | None = None
) -> Credentials:
    """Prove the code of ``antrean device pair`` and keep the place; whoever typed the command reads why it fails.

    ``server``: None to find it on the network; ``on``: through the network of this own address alone. Raises
    ``Refused``.
    """
    from kiosk import discovery
    from kiosk.cli.running_server import refusals
    from kiosk.client.credentials import save
    from kiosk.client.pairing import pair
    from kiosk.contract import pairing_code

    invitation = pairing_code.parse(code)
    if invitation is None:
        refuse(f"--pair {code}: a code has {pairing_code.DIGITS} digits; `antrean device pair` at the server shows one")
    urls = [server] if server else []
    try:
        if not urls and invitation.url is None:
            urls = [url for one in discovery.browse(on=on) for url in one.urls]
        with refusals(language):
            paired = pair(window, invitation, urls, language)
        save(data, window, paired)
    except discovery.DiscoveryError as error:
        refuse(f"{error}; name the server with --server https://ADDRESS:8443")
    except OSError as error:
        refuse(f"{data}: the pairing cannot be kept there: {error.strerror or error}")
    return paired
