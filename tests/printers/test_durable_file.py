"""A file is replaced whole and lasts: the order of the system calls, a full disk, a kill, permission bits."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from printers.durable_file import replace_durably, write_atomically


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The system calls that matter, in order, each with the kind of file that it was made for."""
    made: list[str] = []
    fsync, rename = os.fsync, os.replace

    def synced(handle: int) -> None:
        fsync(handle)
        status = os.fstat(handle)
        made.append("sync folder" if stat.S_ISDIR(status.st_mode) else f"sync {status.st_size} bytes")

    def renamed(source: Any, target: Any) -> None:
        rename(source, target)
        made.append(f"rename to {Path(target).name}")

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed)
    return made


def test_the_content_is_synced_before_the_rename_and_the_name_after_it(tmp_path: Path, calls: list[str]) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    write_atomically(path, b"longer")
    assert calls == ["sync 6 bytes", "rename to file", "sync folder"]
    assert path.read_bytes() == b"longer"
    assert list(tmp_path.iterdir()) == [path]


def test_a_finished_file_takes_the_name_in_the_same_order(tmp_path: Path, calls: list[str]) -> None:
    draft, path = tmp_path / "draft", tmp_path / "file"
    draft.write_bytes(b"new")
    path.write_bytes(b"old")
    replace_durably(draft, path)
    assert calls == ["sync 3 bytes", "rename to file", "sync folder"]
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def _refuse(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_disk_that_refuses_leaves_the_old_file_alone(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, call, _refuse)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_old_file_alone(tmp_path: Path) -> None:
    """A limit on file sizes refuses the write in its middle, as a full disk does."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    _run(
        f"""
        import resource, signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        try:
            write_atomically(Path({str(path)!r}), bytes(10_000))
        except OSError:
            raise SystemExit(7)
        """,
        ends=7,
    )
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("before", "content"), [("fsync", b"old"), ("replace", b"old"), ("sync_folder", b"new")])
def test_killed_in_between_the_file_is_the_old_or_the_new_one_and_can_be_written_again(
    before: str, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    _run(
        f"""
        import os, signal
        from printers import durable_file
        def die(*_):
            os.kill(os.getpid(), signal.SIGKILL)
        setattr(durable_file if {before!r} == "sync_folder" else os, {before!r}, die)
        write_atomically(Path({str(path)!r}), b"new")
        """,
        ends=-signal.SIGKILL,
    )
    assert path.read_bytes() == content
    write_atomically(path, b"newest")
    assert path.read_bytes() == b"newest"


def _run(script: str, *, ends: int) -> None:
    lines = ["from pathlib import Path", "from printers.durable_file import write_atomically"]
    lines += [line.removeprefix("        ") for line in script.splitlines()]
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False)
    assert done.returncode == ends, done.stderr


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o666])
def test_the_permission_bits_hold_from_the_first_byte_on(
    mode: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o777)
    seen: list[int] = []
    fsync = os.fsync

    def synced(handle: int) -> None:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            seen.append(stat.S_IMODE(os.fstat(handle).st_mode))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", synced)
    mask = os.umask(0o022)
    try:
        write_atomically(path, b"new", mode=mode)
    finally:
        os.umask(mask)
    assert seen == [mode & ~0o022]
    assert stat.S_IMODE(path.stat().st_mode) == mode & ~0o022


def test_a_link_is_replaced_and_what_it_led_to_stays(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"theirs")
    path = tmp_path / "file"
    path.symlink_to("elsewhere")
    write_atomically(path, b"ours")
    assert ((tmp_path / "elsewhere").read_bytes(), path.is_symlink()) == (b"theirs", False)


def _fail_to_sync(handle: int) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.mark.parametrize("act", [write_atomically, lambda path, data: replace_durably(_put(path, data), path)])
def test_a_folder_that_cannot_be_synced_is_said(
    act: Callable[[Path, bytes], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("printers.durable_file.sync_folder", lambda _: _fail_to_sync(0))
    with pytest.raises(OSError, match="Input/output"):
        act(tmp_path / "file", b"new")


def _put(path: Path, data: bytes) -> Path:
    draft = path.with_name("draft")
    draft.write_bytes(data)
    return draft
