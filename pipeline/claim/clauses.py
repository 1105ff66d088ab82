"""Subject, relation and object of a claim, from the scores that a tagger gives its words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.records import Part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TAGS = ("B-O", "B-R", "B-S", "I-O", "I-R", "I-S", "O")
LEAST = 0.5
"""A span is shown if its words are this likely, on the average, to be of its part."""
_LETTERS = "SRO"
# Enough words for any sentence; the head of a run-on text says what it is about.
_MOST = 400


class Parts(NamedTuple):
    """The spans of a claim; ``None`` where there is none, or none sure enough."""

    subject: Part | None = None
    relation: Part | None = None
    object: Part | None = None


def find_parts(
    text: str, words: Sequence[tuple[int, int]], scores: NDArray[np.floating[Any]]
) -> Parts:
    """Return the best single span of each part.

    ``words`` are a sentence's, as article offsets; ``scores`` has a row for each, the logits
    of ``TAGS``.
    """
    if not len(words):
        return Parts()
    import numpy as np

    words = words[:_MOST]
    scores = np.asarray(scores, dtype=np.float64)[: len(words)]
    scores = scores - scores.max(1, keepdims=True)
    scores -= np.log(np.exp(scores).sum(1, keepdims=True))
    tags = _best_tags(scores)
    found: list[Part | None] = []
    for letter in _LETTERS:
        inside = [at for at, tag in enumerate(tags) if TAGS[tag][2:] == letter]
        columns = [TAGS.index(f"B-{letter}"), TAGS.index(f"I-{letter}")]
        if inside and np.exp(scores[inside][:, columns]).sum(1).mean() >= LEAST:
            found.append(_part(text, words[inside[0]][0], words[inside[-1]][1]))
        else:
            found.append(None)
    return Parts(*found)


def _part(text: str, start: int, end: int) -> Part | None:
    """Return a span without the commas and full stops at its edges."""
    while start < end and (text[start].isspace() or text[start] in ",;:."):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:."):
        end -= 1
    return Part(text=text[start:end], start=start, end=end) if start < end else None


def _best_tags(scores: NDArray[np.float64]) -> list[int]:
    """Return the likeliest tags in which every part is one span at most (Viterbi)."""
    import numpy as np

    tag, first, step = _states()
    best = scores[0][tag] + first
    back = []
    for row in scores[1:]:
        reached = best[:, None] + step
        back.append(reached.argmax(0))
        best = reached.max(0) + row[tag]
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return [int(at) for at in np.asarray(tag)[path[::-1]]]


@lru_cache(maxsize=1)
def _states() -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Return the tag of every state, what beginning in it costs, and every step's cost.

    A state is a tag and the set of parts begun so far; costs are 0 or infinite.
    """
    import numpy as np

    bit = {letter: 1 << at for at, letter in enumerate(_LETTERS)}
    states = [
        (number, begun)
        for number, tag in enumerate(TAGS)
        for begun in range(8)
        if tag == "O" or begun & bit[tag[2:]]
    ]

    def may_follow(before: tuple[int, int] | None, after: tuple[int, int]) -> bool:
        old, begun = ("O", 0) if before is None else (TAGS[before[0]], before[1])
        new, now = TAGS[after[0]], after[1]
        if new.startswith("B-"):
            return not begun & bit[new[2:]] and now == begun | bit[new[2:]]
        return now == begun and (new == "O" or old[2:] == new[2:])

    def cost(before: tuple[int, int] | None) -> list[float]:
        return [0.0 if may_follow(before, after) else -np.inf for after in states]

    return (
        np.array([number for number, _ in states]),
        np.array(cost(None)),
        np.array([cost(before) for before in states]),
    )
