"""One program prints from a folder at a time."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout


class SpoolError(Exception):
    """The request is refused; the message is one line with the reason and what to do."""


def lock_folder(folder: Path, wait_s: float) -> FileLock:
    """Make the folder and lock it. Raises ``SpoolError`` where another program has it after ``wait_s``."""
    # Not of a thread: a spool is closed from any.
    lock = FileLock(folder / "lock", timeout=wait_s, mode=0o600, thread_local=False)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire()
    except Timeout:
        raise SpoolError(f"another program prints from {folder}; close it, or print through it") from None
    except OSError as error:
        raise SpoolError(f"cannot use {folder}: {error.strerror}; choose another folder with --data") from None
    return lock


def in_use(folder: Path) -> bool:
    """Whether a program prints from this folder now."""
    if not folder.is_dir():
        return False
    try:
        lock_folder(folder, 0.0).release()
    except SpoolError:
        return True
    return False
