"""Exports of claims: each format is read back by its own library or by its model."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import bioc.biocjson
import msgspec
import pandas as pd
import pytest
import spacy
from conftest import ARTICLE
from reviewing import claims, decide, run
from sandbox import command
from spacy.tokens import DocBin
from spacy.tokens.doc import Doc

from pipeline.errors import UsageError
from pipeline.records import Claim, Entity, decode
from pipeline.views.exports.annotations import LABEL_CONFIG
from pipeline.views.exports.claims import Choice
from pipeline.views.exports.write import OF_CLAIMS, export

HOSTILE = (
    "Ginger \U0001f9a0 and “quotes”\n\nGinger\u00a0root  reduces\tnausea in pregnant women (1). "
    "=HYPERLINK is no word, and <b>ginger</b> lowered 5-HT3 in \U0001f400 rats [sic].\n\n"
    "References\n\n1. Roe A. Ginger. Gut. 2001;4:1-9.\n"
)
ACCEPTED = Choice(accepted=True)


@pytest.fixture
def decided(seeds: Path, out: Path, add: Callable[..., Path], tmp_path: Path) -> Path:
    """A run with an accepted, an edited and a rejected claim, and a fourth undecided."""
    add("bones.txt", ARTICLE.replace("I love sunny days.", "Milk contains calcium."))
    add("ginger.txt", HOSTILE)
    run(seeds, out)

    def edit(table: pd.DataFrame) -> None:
        verdicts = ["accept", "edit", "reject"]
        table.loc[:2, "verdict"] = verdicts
        table.loc[1, "corrected claim"] = "Vitamin D may lower the risk of hip fractures."
        table.loc[:1, "source says"] = ["supports", "not in it"]
        table.loc[0, "quote"] = "absorption rose by a third"
        table.loc[0, "species"] = "animal"
        table.loc[:2, "date"] = "2026-05-03"

    done = decide(seeds, out, tmp_path / "r.xlsx", edit, reviewer="MM")
    assert done.problems == []
    run(seeds, out)
    return out


def made(out: Path, format: str, choice: Choice = Choice()) -> bytes:  # noqa: B008
    to = out.parent / "export"
    export(out, format, choice, to)
    return to.read_bytes()


def accepted(out: Path) -> list[Claim]:
    verdicts = ("accept", "edit")
    return [c for c in claims(out).values() if c.review and c.review[-1].verdict in verdicts]


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_tables(decided: Path, format: str) -> None:
    read = pd.read_csv if format == "csv" else pd.read_parquet
    whole = read(io.BytesIO(made(decided, format)))
    assert list(whole["id"]) == list(claims(decided))
    table = read(io.BytesIO(made(decided, format, ACCEPTED)))
    assert list(table["id"]) == [claim.id for claim in accepted(decided)]
    assert list(table["verdict"]) == ["accept", "edit"]
    assert table["species"][0] == "animal"
    assert table["corrected claim"][1] == "Vitamin D may lower the risk of hip fractures."
    assert table["link"][0].startswith("https://")
    assert set(table["score"].map(type)) == {float}


def test_csv_holds_no_formula(decided: Path) -> None:
    table = pd.read_csv(io.BytesIO(made(decided, "csv")), dtype=str, keep_default_na=False)
    assert not any(str(cell).startswith(("=", "+", "@")) for cell in table.to_numpy().ravel())


class _Quote(msgspec.Struct, forbid_unknown_fields=True, tag="TextQuoteSelector", tag_field="type"):
    exact: str
    prefix: str
    suffix: str


class _Position(
    msgspec.Struct, forbid_unknown_fields=True, tag="TextPositionSelector", tag_field="type"
):
    start: int
    end: int


class _Textual(msgspec.Struct, forbid_unknown_fields=True, tag="TextualBody", tag_field="type"):
    value: str
    purpose: Literal["describing", "tagging", "assessing", "commenting"]
    format: Literal["text/plain"]


class _Specific(
    msgspec.Struct, forbid_unknown_fields=True, tag="SpecificResource", tag_field="type"
):
    source: str
    purpose: Literal["linking", "identifying"]


class _Target(msgspec.Struct, forbid_unknown_fields=True):
    source: str
    selector: list[_Quote | _Position]


class _Annotation(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    type: Literal["Annotation"]
    motivation: Literal["assessing", "classifying", "identifying"]
    body: list[_Textual | _Specific]
    target: _Target


class _Page(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    type: Literal["AnnotationPage"]
    startIndex: int
    items: list[_Annotation]


class _Collection(msgspec.Struct, forbid_unknown_fields=True):
    """What https://www.w3.org/TR/annotation-model/ says of a collection with its first page."""

    context: Literal["http://www.w3.org/ns/anno.jsonld"] = msgspec.field(name="@context")
    id: str
    type: Literal["AnnotationCollection"]
    label: str
    generator: dict[str, str]
    total: int
    first: _Page


