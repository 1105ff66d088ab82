"""The seeds folder: which files are articles, and what each is called."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pipeline.errors import UsageError
from pipeline.read.formats import is_read

_PAGES = (".html", ".htm", ".xhtml")


class Seed(NamedTuple):
    """A file of the seeds folder that holds an article; plain strings, as there may be many."""

    id: str
    source: str
    path: str


class Found(NamedTuple):
    """What a seeds folder holds: articles by id, and files that are none."""

    seeds: list[Seed]
    skipped: list[str]


def find_seeds(folder: Path) -> Found:
    """List the articles under a folder, subfolders and links included, in order of id.

    Left out: hidden files, files named README, the folder ``reviews``, the folder of
    pictures and frames that a browser saves with a page (``NAME_files``), and types that
    are not read (those are listed as skipped). An id is the file's stem; where several
    files share one, the first by depth and name keeps it and the others get a suffix
    that depends on their path only. Raises ``UsageError`` when the folder is missing,
    unreadable or holds no article.
    """
    if not folder.is_dir():
        raise UsageError(f"seeds folder {folder} is not a folder: name one that holds articles")
    sources, skipped = _walk(folder)
    seeds: dict[str, Seed] = {}
    for source in sorted(sources, key=lambda s: (s.count("/"), s)):
        stem = PurePosixPath(source).stem
        id = stem
        if id in seeds:
            id = f"{stem}-{hashlib.sha256(source.encode()).hexdigest()[:8]}"
        seeds[id] = Seed(id, source, sources[source])
    if not seeds:
        raise UsageError(
            f"seeds folder {folder} holds no article: add text, Markdown, HTML or JATS files to it"
        )
    return Found(sorted(seeds.values()), sorted(skipped))


def _walk(folder: Path) -> tuple[dict[str, str], list[str]]:
    sources: dict[str, str] = {}
    skipped: list[str] = []
    seen: set[str] = set()

    def refuse(error: OSError) -> None:
        raise UsageError(f"cannot list {error.filename}: {error.strerror}") from error

    for root, folders, files in os.walk(folder, followlinks=True, onerror=refuse):
        real = os.path.realpath(root)
        if real in seen:  # a link back up the tree
            folders.clear()
            continue
        seen.add(real)
        top = Path(root) == folder
        pages = {f"{Path(f).stem}_files" for f in files if Path(f).suffix.lower() in _PAGES}
        folders[:] = sorted(
            f
            for f in folders
            if not f.startswith(".") and not (top and f == "reviews") and f not in pages
        )
        for file in files:
            path = Path(root) / file
            source = _printable(path.relative_to(folder).as_posix())
            if not is_read(file) or file.startswith("."):
                skipped.append(source)
            elif path.stem.lower() != "readme":
                sources[source] = str(path)
    return sources, skipped


def _printable(name: str) -> str:
    """Return a file name as valid Unicode; undecodable bytes become U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
