"""What stands around a verb: its own subject, and the noun that it leads to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.claims.phrases import (
    FINITE,
    Token,
    Verb,
    base,
    begins_clause,
    group,
    noun,
)
from pipeline.claims.text import vocabulary

Span = tuple[int, int]
"""First word and the one after the last."""


class Clause(NamedTuple):
    """The parts of a claim as stretches of words."""

    subject: Span | None = None
    relation: Span | None = None
    object: Span | None = None


SHOWS = vocabulary(
    "suggests suggest suggested shows show showed shown finds find found indicates indicate "
    "indicated reveals revealed demonstrates demonstrated confirms confirmed concluded reported "
    "reports argue argues believe says say said know note noted estimate estimated"
)


_OUTSIDE = vocabulary(
    "than compared while when because although though since if unless until despite besides "
    "during before after according as without following via"
)


_TIMES = vocabulary(
    "year years month months week weeks day days hour hours minute minutes decade decades night "
    "morning today january february march april june july august september october november "
    "december"
)


BETWEEN = 9  # words between a passive and its "by"


_WIDE = 12  # words before a stretch in which the phrase that it is in begins
_LONGEST_SUBJECT = 30  # words


def text_at(words: Sequence[Token], at: int) -> str:
    """Return a word, or nothing beyond the sentence."""
    return words[at].text if 0 <= at < len(words) else ""


def tag_at(words: Sequence[Token], at: int) -> str:
    """Return a word's tag, or nothing beyond the sentence."""
    return words[at].tag if 0 <= at < len(words) else ""


ACTS = ("up", "down", "bring")


def completed(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Look for a missing subject before the verb and a missing object after it."""
    if clause.relation is None:
        return clause
    subject, (first, last), said = clause.subject, clause.relation, clause.object
    if subject is None and (said is None or said[0] >= last):
        subject = noun_before(words, first)
    if said is None and (subject is None or subject[1] <= first):
        found = noun_after(words, last)
        if found is not None:
            between = last if text_at(words, last) == "," else found[0]
            return Clause(subject, (first, between), found)
    return Clause(subject, (first, last), said)


def noun_before(words: Sequence[Token], verb: int) -> Span | None:
    """Return the noun phrase, with all that hangs on it, that stands before a verb."""
    end = verb
    while tag_at(words, end - 1) == "RB" or text_at(words, end - 1) == ",":
        end -= 1
    if tag_at(words, end - 1) == "CC":  # "found no risk and was …"
        return None
    start = _clause_start(words, end)
    while start < end and words[start].tag in {"RB", "CC", "PU", ","}:
        start += 1
    if tag_at(words, start) in {"IN", "TO", "SC", "WRB", "VBN", "VBG"}:
        commas = [at for at in range(start, end) if words[at].text == ","]
        later = [at + 1 for at in commas if base(words, at + 1) > at + 1]
        gerund = words[start].tag == "VBG" and not later
        if not gerund:
            if not later:
                return None
            start = later[-1]
    elif base(words, start) == start:
        return None
    end = _before_aside(words, start, end)
    inside = words[start:end]
    if not 0 < len(inside) <= _LONGEST_SUBJECT or (len(inside) == 1 and inside[0].tag == "EX"):
        return None
    verbs = [at for at in range(start, end) if words[at].tag in FINITE]
    if any(not is_relative(words, at) for at in verbs):
        return None
    return start, end


def _before_aside(words: Sequence[Token], start: int, end: int) -> int:
    """Return where a noun ends that has an aside between commas: "Zinc, taken early, shortened"."""
    head = base(words, start)
    aside = text_at(words, head) == "," and text_at(words, end) == ","
    return head if aside and tag_at(words, head + 1) in {"VBN", "VBG", "WDT"} else end


def is_relative(words: Sequence[Token], at: int) -> bool:
    """Tell a verb right after "who", "that" or "which"."""
    while tag_at(words, at - 1) == "RB":
        at -= 1
    return tag_at(words, at - 1) == "WDT"


def _clause_start(words: Sequence[Token], end: int) -> int:
    for at in range(end - 1, -1, -1):
        word = words[at]
        if word.text == "which" and tag_at(words, at - 1) == "IN":
            return at + 1
        if word.tag in {"SC", "EX"} or word.text in {";", ":", "—", "–", "(", "["}:
            return at + 1
        if word.tag == "WRB":
            return at + 1
        if word.tag in FINITE and word.text in SHOWS and tag_at(words, at + 1) not in {"IN", "SC"}:
            return at + 1
        joins = word.tag == "CC" and text_at(words, at - 1) == ","
        if joins and any(one.tag in FINITE for one in words[:at]):
            return at + 1
    return 0


def noun_after(words: Sequence[Token], last: int) -> Span | None:
    """Return the noun phrase that a verb leads to, over adverbs, prepositions, infinitives."""
    at = last
    if text_at(words, at) == ",":  # "is, as its name says, a disease of the lungs"
        closing = [k for k in range(at + 1, at + BETWEEN) if text_at(words, k) == ","]
        at = closing[0] + 1 if closing else at
        end = noun(words, at)
        return (at, end) if closing and end > at and not begins_clause(words, end) else None
    for _ in range(6):
        tag, word = tag_at(words, at), text_at(words, at)
        if word in _OUTSIDE or tag in {"SC", "WDT", "WRB", "CC", ",", "PU", "BR", ""}:
            return None
        end = noun(words, at)
        if end > at:
            timed = words[end - 1].text in _TIMES
            return None if timed or begins_clause(words, end) else (at, end)
        if tag == "TO" and tag_at(words, at + 1) in {"VB", "RB"}:
            at = group(words, at + 1).last if tag_at(words, at + 1) == "VB" else at + 1
        elif tag in {"VBG", "VBN", "VB"}:
            at = group(words, at).last
        elif tag in {"IN", "RB", "JJ", "JJR", "RP"}:
            at += 1
        else:
            return None
    return None


def bases(words: Sequence[Token], span: Span) -> list[Span]:
    """Return the noun phrases without prepositions that a stretch of words may cut through."""
    at, found = span[0], []
    while at > max(0, span[0] - _WIDE) and words[at - 1].tag not in {*FINITE, "IN", "TO", "SC"}:
        at -= 1
    while at < min(len(words), span[1] + 1):
        end = base(words, at)
        if end > at:
            found.append((at, end))
        at = max(at + 1, end)
    return found


Step = Callable[[Sequence[Token], Clause, Sequence[Verb]], Clause]


def word_before(words: Sequence[Token], at: int) -> int:
    """Return the word before a verb, over adverbs."""
    at -= 1
    while tag_at(words, at) == "RB":
        at -= 1
    return at
