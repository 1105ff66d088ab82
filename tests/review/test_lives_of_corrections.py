"""Corrections, splits, joined and added claims follow an article through its lives."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from reviewing import claims, decide, orphans, run, sheet

from pipeline.records import Claim

Add = Callable[..., Path]

ZINC = "Zinc lowers the risk of colds in children [1]."
TWO = "Garlic reduces blood pressure in rats [2], and ginger eases nausea in pregnant women [3]."
COFFEE = "Coffee is linked to a lower risk of type 2 diabetes [1]."
OATS = "Oats lower cholesterol in adults [2]."
BARLEY = "They also slow the rise of blood sugar after meals [3]."
FISH = "Fish oil did not prevent strokes in 12,000 older men [4]."
COMMENT = "Honey cured my cough within two days."
LIST = """References

1. Doe J. Zinc for colds in children. J Nutr. 2010;12:33-40.
2. Roe A. Garlic and hypertension in rats. Phytomedicine. 2012;19:1-5.
3. Noe E. Ginger for nausea. Obstet Gynecol. 2008;111:2-9.
4. Low C. Fish oil and stroke. Lancet. 2001;300:1-9."""

GARLIC, GINGER = "Garlic reduces blood pressure in rats", "ginger eases nausea in pregnant women."
WHOLE = f"{GARLIC}, and {GINGER}"
JOINED = "Oats lower cholesterol in adults. They also slow the rise of blood sugar after meals."


def text(*paragraphs: str) -> str:
    body = "\n\n".join(paragraphs)
    return f"Food and Health\n\nBy Jane Doe\n\n{body}\n\n{LIST}\n\nComments\n\n{COMMENT}\n"


FIRST = (f"{ZINC} {TWO}", f"{COFFEE} {OATS} {BARLEY}", FISH)


def by_words(out: Path) -> dict[str, Claim]:
    return {claim.claim: claim for claim in claims(out).values()}


@pytest.fixture
def decided(seeds: Path, out: Path, add: Add, tmp_path: Path) -> None:
    """A claim corrected, one split, two sentences joined, and one made of a comment."""
    add("a.txt", text(*FIRST))
    run(seeds, out)

    def edit(table: pd.DataFrame) -> pd.DataFrame:
        at = {words: n for n, words in enumerate(table["claim"])}
        zinc = at["Zinc lowers the risk of colds in children."]
        table.loc[zinc, ["species", "study", "citation"]] = ["mixed", "cohort", "[4]"]
        other = table.iloc[[at[WHOLE]]].assign(claim=GINGER, verdict="reject", reason="other")
        table.loc[at[WHOLE], ["claim", "species"]] = [GARLIC, "animal"]
        table.loc[at["Oats lower cholesterol in adults."], "claim"] = JOINED
        added = pd.DataFrame([{"article": "a", "claim": COMMENT, "species": "human"}])
        return pd.concat([table, other, added]).fillna("")

    done = decide(seeds, out, tmp_path / "r.xlsx", edit, reviewer="MM")
    assert (len(done.new), done.problems, done.unread) == (5, [], [])
    run(seeds, out)


pytestmark = pytest.mark.usefixtures("decided")
CORRECTED = {"citation": "[4]", "species": "mixed", "study": "cohort"}


def corrections(claim: Claim) -> dict[str, str | None]:
    [review] = claim.review
    return {c.field: c.new for c in review.corrections}


def assert_all_there(out: Path, without: tuple[str, ...] = ()) -> None:
    """Every decision is on its claim, with its corrections, and no whole stands beside parts."""
    there = by_words(out)
    wanted = {
        "Zinc lowers the risk of colds in children.": CORRECTED,
        GARLIC: {"species": "animal"},
        GINGER: {},
        JOINED: {},
        COMMENT: {"species": "human"},
    }
    found = {words: corrections(claim) for words, claim in there.items() if claim.review}
    assert found == {words: new for words, new in wanted.items() if words not in without}
    replaced = {WHOLE, "Oats lower cholesterol in adults.", BARLEY.replace(" [3]", "")}
    assert not replaced & {*there}


LIVES = {
    "nothing changed": text(*FIRST),
    "a paragraph on top": text("Salt raises blood pressure in adults [4].", *FIRST),
    "a sentence between": text(FIRST[0], "I like tea. " + FIRST[1], FISH),
    "another is reworded": text(*FIRST[:2], FISH.replace("did not prevent", "failed to prevent")),
    "another is deleted": text(*FIRST[:2]),
    "paragraphs are moved": text(FISH, FIRST[1], FIRST[0]),
    "two paragraphs are joined": text(f"{FIRST[0]} {FIRST[1]}", FISH),
}


@pytest.mark.parametrize("life", LIVES)
def test_all_is_kept_where_their_words_are(seeds: Path, out: Path, add: Add, life: str) -> None:
    add("a.txt", LIVES[life])
    run(seeds, out)
    assert_all_there(out)
    assert not orphans(seeds, out)
    row = sheet(out).set_index("claim").loc["Zinc lowers the risk of colds in children."]
    assert {name: row[name] for name in CORRECTED} == CORRECTED


def test_the_article_is_renamed(seeds: Path, out: Path) -> None:
    (seeds / "a.txt").rename(seeds / "b.txt")
    run(seeds, out)
    run(seeds, out)
    assert_all_there(out)
    assert not orphans(seeds, out)


def test_a_split_claim_has_the_citations_of_its_clause(out: Path) -> None:
    there = by_words(out)
    cited = {words: [c.text for c in there[words].citations] for words in (GARLIC, GINGER, JOINED)}
    assert cited == {GARLIC: ["[2]"], GINGER: ["[3]"], JOINED: ["[2]", "[3]"]}
    assert [there[words].support for words in cited] == ["cited"] * 3


def test_a_corrected_sentence_is_reworded(seeds: Path, out: Path, add: Add) -> None:
    now = "Zinc lowers the risk of common colds in young children."
    add("a.txt", text(*FIRST).replace(ZINC, now.replace(".", " [1].")))
    run(seeds, out)
    claim = by_words(out)[now]
    assert corrections(claim) == CORRECTED
    assert claim.review[0].standing == "reworded"
    assert not orphans(seeds, out)


def test_a_part_is_reworded(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt", text(*FIRST).replace("reduces blood pressure", "reduces high blood pressure"))
    run(seeds, out)
    assert not orphans(seeds, out)
    there = by_words(out)
    assert [r.verdict for r in there[GINGER].review] == ["reject"]
    [whole] = [claim for words, claim in there.items() if "reduces high blood pressure" in words]
    assert [r.standing for r in whole.review] == ["reworded"]
    assert corrections(whole) == {"species": "animal"}


def test_a_split_sentence_is_deleted(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt", text(ZINC, *FIRST[1:]))
    run(seeds, out)
    assert_all_there(out, without=(GARLIC, GINGER))
    assert orphans(seeds, out) == {GARLIC, GINGER}
    add("a.txt", text(*FIRST))
    run(seeds, out)
    assert_all_there(out)
    assert not orphans(seeds, out)


def test_a_split_sentence_is_merged_with_the_next(seeds: Path, out: Path, add: Add) -> None:
    merged = f"{TWO[:-1]}, while c{COFFEE[1:]}"
    add("a.txt", text(f"{ZINC} {merged}", f"{OATS} {BARLEY}", FISH))
    run(seeds, out)
    assert not orphans(seeds, out)
    there = by_words(out)
    assert [r.verdict for r in there[GARLIC].review] == ["accept"]
    stood = {r.claim: r.standing for claim in there.values() for r in claim.review}
    assert len(stood) == 5


def test_joined_sentences_get_one_between_them(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt", text(FIRST[0], f"{COFFEE} {OATS} They are cheap. {BARLEY}", FISH))
    run(seeds, out)
    there = by_words(out)
    assert JOINED not in there
    assert not orphans(seeds, out)
    assert sum(len(claim.review) for claim in there.values()) == 5
