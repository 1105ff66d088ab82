"""Article -> blocks: region, kind and heading path of every line.

Each line is described by readable features (``pipeline.segment.lines``); a linear-chain
conditional random field (Lafferty, McCallum & Pereira 2001) weighs the features and the
transitions over the whole document, and Viterbi decoding finds the best sequence. Rules
over the document (``pipeline.segment.rules``) then settle what a chain cannot see: one title,
reference lists that run on, readers' comments that never turn into the article again.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from pipeline.read.hints import BlockHint, Hints
from pipeline.records import Analysis, Article, Block, Kind, Region
from pipeline.segment.entries import entries
from pipeline.segment.folds import dateline_folds, gap_folds, marker_folds, sign_folds
from pipeline.segment.headlines import with_title
from pipeline.segment.labels import BODY, has_cues, runs
from pipeline.segment.lines import Line, is_bullet, line_features, reference_score
from pipeline.segment.listed import is_cited_sentence, is_sentence
from pipeline.segment.lists import lay_out
from pipeline.segment.parts import part_folds
from pipeline.segment.prose import reads, says_much, with_body
from pipeline.segment.rules import settle
from pipeline.segment.teasers import is_caption, is_put_in
from pipeline.segment.views import View
from pipeline.text.plain import Fold
from pipeline.weights.chain import load_chain
from pipeline.weights.folders import MODELS

KINDS: dict[str, tuple[Region, Kind]] = {
    "title": ("front", "title"),
    "front": ("front", "other"),
    "heading": ("body", "heading"),
    "paragraph": ("body", "paragraph"),
    "list_item": ("body", "list_item"),
    "references_heading": ("references", "heading"),
    "reference": ("references", "reference"),
    "related": ("related", "other"),
    "comment": ("comments", "comment"),
    "boilerplate": ("boilerplate", "other"),
    "caption": ("boilerplate", "caption"),
}
_LABELS: dict[tuple[Region | None, Kind | None], str] = {k: v for v, k in KINDS.items()}
# What a line that the markup calls a heading may look like without standing elsewhere.
_OF_THE_ARTICLE = frozenset(("front", "paragraph", "list_item", "reference", "caption"))
_MARKDOWN = re.compile(r"(#{1,6})[ \t]*(.*?)[ \t]*#*$", re.DOTALL)
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?[\s\xa0]+\S")
_LEADS = re.compile(r"\[?sources?\]?", re.IGNORECASE)


class Segmented(NamedTuple):
    """An article as it is read, its blocks, and what its markup knows.

    ``printed`` carries what is found in the text as read back to the text as printed.
    """

    article: Article
    blocks: list[Block]
    hints: Hints | None
    printed: Callable[[Analysis], Analysis]


def segment(article: Article, hints: Hints | None = None, models: Path = MODELS) -> Segmented:
    """Return an article as it is read, with its blocks in order.

    Every line belongs to a block, but for blank ones and signs that no reader reads. What the
    markup of the article tells (``hints``) goes before what its lines look like.

    Raises ``ModelError`` when the weights (``models/lines``, ``models/regions``) are missing or
    damaged.
    """
    signs = View(article.text, _sign_folds(article, hints))
    article, hints = signs.read(article, hints)
    blocks, gaps = _blocks(article, hints, models)
    parts = part_folds(article.text, blocks, gaps)
    stopped = {(fold.start, fold.end) for fold in parts}
    folds = [
        *parts,
        *gap_folds(article.text, [gap for gap in gaps if gap not in stopped], models),
        *dateline_folds(article.text, blocks),
        *marker_folds(article.text, blocks),
    ]
    lines = View(article.text, folds)
    blocks = lines.read_blocks(blocks)
    article, hints = lines.read(article, hints)
    return Segmented(article, blocks, hints, lambda found: signs.printed(lines.printed(found)))


def find_blocks(article: Article, models: Path = MODELS, hints: Hints | None = None) -> list[Block]:
    """Return the blocks of an article in order, in its text as printed."""
    signs = View(article.text, _sign_folds(article, hints))
    blocks, _ = _blocks(*signs.read(article, hints), models)
    return signs.printed_blocks(blocks)


def _sign_folds(article: Article, hints: Hints | None) -> list[Fold]:
    """Return what is not read as printed, but a word that leads to a source: ``[source]``."""
    links = hints.links if hints else ()
    kept = sorted(x.start for x in links if _LEADS.fullmatch(article.text, x.start, x.end))
    found = sign_folds(article.text)
    return [f for f in found if bisect_left(kept, f.start) == bisect_left(kept, f.end)]


def _blocks(
    article: Article, hints: Hints | None, models: Path
) -> tuple[list[Block], list[tuple[int, int]]]:
    """Return the blocks of an article, and the gaps where their lines were joined."""
    lines, furniture = (
        (_hinted_lines(article.text, hints), []) if hints else lay_out(article.text, models)
    )
    labels = _hinted_labels(lines, hints, models) if hints else label_lines(lines, models)
    if not (hints and hints.entries):
        lines, labels = _with_entries(article.text, lines, labels)
    if furniture:
        lines, labels = _with_furniture(lines, labels, furniture)
    kinds = _doubled_titles(lines, [_kind(*pair) for pair in zip(lines, labels, strict=True)])
    paths = _section_paths(lines, kinds, hints)
    pages = {b.start: b.page for b in hints.blocks} if hints else {}
    blocks = [
        Block(
            article=article.id,
            id=f"{article.id}:b{n:04d}",
            start=line.start,
            end=line.end,
            text=line.text,
            region=region,
            kind=kind,
            section=path,
            page=pages.get(line.start),
        )
        for n, (line, (region, kind), path) in enumerate(zip(lines, kinds, paths, strict=True))
    ]
    gaps = [gap for line in lines for gap in line.gaps]
    return blocks, [*gaps, *(hints.gaps if hints else ())]


def label_lines(lines: list[Line], models: Path = MODELS) -> list[str]:
    """Return the label of every line: the chain's best sequence and the title, settled by rules."""
    chain = load_chain("regions", models)
    labels = with_body(lines, chain.label(line_features(lines)))
    return settle(lines, with_title(lines, labels, models))


