"""The seeds folder: which files are articles, and what each is called."""

from __future__ import annotations

import contextlib
import hashlib
import html
import os
import re
import stat
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from pipeline.errors import UsageError
from pipeline.read.formats import is_read
from pipeline.store import results
from pipeline.store.decisions import Decision
from pipeline.store.ids import assign, ids_of
from pipeline.weights.files import content

_PAGES = (".html", ".htm", ".xhtml")
REPORT_MARK = b'<meta name="generator" content="claimsheet">'  # in a report's head
_HEAD = 1000  # bytes that it stands in
_TAG = re.compile(r"<[^<>]*>")

Decisions = Mapping[str, Sequence[Decision]]


class Seed(NamedTuple):
    """A file of the seeds folder that holds an article; plain strings, as there may be many."""

    id: str
    source: str
    path: str


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
        there = f" but {named(skipped)}" if skipped else ""
        raise UsageError(
            f"seeds folder {folder} holds no article{there}: add text, Markdown, HTML or JATS "
            "files to it"
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


def _holds(path: str, words: Collection[str]) -> int:
    """Count the sentences that a file holds, mark-up left aside."""
    try:
        text = content(Path(path)).decode("utf-8", "replace")
    except OSError:
        return 0
    text = " ".join(html.unescape(_TAG.sub("", text)).split())
    return sum(sentence in text for sentence in words)


def _walk(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
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
    return {source: str(folder / name) for source, name in _sources(paths).items()}, skipped


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
