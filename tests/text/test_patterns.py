"""A pattern's hints must not hide a match, and no pattern may search without end."""

import importlib
import os
import pkgutil
import re
from collections.abc import Iterator
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pipeline
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
@settings(
    max_examples=1000 if os.environ.get("EVERY") else 30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    deadline=None,
)
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


def _patterns(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """Yield the patterns that a module's value holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, dict):
        yield from _patterns(tuple(value.values()), depth + 1)
    elif depth < 4 and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _patterns(one, depth + 1)


def _repeats_alone(items: list[tuple[int, Any]]) -> bool:
    """Tell whether a stretch of a pattern may be nothing but one repetition without end."""
    if len(items) == 1 and items[0][0] is _constants.SUBPATTERN:
        return _repeats_alone(list(items[0][1][3]))
    if len(items) == 1 and items[0][0] is _constants.BRANCH:
        return any(_repeats_alone(list(branch)) for branch in items[0][1][1])
    repeats = {_constants.MAX_REPEAT, _constants.MIN_REPEAT}
    needed = [one for one in items if one[0] not in repeats or one[1][0] > 0]
    endless = [one for one in items if one[0] in repeats and one[1][1] > 50]
    return bool(endless) and (not needed or (len(needed) == 1 and needed[0] in endless))


def _nested(items: Any) -> bool:
    """Tell whether a repetition repeats what repeats itself: ``(?:\\s+|and)+``."""
    for kind, value in items:
        match kind:
            case _constants.MAX_REPEAT | _constants.MIN_REPEAT:
                if (value[1] > 8 and _repeats_alone(list(value[2]))) or _nested(value[2]):
                    return True
            case _constants.SUBPATTERN:
                if _nested(value[3]):
                    return True
            case _constants.BRANCH:
                if any(_nested(branch) for branch in value[1]):
                    return True
    return False


def test_no_pattern_repeats_what_repeats_itself() -> None:
    """Such a pattern tries every way to cut a run of spaces: an article never ends."""
    assert _nested(_parser.parse(r"(?:[\s,]+|and)+\Z"))
    assert not _nested(_parser.parse(r"(?:[\s,]|and)+\Z"))
    found = []
    for info in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if "recipes" not in info.name and info.name not in {
            "pipeline.__main__",
            "pipeline.workers.ray",
        }:
            module = importlib.import_module(info.name)
            for pattern in _patterns(tuple(vars(module).values())):
                if isinstance(pattern.pattern, str) and _nested(
                    _parser.parse(pattern.pattern, pattern.flags)
                ):
                    found.append((info.name, pattern.pattern))
    assert not found