def _with_entries(text: str, lines: list[Line], labels: list[str]) -> tuple[list[Line], list[str]]:
    """Return the lines and labels with one line for each entry of the reference lists."""
    found: list[Line] = []
    kinds: list[str] = []
    done = 0
    for start, end in [*runs(labels, frozenset(("reference",))), (len(lines), len(lines))]:
        pieces = entries(text, lines[start:end])
        found += [*lines[done:start], *pieces]
        kinds += [*labels[done:start], *["reference"] * len(pieces)]
        done = end
    return found, kinds


def _with_furniture(
    lines: list[Line], labels: list[str], furniture: list[Line]
) -> tuple[list[Line], list[str]]:
    """Return the lines and labels with what the pages add in its place, but within an entry."""
    pairs = [*zip(lines, labels, strict=True), *((line, "boilerplate") for line in furniture)]
    pairs.sort(key=lambda pair: pair[0].start)
    ends = accumulate((line.end for line, _ in pairs), max)
    kept = [pairs[0], *(b for b, end in zip(pairs[1:], ends, strict=False) if b[0].start >= end)]
    return [line for line, _ in kept], [label for _, label in kept]


def _hinted_lines(text: str, hints: Hints) -> list[Line]:
    return [
        Line(b.start, b.end, text[b.start : b.end], 0, 1 if i else 9)
        for i, b in enumerate(hints.blocks)
    ]


