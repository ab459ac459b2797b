"""Names on the command line, by the same bounds as over HTTP."""

from __future__ import annotations

import re

from kiosk.cli.errors import refuse
from kiosk.contract import bounds


def checked_name(text: str, where: str) -> str:
    """The name in normal form. Raises ``Refused``, which begins with ``where``, for what no name may hold."""
    try:
        name = bounds.normal_name(text)
    except ValueError as error:
        refuse(f"{where}: {error}")
    if len(name) > bounds.NAME_LENGTH or not re.fullmatch(bounds.NAME_PATTERN, name):
        refuse(f"{where}: write 1 to {bounds.NAME_LENGTH} printable characters without / and without a space at an end")
    return name
