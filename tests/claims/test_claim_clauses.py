"""From a tagger's scores to subject, relation and object."""

import re
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.claims.clauses import TAGS, Parts, Span, Tagged, _best_spans, find_parts
from pipeline.claims.text import LONGEST


def tagged(text: str, tags: str, sure: float = 5.0) -> tuple[Any, Any]:
    """Score every word of ``text`` for its tag in ``tags``."""
    words = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    scores = np.zeros((len(words), len(TAGS)))
    for row, tag in zip(scores, tags.split(), strict=True):
        row[TAGS.index(tag)] = sure
    return words, scores


def parts(text: str, tags: str, sure: float = 5.0) -> tuple[str | None, ...]:
    found = find_parts(text, [Tagged(*tagged(text, tags, sure))])[0]
    for part in found:
        assert part is None or text[part.start : part.end] == part.text
    return tuple(part and part.text for part in found)


@pytest.mark.parametrize(
    ("text", "tags", "expected"),
    [
        ("Iron reduces fatigue.", "B-S B-R B-O O", ("Iron", "reduces", "fatigue")),
        ("Bone is made by cells.", "B-O B-R I-R I-R B-S O", ("cells", "is made by", "Bone")),
        # A span that goes on without a beginning begins there.
        ("The iron reduces it", "I-S I-S B-R B-O", ("The iron", "reduces", "it")),
        # One span of each part: the likelier.
        ("Iron helps and zinc too", "B-S B-R O B-S I-S", ("zinc too", "helps", None)),
        ("Iron, it helps.", "B-S I-S O B-R I-R", ("Iron", "helps", None)),
        ("It rains", "O O", (None, None, None)),
    ],
)
def test_spans(text: str, tags: str, expected: tuple[str | None, ...]) -> None:
    assert parts(text, tags) == expected


def test_an_unsure_span_is_not_shown() -> None:
    assert parts("Iron reduces fatigue", "B-S B-R B-O", sure=1.0) == (None, None, None)


def test_nothing_without_scores() -> None:
    assert find_parts("", [Tagged([], np.zeros((0, len(TAGS))))]) == [Parts()]


def well_formed(tags: tuple[int, ...], leading: tuple[bool, ...]) -> bool:
    names = [TAGS[tag] for tag in tags]
    for leads, name, after in zip(leading, names, names[1:], strict=False):
        if leads and name[2:] in {"S", "O"} and after != f"I-{name[2:]}":
            return False
    begun = [name for name in names if name.startswith("B-")]
    goes_on = all(
        not name.startswith("I-") or before[2:] == name[2:]
        for before, name in zip(["O", *names], names, strict=False)
    )
    return goes_on and len(begun) == len(set(begun))


def best_spans(scores: list[Any], leading: list[Any]) -> list[list[Span | None]]:
    longest = max(map(len, scores))
    rows = np.zeros((len(scores), longest, len(TAGS)))
    inside, ends = np.zeros((2, len(scores), longest), bool)
    for row, (own, leads) in enumerate(zip(scores, leading, strict=True)):
        rows[row, : len(own)] = own
        inside[row, : len(own)] = True
        ends[row, : len(own)] = [not one for one in leads[:-1]] + [True]
    return _best_spans(rows, inside, ends)


def tags_of(spans: list[Span | None], size: int) -> tuple[int, ...]:
    names = ["O"] * size
    for letter, span in zip("SRO", spans, strict=True):
        if span:
            names[slice(*span)] = [f"B-{letter}", *[f"I-{letter}"] * (span[1] - span[0] - 1)]
    return tuple(map(TAGS.index, names))


@pytest.mark.parametrize("seed", range(0, 32, 3))
def test_the_tags_are_the_likeliest_of_all_that_are_well_formed(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(5, len(TAGS)))
    leading = tuple(bool(seed >> at & 1) for at in range(5))
    every = [tags for tags in product(range(len(TAGS)), repeat=5) if well_formed(tags, leading)]
    best = max(every, key=lambda tags: sum(scores[at, tag] for at, tag in enumerate(tags)))
    assert tags_of(best_spans([scores], [leading])[0], 5) == best


def test_sentences_read_together_get_what_each_gets_alone() -> None:
    draw = np.random.default_rng(1)
    scores = [draw.normal(size=(size, len(TAGS))) for size in (3, 9, 1, 9, 5)]
    leading = [(draw.random(len(rows)) < 0.3).tolist() for rows in scores]
    alone = [best_spans([a], [b])[0] for a, b in zip(scores, leading, strict=True)]
    assert best_spans(scores, leading) == alone


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.integers(0, 99))
def test_spans_are_verbatim_and_tight_on_any_text(text: str, seed: int) -> None:
    words = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    scores = np.random.default_rng(seed).normal(0, 9, size=(len(words), len(TAGS)))
    for part in find_parts(text, [Tagged(words, scores)])[0]:
        if part is not None:
            assert text[part.start : part.end] == part.text == part.text.strip() != ""


def test_a_sentence_of_any_length() -> None:
    text = "ab " * LONGEST
    words = [match.span() for match in re.finditer(r"\w+", text)]
    scores = np.zeros((len(words), len(TAGS)))
    assert find_parts(text, [Tagged(words, scores)]) == [Parts()]
