"""The words of `models/lines`: which are written as one, and which compounds keep their hyphen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipeline.read.divided import Words

_FOLDERS = (
    *("citations/plos", "citations/elife", "citations/pmc", "citations/citation-integrity"),
    *("claims/scientific-claim", "claims/abstrct", "claims/health-advice", "claims/health-web"),
    *("claims/causal-strength", "claims/evidence-inference", "claims/sciark", "linking"),
    "negation",
)
_SUFFIXES = frozenset((".txt", ".json", ".jsonl", ".csv", ".tsv", ".xml", ".nxml"))
_TAG = re.compile(r"<[^>]{0,300}>")
_WORD = re.compile(r"(?<![\w/.@-])[A-Za-z]{1,24}(?:-[A-Za-z]{1,24})*(?![\w/@-])")
_LEAST = 5
_LEAST_SHORT = {1: 10**9, 2: 3000, 3: 1000, 4: 100}
"""How often a word must come: short ones stand for pieces of names and formulas as well."""
_LEAST_COMPOUND = 2


def words(data: Path, without: str = "") -> list[str]:
    """Return the words that come often enough, and the compounds that rules would join.

    ``without`` names a folder of the data that is held out.
    """
    counts = count(data, without)
    closed = {
        word
        for word, times in counts.items()
        if "-" not in word and times >= _LEAST_SHORT.get(len(word), _LEAST)
    }
    rules = Words(frozenset(closed))
    kept = [
        word
        for word, times in counts.items()
        if word.count("-") == 1
        and times >= max(_LEAST_COMPOUND, counts[word.replace("-", "")])
        and rules.joins(word.partition("-")[0], word.partition("-")[2])
    ]
    return sorted([*closed, *kept])


def count(data: Path, without: str = "", only: str = "") -> Counter[str]:
    """Count the words of the texts in small letters, compounds with their hyphens."""
    counts: Counter[str] = Counter()
    for text in _texts(data, without, only):
        counts.update(word.lower() for word in _WORD.findall(text))
    return counts


def _texts(data: Path, without: str, only: str) -> Iterator[str]:
    for folder in _FOLDERS:
        if folder == without or (only and folder != only):
            continue
        for path in sorted((data / folder).rglob("*")):
            if path.is_file() and (path.suffix in _SUFFIXES or folder == "linking"):
                yield _TAG.sub(" ", path.read_text("utf-8", errors="ignore"))
