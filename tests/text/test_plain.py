"""A text as read and as printed: offsets go both ways over every fold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.plain import Fold, Plain

PRINTED = "De\ufb01cits of iron are com-\nmon in wo\u00admen."
FOLDS = [
    Fold(PRINTED.index(sign), PRINTED.index(sign) + len(sign), reads)
    for sign, reads in (("\ufb01", "fi"), ("-\n", ""), ("\u00ad", ""))
]


def test_the_text_is_read_with_its_folds() -> None:
    assert Plain(PRINTED, FOLDS).text == "Deficits of iron are common in women."


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Deficits", "De\ufb01cits"),
        ("common", "com-\nmon"),
        ("women", "wo\u00admen"),
        ("fi", "\ufb01"),
        ("i", "\ufb01"),
        ("iron", "iron"),
    ],
)
def test_what_is_read_has_a_place_in_print(read: str, printed: str) -> None:
    plain = Plain(PRINTED, FOLDS)
    at = plain.text.index(read)
    start, end = plain.printed_span(at, at + len(read))
    assert PRINTED[start:end] == printed
    first, last = plain.read_span(start, end)
    assert read in plain.text[first:last]


def test_of_folds_that_overlap_the_first_counts() -> None:
    assert Plain("abcdef", [Fold(1, 4, "-"), Fold(3, 5, "+")]).text == "a-ef"


folds = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 4), st.text("xy", max_size=3)))


@given(st.text("ab \n", min_size=1, max_size=30), folds, st.data())
def test_spans_stay_within_and_in_order(
    text: str, drawn: list[tuple[int, int, str]], data: st.DataObject
) -> None:
    plain = Plain(text, [Fold(a, min(a + n, len(text)), r) for a, n, r in drawn if a < len(text)])
    start = data.draw(st.integers(0, len(plain.text)))
    end = data.draw(st.integers(start, len(plain.text)))
    first, last = plain.printed_span(start, end)
    assert 0 <= first <= last <= len(text)
    if start < end:
        assert plain.read_span(first, last)[0] <= start
        assert plain.read_span(first, last)[1] >= end
