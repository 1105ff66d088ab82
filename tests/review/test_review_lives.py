"""What becomes of decisions when articles change: none is lost, each is accounted for."""

import os
import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import builders
import msgspec
import pandas as pd
import pytest
from reviewing import claims, decide, orphans, run, sheet, standing

from pipeline.claims.text import claim_id
from pipeline.records import Claim
from pipeline.review.standing import Place, at_home, place, settle
from pipeline.store.decisions import Decision, add_decisions, read_decisions

Add = Callable[..., Path]

CALCIUM = "Vitamin D increases the absorption of calcium in adults."
FRACTURES = "Vitamin K lowers the risk of hip fractures in older women."
FALLS = "Zinc supplements did not prevent falls in 2,500 older men."
GUT = "Probiotic bacteria reduce inflammation of the gut in mice."
SMOKING = "Smoking doubles the risk of osteoporosis in both sexes."
SENTENCES = [CALCIUM, FRACTURES, FALLS, GUT, SMOKING]


def text(*sentences: str) -> str:
    return "Bones\n\nBy Jane Doe\n\n" + "\n\n".join(
        " ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)
    )


@pytest.fixture
def decided(seeds: Path, out: Path, add: Add, tmp_path: Path) -> None:
    """Five claims, each accepted with a comment of its own."""
    add("a.txt", text(*SENTENCES))
    run(seeds, out)

    def accept(table: pd.DataFrame) -> None:
        assert set(table["claim"]) == set(SENTENCES)
        table["verdict"], table["reviewer"] = "accept", "MM"
        table["comment"] = table["claim"].str[:9]

    assert len(decide(seeds, out, tmp_path / "r.xlsx", accept).new) == 5


@pytest.mark.usefixtures("decided")
def test_nothing_changed(seeds: Path, out: Path) -> None:
    run(seeds, out)
    assert standing(out) == dict.fromkeys(SENTENCES, "kept")
    assert not orphans(seeds, out)
    table = sheet(out)
    assert list(table["verdict"]) == ["accept"] * 5
    assert list(table["comment"]) == list(table["claim"].str[:9])
    assert set(table["standing"]) == {"kept"}


