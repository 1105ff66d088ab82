"""The features of abstracts in ``pipeline.recipes.claims_findings``."""

import numpy as np

from pipeline.recipes.claims_findings import _shifted, f1


def test_neighbours_end_where_the_abstract_does() -> None:
    rows = np.array([[1.0], [2.0], [3.0], [4.0]])
    abstract = np.array([0, 0, 0, 1])
    assert _shifted(rows, abstract, -1).ravel().tolist() == [0, 1, 2, 0]
    assert _shifted(rows, abstract, 1).ravel().tolist() == [2, 3, 0, 0]


def test_f1_of_booleans() -> None:
    gold = np.array([True, True, False, False])
    assert f1(np.array([True, False, True, False]), gold) == 0.5
    assert f1(gold & False, gold & False) == 0.0
