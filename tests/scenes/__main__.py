"""Draw every screen as a file, from fixed samples: ``python -m tests.scenes [FOLDER] [--only TEXT] [--full]``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw every screen in both languages and three sizes.")
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parents[2] / "docs/pages/pictures")
    parser.add_argument("--only", default="", metavar="TEXT", help="only those whose name holds this")
    parser.add_argument("--full", action="store_true", help="in the screens' own sizes and colours")
    given = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_QUICK_BACKEND"] = "software"
    from tests.scenes.pictures import save, table  # noqa: PLC0415  Qt reads the environment when it is loaded
    from ui.shell.application import application  # noqa: PLC0415  as above

    running = application()
    wanted = [picture for picture in table() if given.only in picture.name]
    if not wanted:
        parser.error(f"no picture's name holds {given.only!r}")
    given.folder.mkdir(parents=True, exist_ok=True)
    size = sum(save(picture, given.folder, full=given.full).stat().st_size for picture in wanted)
    sys.stdout.write(f"{len(wanted)} pictures, {size / 1e6:.1f} MB: {given.folder}\n")
    del running


if __name__ == "__main__":
    main()
