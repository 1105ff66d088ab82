"""Score the shipped encoder on the published test parts: exact spans and types, micro F1.

The sentences of a part follow one another as in its documents, so that words repeated nearby
count as in an article (``pipeline.encoder.repeats``).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from pipeline.encoder.decode import best_tags, logarithms, softmax, spans
from pipeline.encoder.repeats import Repeats
from pipeline.encoder.stage import Encoder, load
from pipeline.encoder.windows import Words
from pipeline.entities.recogniser import HEADS, with_species
from pipeline.language.lexicon import Lexicon
from pipeline.language.lexicon import load as load_lexicon
from pipeline.language.stage import Language, Unit, tokenise
from pipeline.language.terms import Terms
from pipeline.recipes.encoder.data import NER, Tagged, biored, bioscope, iob, laid_out
from pipeline.weights.folders import MODELS

GENES = "BioNLP13CG", "Gene_or_gene_product"  # the head that reads BioRED's genes
_PIECE = 500  # sentences read at once


def language_of(text: str, sentences: Iterable[tuple[int, int]]) -> Language:
    """Return some stretches of a text as the units of an article."""
    starts, ends, opens, units = array("q"), array("q"), bytearray(), []
    for start, end in sentences:
        first = len(starts)
        for a, b in tokenise(text, start, end):
            opens.append(len(starts) == first)
            starts.append(a)
            ends.append(b)
        units.append(Unit(start, end, first, len(starts), None))
    return Language(text, starts, ends, opens, tuple(units), ())


def read_sentences(texts: Sequence[str], models: Path = MODELS) -> Any:
    """Return the encoder's vector of each sentence, (sentences, width)."""
    import numpy as np

    encoder, lexicon = load(models), load_lexicon(models)
    found = []
    for first in range(0, len(texts), _PIECE):
        some, at, bounds = texts[first : first + _PIECE], 0, []
        for one in some:
            bounds.append((at, at + len(one)))
            at += len(one) + 1
        language = language_of("\n".join(some), bounds)
        found.append(encoder.read(language, Terms(language, lexicon)).vectors)
    return np.concatenate(found)


def scores(data: Path, models: Path = MODELS) -> dict[str, Any]:
    """Return the F1 of each corpus's own head on its test part, and of BioScope's cues."""
    encoder, lexicon = load(models), load_lexicon(models)
    found: dict[str, Any] = {}
    for name in NER:
        rows = iob(data / "ner" / f"{name}-IOB" / "test.tsv")
        found[name] = {"test_f1": round(_span_f1(encoder, lexicon, name, "", rows), 4)}
    rows = biored(data)
    found["BioRED"] = {"gene_test_f1": round(_span_f1(encoder, lexicon, *GENES, rows), 4)}
    rows = bioscope(data, test=True)["cues"]
    said, gold = _kinds(encoder, lexicon, "cues", rows)
    for kind in ("negation", "speculation"):
        hits = sum(kind in a and kind in b for a, b in zip(said, gold, strict=True))
        total = sum(kind in a for a in said) + sum(kind in b for b in gold)
        found.setdefault("BioScope", {})[f"{kind}_f1"] = round(2 * hits / max(1, total), 4)
    return found


def _read(
    encoder: Encoder, lexicon: Lexicon, name: str, rows: Sequence[Tagged]
) -> Iterator[tuple[Any, list[str], list[int], list[list[str]]]]:
    """Yield, for some sentences at once, tags and labels, where each begins, and its gold."""
    for first in range(0, len(rows), _PIECE):
        text, units, tags = laid_out(rows[first : first + _PIECE])
        language = language_of(text, [(unit[0][0], unit[-1][1]) for unit in units])
        reading = encoder.read(language, Terms(language, lexicon))
        # The tokeniser cuts some words of the corpora in two ("cannot"): the first part counts.
        row = {start: i for i, start in enumerate(reading.words.starts)}
        chosen = [row[start] for unit in units for start, _ in unit]
        bounds = [0, *accumulate(map(len, units))]
        head = reading.heads[name]
        logits = head.of(reading.tags[chosen])
        words = _chosen(reading.words, chosen, bounds)
        if name in NER:  # as the recogniser reads them
            repeats = Repeats(words.pieces, words.shapes, bounds)
            logits = logarithms(repeats.mixed(softmax(logits)))
        best = best_tags(logits, head.labels, bounds)
        if name in HEADS["Organism"]:
            best = with_species(best, head.labels, words, text)
        yield best, list(head.labels), bounds, tags


def _chosen(words: Words, rows: Sequence[int], bounds: list[int]) -> Words:
    return Words(
        starts=[words.starts[i] for i in rows],
        ends=[words.ends[i] for i in rows],
        pieces=[words.pieces[i] for i in rows],
        shapes=[words.shapes[i] for i in rows],
        bounds=bounds,
    )


def _span_f1(
    encoder: Encoder, lexicon: Lexicon, name: str, label: str, rows: Sequence[Tagged]
) -> float:
    """Return the F1 of exact spans, of all labels or of one."""
    hits = total = 0
    for best, labels, bounds, tags in _read(encoder, lexicon, name, rows):
        said = {span for span in spans(best, labels, bounds) if label in ("", span[2])}
        gold = {span for span in _gold_spans(tags) if label in ("", span[2])}
        hits += len(said & gold)
        total += len(said) + len(gold)
    return 2 * hits / max(1, total)


def _gold_spans(tags: Iterable[Sequence[str]]) -> Iterable[tuple[int, int, str]]:
    at = 0
    for own in tags:
        start, label = -1, ""
        for i, tag in enumerate([*own, "O"]):
            if start >= 0 and (tag == "O" or tag[0] == "B" or tag[2:] != label):
                yield at + start, at + i, label
                start = -1
            if tag != "O" and start < 0:
                start, label = i, tag[2:]
        at += len(own)


def _kinds(
    encoder: Encoder, lexicon: Lexicon, name: str, rows: Sequence[Tagged]
) -> tuple[list[set[str]], list[set[str]]]:
    """Return which kinds of cues each sentence has, as said and in truth."""
    said, gold = [], []
    for best, labels, bounds, tags in _read(encoder, lexicon, name, rows):
        for own, (start, end) in zip(tags, pairwise(bounds), strict=True):
            said.append({labels[i][2:] for i in best[start:end] if labels[i] != "O"})
            gold.append({label[2:] for label in own if label != "O"})
    return said, gold
