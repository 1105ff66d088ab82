"""Mentions, their types and borders, abbreviations, concepts, and the recogniser seam."""

import json
from pathlib import Path

import pytest
from builders import article, sentence
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from test_language import marker

from pipeline.encoder.stage import read_together
from pipeline.entities.stage import find_entities
from pipeline.errors import ModelError
from pipeline.language.stage import Mention, analyse_language
from pipeline.language.terms import Terms
from pipeline.records import Article, Block, Entity, Marker, Sentence
from pipeline.settings import Settings


def entities(text: str, *printed: str, config: Settings | None = None) -> list[Entity]:
    a, s, m = article(text), [sentence(text)], [marker(text, p) for p in printed]
    return find_entities(a, [], s, m, analyse_language(a, [], s, m), config)


def short(found: list[Entity]) -> list[str]:
    """Outermost mentions only."""
    return [f"{e.text}|{e.type}" for e in found if e.within is None]


MENTIONS = {
    "Low-dose aspirin prevents strokes in older adults.": [
        "aspirin|Chemical", "strokes|Disease", "older adults|Organism"],
    "Smoking slows wound healing and harms lung function.": [
        "Smoking|Process", "wound healing|Process", "lung function|Process"],
    "Muscle mass fell in elderly women.": ["Muscle mass|Procedure", "elderly women|Organism"],
    "Liver damage is common.": ["Liver damage|Disease"],
    "Zinc absorption needs stomach acid.": ["Zinc absorption|Process", "stomach acid|Chemical"],
    "Magnesium deficiency causes muscle cramps.": [
        "Magnesium deficiency|Disease", "muscle cramps|Disease"],
    "Vitamins A, D and E are stored in the liver.": [
        "Vitamins A, D and E|Chemical", "liver|Anatomy"],
    "It slows bone resorption and formation.": ["bone resorption and formation|Process"],
    "Serum ferritin was measured.": ["Serum|Anatomy", "ferritin|GeneProtein"],
    "The enzyme catalase needs iron.": [
        "enzyme|GeneProtein", "catalase|GeneProtein", "iron|Chemical"],
    "Anti-inflammatory drugs ease joint pain.": [
        "Anti-inflammatory drugs|Chemical", "joint pain|Disease"],
    "Kidney cells absorb glucose; mice drink milk.": [
        "Kidney cells|Anatomy", "glucose|Chemical", "mice|Organism", "milk|Food"],
    "Parkinson’s disease damages neurons.": ["Parkinson’s disease|Disease", "neurons|Anatomy"],
    "TP53 and IL-6 matter.": ["TP53|GeneProtein", "IL-6|GeneProtein"],
    "This may lead to back problems in cities, was it.": [],
    "The study set out to test it.": [],
    "TP53 and FOS rise.": ["TP53|GeneProtein", "FOS|GeneProtein"],
    "FOS feeds germs.": ["germs|Organism"],
    "DOES COFFEE HELP? WHAT ALL CAN HAVE": ["COFFEE|Food"],
}  # fmt: skip


# The name a user searches for is a mention of its own, within the longer one.
NESTED = {
    "Zinc absorption needs stomach acid.": {
        ("Zinc|Chemical", "Zinc absorption"), ("stomach|Anatomy", "stomach acid")},
    "Muscle mass fell in elderly women.": {("Muscle|Anatomy", "Muscle mass")},
    "Kidney cells absorb glucose.": set(),
}  # fmt: skip


@pytest.mark.parametrize("text", NESTED)
def test_nested_mentions(text: str) -> None:
    found = entities(text)
    names = {e.id: e.text for e in found}
    inner = {(f"{e.text}|{e.type}", names[e.within]) for e in found if e.within}
    assert inner >= NESTED[text]


@pytest.mark.parametrize("text", MENTIONS)
def test_mentions(text: str) -> None:
    assert short(entities(text)) == MENTIONS[text]


def test_an_abbreviation_is_known_wherever_it_stands() -> None:
    text = "AMD hurts. Age-related macular degeneration (AMD) is common; AMD blinds."
    found = [e for e in entities(text) if e.text == "AMD"]
    assert len(found) == 3
    assert {(e.type, e.long_form) for e in found} == {
        ("Disease", "Age-related macular degeneration")
    }


def test_an_abbreviation_of_no_entity_is_no_mention() -> None:
    assert "HR" not in {e.text for e in entities("The hazard ratio (HR) fell, and HR was low.")}


def test_a_meaning_given_in_the_article_beats_the_dictionary() -> None:
    text = "Polymerase chain reaction (PCR). In peanut contact rash (COPD) it works; COPD itches."
    assert {e.type for e in entities(text) if e.text == "PCR"} == {"Procedure"}
    assert {e.long_form for e in entities("Chronic pain disorder (CPD). CPD.")} >= {
        "Chronic pain disorder"
    }


