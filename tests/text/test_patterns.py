"""A pattern's hints must not hide a match."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.claims import attributes, carried, comparisons, results
from pipeline.claims import text as quoting
from pipeline.claims.features import PHRASES
from pipeline.read import markdown_signs
from pipeline.segment.cues import CUES
from pipeline.support import wording
from pipeline.text import asides
from pipeline.text.patterns import Hinted, hinted

ALL = {
    **{f"cue {name}": one for name, one in CUES.items()},
    **{f"study {name}": one for name, one in attributes._STUDY},
    "any study": attributes._ANY_STUDY,
    **{f"phrase {name}": one for name, one in PHRASES.items()},
}
# Those that are searched in the text as printed, not in small letters.
PRINTED = {
    f"{module.__name__.removeprefix('pipeline.')} {name}": one
    for module in (asides, carried, comparisons, quoting, results, wording)
    for name, one in vars(module).items()
    if isinstance(one, Hinted)
} | {f"Markdown {n}": one for n, one in enumerate(markdown_signs._SIGNS)}


@pytest.mark.parametrize("name", ALL | PRINTED)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
@given(data=st.data())
def test_every_match_has_a_hint(name: str, data: st.DataObject) -> None:
    one = (ALL | PRINTED)[name]
    # Only strings that it matches are drawn.
    text = data.draw(st.from_regex(one.pattern))
    text = text if name in PRINTED else text.lower()
    found, expected = one.search(text), one.pattern.search(text)
    assert (found and found.span()) == (expected and expected.span()), text


@pytest.mark.parametrize("name", [name for name, one in ALL.items() if one.hints != ("",)])
def test_every_alternative_has_a_hint(name: str) -> None:
    """What a person would look at: each word of the pattern by itself."""
    one = ALL[name]
    words = re.split(r"[|()]", re.sub(r"\(\?[:!=<]+|\\b|[?^$]", "", one.pattern.pattern))
    for word in words:
        expected = one.pattern.search(word)
        assert (one.search(word) is None) == (expected is None), word


def test_a_hint_that_is_not_there_saves_the_search() -> None:
    one = hinted("a.c", "abc|axc")
    assert one == Hinted(re.compile("a.c"), ("abc", "axc"))
    assert one.search("an axc") and not one.search("an a-c")
