"""Work on files from anywhere, in a process that cannot take the machine's memory with it."""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, Any, TypeVar

from pipeline.errors import ClaimsheetError

T = TypeVar("T")

# Bytes of address space: four times what a sheet of 20,000 claims takes.
MOST_MEMORY = 2 * 2**30
MOST_SECONDS = 600  # of the processor


class TooMuchError(Exception):
    """The work takes too much memory or time, or what it reads crashes its reader."""


class Bounded:
    """Does work in a process of its own, which is kept for the next call.

    A call returns what the work returns, and raises what it raises; errors of extensions
    come as ``ValueError``. Raises ``TooMuchError`` where the process dies.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def __call__(self, work: Callable[..., T], *given: object) -> T:
        """Do work there; it is pickled, and so are what it is given and what it returns."""
        with self._lock:
            while True:
                fresh = self._process is None
                self._process = self._process or _started()
                try:
                    well, found = _asked(self._process, (work, given))
                except (EOFError, OSError, pickle.UnpicklingError):
                    well, found = False, None
                except BaseException:  # whoever calls next must not read what was asked now
                    self.end()
                    raise
                if well:
                    return found  # type: ignore[no-any-return]
                if found is not None and not isinstance(found, MemoryError):
                    raise found
                self.end()
                if fresh:  # and not perhaps of what it did before
                    raise TooMuchError

    def end(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


bounded = Bounded()
atexit.register(bounded.end)


def _started() -> subprocess.Popen[bytes]:
    """Start Python anew; what a dying extension has to say is not for people."""
    return subprocess.Popen(
        [sys.executable, "-c", f"from {__name__} import serve; serve()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path),  # noqa: PTH109
            "OPENBLAS_NUM_THREADS": "1",  # each thread reserves memory
        },
    )  # fmt: skip


def _asked(process: subprocess.Popen[bytes], work: Any) -> tuple[bool, Any]:
    assert process.stdin and process.stdout
    pickle.dump(work, process.stdin)
    process.stdin.flush()
    well, found = pickle.load(process.stdout)
    return well, found


def serve() -> None:
    """Do what comes in on standard input until it ends; what the process is for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends with its parent
    asked, answer = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _limit()
    with contextlib.suppress(EOFError, OSError):
        while True:
            work, given = pickle.load(asked)
            _answer(answer, work, given)


def _answer(to: IO[bytes], work: Callable[..., Any], given: tuple[object, ...]) -> None:
    found: tuple[bool, Any]
    try:
        found = True, work(*given)
    except (ClaimsheetError, OSError, MemoryError) as error:
        found = False, error
    except BaseException as error:  # a panic of an extension cannot travel
        found = False, ValueError(" ".join(str(error).split())[:200])
    pickle.dump(found, to)
    to.flush()


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # not every system has limits
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
