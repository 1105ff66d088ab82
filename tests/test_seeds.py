"""The two seeds against their gold, end to end: no figure falls below its floor."""

import shutil
from pathlib import Path

import pytest
from conftest import ROOT

from pipeline.evaluation import Scores, below, evaluate, load_floors
from pipeline.run import batch
from pipeline.settings import Settings

FLOORS = load_floors(ROOT / "tests" / "floors.toml")


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Scores:
    out = tmp_path_factory.mktemp("seeds")
    batch.run(ROOT / "seeds", out, Settings(), jobs=1)
    return evaluate(out, ROOT / "tests" / "gold")


def test_every_floor_holds(scores: Scores) -> None:
    assert not below(scores, FLOORS)


@pytest.mark.parametrize("key", ["claims.f", "markers web span.f", "reference span.acc"])
def test_a_floor_above_the_figure_is_noticed(scores: Scores, key: str) -> None:
    assert below(scores, {key: 1.01})


def test_no_claim_comes_from_readers_comments(scores: Scores, tmp_path: Path) -> None:
    """Comments alone under their heading, without the article before them, stay comments too."""
    text = (ROOT / "seeds" / "000_4a9da6b45e81eafd.txt").read_text("utf-8")
    at = text.index("Join the conversation")
    (tmp_path / "seeds").mkdir()
    title = text[: text.index("Bone Health: The Basics")]
    (tmp_path / "seeds" / "a.txt").write_text(title + text[at:], "utf-8")
    batch.run(tmp_path / "seeds", tmp_path / "out", Settings(), jobs=1)
    claims = (tmp_path / "out" / "claims.jsonl").read_text("utf-8")
    assert "fibromyalgia" not in claims.lower()
    shutil.rmtree(tmp_path / "out")