def test_no_mention_crosses_a_marker() -> None:
    assert short(entities("vitamin [1] D", "[1]")) == ["vitamin|Chemical"]
    assert short(entities("less bone loss.1-3 Bone", "1-3")) == [
        "bone loss|Disease",
        "Bone|Anatomy",
    ]


def test_records_are_numbered_and_say_their_sentence() -> None:
    text = "Bones\nAspirin helps. Iron too."
    heading = Block(
        article="a", id="a:b1", start=0, end=5, text="Bones", region="body", kind="heading",
        section=(),
    )  # fmt: skip
    sentences = [sentence(text, 6, 20), sentence(text, 21)]
    a = article(text)
    found = find_entities(
        a, [heading], sentences, [], analyse_language(a, [heading], sentences, [])
    )
    assert [(e.id, e.text, e.sentence) for e in found] == [
        ("a:e00001", "Bones", None),
        ("a:e00002", "Aspirin", "a:s6"),
        ("a:e00003", "Iron", "a:s21"),
    ]
    assert all(e.concept is not None and 0 <= e.score <= 1 for e in found)


def test_the_concept_of_a_head_is_less_sure_than_one_of_the_whole() -> None:
    whole, grown = (e for e in entities("Osteoporosis. Painful arthritis.") if not e.within)
    assert whole.concept is not None and grown.concept is not None
    assert 0.5 <= grown.concept.score < whole.concept.score <= 1


def test_species_have_ncbis_concepts_and_short_names() -> None:
    found = entities(
        "Pileated Woodpeckers eat ants. Akkermansia muciniphila helped obese mice, and "
        "A. muciniphila is scarce in M. muciniphila mice. B. Smith ate a. muciniphila"
    )
    told = {e.text: e.concept.id for e in found if e.concept}
    assert told["Pileated Woodpeckers"] == "NCBITaxon:51359"
    assert told["A. muciniphila"] == told["Akkermansia muciniphila"] == "NCBITaxon:239935"
    assert sorted(t for t in told if "muciniphila" in t) == [
        "A. muciniphila", "Akkermansia muciniphila",
    ]  # fmt: skip


def test_short_forms_that_articles_never_spell_out_are_known() -> None:
    found = entities(
        "H. pylori, CKD and UTIs are common; IVF is safe. NASH raises AST. C. difficile kills. "
        "SSRIs ease PMS in women with OCD or MS."
    )
    told = {e.text: (e.type, e.concept.id if e.concept else None) for e in found}
    assert told["H. pylori"] == ("Organism", "MESH:D016480")
    assert told["C. difficile"] == ("Organism", "MESH:D016360")
    assert told["UTIs"] == ("Disease", "MESH:D014552")
    assert told["SSRIs"] == ("Chemical", "MESH:D017367")
    assert {told[name][0] for name in ("CKD", "NASH", "PMS", "OCD", "MS")} == {"Disease"}
    assert told["IVF"][0] == "Procedure" and told["AST"][0] == "GeneProtein"


def test_a_definition_goes_before_what_a_short_form_mostly_means() -> None:
    found = entities("Mass spectrometry (MS) found peptides. Few trust MS.")
    assert {e.type for e in found if e.text == "MS"} == {"Procedure"}


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    import spacy

    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(  # type: ignore[attr-defined]
        [{"label": "DRUG", "pattern": "aspirin tablets"}, {"label": "X", "pattern": "in"}]
    )
    nlp.to_disk(tmp_path / "tiny")
    return str(tmp_path / "tiny")


def test_a_named_spacy_model_joins_or_replaces_the_dictionary(tiny: str) -> None:
    text = "Two [1] aspirin tablets in osteoporosis."
    labels = {"DRUG": "Chemical"}
    join = Settings(recogniser=tiny, recogniser_mode="join", recogniser_labels=labels)  # type: ignore[arg-type]
    replace = Settings(recogniser=tiny, recogniser_mode="replace", recogniser_labels=labels)  # type: ignore[arg-type]
    assert short(entities(text, "[1]", config=join)) == [
        "aspirin tablets|Chemical",
        "osteoporosis|Disease",
    ]
    assert short(entities(text, "[1]", config=replace)) == ["aspirin tablets|Chemical"]


def test_a_recogniser_is_any_callable_and_gets_concepts_by_words() -> None:
    text = "Take aspirin."
    a, s = article(text), [sentence(text)]
    found = find_entities(
        a, [], s, [], analyse_language(a, [], s, []), Settings(recogniser_mode="replace"),
        recogniser=lambda language: [Mention(5, 12, "Chemical", 0.7)],
    )  # fmt: skip
    assert [(e.text, e.score, e.concept and e.concept.id) for e in found] == [
        ("aspirin", 0.7, "MESH:D001241")
    ]


