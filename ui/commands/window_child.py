"""The process of the windows of ``antrean run``; see ``ui.commands.window_process``, which starts it."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import msgspec
from PySide6.QtCore import QTimer

from kiosk.cli import parent_process
from kiosk.cli.errors import Refused
from kiosk.cli.options import CommonOptions
from ui.commands.window_process import BEAT_S, PAPER, WindowJob, WindowsOpened
from ui.commands.windows import board_speech, open_windows
from ui.shell.application import application


def main() -> int:
    application()
    line = sys.stdin.buffer.readline()
    if not line:
        return 0
    job = msgspec.json.decode(line, type=WindowJob)
    parent_process.end_with_stdin()
    try:
        return _show(job)
    except Refused as error:
        error.show()
        return error.exit_code


def _show(job: WindowJob) -> int:
    from kiosk.cli.printing.virtual_window import virtual_printer

    options = CommonOptions(Path(job.config), Path(job.data), printer=job.printer, printer2=job.printer2)
    with ExitStack() as stack:
        paper_window = None
        if PAPER in job.names:
            address, paper_window = stack.enter_context(virtual_printer(options))
            options = replace(options, printer=address)
        speech = board_speech(job.voice, job.languages) if "board" in job.names else None
        _say(msgspec.json.encode(WindowsOpened(printer=options.printer or "")) + b"\n")
        beat = QTimer(interval=int(BEAT_S * 1000))
        beat.timeout.connect(lambda: _say(b"."))
        beat.start()
        return open_windows(
            options,
            [name for name in job.names if name != PAPER],
            job.url,
            job.token,
            fullscreen=job.fullscreen,
            language=job.language,
            speech=speech,
            office_language=job.languages[0],
            guarded=True,
            extra_window=paper_window,
        )


def _say(said: bytes) -> None:
    try:
        sys.stdout.buffer.write(said)
        sys.stdout.buffer.flush()
    except OSError:
        return  # whoever listened is gone; the end of the standard input ends this process too


if __name__ == "__main__":
    sys.exit(main())
