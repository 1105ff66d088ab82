"""Link mentions to concepts: candidates by their names, ranked by a small network.

Every distinct mention of an article is looked up once, by its long form where the article
gives one. Candidates share its words, their stems, or some of them; the network
(``models/concepts``, trained by ``pipeline/recipes/concepts/train.py``) weighs how the names match
and what else the article mentions. No concept is given below ``least``.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.entities.candidates import ALLOWED, COVERS, GROUPS, WIDTH, Candidates, candidates
from pipeline.entities.concepts import FILE, NAME, Index
from pipeline.entities.concepts import load as load_index
from pipeline.errors import ModelError
from pipeline.records import Concept, EntityType
from pipeline.weights.folders import MODELS, weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS = "ranker.npz"
# How often the dictionary's own concept is right, judged by eye on health pages; of diseases
# for which the linker has none, on corpora too.
KNOWN, REFUSED = 0.9, 0.7
# How sure the linker must be against MeSH's own name: "lipoprotein" is not the gene LPA.
SURE: dict[EntityType, float] = {"GeneProtein": 0.8, "Chemical": 0.65}
CONTEXT = 5  # features that depend on the article's other mentions
__all__ = ["FILE", "NAME", "Linker", "Query", "load"]


class Query(NamedTuple):
    """A mention to link: its words, its long form, and what the dictionary says."""

    text: str
    type: EntityType
    long_form: str | None = None
    known: str | None = None


def expanded(text: str, longs: Mapping[str, str]) -> str | None:
    """Return a mention with the article's abbreviations written out, if it has any."""
    whole = longs.get(text) or longs.get(text.removesuffix("s"))
    if whole:
        return whole
    words = text.split(" ")
    if len(words) > 1 and any(word in longs for word in words):
        return " ".join(longs.get(word, word) for word in words)
    return None


class Linker:
    """The opened index and network. Get one with ``load`` and keep it."""

    def __init__(self, index: Index, ranker: dict[str, Any]) -> None:
        self.index, self._ranker = index, ranker
        self.least: float = ranker.get("least", 0.0)
        self.prior: dict[int, float] = ranker.get("prior", {})
        self._look_up = functools.lru_cache(maxsize=20_000)(functools.partial(candidates, index))

    def candidates(self, query: Query) -> Candidates:
        """Return what a mention may be; how a sentence begins makes no difference."""
        text = query.text
        return self._look_up(text.lower() if text[1:].islower() else text, *query[1:])

    def link(self, queries: Sequence[Query]) -> dict[Query, Concept]:
        """Return the concepts of an article's mentions; one that is not sure has none."""
        # Where the dictionary's word is taken anyway (``decide``), there is nothing to ask.
        asked = list(dict.fromkeys(q for q in queries if q.type in GROUPS or not q.known))
        concepts, table = features([(one, self.candidates(one)) for one in asked], self.prior)
        chances = self.score(table, concepts).tolist()
        usable = ((table[:, COVERS] > 0.99) & (table[:, ALLOWED] > 0)).tolist()
        found, first = {}, 0
        for query, some in zip(asked, concepts, strict=True):
            rows = list(range(first, first + len(some)))
            first += len(some)
            if query.type not in GROUPS:  # no corpus taught these: whole names only
                rows = [row for row in rows if usable[row]]
            best = max(rows, key=chances.__getitem__, default=-1)
            if best >= 0 and chances[best] >= self.least:
                curie, name = self.index.label(some[best - first + len(some)])
                found[query] = Concept(id=curie, name=name, score=round(chances[best], 3))
        return found

    def decide(self, query: Query, said: Concept | None, known: Concept | None) -> Concept | None:
        """Choose between the linker's concept and the dictionary's.

        The dictionary's comes first where no corpus taught the linker, and where the linker has
        none: that is less sure for diseases, and for a gene's symbol it is too little.
        """
        if known is None or query.known is None:
            return said if query.type in GROUPS else said or known
        mesh = known.id.startswith("MESH:")
        # HPO's exact name of a sign is surer than a guess of what MeSH has near it.
        sign = known.id.startswith("HP:")
        least = SURE.get(query.type, REFUSED if sign else 0.0) if mesh or sign else 0.0
        if said is not None and query.type in GROUPS and said.score >= least:
            return said
        if query.type == "GeneProtein" and known.id.startswith("HGNC:"):
            return None
        score = REFUSED if query.type == "Disease" and mesh else KNOWN
        return Concept(id=known.id, name=known.name, score=score)

    def score(
        self, table: NDArray[np.float32], concepts: Sequence[Sequence[int]]
    ) -> NDArray[np.float32]:
        """Return how likely each candidate is, by its features and among its rivals."""
        import numpy as np

        if not len(table):
            return np.zeros(0, np.float32)
        ranker = self._ranker
        hidden = np.maximum((table - ranker["mean"]) @ ranker["in"] + ranker["bias"], 0)
        raised = np.exp(np.minimum(hidden @ ranker["out"] + ranker["nil"], 30))
        sizes = [len(some) for some in concepts if some]
        firsts = np.cumsum([0, *sizes[:-1]])
        return np.asarray(raised / np.repeat(np.add.reduceat(raised, firsts) + 1, sizes))


