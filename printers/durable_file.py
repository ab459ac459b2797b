"""Files that are replaced whole: after a crash or a power cut either the old or the new content is there, never a part.

The order is that of every journaling system: write beside, sync the file, rename it over the old one, sync the folder.
Without the first sync the new name can point at an empty file; without the second the rename itself can be lost.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def write_atomically(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Replace ``path`` by ``data``; the content and the name are on disk when this returns.

    ``mode`` are the permission bits (less the umask) from the first byte on, whatever the old file had. Readers see the
    old or the new file. Two writers at once leave the content of one of them. Raises ``OSError``; then the old file is
    as it was and no draft is left. A killed process may leave a draft, ``.NAME.RANDOM.new``, that nothing reads.
    """
    draft = path.with_name(f".{path.name}.{os.urandom(4).hex()}.new")
    try:
        with open(draft, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _rename(draft, path)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def replace_durably(draft: Path, path: Path) -> None:
    """Give a finished file of the same folder or file system the name ``path``; on disk when this returns.

    Raises ``OSError``.
    """
    sync_file(draft)
    _rename(draft, path)


def sync_file(path: Path) -> None:
    """Have the file's content on disk. Raises ``OSError``."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the folder's names on disk: what was created, renamed or deleted in it. Raises ``OSError``.

    Windows cannot sync a folder and does not need it: NTFS journals renames.
    """
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _rename(draft: Path, path: Path) -> None:
    os.replace(draft, path)  # noqa: PTH105  atomic on every system; ``rename`` fails on Windows where ``path`` exists
    sync_folder(path.parent)
