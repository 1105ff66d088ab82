"""Mentions by the encoder, and how a recogniser's mentions join the dictionary's terms.

Each type is read off the heads trained for it: their probabilities are averaged word by
word, then with those of the same word nearby, and the best lawful path gives the mentions.
Which heads, and how sure a mention must be, was chosen on the annotated web pages
(``models/encoder/card.md``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from pipeline.encoder.decode import best_tags, logarithms, softmax, spans
from pipeline.encoder.repeats import Repeats
from pipeline.encoder.stage import Reading
from pipeline.encoder.windows import Words
from pipeline.entities.nesting import Spanned, holds
from pipeline.entities.phrase_words import MODIFIERS
from pipeline.language.lexicon import Lexicon, Match
from pipeline.language.stage import Language, Mention
from pipeline.records import EntityType
from pipeline.text.atoms import JOINED, Atoms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The labels of the heads (corpora) that stand for a type.
HEADS: dict[EntityType, dict[str, tuple[str, ...]]] = {
    "Disease": {"BC5CDR": ("Disease",), "NCBI-disease": ("Disease",)},
    "Chemical": {"BC5CDR": ("Chemical",), "BioNLP13CG": ("Simple_chemical", "Amino_acid")},
    "GeneProtein": {"BC2GM": ("GENE",), "BioNLP13CG": ("Gene_or_gene_product",)},
    "Anatomy": {
        "AnatEM": ("Anatomy",),
        "BioNLP13CG": (
            *("Anatomical_system", "Cell", "Cellular_component", "Tissue", "Organ"),
            *("Multi-tissue_structure", "Organism_subdivision", "Organism_substance"),
            *("Developing_anatomical_structure", "Immaterial_anatomical_entity"),
        ),
    },
    "Organism": {"linnaeus": ("Species",), "BioNLP13CG": ("Organism",)},
}
# The least mean probability of a mention that the dictionary does not know.
LEAST: dict[EntityType, float] = {
    "Disease": 0.9, "Chemical": 0.6, "GeneProtein": 0.7, "Anatomy": 0.99, "Organism": 0.7,
}  # fmt: skip
# Names of these are often longer than the part that the dictionary knows; of the others it
# draws the borders better.
LONGER: frozenset[EntityType] = frozenset({"Chemical", "GeneProtein"})
_SPECIES = frozenset(chain.from_iterable(HEADS["Organism"].values()))
_EDGE_SIGN = re.compile(r"^[^\w(\[]|[^\w)\]'’+]$")
_VERB = re.compile(r"^[a-z]{2,}(?:[iy]s|iz)e[sd]$|^[a-z]{2,}ifies$")
_EDGES = frozenset(
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"]
)


@dataclass(frozen=True)
class EncoderRecogniser:
    """The encoder as recogniser; ``reading`` is what it says of the same article."""

    reading: Reading

    def __call__(self, language: Language) -> list[Mention]:
        """Return the mentions of all types, the surer one of two that overlap, sorted."""
        return surest(self.every(language))

    def every(self, language: Language) -> list[Mention]:
        """Return the mentions of every type, sorted; those of several types may overlap.

        Those that are less sure than ``LEAST`` are among them.
        """
        import numpy as np

        words = self.reading.words
        repeats = Repeats(words.pieces, words.shapes, words.bounds)
        heads = {name: self.reading.heads[name] for labels in HEADS.values() for name in labels}
        said = {name: softmax(head.of(self.reading.tags)) for name, head in heads.items()}
        every = repeats.mixed(np.concatenate([self._chances(kind, said) for kind in HEADS], axis=1))
        found = []
        for at, kind in enumerate(HEADS):
            labels = (f"B-{kind}", f"I-{kind}", "O")
            chances = every[:, 3 * at : 3 * at + 3]
            inside = chances[:, 0] + chances[:, 1]
            tags = best_tags(logarithms(chances), labels, words.bounds)
            if kind == "Organism":
                tags = with_species(tags, labels, words, language.text)
            for first, last, _ in spans(tags, labels, words.bounds):
                score = round(float(inside[first:last].mean()), 3)
                found.append(Mention(words.starts[first], words.ends[last - 1], kind, score))
        return sorted(found, key=lambda one: one.start)

    def _chances(
        self, kind: EntityType, said: Mapping[str, NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        """Return the probability that each word begins, continues or is no mention."""
        import numpy as np

        total: Any = 0
        for name, labels in HEADS[kind].items():
            head, chances = self.reading.heads[name], said[name]
            begins, goes_on = (
                chances[:, [i for i, tag in enumerate(head.labels) if tag in wanted]].sum(1)
                for wanted in ({f"{prefix}-{label}" for label in labels} for prefix in "BI")
            )
            total = total + np.stack([begins, goes_on, 1 - begins - goes_on], axis=1)
        return np.asarray(total / len(HEADS[kind]))


def sure(mention: Mention) -> bool:
    """Whether a mention is sure enough to be one by itself."""
    return mention.score >= LEAST.get(mention.type, 1.0)


def surest(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the sure mentions without overlaps, the surer one of two, sorted by start."""
    kept: list[Mention] = []
    for one in sorted(mentions, key=lambda one: (-one.score, one.start)):
        at = bisect_left(kept, one.start, key=lambda other: other.start)
        before = kept[at - 1] if at else None
        after = kept[at] if at < len(kept) else None
        if (before is None or before.end <= one.start) and (
            after is None or one.end <= after.start
        ):
            kept.insert(at, one)
    return [one for one in kept if sure(one)]


