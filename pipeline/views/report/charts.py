"""What is counted for the overview: bars that are filters at the same time."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

TOP = 12
_STEP = 20  # bins of the score: a twentieth each

# Sections that papers share, by a word of the heading; others keep their own name.
_KINDS = (
    ("Abstract and summary", r"abstract|summary|key points|highlights|at a glance"),
    ("Introduction", r"introduction|background"),
    ("Methods", r"methods?|materials|participants"),
    ("Results", r"results?|findings"),
    ("Discussion", r"discussion|limitations"),
    ("Conclusion", r"conclusions?|bottom line|take-?aways?|the takeaway"),
)
_KIND = [(name, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for name, words in _KINDS]
TOP_OF_ARTICLE = "Before the first heading"

# MeSH's check tags and their like: whom a study is of, in nearly every article, and so no topic.
_WHOM = frozenset((
    "D006801", "D009272", "D010361", "D000328", "D000368", "D000369", "D008875", "D055815",
    "D000293", "D002648", "D002675", "D007223", "D007231", "D008297", "D008571", "D005260",
    "D014930", "D000818", "D051379", "D051381", "D003430", "D011153", "D013502", "D006262",
    "D012107",
))  # fmt: skip


class Facet(NamedTuple):
    """What claims are counted and filtered by: a field of theirs, with one value or several.

    ``values`` are all that there may be, in order; else the most frequent come first.
    ``ticked`` facets have boxes among the filters, ``charted`` ones a chart.
    """

    name: str
    title: str
    field: str
    values: Sequence[str] = ()
    ticked: bool = True
    charted: bool = True


FACETS = (
    Facet("support", "Support", "support", ("cited", "inherited", "uncited")),
    Facet("type", "Type", "type"),
    Facet("direction", "Direction", "direction", charted=False),
    Facet("wording", "Wording", "wording", ("plain", "hedged", "negated"), charted=False),
    Facet("species", "Shown in", "species", ("human", "animal", "mixed"), charted=False),
    Facet("study", "Study", "study", charted=False),
    Facet("flag", "Flags", "flags"),
    Facet("verdict", "Verdicts", "verdict"),
    Facet("source", "Source says", "source"),
    Facet("section", "Section", "kind", ticked=False),
    Facet("bin", "Score", "bin", ticked=False),
    Facet("entity", "Most frequent entities", "names", ticked=False),
)


class Bar(NamedTuple):
    """A row of a chart: ``width`` in percent of the longest; ``look`` colours it."""

    value: str
    label: str
    number: int
    width: str
    look: str


class Chart(NamedTuple):
    """A bar chart; ``facet`` is what a click on a bar filters by."""

    facet: str
    title: str
    bars: list[Bar]
    note: str


def section_kind(section: list[str]) -> str:
    """Return which section a claim stands in, in the words papers share where they fit."""
    if not section:
        return TOP_OF_ARTICLE
    for heading in section:
        for name, words in _KIND:
            if words.search(heading[:200]):
                return name
    return section[0][:80]


def score_bin(score: float) -> str:
    """Return the bin a score falls in, such as ``0.85 to 0.90``."""
    low = min(int(max(score, 0) * _STEP + 1e-9), _STEP - 1)
    return f"{low / _STEP:.2f} to {(low + 1) / _STEP:.2f}"


def tables(
    claims: Sequence[Mapping[str, Any]], entities: Sequence[Mapping[str, str]]
) -> dict[str, Chart]:
    """Return how many claims there are of each value of each facet, by the facet's name."""
    import pandas as pd

    frame = pd.DataFrame(list(claims), columns=[*{facet.field: None for facet in FACETS}])
    types = {entity["name"]: entity["type"] for entity in entities}
    whom = {e["name"] for e in entities if e["id"].rpartition(":")[2] in _WHOM}
    found = {}
    for facet in FACETS:
        values = frame[facet.field].map(_once).explode().dropna()
        counts = values.value_counts()
        if facet.name == "entity":
            found["whom"] = _chart(facet, counts[counts.index.isin(whom)], types, "In whom")
            counts = counts[~counts.index.isin(whom)]
        found[facet.name] = _chart(facet, counts, types)
    return found


def charts(counted: Mapping[str, Chart]) -> list[Chart]:
    """Return the charts of the overview that have bars."""
    names = [name for facet in FACETS if facet.charted for name in _with_whom(facet.name)]
    return [counted[name] for name in names if counted[name].bars]


def ticks(counted: Mapping[str, Chart]) -> list[Chart]:
    """Return the filters with boxes, those that leave a choice."""
    return [counted[facet.name] for facet in FACETS if facet.ticked and counted[facet.name].bars]


def _with_whom(facet: str) -> tuple[str, ...]:
    return (facet, "whom") if facet == "entity" else (facet,)


def _once(values: Any) -> Any:
    return list(dict.fromkeys(values)) if isinstance(values, list) else values


def _chart(
    facet: Facet, counts: pd.Series[int], looks: Mapping[str, str], title: str = ""
) -> Chart:
    number = {str(value): int(n) for value, n in counts.items()}
    shown = _shown(facet, number)
    longest = max(number.values(), default=1)
    bars = [
        Bar(
            value,
            value.replace("_", " "),
            number.get(value, 0),
            f"{100 * number.get(value, 0) / longest:.1f}",
            looks.get(value, "") if facet.name == "entity" else value,
        )
        for value in shown
    ]
    left = len(set(number) - set(shown))
    return Chart(facet.name, title or facet.title, bars, f"and {left:,} more" if left else "")


def _shown(facet: Facet, number: Mapping[str, int]) -> list[str]:
    """Return the values that have a bar, in order."""
    if facet.name == "bin":
        return _every_bin(number)
    if facet.values:
        return [value for value in facet.values if value in number]
    return sorted(number, key=lambda value: (-number[value], value))[:TOP]


def _every_bin(bins: Collection[str]) -> list[str]:
    """Return all bins from the lowest to the highest, the empty ones between them too."""
    lows = sorted(round(float(b[:4]) * _STEP) for b in bins)
    return [score_bin(low / _STEP) for low in range(lows[0], lows[-1] + 1)] if lows else []
