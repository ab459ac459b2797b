"""Windows are tested without a screen, drawn by software as on the smallest kiosk."""

import os

import pytest
from PySide6.QtGui import QGuiApplication

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["QSG_RENDER_LOOP"] = "basic"


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    """The windows need no widgets."""
    return QGuiApplication