def test_a_missing_model_is_one_clear_error() -> None:
    with pytest.raises(ModelError, match="no_such_model") as caught:
        entities("Aspirin.", config=Settings(recogniser="no_such_model"))
    assert "\n" not in str(caught.value)


WORDS = st.lists(
    st.sampled_from(
        [
            "bone",
            "loss",
            "of",
            "the",
            "vitamin",
            "D",
            ",",
            "and",
            "K",
            "(BMD)",
            "mineral",
            "12",
            "density",
            "TNF-α",
            "gut-bone",
            "“leaky”",
            "mice's",
            "low-fat",
            "in",
            "IL-6",
            ".",
            "\n",
            "aspirin",
            "anti-inflammatory",
            "Crohn’s",
            "disease\u00a0-",
            "women",
        ]
    ),
    max_size=25,
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(WORDS | st.text(max_size=80))
def test_mentions_are_verbatim_and_tight_and_nest(text: str) -> None:
    check(text, entities(text))


def check(text: str, found: list[Entity]) -> None:
    """Spans are the text's, outermost mentions are flat, and inner ones lie in their holders."""
    at = 0
    by_id = {e.id: e for e in found}
    for e in found:
        assert text[e.start : e.end] == e.text == e.text.strip() != ""
        assert 0 <= e.score <= 1
        if e.within is None:
            assert at <= e.start < e.end
            at = e.end
        else:
            holder = by_id[e.within]
            assert holder.start <= e.start and e.end <= holder.end and holder.text != e.text


# Floors, never lowered: overlap with the right type, on the gold of the two seeds.
FLOORS = {"recall": 0.95, "precision": 0.95, "strict": 0.91, "abbreviations": 6}


def test_floors_on_the_seeds() -> None:
    hits = dict.fromkeys(("recall", "gold", "precision", "found", "strict", "abbreviations"), 0)
    for path in sorted((ROOT / "tests" / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = (ROOT / "seeds" / f"{path.stem}.txt").read_bytes().decode("utf-8")
        _count(hits, gold, on_gold(path.stem, text.removeprefix("\ufeff"), gold))
    strict = 2 * hits["strict"] / (hits["gold"] + hits["found"])
    assert hits["recall"] / hits["gold"] >= FLOORS["recall"]
    assert hits["precision"] / hits["found"] >= FLOORS["precision"]
    assert strict >= FLOORS["strict"]
    assert hits["abbreviations"] >= FLOORS["abbreviations"]


def on_gold(
    stem: str,
    text: str,
    gold: dict,  # type: ignore[type-arg]
    config: Settings = Settings(recogniser="dictionary"),  # noqa: B008
) -> list[Entity]:
    """Find entities given the gold's own blocks, sentences and markers."""

    def span(row: dict, number: int) -> dict:  # type: ignore[type-arg]
        start, end = row["start"], row["end"]
        words = text[start:end]
        return {"article": stem, "id": str(number), "start": start, "end": end, "text": words}

    a = Article(
        id=stem, source="", format="txt", sha256="", title=None, text=text, citation_style=None,
        language=None,
    )  # fmt: skip
    blocks = [
        Block(**span(b, i), region=b["region"], kind=b["kind"], section=())
        for i, b in enumerate(gold["blocks"])
    ]
    sentences = [
        Sentence(**span(s, i), region="body", section=(), block="")
        for i, s in enumerate(gold["sentences"])
    ]
    markers = [
        Marker(**span(m, i), style="superscript", numbers=(), sentence=None, references=(),
               status="no_list")
        for i, m in enumerate(gold["markers"])
    ]  # fmt: skip
    language = analyse_language(a, blocks, sentences, markers)
    reading = read_together([Terms(language)], config)[0]
    return find_entities(a, blocks, sentences, markers, language, config, reading=reading)


def _count(hits: dict[str, int], gold: dict, found: list[Entity]) -> None:  # type: ignore[type-arg]
    claims = [(c["sentence_start"], c["sentence_end"]) for c in gold["claims"]]
    outer = [e for e in found if e.within is None]
    inside = [e for e in outer if any(a <= e.start < b for a, b in claims)]
    spans = [(g["start"], g["end"], g["type"]) for g in gold["entities"]]

    def meet(one: tuple[int, int, str], two: tuple[int, int, str]) -> bool:
        return one[0] < two[1] and two[0] < one[1] and one[2] == two[2]

    ours = [(e.start, e.end, str(e.type)) for e in inside]
    hits["gold"] += len(spans)
    hits["found"] += len(ours)
    hits["recall"] += sum(any(meet(g, e) for e in ours) for g in spans)
    hits["precision"] += sum(any(meet(g, e) for g in spans) for e in ours)
    hits["strict"] += len(set(spans) & set(ours))
    known = {(e.text, _plain(e.long_form or "")) for e in found}
    for one in gold["abbreviations"]:
        hits["abbreviations"] += (one["short"], _plain(one["long"])) in known


def _plain(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
