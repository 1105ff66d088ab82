"""Standard output and error that are there, take every character, and say when they fail."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any


class StdoutError(OSError):
    """Standard output cannot be written: closed, or on a full disk."""


class ReaderLeftError(Exception):
    """Who reads standard output, such as `head`, has seen enough.

    No ``BrokenPipeError``, at which rich ends the process as if something had failed.
    """


class _Stdout(io.FileIO):
    def write(self, data: Any) -> int:
        try:
            return super().write(data) or 0
        except BrokenPipeError as failed:
            raise ReaderLeftError from failed
        except OSError as failed:
            raise StdoutError(failed.errno, failed.strerror) from failed


class _Stderr(io.FileIO):
    """Nobody may be listening, which stops no run."""

    def write(self, data: Any) -> int:
        with contextlib.suppress(OSError):
            return super().write(data) or 0
        return len(data)


def usable_streams() -> None:
    """Put such streams in place of Python's own, unless those are a test's.

    A closed stream's number would go to the next file that is opened, and what a library
    prints would land in it.
    """
    for number, mode in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        with contextlib.suppress(OSError):
            os.fstat(number)
            continue
        os.open(os.devnull, mode)  # standard output fails on the first write, as it should
    sys.stdout = _stream(sys.stdout, _Stdout, 1)
    sys.stderr = _stream(sys.stderr, _Stderr, 2)


def _stream(old: Any, kind: type[io.FileIO], number: int) -> Any:
    """Return a stream to replace one; characters that it cannot show become ``?``."""
    if old is not None:
        try:
            if old.fileno() != number:
                return old
            old.flush()
        except (OSError, ValueError):  # of a test, or without a file
            return old
    encoding = getattr(old, "encoding", "utf-8")
    with contextlib.suppress(OSError):  # a closed one is open for reading only
        raw = kind(number, "w", closefd=False)
        line = number == 2 or raw.isatty()
        return io.TextIOWrapper(io.BufferedWriter(raw), encoding, "replace", line_buffering=line)
    return old


def say_no_more() -> None:
    """Send standard output nowhere, so that Python does not fail on it again at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
