"""Ids of articles: names, never paths; every file keeps the one it was given first."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import PurePosixPath

from pipeline.read.exports import parted
from pipeline.text.cells import clean

_SEPARATORS = {"/", "\0", os.sep, os.altsep or os.sep}
_DIGITS = (8, 16, 32, 64)  # of the digest in a suffix; more where fewer are taken

Given = Callable[[str], str | None]  # the id that a source was given earlier


def is_name(id: str) -> bool:
    """Say whether an article's id is a name: no path, not hidden, and text throughout."""
    if not id or id.startswith(".") or any(separator in id for separator in _SEPARATORS):
        return False
    return not any("\ud800" <= char <= "\udfff" for char in id)


def ids_of(source: str) -> list[str]:
    """Return the ids that a file may have, the plainest first: its stem, then with a suffix.

    The stem is as it comes back from a cell of a sheet; that of a record of a file is
    ``STEM#RECORD``. The suffixes depend on the path within the seeds folder only.
    """
    file, record = parted(source)
    stem = clean(PurePosixPath(file).stem + (f"#{record}" if record else ""))
    if not is_name(stem):
        stem = f"_{stem}".replace("\\", "_")
    digest = hashlib.sha256(source.encode()).hexdigest()
    return [stem, *(f"{stem}-{digest[:digits]}" for digits in _DIGITS)]


def assign(
    sources: Iterable[str],
    earlier: Sequence[Given],
    likeliest: Callable[[str, Collection[str]], str | None],
) -> dict[str, str]:
    """Return every source's id, each an own.

    Ids that were given before stay: ``earlier`` says which, the foremost counts most. A
    newcomer gets the plainest that is free; of several newcomers with one stem
    ``likeliest`` says which the decisions on that id are about, otherwise the first by
    depth and name has it.
    """
    ordered = sorted(sources, key=lambda source: (source.count("/"), source))
    found: dict[str, str] = {}
    taken: set[str] = set()

    def give(source: str, id: str) -> None:
        found[source] = id
        taken.add(id)

    for given in earlier:
        for source in ordered:
            id = None if source in found else given(source)
            if id is not None and id not in taken and id in ids_of(source):
                give(source, id)
    newcomers: dict[str, list[str]] = {}
    for source in ordered:
        if source not in found:
            newcomers.setdefault(ids_of(source)[0], []).append(source)
    for stem, group in newcomers.items():
        first = likeliest(stem, group) if len(group) > 1 and stem not in taken else None
        if first is not None:
            give(first, stem)
        elif stem not in taken:
            give(group[0], stem)
    for source in ordered:  # stems first: none is taken by another file's suffix
        if source not in found:
            give(source, next(id for id in ids_of(source) if id not in taken))
    return found
