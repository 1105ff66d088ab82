"""The encoder's mentions, how they join the dictionary's, and what the settings choose."""

import json
import re

import numpy as np
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from test_encoder import units
from test_entities import WORDS, check, on_gold

from pipeline.encoder.stage import load as load_encoder
from pipeline.encoder.stage import read_together
from pipeline.encoder.windows import Words
from pipeline.entities.recogniser import HEADS, EncoderRecogniser, join, with_species
from pipeline.entities.stage import find_entities
from pipeline.language.lexicon import load as load_lexicon
from pipeline.language.stage import Mention
from pipeline.language.terms import Terms
from pipeline.records import Entity, EntityType
from pipeline.settings import Settings
from pipeline.text.atoms import cut

ALONE = Settings(recogniser="dictionary")


def mentions(text: str) -> list[tuple[str, str]]:
    language = units(text)
    reading = load_encoder().read(language)
    return [(text[m.start : m.end], m.type) for m in EncoderRecogniser(reading)(language)]


def entities(text: str, config: Settings | None = None) -> list[Entity]:
    from builders import article, sentence

    a, s, language = article(text), [sentence(text)], units(text)
    config = config or Settings()
    reading = read_together([Terms(language)], config)[0]
    return find_entities(a, [], s, [], language, config, reading=reading)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ([0, 1, 2, 2], [0, 1, 1, 2]),  # the model stopped at the point
        ([0, 2, 2, 2], [0, 1, 1, 2]),
        ([2, 2, 2, 2], [2, 2, 2, 2]),
    ],
)
def test_a_genus_initial_has_its_species_with_it(tags: list[int], expected: list[int]) -> None:
    text = "L. whitmani bites"
    words = Words([0, 1, 3, 12], [1, 2, 11, 17], [(0,)] * 4, [3, 9, 2, 2], [0, 4])
    labels = ["B-Species", "I-Species", "O"]
    assert with_species(np.array(tags), labels, words, text).tolist() == expected
    apart = Words(words.starts, words.ends, words.pieces, words.shapes, [0, 2, 4])
    assert with_species(np.array(tags), labels, apart, text).tolist() == tags


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("house mouse Mus musculus", "Species", [0, 1, 0, 1]),
        ("yeast Pichia pastoris", "Organism", [0, 0, 1]),
        ("Candidatus Pelagibacter ubique", "Species", [0, 1, 1]),
        ("house mouse Mus musculus", "Cell", [0, 1, 1, 1]),
        ("Mus musculus", "Species", [0, 1]),
    ],
)
def test_a_name_after_an_english_one_is_another(text: str, name: str, expected: list[int]) -> None:
    spans = [m.span() for m in re.finditer(r"\w+", text)]
    count = len(spans)
    starts, ends = ([span[i] for span in spans] for i in (0, 1))
    words = Words(starts, ends, [(0,)] * count, [2] * count, [0, count])
    tags = np.array([0] + [1] * (count - 1))
    labels = [f"B-{name}", f"I-{name}", "O"]
    assert with_species(tags, labels, words, text).tolist() == expected


def test_the_encoder_names_what_no_dictionary_lists() -> None:
    found = mentions("Treatment with zorbaxine caused severe hepatotoxicity in mice lacking Xyz3.")
    assert ("zorbaxine", "Chemical") in found
    assert ("hepatotoxicity", "Disease") in found
    assert ("mice", "Organism") in found


def test_every_head_that_a_type_is_read_off_is_there() -> None:
    heads = load_encoder().read(units("Iron.")).heads
    for parts in HEADS.values():
        for name, labels in parts.items():
            assert {f"B-{label}" for label in labels} <= set(heads[name].labels)


def joined(text: str, *found: tuple[str, EntityType]) -> list[str]:
    """The terms of a text after these mentions joined."""
    atoms = cut(text, units(text).tokens(0, 99))
    at = [Mention(text.index(t), text.index(t) + len(t), kind, 0.8) for t, kind in found]
    lexicon = load_lexicon()
    matches = join(atoms, lexicon.find(atoms), at, lexicon)
    return [f"{atoms.surface(m.first, m.last)}|{m.type}|{m.score}" for m in matches]


def test_a_mention_fills_a_gap() -> None:
    assert joined("Zorbax slows aspirin.", ("Zorbax", "Chemical")) == [
        "Zorbax|Chemical|0.8",
        "aspirin|Chemical|1.0",
    ]


