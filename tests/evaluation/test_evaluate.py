"""Every measure on cases small enough to count by hand; floors; the errors a user can cause."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from rich.console import Console

from pipeline.errors import UsageError
from pipeline.evaluation import evaluate
from pipeline.evaluation.scores import (
    Found,
    Scores,
    Share,
    below,
    load_floors,
    raise_floors,
    render,
)
from pipeline.records import (
    Article,
    Author,
    Block,
    Citation,
    Claim,
    Entity,
    Kind,
    Marker,
    Part,
    Record,
    Reference,
    Region,
    Sentence,
    encode,
)

#       0         1         2         3         4         5         6         7
#       0123456789012345678901234567890123456789012345678901234567890123456789012345678
TEXT = "Bones\nVitamin D helps bone (1). It may not help men (2, 3).\nI like it.\n1. Smith A"
GOLD: dict[str, Any] = {
    "blocks": [
        {"start": 0, "end": 5, "region": "body", "kind": "heading"},
        {"start": 6, "end": 59, "region": "body", "kind": "paragraph"},
        {"start": 60, "end": 70, "region": "body", "kind": "paragraph"},
        {"start": 71, "end": 81, "region": "references", "kind": "reference"},
    ],
    "sentences": [
        {"start": 6, "end": 31},
        {"start": 32, "end": 59},
        {"start": 60, "end": 70},
    ],
    "markers": [
        {"start": 27, "end": 30, "numbers": [1]},
        {"start": 52, "end": 58, "numbers": [2, 3]},
    ],
    "references": [
        {
            "start": 71,
            "end": 81,
            "first_author_family": "Smith",
            "year": 2010,
            "issue": None,
            "pages": "641-648",
        }
    ],
    "claims": [
        {
            "sentence_start": 6,
            "sentence_end": 31,
            "certain": True,
            "type": "definition/background",
            "negated": False,
            "hedged": False,
            "species": None,
            "direction": "increase",
            "numbers": [1],
            "inherited": False,
        },
        {
            "sentence_start": 32,
            "sentence_end": 59,
            "certain": True,
            "type": "finding",
            "negated": True,
            "hedged": True,
            "species": "human",
            "direction": "no_effect",
            "numbers": [2, 3],
            "inherited": False,
        },
    ],
    "entities": [
        {"start": 6, "end": 15, "type": "Chemical"},
        {"start": 22, "end": 26, "type": "Anatomy"},
    ],
    "abbreviations": [{"short": "D", "long": "cholecalciferol"}],
}


def span(start: int, end: int, **more: Any) -> dict[str, Any]:
    return {"article": "a", "id": f"a:{start}", "start": start, "end": end} | {
        "text": TEXT[start:end],
        **more,
    }


def block(start: int, end: int, region: Region, kind: Kind) -> Block:
    return Block(**span(start, end, region=region, kind=kind, section=()))


def sentence(start: int, end: int) -> Sentence:
    return Sentence(**span(start, end, region="body", section=(), block="a:b0"))


def marker(start: int, end: int, *numbers: int, references: tuple[str, ...] = ()) -> Marker:
    more = {"style": "parenthetical", "sentence": None, "status": "resolved"}
    return Marker(**span(start, end, numbers=numbers, references=references, **more))


def entity(start: int, end: int, type: str, long_form: str | None = None) -> Entity:
    more = {"type": type, "long_form": long_form}
    return Entity(**span(start, end, concept=None, score=1.0, sentence=None, **more))


def reference(start: int, end: int, **more: Any) -> Reference:
    names = [
        "title",
        "container",
        "volume",
        "issue",
        "pages",
        "doi",
        "pmid",
        "pmcid",
        "url",
        "year",
        "number",
    ]
    empty: dict[str, Any] = dict.fromkeys(names)
    empty |= {"authors": (), "et_al": False, "csl": {}, "search_url": ""}
    return Reference(**(span(start, end) | empty | more))


def claim(start: int, end: int, *numbers: int, **more: Any) -> Claim:
    cited = [
        Citation(
            marker="a:m",
            text="",
            numbers=(number,),
            references=(),
            scope="sentence",
            status="resolved",
            start=None,
            end=None,
        )
        for number in numbers
    ]
    given: dict[str, Any] = dict.fromkeys(
        ["before", "after", "study", "subject", "relation", "object"]
    )
    given |= dict.fromkeys(["section", "cues", "quantities", "entities", "flags"], ())
    given |= {"source": "a", "claim": "", "sentence": "", "score": 1.0, "type": "finding"}
    given |= {"negated": False, "hedged": False, "direction": None, "species": None}
    given |= {"citations": tuple(cited), "support": "cited"}
    return Claim(**(span(start, end) | given | more))


PERFECT: list[Record] = [
    block(0, 5, "body", "heading"),
    block(6, 59, "body", "paragraph"),
    block(60, 70, "body", "paragraph"),
    block(71, 81, "references", "reference"),
    sentence(6, 31),
    sentence(32, 59),
    sentence(60, 70),
    marker(27, 30, 1),
    marker(52, 58, 2, 3),
    reference(71, 81, authors=(Author(family="SMITH", given="A"),), year=2010, pages="641–8"),
    entity(6, 15, "Chemical"),
    entity(14, 15, "Chemical", "Cholecalciferol"),
    entity(22, 26, "Anatomy"),
    claim(6, 31, 1, type="background", direction="increase"),
    claim(32, 59, 2, 3, negated=True, hedged=True, species="human", direction="no_effect"),
]


def run(
    tmp_path: Path,
    records: list[Record],
    gold: dict[str, Any] | None = None,
    name: str = "a.json",
    article: bool = True,
) -> Scores:
    out, folder = tmp_path / "out", tmp_path / "gold"
    out.mkdir()
    folder.mkdir()
    (folder / name).write_text(json.dumps(GOLD if gold is None else gold), "utf-8")
    lines: dict[str, list[str]] = {"articles": []}
    if article:
        more = dict.fromkeys(["title", "citation_style", "language"])
        known = Article(id="a", source="a.txt", format="txt", sha256="", text=TEXT, **more)
        lines["articles"] = [encode(known)]
    for record in records:
        kind = type(record).__name__.lower()
        lines.setdefault("entities" if kind == "entity" else f"{kind}s", []).append(encode(record))
    for kind, written in lines.items():
        (out / f"{kind}.jsonl").write_text("".join(f"{one}\n" for one in written), "utf-8")
    return evaluate(out, folder)


def test_a_perfect_run_scores_one_everywhere(tmp_path: Path) -> None:
    scores = run(tmp_path, PERFECT)
    low = {
        name: figures
        for name, measure in scores.total.items()
        if min((figures := measure.figures()).values()) < 1
    }
    assert low == {"entities strict": {"p": 0.6667, "r": 1.0, "f": 0.8}}
    assert scores.total["ref pages"] == Share(1, 1), "first pages are compared, dashes aside"
    assert "ref issue" not in scores.total, "a field that the gold lacks is not asked for"
    assert set(scores.total) == {
        *("article present", "offsets verbatim", "block region", "headings", "sentences"),
        *("markers web span", "markers web numbers", "abbreviations", "non-claims left out"),
        *("reference found", "reference span", "ref first author", "ref year", "ref pages"),
        *("claims", "claim negated", "claim hedged", "claim species", "claim direction"),
        *("claim type", "claim own citations", "claim inherited"),
        *("entities strict", "entities overlap recall", "entities overlap precision"),
    }


def without(*kinds: type[Record]) -> list[Record]:
    return [record for record in PERFECT if not isinstance(record, kinds)]


@pytest.mark.parametrize(
    ("measure", "records", "expected"),
    [
        ("block region", [*without(Block), block(0, 60, "body", "paragraph")], Share(2, 4)),
        ("headings", [*PERFECT, block(60, 70, "body", "heading")], Found(1, 1, 0)),
        ("sentences", [*without(Sentence), sentence(6, 31), sentence(32, 70)], Found(1, 1, 2)),
        ("markers web span", [*without(Marker), marker(27, 31, 1)], Found(0, 1, 2)),
        # The numbers count where markers overlap; 9 is wrong, 2 and 3 are missed.
        ("markers web numbers", [*without(Marker), marker(27, 31, 1, 9)], Found(1, 1, 2)),
        ("markers web numbers", [*PERFECT, marker(33, 34, 1)], Found(3, 1, 0)),
        ("reference found", [*without(Reference), reference(71, 75)], Share(0, 1)),
        ("reference found", [*without(Reference), reference(71, 77)], Share(1, 1)),
        ("reference span", [*without(Reference), reference(71, 77)], Share(0, 1)),
        ("ref year", [*without(Reference), reference(71, 81, year=2011)], Share(0, 1)),
        ("claims", without(Claim), Found(0, 0, 2)),
        ("claims", [*PERFECT, claim(60, 70)], Found(2, 1, 0)),
        ("claims", [*without(Claim), claim(8, 31)], Found(1, 0, 1)),
        ("non-claims left out", [*PERFECT, claim(60, 70)], Share(0, 1)),
        ("claim negated", [*without(Claim), claim(32, 59)], Share(0, 1)),
        ("claim own citations", [*without(Claim), claim(32, 59, 2)], Share(0, 1)),
        ("claim inherited", [*without(Claim), claim(6, 31, support="inherited")], Share(0, 1)),
        ("entities overlap recall", [*without(Entity), entity(8, 24, "Anatomy")], Share(1, 2)),
        ("entities overlap precision", [*PERFECT, entity(16, 21, "Food")], Share(3, 4)),
        ("entities strict", [*PERFECT, entity(60, 70, "Food")], Found(2, 1, 0)),
        ("abbreviations", without(Entity), Share(0, 1)),
        ("article present", PERFECT, Share(1, 1)),
    ],
)
def test_mistakes_are_counted(
    tmp_path: Path, measure: str, records: list[Record], expected: Found | Share
) -> None:
    assert run(tmp_path, records).total[measure] == expected


def test_uncertain_claims_count_neither_way(tmp_path: Path) -> None:
    first = GOLD["claims"][0] | {"certain": False}
    gold = GOLD | {"claims": [first, GOLD["claims"][1]], "uncertain_non_claims": [60]}
    scores = run(tmp_path, [*PERFECT, claim(60, 70)], gold)
    assert scores.total["claims"] == Found(1, 0, 0)
    assert scores.total["claim negated"] == Share(1, 1)
    assert "non-claims left out" not in scores.total


def test_inherited_citations_are_not_the_claims_own(tmp_path: Path) -> None:
    borrowed = claim(32, 59, 2, 3)
    citations = [json.loads(encode(one)) | {"scope": "inherited"} for one in borrowed.citations]
    made = [Citation(**one) for one in citations]
    records = [*without(Claim), claim(32, 59, citations=tuple(made), support="inherited")]
    assert run(tmp_path, records).total["claim own citations"] == Share(0, 1)


def test_subjects_and_objects_count_when_they_share_most_words(tmp_path: Path) -> None:
    said = [{"subject_text": "The vitamin D", "object_text": None}, {"object_text": "bone"}]
    given = [one | more for one, more in zip(GOLD["claims"], said, strict=True)]
    subject = Part(text="vitamin D", start=6, end=15)
    records = [*without(Claim), claim(6, 31, subject=subject), claim(32, 59)]
    scores = run(tmp_path, records, GOLD | {"claims": given}).total
    assert (scores["claim subject"], scores["claim object"]) == (Share(1, 1), Share(1, 2))


def test_what_comes_after_the_annotated_part_is_left_out(tmp_path: Path) -> None:
    scores = run(tmp_path, [*PERFECT, claim(60, 70)], GOLD | {"annotated_until": 32})
    assert scores.total["claims"] == Found(1, 0, 0)
    assert scores.total["sentences"] == Found(1, 0, 0)


def test_a_claim_from_the_comments_is_noticed(tmp_path: Path) -> None:
    scores = run(tmp_path, [*PERFECT, claim(60, 70)], GOLD | {"comment_start": 60})
    assert scores.total["no claim from comments"] == Share(0, 1)


def test_author_year_markers_are_scored_by_the_entries_they_reach(tmp_path: Path) -> None:
    gold = {"markers": [GOLD["markers"][0]], "style": "authoryear"}
    entries: list[Record] = [reference(60, 70), reference(71, 81)]
    good = marker(27, 30, references=("a:60",))
    scores = run(tmp_path, [*entries, good, marker(52, 58, references=("a:71",))], gold)
    assert scores.total["links author-year"] == Found(1, 1, 0)
    assert scores.total["markers author-year span"] == Found(1, 1, 0)


def test_rendered_gold_is_found_by_its_longer_suffix(tmp_path: Path) -> None:
    gold = {"headings": [{"start": 0, "end": 5}], "style": "bracketed", "markers": GOLD["markers"]}
    scores = run(tmp_path, PERFECT, gold, name="a.gold.json")
    assert list(scores.articles) == ["a"]
    assert scores.total["headings"] == Found(1, 0, 0)
    assert scores.total["markers bracketed numbers"] == Found(3, 0, 0)


def test_a_missing_article_is_missed_whole(tmp_path: Path) -> None:
    scores = run(tmp_path, [], article=False)
    assert scores.total["article present"] == Share(0, 1)
    assert scores.total["claims"] == Found(0, 0, 2)
    assert scores.total["reference found"] == Share(0, 1)


def test_records_that_are_not_verbatim_are_noticed(tmp_path: Path) -> None:
    wrong = Sentence(**(span(6, 31, region="body", section=(), block="") | {"text": "no"}))
    assert run(tmp_path, [wrong, sentence(32, 59)]).total["offsets verbatim"] == Share(1, 2)


def test_figures() -> None:
    assert Found(1, 1, 0).figures() == {"p": 0.5, "r": 1.0, "f": 0.6667}
    assert Found(0, 0, 0).figures() == {"p": 1.0, "r": 1.0, "f": 1.0}
    assert Found(0, 0, 3).figures() == {"p": 0.0, "r": 0.0, "f": 0.0}
    assert Found(0, 2, 0).figures() == {"p": 0.0, "r": 1.0, "f": 0.0}
    assert Share(0, 0).figures() == {"acc": 0.0}


SCORES = Scores(total={"claims": Found(9, 1, 1), "claim negated": Share(3, 4)}, articles={})


def test_floors() -> None:
    assert below(SCORES, {"claims.f": 0.9, "claim negated.acc": 0.75}) == []
    assert below(SCORES, {"claims.r": 0.91, "claim negated.acc": 0.5}) == [
        "claims.r is 0.9000, below its floor 0.91"
    ]
    assert below(SCORES, {"clams.f": 0.5}) == ["clams.f was not measured (floor 0.5)"]


def test_floors_only_rise(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text('# why\n[floors]\n"claims.f" = 0.8  # soft\n"claims.p" = 0.95\n"x.f" = 0.1\n')
    assert raise_floors(path, SCORES) == ["claims.f"]
    assert load_floors(path) == {"claims.f": 0.9, "claims.p": 0.95, "x.f": 0.1}
    assert "# why" in path.read_text() and "# soft" in path.read_text()
    assert raise_floors(path, SCORES) == []


def test_the_floors_of_this_repository_can_be_read() -> None:
    floors = load_floors(ROOT / "tests" / "floors.toml")
    assert floors["claims.f"] >= 0.96
    assert all(0 < floor <= 1 and key.count(".") == 1 for key, floor in floors.items())


def test_the_table_shows_figures_and_floors() -> None:
    stream = StringIO()
    console = Console(file=stream, width=120)
    console.print(render(SCORES, {"claims.f": 0.95, "claim negated.acc": 0.75}))
    lines = {
        line.split("│")[1].strip(): line for line in stream.getvalue().splitlines() if "│" in line
    }
    assert "0.9000" in lines["claims"] and "0.95" in lines["claims"] and "below" in lines["claims"]
    assert "0.7500" in lines["claim negated"] and "ok" in lines["claim negated"]


@pytest.mark.parametrize("broken", ["no gold", "empty gold", "bad gold", "no out", "bad out"])
def test_a_user_reads_one_line(tmp_path: Path, broken: str) -> None:
    run(tmp_path, PERFECT)
    out, gold = tmp_path / "out", tmp_path / "gold"
    if broken == "no gold":
        gold = tmp_path / "nowhere"
    elif broken == "empty gold":
        (gold / "a.json").unlink()
    elif broken == "bad gold":
        (gold / "a.json").write_text('{"sentences": [1]}')
    elif broken == "no out":
        (out / "articles.jsonl").unlink()
    else:
        (out / "claims.jsonl").write_text("{")
    with pytest.raises(UsageError) as caught:
        evaluate(out, gold)
    assert "\n" not in str(caught.value) and str(tmp_path) in str(caught.value)


@pytest.mark.parametrize("content", ["[floors", "x = 1", '[floors]\n"claims.f" = "high"', None])
def test_floors_that_cannot_be_read(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "floors.toml"
    if content is not None:
        path.write_text(content)
    with pytest.raises(UsageError):
        load_floors(path)
