"""Claims and entities as annotations on their articles: W3C Web Annotation, Label Studio.

Offsets are Unicode code points, as in the records and in both formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

import msgspec

from pipeline import version
from pipeline.records import Claim, Entity, Span
from pipeline.settings import Words
from pipeline.sheet.rows import link
from pipeline.views.exports.claims import Exported, decision, wording

_AROUND = 32  # characters of a quote's prefix and suffix, enough to tell it from its likes
_CLAIM = "Claim"

# https://labelstud.io/guide/task_format: the labelling interface that the tasks fit.
LABEL_CONFIG = """<View>
  <Labels name="label" toName="text">
    <Label value="Claim"/>
    <Label value="Disease"/><Label value="Chemical"/><Label value="GeneProtein"/>
    <Label value="Anatomy"/><Label value="Organism"/><Label value="Process"/>
    <Label value="Food"/><Label value="Procedure"/>
  </Labels>
  <Text name="text" value="$text"/>
</View>"""


def web_annotations(articles: Iterable[Exported], words: Words) -> bytes:
    """Return a W3C annotation collection (https://www.w3.org/TR/annotation-model/).

    Each claim and each entity is found by a text quote selector and a text position selector.
    """
    items = [item for one in articles for item in _items(one, words)]
    page = {"id": _urn("page"), "type": "AnnotationPage", "startIndex": 0, "items": items}
    return _json(
        {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": _urn("claims"),
            "type": "AnnotationCollection",
            "label": "Claims and entities found by claimsheet",
            "generator": _generator(),
            "total": len(items),
            "first": page,
        }
    )


def label_studio(articles: Iterable[Exported], words: Words) -> bytes:
    """Return Label Studio's tasks, one an article; claims and entities are predictions."""
    tasks = []
    for one in articles:
        results = [_result(c, _CLAIM, c.score) for c in one.claims]
        results += [_result(e, e.type, e.score) for e in one.entities]
        prediction = {"model_version": f"claimsheet {version()}", "result": results}
        data = {"text": one.article.text, "article": one.article.id, "source": one.article.source}
        tasks.append({"data": data, "predictions": [prediction]})
    return _json(tasks)


def _result(span: Span, label: str, score: float) -> dict[str, Any]:
    value = {"start": span.start, "end": span.end, "text": span.text, "labels": [label]}
    return {
        "id": span.id,
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": value,
        "score": score,
    }


def _items(one: Exported, words: Words) -> Iterator[dict[str, Any]]:
    for claim in one.claims:
        bodies = [*_said(claim, words), *_sources(one, claim)]
        yield _annotation(one, claim, "assessing" if claim.review else "classifying", bodies)
    for entity in one.entities:
        yield _annotation(one, entity, "identifying", _meant(entity))


def _annotation(
    one: Exported, span: Span, motivation: str, bodies: list[dict[str, Any]]
) -> dict[str, Any]:
    text = one.article.text
    selectors = [
        {
            "type": "TextQuoteSelector",
            "exact": span.text,
            "prefix": text[max(0, span.start - _AROUND) : span.start],
            "suffix": text[span.end : span.end + _AROUND],
        },
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]
    source = one.article.url or _urn("article", one.article.id)
    return {
        "id": _urn("record", span.id),
        "type": "Annotation",
        "motivation": motivation,
        "body": bodies,
        "target": {"source": source, "selector": selectors},
    }


def _said(claim: Claim, words: Words) -> list[dict[str, Any]]:
    """Return what is said of a claim: its words, its tags, and the decision that counts."""
    bodies = [_text("describing", wording(claim))]
    facts = (claim.type, claim.direction, claim.species, claim.study, claim.support)
    tags = [fact for fact in facts if fact]
    tags += [name for name in ("negated", "hedged") if getattr(claim, name)]
    bodies += [_text("tagging", tag) for tag in tags]
    if counting := decision(claim):
        meaning = words.verdicts.get(counting.verdict or "")
        bodies += [_text("assessing", said) for said in (meaning, counting.source_says) if said]
        bodies += [_text("commenting", counting.comment)] if counting.comment else []
    return bodies


def _sources(one: Exported, claim: Claim) -> list[dict[str, Any]]:
    return [
        {"type": "SpecificResource", "purpose": "linking", "source": link(reference)}
        for reference in one.cited(claim)
    ]


def _meant(entity: Entity) -> list[dict[str, Any]]:
    bodies = [_text("tagging", entity.type)]
    if entity.concept:
        address = f"https://identifiers.org/{quote(entity.concept.id, safe=':')}"
        bodies.append({"type": "SpecificResource", "purpose": "identifying", "source": address})
    return bodies


def _text(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


def _urn(kind: str, id: str = "") -> str:
    return f"urn:claimsheet:{kind}" + (f":{quote(id, safe=':')}" if id else "")


def _generator() -> dict[str, str]:
    return {"type": "Software", "name": f"claimsheet {version()}"}


def _json(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
