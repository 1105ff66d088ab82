"""Claims: which sentences, their fields, ids, neighbours, and hostile input."""

import json
from dataclasses import replace

import msgspec
import pytest
from builders import article, block
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.claims.clauses import TAGS
from pipeline.claims.features import BUCKETS, character_buckets, counts, tokens, word_buckets
from pipeline.claims.model import context_rows, load
from pipeline.claims.stage import find_claims
from pipeline.encoder.stage import read_together
from pipeline.errors import ModelError
from pipeline.language.stage import analyse_language
from pipeline.language.terms import Terms
from pipeline.records import Claim, Entity, Marker, Sentence
from pipeline.settings import Settings

TEXT = (
    "Welcome to my blog! Vitamin D may reduce the risk of bone fractures in older adults by 20% "
    "(1). Read on to learn more. One trial found that calcium did not prevent fractures in mice."
)


def sentences(text, parts, name="a", region="body"):
    found, at = [], 0
    for part in parts:
        start = text.index(part, at)
        at = start + len(part)
        found.append(
            Sentence(
                article=name,
                id=f"{name}:s{start}",
                start=start,
                end=at,
                text=part,
                region=region,
                section=("Bones",),
                block="b",
            )
        )
    return found


def marker(text, found):
    start = text.index(found)
    return Marker(
        article="a",
        id="m",
        start=start,
        end=start + len(found),
        text=found,
        style="parenthetical",
        numbers=(1,),
        sentence=None,
        references=(),
        status="no_list",
    )


def split(text):
    return [part.strip() for part in text.replace("! ", "!|").replace(". ", ".|").split("|")]


def claims_of(text, threshold=None, name="a"):
    rows = sentences(text, split(text), name)
    marks = [marker(text, "(1)")] if "(1)" in text else []
    return find_claims(article(text, name), [], rows, marks, [], threshold=threshold)


def test_a_claim_carries_what_a_reviewer_needs():
    first, second = claims_of(TEXT)
    assert first.claim == (
        "Vitamin D may reduce the risk of bone fractures in older adults by 20%."
    )
    assert TEXT[first.start : first.end] == first.text
    assert first.text.endswith("(1).")
    assert (first.before, first.after) == ("Welcome to my blog!", "Read on to learn more.")
    assert (first.negated, first.hedged, first.species) == (False, True, "human")
    assert first.direction == "decrease"
    assert [(cue.text, cue.kind) for cue in first.cues] == [("may", "hedge")]
    assert [(q.text, q.value, q.unit) for q in first.quantities] == [("20%", 20.0, "%")]
    assert (first.support, first.citations, first.section) == ("uncited", (), ("Bones",))
    assert (second.negated, second.species, second.type) == (True, "animal", "finding")
    assert second.after is None
    assert second.flags == ("animal_only",)


def test_the_threshold_decides():
    assert len(claims_of(TEXT, threshold=0.0)) == 4
    assert claims_of(TEXT, threshold=1.1) == []
    assert all(0 <= claim.score <= 1 for claim in claims_of(TEXT, threshold=0.0))


def test_ids_survive_edits_elsewhere_and_tell_repeats_apart():
    repeated = "Zinc reduces colds. Zinc reduces colds. Bones contain calcium."
    before = [claim.id for claim in claims_of(repeated, 0.0)]
    assert len(set(before)) == 3
    edited = "A new opening line. " + repeated.replace("calcium", "calcium and collagen")
    after = [claim.id for claim in claims_of(edited, 0.0)]
    assert after[1:3] == before[:2]
    assert after[3] != before[2]
    assert [c.id for c in claims_of(repeated, 0.0, "b")] != before


def test_white_space_and_markers_do_not_change_an_id():
    (plain,) = claims_of("Zinc reduces colds.", 0.0)
    (cited,) = claims_of("Zinc  reduces\ncolds (1).", 0.0)
    assert plain.id == cited.id