@pytest.mark.usefixtures("decided")
def test_a_paragraph_is_inserted_on_top(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt", text("Magnesium improves sleep in adults.", "I like tea.", *SENTENCES))
    run(seeds, out)
    assert standing(out) == dict.fromkeys(SENTENCES, "kept")
    assert not orphans(seeds, out)


@pytest.mark.usefixtures("decided")
def test_a_sentence_is_reworded(seeds: Path, out: Path, add: Add) -> None:
    now = "In older women, vitamin K lowers the risk of fractures of the hip."
    add("a.txt", text(CALCIUM, now, FALLS, GUT, SMOKING))
    run(seeds, out)
    expected = dict.fromkeys(SENTENCES, "kept") | {FRACTURES: "reworded"}
    assert standing(out) == expected
    assert not orphans(seeds, out)
    [claim] = [c for c in claims(out).values() if c.claim == now]
    assert claim.review[0].comment == FRACTURES[:9]
    row = sheet(out).set_index("claim").loc[now]
    assert row["standing"] == "reworded"
    assert FRACTURES in row["decisions"]
    assert row["verdict"] == "accept"


@pytest.mark.usefixtures("decided")
def test_a_sentence_is_deleted(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt", text(CALCIUM, FRACTURES, GUT, SMOKING))
    run(seeds, out)
    assert standing(out) == dict.fromkeys([CALCIUM, FRACTURES, GUT, SMOKING], "kept")
    assert orphans(seeds, out) == {FALLS}


@pytest.mark.usefixtures("decided")
def test_two_sentences_are_merged(seeds: Path, out: Path, add: Add) -> None:
    merged = f"{CALCIUM[:-1]}, and v{FRACTURES[1:]}"
    add("a.txt", text(merged, FALLS, GUT, SMOKING))
    run(seeds, out)
    both = {CALCIUM: "reworded", FRACTURES: "reworded"}
    assert standing(out) == dict.fromkeys(SENTENCES, "kept") | both
    assert not orphans(seeds, out)


@pytest.mark.usefixtures("decided")
def test_the_article_is_renamed(seeds: Path, out: Path) -> None:
    (seeds / "a.txt").rename(seeds / "b.txt")
    run(seeds, out)
    assert standing(out) == dict.fromkeys(SENTENCES, "moved")
    assert not orphans(seeds, out)
    assert [p.name for p in (seeds / "reviews").glob("*.jsonl")] == ["a.jsonl"]


@pytest.mark.usefixtures("decided")
def test_the_article_is_renamed_decided_on_and_renamed_back(
    seeds: Path, out: Path, tmp_path: Path
) -> None:
    (seeds / "a.txt").rename(seeds / "b.txt")
    run(seeds, out)

    def reject(table: pd.DataFrame) -> None:
        table.loc[table["claim"] == GUT, "verdict"] = "reject"

    assert len(decide(seeds, out, tmp_path / "r.xlsx", reject).new) == 1
    run(seeds, out)
    assert not orphans(seeds, out)
    (seeds / "b.txt").rename(seeds / "a.txt")
    run(seeds, out)
    by_words = {c.claim: c.review for c in claims(out).values()}
    assert [r.verdict for r in by_words[GUT]] == ["reject"]
    assert [r.verdict for r in by_words[FALLS]] == ["accept"]
    assert not orphans(seeds, out)


@pytest.mark.usefixtures("decided")
def test_the_article_is_removed_and_comes_back(seeds: Path, out: Path, add: Add) -> None:
    (seeds / "a.txt").unlink()
    add("z.txt", "Oats\n\nOats lower cholesterol in adults.")
    run(seeds, out)
    assert orphans(seeds, out) == set(SENTENCES)
    add("a.txt", text(*SENTENCES))
    run(seeds, out)
    assert standing(out) == dict.fromkeys(SENTENCES, "kept")


@pytest.mark.usefixtures("decided")
def test_a_reworded_claim_is_decided_anew(seeds: Path, out: Path, add: Add, tmp_path: Path) -> None:
    now = "In older women, vitamin K lowers the risk of fractures of the hip."
    add("a.txt", text(CALCIUM, now, FALLS, GUT, SMOKING))
    run(seeds, out)
    untouched = decide(seeds, out, tmp_path / "r.xlsx", lambda table: None)
    assert not untouched.new
    assert untouched.unchanged == 5

    def reject(table: pd.DataFrame) -> None:
        table.loc[table["claim"] == now, "verdict"] = "reject"

    assert len(decide(seeds, out, tmp_path / "r.xlsx", reject).new) == 1
    run(seeds, out)
    assert standing(out) == dict.fromkeys([CALCIUM, now, FALLS, GUT, SMOKING], "kept")
    assert not orphans(seeds, out)


@pytest.mark.usefixtures("decided")
def test_outputs_are_deleted(seeds: Path, out: Path) -> None:
    run(seeds, out)
    before = (out / "claims.jsonl").read_bytes()
    shutil.rmtree(out)
    run(seeds, out)
    assert (out / "claims.jsonl").read_bytes() == before


# Two thousand random edits, on claims made straight from sentences; `make fuzz` has ten thousand.

LIVES = 20 if os.environ.get("EVERY") else 4

WORDS = "bone calcium lowers the risk of falls in mice women may zinc iron and 12 % fat"


def _claims(name: str, sentences: list[str]) -> tuple[list[Claim], str]:
    whole = " ".join(sentences)
    found, at = [], 0
    for n, sentence in enumerate(sentences):
        id = claim_id(name, sentence, sentences[: n + 1].count(sentence))
        found.append(builders.claim(sentence, id=id, article=name, start=at))
        at += len(sentence) + 1
    return found, whole


def _places(name: str, sentences: list[str]) -> list[Place]:
    found, whole = _claims(name, sentences)
    return [place(claim, whole) for claim in found]


def _edit(rng: random.Random, sentences: list[str]) -> list[str]:
    """One edit of a person's: insert, delete, reword, merge, split, move or repeat."""
    after = list(sentences)
    at = rng.randrange(len(after))
    match rng.randrange(7):
        case 0:
            after.insert(at, " ".join(rng.choices(WORDS.split(), k=rng.randint(3, 12))))
        case 1 if len(after) > 1:
            del after[at]
        case 2:
            words = after[at].split()
            words[rng.randrange(len(words))] = rng.choice(WORDS.split())
            after[at] = " ".join(words)
        case 3 if at + 1 < len(after):
            after[at : at + 2] = [f"{after[at]} and {after[at + 1]}"]
        case 4 if len(after[at].split()) > 5:
            words = after[at].split()
            after[at : at + 1] = [" ".join(words[:3]), " ".join(words[3:])]
        case 5:
            after.insert(rng.randrange(len(after)), after.pop(at))
        case _:
            after.insert(rng.randrange(len(after) + 1), after[at])
    return after


@pytest.mark.parametrize("seed", range(LIVES))
def test_no_decision_is_lost_in_random_edits(seed: int) -> None:
    rng = random.Random(seed)
    sentences = [" ".join(rng.choices(WORDS.split(), k=rng.randint(3, 12))) for _ in range(6)]
    name = "a"
    decisions: dict[tuple[str, str | None], Decision] = {}
    for turn in range(500):
        sentences = _edit(rng, sentences)[:15]
        places = _places(name, sentences)
        if rng.random() < 0.1:
            name = rng.choice("ab")
        given = sorted(decisions.values(), key=lambda d: d.turn)
        home = at_home({name: given}, [name], lambda: [])[name]
        stood, lost = settle(home, places)
        accounted = [s.decision for s in stood] + lost
        assert sorted(map(msgspec.json.encode, accounted)) == sorted(
            map(msgspec.json.encode, given)
        )
        now = Counter(p.claim.claim for p in places)
        for words, who in {(d.text, d.reviewer) for d in lost}:
            same = sum((d.text, d.reviewer) == (words, who) for d in given)
            assert same > now[words]
        for one in stood:
            [claim] = {p.claim.claim for p in places if p.claim.id == one.claim}
            assert (one.standing == "reworded") == (claim != one.decision.text)
        by_reviewer = [(s.decision.reviewer, s.claim) for s in stood if s.standing != "reworded"]
        assert len(by_reviewer) == len(set(by_reviewer))
        at = rng.choice(places)
        who = rng.choice(["MM", "CD", None])
        decisions[at.claim.id, who] = builders.decision(at, reviewer=who, turn=turn)
        if len(decisions) > 40:
            del decisions[rng.choice(list(decisions))]


def test_decisions_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    places = _places("a", SENTENCES)
    written = [builders.decision(p, reviewer=who) for p in places for who in ("MM", None)]
    add_decisions(tmp_path, written[:4])
    add_decisions(tmp_path, written[4:])
    assert read_decisions(tmp_path) == {"a": written}
