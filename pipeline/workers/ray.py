"""Where articles are mapped by Ray Data: on this machine, or on a cluster (``RAY_ADDRESS``).

Items travel to the workers as rows, and what ``work`` returns travels back; the files are
written by the workers. Ray does the batch of a worker that dies again, in a new worker,
as often as it takes. A tally of what was begun and not ended tells which item it is that
kills its workers; such an item is left out.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import socket
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.store.fingerprint import fingerprint
from pipeline.workers.local import Engine, each

T = TypeVar("T")
R = TypeVar("R")

_ATTEMPTS = 3  # at an item that kills its workers
_BATCHES_A_WORKER = 8
_LARGEST_BATCH = 16  # items that are done again when their worker dies
_STORE_BYTES = 256 * 2**20  # only receipts pass through Ray's object store
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",  # a run is offline
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}


def ray_engine(jobs: int | None = None) -> Engine:
    """Return an engine of at most ``jobs`` Ray workers (default: all cores of the cluster).

    Joins the cluster that ``RAY_ADDRESS`` names, or one this process has joined; else
    starts one on this machine, and ends it afterwards. Raises ``UsageError`` when Ray is
    not installed, cannot be reached or cannot start its workers.
    """
    os.environ.update({k: v for k, v in _QUIET.items() if k not in os.environ})
    try:
        import ray.data  # noqa: F401
    except ImportError as error:
        raise UsageError(
            f"--engine ray needs Ray ({error}): pip install 'claimsheet[ray]'"
        ) from error

    def engine(work: Callable[[T], R], items: Sequence[T], lost: Callable[[T], R]) -> Iterator[R]:
        if items:
            with _cluster(jobs) as workers:
                yield from _mapped(work, items, lost, workers)

    return engine


@contextlib.contextmanager
def _cluster(jobs: int | None) -> Iterator[int]:
    """Join or start Ray, and give the number of workers there is room for."""
    import ray
    from ray.exceptions import RayError

    started = not ray.is_initialized()
    address = os.environ.get("RAY_ADDRESS") or "local"
    try:
        if started:
            _start(address, jobs)
        cores = int(ray.cluster_resources().get("CPU", 1))
        yield min(jobs or cores, cores)
    except (RayError, ConnectionError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise UsageError(
            f"Ray ({address}) failed: {reason}; see that the cluster runs and that every "
            "machine of it has this version of claimsheet, then run again"
        ) from error
    finally:
        if started:
            ray.shutdown()


def _start(address: str, jobs: int | None) -> None:
    import ray

    options: dict[str, Any] = {}
    if address == "local":
        options = {"num_cpus": jobs or os.cpu_count(), "include_dashboard": False}
        options["object_store_memory"] = _STORE_BYTES
    host, _, port = address.rpartition("//")[2].rpartition(":")
    if port.isdecimal():  # Ray itself tries for minutes
        try:
            socket.create_connection((host, int(port)), timeout=10).close()
        except OSError as error:
            raise ConnectionError(f"no connection ({error})") from error
    ray.init(address, **options, logging_level=logging.ERROR, log_to_driver=False)


def _mapped(
    work: Callable[[T], R], items: Sequence[T], lost: Callable[[T], R], workers: int
) -> Iterator[R]:
    """Map the items, a few at a time, and give what comes back."""
    import pyarrow as pa
    import ray.data

    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    size = max(1, min(_LARGEST_BATCH, len(items) // (workers * _BATCHES_A_WORKER)))
    batches = [range(n, min(n + size, len(items))) for n in range(0, len(items), size)]
    rows = ray.data.from_arrow(
        [pa.table({"n": list(b), "item": [pickle.dumps(items[n]) for n in b]}) for b in batches]
    )
    tally = ray.remote(num_cpus=0)(_Tally).remote()
    mapped = rows.map_batches(
        _Worker,
        batch_size=None,
        batch_format="pyarrow",
        concurrency=min(workers, len(batches)),
        fn_constructor_args=(pickle.dumps(work), fingerprint(Settings()), Path.cwd(), tally),
    )
    for table in mapped.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0):
        for row in table.to_pylist():
            if row["error"]:
                raise pickle.loads(row["error"])
            yield pickle.loads(row["result"]) if row["result"] else lost(items[row["n"]])


class _Tally:
    """A Ray process that knows how often each item was begun and not ended."""

    def __init__(self) -> None:
        self._begun: Counter[int] = Counter()

    def begun(self, numbers: Sequence[int]) -> int:
        """Tell how often a worker died on one of some items, at most."""
        return max(self._begun[n] for n in numbers)

    def begin(self, numbers: Sequence[int]) -> None:
        """Note that items are begun."""
        self._begun.update(numbers)

    def end(self, numbers: Sequence[int]) -> None:
        """Note that items are done."""
        for n in numbers:
            del self._begun[n]


class _Worker:
    """A Ray process that does the work; what it loads, it loads once.

    An error is handed back as a value, so that it comes out as it went in.
    """

    def __init__(self, work: bytes, made: object, folder: Path, tally: Any) -> None:
        self._work = work
        self._made = made
        self._folder = folder
        self._tally = tally
        self._ready: Callable[[Any], Any] | None = None

    def __call__(self, batch: Any) -> Any:
        import pyarrow as pa

        kinds = pa.schema([("n", pa.int64()), ("result", pa.binary()), ("error", pa.binary())])
        items = {row["n"]: row["item"] for row in batch.to_pylist()}
        done: list[dict[str, Any]] = []
        try:
            for n, result in self._results(items):
                done.append({"n": n, "result": result, "error": None})
        except Exception as failed:
            done.append({"n": min(items), "result": None, "error": pickle.dumps(failed)})
        return pa.Table.from_pylist(done, schema=kinds)

    def _results(self, items: dict[int, bytes]) -> Iterator[tuple[int, bytes | None]]:
        """Yield the result of each item; none if it keeps killing its workers.

        Items are done together until a worker has died on them, then one by one.
        """
        import ray

        work, tally = self._prepared(), self._tally
        numbers = list(items)
        alone = ray.get(tally.begun.remote(numbers)) > 0
        for some in ([n] for n in numbers) if alone else [numbers]:
            if ray.get(tally.begun.remote(some)) >= _ATTEMPTS:
                yield some[0], None
                continue
            ray.get(tally.begin.remote(some))
            for n, result in zip(
                some, each(work, [pickle.loads(items[n]) for n in some]), strict=True
            ):
                yield n, pickle.dumps(result)
            tally.end.remote(some)

    def _prepared(self) -> Callable[[Any], Any]:
        """Check that this machine sees the same folder and code; then unpack the work."""
        if self._ready is None:
            try:
                os.chdir(self._folder)  # names of folders may be relative to it
            except OSError as error:
                raise UsageError(
                    f"a Ray worker on {os.uname().nodename} cannot enter {self._folder} "
                    f"({error.strerror}): run from a folder that all machines share"
                ) from error
            if fingerprint(Settings()) != self._made:
                raise UsageError(
                    f"a Ray worker on {os.uname().nodename} has another version of claimsheet "
                    "or its models than this machine: install the same everywhere"
                )
            self._ready = pickle.loads(self._work)
        return self._ready
