"""What the lines of a page look like where they stand: numbers for the model of `pages`.

A line is described by its print, its words, the names of the blocks it stands in, how much
prose and how many links those blocks hold, and the lines round it. Everything is counted over
ranges of lines by running sums, so that the work is linear in the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, repeat
from operator import ne
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.read.columns import FAR, coded, running, shifted, since
from pipeline.read.elements import names
from pipeline.read.metadata import Metadata
from pipeline.read.page import Draft
from pipeline.read.walk import Part

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Row = npt.NDArray[np.float64]

_WORD = re.compile(r"[^\W\d_]+|[©|@»›]")
_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]{2,}")
_DATE = re.compile(r"(?:19|20)\d\d|\d{1,2}[./]\d{1,2}[./]|\d{1,2}:\d\d")
_DIGITS = re.compile(r"\d+")
_STRETCH, _MOST = 240, 36  # characters and words by which a line is known
_WORDS, _BEGIN, _TAIL = 16, 80, 80
_SHORT, _MIDDLE, _LONG = 30, 90, 200  # characters
_PROSE = 80  # characters outside links: a line that may be prose
_BLOCKS = (
    *("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "tr", "blockquote"),
    *("pre", "figcaption", "dd", "dt", "section", "article", "header", "footer", "aside"),
    *("nav", "form", "center", "body", "summary", "address", "label", "fieldset", "figure"),
    *("main", "caption", "ul", "ol", "table", "tbody", "dl", "details", "noscript"),
)
_TAGS = {tag: place for place, tag in enumerate(_BLOCKS, start=1)}
_WITHIN = (
    *("article", "main", "aside", "nav", "footer", "header", "form", "table", "blockquote"),
    *("figure", "dl"),
)
_INNER = names("p pre td blockquote li dd")


class Words(NamedTuple):
    """How much each word tells of an article (above 0) or of what stands round it."""

    lines: Mapping[str, float]
    """Of what lines say, with their size."""
    prose: Mapping[str, float]
    """Of what lines say, beyond all that their place and their looks tell."""
    names: Mapping[str, Sequence[float]]
    """Of the names of blocks: of its own, of that round it, of each above."""


def words_of(text: str) -> list[str]:
    """Return the words at the beginning of a line, in lower case."""
    return _WORD.findall(text[:_STRETCH].lower())[:_MOST]


def line_words(text: str, words: Sequence[str]) -> set[str]:
    """Return what a line says, with its size: its first words, alone and in pairs."""
    first = words[:_WORDS]
    size = "s:" if len(text) <= _SHORT else "m:" if len(text) <= _MIDDLE else "l:"
    found = {size + w for w in first}
    found.update(map(" ".join, pairwise(first)))
    found.add("^" + " ".join(first[:2]))
    if len(text) <= _SHORT + 10:
        found.add("=" + " ".join(first))
    elif len(text) > _LONG:
        found.update(map(" ".join, pairwise(_WORD.findall(text[-_TAIL:].lower()))))
    return found


def prose_words(words: Sequence[str]) -> set[str]:
    """Return the words of a line, alone and in pairs."""
    return {*words, *map(" ".join, pairwise(words)), "^" + " ".join(words[:2])}


@lru_cache(maxsize=10_000)
def name_words(names: str) -> tuple[str, ...]:
    """Return the words that the class, id and role of a block are made of."""
    return tuple(w.lower() for w in _NAME.findall(names) if len(w) > 1)


def describe(drafts: Sequence[Draft], parts: Sequence[Part], said: Metadata, words: Words) -> Row:
    """Return the features of every line: an array of lines by features."""
    import numpy as np

    looks = Looks(drafts, parts, said)
    pairs = list(zip(drafts, looks.words, strict=True))
    own = np.array([_sum(words.lines, line_words(d.text, w)) for d, w in pairs])
    prose = np.array([_sum(words.prose, prose_words(w)) for w in looks.words])
    called = _called(parts, words.names)[looks.own]
    return np.hstack([looks.shapes(), looks.telling(own, prose, called)])


def _sum(weights: Mapping[str, float], words: Iterable[str]) -> float:
    return sum(map(weights.get, words, repeat(0.0)))


def _called(parts: Sequence[Part], weights: Mapping[str, Sequence[float]]) -> Row:
    """Return what the names of each block, of the one round it and of all above tell."""
    import numpy as np

    known = {names: name_sums(names, weights) for names in {part.names for part in parts}}
    above = [0.0] * len(parts)
    found = np.zeros(len(parts))
    for i, part in enumerate(parts):
        own = known[part.names][0]
        if i:
            up = part.above
            _, inner, outer = known[parts[up].names]
            above[i] = above[up] + outer
            own += above[i] + inner
        found[i] = own
    return found


def name_sums(names: str, weights: Mapping[str, Sequence[float]]) -> tuple[float, float, float]:
    """Return what names tell of their block, of the blocks in it, and of all inside those."""
    own = inner = outer = 0.0
    for word in name_words(names):
        if word in weights:
            a, b, c = weights[word]
            own, inner, outer = own + a, inner + b, outer + c
    return own, inner, outer


class Looks:
    """The lines of a page as columns, and running sums over them."""

    def __init__(self, drafts: Sequence[Draft], parts: Sequence[Part], said: Metadata) -> None:
        import numpy as np

        self.drafts, self.parts, self.said = drafts, parts, said
        self.count = len(drafts)
        self.words = [words_of(d.text) for d in drafts]
        self.place = [d.place for d in drafts]
        self.tags = [parts[p].tag for p in self.place]
        self.size = np.array([len(d.text) for d in drafts], dtype=float)
        self.linked = np.array([min(d.linked, len(d.text)) for d in drafts], dtype=float)
        self.level = np.array([d.level or 0 for d in drafts], dtype=float)
        self.print = np.array(
            [_printed(d.text, w) for d, w in zip(drafts, self.words, strict=True)], dtype=float
        )
        self.link_share = self.linked / self.size
        self.strong = np.array([min(d.strong, len(d.text)) for d in drafts]) / self.size
        stops = self.print[:, 3]
        free = self.size - self.linked
        self.is_prose = ((free >= _PROSE) & (stops >= 1) & (self.link_share < 0.5)).astype(float)
        self.prose = self.is_prose * free
        self.item = np.array([d.kind == "list_item" for d in drafts], dtype=float)
        self.first = np.array([part.first for part in parts])
        self.last = np.array([part.last for part in parts])
        self.above = np.array([part.above for part in parts])
        self.own = np.array(self.place)
        self.at = np.arange(self.count)
        self.sums = {
            name: running(column)
            for name, column in (
                ("size", self.size),
                ("linked", self.linked),
                ("prose", self.prose),
                ("heads", self.level > 0),
                ("items", self.item),
            )
        }
        self.whole = max(self.sums["size"][-1], 1.0)
        self.whole_prose = max(self.sums["prose"][-1], 1.0)

    def shapes(self) -> Row:
        """Return all features that need no words' weights."""
        import numpy as np

        columns = {
            **self._lines(),
            **self._blocks(),
            **self._kinds(),
            **self._candidate(),
            **self._around(),
        }
        return np.column_stack(list(columns.values()))

    def telling(self, own: Row, prose: Row, called: Row) -> Row:
        """Return the features of what each line's words and its blocks' names tell."""
        import numpy as np

        columns = {
            **self._spread("words", own, near=(1, 2, -1, -2), above=5),
            **self._spread("prose", prose, near=(1, -1), above=2),
            **self._spread("names", called, near=(1, -1), above=3),
        }
        return np.column_stack(list(columns.values()))

    def _held(self, name: str, first: Any, last: Any) -> Row:
        """Return the sum of a column over ranges of lines."""
        found: Row = self.sums[name][last] - self.sums[name][first]
        return found

    def _lines(self) -> dict[str, Row]:
        """Return what each line is like by itself."""
        import numpy as np

        texts = [d.text for d in self.drafts]
        seen = Counter(texts)
        title = frozenset(w for t in self.said.titles[:1] for w in words_of(t))
        described = _letters(self.said.description)
        found = dict(zip(_PRINT, self.print.T, strict=True))
        found["link share"] = self.link_share
        found["links"] = np.log1p(self.linked)
        found["bold"] = self.strong
        found["level"] = self.level
        found["item"] = self.item
        found["repeated"] = np.array([min(seen[t], 5) for t in texts], dtype=float)
        found["title"] = np.array([_overlap(title, w) for w in self.words])
        found["described"] = np.array(
            [len(t) > 40 and _letters(t[:60]) in described for t in texts], dtype=float
        )
        found["tag"] = np.array([_TAGS.get(t, 0) for t in self.tags], dtype=float)
        return found

    def _blocks(self) -> dict[str, Row]:
        """Return what the blocks hold that each line stands in, from the nearest outwards."""
        import numpy as np

        first, last = self.first, self.last
        size = self._held("size", first, last)
        lines = np.maximum(last - first, 1)
        full = np.maximum(size, 1)
        held = {
            "size": np.log1p(size),
            "links": self._held("linked", first, last) / full,
            "prose of page": self._held("prose", first, last) / self.whole_prose,
            "page": size / self.whole,
            "lines": np.log1p(lines),
            "mean": size / lines,
            "items": self._held("items", first, last) / lines,
            "heads": self._held("heads", first, last) / lines,
            "prose": self._held("prose", first, last) / full,
        }
        self.link_shares, self.prose_shares = held["links"], held["prose of page"]
        found: dict[str, Row] = {}
        tags = np.array([_TAGS.get(part.tag, 0) for part in self.parts], dtype=float)
        up = self.own
        for step in range(5):
            found |= {f"up {step}: {name}": column[up] for name, column in held.items()}
            found[f"up {step}: place"] = (self.at - first[up]) / lines[up]
            if step in (1, 2):
                found[f"up {step}: tag"] = tags[up]
            up = self.above[up]
        depth, within = np.zeros(len(self.parts)), np.zeros((len(self.parts), len(_WITHIN)))
        for i, part in enumerate(self.parts):
            if i:
                depth[i] = depth[part.above] + 1
                within[i] = within[part.above]
            if part.tag in _WITHIN:
                within[i, _WITHIN.index(part.tag)] = 1
        found |= {f"in {tag}": within[self.own, i] for i, tag in enumerate(_WITHIN)}
        found["depth"] = depth[self.own]
        return found

    def _kinds(self) -> dict[str, Row]:
        """Return what is known of the lines in blocks of the same tags and names."""
        import numpy as np

        parts, kinds, paths = self.parts, [], [""] * len(self.parts)
        bare = [_DIGITS.sub("", part.names)[:60] for part in parts]
        for i, part in enumerate(parts):
            paths[i] = f"{paths[part.above]}/{part.tag}"[-40:] if i else ""
        for p in self.place:
            a = parts[p].above
            b = parts[a].above
            kinds.append((parts[p].tag, bare[p], parts[a].tag, bare[a], parts[b].tag))
        found: dict[str, Row] = {}
        for name, keys in (("shape", kinds), ("path", [paths[p] for p in self.place])):
            codes, number = coded(keys)
            lines = np.bincount(codes, minlength=number)
            size, linked, prose = (
                np.bincount(codes, column, number)
                for column in (self.size, self.linked, self.prose)
            )
            found[f"{name}: lines"] = np.log1p(lines)[codes]
            found[f"{name}: prose of page"] = (prose / self.whole_prose)[codes]
            if name == "shape":
                found[f"{name}: mean"] = (size / lines)[codes]
                found[f"{name}: links"] = (linked / size)[codes]
                found[f"{name}: prose"] = (prose / size)[codes]
                found[f"{name}: page"] = (size / self.whole)[codes]
                first, last = np.full(number, self.count), np.zeros(number)
                np.minimum.at(first, codes, self.at)
                np.maximum.at(last, codes, self.at)
                found[f"{name}: span"] = ((last - first + 1) / self.count)[codes]
        return found

    def _candidate(self) -> dict[str, Row]:
        """Return how each line stands to the block that scores best as Readability scores."""
        import numpy as np

        score = np.zeros(len(self.parts))
        commas, free = self.print[:, 2], self.size - self.linked
        points = np.where(
            (free >= 25) & (self.level == 0), 1 + commas + np.minimum(free / 100, 3), 0
        )
        for p, tag, gain in zip(self.place, self.tags, points.tolist(), strict=True):
            if gain:
                holder = self.parts[p].above if tag in _INNER else p
                above = self.parts[holder].above
                score[holder] += gain
                score[above] += gain / 2
                score[self.parts[above].above] += gain / 6
        score *= 1 - self.link_shares
        score[0] = 0
        top = int(score.argmax())
        most = max(float(score[top]), 1e-9)
        inside, best, away = (np.zeros(len(self.parts)) for _ in range(3))
        chain, up = set(), top
        while up and up not in chain:
            chain.add(up)
            up = self.parts[up].above
        for i, part in enumerate(self.parts):
            up = part.above
            inside[i] = i == top or (i > 0 and inside[up] > 0)
            best[i] = max(score[i] / most, best[up] if i else 0.0)
            away[i] = 0 if i in chain or not i else away[up] + 1
        lines = max(int(self.last[top] - self.first[top]), 1)
        return {
            "best: inside": inside[self.own],
            "best: score": best[self.own],
            "best: away": away[self.own],
            "best: place": (self.at - self.first[top]) / lines,
            "best: prose of page": np.full(self.count, self.prose_shares[top]),
        }

    def _around(self) -> dict[str, Row]:
        """Return what the lines before and behind are like, and where in the page they stand."""
        import numpy as np

        found: dict[str, Row] = {}
        tags = np.array([_TAGS.get(t, 0) for t in self.tags], dtype=float)
        near = (
            *(("size", self.print[:, 0]), ("links", self.link_share), ("prose", self.is_prose)),
            *(("stops", self.print[:, 3]), ("level", self.level), ("tag", tags)),
        )
        for step in (1, 2, 3, -1, -2, -3):
            for name, column in near[: 3 if abs(step) == 3 else 6]:
                found[f"{-step:+d}: {name}"] = shifted(column, step, -1.0)
        for reach in (3, 8):
            low = np.maximum(self.at - reach, 0)
            high = np.minimum(self.at + reach + 1, self.count)
            size = np.maximum(self._held("size", low, high), 1)
            found[f"±{reach}: mean"] = np.log1p(size / (high - low))
            found[f"±{reach}: links"] = self._held("linked", low, high) / size
            found[f"±{reach}: prose"] = self._held("prose", low, high) / size
        found["prose before"] = self.sums["prose"][:-1] / self.whole_prose
        found["place"] = self.at / self.count
        found["lines"] = np.full(self.count, np.log1p(self.count))
        found["prose of page"] = np.full(self.count, np.log1p(self.whole_prose))
        found["since prose"] = since(self.is_prose)
        found["until prose"] = since(self.is_prose[::-1])[::-1]
        found["since heading"] = since(self.level)
        title = next((i for i, d in enumerate(self.drafts) if d.kind == "title"), 0)
        found["since title"] = np.clip(self.at - title, -FAR, FAR)
        return found

    def _spread(self, name: str, column: Row, near: tuple[int, ...], above: int) -> dict[str, Row]:
        """Return a column with its neighbours, and its mean over windows and blocks."""
        import numpy as np

        found = {name: column}
        for step in near:
            found[f"{name} {-step:+d}"] = shifted(column, step, 0.0)
        weighed = running(column * self.size)
        for reach in (3, 8):
            low = np.maximum(self.at - reach, 0)
            high = np.minimum(self.at + reach + 1, self.count)
            size = np.maximum(self._held("size", low, high), 1)
            found[f"{name} ±{reach}"] = (weighed[high] - weighed[low]) / size
        full = np.maximum(self._held("size", self.first, self.last), 1)
        means = (weighed[self.last] - weighed[self.first]) / full
        up = self.own
        for step in range(above):
            found[f"{name} up {step}"] = means[up]
            up = self.above[up]
        last, heads = 0.0, np.zeros(self.count)
        for i, level in enumerate(self.level.tolist()):
            last = column[i] if level else last
            heads[i] = last
        found[f"{name} of heading"] = heads
        return found


