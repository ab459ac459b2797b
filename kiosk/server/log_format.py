"""The server's own log: one line on standard error for each thing, a failure too."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class OneLineFormatter(logging.Formatter):
    """A failure is its kind, its words and the line of ours where it arose; no traceback."""

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802  the library's name
        kind, error, where = ei
        if kind is None:
            return ""
        frames = traceback.extract_tb(where)
        ours = [frame for frame in frames if f"{Path('/kiosk/')}" in frame.filename] or frames
        place = f" ({Path(ours[-1].filename).name}:{ours[-1].lineno})" if ours else ""
        return f"{kind.__name__}: {error}{place}"

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace("\n", ": ", 1).replace("\n", " ")


def log_to_stderr() -> None:
    """From warnings on. uvicorn's own from errors on: rubbish on a socket is not worth a line each."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLineFormatter("antrean: %(levelname)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("uvicorn").setLevel(logging.ERROR)
