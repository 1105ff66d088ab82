"""Noun phrases and verb groups of a sentence, by the part of speech that the encoder gives words.

Penn tags, coarser (``pipeline.recipes.encoder.grammar``). The tags are right nineteen times of
twenty, and most slips are between nouns and adjectives, which make the same phrases.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.claims.text import vocabulary
from pipeline.records import Part

FINITE = vocabulary("MD VBZ VBP VBD")
VERBAL = vocabulary("MD VBZ VBP VBD VB VBN VBG")
NOUNS = vocabulary("NN NNS")
_MODIFIERS = vocabulary("DT JJ JJR CD NN NNS POS HYPH")
_LEADING = vocabulary("DT JJ CD POS CC , RB HYPH")
_GLUE = vocabulary("- ‐ ‑ – / + % ' ’ & . , ^")  # within a word, no space on either side
_QUOTES = vocabulary("“ ” \" ‘ ’ '")
_STARS = vocabulary("this that these those it they he she we you i one both others some many most")
# Nouns that are followed by what they are of: "risk for falls", "an increase in pain".
_LIGHT = re.compile(
    r"(?:risks?|chances?|odds|likelihood|need|increases?|decreases?|reductions?|rises?|declines?|"
    r"changes?|improvements?|differences?|roles?|effects?|impacts?|influences?|benefits?|"
    r"responses?|resistance|exposure|approach|access|sensitivity|damage|marker|factors?|"
    r"treatments?|medications?|drugs?|vaccines?|evidence|levels|receptors?|allerg(?:y|ies)|"
    r"susceptibility|tolerance|intolerance|injur(?:y|ies)|lack|therapy|therapies|remedy|cure)\Z"
)
_LED_BY = vocabulary("for in on to against")
PEOPLE = vocabulary(
    "people patients patient individuals persons men women adults children those participants "
    "subjects babies infants teens teenagers adolescents students workers mothers mice rats animals"
)
_GENERIC = PEOPLE | vocabulary("substances compounds foods things something anything someone cells")
_SHARES = vocabulary("percent % ‰")
_OPENINGS = vocabulary("general particular addition short total fact")  # "in general, …"
_JOINS = vocabulary("and or & plus")
_NAMING = vocabulary("like including especially")
_MOST = 60  # words of a noun phrase


class Token(NamedTuple):
    """A word of the encoder in lower case, with its place in the article and its tag."""

    text: str
    start: int
    end: int
    tag: str


class Verb(NamedTuple):
    """A verb group, as first and after last word: "have been shown to increase"."""

    first: int
    last: int
    passive: bool


def tokens_of(text: str, tagged: Sequence[tuple[int, int, str]]) -> list[Token]:
    """Return words with their tags, a few plain slips of the tagger mended."""
    found: list[Token] = []
    for start, end, tag in tagged:
        word, before = text[start:end].lower(), found[-1].tag if found else ""
        if tag == "VBG" and not word.endswith(("ing", "in")):
            tag = "VBD"
        elif tag == "JJ" and word.endswith("ing") and before == "NNS":
            tag = "VBG"
        elif tag == "RB" and word == "early":
            tag = "JJ"
        found.append(Token(word, start, end, tag))
    return found


def part(text: str, words: Sequence[Token], first: int, last: int) -> Part | None:
    """Return a stretch of words as a part of a claim."""
    if first >= last:
        return None
    start, end = words[first].start, words[last - 1].end
    return Part(text=text[start:end], start=start, end=end)


def index_at(words: Sequence[Token], offset: int) -> int:
    """Return the first word that ends after an offset."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high) // 2
        if words[middle].end <= offset:
            low = middle + 1
        else:
            high = middle
    return low


def _tag(words: Sequence[Token], at: int) -> str:
    return words[at].tag if 0 <= at < len(words) else ""


def _text(words: Sequence[Token], at: int) -> str:
    return words[at].text if 0 <= at < len(words) else ""


def _glued(words: Sequence[Token], at: int) -> bool:
    """Tell a sign within a word: ``vitamin-D``, ``IL/6``."""
    inside = 0 < at < len(words) - 1 and words[at].text in _GLUE
    return (
        inside
        and words[at - 1].end == words[at].start
        and words[at].end == words[at + 1].start
        and words[at + 1].text.isalnum()
    )


def base(words: Sequence[Token], at: int) -> int:
    """Return the end of the noun phrase without prepositions that begins here, or ``at``."""
    head, i = at, at
    while i < len(words) and i - at < _MOST:
        tag, word = words[i].tag, words[i].text
        following = _tag(words, i + 1)
        if _glued(words, i) and i > at:
            i += 2
            head = i if _tag(words, i - 1) in NOUNS | {"CD"} and _tag(words, at) != "CD" else head
            continue
        if tag == "DT" and head > at:
            break
        if tag in _MODIFIERS or (word in _SHARES and i > at):
            i += 1
            head = i if tag in NOUNS or word in _SHARES else head
            continue
        modifies = tag in {"VBN", "VBG"} and following in NOUNS | {"JJ", "HYPH"}
        if (
            (modifies and i > at and words[i - 1].tag in _LEADING and head == at)
            or (
                tag in {"RB", "HYPH"}
                and following in {"JJ", "JJR", "VBN", "CD", "RB"}
                and head == at
            )
            or (tag in {"CC", ","} and _adjectives(words, i) and head == at)
        ):
            i += 1
        elif word in _QUOTES and i + 1 < len(words) and (following in _MODIFIERS or head == i):
            i += 1
            head = i if head == i - 1 and head > at and word in '”"' else head
        else:
            break
    if head > at:
        return head
    return _headless(words, at, i)


