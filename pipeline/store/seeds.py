"""The seeds folder: which files are articles, and what each is called."""

from __future__ import annotations

import contextlib
import hashlib
import html
import os
import re
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from pipeline.errors import UsageError
from pipeline.read.exports import SUFFIXES as EXPORTS
from pipeline.read.exports import Part, is_export, split_records
from pipeline.read.formats import is_read
from pipeline.store import results
from pipeline.store.decisions import Decision
from pipeline.store.ids import assign, ids_of
from pipeline.weights.files import content, opened

_PAGES = (".html", ".htm", ".xhtml")
_TEXTS = (".txt", ".text")
REPORT_MARK = b'<meta name="generator" content="claimsheet">'  # in a report's head
_HEAD = 1000  # bytes that it stands in
_TAG = re.compile(r"<[^<>]*>")

Decisions = Mapping[str, Sequence[Decision]]


class Place(NamedTuple):
    """Where an article is: a file, or the bytes of one that hold a record of it."""

    path: str
    start: int = 0
    end: int | None = None

    def read(self) -> bytes:
        """Return its bytes."""
        if self.end is None:
            return content(Path(self.path))
        with opened(Path(self.path)) as stream:
            stream.seek(self.start)
            return stream.read(self.end - self.start)


class Seed(NamedTuple):
    """An article of the seeds folder; plain strings and numbers, as there may be many."""

    id: str
    source: str
    place: Place


class Found(NamedTuple):
    """What a seeds folder holds: articles by id, and why the other files are none."""

    seeds: list[Seed]
    skipped: dict[str, str]


def find_seeds(
    folder: Path, decisions: Decisions = MappingProxyType({}), out: Path | None = None
) -> Found:
    """List the articles under a folder, subfolders and links included, in order of id.

    Left out: hidden files, files named README, the folder ``reviews``, the folder of
    pictures and frames that a browser saves with a page (``NAME_files``), what claimsheet
    writes itself, and, listed as skipped, types that are not read, and what is no regular
    file. An id is the file's stem; where several
    files share one, the one that had it first keeps it, as ``decisions`` and the results
    in ``out`` tell, and the others get a suffix that depends on their path only. Raises
    ``UsageError`` when the folder is missing, unreadable or holds no article.
    """
    if not folder.is_dir():
        raise UsageError(f"seeds folder {folder} is not a folder: name one that holds articles")
    sources, skipped = _walk(folder)
    if not sources:
        there = f", only {named(skipped)}" if skipped else ""
        raise UsageError(
            f"seeds folder {folder} holds no article{there}: add text, PDF, Word, EPUB, "
            "Markdown, HTML or JATS files to it"
        )
    journal = sorted((d for given in decisions.values() for d in given), key=lambda d: d.turn)
    decided = {d.source: d.article for d in journal if d.source}  # the last one counts

    def processed(source: str) -> str | None:
        receipt = results.read_receipt(results.result_path(out, source)) if out else None
        return receipt.id if receipt and receipt.source == source else None

    def likeliest(stem: str, among: Collection[str]) -> str | None:
        words = {" ".join(d.exact.split()) for d in decisions.get(stem, ())}
        shares = {source: _holds(sources[source], words) for source in among} if words else {}
        return max(shares, key=lambda source: shares[source], default=None)

    ids = assign(sources, (decided.get, processed), likeliest)
    found = sorted(Seed(id, source, sources[source]) for source, id in ids.items())
    return Found(found, dict(sorted(skipped.items())))


def named(skipped: Mapping[str, str], most: int = 3) -> str:
    """Name the first files that were skipped, and say why."""
    some = [f"{name} ({why})" for name, why in sorted(skipped.items())[:most]]
    return ", ".join(some) + (f" and {len(skipped) - most} more" if len(skipped) > most else "")


def ids_there(folder: Path) -> set[str]:
    """Return the ids that articles of a folder may have; none where it cannot be listed."""
    try:
        sources, _ = _walk(folder)
    except UsageError:
        return set()
    return {id for source in sources for id in ids_of(source)}


