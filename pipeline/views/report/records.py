"""The records of a run, read article by article as plain dictionaries.

Fields are asked for by name, so that a run of another version, with more of them, can
still be shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.store.outputs import read_fields

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
    names = ArticleRecords._fields[1:]
    for records in read_fields(out, *names):
        [article] = records["articles"]
        yield ArticleRecords(article, *(records[name] for name in names))
