"""A command as its user meets it: seconds to the first result and to the end, and memory."""

import os
import subprocess
import threading
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.articles import ROOT

_EVERY = 0.25  # seconds between looks at the memory


class Measured(NamedTuple):
    """What a command took; ``first`` is 0 where it has no first result.

    ``peak`` is in MB, of all its processes together.
    """

    seconds: float
    first: float
    peak: float


def measured(command: list[str], sign: str | None = None) -> Measured:
    """Run a command and note when it first prints a line with ``sign``.

    Every process gets one thread of BLAS. Raises ``RuntimeError`` if the command fails.
    """
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    env = {**os.environ, **dict.fromkeys(names, "1"), "PYTHONPATH": paths}
    started = time.perf_counter()
    child = subprocess.Popen(
        command, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    memory = _Memory(child.pid)
    first = 0.0
    said = []
    assert child.stdout is not None
    for line in child.stdout:
        if sign and not first and sign in line:
            first = time.perf_counter() - started
        said = [*said[-20:], line]
    child.wait()
    seconds = time.perf_counter() - started
    memory.end()
    if child.returncode:
        raise RuntimeError("".join(said))
    return Measured(seconds, first, memory.peak)


class _Memory(threading.Thread):
    """Watches the memory of a process and all below it: their proportional set sizes (Linux)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0
        self._pid = pid
        self._ended = threading.Event()
        self.start()

    def run(self) -> None:
        while not self._ended.wait(_EVERY):
            self.peak = max(self.peak, _memory(self._pid) / 1024)

    def end(self) -> None:
        self._ended.set()
        self.join()


def _memory(pid: int) -> int:
    """Return the kilobytes that a process and its descendants take."""
    total = 0
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text("ascii").split():
                total += _memory(int(child))
    except (OSError, ValueError):  # it has just ended
        pass
    return total
