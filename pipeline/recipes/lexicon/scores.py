"""Measure the dictionary: health web pages by our guideline, and BC5CDR as published."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.entities.stage import find_entities
from pipeline.language.lexicon import load
from pipeline.language.stage import analyse_language
from pipeline.records import Article, Block, Entity, Marker, Sentence

Span = tuple[int, int, str]


def measure(data: Path, models: Path) -> dict[str, dict[str, float]]:
    """Return scores on the annotated web pages and on BC5CDR's test part."""
    return {"health_web": health_web(data, models), **bc5cdr(data, models)}


def f1(hits: int, gold: int, found: int) -> float:
    """Return the harmonic mean of precision and recall, rounded."""
    return round(2 * hits / (gold + found), 4) if gold + found else 0.0


def health_web(data: Path, models: Path) -> dict[str, float]:
    """Score mentions inside claim sentences of the pages that annotate entities."""
    folder = data / "claims" / "health-web"
    paths = sorted(folder.glob("*.json"))
    if not paths:
        sys.exit(f"no pages in {folder}: give the folder of the training data with --data")
    gold = found = recalled = precise = strict = 0
    for path in paths:
        page = json.loads(path.read_text("utf-8"))
        if not page.get("entities"):
            continue
        text = path.with_suffix(".txt").read_bytes().decode("utf-8").removeprefix("\ufeff")
        claims = [(c["sentence_start"], c["sentence_end"]) for c in page["claims"]]
        entities = _entities(text, page["blocks"], page["sentences"], page["markers"], models)
        ours = [
            (e.start, e.end, str(e.type))
            for e in entities
            if any(a <= e.start < b for a, b in claims)
        ]
        theirs = [(e["start"], e["end"], e["type"]) for e in page["entities"]]
        gold, found = gold + len(theirs), found + len(ours)
        recalled += sum(any(_meet(g, e) for e in ours) for g in theirs)
        precise += sum(any(_meet(g, e) for g in theirs) for e in ours)
        strict += len(set(ours) & set(theirs))
    return {
        "recall": round(recalled / gold, 4),
        "precision": round(precise / found, 4),
        "strict_f1": f1(strict, gold, found),
        "mentions": gold,
    }


def bc5cdr(data: Path, models: Path) -> dict[str, dict[str, float]]:
    """Score exact spans of diseases and chemicals on BC5CDR's test part."""
    path = data / "ner" / "BC5CDR-IOB" / "test.tsv"
    if not path.is_file():
        sys.exit(f"no {path}: give the folder of the training data with --data")
    text, sentences, gold = "", [], set()
    for rows in _sentences(path):
        start = len(text)
        line, spans = _line(rows, start)
        text += line + "\n"
        gold |= spans
        sentences.append({"start": start, "end": start + len(line)})
    entities = _entities(text, [], sentences, [], models)
    scores = {}
    for kind in ("Disease", "Chemical"):
        theirs = {s for s in gold if s[2] == kind}
        ours = {(e.start, e.end, str(e.type)) for e in entities if e.type == kind}
        hits = len(theirs & ours)
        scores[f"bc5cdr_{kind.lower()}"] = {
            "recall": round(hits / len(theirs), 4),
            "precision": round(hits / len(ours), 4),
            "exact_f1": f1(hits, len(theirs), len(ours)),
        }
    return scores


def _sentences(path: Path) -> Iterator[list[list[str]]]:
    for chunk in path.read_text("utf-8").split("\n\n"):
        rows = [line.split("\t") for line in chunk.splitlines() if line.strip()]
        if rows:
            yield rows


def _line(rows: list[list[str]], start: int) -> tuple[str, set[Span]]:
    """Join tokens by blanks; return the line and its labelled spans."""
    line, spans, open_ = "", set(), None
    for token, *_, tag in rows:
        begin = start + len(line) + (1 if line else 0)
        line += (" " if line else "") + token
        if open_ is not None and not tag.startswith("I"):
            spans.add(open_)
            open_ = None
        if tag.startswith("B"):
            open_ = (begin, begin + len(token), tag[2:])
        elif tag.startswith("I") and open_ is not None:
            open_ = (open_[0], begin + len(token), open_[2])
    if open_ is not None:
        spans.add(open_)
    return line, spans


def _meet(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1] and one[2] == two[2]


def _entities(
    text: str,
    blocks: Sequence[dict[str, Any]],
    sentences: Sequence[dict[str, Any]],
    markers: Sequence[dict[str, Any]],
    models: Path,
) -> list[Entity]:
    """Run the stage on given blocks, sentences and markers."""

    def span(row: dict[str, Any], number: int) -> dict[str, Any]:
        start, end = row["start"], row["end"]
        words = text[start:end]
        return {"article": "a", "id": str(number), "start": start, "end": end, "text": words}

    article = Article(
        id="a", source="", format="txt", sha256="", title=None, text=text, citation_style=None,
        language=None,
    )  # fmt: skip
    parts = [
        Block(**span(b, i), region=b["region"], kind=b["kind"], section=())
        for i, b in enumerate(blocks)
    ]
    lines = [
        Sentence(**span(s, i), region="body", section=(), block="") for i, s in enumerate(sentences)
    ]
    marks = [
        Marker(**span(m, i), style="bracketed", numbers=(), sentence=None, references=(),
               status="no_list")
        for i, m in enumerate(markers)
    ]  # fmt: skip
    language = analyse_language(article, parts, lines, marks)
    return find_entities(article, parts, lines, marks, language, lexicon=load(models))
