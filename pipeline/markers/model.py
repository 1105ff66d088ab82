"""Which candidates are citation markers: two weighted looks at every one of them.

The first look weighs what stands round a candidate. The second adds the article: how
many candidates of its shape and of the others the first look believes, how much of the
reference list they name, how well their numbers run (first appearances rise 1, 2, 3, …;
where they do not, as in alphabetical lists, running counts for nothing), and where this
candidate's numbers stand in that run. Both are logistic regressions, one a shape, whose
weights are plain JSON (``models/citations``); `pipeline.recipes.citations.train` trains them.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.markers.candidates import SURE, Candidate
from pipeline.markers.features import Context, Features, features, manner
from pipeline.markers.steps import enumerations, without_steps
from pipeline.markers.strays import with_strays
from pipeline.weights.folders import MODELS, weights

LEARNED = ("bracket", "paren", "flat")
"""Shapes whose candidates are weighed; those of the others are markers by their form."""

BY_FORM = 0.9
"""What a candidate of another shape is believed."""

AS_PART = 0.55
"""What a number is believed whose whole bracket may cite: less than any bracket that does."""

THRESHOLD = 0.5
HABIT = 5
"""Markers that an article needs before a number with words in one parenthesis is one too."""
Weights = dict[str, dict[str, float]]


@lru_cache(maxsize=4)
def load(models: Path = MODELS) -> Weights:
    """Return the weights, ``{"flat 1": {feature: weight}, …}``."""
    path = weights("citations", "weights.json", models)
    return {str(k): dict(v) for k, v in json.loads(path.read_text("utf-8")).items()}


def score(candidates: Sequence[Candidate], ctx: Context, model: Weights) -> list[float]:
    """Return the probability of each candidate to be a marker."""
    local = [features(c, ctx) for c in candidates]
    first = [weigh(f, c, model, 1) for f, c in zip(local, candidates, strict=True)]
    around = [_sum(f, c, model, 2) for f, c in zip(local, candidates, strict=True)]
    believed = first
    for _ in range(2):
        whole = article_features(candidates, first, believed, ctx)
        parts = zip(around, whole, candidates, strict=True)
        believed = [
            logistic(a + _sum(w, c, model, 2)) if is_weighed(c) else _by_form(c)
            for a, w, c in parts
        ]
    return with_strays(candidates, first, without_steps(candidates, believed, ctx.text), ctx)


def keep(candidates: Sequence[Candidate], chances: Sequence[float]) -> list[Candidate]:
    """Return the candidates more likely markers than not, of those that overlap the likeliest.

    ``candidates`` stand in the order of their starts.
    """
    kept: list[tuple[float, Candidate]] = []
    for chance, candidate in zip(chances, candidates, strict=True):
        if chance > THRESHOLD:
            while kept and kept[-1][1].end > candidate.start and kept[-1][0] < chance:
                kept.pop()
            if not kept or kept[-1][1].end <= candidate.start:
                kept.append((chance, candidate))
    found = [candidate for _, candidate in kept]
    if sum(c.shape in LEARNED for c in found) < HABIT:
        return [c for c in found if c.shape not in ("inside", "part")]
    return found


def weigh(found: Features, candidate: Candidate, model: Weights, look: int) -> float:
    """Return one look's probability of one candidate."""
    if not is_weighed(candidate):
        return _by_form(candidate)
    return logistic(_sum(found, candidate, model, look))


def is_weighed(candidate: Candidate) -> bool:
    """Say whether a candidate is weighed; the others are markers by their form."""
    return candidate.shape in LEARNED and not candidate.forms & SURE


def _by_form(candidate: Candidate) -> float:
    return AS_PART if candidate.shape == "part" else BY_FORM


def _sum(found: Features, candidate: Candidate, model: Weights, look: int) -> float:
    weight = model.get(f"{candidate.shape} {look}", {})
    return sum(weight.get(name, 0.0) * value for name, value in found.items() if value)