def _adjectives(words: Sequence[Token], at: int) -> bool:
    """Tell "initial and later (stages)": what is joined stands before one noun."""
    later = at + 1
    while _tag(words, later) in {"RB", "HYPH"}:
        later += 1
    qualities = {"JJ", "JJR", "VBN", "VBG"}
    if words[at - 1].tag not in qualities or _tag(words, later) not in qualities:
        return False
    if words[at - 1].text in _OPENINGS and _tag(words, at - 2) == "IN":
        return False
    while _tag(words, later) in qualities | {"HYPH", "CC", ",", "RB"}:
        later += 1
    return _tag(words, later) in NOUNS


def _headless(words: Sequence[Token], at: int, end: int) -> int:
    """Return the end of a noun phrase without a noun: "it", "the elderly", "20%", "eating"."""
    if _tag(words, at) == "PRP" or _text(words, at) in _STARS:
        return at + 1
    if end > at and words[at].tag in {"DT", "CD"} and words[end - 1].tag in {"JJ", "CD"}:
        return end
    return at


def noun(words: Sequence[Token], at: int, listed: bool = True) -> int:
    """Return the end of the whole noun phrase that begins here, or ``at``.

    It goes on over ``of``, over what light nouns lead to, and over lists.
    """
    end = base(words, at)
    if end == at:
        return at
    while end - at < _MOST:
        after = _led(words, at, end)
        if after == end and listed:
            after = _list(words, end)
        if after == end:
            return end
        end = after
    return end


def _led(words: Sequence[Token], at: int, end: int) -> int:
    """Return where a noun phrase ends after the preposition that goes on with it."""
    word, head = _text(words, end), words[end - 1].text
    if word == "of" and head != "%":
        after = noun(words, end + 1, listed=False)
        return after if after > end + 1 else end
    goes_on = (word in _LED_BY and _LIGHT.match(head)) or (word == "with" and head in PEOPLE)
    if goes_on:
        after = noun(words, end + 1, listed=False)
        return after if after > end + 1 else end
    if word in {"that", "who"} and head in _GENERIC and end - at <= 3:
        return _relative(words, end)
    return end


def _relative(words: Sequence[Token], at: int) -> int:
    """Return the end of a relative clause with its verb and what follows, or ``at``."""
    verb = at + 1
    while _tag(words, verb) == "RB":
        verb += 1
    if _tag(words, verb) not in FINITE:
        return at
    verb = group(words, verb).last
    end = noun(words, verb)
    if end == verb or (words[verb].text == "both" and end == verb + 1):
        end = verb
        while _tag(words, end) in {"JJ", "JJR", "RB", "CC", "DT", "VBN"}:
            end += 1
        while end > verb and _tag(words, end - 1) in {"CC", "DT", "RB"}:
            end -= 1
    return end


def _list(words: Sequence[Token], end: int) -> int:
    """Return where the rest of a list ends that goes on here, or ``end`` where none does."""
    found, i = end, end
    opened = False
    while i < len(words) and i - end < _MOST:
        comma = words[i].text == ","
        after = i + 1 if comma else i
        joined = _text(words, after) in _JOINS
        if joined:
            after += 1
            after += _text(words, after) == "even"
        elif _text(words, after) in _NAMING:
            after, opened = after + 1, True
        elif (_text(words, after), _text(words, after + 1)) == ("such", "as"):
            after, opened = after + 2, True
        elif [_text(words, after + k) for k in range(3)] == ["as", "well", "as"]:
            after, joined = after + 3, True
        elif not comma:
            break
        last = noun(words, after, listed=False)
        if last == after or begins_clause(words, last):
            break
        i = last
        if joined or (opened and _tag(words, last) != "BR"):
            found = last
    return found


def begins_clause(words: Sequence[Token], at: int) -> bool:
    """Tell whether a finite verb follows: what stands before is the subject of another clause."""
    while _tag(words, at) == "RB":
        at += 1
    return _tag(words, at) in FINITE


def group(words: Sequence[Token], at: int) -> Verb:
    """Return the verb group that begins at a verb."""
    end, i = at + 1, at + 1
    while i < len(words):
        tag = words[i].tag
        if tag in VERBAL:
            later = i + 1
            if (
                tag in {"VBN", "VBG"}
                and _tag(words, later) in NOUNS
                and not _is_aux(words, end - 1)
            ):
                break  # "reduced joint pain": the participle is of the noun
            end = i = i + 1
        elif tag in {"RB", "TO", "RP"} or words[i].text in {"’", "'", "t"}:
            if tag == "RP" or words[i].text in {"not", "t"}:
                end = i + 1
            i += 1
        elif tag == "CC" and i == end and _tag(words, i + 1) == words[i - 1].tag:
            i += 1  # "are born and raised in"
        else:
            break
    verbs = [word for word in words[at:end] if word.tag in VERBAL]
    passive = len(verbs) > 1 and verbs[-1].tag == "VBN" and verbs[-2].text in _BE
    return Verb(at, end, passive)


_BE = vocabulary("is are was were be been being get gets got s re")
_AUXILIARIES = _BE | vocabulary("has have had do does did to")


def _is_aux(words: Sequence[Token], at: int) -> bool:
    while at > 0 and words[at].tag == "RB":
        at -= 1
    return words[at].text in _AUXILIARIES or words[at].tag == "MD"


def verbs_of(words: Sequence[Token]) -> list[Verb]:
    """Return the verb groups of a sentence that have a finite verb."""
    found, at = [], 0
    while at < len(words):
        tag = words[at].tag
        bare = tag == "VB" and _tag(words, at - 1) in NOUNS
        if tag in FINITE or bare:
            found.append(group(words, at))
            at = found[-1].last
        else:
            at += 1
    return found
