"""The words of a reference entry and what the labeller sees of each.

A token is a run of letters (cut where a small letter meets a capital, for entries whose
parts are glued together), a run of digits, a link, a DOI, or one sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

LABELS = [
    "author",
    "title",
    "container",
    "date",
    "volume",
    "issue",
    "pages",
    "publisher",
    "location",
    "editor",
    "note",
    "other",
]
"""What a token of an entry can be; identifiers are found by their form alone."""

MAX_TOKENS = 1200

# Capitals of Latin, Greek and Cyrillic print: "São" and "ORGANIZAÇÃO" are one word each.
_UP = "".join(c for c in map(chr, range(0x530)) if c.isupper())
_LOW = rf"[^\W\d_{_UP}]"
_TOKEN = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|10\.\d{4,9}/[^\s<>\"]+"
    r"|(?:[a-z\d][a-z\d-]{0,40}\.){1,4}[a-z]{2,6}/[^\s<>\"]*"
    rf"|[{_UP}]{{1,4}}(?=[{_UP}]{_LOW}{{2}})|[{_UP}]+(?!{_LOW})|[^\W\d_]{_LOW}*|\d+|[^\w\s]|_"
)
_MONTHS = frozenset(
    """jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june
    july august september october november december spring summer autumn fall winter""".split()  # noqa: SIM905
)
_SIGNS = frozenset(".,;:?!()")
_QUOTES = '"“”„«»'


class Token(NamedTuple):
    """A token and where it stands in the entry."""

    text: str
    start: int
    end: int


def tokenise(text: str) -> list[Token]:
    """Return the tokens of an entry, the first ``MAX_TOKENS``."""
    found = []
    for match in _TOKEN.finditer(text):
        found.append(Token(match[0], match.start(), match.end()))
        if len(found) == MAX_TOKENS:
            break
    return found


def shape(word: str) -> str:
    """Return the class of a token by its looks."""
    if word[0].isdigit():
        if len(word) == 4 and word[:2] in ("18", "19", "20"):
            return "year"
        return f"d{min(len(word), 5)}"
    if len(word) > 3 and not word.isalpha() and (word.startswith(("http", "www.")) or "/" in word):
        return "url"
    if not word[0].isalpha():
        return word
    if word.lower() in _MONTHS and word[0].isupper():
        return "month"
    if word.isupper():
        return "X" if len(word) == 1 else "XX" if len(word) <= 3 else "XXX"
    if word[0].isupper():
        return "Xx"
    return "x"


Encode = Callable[[Sequence[str]], list[Any]]
"""What feature words become: themselves, or the rows of a chain's weights."""


@lru_cache(maxsize=10_000)
def _looks(word: str, encode: Encode) -> tuple[str, tuple[list[Any], ...]]:
    """Return a word's shape and its features as seen from two before to two after it."""
    kind = "doi" if word.startswith("10.") and "/" in word else shape(word)
    low = word.lower()
    if not word[0].isalpha() or len(word) > 24 or kind == "url":
        seen = [f"s={kind}"]
    else:
        seen = [f"s={kind}", f"w={low}", f"x={low[-3:]}", f"p={low[:3]}"]
    near = [f for f in seen if not f.startswith("p=")]
    far = [f for f in seen if f.startswith(("w=", "s="))]
    views = (
        ["+2" + f for f in far],
        ["+1" + f for f in near],
        seen,
        ["-1" + f for f in near],
        ["-2" + f for f in far],
    )
    return kind, tuple(map(encode, views))


def token_features(tokens: list[Token], encode: Encode = list) -> list[list[Any]]:
    """Return the features of each token, encoded; what a word always gives is encoded once."""
    if not tokens:
        return []
    looks = [_looks(t.text, encode) for t in tokens]
    kinds = [kind for kind, _ in looks]
    count = len(tokens)
    places = _places(tokens, kinds, encode)
    marks = _marks(tokens, kinds)
    found = []
    for i, (_, views) in enumerate(looks):
        here = list(views[2])
        for step in (-2, -1, 1, 2):
            if 0 <= i + step < count:
                here += looks[i + step][1][2 - step]
        before = kinds[i - 1] if i else "^"
        after = kinds[i + 1] if i + 1 < count else "$"
        sentence, own = places[i]
        own += marks[i]
        own += (f"{before}|{kinds[i]}|{after}", f"r{8 * i // count}")
        if i and tokens[i - 1].end == tokens[i].start:
            own += ("glued", f"glued{before}{kinds[i]}")
        if i < 4:
            own.append(f"i{i}")
        if count - i < 5:
            own.append(f"e{count - i}")
        here += sentence
        here += encode(own)
        found.append(here)
    return found


def _places(
    tokens: list[Token], kinds: list[str], encode: Encode
) -> list[tuple[list[Any], list[str]]]:
    """Return what is known of each token's place: its sentence (encoded), and within it."""
    ends = [i for i in range(len(tokens)) if _closes(tokens, kinds, i)]
    found: list[tuple[list[Any], list[str]]] = []
    start, year, quote, bracket = 0, 0, False, False
    previous = "^"
    for number, end in enumerate([*ends, len(tokens) - 1]):
        following = kinds[end + 1] if end + 1 < len(tokens) else "$"
        length = min((end + 1 - start) // 4, 4)
        left = min(len(ends) - number, 4)
        shared = encode(
            [
                f"g{min(number, 5)}y{year}",
                f"gl{left}",
                f"gf={following}",
                f"gp={previous}",
                f"gn{length}|{following}",
            ]
        )
        for i in range(start, end + 1):
            word = tokens[i].text
            quote ^= word in _QUOTES
            bracket |= word in "(["
            here = [f"gi{min(i - start, 3)}y{year}"]
            if quote:
                here.append("quoted")
            if bracket:
                here.append("bracket")
            if year:
                here.append("afteryear")
            found.append((shared, here))
            if word in ")]":
                bracket = False
            if kinds[i] == "year":
                year = min(year + 1, 2)
        previous, start = tokens[end].text, end + 1
    return found


def _closes(tokens: list[Token], kinds: list[str], i: int) -> bool:
    """Whether a sign closes a part of the entry: a full stop before a space, no initial's."""
    if tokens[i].text not in ".?!;" or i == 0 or i + 1 >= len(tokens):
        return False
    if tokens[i + 1].start == tokens[i].end:
        return False
    return kinds[i - 1] != "X"


def _marks(tokens: list[Token], kinds: list[str]) -> list[list[str]]:
    """Return, for each token, the sign before it and the one after it, with their neighbours."""
    count = len(tokens)
    found: list[list[str]] = [[] for _ in tokens]
    mark, last = "^", -1
    for i in range(count):
        found[i].append(f"m<{mark}{min(i - last, 4)}")
        if kinds[i] in _SIGNS:
            mark, last = (kinds[i - 1] if i else "^") + kinds[i], i
    mark, last = "$", count
    for i in range(count - 1, -1, -1):
        found[i].append(f"m>{mark}{min(last - i, 4)}")
        if kinds[i] in _SIGNS:
            mark, last = kinds[i] + (kinds[i + 1] if i + 1 < count else "$"), i
    return found
