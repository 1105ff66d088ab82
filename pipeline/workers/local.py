"""Where articles are mapped: in this process, on this machine's cores, or by Ray."""

from __future__ import annotations

import atexit
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from multiprocessing import connection, get_context, parent_process
from typing import Protocol, Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_ARTICLES_A_WORKER = 4  # fewer do not pay for starting one
_QUEUED = 4  # chunks of articles a worker
_TOGETHER = 16  # articles at most in a chunk
# A worker has a core: threads of NumPy's would only wait for each other. Read as it is loaded.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Engine(Protocol):
    """Maps work over items, several at a time; results come in any order."""

    def __call__(
        self, work: Callable[[T], R], items: Sequence[T], lost: Callable[[T], R]
    ) -> Iterator[R]:
        """Yield the result of each item; ``lost`` gives that of one that kills its worker."""


def local(jobs: int | None = None) -> Engine:
    """Return an engine of ``jobs`` processes (default: as fits the items and the cores)."""

    def engine(work: Callable[[T], R], items: Sequence[T], lost: Callable[[T], R]) -> Iterator[R]:
        for name in _THREADS:
            os.environ.setdefault(name, "1")
        fitting = max(1, min(os.cpu_count() or 1, len(items) // _ARTICLES_A_WORKER))
        workers = min(jobs or fitting, len(items))
        return each(work, items) if workers <= 1 else _pooled(work, items, lost, workers)

    return engine


def _pooled(
    work: Callable[[T], R], items: Sequence[T], lost: Callable[[T], R], workers: int
) -> Iterator[R]:
    # Several at a time, since the way to a worker and back costs as much as a short article.
    size = max(1, min(_TOGETHER, len(items) // (workers * _QUEUED)))
    chunks = iter([range(n, min(n + size, len(items))) for n in range(0, len(items), size)])
    handed: dict[int, range] = {}
    while True:
        try:
            with _pool(workers) as pool:
                yield from _through(pool, work, items, chunks, handed, workers)
            return
        except BrokenProcessPool:
            # A worker was killed, by one of these. One at a time tells by which.
            with Aside() as aside:
                for chunk in handed.values():
                    for n in chunk:
                        yield aside(work, items[n], lost)
            handed.clear()


def _through(
    pool: ProcessPoolExecutor,
    work: Callable[[T], R],
    items: Sequence[T],
    chunks: Iterator[range],
    handed: dict[int, range],
    workers: int,
) -> Iterator[R]:
    """Map chunks in a pool; ``handed`` are those whose results did not come back yet."""
    futures: dict[Future[list[R]], int] = {}
    try:
        while True:
            # Few in the queue: they would take memory.
            for chunk in islice(chunks, _QUEUED * workers - len(futures)):
                handed[chunk.start] = chunk
                futures[pool.submit(_all, work, [items[n] for n in chunk])] = chunk.start
            if not futures:
                return
            for future in wait(futures, return_when=FIRST_COMPLETED).done:
                found = future.result()
                del handed[futures.pop(future)]
                yield from found
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise


def each(work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
    """Yield the results of items; work that has ``together`` may take several at once."""
    together: Callable[[Sequence[T]], Iterator[R]] = getattr(work, "together", partial(map, work))
    return together(items)


def _all(work: Callable[[T], R], items: Sequence[T]) -> list[R]:
    return list(each(work, items))


class Aside:
    """Does work in another process, which may die of it, one item at a time."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def __call__(self, work: Callable[[T], R], item: T, lost: Callable[[T], R]) -> R:
        """Return the result of an item; ``lost`` gives that of one that kills its process."""
        while True:
            fresh = self._pool is None
            self._pool = self._pool or _pool(1)
            try:
                return self._pool.submit(work, item).result()
            except BrokenProcessPool:
                self._end()
                if fresh:  # and not perhaps of what it did before
                    return lost(item)

    def _end(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _pool(workers: int) -> ProcessPoolExecutor:
    # Spawned workers share no state with this process.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start_worker)


def _start_worker() -> None:
    """Leave Ctrl-C to the parent, and end with it even if it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    atexit.register(os._exit, 0)  # at once: to take the models apart takes a quarter of a second
    parent = parent_process()
    if parent is not None:
        sentinel = parent.sentinel

        def follow() -> None:
            connection.wait([sentinel])
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()
