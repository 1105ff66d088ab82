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
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pipeline.errors import UsageError
from pipeline.review.layout import CLAIM, ID, REVIEWER, VERDICT
from pipeline.review.people import People
from pipeline.review.tables import read_sheet
from pipeline.settings import Words
from pipeline.store.decisions import CONSENSUS, person, read_decisions
from pipeline.terminal import id_column, plain

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import RenderableType

_RESAMPLES, _SEED = 2000, 0


class Ratings(NamedTuple):
    """Verdicts side by side: a row for each claim id, a column for each reviewer.

    A cell is missing where the reviewer did not judge the claim. ``words`` are the claims',
    by their ids.
    """

    verdicts: pd.DataFrame
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
    given: list[_Judgement] = []
    people = People(())
    names: Counter[str] = Counter()
    for file in files:
        rows = read_sheet(file, words).rows
        judged = [r for r in rows if r.cells[ID] and r.cells.get(VERDICT, "").casefold() in known]
        called = {people.named(row.cells.get(REVIEWER)) for row in judged}
        name = (called.pop() if len(called) == 1 else None) or file.stem
        names[name] += 1
        if names[name] > 1:
            name = f"{name} ({file.stem})"
        for row in judged:
            verdict = known[row.cells[VERDICT].casefold()]
            given.append(_Judgement(row.cells[ID], name, verdict, row.cells.get(CLAIM, "")))
    return _table(given, keep="first")


def ratings_of_decisions(seeds: Path) -> Ratings:
    """Return the decisions beside the seeds, by claim and reviewer; a consensus is nobody's."""
    return _table(
        [
            _Judgement(d.claim, d.reviewer or "(no name)", d.verdict, d.text)
            for group in read_decisions(seeds).values()
            for d in group
            if d.verdict and person(d.reviewer) != CONSENSUS
        ],
        keep="last",
    )


class _Judgement(NamedTuple):
    claim: str
    reviewer: str
    verdict: str
    words: str


def _table(given: Sequence[_Judgement], keep: Literal["first", "last"]) -> Ratings:
    """Put judgements side by side; of a reviewer's on one claim the first or the last counts."""
    import pandas as pd

    rows = pd.DataFrame(given, columns=list(_Judgement._fields))
    rows = rows.drop_duplicates(["claim", "reviewer"], keep=keep)
    table = rows.pivot(index="claim", columns="reviewer", values="verdict")
    words = {one.claim: one.words for one in reversed(given)}  # as first met
    return Ratings(table.reindex(index=[*dict.fromkeys(rows["claim"])]), words)


def compare(ratings: Ratings) -> Agreement:
    """Return the agreement of all reviewers.

    Raises ``UsageError`` when no claim was judged by two.
    """
    judged = ratings.verdicts
    shared = judged[judged.count(axis="columns") > 1]
    if shared.empty:
        raise UsageError(
            "no claim has verdicts of two reviewers: give the sheets of two, or import them"
        )
    pairs = []
    for first, second in combinations(sorted(shared.columns), 2):
        both = shared[[first, second]].dropna()
        if len(both):
            same = int((both[first] == both[second]).sum())
            kappa = cohen_kappa(both[first], both[second])
            pairs.append(Pair((first, second), len(both), same, kappa))
    differing = shared[shared.nunique(axis="columns") > 1]
    return Agreement(
        pairs,
        krippendorff_alpha(shared),
        len(shared),
        [
            (id, {str(name): v for name, v in by.items() if isinstance(v, str)}, ratings.words[id])
            for id, by in zip(differing.index, differing.to_dict("records"), strict=True)
        ],
    )


def cohen_kappa(first: pd.Series, second: pd.Series) -> Figure:
    """Return Cohen's kappa of two reviewers' verdicts on the same claims."""
    import numpy as np
    import pandas as pd

    words = sorted({*first, *second})
    counted = pd.crosstab(first.to_numpy(), second.to_numpy())
    counted = counted.reindex(index=words, columns=words, fill_value=0)

    def kappa(resampled: Any) -> Any:
        table = resampled.reshape(-1, len(words), len(words)) / len(first)
        observed = np.trace(table, axis1=1, axis2=2)
        expected = (table.sum(1) * table.sum(2)).sum(1)
        return (observed - expected) / (1 - expected)

    return _with_interval(counted.to_numpy(float).ravel(), kappa)


def krippendorff_alpha(verdicts: pd.DataFrame) -> Figure:
    """Return Krippendorff's alpha (nominal) of a table of verdicts: claims by reviewers."""
    import numpy as np

    # How many reviewers gave each word, claim by claim; claims counted alike are one kind.
    counts = verdicts.apply(lambda row: row.value_counts(), axis="columns").fillna(0)
    counts = counts[counts.sum(axis="columns") > 1]
    kinds = counts.value_counts()
    matrices = []
    for kind in kinds.index:
        n = np.array(kind, dtype=float)
        matrices.append((np.outer(n, n) - np.diag(n)) / (n.sum() - 1))
    coincidences = np.array(matrices)

    def alpha(resampled: Any) -> Any:
        table = np.tensordot(resampled, coincidences, axes=(1, 0))
        n_word = table.sum(2)
        n = n_word.sum(1)
        observed = 1 - np.trace(table, axis1=1, axis2=2) / n
        expected = 1 - (n_word * (n_word - 1)).sum(1) / (n * (n - 1))
        return 1 - observed / expected

    return _with_interval(kinds.to_numpy(float), alpha)


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
