"""Sheets that are about to be overwritten: nothing that a person wrote there is lost."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import ClaimsheetError, UsageError
from pipeline.review.importing import take
from pipeline.review.tables import read_sheet
from pipeline.settings import Words
from pipeline.store.decisions import FOLDER
from pipeline.store.results import replacing
from pipeline.store.targets import replacing_named
from pipeline.terminal import command
from pipeline.weights.files import content
from pipeline.weights.folders import sha256


def digest(path: Path) -> str | None:
    """Return the digest of a sheet, if there is one."""
    return sha256(path) if path.is_file() else None


def importing(path: Path, seeds: Path | str, out: Path | str) -> str:
    """Return the command that takes what stands in a sheet."""
    return command(f"review import {shlex.quote(str(path))}", seeds, out, "--seeds")


def has_unread(path: Path, seeds: Path, out: Path, words: Words) -> bool:
    """Say whether anything in a sheet was not taken yet; raises if it is none."""
    taken = take(read_sheet(path, words), seeds, out, words, file=path.name)
    return bool(taken.new or taken.problems or taken.unread)


def keep(path: Path, seeds: Path, out: Path, words: Words) -> Path | None:
    """Copy a sheet beside the decisions unless all of it was taken; returns the copy."""
    try:
        if not has_unread(path, seeds, out, words):
            return None
    except ClaimsheetError:
        pass  # what cannot be read is kept as well
    data = content(path)
    name = f"{path.stem}-{hashlib.sha256(data).hexdigest()[:8]}{path.suffix}"
    with replacing(seeds / FOLDER / name, durable=True) as stream:
        stream.write(data)
    return seeds / FOLDER / name


def replacing_sheet(
    seeds: Path, out: Path, words: Words
) -> Callable[[Path], AbstractContextManager[BinaryIO]]:
    """Return what opens a sheet that a person named, to be written anew.

    It raises ``UsageError`` where that would overwrite what was not imported,
    or a file that is no sheet.
    """

    @contextmanager
    def opened(to: Path) -> Iterator[BinaryIO]:
        seen = digest(to)
        _refuse(to, seeds, out, words)

        def unchanged() -> None:
            if digest(to) != seen:
                raise UsageError(f"{to} was saved meanwhile and is left as it is: run this again")

        with replacing_named(to, unchanged) as stream:
            yield stream

    return opened


def _refuse(to: Path, seeds: Path, out: Path, words: Words) -> None:
    if not to.is_file() or not to.stat().st_size:
        return
    try:
        unread = has_unread(to, seeds, out, words)
    except ClaimsheetError as error:
        raise UsageError(
            f"{to} is there and cannot be read as a review sheet: name another file, or "
            "take it away"
        ) from error
    if unread:
        raise UsageError(
            f"{to} has changes that were not imported: take them first, with "
            f"{importing(to, seeds, out)}, or name another file"
        )
