"""Results on disk: one file an article, merged into the JSONL files of a run.

A result file is a receipt line, then the records' JSON lines, kind by kind. The receipt
says what made them (the seed's bytes, settings, models, code), where each kind starts,
and the digest of it all, so that merging copies bytes and damage is noticed. Every
file lands by rename: whole or not at all.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, get_args

import msgspec

from pipeline.errors import OutputError, UsageError
from pipeline.records import FILES, UNDECODABLE, Analysis, Failure, Record, Support
from pipeline.weights.files import opened

STORE = ".results"
_PIECE = 1 << 20  # bytes of a file read at once
_IN_MEMORY = 16 << 20  # bytes of a result that wait for their receipt in memory, not on the disk
_WRITTEN_BY_RUNS = tuple(f".{name}." for name in FILES)


COUNTED = (*FILES, *get_args(Support), "linked", "noticed")
"""What is counted: linked are references that a marker leads to, noticed articles with a notice."""


class Made(msgspec.Struct, frozen=True):
    """What made a result; a result is fresh while all of it still holds.

    ``wanted`` are ids of claims that reviewers decided on, which are kept as claims.
    """

    seed: str | None
    settings: str
    models: str
    code: str
    wanted: tuple[str, ...] = ()


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """First line of a result file: small, since a run holds one of every article.

    ``sections`` are byte lengths, in the order of ``FILES``; ``counts`` are numbers of
    what is in ``COUNTED``.
    """

    id: str
    source: str
    made: Made
    sections: tuple[int, ...]
    counts: tuple[int, ...]
    digest: str
    failure: Failure | None = None
    notices: tuple[str, ...] = ()

    def count(self, name: str) -> int:
        """Return how many of a kind in ``COUNTED`` there are."""
        return self.counts[COUNTED.index(name)]


class Entry(NamedTuple):
    """An article's result in a run: all that is held of it in memory."""

    id: str
    source: str
    digest: str
    failed: bool


class DamagedResultError(OutputError):
    """A result file does not match its receipt; ``source`` names the article."""

    def __init__(self, source: str) -> None:
        super().__init__(f"the result of {source} is damaged: `claimsheet run` makes it again")
        self.source = source


def result_path(out: Path, source: str) -> Path:
    """Return where an article's result lies; names of seeds cannot leave the folder."""
    return out / STORE / f"{hashlib.sha256(source.encode()).hexdigest()[:32]}.jsonl"


def encoded(result: Analysis | Failure) -> tuple[dict[str, bytes], Counter[str]]:
    """Return an article's JSON lines, kind by kind, and what there is of each."""
    groups = _groups(result)
    counts = Counter({name: len(records) for name, records in groups.items()})
    counts.update(_told(result))
    return {name: b"".join(_lines(records)) for name, records in groups.items()}, counts


def _groups(result: Analysis | Failure) -> dict[str, Sequence[Record]]:
    """Return an article's records, kind by kind in the order of ``FILES``."""
    if isinstance(result, Failure):
        return {name: (result,) if name == "failures" else () for name in FILES}
    found = {name: getattr(result, name, ()) for name in FILES}
    return found | {"articles": (result.article,)}


def _told(result: Analysis | Failure) -> Counter[str]:
    """Count what is told of an article beside how many records it has."""
    counts: Counter[str] = Counter()
    if isinstance(result, Analysis):
        counts.update(claim.support for claim in result.claims)
        counts["linked"] = len({r for m in result.markers for r in m.references})
        counts["noticed"] = int(bool(result.article.notices))
    return counts


def _lines(records: Iterable[Record]) -> Iterator[bytes]:
    return (msgspec.json.encode(record) + b"\n" for record in records)


def write_result(out: Path, result: Analysis | Failure, source: str, made: Made) -> Receipt:
    """Write an article's result file and return its receipt."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as body:
        digest = hashlib.sha256()
        lengths, counts = [], Counter[str]()
        for name, records in _groups(result).items():
            lengths.append(0)
            for line in _lines(records):
                body.write(line)
                digest.update(line)
                lengths[-1] += len(line)
            counts[name] = len(records)
        counts.update(_told(result))
        receipt = Receipt(
            id=result.id if isinstance(result, Failure) else result.article.id,
            source=source,
            made=made,
            sections=tuple(lengths),
            counts=tuple(counts[name] for name in COUNTED),
            digest=digest.hexdigest(),
            failure=result if isinstance(result, Failure) else None,
            notices=() if isinstance(result, Failure) else result.article.notices,
        )
        body.seek(0)
        with replacing(result_path(out, source)) as stream:
            stream.write(msgspec.json.encode(receipt) + b"\n")
            shutil.copyfileobj(body, stream, _PIECE)
    return receipt


def read_receipt(path: Path) -> Receipt | None:
    """Read a result's receipt; ``None`` when there is none or the file is cut short."""
    try:
        with opened(path) as stream:
            line = stream.readline()
            receipt = msgspec.json.decode(line, type=Receipt)
            whole = len(line) + sum(receipt.sections) == os.fstat(stream.fileno()).st_size
    except (OSError, *UNDECODABLE):
        return None
    return receipt if whole and len(receipt.counts) == len(COUNTED) else None


def touched(path: Path, since: int) -> bool:
    """Say whether a result was written at a time, in nanoseconds, or later."""
    try:
        return path.stat().st_mtime_ns >= since
    except OSError:
        return True


def is_whole(path: Path) -> bool:
    """Say whether a result file is as its receipt says, to the last byte."""
    try:
        with _opened(path, ""):
            return True
    except DamagedResultError:
        return False


def read_section(out: Path, source: str, name: str) -> list[Any]:
    """Read one kind of records of one article."""
    return read_result(result_path(out, source), source, name)


