"""Read the corpora that train the encoder: a task is a list of examples for one head.

Tagged corpora give a tag for every word; claim corpora a label for the sentence.
"""

from __future__ import annotations

import json
import random
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.encoder.inputs import WORD, shape, term, terms
from pipeline.language.lexicon import Lexicon
from pipeline.language.stage import tokenise
from pipeline.recipes.claims.clauses import read_craft, read_ewt
from pipeline.recipes.claims.data import labelled
from pipeline.recipes.ontologies import TYPES
from pipeline.text.atoms import cut

NER = (
    "BC5CDR", "NCBI-disease", "BioNLP13CG", "AnatEM", "CRAFT", "linnaeus", "BC2GM",
)  # fmt: skip
MEANING = "meaning"  # the head that learns the vectors of the encoder as it came
WIDTH = 384
MEANT = 14_000  # sentences that it learns from
BIORED = {"GeneOrGeneProduct": "Gene_or_gene_product"}  # as BioNLP13CG calls it
_GLUED_LEFT = frozenset(".,;:)]}%'’”-‐–/!?")
_GLUED_RIGHT = frozenset("([{-‐–/'’“")
_SPLIT = 7  # one in so many BioScope abstracts is kept for testing


class Example(NamedTuple):
    """A sentence as words with their shapes and dictionary terms, and what is to be learnt.

    ``tags`` has one for each word, or one for the sentence.
    """

    words: list[str]
    shapes: list[int]
    terms: list[int]
    tags: list[str]


class Task(NamedTuple):
    """A head of the encoder and its examples; ``sentence`` heads say one thing of the whole.

    Where there are ``targets``, an array with a row for each example, the head learns those.
    """

    name: str
    sentence: bool
    labels: list[str]
    examples: list[Example]
    targets: Any = None


Tagged = tuple[list[str], list[str]]


def iob(path: Path) -> list[Tagged]:
    """Return the sentences of a file of token, tag, with blank lines between sentences."""
    found: list[Tagged] = []
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        columns = line.split("\t")
        if columns[0] == "-DOCSTART-":
            continue
        if len(columns) > 1:
            words.append(columns[0])
            tags.append(columns[-1])
        elif words:
            found.append((words, tags))
            words, tags = [], []
    return found


def bioscope(data: Path, test: bool) -> dict[str, list[Tagged]]:
    """Return the ``cues`` and ``scopes`` of BioScope; every seventh abstract is its test part."""
    cues: list[Tagged] = []
    scopes: list[Tagged] = []
    for name in ("abstracts.xml", "full_papers.xml"):
        root = ElementTree.parse(data / "negation" / name).getroot()
        for number, document in enumerate(root.iter("Document")):
            held_out = name == "abstracts.xml" and number % _SPLIT == 0
            if held_out != test:
                continue
            for sentence in document.iter("sentence"):
                words, cue, scope = _scoped(sentence)
                cues.append((words, cue))
                scopes.append((words, scope))
    return {"cues": cues, "scopes": scopes}


def _scoped(sentence: ElementTree.Element) -> Tagged3:
    words: list[str] = []
    cues: list[str] = []
    scopes: list[str] = []
    kinds = {c.get("ref"): c.get("type", "") for c in sentence.iter("cue")}

    def add(text: str | None, cue: str, inside: frozenset[str]) -> None:
        begin = "B-"
        for word in WORD.findall(text or ""):
            words.append(word)
            cues.append(begin + cue if cue else "O")
            scopes.append("+".join(sorted(inside)) or "O")
            begin = "I-"

    def walk(element: ElementTree.Element, inside: frozenset[str]) -> None:
        cue = element.get("type", "") if element.tag == "cue" else ""
        if element.tag == "xcope":
            inside |= {kinds.get(element.get("id"), "speculation")}
        add(element.text, cue, inside)
        for child in element:
            walk(child, inside)
            add(child.tail, cue, inside)

    walk(sentence, frozenset())
    return words, cues, scopes


Tagged3 = tuple[list[str], list[str], list[str]]


def biored(data: Path) -> list[Tagged]:
    """Return the sentences of BioRED's test part (PubTator format), a label for each entity.

    Its abstracts were drawn from other corpora: those that share a sentence with a part of
    ``NER`` that is trained on are left out.
    """
    parts = ("train", "devel")
    paths = (data / "ner" / f"{name}-IOB" / f"{part}.tsv" for name in NER for part in parts)
    known = {_letters(words) for path in paths for words, _ in iob(path)}
    found = []
    path = data / "linking" / "biored" / "Test.PubTator"
    for document in path.read_text("utf-8").strip().split("\n\n"):
        rows = _pubtator(document)
        if not any(len(_letters(words)) > 40 and _letters(words) in known for words, _ in rows):
            found += rows
    return found


def _letters(words: Iterable[str]) -> str:
    return "".join(c for word in words for c in word.lower() if c.isalnum())


def _pubtator(document: str) -> list[Tagged]:
    lines = document.split("\n")
    title, abstract = (line.split("|", 2)[2] for line in lines[:2])
    text = f"{title}\n{abstract}"
    marks = sorted(
        (int(row[1]), -int(row[2]), BIORED.get(row[4], row[4]))
        for row in (line.split("\t") for line in lines[2:])
        if len(row) > 5
    )
    found, at = [], 0
    for match in _SENTENCE.finditer(text):
        words, tags, open_ = [], [], ""
        for word in WORD.finditer(text, *match.span()):
            while at < len(marks) and -marks[at][1] <= word.start():
                at, open_ = at + 1, ""
            inside = at < len(marks) and marks[at][0] < word.end()
            kind = marks[at][2] if inside else ""
            tags.append(f"{'I' if open_ else 'B'}-{kind}" if inside else "O")
            open_ = kind
            words.append(word.group())
        if words:
            found.append((words, tags))
    return found


