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
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, TypeVar

from pipeline.errors import ClaimsheetError

T = TypeVar("T")

# Bytes of address space: four times what a sheet of 20,000 claims takes.
MOST_MEMORY = 2 * 2**30
MOST_SECONDS = 600  # of the processor, for each call
_KEPT = MOST_MEMORY // 4  # bytes of address space of a process that is kept for the next call
_DYING = 5  # seconds that a process which answers no more has to end


class TooMuchError(Exception):
    """The work takes too much memory or time, or what it reads crashes its reader."""


class Bounded:
    """Does work in a process of its own, which is kept for the next call.

    A call returns what the work returns, and raises what it raises; errors of extensions
    come as ``ValueError``. Raises ``TooMuchError`` where the process dies, or its memory ends.

    Work that crashes a kept process is tried once more in a new one: what the process did before
    may have broken it. Work that ran out of time or memory is not: each call has time of its
    own, and a process that has grown is not kept.
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
                    if _spent(self._process):
                        self.end()
                        raise TooMuchError from None
                except BaseException:  # whoever calls next must not read what was asked now
                    self.end()
                    raise
                if well:
                    return found  # type: ignore[no-any-return]
                if found is not None and not isinstance(found, MemoryError):
                    raise found
                self.end()
                if fresh or found is not None:
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


def _spent(process: subprocess.Popen[bytes]) -> bool:
    """Whether a process that answers no more was ended because its time or memory was spent."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_DYING)
    over = (getattr(signal, name, None) for name in ("SIGXCPU", "SIGKILL"))
    return process.returncode in [-number for number in over if number is not None]


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
            limit_time(MOST_SECONDS)
            _answer(answer, work, given)
            del work, given
            if _size() > _KEPT:
                break


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


def limit_time(seconds: float) -> None:
    """End this process when it has used some more seconds of the processor."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # not every system has limits
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + seconds) + 1, most))


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # not every system has limits
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _size() -> int:
    """Return the bytes of address space that this process has, 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[0]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0
