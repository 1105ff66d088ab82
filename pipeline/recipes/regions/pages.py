"""The documents on which ``models/regions`` is trained: annotated web pages and papers."""

from __future__ import annotations

import bisect
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pipeline.segment.lines import Line
from pipeline.segment.lists import lay_out, split_lines
from pipeline.segment.rules import LETTERS

Split = Callable[[str], list[Line]]
"""Gives the lines of a text, as printed or joined to blocks."""


PASTED = Path(__file__).with_name("pasted.txt")
"""Pages whose every line has a letter for its label before it, see ``LETTERS``."""


def _kept_lines(text: str) -> list[Line]:
    return lay_out(text).lines


class Page(NamedTuple):
    """A document with the label of each of its lines; ``whole``: a person gave them all."""

    name: str
    lines: list[Line]
    labels: list[str]
    whole: bool = True


def web_pages(data: Path, split: Split = split_lines) -> list[Page]:
    """Return the annotated pages; where only sentences are annotated, prose is body."""
    found = []
    for path in sorted((data / "claims" / "health-web").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        lines = split(read(path.with_suffix(".txt")))
        if gold.get("blocks"):
            starts = [block["start"] for block in gold["blocks"]]
            blocks = [
                gold["blocks"][max(bisect.bisect_right(starts, x.start) - 1, 0)] for x in lines
            ]
            labels = [_label(block["region"], block["kind"]) for block in blocks]
        else:
            labels = _prose_labels(lines, [s["start"] for s in gold["sentences"]])
        found.append(Page(path.stem, lines, labels, whole=bool(gold.get("blocks"))))
    return found


def papers(data: Path, split: Split = split_lines) -> list[Page]:
    """Return one rendering of each scientific article, the styles in turn."""
    stems: dict[str, list[Path]] = {}
    for path in sorted((data / "citations" / "rendered").glob("*.gold.json")):
        stems.setdefault(path.name.split(".")[0], []).append(path)
    return [_paper(paths[i % len(paths)], split) for i, paths in enumerate(stems.values())]


def pasted_pages(path: Path = PASTED, split: Split = _kept_lines) -> list[Page]:
    """Return the made-up pages as browsers paste them, each line of which has its label."""
    found = []
    for page in path.read_text("utf-8").split("%%% ")[1:]:
        name, _, rest = page.partition("\n")
        at, labels, texts = 0, {}, []
        for line in rest.split("\n"):
            letter, _, text = line.partition("\t") if line else ("", "", "")
            labels[at] = letter
            texts.append(text)
            at += len(text) + 1
        starts = sorted(labels)
        lines = split("\n".join(texts))
        own = [labels[starts[bisect.bisect_right(starts, line.start) - 1]] for line in lines]
        found.append(Page(name, lines, [LETTERS[letter] for letter in own]))
    return found


def read(path: Path) -> str:
    """Return a text as the reader stage gives it."""
    with path.open(encoding="utf-8", newline="") as stream:
        return stream.read().removeprefix("\ufeff")


def _prose_labels(lines: list[Line], sentences: list[int]) -> list[str]:
    labels = []
    for i, line in enumerate(lines):
        at = bisect.bisect_left(sentences, line.start)
        holds = at < len(sentences) and sentences[at] < line.end
        if holds:
            labels.append("list_item" if re.match(r"[•*-]\s", line.text) else "paragraph")
        else:
            labels.append(
                "title" if i == 0 else "heading" if len(line.text) < 90 else "boilerplate"
            )
    return labels


def _paper(path: Path, split: Split) -> Page:
    gold = json.loads(path.read_text("utf-8"))
    lines = split(read(path.with_name(path.name.replace(".gold.json", ".txt"))))
    headings = {item["start"] for item in gold["headings"]}
    body = min([*headings, gold["body_start"]])
    listed = gold["references_start"] or 10**12
    labels = []
    for i, line in enumerate(lines):
        if line.start < body:
            labels.append("title" if i == 0 else "front")
        elif line.start in headings:
            late = line.start >= listed - 40 and line.text.startswith("Ref")
            labels.append("references_heading" if late else "heading")
        elif line.start >= listed:
            labels.append("reference")
        else:
            labels.append("list_item" if re.match(r"[•*-]\s", line.text) else "paragraph")
    return Page(path.name.split(".")[0], lines, labels)


def _label(region: str, kind: str) -> str:
    if region == "front":
        return "title" if kind == "title" else "front"
    if region == "body":
        return kind if kind in ("heading", "list_item") else "paragraph"
    if region == "references":
        return "references_heading" if kind == "heading" else "reference"
    if region == "boilerplate":
        return "caption" if kind == "caption" else "boilerplate"
    return {"related": "related", "comments": "comment"}[region]
