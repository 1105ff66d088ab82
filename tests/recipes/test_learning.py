"""Scores learn from reviewers: held-out claims move the way they decided."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from conftest import ROOT
from reviewing import claims, decide, run, standing

from pipeline.errors import ClaimsheetError, ModelError
from pipeline.recipes.claims import reviews as claims_reviews
from pipeline.settings import Settings
from pipeline.weights.folders import learned_path

EVERY = Settings(claim_threshold=0.0)  # so that no claim leaves the sheet as its score falls


def dislikes(claim: str) -> bool:
    """A reviewer for whom nothing about bacteria is a claim worth checking."""
    return any(word in claim.lower() for word in ("bacteria", "microb", "probiotic"))


@pytest.fixture
def decided(tmp_path: Path, seeds: Path, out: Path) -> set[str]:
    """Two of three claims of the seeds, decided on by that reviewer."""
    shutil.copytree(ROOT / "seeds", seeds, dirs_exist_ok=True)
    run(seeds, out, EVERY)
    some: set[str] = set()

    def judge(table: pd.DataFrame) -> None:
        for n in (n for n in range(len(table)) if n % 3):
            some.add(table.loc[n, "id"])
            table.loc[n, "verdict"] = "reject" if dislikes(table.loc[n, "claim"]) else "accept"

    decide(seeds, out, tmp_path / "r.xlsx", judge, reviewer="MM")
    return some


def test_held_out_scores_move_the_right_way(seeds: Path, out: Path, decided: set[str]) -> None:
    before = claims(out)
    learned = claims_reviews.main(seeds, out)
    assert learned.written == learned_path(seeds)
    assert learned.after < learned.before
    assert learned.examples == len(decided)
    assert run(seeds, out, EVERY).processed == 2
    after = claims(out)
    held_out = set(before) - decided
    moved = {
        worse: [
            after[i].score - before[i].score for i in held_out if dislikes(before[i].claim) is worse
        ]
        for worse in (True, False)
    }
    mean = {worse: sum(moves) / len(moves) for worse, moves in moved.items()}
    assert mean[True] < min(-0.05, mean[False] - 0.03)  # whichever third is held out
    run(seeds, out)
    # What was decided on stays, whatever its score.
    assert decided <= set(claims(out))
    assert set(standing(out).values()) == {"kept"}


def test_learning_twice_gives_the_same_bytes(seeds: Path, out: Path, decided: set[str]) -> None:
    claims_reviews.main(seeds, out)
    first = learned_path(seeds).read_bytes()
    run(seeds, out)
    claims_reviews.main(seeds, out)
    assert learned_path(seeds).read_bytes() == first


def test_verdicts_without_a_pattern_change_nothing(tmp_path: Path, seeds: Path, out: Path) -> None:
    shutil.copytree(ROOT / "seeds", seeds, dirs_exist_ok=True)
    run(seeds, out)

    def at_random(table: pd.DataFrame) -> None:
        table["verdict"] = ["accept" if ord(id[-1]) % 5 else "reject" for id in table["id"]]

    decide(seeds, out, tmp_path / "r.xlsx", at_random)
    learned = claims_reviews.main(seeds, out)
    assert (learned.written is None) == (learned.after >= learned.before)


def test_too_few_decisions(seeds: Path, out: Path, tmp_path: Path) -> None:
    (seeds / "a.txt").write_text("Bones\n\nVitamin D increases calcium in adults.", "utf-8")
    run(seeds, out)
    decide(seeds, out, tmp_path / "r.xlsx", lambda t: t.assign(verdict="accept"))
    with pytest.raises(ModelError, match="1 decisions"):
        claims_reviews.main(seeds, out)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no weights"])
def test_damaged_weights_are_one_line(data: bytes, seeds: Path, out: Path) -> None:
    (seeds / "a.txt").write_text("Bones\n\nVitamin D increases calcium in adults.", "utf-8")
    learned_path(seeds).parent.mkdir()
    learned_path(seeds).write_bytes(data)
    with pytest.raises(ClaimsheetError, match="--with-reviews"):
        run(seeds, out)
