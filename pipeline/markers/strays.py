"""Markers printed in other brackets than those of their article: ``[1] … [2] … (3) … [4]``.

The model takes an article to cite in one way, so that such a number is believed too little. What
tells it are the markers of the other brackets: it is the next number, which none of them has, or
it joins the text as they do, after the full stop.

A number glued to a word before a pause is believed too little as well: ``stops the heart4; it``,
and one that is glued to the same word twice, which names have: ``in mice1``, where all of them are
cited in order;
and so are those that stand behind full stops like the labels of what follows, though they end
their paragraphs: ``Zinc lowers copper. (1) Iron helps. (2)``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.markers.candidates import Candidate, words
from pipeline.markers.features import Context, manner

_OTHER = {"bracket": "paren", "paren": "bracket"}
_LIKELY = 0.8
"""What a number must be believed by what stands round it, to be the one that the others lack."""

_LEAST, _MOSTLY = 3, 0.6
"""So many markers, and such a share of them, make a habit of an article."""

_ORDERLY = 0.9
"""Of the numbers that are named for the first time, those that follow on the highest so far."""

_STOPPED = re.compile(r"[.!?][\"”’]?\s{1,3}\Z")
_PAUSE = re.compile(r"[;:]\s(?=[^\W\d_])")
_PLAIN = re.compile(r"(?<![\w-])[^\W\d_A-Z]{2,30}\Z")
_LONG = 4
_SHORT = words(
    "age air all arm day ear eye fat fed few gut him it leg low man may men one rat six so ten too "
    "two us use yet"
)
"""Shorter words that nothing is called with a number by: "by age two4, but"."""
_BACK = 32
"""Characters before a number that hold the word it is glued to."""


def with_strays(
    candidates: Sequence[Candidate],
    first: Sequence[float],
    believed: Sequence[float],
    ctx: Context,
) -> list[float]:
    """Return what is believed of the candidates, that of strays raised to the first look's."""
    found = list(believed)
    strong = [c for c, chance in zip(candidates, believed, strict=True) if chance > 0.5]
    cited = {shape: {n for c in strong if c.shape == shape for n in c.numbers} for shape in _OTHER}
    habits = {shape: _habit(ctx.text, strong, shape) for shape in _OTHER}
    tops = dict.fromkeys(_OTHER, 0)
    raised = sum(c.shape == "flat" for c in strong) >= _LEAST
    closing = {shape for shape in _OTHER if _close(candidates, shape, ctx)}
    if _hug(candidates, ctx):
        closing.add("paren")
    ordered = _in_order(candidates, ctx)
    for i, candidate in enumerate(candidates):
        if ordered and candidate.shape == "flat" and _behind_plain_word(candidate, ctx):
            found[i] = max(found[i], _LIKELY)
        if candidate.shape in closing:
            found[i] = max(found[i], _LIKELY)
        if raised and candidate.shape == "flat" and _before_pause(candidate, ctx):
            found[i] = max(found[i], _LIKELY)
        if candidate.shape not in _OTHER:
            continue
        if believed[i] > 0.5:
            tops[candidate.shape] = max(tops[candidate.shape], *candidate.numbers[:30])
        elif len(candidate.numbers) == 1 and candidate.numbers[0] in ctx.labels:
            other, number = _OTHER[candidate.shape], candidate.numbers[0]
            lacking = tops[other] and number == tops[other] + 1 and number not in cited[other]
            alike = habits[other] and manner(ctx.text, candidate)[0] == habits[other]
            if (lacking and first[i] > _LIKELY) or (alike and not _enumerates(candidates, i)):
                found[i] = max(first[i], _LIKELY)
    return found


def _habit(text: str, strong: Sequence[Candidate], shape: str) -> str:
    """Return how most markers of a shape stand after a full stop, empty if they do not."""
    ways = Counter(manner(text, c)[0] for c in strong if c.shape == shape)
    way, count = ways.most_common(1)[0] if ways else ("", 0)
    return way if way[:1] == "." and count >= max(_LEAST, _MOSTLY * ways.total()) else ""


def _close(candidates: Sequence[Candidate], shape: str, ctx: Context) -> bool:
    """Say whether numbers of the list stand behind full stops, the last at its block's end."""
    own = [c for c in candidates if c.shape == shape]
    last = {c.block_start: c for c in own}
    return len(own) >= _LEAST and all(
        ctx.labels.issuperset(c.numbers)
        and _STOPPED.search(ctx.text[max(c.block_start, c.start - 4) : c.start])
        and (c is not last[c.block_start] or not ctx.text[c.end : c.block_end].strip())
        for c in own
    )


def _hug(candidates: Sequence[Candidate], ctx: Context) -> bool:
    """Say whether all numbers in parentheses stand right behind words and name most of the list."""
    own = [c for c in candidates if c.shape == "paren"]
    named = {number for c in own for number in c.numbers}
    return (
        len(own) >= _LEAST
        and all(c.start > c.block_start and ctx.text[c.start - 1].isalpha() for c in own)
        and named <= ctx.labels
        and len(named) >= _MOSTLY * len(ctx.labels)
    )


def _enumerates(candidates: Sequence[Candidate], at: int) -> bool:
    """Say whether a number counts on from, or to, another in the same brackets nearby."""
    one = candidates[at]
    near = (c for c in candidates[max(0, at - 4) : at + 5] if c.shape == one.shape)
    return any(abs(c.numbers[0] - one.numbers[0]) == 1 and len(c.numbers) == 1 for c in near)


def _in_order(candidates: Sequence[Candidate], ctx: Context) -> bool:
    """Say whether flattened numbers name most of the list, each for the first time in its turn."""
    own = [c for c in candidates if c.shape == "flat" and ctx.labels.issuperset(c.numbers)]
    top = steps = named = 0
    for number in (n for c in own for n in c.numbers):
        if number > top:
            steps += number == top + 1
            named += 1
            top = number
    return named >= max(_LEAST, _MOSTLY * len(ctx.labels)) and steps >= _ORDERLY * named


def _behind_plain_word(one: Candidate, ctx: Context) -> bool:
    """Say whether numbers of the list are glued to a word that is no name with a digit.

    It stands alone too, has other numbers elsewhere, or has its number once.
    """
    before = ctx.text[max(one.block_start, one.start - _BACK) : one.start]
    word = _PLAIN.search(before)
    if not ctx.labels.issuperset(one.numbers):
        return False
    if word is None or (len(word[0]) < _LONG and word[0] not in _SHORT):
        return before[-2:] in ("°C", "°F")  # not "log10", "var1"
    once = ctx.glued[f"{word[0]}{one.numbers[0]}"] == 1
    return once or ctx.words[word[0]] > 0 or ctx.forms[word[0]] > 1


def _before_pause(one: Candidate, ctx: Context) -> bool:
    """Say whether numbers of the list end a clause whose last word has no number elsewhere."""
    if not set(one.numbers) <= ctx.labels or not _PAUSE.match(ctx.text, one.end, one.block_end):
        return False
    word = _PLAIN.search(ctx.text[max(one.block_start, one.start - _BACK) : one.start])
    return (
        word is not None
        and ctx.forms[word[0]] == 1
        and ctx.glued[f"{word[0]}{one.numbers[0]}"] == 1
    )
