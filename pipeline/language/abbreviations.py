"""Abbreviations that an article defines: ``tumor necrosis factor-alpha (TNF-alpha)``.

scispaCy's ``AbbreviationDetector`` (Schwartz and Hearst, 2003) proposes the pairs. Its
proposals are then checked and repaired: a short form needs a capital, its letters must
be found from the right in the long form, and the long form begins where its words'
initials begin to spell the short form (the detector loses its place after hyphens and
would have ``PPI`` stand for ``pump inhibitors``).
"""

from __future__ import annotations

import functools
import re
import warnings
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language as Pipe
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

Tokens = Sequence[tuple[int, int, bool]]

BEFORE = 26  # tokens before a bracket in which a long form may begin
MOST, AGAIN = 3_000, 5  # brackets read in an article, and those that end in one word
_SHORT = re.compile(r"[A-Za-zΑ-Ωα-ω][\wΑ-Ωα-ω./+-]{1,11}")
# A short form after "or" between commas, or first in brackets that go on; one word's in brackets;
# any in square brackets.
_APPOSED = re.compile(
    r"(?:(?:,\s|\s\()(?:or|also (?:called|known as)|here(?:in)?after|henceforth|known as|called"
    r"|abbreviated(?: as| to)?)\s|\s\((?=[\w/-]{2,11}[,;]\s)|\s\((?=[A-Z][a-z]{1,2}\))"
    r"|\s\[(?=[\w/-]{2,11}\]))(?P<short>[A-Z][A-Za-z\d/-]{1,10})(?=[,;)\]])"
)
_WORD = re.compile(r"[^\W_]+")
_QUOTES = re.compile(r"[\"“”«»]|(?<!\w)['‘’]|(?<=[^\Ws])['‘’](?!\w)")
# Words that do not count when initials are compared.
_SMALL = frozenset(
    ["of", "the", "and", "in", "for", "with", "to", "by", "on", "or", "a", "an", "de"]
)


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and its long form, both as spans of the article."""

    short: str
    long: str
    short_start: int
    short_end: int
    long_start: int
    long_end: int


def find_definitions(text: str, units: Iterable[Tokens]) -> tuple[Abbreviation, ...]:
    """Return the abbreviations defined in the units' tokens; the first definition wins."""
    found: dict[str, Abbreviation] = {}
    tried: Counter[str] = Counter()
    for unit in units:
        if not unit:
            continue
        for one in _apposed(text, unit):
            found.setdefault(one.short, one)
        if text.find("(", unit[0][0], unit[-1][1]) < 0:
            continue
        for window in _windows(text, unit):
            bracket = text[window[-2][0] : window[-2][1]]
            tried[bracket] += 1
            if tried[bracket] > AGAIN or len(tried) > MOST:
                continue
            for one in _define(text, window) + _inside(text, window):
                found.setdefault(one.short, one)
    return tuple(sorted(found.values(), key=lambda a: a.short_start))


def _apposed(text: str, tokens: Tokens) -> Iterator[Abbreviation]:
    """Read what the detector does not: ``X, or PCOS,``, ``X (IBS, also called Y)``, ``[PCBs]``."""
    for match in _APPOSED.finditer(text, tokens[0][0], tokens[-1][1]):
        short, start = match["short"], match.start("short")
        at = bisect_left(tokens, start, key=lambda token: token[0])
        if at == len(tokens) or tokens[at][0] != start:
            continue  # a part of a word, or of a citation marker
        if short.istitle():  # of one word, and nothing else stands in the brackets
            words = list(_WORD.finditer(text, max(tokens[0][0], match.start() - 40), match.start()))
            begin = words[-1].start() if words and len(words[-1][0]) > 4 else None
            letters = [c.lower() for c in short]
            if begin is None or not _in_order(text[begin : match.start()].lower(), letters):
                continue
        else:
            first = tokens[max(0, at - 2 * len(short) - 6)][0]
            begin = long_form_start(text, first, match.start(), short)
        if begin is not None:
            long_text = " ".join(text[begin : match.start()].split())
            end = start + len(short)
            yield Abbreviation(short, long_text, start, end, begin, match.start())


def _windows(text: str, tokens: Tokens) -> Iterator[Tokens]:
    """Yield the tokens up to each bracket's end that may define an abbreviation."""
    opened: int | None = None
    for i, (start, end, _) in enumerate(tokens):
        if end - start != 1:
            continue
        if text[start] == "(":
            opened = i
        elif text[start] == ")" and opened is not None:
            first, length = opened + 1, i - opened - 1
            near = (tokens[j] for j in (first, opened - 1) if 0 <= j < i)
            if 0 < length <= 9 and any(is_short_form(text[a:b]) for a, b, _ in near):
                yield tokens[max(0, opened - BEFORE) : i + 1]
            opened = None


def _inside(text: str, tokens: Tokens) -> list[Abbreviation]:
    """Read ``BMD (bone mineral density)``; the detector wants four words in the brackets."""
    opened = next(i for i in range(len(tokens) - 1, -1, -1) if text[tokens[i][0]] == "(")
    if opened < 1 or any(t[2] for t in tokens[opened:]):
        return []
    begin, end = tokens[opened + 1][0], tokens[-2][1]
    start, stop, _ = tokens[opened - 1]
    short = text[start:stop]
    if " " not in text[begin:end] or long_form_start(text, begin, end, short) != begin:
        return []
    long_text = " ".join(_QUOTES.sub("", text[begin:end]).split())
    return [Abbreviation(short, long_text, start, stop, begin, end)]