def texts(out: Path) -> dict[str, str]:
    records = map(msgspec.json.decode, (out / "articles.jsonl").read_bytes().splitlines())
    return {record["id"]: record["text"] for record in records}


def test_web_annotations_are_of_the_w3c_model(decided: Path) -> None:
    found = msgspec.json.decode(made(decided, "web-annotation"), type=_Collection)
    assert found.total == len(found.first.items)
    assert len({item.id for item in found.first.items}) == found.total
    whole = texts(decided)
    for item in found.first.items:
        text = whole[item.target.source.rpartition(":")[2]]
        quote, position = item.target.selector
        assert isinstance(quote, _Quote)
        assert isinstance(position, _Position)
        assert text[position.start : position.end] == quote.exact
        around = quote.prefix + quote.exact + quote.suffix
        assert text[position.start - len(quote.prefix) :].startswith(around)
    judged = [i for i in found.first.items if i.motivation == "assessing"]
    said = [b.value for b in judged[0].body if isinstance(b, _Textual) and b.purpose == "assessing"]
    assert said == ["accept", "supports"]
    linked = [b.source for b in judged[0].body if isinstance(b, _Specific)]
    assert linked
    assert all(address.startswith("https://") for address in linked)


class _Value(msgspec.Struct, forbid_unknown_fields=True):
    start: int
    end: int
    text: str
    labels: list[str]


