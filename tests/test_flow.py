"""What holds for every record of every article, made up or real."""

import hashlib
import itertools
import time
from pathlib import Path

import msgspec
import pytest
from conftest import ARTICLE, ROOT
from hypothesis import HealthCheck, example, given, settings
from strategies import articles

from pipeline.errors import ArticleError
from pipeline.flow import Source, analyse
from pipeline.records import FILES, Analysis, Entity, Span, decode, encode
from pipeline.settings import Settings

SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
KINDS = list(FILES)[1:-1]


def analysis(text: str, id: str = "a") -> Analysis:
    return analyse(Source(text.encode("utf-8", "replace"), id, f"{id}.txt", ""), Settings())


def check(found: Analysis) -> None:
    text = found.article.text
    ids: set[str] = set()
    for kind in KINDS:
        records: tuple[Span, ...] = getattr(found, kind)
        assert list(records) == sorted(records, key=lambda r: (r.start, r.end)), kind
        for record in records:
            assert text[record.start : record.end] == record.text
            assert record.text and record.text == record.text.strip()
            assert record.article == found.article.id
            assert record.id not in ids
            ids.add(record.id)
            assert decode(encode(record), FILES[kind]) == record
    for first, second in itertools.pairwise(found.sentences):
        assert first.end <= second.start
    _check_nesting(found.entities)
    _check_links(found, ids)


def _check_nesting(entities: tuple[Entity, ...]) -> None:
    """Each lies in the one it names as ``within``; none crosses another or has its borders."""
    by_id = {entity.id: entity for entity in entities}
    open_: list[Entity] = []
    for one in sorted(entities, key=lambda one: (one.start, -one.end)):
        open_ = [other for other in open_ if other.end > one.start]
        for other in open_:
            assert other.end >= one.end and (other.start, other.end) != (one.start, one.end)
        holder = min(open_, key=lambda other: other.end - other.start, default=None)
        assert one.within == (holder.id if holder else None)
        assert one.within is None or one.sentence == by_id[one.within].sentence
        open_.append(one)


def _check_links(found: Analysis, ids: set[str]) -> None:
    text = found.article.text
    blocks = {block.id: block for block in found.blocks}
    sentences = {sentence.id: sentence for sentence in found.sentences}
    for sentence in found.sentences:
        assert sentence.region in ("front", "body")
        assert blocks[sentence.block].start <= sentence.start
        assert sentence.end <= blocks[sentence.block].end
    for inner in (*found.markers, *found.entities):
        if inner.sentence is not None:
            assert sentences[inner.sentence].start <= inner.start
            assert inner.end <= sentences[inner.sentence].end
    for marker in found.markers:
        assert set(marker.references) <= ids
        assert (marker.status == "no_list") == (not found.references)
    for claim in found.claims:
        parts = (*claim.cues, *claim.quantities, claim.subject, claim.relation, claim.object)
        for part in parts:
            if part is not None:
                assert text[part.start : part.end] == part.text
                assert claim.start <= part.start and part.end <= claim.end
        assert 0 <= claim.score <= 1
        assert set(claim.entities) <= ids
        assert {c.marker for c in claim.citations} <= ids
        assert (claim.support == "uncited") == (not claim.citations)


@given(articles)
@example("=1\r\n\r\n¹ \u00a0(1)")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text(text: str) -> None:
    try:
        check(analysis(text))
    except ArticleError as error:
        assert "empty" in str(error) or "not text" in str(error)


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_the_seeds(path: Path) -> None:
    found = analyse(Source(path.read_bytes(), path.stem, path.name, ""), Settings())
    check(found)
    assert found.article.text == path.read_bytes().decode("utf-8")
    assert found.article.title
    assert len(found.claims) > 20


EDITS = {
    "a paragraph on top": lambda t: t.replace(
        "Vitamin D increases", "Iron is a mineral that blood cells need.\n\nVitamin D increases", 1
    ),
    "a section after it": lambda t: t.replace(
        "References", "Iron\n\nIron deficiency causes anemia in women.\n\nReferences", 1
    ),
    "another sentence reworded": lambda t: t.replace("It may also lower", "It can also lower", 1),
    "a reference added": lambda t: t + "5. Grey H. Iron. Blood. 2017;1:2-3.\n",
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_claim_ids_survive_edits_elsewhere(edit: object) -> None:
    assert callable(edit)
    kept = "One trial found that 800 IU a day did not prevent falls in 2,500 men."
    before = {c.claim: c.id for c in analysis(ARTICLE).claims}
    after = {c.claim: c.id for c in analysis(edit(ARTICLE)).claims}
    assert kept in before
    assert {c: after.get(c) for c in before if "also lower" not in c} == {
        c: i for c, i in before.items() if "also lower" not in c
    }


def test_claim_ids_differ_between_articles_and_occurrences() -> None:
    twice = ARTICLE.replace(
        "How much is enough?", "Vitamin D increases the absorption of calcium in adults (1)."
    )
    ids = [c.id for c in (*analysis(twice).claims, *analysis(twice, "b").claims)]
    assert len(set(ids)) == len(ids)


def test_a_stage_never_changes_a_record() -> None:
    record = analysis(ARTICLE).claims[0]
    with pytest.raises(AttributeError):
        record.score = 0.0  # type: ignore[misc]
    assert msgspec.structs.replace(record, score=0.0).score == 0.0


@pytest.mark.clock
@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("[1]", "a.txt"), ("word [1] ", "a.txt"), ("1,", "a.txt"), ("PMID", "a.md"),
        ("a\n", "a.txt"), ("a\n\n", "a.md"), ("(see [1] ", "a.txt"), ("\u200b", "a.txt"),
    ],
)  # fmt: skip
def test_repetitions_take_time_that_grows_with_their_length(part: str, name: str) -> None:
    def seconds(size: int) -> float:
        body = part * (size // len(part))
        data = f"Bones\n\nVitamin D increases calcium in adults. {body}\n".encode()
        source = Source(data, "a", name, hashlib.sha256(data).hexdigest())
        started = time.process_time()
        analyse(source, Settings(recogniser="dictionary"))
        return time.process_time() - started

    seconds(100)
    assert seconds(64_000) < 20 * seconds(8_000) + 1


def test_an_article_of_too_many_sentences_is_a_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.flow.MOST_SENTENCES", 3)
    source = Source(f"Bones\n\n{ARTICLE}".encode(), "a", "a.txt", "0")
    with pytest.raises(ArticleError, match="sentences, over 3: split it"):
        analyse(source, Settings(recogniser="dictionary"))
