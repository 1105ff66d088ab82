"""The references of a finished run for reference managers: CSL-JSON, RIS, BibTeX.

An entry of an article is one item; the same work cited by two articles is two items, or one where
``unique`` asks for it, and each item's note says whose it is. An item has one id in every format:
its cite key. Values are made harmless once (`_items`): one line, no
control characters. `pipeline.views.exports.reference_formats` writes them.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import msgspec

from pipeline.errors import UsageError
from pipeline.records import UNDECODABLE, Reference
from pipeline.store.outputs import check_articles
from pipeline.views.exports.reference_formats import FORMATS, OTHERS, Item, family, names, year
from pipeline.views.exports.same_works import merged
from pipeline.weights.files import opened

_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


def references_as(
    out: Path, format: str, articles: Collection[str] = (), unique: bool = False
) -> bytes:
    """Return the references of a run, or of some of its articles, in a format of ``FORMATS``.

    With ``unique`` a work that several entries cite is one item. Raises ``UsageError`` for an
    unknown article, or where there are no results.
    """
    references = _read(out / "references.jsonl")
    check_articles(out, articles)
    # Keys are given over the whole run, so that they are the same for a part of it.
    items = _items(references)
    kept = [
        item
        for item, reference in zip(items, references, strict=True)
        if not articles or reference.article in articles
    ]
    return FORMATS[format](merged(kept) if unique else kept).encode("utf-8")


def _read(path: Path) -> list[Reference]:
    try:
        with opened(path) as stream:
            return [msgspec.json.decode(line, type=Reference) for line in stream]
    except FileNotFoundError as error:
        raise UsageError(
            f"no results in {path.parent}: run `claimsheet run` first, or name the folder "
            "with --out"
        ) from error
    except (OSError, *UNDECODABLE) as error:
        raise UsageError(f"cannot read {path}: {error}; `claimsheet run` it again") from error


def _items(references: Iterable[Reference]) -> list[Item]:
    """Return the entries as CSL items of one-line values, each with a key and a note."""
    items = []
    keys = _Keys()
    for reference in references:
        item: Item = {k: v for k, v in _clean(reference.csl).items() if v not in (None, "", [], {})}
        note = f"{reference.article}, reference {_place(reference)}"
        note += " (et al.)" if reference.et_al else ""
        if not item.keys() - {"id", "type", "note"}:  # nothing was read: the print tells
            item["type"] = "document"
            note += f": {reference.text}"
        key = keys.new(item)
        if reference.et_al and item.get("author"):
            item["author"] = [*item["author"], OTHERS]
        item |= {"id": key, "citation-key": key, "note": _clean(note)}
        items.append(item)
    return items


def _place(reference: Reference) -> str:
    """Return the printed number; where none is printed, the place in the list."""
    if reference.number is not None:
        return str(reference.number)
    return f"at place {reference.id.rpartition(':r')[2].lstrip('0') or '?'}"


def _clean(value: Any) -> Any:
    """Return a value with every string in it on one line and free of control characters."""
    if isinstance(value, str):
        value = "".join(c if unicodedata.category(c) not in ("Cc", "Cs") else " " for c in value)
        return " ".join(value.split())
    if isinstance(value, dict):
        return {k: _clean(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(v) for v in value]
    return value


class _Keys:
    """Cite keys, each given once: ``pollak2006``, ``pollak2006a``, ``pollak2006b``, …"""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: Counter[str] = Counter()

    def new(self, item: Item) -> str:
        """Return a key of the first author's name and the year, new in this run."""
        authors = names(item, "author")
        word = _ascii(family(authors[0])) if authors else ""
        words = (_ascii(w) for w in str(item.get("title", "")).split()[:20])
        word = word or next((w for w in words if len(w) > 3), "") or "entry"
        key = base = f"{word[:40]}{year(item) or 'nd'}"
        while key in self._taken:
            key = base + _letters(self._next[base])
            self._next[base] += 1
        self._taken.add(key)
        return key


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def _letters(n: int) -> str:
    """Return a, b, … z, aa, ab, … for 0, 1, …"""
    text = ""
    n += 1
    while n:
        n, rest = divmod(n - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