def _define(text: str, tokens: Tokens) -> list[Abbreviation]:
    """Run the detector over a window of tokens and repair what it proposes."""
    found = []
    for short, long in _propose(text, tokens):
        (s_first, s_last), (l_first, l_last) = short, long
        short_start, short_end = tokens[s_first][0], tokens[s_last - 1][1]
        if any(tokens[i][2] for i in range(min(s_first, l_first) + 1, max(s_last, l_last))):
            continue  # a citation marker stands between
        inside = l_first > s_last
        # Outside brackets, the long form may begin further left than proposed.
        begin = tokens[l_first if inside else max(0, s_first - 2 * (short_end - short_start) - 4)][
            0
        ]
        end = tokens[l_last - 1][1]
        start = long_form_start(text, begin, end, text[short_start:short_end])
        if start is None or (inside and start != begin):
            continue
        long_text = " ".join(_QUOTES.sub("", text[start:end]).split())
        found.append(
            Abbreviation(text[short_start:short_end], long_text, short_start, short_end, start, end)
        )
    return found


def _propose(text: str, tokens: Tokens) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return (short, long) token spans by scispaCy's detector.

    The detector keeps what it has defined and its vocabulary every word: a new one each time,
    in a zone of memory of its own.
    """
    from scispacy.abbreviation import AbbreviationDetector

    nlp = _blank()
    pairs, seen = [], set()
    with nlp.vocab.memory_zone(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"\[W036\]", UserWarning)  # nothing was defined
        doc = AbbreviationDetector(nlp)(_doc(nlp.vocab, text, tokens))
        for short in doc._.abbreviations:
            long = short._.long_form
            if long is None or not len(long) or (short.text, long.start) in seen:
                continue
            # Of a short form's occurrences only the one next to its long form is a definition.
            gap = short.start - long.end if short.start >= long.end else long.start - short.end
            if gap == 1:
                seen.add((short.text, long.start))
                pairs.append(((short.start, short.end), (long.start, long.end)))
    return pairs


def _doc(vocab: Vocab, text: str, tokens: Tokens) -> Doc:
    from spacy.tokens import Doc

    words = [text[start:end] for start, end, _ in tokens]
    spaces = [tokens[i][1] < tokens[i + 1][0] for i in range(len(tokens) - 1)] + [False]
    return Doc(vocab, words=words, spaces=spaces)


@functools.cache
def _blank() -> Pipe:
    import spacy

    return spacy.blank("en")


def long_form_start(text: str, begin: int, end: int, short: str) -> int | None:
    """Return where a long form that ends at ``end`` begins, or ``None`` if there is none.

    Tried from the nearest word leftwards: first that the words' initials spell the short
    form's letters, then that its letters are found in order, from the right, the first
    at the start of a word (Schwartz and Hearst).
    """
    if not is_short_form(short):
        return None
    letters = [c.lower() for c in short if c.isalnum()]
    if letters[-1] == "s" and short[-1] == "s" and len(letters) > 2:
        letters.pop()
    begin = max(begin, *(text.rfind(mark, begin, end) + 1 for mark in "()[]{};"))
    words = [(m.start(), m.group().lower()) for m in _WORD.finditer(text, begin, end)]
    wide = next((i for i in range(len(words) - 1, -1, -1) if _initials(words[i:], letters)), None)
    if wide is not None:
        return words[wide][0]
    best: tuple[float, int] | None = None
    for i in range(len(words) - 1, max(-1, len(words) - 2 * len(letters) - 3), -1):
        start = words[i][0]
        if words[i][1][0] == letters[0] and words[i][1] not in _SMALL:
            form = text[start:end].lower()
            if len(form) > len(short) + 1 and _in_order(form, letters):
                score = _fit([w for _, w in words[i:] if w not in _SMALL], letters)
                best = max(best or (score, start), (score, start), key=lambda x: x[0])
    return best[1] if best else None


def is_short_form(short: str) -> bool:
    """Say whether a string is written like an abbreviation: short, with a capital."""
    if not _SHORT.fullmatch(short):
        return False
    capitals = sum(c.isupper() for c in short)
    digits = any(c.isdigit() for c in short)
    return capitals >= 2 or (
        capitals == 1 and (digits or (len(short) <= 3 and not short.istitle()))
    )


def _initials(words: list[tuple[int, str]], letters: list[str]) -> bool:
    """Say whether the words' initials, small words left out at will, are the letters."""
    at = 0
    if words[0][1] in _SMALL:
        return False
    for _, word in words:
        if at < len(letters) and word[0] == letters[at]:
            at += 1
        elif word not in _SMALL:
            return False
    return at == len(letters)


def _fit(words: list[str], letters: list[str]) -> float:
    """Rate a long form: words whose initials stand in the short form, less those without."""
    hits = at = 0
    for word in words:
        if word[0] in letters[at:]:
            at = letters.index(word[0], at) + 1
            hits += 1
    return hits - 0.5 * (len(words) - hits)


def _in_order(form: str, letters: list[str]) -> bool:
    """Match the letters from the right; the first one must be the form's first."""
    at = len(form)
    for letter in reversed(letters[1:]):
        at = form.rfind(letter, 1, at)
        if at < 0:
            return False
    return form[0] == letters[0]