@pytest.mark.parametrize(
    "text",
    ["Does vitamin D reduce the risk of bone fractures?", "“Is it bone loss?”", "Bone loss."],
)
def test_questions_and_labels_are_never_claims(text):
    assert claims_of(text) == []
    assert [claim.score for claim in claims_of(text, 0.0)] == [0.0]


def test_a_short_sentence_that_cites_is_a_claim():
    assert claims_of("Guides differ on tea.") == []
    assert [claim.claim for claim in claims_of("Guides differ on tea (1).")] == [
        "Guides differ on tea."
    ]
    assert claims_of("We drank little caffeine (1).") == []


def test_an_item_that_cites_is_a_claim_with_what_leads_in():
    text = "Some foods may reduce the risk of heart disease in adults: Beetroot juice (1)"
    lead, item = sentences(text, [text[:-19], text[-18:]])
    listed = block(text, item.start, item.end, "body", "list_item")
    rows = [lead, msgspec.structs.replace(item, block=listed.id)]
    found = find_claims(article(text), [listed], rows, [marker(text, "(1)")], [])
    assert [claim.claim for claim in found][1:] == [
        "Some foods may reduce the risk of heart disease in adults: Beetroot juice"
    ]
    assert (found[1].text, found[1].hedged) == ("Beetroot juice (1)", True)


def test_only_front_and_body_are_read():
    text = "Vitamin D reduces the risk of fractures in older adults."
    rows = sentences(text, [text], region="comments")
    assert find_claims(article(text), [], rows, [], [], threshold=0.0) == []


def test_entities_inside_the_sentence_are_named():
    text = "Zinc reduces colds. Calcium builds bones."

    def entity(word):
        start = text.index(word)
        return Entity(
            article="a",
            id=word,
            start=start,
            end=start + len(word),
            text=word,
            type="Chemical",
            concept=None,
            long_form=None,
            score=1.0,
            sentence=None,
        )

    rows = sentences(text, split(text))
    found = find_claims(
        article(text), [], rows, [], [entity("Calcium"), entity("Zinc")], threshold=0.0
    )
    assert [claim.entities for claim in found] == [("Zinc",), ("Calcium",)]


def test_subject_relation_and_object_where_there_are_tags():
    text = "Zinc shortens colds. Zinc is old."
    rows = sentences(text, ["Zinc shortens colds.", "Zinc is old."])
    language = analyse_language(article(text), [], rows, [])
    reading = read_together([Terms(language)], Settings())[0]
    tags = reading.tags.copy()
    head = reading.heads["clauses"]
    head.of(tags)[:] = 0
    for word, tag in enumerate(("B-S", "B-R", "B-O")):
        tags[word, head.first + TAGS.index(tag)] = 9
    reading = replace(reading, tags=tags)
    first, second = find_claims(article(text), [], rows, [], [], threshold=0.0, reading=reading)
    said = [part.text for part in (first.subject, first.relation, first.object)]
    assert said == ["Zinc", "shortens", "colds"]
    assert second.subject is not None and second.subject.text == "Zinc"  # by its grammar
    assert second.object is None


def test_words_of_a_link_are_parts_of_the_claim():
    text = "Zinc shortens colds in adults. Tea is old."
    rows = sentences(text, ["Zinc shortens colds in adults.", "Tea is old."])
    link = msgspec.structs.replace(marker(text, "shortens colds"), style="link", numbers=())
    reading = read_together([Terms(analyse_language(article(text), [], rows, []))], Settings())[0]
    found = find_claims(article(text), [], rows, [link], [], threshold=0.0, reading=reading)[0]
    assert [part.text for part in (found.subject, found.relation, found.object)] == [
        "Zinc",
        "shortens",
        "colds",
    ]


