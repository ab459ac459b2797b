"""systemd's units of this machine, turned on and off by ``systemctl``; where no systemd runs, what would be done."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.cli.errors import refuse
from kiosk.cli.installation.layout import MachineLayout

TIMEOUT_S = 120


@dataclass
class Services:
    """``calls`` are the command lines in their order, ``done`` says whether they were run."""

    layout: MachineLayout
    calls: list[str] = field(default_factory=list[str])

    @property
    def done(self) -> bool:
        return self.layout.systemd_runs and shutil.which("systemctl") is not None

    def call(self, *words: str) -> None:
        """Run ``systemctl``. Ends the command where it fails."""
        self.calls.append(f"systemctl {' '.join(words)}")
        if not self.done:
            return
        done = self._run(words)
        if done.returncode != 0:
            said = " ".join(done.stderr.split()) or f"exit code {done.returncode}"
            refuse(f"systemctl {' '.join(words)}: {said}")

    def turn_on(self, units: Sequence[str], *, restart: Sequence[str] = ()) -> None:
        """Enable and start the units; those of ``restart`` that run already are started anew."""
        if units:
            self.call("enable", "--now", *units)
        if restart:
            self.call("try-restart", *restart)

    def turn_off(self, units: Sequence[str]) -> None:
        if units:
            self.call("disable", "--now", *units)

    def _run(self, words: Sequence[str]) -> subprocess.CompletedProcess[str]:
        try:
            return subprocess.run(  # noqa: S603  the system's own program, with names of our own units
                [shutil.which("systemctl") or "systemctl", *words],
                capture_output=True,
                text=True,
                timeout=TIMEOUT_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            refuse(f"systemctl {' '.join(words)}: {error}")
