"""What trials say of their outcome, by the shipped weights."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.claims.clauses import Parts
from pipeline.claims.comparisons import (
    LABELS,
    Marks,
    compared,
    features,
    is_comparison,
    is_measured,
    load,
    words_in,
)
from pipeline.records import Part


def said(text, outcome, treatment=None):
    """Return the likeliest label of a sentence whose outcome is given."""
    spans = words_in(text)

    def mark(phrase):
        found = re.search(re.escape(phrase), text) if phrase else None
        return [bool(found) and found.start() <= a < found.end() for a, _ in spans]

    marks = Marks(mark(outcome), mark(treatment), [False] * len(spans))
    chances = load().chances(features(text, spans, marks))
    assert sum(chances) == pytest.approx(1)
    return LABELS[chances.index(max(chances))]


@pytest.mark.parametrize(
    ("text", "outcome", "expected"),
    [
        (
            "Pain was significantly lower with zinc than with placebo (P = 0.01).",
            "Pain",
            "decrease",
        ),
        ("Zinc significantly reduced pain compared with placebo (p < 0.001).", "pain", "decrease"),
        ("Bone density was significantly higher in the zinc group.", "Bone density", "increase"),
        ("Zinc significantly increased bone density (p = 0.02).", "bone density", "increase"),
        ("There was no significant difference in weight between groups.", "weight", "no_effect"),
        ("Weight did not differ between the groups (P = 0.61).", "Weight", "no_effect"),
        ("Zinc did not significantly affect weight.", "weight", "no_effect"),
        ("Weight was similar in both groups.", "Weight", "no_effect"),
    ],
)
def test_the_outcome_of_a_comparison(text, outcome, expected):
    assert is_comparison(text)
    assert said(text, outcome) == expected


def test_parts_say_which_words_are_the_outcome():
    text = "Pain was significantly lower with zinc than with placebo (P = 0.01)."
    subject, relation = Part(text="Pain", start=0, end=4), Part(text="was", start=5, end=8)
    assert compared(text, Parts(subject, relation, None)) == "decrease"


def test_everyday_sentences_are_no_comparisons():
    assert not is_comparison("Zinc shortens colds.")
    assert is_comparison("Both groups slept well.")
    assert not is_measured("Both groups slept well.")


@given(st.text(max_size=300))
def test_any_text_has_features(text):
    spans = words_in(text)
    marks = Marks(*([False] * len(spans) for _ in range(3)))
    assert all(isinstance(bucket, int) for bucket in features(text, spans, marks))
