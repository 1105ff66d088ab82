"""A list of three entries is cited by 1, 2, 3 again and again, which is no counting of steps."""

import pytest
from test_citations import read

LIST = [
    "(1) Farr L, Osgood M. Fluids and stones. Renal Diet. 2011;3:18-25.",
    "(2) Gomis A. Caffeine and stones. Stone Res. 2015;10(2):99-104.",
    "(3) Hirano T, Beck U. Phosphate. Mineral Lett. 2007;19(6):410-417.",
]
FACTS = [
    "Low water intake raises the risk of kidney stones",
    "Caffeine was associated with fewer stones",
    "Reduced kidney function raises blood phosphate",
    "Vitamin A deficiency increases deaths from measles",
    "Strength training slowed the loss of muscle",
    "Iron tablets raised birth weight",
    "Weight loss reduces snoring",
    "A lack of growth hormone lowers blood sugar",
]
NUMBERS = [1, 2, 3, 1, 2, 3, 1, 2]


@pytest.mark.parametrize("form", ["{} ({}).", "{}. ({})"])
def test_numbers_that_end_sentences(form: str) -> None:
    cited = [form.format(*pair) for pair in zip(FACTS, NUMBERS, strict=True)]
    _, _, markers = read([" ".join(cited[:4]), " ".join(cited[4:])], LIST)
    assert [m.numbers for m in markers] == [(n,) for n in NUMBERS]


def test_numbers_before_what_they_count() -> None:
    steps = [f"({n}) {fact}." for fact, n in zip(FACTS, NUMBERS, strict=True)]
    assert not read([" ".join(steps[:3]), " ".join(steps[3:6])], LIST)[2]
