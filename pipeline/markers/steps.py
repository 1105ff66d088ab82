"""Numbers that count the steps of a movement or the parts of a figure: ``(1–3) … (4–6) … (7)``.

Within a few lines each goes on where the one before it ended. A list of references is cited so
where it is cited for the first time; ranges that do it again count something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.markers.candidates import Candidate

_NEAR = 400
"""Characters between two numbers that count on."""

_LEAST, _RANGES = 3, 2
"""So many numbers that count on, and of them so many ranges, are no chance of citing."""

_SENTENCE = re.compile(r"\s{1,3}[\"“‘(]?[^\W\d_a-z]")
_STOP = re.compile(r"[.!?](?:\s{1,3}[\"“‘(\[]?[^\W\d_a-z]|\s{0,3}\Z|\s{0,3}\n)")


def enumerations(
    candidates: Sequence[Candidate], own: Sequence[int], text: str, labels: frozenset[int]
) -> dict[int, int]:
    """Return the candidates of one shape that count on from 1, each with how many do.

    A number counts what follows it. Those of the list that each end a sentence count nothing,
    however short the list and often they come in order.
    """
    return {
        i: len(chain)
        for chain in _chains(candidates, own)
        if not all(_ends_sentence(candidates[i], text, labels) for i in chain)
        for i in chain
    }


def _ends_sentence(one: Candidate, text: str, labels: frozenset[int]) -> bool:
    ends = not text[one.end : one.block_end].strip()  # as on a slide, without a stop
    known = labels.issuperset(one.numbers)
    return known and (ends or _STOP.match(text, one.end, one.block_end) is not None)


def without_steps(
    candidates: Sequence[Candidate], believed: Sequence[float], text: str
) -> list[float]:
    """Return what is believed: nothing of ranges that count once more what was cited before.

    Nor of numbers that count the sentences of a paragraph, which the first of them opens.
    """
    found = list(believed)
    for shape in ("paren", "bracket"):
        own = [i for i, c in enumerate(candidates) if c.shape == shape]
        cited: set[int] = set()
        at = 0
        for chain in _chains(candidates, own):
            while own[at] < chain[0]:
                cited.update(candidates[own[at]].numbers if believed[own[at]] > 0.5 else ())
                at += 1
            ranges = sum(len(candidates[i].numbers) > 1 for i in chain)
            again = all(cited.issuperset(candidates[i].numbers) for i in chain)
            steps = again and len(chain) >= _LEAST and ranges >= _RANGES
            if steps or all(_opens(candidates[i], text, i == chain[0]) for i in chain):
                for i in chain:
                    found[i] = 0.0
    return found


def _opens(one: Candidate, text: str, first: bool) -> bool:
    """Say whether a number stands before a sentence, the first of them at its block's begin."""
    if first and text[one.block_start : one.start].strip():
        return False
    return _SENTENCE.match(text, one.end, one.block_end) is not None


def _chains(candidates: Sequence[Candidate], own: Sequence[int]) -> list[list[int]]:
    """Return the runs of two or more numbers, or ranges, that count on from 1."""
    found: list[list[int]] = []
    chain: list[int] = []
    for i in own:
        numbers, start = candidates[i].numbers, candidates[i].start
        last = candidates[chain[-1]] if chain else None
        if numbers != tuple(range(numbers[0], numbers[0] + len(numbers))):
            continue
        near = last is not None and start - last.end < _NEAR
        if last and near and numbers[0] == last.numbers[-1] + 1:
            chain.append(i)
        elif last and near and len(numbers) > 1 and numbers == last.numbers:
            chain.append(i)  # "(7–10)", and again
        elif numbers[0] == 1:
            chain = [i]
        elif len(numbers) == 1:
            chain = []
        if len(chain) == 2:
            found.append(chain)
    return found
