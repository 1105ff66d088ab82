"""Sentences in which a page speaks of itself."""

import pytest

from pipeline.text.asides import disclaims


@pytest.mark.parametrize(
    "sentence",
    [
        "Your feedback will be used to help improve the translation.",
        "Your answers help us improve this page.",
        "This page was automatically translated from German.",
        "Machine translations of our pages may contain errors.",
    ],
)
def test_a_page_speaks_of_itself(sentence: str) -> None:
    assert disclaims(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Feedback improved the scores of nurses.",
        "Your answers to such questions are shaped by sleep.",
        "The genes were translated from DNA.",
    ],
)
def test_other_sentences(sentence: str) -> None:
    assert not disclaims(sentence)
