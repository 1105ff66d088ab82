"""Files that a person names with ``--to``."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import OutputError, UsageError
from pipeline.store.results import replacing

_HEAD = 1000  # bytes that tell what a file is


@contextlib.contextmanager
def replacing_named(to: Path, check: Callable[[], None] = lambda: None) -> Iterator[BinaryIO]:
    """Open a file that a person named; it takes its place only when all went well.

    A link stays and its target is written; a file that is there keeps its mode and owner.
    ``check`` is called right before, and may raise. Raises ``OutputError`` where anything
    but a file is in that place.
    """
    target = _target(to)

    def before(part: Path) -> None:
        if _target(to) != target:
            raise OutputError(f"cannot write {to}: the link was changed meanwhile; run this again")
        check()
        with contextlib.suppress(FileNotFoundError):
            _take_after(part, target.stat())

    with replacing(target, durable=True, before=before) as stream:
        yield stream


def refuse_others(to: Path, is_ours: Callable[[bytes], bool]) -> None:
    """Raise ``UsageError`` where a file would be replaced by something else.

    ``is_ours`` tells by the beginning of a file whether it was written here before.
    """
    try:
        with _target(to).open("rb") as stream:
            start = stream.read(_HEAD)
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutputError(
            f"cannot write {to}: {error.strerror or error}; name another file"
        ) from error
    if start and not is_ours(start):
        raise UsageError(
            f"{to} is there and was not written by this command: name another file, or take it away"
        )


def _target(to: Path) -> Path:
    """Return the file that is written: where a link leads, or the file itself."""
    try:
        target = Path(os.path.realpath(to)) if to.is_symlink() else to
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return target
    except OSError as error:
        raise OutputError(
            f"cannot write {to}: {error.strerror or error}; name another file"
        ) from error
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "no regular file"
        raise OutputError(f"cannot write {to}: it is {kind}; name a file")
    return target


def _take_after(part: Path, there: os.stat_result) -> None:
    """Give a new file the owner, as far as allowed, and the mode of the one it replaces."""
    with contextlib.suppress(OSError, AttributeError):
        os.chown(part, there.st_uid, there.st_gid)
    part.chmod(stat.S_IMODE(there.st_mode))
