"""The records of a run, read article by article as plain dictionaries.

Fields are asked for by name, so that a run of another version, with more of them, can
still be shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import jsonlines
import msgspec

from pipeline.errors import UsageError

Fields = dict[str, Any]


class ArticleRecords(NamedTuple):
    """One article and all that was found in it."""

    article: Fields
    blocks: list[Fields]
    markers: list[Fields]
    references: list[Fields]
    entities: list[Fields]
    claims: list[Fields]


def read_articles(out: Path) -> Iterator[ArticleRecords]:
    """Yield the articles of a run in order of id, one in memory at a time.

    Raises ``UsageError`` where a file is missing or damaged.
    """
    with ExitStack() as stack:
        articles = _lines(out / "articles.jsonl", stack)
        kinds = [_Groups(out / f"{name}.jsonl", stack) for name in ArticleRecords._fields[1:]]
        for article in articles:
            yield ArticleRecords(article, *(kind.take(article["id"]) for kind in kinds))


def read_failures(out: Path) -> list[Fields]:
    """Return the articles that could not be processed."""
    if not (out / "failures.jsonl").is_file():
        return []
    with ExitStack() as stack:
        return list(_lines(out / "failures.jsonl", stack))


class _Groups:
    """The records of a file, article by article; all files have the articles in one order."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self._groups = groupby(_lines(path, stack), key=lambda record: record["article"])
        self._next = next(self._groups, None)

    def take(self, article: str) -> list[Fields]:
        if self._next is None or self._next[0] != article:
            return []
        found = list(self._next[1])
        self._next = next(self._groups, None)
        return found


def _lines(path: Path, stack: ExitStack) -> Iterator[Fields]:
    try:
        stream = stack.enter_context(path.open("rb"))
    except OSError as error:
        raise UsageError(
            f"cannot read {path}: {error.strerror}; run `claimsheet run` first, or name its "
            "folder with --out"
        ) from error
    return _decoded(stream, path)


def _decoded(stream: Any, path: Path) -> Iterator[Fields]:
    reader = jsonlines.Reader(stream, loads=msgspec.json.decode)
    try:
        for number, record in enumerate(reader, 1):
            if not isinstance(record, dict):
                raise UsageError(f"{path}, line {number}: not an object")
            yield record
    except (jsonlines.Error, msgspec.MsgspecError, ValueError) as error:
        raise UsageError(
            f"{path} is damaged ({str(error)[:80]}): run `claimsheet run --force`"
        ) from error
