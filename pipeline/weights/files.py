"""Files that come from anywhere, opened only where they have an end."""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

_AT_ONCE = getattr(os, "O_NONBLOCK", 0)  # a pipe would wait for somebody to write
_BINARY = getattr(os, "O_BINARY", 0)


def opened(path: Path) -> BufferedReader:
    """Open a file for reading; ``OSError`` also for a pipe, a device, or a folder."""
    handle = os.open(path, os.O_RDONLY | _AT_ONCE | _BINARY)
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "it is no regular file", str(path))
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def content(path: Path) -> bytes:
    """Read a file to its end; errors are those of ``opened``."""
    with opened(path) as stream:
        return stream.read()
