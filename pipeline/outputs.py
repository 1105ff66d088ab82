"""The JSONL files of a run, read article by article."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import Any

import jsonlines
import msgspec

from pipeline.errors import UsageError
from pipeline.records import FILES, Article

_SKIPPED = object()


class _Key(msgspec.Struct):
    """The part of a line that says which article it is of."""

    id: str = ""
    article: str | None = None


def read_run(
    out: Path, *names: str, only: Collection[str] | None = None
) -> Iterator[tuple[Article, dict[str, list[Any]]]]:
    """Yield the articles of a run in order of id, each with its records of the kinds named.

    One article is in memory at a time; ``only`` names the articles wanted. Raises
    ``UsageError`` where there is no run, or a file of it is damaged.
    """
    with ExitStack() as stack:
        groups = {name: _Groups(_lines(out, name, only, stack)) for name in names}
        for article in _lines(out, "articles", only, stack):
            yield article, {name: group.take(article.id) for name, group in groups.items()}


class _Groups:
    """The records of one file; all files have the articles in one order."""

    def __init__(self, records: Iterator[Any]) -> None:
        self._groups = groupby(records, key=lambda record: record.article)
        self._next = next(self._groups, None)

    def take(self, article: str) -> list[Any]:
        """Return an article's records; articles are asked for in the files' order."""
        if self._next is None or self._next[0] != article:
            return []
        found = list(self._next[1])
        self._next = next(self._groups, None)
        return found


def _lines(out: Path, name: str, only: Collection[str] | None, stack: ExitStack) -> Iterator[Any]:
    path = out / f"{name}.jsonl"
    decoder, keys = msgspec.json.Decoder(FILES[name]), msgspec.json.Decoder(_Key)

    def loads(line: str | bytes) -> Any:
        if only is not None:
            key = keys.decode(line)
            if (key.article or key.id) not in only:
                return _SKIPPED
        return decoder.decode(line)

    try:
        stream = stack.enter_context(path.open("rb"))
    except OSError as error:
        raise UsageError(
            f"cannot read {path}: {error.strerror}; run `claimsheet run` first, or name its "
            "folder with --out"
        ) from error
    return _decoded(stream, path, loads)


def _decoded(stream: Any, path: Path, loads: Any) -> Iterator[Any]:
    try:
        yield from (r for r in jsonlines.Reader(stream, loads=loads) if r is not _SKIPPED)
    except (jsonlines.Error, msgspec.MsgspecError, ValueError) as error:
        raise UsageError(
            f"{path} is damaged ({str(error)[:80]}): run `claimsheet run --force`"
        ) from error
