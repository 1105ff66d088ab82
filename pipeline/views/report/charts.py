"""What is counted for the overview: bars that are filters at the same time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

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


class Bar(NamedTuple):
    """A row of a chart: ``width`` in percent of the longest; ``look`` colours it."""

    value: str
    label: str
    number: int
    width: str
    look: str


class Chart(NamedTuple):
    """A bar chart; ``facet`` names what a click on a bar filters by."""

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


def charts(claims: list[dict[str, Any]], entity_types: dict[str, str]) -> list[Chart]:
    """Return the overview's charts of the claims' facets."""
    found = [
        _chart("support", "Support", (c["support"] for c in claims), order=sorted),
        _chart("type", "Type", (c["type"] for c in claims)),
        _chart("flag", "Flags", (f for c in claims for f in c["flags"])),
        _chart("verdict", "Verdicts", (v for c in claims for v in set(_verdicts(c)))),
        _chart("section", "Section", (c["kind"] for c in claims)),
        _chart("bin", "Score", (c["bin"] for c in claims), order=_every_bin),
        _chart("entity", "Most frequent entities", (e for c in claims for e in set(c["names"]))),
    ]
    named = [
        chart._replace(bars=[b._replace(look=entity_types.get(b.value, "")) for b in chart.bars])
        if chart.facet == "entity"
        else chart
        for chart in found
    ]
    return [chart for chart in named if chart.bars]


def _every_bin(bins: Iterable[str]) -> list[str]:
    """Return all bins from the lowest to the highest, the empty ones between them too."""
    lows = sorted(round(float(b[:4]) * _STEP) for b in bins)
    return [score_bin(low / _STEP) for low in range(lows[0], lows[-1] + 1)] if lows else []


def _verdicts(claim: dict[str, Any]) -> list[str]:
    return [review["verdict"] for review in claim["review"] if review["verdict"]]


def _chart(facet: str, title: str, values: Iterable[str], order: Any = None) -> Chart:
    counts = Counter(values)
    ranked = sorted(counts, key=lambda value: (-counts[value], value))
    shown = list(order(counts)) if order else ranked[:TOP]
    longest = max(counts.values(), default=1)
    bars = [
        Bar(v, v.replace("_", " "), counts[v], f"{100 * counts[v] / longest:.1f}", v) for v in shown
    ]
    left = len(set(counts) - set(shown))
    return Chart(facet, title, bars, f"and {left:,} more" if left else "")
