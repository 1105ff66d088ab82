"""A pattern's hints must not hide a match."""

import os
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.claims import attributes
from pipeline.segment.cues import CUES
from pipeline.text.patterns import Hinted, hinted

ALL = {
    **{f"cue {name}": one for name, one in CUES.items()},
    **{f"study {name}": one for name, one in attributes._STUDY},
    "any study": attributes._ANY_STUDY,
}


@pytest.mark.parametrize("name", ALL)
@settings(
    max_examples=1000 if os.environ.get("EVERY") else 30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    deadline=None,
)
@given(data=st.data())
def test_every_match_has_a_hint(name: str, data: st.DataObject) -> None:
    one = ALL[name]
    # Only strings that it matches are drawn.
    text = data.draw(st.from_regex(one.pattern)).lower()
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