def _holds(place: Place, words: Collection[str]) -> int:
    """Count the sentences that a file holds, mark-up left aside."""
    try:
        text = place.read().decode("utf-8", "replace")
    except OSError:
        return 0
    text = " ".join(html.unescape(_TAG.sub("", text)).split())
    return sum(sentence in text for sentence in words)


def _walk(folder: Path) -> tuple[dict[str, Place], dict[str, str]]:
    paths: list[str] = []
    skipped: dict[str, str] = {}
    seen: set[str] = set()

    def refuse(error: OSError) -> None:
        raise UsageError(f"cannot list {error.filename}: {error.strerror}") from error

    for root, folders, files in os.walk(folder, followlinks=True, onerror=refuse):
        real = os.path.realpath(root)
        if real in seen:  # a link back up the tree
            folders.clear()
            continue
        seen.add(real)
        if results.STORE in folders and Path(root) != folder:  # outputs, of whatever run
            folders.clear()
            continue
        top = Path(root) == folder
        pages = {f"{Path(f).stem}_files" for f in files if Path(f).suffix.lower() in _PAGES}
        folders[:] = sorted(
            f
            for f in folders
            if not f.startswith(".") and not (top and f == "reviews") and f not in pages
        )
        for file in files:
            path = Path(root) / file
            name = path.relative_to(folder).as_posix()
            if not is_read(file) or file.startswith("."):
                skipped[_printable(name)] = "a type that is not read"
            elif not _is_regular(path):
                skipped[_printable(name)] = "no regular file"
            elif path.stem.lower() != "readme" and not _is_report(path):
                paths.append(name)
    named = {source: str(folder / name) for source, name in _sources(paths).items()}
    return {
        s: place for source, path in named.items() for s, place in _records(source, path)
    }, skipped


def _records(source: str, path: str) -> Iterator[tuple[str, Place]]:
    """Yield the records of a file, each with the name of its own; what holds no two whole."""
    parts: list[Part] = []
    suffix = PurePosixPath(source).suffix.lower()
    with contextlib.suppress(OSError):
        if suffix in EXPORTS or (suffix in _TEXTS and _begins_record(path)):
            parts = split_records(Path(path).read_bytes())
    if len(parts) < 2:
        yield source, Place(path)
        return
    for part in parts:
        yield f"{source}#{part.key}", Place(path, part.start, part.end)


def _begins_record(path: str) -> bool:
    with Path(path).open("rb") as stream:
        return is_export(stream.read(_HEAD))


def _is_regular(path: Path) -> bool:
    """Say whether a file can be read to its end: no pipe, socket or device, which never ends."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:  # a link that leads nowhere: it fails as an article, and by name
        return True


def _is_report(path: Path) -> bool:
    """Say whether a page is a report that claimsheet wrote."""
    if path.suffix.lower() not in _PAGES:
        return False
    try:
        with path.open("rb") as stream:
            return REPORT_MARK in stream.read(_HEAD)
    except OSError:
        return False


def _sources(names: Sequence[str]) -> dict[str, str]:
    """Return the names of files by what they are called in records, which is valid Unicode.

    Of names that are not, several may look the same: each gets a digest of its bytes,
    whether or not another one is there.
    """
    found: dict[str, str] = {}
    for name in names:
        with contextlib.suppress(UnicodeDecodeError):
            found[os.fsencode(name).decode()] = name  # whatever this system's own encoding
    taken = set(found.values())
    for name in sorted(name for name in names if name not in taken):
        plain = PurePosixPath(_printable(name))
        digest = hashlib.sha256(os.fsencode(name)).hexdigest()
        called = (plain.with_stem(f"{plain.stem}-{digest[:n]}").as_posix() for n in (8, 16, 32, 64))
        found[next(source for source in called if source not in found)] = name
    return found


def _printable(name: str) -> str:
    """Return a file name as valid Unicode; undecodable bytes become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")
