"""Claims and entities as corpora for natural language processing: BioC JSON, spaCy's DocBin."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline import version
from pipeline.records import Claim, Entity, Span
from pipeline.settings import Words
from pipeline.views.exports.claims import Exported, wording

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PIECE = re.compile(r"\w+|[^\w\s]| |[^\S ]+")


def bioc(articles: Iterable[Exported], words: Words) -> bytes:
    """Return a BioC collection as JSON (Comeau et al. 2013): a passage for each block.

    Offsets count Unicode code points of the article. What crosses blocks is an annotation of
    the document.
    """
    documents = [_document(one) for one in articles]
    collection = {
        "source": f"claimsheet {version()}",
        "date": "",
        "key": "claims and entities; infons are the fields of claimsheet's records",
        "infons": {},
        "documents": documents,
    }
    return msgspec.json.encode(collection) + b"\n"


def _document(one: Exported) -> dict[str, Any]:
    passages: list[dict[str, Any]] = [
        {
            "offset": block.start,
            "infons": _infons(
                region=block.region, type=block.kind, section=" › ".join(block.section)
            ),
            "text": block.text,
            "sentences": [],
            "annotations": [],
            "relations": [],
        }
        for block in one.blocks
    ]
    starts = [block.start for block in one.blocks]
    crossing: list[dict[str, Any]] = []
    found = [(claim, _claim(claim)) for claim in one.claims]
    for span, infons in [*found, *((entity, _entity(entity)) for entity in one.entities)]:
        annotation = {
            "id": span.id,
            "infons": infons,
            "text": span.text,
            "locations": [{"offset": span.start, "length": span.end - span.start}],
        }
        at = bisect_right(starts, span.start) - 1
        inside = at >= 0 and span.end <= one.blocks[at].end
        (passages[at]["annotations"] if inside else crossing).append(annotation)
    article = one.article
    infons = _infons(title=article.title, source=article.source, url=article.url)
    return {
        "id": article.id,
        "infons": infons,
        "passages": passages,
        "annotations": crossing,
        "relations": [],
    }


def _claim(claim: Claim) -> dict[str, str]:
    return _infons(
        type="Claim",
        claim=wording(claim),
        claim_type=claim.type,
        direction=claim.direction,
        species=claim.species,
        study=claim.study,
        support=claim.support,
        negated="yes" if claim.negated else None,
        hedged="yes" if claim.hedged else None,
    )


def _entity(entity: Entity) -> dict[str, str]:
    concept = entity.concept
    return _infons(
        type=entity.type,
        identifier=concept.id if concept else None,
        name=concept.name if concept else None,
    )


def _infons(**fields: str | None) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}


def docbin(articles: Iterable[Exported], words: Words) -> bytes:
    """Return spaCy's documents, which any spaCy reads (``DocBin.from_bytes``).

    ``doc.text`` is the article's; ``doc.spans["claims"]`` are labelled with their type,
    ``doc.spans["entities"]`` with theirs and their concept's id, ``doc.spans["markers"]`` with
    their style; each has its record's id. ``doc.ents`` are the outermost entities.
    """
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    vocab = Vocab()
    documents = DocBin(store_user_data=True)
    for one in articles:
        documents.add(_doc(one, vocab))
    return documents.to_bytes()


def _doc(one: Exported, vocab: Any) -> Doc:
    from spacy.tokens import Doc, SpanGroup
    from spacy.tokens import Span as SpacySpan

    spans = [*one.claims, *one.entities, *one.markers]
    starts, tokens, spaces = _tokens(one.article.text, spans)
    doc = Doc(vocab, words=tokens, spaces=spaces)
    doc.user_data["article"] = one.article.id

    def span(record: Span, label: str, concept: str = "") -> SpacySpan:
        first, last = bisect_left(starts, record.start), bisect_left(starts, record.end)
        return SpacySpan(doc, first, last, label, kb_id=concept, span_id=record.id)

    entities = [span(e, e.type, e.concept.id if e.concept else "") for e in one.entities]
    groups = {
        "claims": [span(c, c.type) for c in one.claims],
        "entities": entities,
        "markers": [span(m, m.style) for m in one.markers],
    }
    for name, group in groups.items():
        doc.spans[name] = SpanGroup(doc, name=name, spans=group)
    outer = zip(one.entities, entities, strict=True)
    doc.set_ents([made for entity, made in outer if entity.within is None])
    return doc


def _tokens(text: str, spans: Sequence[Span]) -> tuple[list[int], list[str], list[bool]]:
    """Return the starts and words of tokens, none of which crosses a border of the spans.

    A space behind a word belongs to it, as in spaCy; other white space is a token.
    """
    borders = {span.start for span in spans} | {span.end for span in spans}
    starts: list[int] = []
    words: list[str] = []
    spaces: list[bool] = []
    for piece in _PIECE.finditer(text):
        at = piece.start()
        if piece[0] == " " and words and not spaces[-1] and not words[-1].isspace():
            spaces[-1] = True
            continue
        inner = sorted(b for b in range(at + 1, piece.end()) if b in borders)
        for start, end in zip([at, *inner], [*inner, piece.end()], strict=True):
            starts.append(start)
            words.append(text[start:end])
            spaces.append(False)
    return starts, words, spaces
