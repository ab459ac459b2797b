"""Where an installed machine keeps what: the folders of the Debian packages, below any root."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SERVER_USER: Final = "antrean"
WINDOW_USER: Final = "antrean-kiosk"


@dataclass(frozen=True, slots=True)
class MachineLayout:
    """The paths below ``root``, which is ``/`` but for an image of another machine, or a test."""

    root: Path = Path("/")

    @property
    def is_this_machine(self) -> bool:
        return self.root == Path("/")

    @property
    def office(self) -> Path:
        """The configuration that the service reads."""
        return self.root / "etc/antrean/office"

    @property
    def previous_office(self) -> Path:
        """The configuration before the newest ``antrean setup --config``."""
        return self.root / "etc/antrean/office.before"

    @property
    def options(self) -> Path:
        """Settings of the services, one ``NAME=value`` a line."""
        return self.root / "etc/antrean/options"

    @property
    def data(self) -> Path:
        return self.root / "var/lib/antrean"

    @property
    def window_data(self) -> Path:
        return self.root / "var/lib/antrean-kiosk"

    @property
    def backups(self) -> Path:
        return self.root / "var/backups/antrean"

    @property
    def units(self) -> Path:
        """Of the administrator: drop-ins are written here, the packages' own units are elsewhere."""
        return self.root / "etc/systemd/system"

    @property
    def packaged_units(self) -> Path:
        return self.root / "usr/lib/systemd/system"

    @property
    def systemd_runs(self) -> bool:
        """As ``sd_booted(3)`` finds out."""
        return (self.root / "run/systemd/system").is_dir()


def give_to(user: str, folder: Path) -> None:
    """Make ``user`` the owner of the folder and of all in it; nothing where this is not root or there is no such user.

    Raises ``OSError``.
    """
    if os.name != "posix" or os.geteuid() != 0:
        return
    import pwd

    try:
        account = pwd.getpwnam(user)
    except KeyError:
        return
    _give(account.pw_uid, account.pw_gid, folder)


def give_to_owner_of(folder: Path) -> None:
    """Make whoever owns the folder the owner of all in it, so that what root wrote there stays usable by the service.

    Nothing where this is not root. Raises ``OSError``.
    """
    if os.name != "posix" or os.geteuid() != 0:
        return
    with suppress(FileNotFoundError):
        owner = folder.stat()
        if owner.st_uid != 0:
            _give(owner.st_uid, owner.st_gid, folder)


def _give(user: int, group: int, folder: Path) -> None:
    os.lchown(folder, user, group)
    for where, folders, files in os.walk(folder):
        for name in (*folders, *files):
            with suppress(FileNotFoundError):  # a server that runs removes its own drafts
                os.lchown(Path(where, name), user, group)


def make_folder(folder: Path, user: str) -> None:
    """A folder for this user alone. Raises ``OSError``."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    give_to(user, folder)


def remove_file(path: Path, *, keep_folder: bool = False) -> bool:
    """Whether there was one. Its folder goes too where it is empty then. Raises ``OSError``."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    if not keep_folder:
        with suppress(OSError):
            path.parent.rmdir()
    return True


def copy_of(folder: Path, target: Path) -> None:
    """A copy of a folder in the place of ``target``. Raises ``OSError``."""
    if target.exists():
        shutil.rmtree(target)
    shutil.copytree(folder, target)
