"""Which of the lines above an article's prose is its title: a linear model over readable features.

A copied page prints much above its title: menus, the section, the journal, who wrote it. Each line
above the first paragraph is a candidate, and so is none of them; the score of one is the sum of
the weights of its features, and the best is the title (a conditional logit, McFadden 1974).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.segment.cues import CUES
from pipeline.segment.lines import Line
from pipeline.weights.folders import weights

NONE = -1
"""The candidate that no line is."""

FILE = "titles.json"
_WORD = re.compile(r"[^\W\d_]+")
_ABOUT = frozenset(("paragraph", "list_item"))
_CUES = (
    "byline", "date", "time", "ago", "account", "share", "newsletter", "promo", "caption",
    "science", "related_heading", "references_heading", "disclosure", "comments_heading", "source",
)  # fmt: skip
_NEAR_CUES = ("byline", "date", "account", "share")
_PUBLISHED = re.compile(
    r"universit|institut|department|hospital|school of|journal|volume|vol\.|issue|isbn|issn", re.I
)
_ADDRESS = re.compile(r"https?:|www\.|\bdoi\b|@|©|\b10\.\d{4}")
_MENU = re.compile(r"\s[|·›»>/]\s")
_HEAD, _SAID = 300, 600  # characters of a line, and of a paragraph, that are looked at
_MOST, _LEAST = 80, 60  # candidates; characters of the first paragraph
_SHORT = 5  # words of a line whose words are features
_ALONE = 2  # lines above the first paragraph of a note, of which the first is its title
_HEADS = frozenset(("title", "heading", "front", "boilerplate"))


class Candidate(NamedTuple):
    """A line that may be the title, or ``NONE``, with its features."""

    line: int
    features: list[str]


class _Look(NamedTuple):
    words: list[str]
    key: str
    cues: frozenset[str]


def with_title(lines: Sequence[Line], labels: Sequence[str], models: Path) -> list[str]:
    """Return the labels with the title where the model sees it.

    Raises ``ModelError`` when the weights (``models/regions``) are missing or damaged.
    """
    return titled(lines, labels, _weights(models))


def titled(lines: Sequence[Line], labels: Sequence[str], known: Mapping[str, float]) -> list[str]:
    """Return the labels with the title where weights see it, and no other."""
    found = best(candidates(lines, labels), known)
    first = _first_paragraph(lines, labels)
    if found == NONE and 0 < first <= _ALONE and labels[0] in _HEADS and _names(lines[0]):
        found = 0  # "Zinc", and below it a paragraph
    if found == NONE:
        return list(labels)
    changed = [
        ("front" if i < first else "heading") if label == "title" else label
        for i, label in enumerate(labels)
    ]
    changed[found] = "title"
    return changed


def _names(line: Line) -> bool:
    """Whether a line is words alone, and no cue tells what else it is."""
    return _WORD.match(line.text) is not None and line.text[-1].isalpha() and not _look(line).cues


def best(found: Sequence[Candidate], known: Mapping[str, float]) -> int:
    """Return the line of the candidate with the highest score; of two alike the first."""
    return max(found, key=lambda one: sum(known.get(name, 0.0) for name in one.features)).line


def candidates(lines: Sequence[Line], labels: Sequence[str]) -> list[Candidate]:
    """Return the candidates for the title of a document whose lines have labels."""
    first = _first_paragraph(lines, labels)
    above = [i for i in range(max(0, first - _MOST), first) if labels[i] != "list_item"]
    looks = [_look(line) for line in lines[: first + 3]]
    said = {
        word.lower()
        for line, label in zip(lines, labels, strict=True)
        if label in _ABOUT
        for word in _WORD.findall(line.text[:_SAID])
    }
    seen = Counter(look.key for look in looks)
    keys = [looks[i].key for i in above]
    found = [
        Candidate(i, [f"label={labels[i]}", *_features(lines, looks, i, first, said, seen, keys)])
        for i in above
    ]
    return [*found, Candidate(NONE, ["none", f"none={_bucket(len(above), (1, 2, 4, 8))}"])]


def _first_paragraph(lines: Sequence[Line], labels: Sequence[str]) -> int:
    prose = [i for i, label in enumerate(labels) if label == "paragraph"]
    told = (i for i in prose if len(lines[i].text) > _LEAST or lines[i].text[-1] == ".")
    return next(told, prose[0] if prose else 0)


def _look(line: Line) -> _Look:
    head = line.text[:_HEAD]
    words = _WORD.findall(head)
    low = head[:200].lower().replace("’", "'")
    cues = frozenset(name for name in _CUES if CUES[name].search(low))
    return _Look(words, " ".join(words).lower(), cues)


def _bucket(value: float, edges: Sequence[float]) -> int:
    return sum(value >= edge for edge in edges)


def _features(
    lines: Sequence[Line],
    looks: Sequence[_Look],
    i: int,
    first: int,
    said: set[str],
    seen: Counter[str],
    keys: Sequence[str],
) -> Iterator[str]:
    text, look = lines[i].text, looks[i]
    count = len(look.words)
    content = [word for word in look.key.split() if len(word) > 3]
    echoed = sum(word in said for word in content)
    yield f"echo={_bucket(echoed, (1, 2, 3, 4))}"
    yield f"share={echoed * 4 // len(content) if content else -1}"
    yield f"echo,words={_bucket(echoed, (1, 2, 3))},{_bucket(count, (2, 5, 15, 25))}"
    yield f"words={_bucket(count, (1, 2, 3, 5, 9, 15, 21, 31))}"
    yield f"end={_sign(text[-1])}"
    yield f"start={'A' if text[0].isupper() else _sign(text[0])}"
    yield f"digits={any(map(str.isdigit, text[:_HEAD]))}"
    yield f"upper={text[:_HEAD].isupper()}"
    capitals = sum(word[0].isupper() for word in look.words) / max(1, count)
    yield f"capitals={_bucket(capitals, (0.01, 0.35, 0.7, 0.99))},{count > 3}"
    yield from (f"cue={name}" for name in sorted(look.cues))
    yield f"near={_bucket(first - i, (2, 3, 4, 7, 13, 25))}"
    yield f"index={_bucket(i, (1, 2, 3, 6, 11, 21))}"
    yield f"above={min(lines[i].before, 2)}"
    yield f"again={min(seen[look.key] - 1, 2)}"
    yield f"inside={count > 1 and any(look.key in key and look.key != key for key in keys)}"
    if _PUBLISHED.search(text, 0, _HEAD):
        yield "published"
    if _ADDRESS.search(text, 0, _HEAD):
        yield "address"
    if _MENU.search(text, 0, _HEAD):
        yield "menu"
    if count < _SHORT:
        yield from (f"word={word}" for word in look.key.split())
    for step in (-1, 1):
        near = looks[i + step] if 0 <= i + step < len(looks) else None
        if near is None:
            yield f"{step}:none"
            continue
        yield from (f"{step}:cue={name}" for name in _NEAR_CUES if name in near.cues)
        yield f"{step}:words={_bucket(len(near.words), (1, 2, 3, 5, 9, 21))}"
    yield f"soon={any('byline' in x.cues or 'date' in x.cues for x in looks[i + 1 : i + 4])}"


def _sign(character: str) -> str:
    if character.isalpha():
        return "a"
    return "9" if character.isdigit() else character if character in ".?!:,;)" else "~"


@lru_cache(maxsize=4)
def _weights(models: Path) -> Mapping[str, float]:
    found: dict[str, float] = json.loads(weights("regions", FILE, models).read_text("utf-8"))
    return found
