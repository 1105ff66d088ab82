"""What ``pipeline.recipes.claims.findings`` says of sentences besides their words."""

import numpy as np

from pipeline.recipes.claims.findings import PLACES, f1, places


def test_places_tell_the_first_and_the_last_sentences() -> None:
    rows = places(4)
    assert [row[0] for row in rows] == [0, 1 / 3, 2 / 3, 1]
    assert [row[2] for row in rows] == [0, 0, 0, 1]  # the last
    assert [row[6] for row in rows] == [1, 0, 0, 0]  # the first
    assert all(len(row) == PLACES for row in [*rows, *places(1), *places(30)])


def test_f1_of_booleans() -> None:
    gold = np.array([True, True, False, False])
    assert f1(np.array([True, False, True, False]), gold) == 0.5
    assert f1(gold & False, gold & False) == 0.0