def _hinted_labels(lines: list[Line], hints: Hints, models: Path) -> list[str]:
    """Return the label the markup gives each line, else the one its looks give it."""
    known = [_LABELS.get((b.region, b.kind)) for b in hints.blocks]
    seen = known if all(known) else label_lines(lines, models)
    every = frozenset(known)
    labels = [
        _hinted_label(hint, given, looks or "paragraph", every, line)
        for hint, given, looks, line in zip(hints.blocks, known, seen, lines, strict=True)
    ]
    for i in range(len(labels) - 2, -1, -1):  # a heading belongs with what stands below it
        lost = hints.blocks[i].kind == "heading" and labels[i] == "boilerplate"
        if lost and labels[i + 1] in BODY and not is_put_in(lines[i]):
            labels[i] = "heading"
    return labels


def _hinted_label(
    hint: BlockHint, given: str | None, looks: str, known: frozenset[str | None], line: Line
) -> str:
    if given in BODY and is_put_in(line):
        return "boilerplate"  # "Related: 7 reasons to drink tea"
    if given == "paragraph" and is_caption(line):
        return "caption"
    if given in ("paragraph", "list_item") and looks == "reference":
        # A page's article holds its list too; but what reads as a sentence is no entry of it.
        prose = is_sentence(line) or is_cited_sentence(line)
        return given if "reference" in known and prose else looks
    if given:
        return given
    if looks == "title" and "title" in known:
        looks = "front"
    if hint.kind == "heading" and looks in _OF_THE_ARTICLE:
        return "heading"
    if hint.kind == "list_item" and looks in ("paragraph", "heading", "title"):
        return "list_item"
    if hint.kind == "paragraph" and looks in ("heading", "list_item"):
        return "paragraph"
    if hint.kind == "paragraph" and looks == "reference" and "reference" in known:
        return "boilerplate"  # below a list whose entries the markup knows
    return looks


def article_title(blocks: Sequence[Block]) -> str | None:
    """Return the article's own title on one line, or ``None`` when it prints none."""
    for block in blocks:
        if block.kind == "title":
            return " ".join(_heading_text(block.text).split()) or None
    return None


def _kind(line: Line, label: str) -> tuple[Region, Kind]:
    region, kind = KINDS[label]
    if label == "front":
        if is_bullet(line.text):
            return region, "list_item"
        told = len(line.text) >= 40 and reads(line) and reference_score(line.text) < 2
        told = told and not has_cues(line, ("byline", "date"))
        if told or (len(line.text) >= 70 and (reads(line) or says_much(line))):
            return region, "paragraph"
    elif label == "related" and len(line.text) >= 100:
        return region, "paragraph"
    return region, kind


def _doubled_titles(
    lines: list[Line], kinds: list[tuple[Region, Kind]]
) -> list[tuple[Region, Kind]]:
    """Make the first of a doubled teaser title a caption: it is its image's text."""
    found = list(kinds)
    for i in range(len(lines) - 1):
        if kinds[i] == kinds[i + 1] == ("related", "other") and lines[i].text == lines[i + 1].text:
            found[i] = ("related", "caption")
    return found


def _heading_text(text: str) -> str:
    found = _MARKDOWN.match(text)
    return (found.group(2) if found else text).removesuffix(":")


def _level(text: str) -> int:
    marked = _MARKDOWN.match(text)
    if marked:
        return len(marked.group(1))
    numbered = _NUMBERED.match(text)
    return numbered.group(1).count(".") + 1 if numbered else 1


def _section_paths(
    lines: list[Line], kinds: list[tuple[Region, Kind]], hints: Hints | None
) -> list[tuple[str, ...]]:
    """Return the headings each block stands under, the outermost first.

    Marked (``##``) and numbered (``2.1``) headings nest, others follow one another.
    """
    levels = {b.start: b.level for b in hints.blocks} if hints else {}
    paths: list[tuple[str, ...]] = []
    open_: list[tuple[int, str]] = []
    for line, (region, kind) in zip(lines, kinds, strict=True):
        if kind == "heading" and region in ("body", "references"):
            level = levels.get(line.start) or _level(line.text)
            open_ = [above for above in open_ if above[0] < level]
            open_.append((level, _heading_text(line.text)))
        inside = region in ("body", "references")
        paths.append(tuple(text for _, text in open_) if inside else ())
    return paths
