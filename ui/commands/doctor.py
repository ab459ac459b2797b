"""What ``antrean doctor`` asks where windows are installed: Qt, fonts, the screen, and the board's voice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import assets
from kiosk.cli.doctor_machine import Finding, finding
from ui.voice.pack import PackError, load, shipped
from ui.voice.programs import ways

_QT = """
import sys
from pathlib import Path
from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
import PySide6.QtNetwork, PySide6.QtQml, PySide6.QtQuick, PySide6.QtSvg
app = QGuiApplication([])
fonts = sorted(Path(sys.argv[1]).glob("*.ttf"))
unread = [font.name for font in fonts if QFontDatabase.addApplicationFont(str(font)) < 0]
print(f"Qt {qVersion()}, {len(fonts) - len(unread)} fonts" if fonts and not unread else f"unreadable fonts: {unread}")
sys.exit(1 if unread or not fonts else 0)
"""


def windows(language: str) -> Iterator[Finding]:
    """Can windows be opened? Asked in a child, so that a missing library cannot end the doctor."""
    if find_spec("PySide6") is None:
        yield finding("windows", "OK", "none", language)
        return
    fonts = assets.folder("fonts")
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    try:
        child = subprocess.run(  # noqa: S603  our own interpreter
            [sys.executable, "-c", _QT, str(fonts)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except subprocess.TimeoutExpired:
        yield finding("windows", "FAIL", "hangs", language)
        return
    said = (child.stdout.strip() or child.stderr.strip() or f"exit code {child.returncode}").splitlines()[-1]
    if child.returncode:
        yield finding("windows", "FAIL", "library", language, said=said)
        return
    yield Finding("windows", "OK", said)
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        yield finding("windows", "WARN", "no_screen", language)


def voice(language: str) -> Iterator[Finding]:
    """Can a board speak here: its clips, a program that plays them, a sound card as far as Linux tells."""
    try:
        languages = ", ".join(load(language).language for language in shipped())
    except PackError as error:
        yield finding("voice", "FAIL", "torn", language, why=error)
        return
    found = ways()
    cards = Path("/proc/asound/cards")
    if not found:
        yield finding("voice", "WARN", "no_program", language)
    elif sys.platform.startswith("linux") and (not cards.is_file() or "no soundcards" in cards.read_text()):
        yield finding("voice", "WARN", "no_card", language, program=found[0])
    else:
        yield finding("voice", "OK", "ok", language, languages=languages, program=found[0])
