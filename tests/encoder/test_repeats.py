"""A word's chances, mixed with those of the same word nearby."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.encoder.inputs import SIGN
from pipeline.encoder.repeats import NEAR, SHARE, Repeats


def test_a_word_that_is_repeated_nearby_gets_the_mean_of_its_places() -> None:
    pieces = [(7,), (8,), (7,)]
    chances = np.array([[1.0, 0.0], [0.2, 0.8], [0.0, 1.0]])
    found = Repeats(pieces, [2, 2, 2], [0, 2, 3]).mixed(chances)
    own, other = 1 - SHARE / 2, SHARE / 2
    assert np.allclose(found, [[own, other], [0.2, 0.8], [other, own]])


def test_signs_and_words_of_another_shape_are_left_alone() -> None:
    chances = np.array([[1.0], [0.0], [0.5], [0.1]])
    found = Repeats([(7,)] * 4, [2, 4, SIGN, SIGN], [0, 4]).mixed(chances)
    assert np.allclose(found, chances)


def test_what_is_far_away_does_not_count() -> None:
    bounds = [0, 1, *[1] * NEAR, 2]  # empty units between the two
    chances = np.array([[1.0], [0.0]])
    assert np.allclose(Repeats([(7,)] * 2, [2, 2], bounds).mixed(chances), chances)
    bounds.pop(1)
    assert not np.allclose(Repeats([(7,)] * 2, [2, 2], bounds).mixed(chances), chances)


@given(st.lists(st.lists(st.integers(0, 3), max_size=6), max_size=30), st.integers(0, 9))
def test_as_a_plain_loop_has_it(units: list[list[int]], seed: int) -> None:
    words = [(word, unit) for unit, own in enumerate(units) for word in own]
    bounds = [0, *np.cumsum([len(own) for own in units]).tolist()]
    chances = np.random.default_rng(seed).random((len(words), 3))
    found = Repeats([(w,) for w, _ in words], [2] * len(words), bounds).mixed(chances)
    for at, (word, unit) in enumerate(words):
        near = [i for i, (w, u) in enumerate(words) if w == word and abs(u - unit) <= NEAR]
        expected = (1 - SHARE) * chances[at] + SHARE * chances[near].mean(0)
        assert np.allclose(found[at], expected, atol=1e-6)