def gold_claims(path):
    gold = json.loads(path.read_text("utf-8"))
    source = ROOT / "seeds" / f"{path.stem}.txt"
    with source.open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    rows = sentences(text, [s["text"] for s in gold["sentences"]], path.stem)
    rows = [
        msgspec.structs.replace(row, start=s["start"], end=s["end"], region=s.get("region", "body"))
        for row, s in zip(rows, gold["sentences"], strict=True)
    ]
    marks = [
        msgspec.structs.replace(marker(text, m["text"]), start=m["start"], end=m["end"])
        for m in gold["markers"]
    ]
    return gold, find_claims(article(text, path.stem), [], rows, marks, [])


def test_floors_on_the_seeds():
    tally = dict.fromkeys(
        ["hit", "extra", "missed", "left_out", "other", "negated", "hedged", "species"], 0
    )
    tally |= {"direction": 0, "type": 0}
    for path in sorted((ROOT / "tests" / "gold").glob("*.json")):
        gold, found = gold_claims(path)
        said = {claim.start: claim for claim in found}
        truth = {claim["sentence_start"]: claim for claim in gold["claims"]}
        for sentence in gold["sentences"]:
            start = sentence["start"]
            claim, own = truth.get(start), said.get(start)
            if claim is None:
                tally["other"] += 1
                tally["left_out" if own is None else "extra"] += 1
            elif claim["certain"] and own is None:
                tally["missed"] += 1
            elif claim["certain"] and own is not None:
                tally["hit"] += 1
                for name in ("negated", "hedged", "species", "direction"):
                    tally[name] += getattr(own, name) == claim[name]
                tally["type"] += own.type == claim["type"].replace("definition/", "")
    hit = tally["hit"]
    assert 2 * hit / (2 * hit + tally["extra"] + tally["missed"]) >= 0.97
    assert tally["left_out"] / tally["other"] >= 0.8
    floors = {"negated": 0.97, "hedged": 0.97, "species": 0.95, "direction": 0.7, "type": 0.65}
    assert {n: tally[n] / hit for n, floor in floors.items() if tally[n] / hit < floor} == {}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=60).map(str.strip).filter(bool), max_size=6))
def test_spans_stay_verbatim_and_tight_on_any_text(parts):
    text = "\n".join(parts)
    found = find_claims(article(text), [], sentences(text, parts), [], [], threshold=0.0)
    assert len(found) == len(parts)
    for claim in found:
        assert text[claim.start : claim.end] == claim.text == claim.text.strip()
        for inner in (*claim.cues, *claim.quantities):
            assert text[inner.start : inner.end] == inner.text
            assert claim.start <= inner.start < inner.end <= claim.end
        assert msgspec.json.decode(msgspec.json.encode(claim), type=Claim) == claim


@pytest.mark.parametrize("piece", ["a ", "ab", "1", "( ", "not that ", "1,111,", "No. "])
def test_a_sentence_of_megabytes_is_read_in_linear_time(piece):
    text = (piece * (2_000_000 // len(piece))).strip()
    (claim,) = find_claims(article(text), [], sentences(text, [text]), [], [], threshold=0.0)
    assert claim.text == text
    assert len(claim.cues) < 10_000


def test_features_are_bounded_and_stable():
    words = tokens("Vitamin K2 costs 3.50 in 1998; isn’t it?")
    assert " ".join(words) == "vitamin k 0 costs 0 in 1999 ; isn't it ?"
    assert all(0 <= bucket < BUCKETS for bucket in word_buckets(words))
    assert all(BUCKETS <= bucket < 2 * BUCKETS for bucket in character_buckets(words))
    assert word_buckets(["bone"]) == sorted(word_buckets(["bone"]))
    assert counts("", []) == counts("", [])


def test_context_uses_the_mean_beyond_the_edges():
    assert context_rows([]) == []
    assert context_rows([2.0, 4.0]) == [
        [2.0, 3.0, 4.0, 3.0, 3.0, 3.0],
        [4.0, 2.0, 3.0, 3.0, 3.0, 3.0],
    ]
    assert context_rows([100.0])[0][0] == 5.0


def test_a_missing_or_stale_model_is_one_clear_error(tmp_path):
    with pytest.raises(ModelError, match="claims"):
        load(tmp_path)
