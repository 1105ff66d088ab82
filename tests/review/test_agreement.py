"""Agreement: published worked examples, and what people see."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from reviewing import decide, fill, run
from rich.console import Console

from pipeline.errors import UsageError
from pipeline.review.agreement import (
    cohen_kappa,
    compare,
    krippendorff_alpha,
    ratings_of_decisions,
    ratings_of_sheets,
    render,
)

# Krippendorff (2011), example C: four observers, twelve units, nominal alpha 0.743.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
    [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
]


def test_alpha_as_published() -> None:
    found = krippendorff_alpha(pd.DataFrame(OBSERVERS).T.replace(0, None).astype("string"))
    assert found.value == pytest.approx(0.743, abs=5e-4)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.743 < found.high


def test_alpha_of_two_observers_as_published() -> None:
    # Krippendorff (2011), example B: two observers, twelve units, nominal alpha 0.692.
    first = list("aabbdcccedda")
    second = list("babbbccceddd")
    found = krippendorff_alpha(pd.DataFrame({"A": first, "B": second}))
    assert found.value == pytest.approx(0.692, abs=5e-4)


def test_kappa_as_published() -> None:
    # A worked example in many textbooks: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no; 0.4.
    pairs = [*["yy"] * 20, *["yn"] * 5, *["ny"] * 10, *["nn"] * 15]
    found = cohen_kappa(*(pd.Series(verdicts) for verdicts in zip(*pairs, strict=True)))
    assert found.value == pytest.approx(0.4)
    assert found.low is not None
    assert found.high is not None
    assert -0.1 < found.low < 0.4 < found.high < 0.7


def test_kappa_agrees_with_scikit_learn() -> None:
    from sklearn.metrics import cohen_kappa_score

    first = pd.Series([*"aabbccabcabcaabbbccca"])
    second = pd.Series([*"ababccabbabcaabcbccaa"])
    expected = cohen_kappa_score(first, second)
    assert cohen_kappa(first, second).value == pytest.approx(expected)


def test_one_verdict_throughout_is_undefined() -> None:
    same = pd.Series(["a"] * 5)
    assert cohen_kappa(same, same).value is None
    assert krippendorff_alpha(pd.DataFrame({"A": same, "B": same})).value is None


@pytest.fixture
def sheets(seeds: Path, out: Path, add: Callable[..., Path], tmp_path: Path) -> list[Path]:
    add("a.txt")
    run(seeds, out)

    def first(table: pd.DataFrame) -> None:
        table["verdict"], table["reviewer"] = ["accept", "reject", "accept"], "MM"

    def second(table: pd.DataFrame) -> None:
        table["verdict"] = ["accept", "reject", "Reject"]

    return [fill(out, tmp_path / "A.xlsx", first), fill(out, tmp_path / "B.xlsx", second)]


def test_two_sheets(sheets: list[Path]) -> None:
    found = compare(ratings_of_sheets(sheets))
    [pair] = found.pairs
    assert pair.reviewers == ("B", "MM")
    assert (pair.claims, pair.same) == (3, 2)
    assert pair.kappa.value == pytest.approx(0.4)
    [(id, verdicts, words)] = found.differing
    assert verdicts == {"MM": "accept", "B": "reject"}
    console = Console(width=200)
    with console.capture() as shown:
        console.print(render(found))
    text = shown.get()
    assert id in text
    assert words[:40] in text
    assert "0.400" in text


def test_what_the_sources_say_is_compared_as_well(
    seeds: Path, out: Path, sheets: list[Path], tmp_path: Path
) -> None:
    for who, said in (("MM", "supports"), ("CD", "not in it")):

        def read(table: pd.DataFrame, who: str = who, said: str = said) -> None:
            table.loc[:1, "verdict"] = "accept"
            table.loc[0, "source says"], table.loc[1, "source says"] = said, "supports"
            table["reviewer"] = who

        decide(seeds, out, fill(out, tmp_path / f"{who}.xlsx", read), read)
    for ratings in (
        ratings_of_decisions(seeds),
        ratings_of_sheets([tmp_path / "MM.xlsx", tmp_path / "CD.xlsx"]),
    ):
        found = compare(ratings)
        assert (found.claims, found.read, found.differing) == (2, 2, [])
        [(_, said, _)] = found.of_sources
        assert said == {"MM": "supports", "CD": "not_in_it"}
        console = Console(width=80)
        with console.capture() as shown:
            console.print(render(found))
        assert "1 disagreement\n" in shown.get() and "of what the source says" in shown.get()


def test_decisions_that_were_imported(
    seeds: Path, out: Path, sheets: list[Path], tmp_path: Path
) -> None:
    decide(seeds, out, tmp_path / "r.xlsx", lambda t: t.assign(verdict="accept"), reviewer="MM")
    with pytest.raises(UsageError, match="two reviewers"):
        compare(ratings_of_decisions(seeds))
    decide(seeds, out, tmp_path / "r.xlsx", lambda t: t.assign(verdict="accept"), reviewer="CD")
    found = compare(ratings_of_decisions(seeds))
    assert found.claims == 3
    assert found.alpha.value is None
    assert found.differing == []