def logistic(x: float) -> float:
    """Return 1 / (1 + e^-x), safe at both ends."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


@dataclass(frozen=True)
class _Group:
    """What the believed candidates of one shape look like together."""

    count: int
    coverage: float
    rising: float
    density: float

    @property
    def weight(self) -> float:
        return math.log1p(self.count) * (0.3 + self.coverage)


def article_features(
    candidates: Sequence[Candidate],
    first: Sequence[float],
    believed: Sequence[float],
    ctx: Context,
) -> list[Features]:
    """Return the second look's features of every candidate, in order.

    ``first`` is what the first look gave; ``believed`` is the best judgement so far.
    """
    groups: dict[str, _Group] = {}
    places: dict[int, Features] = {}
    for shape in dict.fromkeys(c.shape for c in candidates):
        own = [i for i, c in enumerate(candidates) if c.shape == shape]
        own.sort(key=lambda i: candidates[i].start)
        strong = [i for i in own if believed[i] > 0.5]
        groups[shape] = _group([candidates[i].numbers for i in strong], ctx.labels)
        places.update(_places(candidates, own, believed, groups[shape].rising, ctx))
        for i, habit in _habits(candidates, own, strong, ctx.text).items():
            places[i] |= habit
    result = []
    for i, candidate in enumerate(candidates):
        group = groups[candidate.shape]
        others = [g for s, g in groups.items() if s != candidate.shape]
        best = max(others, key=lambda g: g.weight, default=_Group(0, 0.0, 0.0, 0.0))
        rest = group.count - (believed[i] > 0.5)
        found = {
            "first look": _logit(first[i]) / 3,
            "article: alone": float(rest == 0),
            "article: many": math.log1p(rest) / 3,
            "article: coverage": group.coverage if rest else 0.0,
            "article: density": group.density if rest else 0.0,
            "article: rising": group.rising if rest else 0.0,
            "other: many": math.log1p(best.count) / 3,
            "other: coverage": best.coverage,
            "other: heavier": float(best.weight > group.weight),
            "other: margin": group.weight - best.weight,
        }
        result.append(found | places[i])
    return result


def _logit(p: float) -> float:
    p = max(1e-4, min(1 - 1e-4, p))
    return math.log(p / (1 - p))


def _group(numbers: list[tuple[int, ...]], labels: frozenset[int]) -> _Group:
    seen: set[int] = set()
    top, steps, news = 0, 0, 0
    for ns in numbers:
        for n in ns:
            if n not in seen:
                seen.add(n)
                news += 1
                steps += top < n <= top + 2
                top = max(top, n) if n <= top + 20 or top == 0 else top
    if not seen:
        return _Group(0, 0.0, 0.0, 0.0)
    dense = min(1.0, len(seen) / max(1, max(seen)))  # a lone 0 is no divisor
    coverage = len(seen & labels) / len(labels) if labels else dense
    return _Group(len(numbers), coverage, steps / news, dense)


def _places(
    candidates: Sequence[Candidate],
    own: list[int],
    believed: Sequence[float],
    rising: float,
    ctx: Context,
) -> dict[int, Features]:
    """Return where each candidate's numbers stand in the run of the believed before it."""
    found: dict[int, Features] = {}
    seen: set[int] = set()
    top = 0
    ahead = _next_new(candidates, own, believed)
    listed = enumerations(candidates, own, ctx.text, ctx.labels)
    for i in own:
        numbers = candidates[i].numbers
        new = [n for n in numbers if n not in seen]
        gap = min(new) - top if new else 0
        kind = (
            "seen"
            if not new
            else "next"
            if gap == 1
            else "back"
            if gap <= 0
            else ("near" if gap <= 4 else "far")
        )
        found[i] = {f"run: {kind}": 1.0, f"run: {kind} in a rising article": rising}
        if not new and len(numbers) > 1:
            many = math.log(min(len(numbers), 30))
            found[i]["several, all seen"] = many
            found[i]["several, far behind"] = many * rising * max(0, top - max(numbers)) / top
        if ctx.equations:
            found[i][f"run: {kind} among equations"] = 1.0
        if i in listed:
            found[i]["enumerates"] = 1.0
            found[i][f"enumerates, {kind}"] = 1.0
            found[i][f"enumerates on, {kind}"] = math.log(listed[i] - 1)
        if ahead[i] and new and max(new) > ahead[i] + 3:
            found[i]["run: beyond what follows"] = rising
        if believed[i] > 0.5:
            seen.update(numbers)
            high = max(numbers)
            top = high if top == 0 or top < high <= top + 20 else top
    return found


def _habits(
    candidates: Sequence[Candidate], own: list[int], strong: list[int], text: str
) -> dict[int, Features]:
    """Return how often the other believed candidates join the text as this one does."""
    manners = {i: manner(text, candidates[i]) for i in own}
    believed = set(strong)
    before = Counter(manners[i][0] for i in strong)
    pairs = Counter(manners[i] for i in strong)
    found: dict[int, Features] = {}
    for i in own:
        rest = len(strong) - (i in believed)
        if rest >= 3:
            same = before[manners[i][0]] - (i in believed)
            pair = pairs[manners[i]] - (i in believed)
            sure = rest / (rest + 20)  # a few markers are no habit yet
            found[i] = {
                "habit: before": same / rest * sure,
                "habit: both": pair / rest * sure,
                "habit: never before": (same == 0) * sure,
                "habit: never both": (pair == 0) * sure,
            }
    return found


def _next_new(
    candidates: Sequence[Candidate], own: list[int], believed: Sequence[float]
) -> dict[int, int]:
    """Return the middle one of the next five believed candidates' greatest numbers."""
    result: dict[int, int] = {}
    window: list[int] = []
    for i in reversed(own):
        result[i] = sorted(window)[len(window) // 2] if window else 0
        if believed[i] > 0.5:
            window = [max(candidates[i].numbers), *window[:4]]
    return result
