"""How far reviewers agree: Cohen's kappa, Krippendorff's alpha, and where they differ.

Kappa (Cohen 1960) is of two reviewers over the claims that both judged; alpha, for nominal
data (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability"), of all reviewers
over the claims that at least two judged. Intervals are percentiles of a bootstrap over
claims, with a fixed seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.errors import UsageError
from pipeline.review.layout import CLAIM, ID, REVIEWER, VERDICT
from pipeline.review.people import People
from pipeline.review.tables import read_sheet
from pipeline.settings import Words
from pipeline.store.decisions import CONSENSUS, person, read_decisions
from pipeline.terminal import id_column, plain

if TYPE_CHECKING:
    from rich.console import RenderableType

_RESAMPLES, _SEED = 2000, 0


class Ratings(NamedTuple):
    """Verdicts by claim id and reviewer, and the claims' words."""

    verdicts: dict[str, dict[str, str]]
    words: dict[str, str]


class Figure(NamedTuple):
    """A figure with its 95 % interval; all ``None`` where it is undefined."""

    value: float | None
    low: float | None
    high: float | None


class Pair(NamedTuple):
    """Two reviewers over the claims that both judged."""

    reviewers: tuple[str, str]
    claims: int
    same: int
    kappa: Figure


class Agreement(NamedTuple):
    """What ``compare`` finds; ``differing`` are claims with their verdicts by reviewer."""

    pairs: list[Pair]
    alpha: Figure
    claims: int
    differing: list[tuple[str, dict[str, str], str]]


def ratings_of_sheets(files: Sequence[Path], words: Words = Words()) -> Ratings:  # noqa: B008
    """Read sheets, one a reviewer: called as in its column, or as the file where that varies.

    Raises ``UsageError`` for a file that is no review sheet.
    """
    known = {word.casefold(): word for word in words.verdicts}
    found = Ratings({}, {})
    people = People(())
    names: Counter[str] = Counter()
    for file in files:
        rows = read_sheet(file, words).rows
        judged = [r for r in rows if r.cells[ID] and r.cells.get(VERDICT, "").casefold() in known]
        given = {people.named(row.cells.get(REVIEWER)) for row in judged}
        name = given.pop() if len(given) == 1 else None
        name = name or file.stem
        names[name] += 1
        if names[name] > 1:
            name = f"{name} ({file.stem})"
        for row in judged:
            by_reviewer = found.verdicts.setdefault(row.cells[ID], {})
            by_reviewer.setdefault(name, known[row.cells[VERDICT].casefold()])
            found.words.setdefault(row.cells[ID], row.cells.get(CLAIM, ""))
    return found


def ratings_of_decisions(seeds: Path) -> Ratings:
    """Return the decisions beside the seeds, by claim and reviewer; a consensus is nobody's."""
    found = Ratings({}, {})
    for group in read_decisions(seeds).values():
        for d in group:
            if d.verdict and person(d.reviewer) != CONSENSUS:
                found.verdicts.setdefault(d.claim, {})[d.reviewer or "(no name)"] = d.verdict
                found.words.setdefault(d.claim, d.text)
    return found


def compare(ratings: Ratings) -> Agreement:
    """Return the agreement of all reviewers.

    Raises ``UsageError`` when no claim was judged by two.
    """
    shared = {id: by for id, by in ratings.verdicts.items() if len(by) > 1}
    if not shared:
        raise UsageError(
            "no claim has verdicts of two reviewers: give the sheets of two, or import them"
        )
    reviewers = sorted({name for by in shared.values() for name in by})
    pairs = []
    for first, second in combinations(reviewers, 2):
        both = [(by[first], by[second]) for by in shared.values() if first in by and second in by]
        if both:
            same = sum(a == b for a, b in both)
            pairs.append(Pair((first, second), len(both), same, cohen_kappa(both)))
    alpha = krippendorff_alpha([list(by.values()) for by in shared.values()])
    differing = [
        (id, by, ratings.words.get(id, ""))
        for id, by in shared.items()
        if len(set(by.values())) > 1
    ]
    return Agreement(pairs, alpha, len(shared), differing)


def cohen_kappa(pairs: Sequence[tuple[str, str]]) -> Figure:
    """Return Cohen's kappa of two reviewers' verdicts, claim by claim."""
    import numpy as np

    words = sorted({word for pair in pairs for word in pair})
    counted = Counter(pairs)
    weights = np.array([[counted[a, b] for b in words] for a in words], dtype=float).ravel()

    def kappa(resampled: Any) -> Any:
        table = resampled.reshape(-1, len(words), len(words)) / len(pairs)
        observed = np.trace(table, axis1=1, axis2=2)
        expected = (table.sum(1) * table.sum(2)).sum(1)
        return (observed - expected) / (1 - expected)

    return _with_interval(weights, kappa)


def krippendorff_alpha(claims: Sequence[Sequence[str]]) -> Figure:
    """Return Krippendorff's alpha (nominal) of claims' verdicts, by however many reviewers."""
    import numpy as np

    words = sorted({word for verdicts in claims for word in verdicts})
    kinds = Counter(tuple(sorted(verdicts)) for verdicts in claims if len(verdicts) > 1)
    coincidences = []
    for verdicts in kinds:
        n = np.array([verdicts.count(word) for word in words], dtype=float)
        coincidences.append((np.outer(n, n) - np.diag(n)) / (len(verdicts) - 1))
    matrices = np.array(coincidences)

    def alpha(resampled: Any) -> Any:
        table = np.tensordot(resampled, matrices, axes=(1, 0))
        n_word = table.sum(2)
        n = n_word.sum(1)
        observed = 1 - np.trace(table, axis1=1, axis2=2) / n
        expected = 1 - (n_word * (n_word - 1)).sum(1) / (n * (n - 1))
        return 1 - observed / expected

    return _with_interval(np.array(list(kinds.values()), dtype=float), alpha)


def _with_interval(weights: Any, statistic: Callable[[Any], Any]) -> Figure:
    """Return a statistic of weighted kinds of claims, with the bootstrap's 95 % interval."""
    import numpy as np

    total = int(weights.sum())
    drawn = np.random.default_rng(_SEED).multinomial(total, weights / total, _RESAMPLES)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(statistic(weights[None, :])[0])
        values = statistic(drawn.astype(float))
    values = values[np.isfinite(values)]
    if not np.isfinite(value) or not len(values):
        return Figure(None, None, None)
    low, high = np.percentile(values, [2.5, 97.5])
    return Figure(value, float(low), float(high))


def render(found: Agreement) -> RenderableType:
    """Return the figures and the list of disagreements for the terminal."""
    from rich.console import Group
    from rich.markup import escape
    from rich.table import Table

    figures = Table("reviewers", "claims", "same", "Cohen's kappa (95 %)", box=None)
    for pair in found.pairs:
        names = escape(plain(" & ".join(pair.reviewers)))
        share = f"{pair.same / pair.claims:.0%}"
        figures.add_row(names, str(pair.claims), share, _figure(pair.kappa))
    alpha = f"Krippendorff's alpha over {found.claims} claims: {_figure(found.alpha)}"
    differing = Table(id_column(), "verdicts", "claim", box=None)
    for id, by, words in found.differing:
        verdicts = ", ".join(f"{name}: {verdict}" for name, verdict in sorted(by.items()))
        differing.add_row(*(escape(plain(cell)) for cell in (id, verdicts, words)))
    return Group(figures, "", alpha, "", f"{len(found.differing)} disagreements", differing)


def _figure(figure: Figure) -> str:
    if figure.value is None:
        return "undefined (everyone chose one verdict)"
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"
