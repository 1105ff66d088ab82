"""The JSONL files of a run, read article by article."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import jsonlines
import msgspec

from pipeline.errors import UsageError
from pipeline.records import FILES, UNDECODABLE, Article
from pipeline.weights.files import opened

_SKIPPED = ("", None)
_NAMED = 5  # articles, where a name is none of them


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
    kinds = {name: FILES[name] for name in ("articles", *names)}
    for records in _articles(out, kinds, only):
        article, *more = records.pop("articles")
        if more:
            raise UsageError(
                f"{out / 'articles.jsonl'} is damaged ({article.id!r} is in it twice): run "
                "`claimsheet run --force`"
            )
        yield article, records


def read_fields(out: Path, *names: str) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """Yield articles and their records as plain dictionaries, so that those of another
    version can be read too; otherwise like ``read_run``.
    """
    return _articles(out, dict.fromkeys(("articles", *names), dict), None)


def read_lines(out: Path, name: str) -> Iterator[dict[str, Any]]:
    """Yield the records of one file of a run as plain dictionaries; errors are ``read_run``'s."""
    with ExitStack() as stack:
        for _, record in _lines(out, name, dict, None, stack):
            yield record


def check_articles(out: Path, wanted: Collection[str]) -> None:
    """Raise ``UsageError`` where an article that a person named is not in a run."""
    if not wanted:
        return
    with ExitStack() as stack:
        there = [id for id, _ in _lines(out, "articles", _Key, None, stack)]
    if left := set(wanted).difference(there):
        raise no_article(min(left), there, out)


def no_article(wanted: str, there: Collection[str], out: Path) -> UsageError:
    """Return the error of an article that a person named and a run does not have."""
    near = difflib.get_close_matches(wanted, there, n=3, cutoff=0.6)
    if near:
        hint = f"did you mean {' or '.join(near)}?"
    else:
        more = f" and {len(there) - _NAMED:,} more" if len(there) > _NAMED else ""
        hint = f"there is {', '.join(sorted(there)[:_NAMED])}{more}"
    return UsageError(f"no article {wanted!r} in {out}: {hint}")


def read_failures(out: Path) -> list[dict[str, Any]]:
    """Return the articles that could not be processed, as plain dictionaries."""
    if not (out / "failures.jsonl").is_file():
        return []
    return list(read_lines(out, "failures"))


def _articles(
    out: Path, kinds: Mapping[str, type], only: Collection[str] | None
) -> Iterator[dict[str, list[Any]]]:
    with ExitStack() as stack:
        groups = {n: _Groups(_lines(out, n, kind, only, stack)) for n, kind in kinds.items()}
        while (id := groups["articles"].next) is not None:
            yield {name: group.take(id) for name, group in groups.items()}


class _Groups:
    """The records of one file; all files have the articles in one order."""

    def __init__(self, records: Iterator[tuple[str, Any]]) -> None:
        self._groups = groupby(records, key=itemgetter(0))
        self.next: str | None = None
        self._records: Iterator[tuple[str, Any]] = iter(())
        self._advance()

    def _advance(self) -> None:
        self.next, self._records = next(self._groups, (None, iter(())))

    def take(self, article: str) -> list[Any]:
        """Return an article's records; articles are asked for in the files' order."""
        if self.next != article:
            return []
        found = [record for _, record in self._records]
        self._advance()
        return found


def _lines(
    out: Path, name: str, kind: type, only: Collection[str] | None, stack: ExitStack
) -> Iterator[tuple[str, Any]]:
    path = out / f"{name}.jsonl"
    decoder: Any = msgspec.json.Decoder(kind)
    keys = msgspec.json.Decoder(_Key)

    def loads(line: str | bytes) -> Any:
        key = keys.decode(line)
        article = key.article or key.id
        if not article:
            raise ValueError("a record of no article")
        return (article, decoder.decode(line)) if only is None or article in only else _SKIPPED

    try:
        stream = stack.enter_context(opened(path))
    except OSError as error:
        raise UsageError(
            f"cannot read {path}: {error.strerror}; run `claimsheet run` first, or name its "
            "folder with --out"
        ) from error
    return _decoded(stream, path, loads)


def _decoded(stream: Any, path: Path, loads: Any) -> Iterator[tuple[str, Any]]:
    try:
        yield from (r for r in jsonlines.Reader(stream, loads=loads) if r is not _SKIPPED)
    except (jsonlines.Error, *UNDECODABLE) as error:
        raise UsageError(
            f"{path} is damaged ({str(error)[:80]}): run `claimsheet run --force`"
        ) from error