def part_of_name(one: Spanned, kind: EntityType, mentions: Sequence[Mention]) -> bool:
    """Whether a term is a part of a longer mention of its type: ``injury`` in ``renal injury``.

    ``mentions`` are sorted and flat.
    """
    at = bisect_left(mentions, one.start + 1, key=lambda other: other.end)
    return at < len(mentions) and mentions[at].type == kind and holds(mentions[at], one)


def names(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Return the sure mentions that are whole names, the surest first.

    Left out are halves of words (``non-``) and bare adjectives, but for those of diseases: who
    asks for hypertension means hypertensive patients too.
    """
    found = []
    for one in filter(sure, mentions):
        words = text[one.start : one.end]
        if _EDGE_SIGN.search(words) or (one.type != "Disease" and words.lower() in MODIFIERS):
            continue
        found.append(one)
    return sorted(found, key=lambda one: (-one.score, one.start))


def with_species(
    tags: NDArray[np.int64], labels: Sequence[str], words: Words, text: str
) -> NDArray[np.int64]:
    """Return tags in which scientific names are whole, and mentions by themselves.

    A genus's initial has its species with it (``L. intermedia``); a name that follows an
    English one is another mention (``house mouse Mus musculus``).
    """
    import numpy as np

    begins = np.array([label[0] == "B" for label in labels])
    found = tags.copy()
    starts, ends = words.starts, words.ends
    last_of = {last - 1 for last in words.bounds}
    for at in np.flatnonzero(begins[tags]).tolist():
        if at + 2 >= len(tags) or {at, at + 1} & last_of or ends[at] - starts[at] > 1:
            continue
        initial, point, species = (text[starts[i] : ends[i]] for i in range(at, at + 3))
        if initial.isupper() and point == "." and species.islower() and len(species) > 3:
            inside = labels.index("I" + labels[tags[at]][1:])
            found[at + 1 : at + 3] = inside
    for first, last, name in list(spans(found, labels, words.bounds)):
        before, genus, species = (
            text[starts[i] : ends[i]] if i >= first else "" for i in range(last - 3, last)
        )
        english = before.isalpha() and (before.islower() or last - first > 3)
        if (
            name in _SPECIES
            and english
            and genus.istitle()
            and species.islower()
            and len(species) > 3
        ):
            found[last - 2] = labels.index(f"B-{name}")
    return found


def join(
    atoms: Atoms, matches: Sequence[Match], mentions: Sequence[Mention], lexicon: Lexicon
) -> list[Match]:
    """Return the dictionary's matches with a recogniser's mentions where they add to them.

    A mention fills a gap, or takes the place of the terms inside it (``LONGER``). It is then
    grown into a phrase like a term of the dictionary, without a concept.
    """
    kept = list(matches)
    first = bisect_left(mentions, atoms.starts[0], key=lambda one: one.end) if len(atoms) else 0
    for mention in mentions[first:]:
        begin, end = _atoms(atoms, mention)
        if begin >= len(atoms):
            break
        if begin >= end or not _noun(atoms, begin, end, lexicon):
            continue
        at = bisect_left(kept, begin, key=lambda one: one.last - 1)
        over: list[Match] = []
        while at + len(over) < len(kept) and kept[at + len(over)].first < end:
            over.append(kept[at + len(over)])
        longer = all(begin <= m.first and m.last <= end and m.type == mention.type for m in over)
        longer = longer and end - begin > sum(m.last - m.first for m in over)
        if not over or (longer and mention.type in LONGER):
            kept[at : at + len(over)] = [
                Match(begin, end, mention.type, 0, False, score=mention.score)
            ]
    return kept


def _atoms(atoms: Atoms, mention: Mention) -> tuple[int, int]:
    """Return a mention's first atom and the one after its last, small words at its edges cut."""
    begin = bisect_left(atoms.starts, mention.start)
    end = begin
    while end < len(atoms) and atoms.ends[end] <= mention.end:
        end += 1
    while begin < end and atoms.words[end - 1] in _EDGES:
        end -= 1
    # "Squalene oxidises in sunlight": the verb is none of the name.
    while begin + 1 < end and _VERB.search(atoms.surface(end - 1, end)):
        end -= 1
    while begin < end and atoms.words[begin] in _EDGES:
        begin += 1
    return begin, end


def _noun(atoms: Atoms, begin: int, end: int, lexicon: Lexicon) -> bool:
    """Say whether a mention is made of whole words (no ``n't``) and is no bare adjective."""
    if atoms.joins[begin] == JOINED or (end < len(atoms) and atoms.joins[end] == JOINED):
        return False
    adjective = atoms.hashes[begin] in lexicon.modifiers
    adjective = adjective or atoms.surface(begin, end).lower() in MODIFIERS
    return end - begin > 1 or not adjective


def meets(match: Match, atoms: Atoms, mentions: Sequence[Mention]) -> bool:
    """Say whether a recogniser's mention overlaps a match and is of its type."""
    start, end = atoms.starts[match.first], atoms.ends[match.last - 1]
    at = bisect_left(mentions, start + 1, key=lambda one: one.end)
    while at < len(mentions) and mentions[at].start < end:
        if mentions[at].type == match.type:
            return True
        at += 1
    return False
