"""How far reviewers agree: Cohen's kappa, Krippendorff's alpha, and where they differ.

Kappa (Cohen 1960) is of two reviewers over the claims that both judged; alpha, for nominal
data (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability"), of all reviewers
over the claims that at least two judged. Intervals are percentiles of a bootstrap over
claims, with a fixed seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pipeline.errors import UsageError
from pipeline.review.layout import CLAIM, ID, REVIEWER, SOURCE_SAYS, VERDICT
from pipeline.review.people import People
from pipeline.review.tables import Row, read_sheet
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
    by their ids. ``sources`` is such a table of what the sources say.
    """

    verdicts: pd.DataFrame
    words: dict[str, str]
    sources: pd.DataFrame


class Figure(NamedTuple):
    """A figure with its 95 % interval; all ``None`` where it is undefined."""

    value: float | None
    low: float | None
    high: float | None


_UNDEFINED = Figure(None, None, None)
_Differing = tuple[str, dict[str, str], str]


class Pair(NamedTuple):
    """Two reviewers over the claims that both judged."""

    reviewers: tuple[str, str]
    claims: int
    same: int
    kappa: Figure


class Agreement(NamedTuple):
    """What ``compare`` finds; ``differing`` are claims with their verdicts by reviewer.

    ``of_sources`` are the claims with what the reviewers' sources say, where that differs;
    ``sources`` is alpha over the ``read`` claims of which two said it.
    """

    pairs: list[Pair]
    alpha: Figure
    claims: int
    differing: list[_Differing]
    of_sources: list[_Differing]
    sources: Figure
    read: int


def ratings_of_sheets(files: Sequence[Path], words: Words = Words()) -> Ratings:  # noqa: B008
    """Read sheets, one a reviewer: called as in its column, or as the file where that varies.

    Raises ``UsageError`` for a file that is no review sheet.
    """
    known = {word.casefold(): word for word in words.verdicts}
    says = {word.casefold(): code for word, code in words.source_says.items()}
    given: list[_Judgement] = []
    people = People(())
    names: Counter[str] = Counter()
    for file in files:
        rows = read_sheet(file, words).rows
        judged = [
            row
            for row in rows
            if row.cells[ID]
            and (_word(row, VERDICT, known) or _word(row, SOURCE_SAYS, says)) is not None
        ]
        called = {people.named(row.cells.get(REVIEWER)) for row in judged}
        name = (called.pop() if len(called) == 1 else None) or file.stem
        names[name] += 1
        if names[name] > 1:
            name = f"{name} ({file.stem})"
        for row in judged:
            verdict, said = _word(row, VERDICT, known), _word(row, SOURCE_SAYS, says)
            given.append(_Judgement(row.cells[ID], name, verdict, row.cells.get(CLAIM, ""), said))
    return _table(given, keep="first")


def ratings_of_decisions(seeds: Path) -> Ratings:
    """Return the decisions beside the seeds, by claim and reviewer; a consensus is nobody's."""
    return _table(
        [
            _Judgement(d.claim, d.reviewer or "(no name)", d.verdict, d.text, d.source_says)
            for group in read_decisions(seeds).values()
            for d in group
            if (d.verdict or d.source_says) and person(d.reviewer) != CONSENSUS
        ],
        keep="last",
    )


class _Judgement(NamedTuple):
    claim: str
    reviewer: str
    verdict: str | None
    words: str
    source_says: str | None


def _word(row: Row, column: str, known: Mapping[str, str]) -> str | None:
    return known.get(row.cells.get(column, "").casefold())


def _table(given: Sequence[_Judgement], keep: Literal["first", "last"]) -> Ratings:
    """Put judgements side by side; of a reviewer's on one claim the first or the last counts."""
    import pandas as pd

    rows = pd.DataFrame(given, columns=list(_Judgement._fields))
    rows = rows.drop_duplicates(["claim", "reviewer"], keep=keep)
    words = {one.claim: one.words for one in reversed(given)}  # as first met
    order = [*dict.fromkeys(rows["claim"])]
    verdicts, sources = (
        rows.pivot(index="claim", columns="reviewer", values=judged).reindex(index=order)
        for judged in ("verdict", "source_says")
    )
    return Ratings(verdicts, words, sources)


def compare(ratings: Ratings) -> Agreement:
    """Return the agreement of all reviewers.

    Raises ``UsageError`` when no claim was judged by two.
    """
    shared, sources = _shared(ratings.verdicts), _shared(ratings.sources)
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
    return Agreement(
        pairs,
        krippendorff_alpha(shared),
        len(shared),
        _differing(shared, ratings.words),
        _differing(sources, ratings.words),
        _UNDEFINED if sources.empty else krippendorff_alpha(sources),
        len(sources),
    )


def _shared(judged: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that at least two judged."""
    return judged[judged.count(axis="columns") > 1]


def _differing(shared: pd.DataFrame, words: Mapping[str, str]) -> list[_Differing]:
    found = shared[shared.nunique(axis="columns") > 1]
    return [
        (id, {str(name): v for name, v in by.items() if isinstance(v, str)}, words[id])
        for id, by in zip(found.index, found.to_dict("records"), strict=True)
    ]


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
        return _UNDEFINED
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
    if found.read:
        alpha += f"\nof what the source says, over {found.read}: {_figure(found.sources)}"
    differing = Table(id_column(), "differing", "claim", box=None)
    for id, by, words in found.differing + found.of_sources:
        said = ", ".join(f"{name}: {word.replace('_', ' ')}" for name, word in sorted(by.items()))
        differing.add_row(*(escape(plain(cell)) for cell in (id, said, words)))
    number = len(found.differing) + len(found.of_sources)
    counted = f"{number} disagreement{'' if number == 1 else 's'}"
    return Group(figures, "", alpha, "", counted, differing)


def _figure(figure: Figure) -> str:
    if figure.value is None:
        return "undefined (everyone chose one verdict)"
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"
