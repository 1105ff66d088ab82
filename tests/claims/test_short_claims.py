"""Short sentences that the model is unsure of: claims where they plainly say something."""

import pytest

from pipeline.flow import Source, analyse
from pipeline.settings import Settings

SAID = (
    "Vaccination slashed hospital admissions for rotavirus.",
    "Garlic tablets shortened colds.",
    "Sunscreen guards against skin ageing.",
    '"Night meals raise insulin as well," said Dr. Lars Ohm, who led the work in Lund.',
)
TOLD = (
    "Ann went to the doctor.",
    "I take zinc for colds.",
    "Our clinic opened in 1990.",
    "The book has ten chapters.",
    '"My clinic raises the number of beds," said Prof. Lars Ohm, who ran the trial in Lund.',
)


@pytest.fixture(scope="module")
def said() -> set[str]:
    text = "Health notes\n\n" + "\n\n".join([*SAID, *TOLD]) + "\n"
    found = analyse(Source(text.encode(), "notes", "notes.txt", ""), Settings())
    return {claim.claim for claim in found.claims}


@pytest.mark.parametrize("sentence", SAID)
def test_a_short_clause_that_says_more_or_less_is_a_claim(said: set[str], sentence: str) -> None:
    assert sentence in said


@pytest.mark.parametrize("sentence", TOLD)
def test_what_somebody_tells_is_none(said: set[str], sentence: str) -> None:
    assert sentence not in said
