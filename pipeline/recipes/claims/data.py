"""Read the corpora that train the claim models, and score a claim detector."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.records import Marker

ALIKE = 0.002  # of F1 and balanced accuracy together, less than a page moves them


class Row(NamedTuple):
    """A sentence; ``claim`` is 1, 0, or -1 where the annotator was unsure."""

    start: int
    end: int
    claim: int
    type: str | None
    direction: str


class Document(NamedTuple):
    """An annotated web page, or an article that was made up."""

    text: str
    rows: list[Row]
    markers: list[Marker]
    path: Path


def health_web(data: Path) -> list[Document]:
    """Return the annotated health pages, in order of their names."""
    return [_document(path) for path in sorted((data / "claims" / "health-web").glob("*.json"))]


def plain_sentences() -> Document:
    """Return short sentences that were made up, a claim or none, as a page of their own.

    Annotated pages have few: they are long articles. ``plain.tsv`` beside this module has them.
    """
    path = Path(__file__).with_name("plain.tsv")
    labelled = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return _made_up(path, [(sentence, int(label), None, "none") for label, sentence in labelled])


def made_up_articles() -> list[Document]:
    """Return the articles that were made up and annotated as the pages are: ``articles.tsv``.

    A line is a sentence: type (``none`` is no claim, ``unsure`` is left out), direction, words; a
    blank line parts the articles.
    """
    path = Path(__file__).with_name("articles.tsv")
    articles = path.read_text("utf-8").strip("\n").split("\n\n")
    return [_made_up(path, list(map(_sentence, article.splitlines()))) for article in articles]


def _sentence(line: str) -> tuple[str, int, str | None, str]:
    kind, way, sentence = line.split("\t")
    claim = {"none": 0, "unsure": -1}.get(kind, 1)
    if claim != 1:
        return sentence, claim, None, "none"
    return sentence, claim, kind, way.replace("null", "none")


def _made_up(path: Path, sentences: list[tuple[str, int, str | None, str]]) -> Document:
    rows, at = [], 0
    for sentence, claim, kind, way in sentences:
        rows.append(Row(at, at + len(sentence), claim, kind, way))
        at += len(sentence) + 1
    return Document("\n".join(sentence for sentence, *_ in sentences), rows, [], path)


def _document(path: Path) -> Document:
    gold = json.loads(path.read_text("utf-8"))
    with path.with_suffix(".txt").open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    claims = {claim["sentence_start"]: claim for claim in gold["claims"]}
    unsure = set(gold.get("uncertain_non_claims") or ())
    limit = gold.get("annotated_until") or len(text)
    rows = []
    for sentence in gold["sentences"]:
        start = sentence["start"]
        claim = claims.get(start)
        label = -1 if start in unsure else 0
        if claim:
            label = 1 if claim["certain"] else -1
        kind = claim["type"].replace("definition/background", "background") if claim else None
        way = (claim or {}).get("direction") or "none"
        if start < limit:
            rows.append(Row(start, sentence["end"], label, kind, way))
    markers = [_marker(text, m["start"], m["end"]) for m in gold.get("markers") or ()]
    return Document(
        text, rows, sorted(markers, key=lambda marker: marker.start), path.with_suffix(".txt")
    )


def _marker(text: str, start: int, end: int) -> Marker:
    return Marker(
        article="", id="", start=start, end=end, text=text[start:end], style="bracketed",
        numbers=(), sentence=None, references=(), status="no_list",
    )  # fmt: skip


def auxiliary(data: Path) -> dict[str, tuple[list[str], list[str]]]:
    """Return ``{task: (sentences, labels)}`` of the corpora that teach side scores."""
    claims = data / "claims"
    tasks = {
        "advice": list(labelled(claims / "health-advice")),
        "causal": list(labelled(claims / "causal-strength")),
        "argument": list(_sciark(claims / "sciark" / "SciARK.json")),
        "finding": list(_abstracts(claims / "scientific-claim")),
    }
    science = [text for name in ("advice", "causal", "argument") for text, _ in tasks[name]]
    prose = list(_everyday(data / "syntax" / "ewt"))
    step = max(1, len(science) // max(1, len(prose)))
    tasks["science"] = [(t, "science") for t in science[::step]] + [(t, "prose") for t in prose]
    return {name: ([t for t, _ in rows], [k for _, k in rows]) for name, rows in tasks.items()}


def labelled(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the sentences and labels of a folder's tables."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            for row in csv.DictReader(stream):
                yield row["sentence"], str(int(float(row["label"])))


def _sciark(path: Path) -> Iterator[tuple[str, str]]:
    for abstract in json.loads(path.read_text("utf-8")).values():
        for text, label in zip(abstract["sentences"], abstract["labels"], strict=True):
            yield text, label if label in {"Claim", "Evidence"} else "none"


def _abstracts(folder: Path) -> Iterator[tuple[str, str]]:
    for part in ("train", "validation"):
        path = folder / f"{part}_labels.json"
        for line in path.read_text("utf-8").splitlines():
            abstract = json.loads(line)
            yield from zip(abstract["sentences"], abstract["labels"], strict=True)


def _everyday(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.conllu")):
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("# text = "):
                yield line.removeprefix("# text = ").strip()


def claim_scores(gold: Any, chance: Any) -> dict[str, Any]:
    """Return F1, balanced accuracy and calibration, with the threshold that favours both."""
    import numpy as np

    sure = gold >= 0
    gold, chance = gold[sure], chance[sure]

    def at(threshold: float) -> dict[str, float]:
        said = chance >= threshold
        hit = float((said & (gold == 1)).sum())
        precision, recall = hit / max(1, said.sum()), hit / (gold == 1).sum()
        left_out = float((~said & (gold == 0)).sum() / (gold == 0).sum())
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return {
            "precision": round(float(precision), 4),
            "recall": round(float(recall), 4),
            "f1": round(float(f1), 4),
            "balanced_accuracy": round((float(recall) + left_out) / 2, 4),
            "non_claims_left_out": round(left_out, 4),
        }

    grid = [round(0.3 + 0.02 * step, 2) for step in range(16)]
    worth = {t: at(t)["f1"] + at(t)["balanced_accuracy"] for t in grid}
    # Of those alike the lowest: a claim too many is rejected, one that is left out is not seen.
    threshold = min(t for t in grid if worth[t] >= max(worth.values()) - ALIKE)
    bins = np.clip((chance * 10).astype(int), 0, 9)
    ece = sum(
        (bins == b).mean() * abs(chance[bins == b].mean() - gold[bins == b].mean())
        for b in range(10)
        if (bins == b).any()
    )
    return {
        "threshold": threshold,
        "claim": at(threshold)
        | {"brier": round(float(((chance - gold) ** 2).mean()), 4), "ece": round(float(ece), 4)}
        | {"n": len(gold)},
    }
