"""A folder of its own for a process's temporary files, so that none of them is left behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_PREFIX = "claimsheet-"
_LOCK = "lock"  # held while the process lives, whatever numbers other systems give processes


@contextlib.contextmanager
def own_folder() -> Iterator[None]:
    """Have ``tempfile`` put its files in a folder that goes at the end.

    Folders of processes that were killed go at the start. Where no folder can be made, or
    locked, everything stays as it was.
    """
    before = tempfile.tempdir
    try:
        place = Path(tempfile.gettempdir())
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
        held = _locked(folder)
    except (OSError, ImportError):
        yield
        return
    tempfile.tempdir = str(folder)
    try:
        _sweep(place)
        yield
    finally:
        tempfile.tempdir = before
        shutil.rmtree(folder, ignore_errors=True)
        held.close()


def _locked(folder: Path) -> Any:
    import fcntl

    stream = (folder / _LOCK).open("w")
    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return stream


def _sweep(place: Path) -> None:
    with contextlib.suppress(OSError):
        for folder in place.glob(f"{_PREFIX}*"):
            with contextlib.suppress(OSError):
                found = folder.lstat()
                ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
                if ours and (folder / _LOCK).is_file():
                    _locked(folder).close()  # fails while its process lives
                    shutil.rmtree(folder, ignore_errors=True)
