"""A configuration of an older schema as one of the newest, with every comment and blank where it was."""

from __future__ import annotations

import re
import tomllib

from kiosk.rules.locate import lines


def upgraded(content: bytes, schema: int) -> bytes:
    """The file with ``schema = SCHEMA``. Schema 2 has new keys and takes none away, so that no other line changes.

    Raises ``ValueError`` for a file that does not read as TOML or has no ``schema``.
    """
    values = tomllib.loads(content.removeprefix(b"\xef\xbb\xbf").decode())
    if "schema" not in values:
        raise ValueError("schema")
    rows = content.split(b"\n")
    row = lines(content)[("schema",)] - 1
    rows[row] = re.sub(rb"(schema\s*=\s*)[0-9_]+", rb"\g<1>%d" % schema, rows[row], count=1)
    return b"\n".join(rows)