def read_result(path: Path, source: str, name: str) -> list[Any]:
    """Read one kind of records of a result file."""
    with _opened(path, source) as sections:
        try:
            return [msgspec.json.decode(x, type=FILES[name]) for x in sections[name].splitlines()]
        except UNDECODABLE as error:  # of another version
            raise DamagedResultError(source) from error


def merge(
    out: Path,
    entries: Sequence[Entry],
    change: Callable[[str, Sections], Mapping[str, bytes]] = lambda article, sections: {},
) -> tuple[Counter[str], list[Failure], dict[str, str]]:
    """Write the JSONL files of a run from the results, copied piece by piece.

    ``entries`` come in order of article id; ``change`` returns the lines of an article that
    are others in the files, kind by kind. Returns how many of what is in ``COUNTED`` there
    are, the failures, and the digests of the files. Raises ``DamagedResultError`` before any
    file is replaced when a result differs from its receipt.
    """
    counts: Counter[str] = Counter()
    failures = []
    digests = {name: hashlib.sha256() for name in FILES}
    with contextlib.ExitStack() as stack:
        streams = {n: stack.enter_context(replacing(out / f"{n}.jsonl")) for n in FILES}
        for entry in entries:
            with _opened(result_path(out, entry.source), entry.source) as sections:
                receipt = sections.receipt
                if receipt.digest != entry.digest:
                    raise DamagedResultError(entry.source)
                counts.update(dict(zip(COUNTED, receipt.counts, strict=True)))
                if receipt.failure:
                    failures.append(receipt.failure)
                changed = change(entry.id, sections)
                for name in FILES:
                    pieces = [changed[name]] if name in changed else sections.pieces(name)
                    for piece in pieces:
                        streams[name].write(piece)
                        digests[name].update(piece)
    return counts, failures, {f"{n}.jsonl": digest.hexdigest() for n, digest in digests.items()}


class Sections:
    """The lines of a result file that is open, kind by kind; they match the receipt."""

    def __init__(self, stream: BinaryIO, receipt: Receipt) -> None:
        self.receipt = receipt
        self._stream = stream
        self._first = stream.tell()

    def __getitem__(self, name: str) -> bytes:
        """Read the lines of a kind."""
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Read the lines of a kind piece by piece, wherever that cuts them."""
        at = list(FILES).index(name)
        left = self.receipt.sections[at]
        self._stream.seek(self._first + sum(self.receipt.sections[:at]))
        while piece := self._stream.read(min(left, _PIECE)):
            left -= len(piece)
            yield piece


@contextlib.contextmanager
def _opened(path: Path, source: str) -> Iterator[Sections]:
    """Open a result file; ``DamagedResultError`` where it does not match its receipt."""
    try:
        stream = opened(path)
    except OSError as error:
        raise DamagedResultError(source) from error
    with stream:
        try:
            receipt = msgspec.json.decode(stream.readline(), type=Receipt)
            sections = Sections(stream, receipt)
            found = hashlib.sha256()
            while piece := stream.read(_PIECE):
                found.update(piece)
        except (OSError, *UNDECODABLE) as error:
            raise DamagedResultError(source) from error
        if found.hexdigest() != receipt.digest or len(receipt.sections) != len(FILES):
            raise DamagedResultError(source)
        yield sections


def stored(out: Path) -> list[Path]:
    """Return the result files of a run, in order of name; ``UsageError`` if nobody may."""
    try:
        with os.scandir(out / STORE) as found:
            return sorted(out / STORE / f.name for f in found if f.name.endswith(".jsonl"))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise UsageError(
            f"cannot read {out / STORE}: {error.strerror}; allow reading, or delete {out}"
        ) from error


@contextlib.contextmanager
def one_run(out: Path, waiting: Callable[[], None]) -> Iterator[bool]:
    """Keep other runs out of a folder; yields whether another one had to be waited for.

    ``waiting`` is called before the wait. Raises ``OutputError`` when the folder cannot
    be written.
    """
    from filelock import FileLock, Timeout

    store = out / STORE
    lock = FileLock(store / ".lock")
    waited = False
    try:
        store.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waited = True
            waiting()
            lock.acquire()
        for part in [*store.glob(".*.part"), *out.glob(".*.part")]:
            if part.name.startswith(_WRITTEN_BY_RUNS) or part.parent == store:
                part.unlink(missing_ok=True)  # of a run that was killed
    except OSError as error:
        raise _unwritable(store, error) from error
    try:
        yield waited
    finally:
        lock.release()


@contextlib.contextmanager
def replacing(
    path: Path, *, durable: bool = False, before: Callable[[Path], None] = lambda part: None
) -> Iterator[BinaryIO]:
    """Open a file for writing that takes ``path``'s place only when all went well.

    ``durable``: it is on the disk before it does. ``before`` is called with the new file
    right before it takes its place, and may raise. Raises ``OutputError`` when it cannot be
    written (read-only, disk full, …).
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as stream:
            yield stream
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        before(temporary)
        temporary.replace(path)
        if durable:
            _sync_folder(path.parent)
    except Exception as error:
        if (lost := _disk_error(error)) is None:
            raise
        raise _unwritable(path, lost) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _disk_error(error: Exception) -> OSError | None:
    """Return what the system said; XlsxWriter puts that into an error of its own."""
    return next((e for e in (error, *error.args) if isinstance(e, OSError)), None)


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every system can
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritable(path: Path, error: OSError) -> OutputError:
    there = f" there and in {tempfile.gettempdir()}" if error.errno == errno.ENOSPC else ""
    return OutputError(
        f"cannot write {path}: {error.strerror or error}; make room{there} or allow writing, "
        "then run again (earlier results are whole)"
    )
