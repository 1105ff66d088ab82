"""Subject, relation and object of a claim, from the scores that a tagger gives its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.claims.text import vocabulary
from pipeline.records import Part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TAGS = ("B-O", "B-R", "B-S", "I-O", "I-R", "I-S", "O")
LEAST = 0.5
"""A span is shown if its words are this likely, on the average, to be of its part."""
_LETTERS = "SRO"
_COLUMNS = {letter: [TAGS.index(f"B-{letter}"), TAGS.index(f"I-{letter}")] for letter in _LETTERS}
# No subject or object ends in one of these.
_LEADING = vocabulary(
    "a an the of and or for with in on at by from to as than like their its his our your my"
)
MOST = 400
"""Words of a sentence that are read: the head of a run-on text says what it is about."""
_AT_ONCE = 64  # sentences: bounds memory


Span = tuple[int, int]  # of words, the second after the last


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
        for i, spans in zip(some, _likely(text, [sentences[i] for i in some]), strict=True):
            words = sentences[i].words
            found[i] = Parts(
                *(span and _part(text, words[span[0]][0], words[span[1] - 1][1]) for span in spans)
            )
    return found


def _part(text: str, start: int, end: int) -> Part | None:
    """Return a span without the commas and full stops at its edges."""
    while start < end and (text[start].isspace() or text[start] in ",;:."):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:."):
        end -= 1
    return Part(text=text[start:end], start=start, end=end) if start < end else None


def _likely(text: str, sentences: Sequence[Tagged]) -> Iterator[list[Span | None]]:
    """Yield, for each sentence, the words of each part that is sure enough."""
    import numpy as np

    longest = min(MOST, max(len(one.words) for one in sentences))
    scores = np.zeros((len(sentences), longest, len(TAGS)))
    ends = np.zeros((len(sentences), longest), bool)
    for row, one in enumerate(sentences):
        values = np.asarray(one.scores[:MOST], np.float64)
        scores[row, : len(values)] = values
        words = one.words[: len(values) - 1]  # the last word may end any part
        ends[row, : len(values)] = [*(text[a:b].lower() not in _LEADING for a, b in words), True]
    scores -= scores.max(2, keepdims=True)
    scores -= np.log(np.exp(scores).sum(2, keepdims=True))
    lengths = np.array([min(len(one.words), MOST) for one in sentences])
    inside = np.arange(longest) < lengths[:, None]
    chances = np.exp(scores)
    sums = np.zeros((len(_LETTERS), len(sentences), longest + 1))
    for at, letter in enumerate(_LETTERS):
        np.cumsum(chances[:, :, _COLUMNS[letter]].sum(2), axis=1, out=sums[at, :, 1:])
    for row, spans in enumerate(_best_spans(scores, inside, ends)):
        yield [
            span if span and sum_[span[1]] - sum_[span[0]] >= LEAST * (span[1] - span[0]) else None
            for span, sum_ in zip(spans, sums[:, row], strict=True)
        ]


def _best_spans(
    scores: NDArray[np.float64], inside: NDArray[np.bool_], ends: NDArray[np.bool_]
) -> list[list[Span | None]]:
    """Return the spans, at most one of a part, that give all words the likeliest tags.

    ``scores`` are logarithms, (sentences, words, tags); ``ends`` says which words may end a
    subject or object. For each order of the parts, the best span of the first that ends
    before a word, then of the first two, and so on: a running maximum along the sentence.
    """
    import numpy as np

    rows, longest, _ = scores.shape
    gains: dict[str, tuple[Any, Any, Any]] = {}
    outside = scores[:, :, TAGS.index("O")]
    for letter in _LETTERS:
        begin, more = (scores[:, :, at] - outside for at in _COLUMNS[letter])
        # What a span from word i to word j gains: first[i] + total[j] - total[i].
        total = np.where(inside, more, 0.0).cumsum(1)
        may_end = inside if letter == "R" else inside & ends
        gains[letter] = begin, total, may_end
    nothing = np.zeros((rows, longest + 1))
    best = np.zeros(rows)
    ways: list[tuple[Any, ...]] = [()] * rows

    def extend(before: Any, trail: tuple[Any, ...], left: str) -> None:
        """Put each part that is left after those of ``trail``; ``before`` is what they gain."""
        for letter in left:
            begin, total, may_end = gains[letter]
            opened = np.where(inside, before[:, :-1] + begin - total, -np.inf)
            top = np.maximum.accumulate(opened, 1)
            closed = np.where(may_end, top + total, -np.inf)
            after = np.full((rows, longest + 1), -np.inf)
            np.maximum.accumulate(closed, 1, out=after[:, 1:])
            reached = after[:, -1]
            here = (*trail, (letter, opened, top, closed))
            for row in np.flatnonzero(reached > best).tolist():
                best[row], ways[row] = reached[row], here
            extend(after, here, left.replace(letter, ""))

    extend(nothing, (), _LETTERS)
    return [_traced(row, way, longest) for row, way in enumerate(ways)]


def _traced(row: int, trail: tuple[Any, ...], longest: int) -> list[Span | None]:
    """Return the spans of one sentence, from the last to the first."""
    found: dict[str, Span] = {}
    stop = longest
    for letter, opened, top, closed in reversed(trail):
        last = int(closed[row, :stop].argmax())
        first = int((opened[row, : last + 1] == top[row, last]).argmax())
        found[letter] = first, last + 1
        stop = first
    return [found.get(letter) for letter in _LETTERS]
