"""Words that a line end divides: ``per-/cent`` is one word, ``long-/term`` keeps its hyphen.

The article decides where it prints the word elsewhere; else the words of ``models/lines``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.text.words import FUNCTION_WORDS
from pipeline.weights.folders import MODELS, weights

WORDS = "words.txt"
HYPHENS = "-\u2010\u2011\u00ad\u00ac"
"""What stands at the end of a line where a word is divided: hyphens, and what OCR makes of them."""
_BEFORE = re.compile(rf"([^\W\d_]+)[{HYPHENS}]$")
_AFTER = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_LONGEST, _SHORT = 40, 4
# These stand before a hyphen although they are no words; the first ones before unknown words too.
_APART = frozenset(["non", "self", "anti"])
_PREFIXES = _APART | frozenset(["pre", "post", "semi", "multi", "ultra", "meta", "inter", "intra"])
_ENDINGS = frozenset(["less", "fully", "ward", "wards", "ness"])


@dataclass(frozen=True)
class Words:
    """Words that are written as one, and compounds with their hyphens."""

    known: frozenset[str]

    def joins(self, before: str, after: str, *, printed: frozenset[str] = frozenset()) -> bool:
        """Whether two pieces are one word; ``printed`` are the words of the article."""
        if after[0].isupper() or (len(before) == 1 and before.isupper()):
            return False  # Guillain-Barré, T-cell
        before, after = before.lower(), after.lower()
        whole, compound = before + after, f"{before}-{after}"
        for words in (printed, self.known):
            if compound in words:
                return False
            if whole in words or (whole[-1] == "s" and whole[:-1] in words):
                return True
        if after in _ENDINGS:
            return True
        if before in _APART and len(after) > _SHORT:
            return False
        return not (after in self.known and (before in self.known or before in _PREFIXES))

    def whole(self, before: str, after: str) -> bool:
        """Whether two pieces are a known word that is written as one."""
        return before + after in self.known and f"{before}-{after}" not in self.known

    def compound(self, before: str, after: str) -> bool:
        """Whether two pieces are words that a hyphen joins."""
        both = before in self.known and after in self.known
        plain = FUNCTION_WORDS.isdisjoint((before, after))
        return f"{before}-{after}" in self.known or (both and plain)


def words_of(text: str) -> frozenset[str]:
    """Return the words that a text prints, in small letters; those at line ends left out."""
    found = set()
    for match in _WORD.finditer(text):
        if match.end() - match.start() <= _LONGEST:
            found.add(match[0].lower())
    return frozenset(found)


def divided(text: str, end: int, start: int) -> tuple[str, str] | None:
    """Return the pieces of a word that is divided between two lines, or ``None``.

    ``end`` is the end of the one line, ``start`` the start of the next.
    """
    before = _BEFORE.search(text[max(end - _LONGEST, 0) : end])
    after = _AFTER.match(text, start, start + _LONGEST)
    return (before[1], after[0]) if before and after else None


@lru_cache(maxsize=4)
def load_words(models: Path = MODELS) -> Words:
    """Return the words of ``models/lines``. Raises ``ModelError`` when it is not whole."""
    return Words(frozenset(weights("lines", WORDS, models).read_text("utf-8").split()))
