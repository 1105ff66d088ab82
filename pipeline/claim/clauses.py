"""Subject, relation and object of a claim, from the scores that a tagger gives its words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.claim.text import vocabulary
from pipeline.records import Part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TAGS = ("B-O", "B-R", "B-S", "I-O", "I-R", "I-S", "O")
LEAST = 0.5
"""A span is shown if its words are this likely, on the average, to be of its part."""
_LETTERS = "SRO"
# No subject or object ends in one of these.
_LEADING = vocabulary(
    "a an the of and or for with in on at by from to as than like their its his our your my"
)
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
    leading = [text[start:end].lower() in _LEADING for start, end in words]
    tags = _best_tags(scores, leading)
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


def _best_tags(scores: NDArray[np.float64], leading: Sequence[bool]) -> list[int]:
    """Return the likeliest tags in which every part is one span at most (Viterbi).

    ``leading`` says of each word whether another must follow it in a subject or object.
    """
    import numpy as np

    tag, first, step, step_on = _states()
    best = scores[0][tag] + first
    back = []
    for row, leads in zip(scores[1:], leading, strict=False):
        reached = best[:, None] + (step_on if leads else step)
        back.append(reached.argmax(0))
        best = reached.max(0) + row[tag]
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return [int(at) for at in np.asarray(tag)[path[::-1]]]


@lru_cache(maxsize=1)
def _states() -> tuple[
    NDArray[np.intp], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]
]:
    """Return every state's tag, the costs to begin there, of a step, of one from a leading word.

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

    def may_follow(before: tuple[int, int], after: tuple[int, int], leads: bool) -> bool:
        old, begun = TAGS[before[0]], before[1]
        new, now = TAGS[after[0]], after[1]
        if leads and old[2:] in {"S", "O"} and new != f"I-{old[2:]}":
            return False
        if new.startswith("B-"):
            return not begun & bit[new[2:]] and now == begun | bit[new[2:]]
        return now == begun and (new == "O" or old[2:] == new[2:])

    def cost(before: tuple[int, int], leads: bool = False) -> list[float]:
        return [0.0 if may_follow(before, after, leads) else -np.inf for after in states]

    return (
        np.array([number for number, _ in states]),
        np.array(cost((TAGS.index("O"), 0))),
        np.array([cost(before) for before in states]),
        np.array([cost(before, leads=True) for before in states]),
    )
