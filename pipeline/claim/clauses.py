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
_AT_ONCE = 64  # sentences: bounds memory


class Parts(NamedTuple):
    """The spans of a claim; ``None`` where there is none, or none sure enough."""

    subject: Part | None = None
    relation: Part | None = None
    object: Part | None = None


class Tagged(NamedTuple):
    """The words of a sentence, as article offsets, and a row for each: the logits of ``TAGS``."""

    words: Sequence[tuple[int, int]]
    scores: NDArray[np.floating[Any]]


def find_parts(text: str, sentences: Sequence[Tagged]) -> list[Parts]:
    """Return the best single span of each part of each sentence."""
    found = [Parts()] * len(sentences)
    filled = [i for i, one in enumerate(sentences) if len(one.words)]
    for first in range(0, len(filled), _AT_ONCE):
        some = filled[first : first + _AT_ONCE]
        scores = [_logarithms(sentences[i].scores[:_MOST]) for i in some]
        words = [sentences[i].words[:_MOST] for i in some]
        leading = [[text[a:b].lower() in _LEADING for a, b in own] for own in words]
        for i, own, values, tags in zip(
            some, words, scores, _best_tags(scores, leading), strict=True
        ):
            found[i] = _spans(text, own, values, tags)
    return found


def _logarithms(scores: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    import numpy as np

    scores = np.asarray(scores, dtype=np.float64)
    scores = scores - scores.max(1, keepdims=True)
    return np.asarray(scores - np.log(np.exp(scores).sum(1, keepdims=True)))


def _spans(
    text: str,
    words: Sequence[tuple[int, int]],
    scores: NDArray[np.float64],
    tags: Sequence[int],
) -> Parts:
    """Return the parts that are sure enough, by the tags of the words."""
    import numpy as np

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


def _best_tags(
    scores: Sequence[NDArray[np.float64]], leading: Sequence[Sequence[bool]]
) -> list[list[int]]:
    """Return each sentence's likeliest tags in which every part is one span at most (Viterbi).

    ``leading`` says of each word whether another must follow it in a subject or object.
    A step is taken in all sentences at once.
    """
    import numpy as np

    tag, first, *steps = _states()
    step = np.stack(steps)
    order = sorted(range(len(scores)), key=lambda i: -len(scores[i]))
    lengths = [len(scores[i]) for i in order]
    rows = np.zeros((lengths[0], len(order), len(TAGS)))
    leads = np.zeros((lengths[0], len(order)), np.intp)
    for at, i in enumerate(order):
        rows[: lengths[at], at] = scores[i]
        leads[: lengths[at], at] = leading[i]
    rows = rows[:, :, tag]
    best = rows[0] + first
    back, going = [], len(order)
    for at in range(1, lengths[0]):
        while lengths[going - 1] <= at:
            going -= 1
        reached = best[:going, :, None] + step[leads[at - 1, :going]]
        back.append(reached.argmax(1))
        best[:going] = reached.max(1) + rows[at, :going]
    found: list[list[int]] = [[]] * len(order)
    for at, i in enumerate(order):
        path = [int(best[at].argmax())]
        for pointers in reversed(back[: lengths[at] - 1]):
            path.append(int(pointers[at, path[-1]]))
        found[i] = tag[path[::-1]].tolist()
    return found


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