def test_the_dictionary_draws_the_borders_but_of_chemicals_and_genes() -> None:
    text = "Aspirin 3-zorbate and wild fractures"
    assert joined(text, ("Aspirin 3-zorbate", "Chemical"), ("wild fractures", "Disease")) == [
        "Aspirin 3-zorbate|Chemical|0.8",
        "fractures|Disease|1.0",
    ]
    assert joined("aspirin", ("aspirin", "Disease")) == ["aspirin|Chemical|1.0"]


def test_small_words_parts_of_words_and_bare_adjectives_are_no_mentions() -> None:
    assert joined("by the zorbax of it", ("the zorbax of", "Chemical")) == ["zorbax|Chemical|0.8"]
    assert joined("It doesn't.", ("n't", "Chemical")) == []
    assert joined("atrial", ("atrial", "Anatomy")) == []
    assert joined("the", ("the", "Anatomy")) == []


def test_a_joined_mention_grows_like_a_term() -> None:
    found = [e for e in entities("Zorbaxine deficiency causes hepatotoxicity.") if not e.within]
    assert found[0].text == "Zorbaxine deficiency" and found[0].type == "Disease"


def test_a_long_form_that_only_the_encoder_knows_makes_its_abbreviation_a_mention() -> None:
    text = "Patients took zorbaxine dihydrochloride (ZBX) daily, and ZBX lowered blood pressure."
    known = [e for e in entities(text) if e.text == "ZBX"]
    assert [(e.type, e.long_form) for e in known] == [("Chemical", "zorbaxine dihydrochloride")] * 2


def test_no_mention_crosses_a_marker() -> None:
    from builders import article, sentence
    from test_language import marker

    from pipeline.language.stage import analyse_language

    text = "Use zorbaxine [1] acid daily."
    given = article(text), [], [sentence(text)], [marker(text, "[1]")]
    whole = [Mention(4, 22, "Chemical", 0.9)]
    found = find_entities(*given, analyse_language(*given), recogniser=lambda _: whole)
    assert [e.text for e in found] == []


def test_the_settings_choose() -> None:
    text = "Zorbaxine harms the liver and the appetite for bread."
    assert "Zorbaxine" in {e.text for e in entities(text)}
    assert "Zorbaxine" not in {e.text for e in entities(text, ALONE)}
    only = {e.type for e in entities(text, Settings(recogniser_mode="replace"))}
    assert only <= set(HEADS)
    assert read_together([Terms(units(text))], ALONE)[0] is None


@settings(max_examples=60, deadline=None)
@given(WORDS | st.text(max_size=80))
def test_mentions_are_verbatim_and_tight_and_nest(text: str) -> None:
    text = text.replace("\n", " ")
    check(text, entities(text) if text.strip() else [])


# Floors, never lowered: overlap with the right type, strict F1, on the gold of the two seeds.
FLOORS = {"recall": 0.96, "precision": 0.95, "strict": 0.91}


def test_floors_on_the_seeds() -> None:
    gold = found = recalled = precise = strict = 0
    for path in sorted((ROOT / "tests" / "gold").glob("*.json")):
        page = json.loads(path.read_text("utf-8"))
        text = (ROOT / "seeds" / f"{path.stem}.txt").read_bytes().decode("utf-8")
        claims = [(c["sentence_start"], c["sentence_end"]) for c in page["claims"]]
        ours = {
            (e.start, e.end, str(e.type))
            for e in on_gold(path.stem, text.removeprefix("\ufeff"), page, Settings())
            if e.within is None and any(a <= e.start < b for a, b in claims)
        }
        theirs = {(e["start"], e["end"], e["type"]) for e in page["entities"]}
        gold, found, strict = gold + len(theirs), found + len(ours), strict + len(ours & theirs)
        recalled += sum(any(meet(one, two) for two in ours) for one in theirs)
        precise += sum(any(meet(one, two) for two in theirs) for one in ours)
    assert recalled / gold >= FLOORS["recall"]
    assert precise / found >= FLOORS["precision"]
    assert 2 * strict / (gold + found) >= FLOORS["strict"]


def meet(one: tuple[int, int, str], two: tuple[int, int, str]) -> bool:
    return one[0] < two[1] and two[0] < one[1] and one[2] == two[2]


@pytest.mark.clock
@pytest.mark.parametrize("unit", ["x", "(", "IL-", "aspirin ", ". ", "\u0301", "中", "n't "])
def test_one_huge_line_takes_little_time(unit: str) -> None:
    import time

    began = time.process_time()
    entities((unit * (10_000 // len(unit))).strip())
    assert time.process_time() - began < 10