def features(
    looked: Sequence[tuple[Query, Candidates]], prior: Mapping[int, float]
) -> tuple[list[list[int]], NDArray[np.float32]]:
    """Return candidates with a table of features, mention after mention.

    A short form that the article does not define also has the concepts of the other mentions
    whose letters it may stand for.
    """
    import numpy as np

    firm: Counter[int] = Counter()
    near: Counter[str] = Counter()
    places: dict[int, frozenset[str]] = {}
    for _, some in looked:
        if some.guess:
            firm.update(some.guess)
            for concept, around in zip(some.concepts, some.places, strict=True):
                if concept in some.guess:
                    places[concept] = around
                    near.update(around)
    forms = [
        ((query.long_form or query.text).lower(), some.guess)
        for query, some in looked
        if some.guess and len(query.long_form or query.text) > 5
    ]
    every, blocks, context = [], [], []
    for query, some in looked:
        fits = _expansions(query, forms)
        added = [c for c in fits if c not in some.concepts]
        concepts = some.concepts + added
        every.append(concepts)
        blocks += [some.features, *([some.stranger[None]] * len(added))]
        guess, best = some.guess, max(fits.values(), default=0.0)
        mine = frozenset[str]().union(*(places[c] for c in guess))
        for row, concept in enumerate(concepts):
            around = some.places[row] if row < len(some.concepts) else places[concept]
            fit = fits.get(concept, 0.0)
            context.append(
                (
                    min(3, firm[concept] - (concept in guess)),
                    min(3, max([near[t] - (t in mine) for t in around], default=0)),
                    prior.get(concept, 0.0),
                    fit,
                    best - fit,
                )
            )
    if not context:
        return every, np.zeros((0, WIDTH + CONTEXT), np.float32)
    return every, np.hstack([np.concatenate(blocks), np.array(context, np.float32)])


def _expansions(query: Query, forms: Sequence[tuple[str, frozenset[int]]]) -> dict[int, float]:
    """Return the concepts that a short form may stand for, and how well it fits their names."""
    letters = "".join(c for c in query.text.lower() if c.isalnum()).removesuffix("s")
    if query.type not in GROUPS or query.text.islower():
        return {}
    if query.long_form or not 1 < len(letters) <= 6 or " " in query.text:
        return {}
    found: dict[int, float] = {}
    # What the dictionary knows by these letters is something else than a name with them in it.
    least = 1.0 if query.known else 0.0
    for form, guess in forms:
        if form[0] == letters[0] and len(form) > 2 * len(letters) - 1:
            fit = _fit(letters, form)
            for concept in guess if fit > 0 and fit >= least else ():
                found[concept] = max(fit, found.get(concept, 0.0))
    return found


def _fit(letters: str, form: str) -> float:
    """Rate a short form of a name: its initials, its beginning, or some letters in order."""
    words = form.replace("-", " ").split()
    if len(words) > 1 and "".join(w[0] for w in words) == letters:
        return 1.0
    if form.startswith(letters):
        return 0.8
    at = 0
    for letter in letters:
        at = form.find(letter, at) + 1
        if not at:
            return 0.0
    return 0.5


@functools.lru_cache(maxsize=2)
def load(models: Path = MODELS) -> Linker:
    """Open ``models/concepts`` once a process; ``ModelError`` when missing or damaged."""
    import numpy as np

    path = weights(NAME, WEIGHTS, models)
    try:
        with np.load(path, allow_pickle=False) as arrays:
            ranker: dict[str, Any] = {name: arrays[name] for name in arrays.files}
        ranker["least"] = float(ranker["least"])
        ranker["prior"] = dict(
            zip(ranker.pop("concepts").tolist(), ranker["prior"].tolist(), strict=True)
        )
        return Linker(load_index(models), ranker)
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise ModelError(
            f"the linker {path} cannot be read: restore it or train it again with "
            f"`claimsheet models train {NAME}`"
        ) from error
