"""The head of grammar: its labels, and that it can be fitted."""

import numpy as np

from pipeline.recipes.claims.trees import Tree
from pipeline.recipes.encoder.grammar import fit, labels_of


def test_labels_are_of_the_encoders_words() -> None:
    words = ["People", "know", "that", "low-fat", "diets", "reduced", "raised", "pressure"]
    tags = ["NNS", "VBP", "IN", "JJ", "NNS", "VBD", "VBN", "NN"]
    heads = [1, -1, 5, 4, 5, 1, 7, 5]
    labels = ["nsubj", "ROOT", "mark", "amod", "nsubj", "ccomp", "amod", "dobj"]
    tree = Tree(words, words, tags, heads, labels)
    assert labels_of(tree) == ["NNS", "VBP", "SC", "JJ", "JJ", "JJ", "NNS", "VBD", "JJ", "NN"]


def test_a_fitted_head_says_what_it_was_taught() -> None:
    random = np.random.default_rng(0)
    gold = ["NN" if i % 3 else "VB" for i in range(12_000)]
    hidden = random.normal(size=(12_000, 8)).astype(np.float32)
    hidden[:, 2] += [4 if label == "NN" else -4 for label in gold]
    found = fit(hidden, gold)
    right = [a == b for a, b in zip(found.said(hidden), gold, strict=True)]
    assert sum(right) > 11_900