_SENTENCE = re.compile(r"\S.*?(?:[.!?](?=\s+[A-Z(])|$)", re.MULTILINE)


def claim_corpora(data: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the corpora of labelled sentences, without their test parts."""
    claims = data / "claims"
    yield "advice", list(labelled(claims / "health-advice"))
    yield "causal", list(labelled(claims / "causal-strength"))
    rows = []
    for abstract in json.loads((claims / "sciark" / "SciARK.json").read_text("utf-8")).values():
        for text, label in zip(abstract["sentences"], abstract["labels"], strict=True):
            rows.append((text, label if label in {"Claim", "Evidence"} else "none"))
    yield "argument", rows
    yield "finding", [row for abstract in findings(data, "train") for row in abstract]


def findings(data: Path, part: str) -> list[list[tuple[str, str]]]:
    """Return the abstracts of scientific-claim (``train``, ``validation``, ``test``)."""
    path = data / "claims" / "scientific-claim" / f"{part}_labels.json"
    found = []
    for line in path.read_text("utf-8").splitlines():
        abstract = json.loads(line)
        found.append(list(zip(abstract["sentences"], abstract["labels"], strict=True)))
    return found


def everyday(data: Path) -> list[str]:
    """Return sentences of web prose (English Web Treebank, training part)."""
    path = data / "syntax" / "ewt" / "en_ewt-ud-train.conllu"
    lines = path.read_text("utf-8").splitlines()
    return [ln.removeprefix("# text = ").strip() for ln in lines if ln.startswith("# text = ")]


def tasks(data: Path, lexicon: Lexicon, caps: dict[str, int]) -> list[Task]:
    """Return every head's task; ``caps`` bounds the examples of some (seeded choice)."""
    tagged: dict[str, list[Tagged]] = {}
    for name in NER:
        folder = data / "ner" / f"{name}-IOB"
        tagged[name] = iob(folder / "train.tsv") + iob(folder / "devel.tsv")
    tagged |= bioscope(data, test=False)
    clauses = [*read_craft(data / "syntax" / "craft")]
    clauses += read_ewt(data / "syntax" / "ewt" / "en_ewt-ud-train.conllu")
    tagged["clauses"] = [(list(words), list(tags)) for words, tags in clauses]
    found = []
    for name, rows in tagged.items():
        rows = _capped(rows, caps.get(name))
        found.append(Task(name, False, _labels(rows), examples(rows, lexicon)))
    sentences = dict(claim_corpora(data))
    prose = everyday(data)
    science = [text for name in ("advice", "argument") for text, _ in sentences[name]]
    sentences["science"] = [(t, "science") for t in science[::3]]
    sentences["science"] += [(t, "prose") for t in prose]
    for name, labels in sentences.items():
        chosen = _capped(labels, caps.get(name))
        rows = [(WORD.findall(text), [label]) for text, label in chosen if text.strip()]
        found.append(Task(name, True, _labels(rows), examples(rows, lexicon, whole=True)))
    pool = _capped([*prose, *(text for rows in sentences.values() for text, _ in rows)], MEANT)
    rows = [(WORD.findall(text), ["O"]) for text in pool if text.strip()]
    found.append(Task(MEANING, True, list(map(str, range(WIDTH))), examples(rows, lexicon, True)))
    return found


def _capped(rows: list, cap: int | None) -> list:  # type: ignore[type-arg]
    rows = list(rows)
    random.Random(0).shuffle(rows)
    return rows[:cap]


def _labels(rows: Iterable[Tagged]) -> list[str]:
    return sorted({tag for _, tags in rows for tag in tags})


def examples(rows: Sequence[Tagged], lexicon: Lexicon, whole: bool = False) -> list[Example]:
    """Return sentences of corpus tokens as the encoder reads them, words cut at signs.

    ``whole``: the one tag of each is of the sentence.
    """
    found = []
    for first in range(0, len(rows), 500):
        text, units, tags = laid_out(rows[first : first + 500], whole)
        tokens = [
            (a, b, i == 0)
            for unit in units
            for i, (a, b) in enumerate(tokenise(text, unit[0][0], unit[-1][1]))
        ]
        atoms = cut(text, tokens)
        matches = [
            (atoms.starts[m.first], atoms.ends[m.last - 1], term(m, TYPES))
            for m in lexicon.find(atoms)
        ]
        numbers = terms([span for unit in units for span in unit], matches)
        at = 0
        for unit, own in zip(units, tags, strict=True):
            words = [text[a:b] for a, b in unit]
            given = numbers[at : at + len(unit)]
            at += len(unit)
            found.append(Example(words, [shape(w) for w in words], given, own))
    return found


def laid_out(
    rows: Sequence[Tagged], whole: bool = False
) -> tuple[str, list[list[tuple[int, int]]], list[list[str]]]:
    """Write tokens as a person would, one sentence a line; returns the words' spans and tags."""
    parts: list[str] = []
    length = 0
    units, labels = [], []
    for words, tags in rows:
        unit: list[tuple[int, int]] = []
        own: list[str] = []
        before = "("
        for number, word in enumerate(words):
            glued = word[0] in _GLUED_LEFT or before[-1] in _GLUED_RIGHT
            if not glued and unit:
                parts.append(" ")
                length += 1
            for i, match in enumerate(WORD.finditer(word)):
                unit.append((length + match.start(), length + match.end()))
                if not whole:
                    tag = tags[number]
                    own.append(re.sub("^B-", "I-", tag) if i else tag)
            parts.append(word)
            length += len(word)
            before = word
        parts.append("\n")
        length += 1
        if unit:
            units.append(unit)
            labels.append(tags if whole else own)
    return "".join(parts), units, labels