_PRINT = (
    *("length", "words", "commas", "stops", "ends in stop", "ends in colon", "ends in quote"),
    *("ends in digit", "ends in ?", "begins large", "begins small", "begins in digit", "digits"),
    *("capitals", "bars", "copyright", "address", "dates", "quotes", "ends in dots", "letters"),
    "mean word",
)


def _printed(text: str, words: Sequence[str]) -> tuple[float, ...]:
    head = text[:_STRETCH]
    size = len(head)
    letters = sum(map(len, words))
    end, first = text[-1], text[2:3] if text[:2] == "• " else text[:1]
    stops = head.count(". ") + head.count("! ") + head.count("? ") + (end in ".!?…。")
    begin = text[:_BEGIN]
    capitals = sum(map(ne, begin, begin.lower()))
    return (
        len(text) ** 0.5,
        len(words),
        head.count(",") + head.count("、"),
        stops,
        end in ".!?…。",
        end == ":",
        end in '"”»)’',
        end.isdigit(),
        end == "?",
        first.isupper(),
        first.islower(),
        first.isdigit(),
        sum(map(head.count, "0123456789")) / size,
        capitals / len(begin),
        "|" in head or "»" in head or "›" in head or " > " in head,
        "©" in head,
        "@" in head or "http" in head or "www." in head,
        len(_DATE.findall(head)),
        '"' in head or "“" in head or "„" in head or "«" in head,
        end == "…" or text[-3:] == "...",
        letters / size,
        letters / max(len(words), 1),
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _overlap(title: frozenset[str], words: Sequence[str]) -> float:
    return len(title.intersection(words)) / len(title) if title else 0.0
