"""Text in cells: harmless, and back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.cells import clean, harmless, restored

FORMULAS = ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("http://x")', "＝1"]
TRICKY = st.text(alphabet="'=+-@13a (x).,\t\n", max_size=8) | st.text()


@pytest.mark.parametrize("cell", FORMULAS)
def test_formulas_are_harmless(cell: str) -> None:
    assert harmless(cell) == "'" + cell


@given(TRICKY)
def test_no_text_begins_like_a_formula(text: str) -> None:
    assert harmless(text).lstrip()[:1] not in {"=", "+", "-", "@", "＝"}


@given(TRICKY, st.booleans())
def test_the_apostrophe_is_undone_once(text: str, csv: bool) -> None:
    assert restored(harmless(text, csv), csv) == text


@pytest.mark.parametrize(
    "cell",
    ["1-3", "(1)", "2,3", "10%", "5 May", "SEPT2", "MARCH1", "1E5", "TRUE", "12:30", "2024-05-01"],
)
def test_csv_keeps_numbers_and_dates_from_being_read_as_such(cell: str) -> None:
    assert harmless(cell, csv=True) == "'" + cell
    assert harmless(cell) == cell


@pytest.mark.parametrize("cell", ["[1]", "decrease", "may help", "a:c-0123456789ab", "1-3 mg"])
def test_other_text_stays_as_it_is(cell: str) -> None:
    assert harmless(cell, csv=True) == cell


def test_clean_folds_line_ends_and_drops_control_characters() -> None:
    assert clean(" a\r\nb\rc\x07\ud800 ") == "a\nb\nc"