class _Result(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    from_name: Literal["label"]
    to_name: Literal["text"]
    type: Literal["labels"]
    value: _Value
    score: float


class _Prediction(msgspec.Struct, forbid_unknown_fields=True):
    model_version: str
    result: list[_Result]


class _Task(msgspec.Struct, forbid_unknown_fields=True):
    """What https://labelstud.io/guide/predictions says of a task with predictions."""

    data: dict[str, str]
    predictions: list[_Prediction]


def test_label_studio_tasks_fit_the_labelling_interface(decided: Path) -> None:
    tasks = msgspec.json.decode(made(decided, "label-studio"), type=list[_Task])
    assert [task.data["article"] for task in tasks] == ["bones", "ginger"]
    for task in tasks:
        [prediction] = task.predictions
        for result in prediction.result:
            value = result.value
            assert task.data["text"][value.start : value.end] == value.text
            assert all(f'<Label value="{label}"/>' in LABEL_CONFIG for label in value.labels)
    of_claims = [
        r.id for t in tasks for r in t.predictions[0].result if r.value.labels == ["Claim"]
    ]
    assert of_claims == list(claims(decided))


def test_bioc_is_read_by_its_library(decided: Path) -> None:
    collection = bioc.biocjson.loads(made(decided, "bioc").decode())
    found = []
    for document in collection.documents:
        text = texts(decided)[document.id]
        for passage in document.passages:
            assert text[passage.offset :].startswith(passage.text)
            for annotation in passage.annotations:
                [location] = annotation.locations
                within = passage.text[location.offset - passage.offset :][: location.length]
                assert within == annotation.text
                found.append(annotation.id)
    entities = [
        decode(line, Entity).id for line in (decided / "entities.jsonl").read_bytes().splitlines()
    ]
    assert sorted(found) == sorted([*claims(decided), *entities])


def test_docbin_is_read_by_plain_spacy(decided: Path) -> None:
    documents = DocBin().from_bytes(made(decided, "docbin")).get_docs(spacy.blank("en").vocab)
    found: dict[str, Doc] = {doc.user_data["article"]: doc for doc in documents}
    assert {id: doc.text for id, doc in found.items()} == texts(decided)
    for claim in claims(decided).values():
        [span] = [s for s in found[claim.article].spans["claims"] if s.id_ == claim.id]
        assert (span.text, span.label_) == (claim.text, claim.type)
        assert (span.start_char, span.end_char) == (claim.start, claim.end)
    for line in (decided / "entities.jsonl").read_bytes().splitlines():
        entity = decode(line, Entity)
        [span] = [s for s in found[entity.article].spans["entities"] if s.id_ == entity.id]
        assert (span.text, span.label_) == (entity.text, entity.type)
        assert span.kb_id_ == (entity.concept.id if entity.concept else "")
    assert all(doc.ents for doc in found.values())


class _Thing(msgspec.Struct, forbid_unknown_fields=True):
    type: Literal["Person", "CreativeWork"] = msgspec.field(name="@type")
    name: str
    url: str | None = None


class _Article(msgspec.Struct, forbid_unknown_fields=True):
    type: Literal["Article"] = msgspec.field(name="@type")
    headline: str
    url: str | None = None
    datePublished: str | None = None
    author: _Thing | None = None


class _Reviewed(msgspec.Struct, forbid_unknown_fields=True):
    type: Literal["Claim"] = msgspec.field(name="@type")
    appearance: _Article
    citation: list[_Thing] = []


class _Rating(msgspec.Struct, forbid_unknown_fields=True):
    type: Literal["Rating"] = msgspec.field(name="@type")
    alternateName: str
    ratingValue: int | None = None
    bestRating: int | None = None
    worstRating: int | None = None


class _ClaimReview(msgspec.Struct, forbid_unknown_fields=True):
    """The properties of https://schema.org/ClaimReview that search engines ask for."""

    type: Literal["ClaimReview"] = msgspec.field(name="@type")
    claimReviewed: str
    datePublished: str
    author: _Thing
    itemReviewed: _Reviewed
    reviewRating: _Rating
    reviewBody: str | None = None


class _Graph(msgspec.Struct, forbid_unknown_fields=True):
    context: Literal["https://schema.org"] = msgspec.field(name="@context")
    graph: list[_ClaimReview] = msgspec.field(name="@graph")


def test_claim_reviews_are_of_schema_org(decided: Path) -> None:
    first, second = msgspec.json.decode(made(decided, "claimreview"), type=_Graph).graph
    assert first.claimReviewed.startswith("Vitamin D increases")
    assert (first.author.name, first.datePublished) == ("MM", "2026-05-03")
    assert first.reviewRating.ratingValue == 5
    assert first.reviewBody == "absorption rose by a third"
    assert first.itemReviewed.appearance.headline == "Vitamin D and Bones"
    assert [c.name for c in first.itemReviewed.citation] == ["Vitamin D and calcium"]
    assert second.claimReviewed == "Vitamin D may lower the risk of hip fractures."
    assert second.reviewRating.ratingValue is None


@pytest.mark.parametrize("format", OF_CLAIMS)
def test_nothing_accepted_is_an_empty_export(
    seeds: Path, out: Path, add: Callable[..., Path], format: str
) -> None:
    add("a.txt")
    run(seeds, out)
    whole, none = made(out, format), made(out, format, ACCEPTED)
    assert len(none) < len(whole) or format == "claimreview"


def test_what_a_user_can_get_wrong_is_one_line(decided: Path) -> None:
    with pytest.raises(UsageError, match="no article 'c'"):
        export(decided, "csv", Choice(["c"]))
    with pytest.raises(UsageError, match="--only accepted is for claims"):
        export(decided, "ris", ACCEPTED)
    words = ["export", "--out", decided, "--format", "csv", "--only"]
    said = command(*words, "accepted")
    assert said.status == 0 and len(pd.read_csv(io.StringIO(said.out))) == 2
    wrong = command(*words, "good")
    assert (wrong.status, wrong.err.count("\n")) == (2, 1)
