"""The encoder at run time: every unit of an article read once, for all who ask about its words.

A unit (title, heading, sentence) is cut into words, these into pieces, and the network
(``models/encoder``, 8-bit ONNX, one thread) gives every word a score for each tag of each
head, and the unit a vector. Units of like length are read together. What a unit gets does
not depend on its neighbours (``pipeline.recipes.encoder.graph``), so an edit elsewhere in
the article, or another number of workers, changes nothing.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.encoder.inputs import WORD, shape, term, terms
from pipeline.encoder.pieces import Vocabulary
from pipeline.encoder.windows import Window, Words, batches, joined
from pipeline.errors import ModelError
from pipeline.language.stage import Language, Unit
from pipeline.language.terms import Terms
from pipeline.settings import DICTIONARY, Settings
from pipeline.weights.folders import MODELS, weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

NAME = "encoder"
MODEL, META, PIECES = "encoder.onnx", "encoder.json", "vocab.txt"
WRITTEN = 2_000  # letters that are cut into words at once: bounds memory
# Words of one article that are read; what lies beyond has the dictionary alone. Bounds the
# memory (a few hundred bytes a word) and the time of a file that is no article.
MOST = 250_000
_CALM = {"!": "."}
"""Read otherwise: what is said loudly is said all the same, and the corpora never shout."""


@dataclass(frozen=True, slots=True)
class Head:
    """The labels of one task, and where their scores begin in a row of scores."""

    labels: tuple[str, ...]
    first: int

    def of(self, scores: NDArray[Any]) -> NDArray[Any]:
        """Return this head's columns of some scores."""
        return scores[..., self.first : self.first + len(self.labels)]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder says of an article.

    ``tags`` has a row for each word, whose columns are the logits of the labels of ``heads``;
    ``vectors`` has a row for each unit.
    """

    units: tuple[Unit, ...]
    words: Words
    heads: Mapping[str, Head]
    tags: NDArray[np.float16]
    vectors: NDArray[np.float32]

    def sentences(self) -> dict[str, tuple[int, slice]]:
        """Return, by sentence id, the number of its unit and the rows of its words."""
        return {
            unit.sentence: (i, slice(self.words.bounds[i], self.words.bounds[i + 1]))
            for i, unit in enumerate(self.units)
            if unit.sentence is not None
        }


class Encoder:
    """The opened network. Get one with ``load`` and keep it."""

    def __init__(
        self, session: InferenceSession, vocabulary: Vocabulary, meta: Mapping[str, Any]
    ) -> None:
        self._heads = _heads(meta["tags"])
        self.types: Sequence[str] = meta["types"]  # as the dictionary's terms are numbered
        self._session, self._vocabulary = session, vocabulary
        self._inputs = {one.name for one in session.get_inputs()}
        self._outputs = [one.name for one in session.get_outputs()]
        self._seen: dict[str, tuple[_Part, ...]] = {}

    def read(self, language: Language, dictionary: Terms | None = None) -> Reading:
        """Read the units of an article, as far as ``MOST`` words go."""
        return self.read_together([dictionary or Terms(language)])[0]

    def read_together(self, articles: Sequence[Terms]) -> list[Reading]:
        """Read several articles, which costs less than one by one and gives the same."""
        each = [self.words(one.language) for one in articles]
        terms = [
            number
            for pair in zip(each, articles, strict=True)
            for number in kinds(*pair, self.types)
        ]
        tags, vectors = self._scores(joined(each), terms)
        found = []
        word = unit = 0
        for words, one in zip(each, articles, strict=True):
            last, after = word + len(words.starts), unit + len(words.bounds) - 1
            rows = tags[word:last], vectors[unit:after]
            found.append(Reading(one.language.units, words, self._heads, *rows))
            word, unit = last, after
        return found

    def _scores(
        self, words: Words, terms: Sequence[int]
    ) -> tuple[NDArray[np.float16], NDArray[np.float32]]:
        """Return the tags of words and the vectors of units."""
        import numpy as np

        units = len(words.bounds) - 1
        shapes = {one.name: one.shape[-1] for one in self._session.get_outputs()}
        tags = np.zeros((len(words.starts), shapes["tags"]), np.float16)
        vectors = np.zeros((units, shapes["vector"]), np.float32)
        total = np.zeros((units, 1), np.float32)
        for batch, inputs in self.batches(words, terms):
            found = dict(zip(self._outputs, self._session.run(None, inputs), strict=True))
            for row, window in enumerate(batch):
                at = firsts(words.pieces[window.first : window.last])
                tags[window.first : window.last] = found["tags"][at, row]
                # A unit cut into windows has the mean of theirs.
                share = window.length
                total[window.unit] += share
                vectors[window.unit] += share * found["vector"][row]
        total[total == 0] = 1
        return tags, vectors / total

    def words(self, language: Language) -> Words:
        """Cut the text of an article into the words that the network knows."""
        words = Words([], [], [], [], [0])
        for unit in language.units:
            for start, end in _written(language, unit):
                if len(words.starts) >= MOST:
                    break
                for a, b, pieces, kind in self._cut(language.text[start:end]):
                    words.starts.append(start + a)
                    words.ends.append(start + b)
                    words.pieces.append(pieces)
                    words.shapes.append(kind)
            words.bounds.append(len(words.starts))
        return words

    def _cut(self, written: str) -> tuple[_Part, ...]:
        found = self._seen.get(written)
        if found is None:
            found = tuple(
                (*m.span(), self._vocabulary.encode(_CALM.get(m[0], m[0])), shape(m[0]))
                for m in WORD.finditer(written)
            )
            if len(written) < 64:  # bounds memory, as does the next line
                if len(self._seen) > 20_000:
                    self._seen.clear()
                self._seen[written] = found
        return found

    def batches(
        self, words: Words, terms: Sequence[int]
    ) -> Iterator[tuple[list[Window], dict[str, NDArray[Any]]]]:
        """Yield windows of like length with the arrays that the network wants of them."""
        import numpy as np

        columns = {"shapes": words.shapes}
        if "terms" in self._inputs:
            columns["terms"] = list(terms)
        opens, closes = self._vocabulary.opens, self._vocabulary.closes
        for batch in batches(words):
            wide = (len(batch), batch[-1].length)
            inputs = {name: np.zeros(wide, np.int64) for name in self._inputs - {"length"}}
            for row, one in enumerate(batch):
                pieces = words.pieces[one.first : one.last]
                ids = [opens, *chain.from_iterable(pieces), closes]
                inputs["ids"][row, : one.length] = ids
                for name in inputs.keys() - {"ids"}:
                    values = columns[name][one.first : one.last]
                    spread = [v for v, p in zip(values, pieces, strict=True) for _ in p]
                    inputs[name][row, 1 : one.length - 1] = spread
            inputs["length"] = np.array([one.length for one in batch], np.int32)
            yield batch, inputs


_Part = tuple[int, int, tuple[int, ...], int]


def _written(language: Language, unit: Unit) -> Iterator[tuple[int, int]]:
    """Yield what stands between white space or markers; the corpora do not part ``PI3|K``."""
    starts, ends, opens = language.starts, language.ends, language.opens
    i = unit.first
    while i < unit.last:
        start = starts[i]
        i += 1
        while i < unit.last and starts[i] == ends[i - 1] < start + WRITTEN and not opens[i]:
            i += 1
        yield start, ends[i - 1]


def _heads(meta: Mapping[str, Sequence[str]]) -> dict[str, Head]:
    heads, first = {}, 0
    for name, labels in meta.items():
        heads[name] = Head(tuple(labels), first)
        first += len(labels)
    return heads


def firsts(pieces: Sequence[tuple[int, ...]]) -> list[int]:
    """Return where each word's first piece stands in its sequence."""
    return list(accumulate((len(p) for p in pieces[:-1]), initial=1))


def kinds(words: Words, dictionary: Terms, types: Sequence[str]) -> list[int]:
    """Return what the dictionary calls each word, for an encoder of some types."""
    found = [
        (atoms.starts[match.first], atoms.ends[match.last - 1], term(match, types))
        for atoms, matches in dictionary
        for match in matches
    ]
    return terms(list(zip(words.starts, words.ends, strict=True)), found)


def read_together(articles: Sequence[Terms], settings: Settings) -> Sequence[Reading | None]:
    """Read several articles in common batches: for short ones a quarter of the time less.

    Gives ``None`` of each where the settings do without the encoder. Raises ``ModelError``
    when ``models/encoder`` is missing or damaged.
    """
    if settings.recogniser == DICTIONARY:
        return [None] * len(articles)
    return load().read_together(articles)


@functools.lru_cache(maxsize=2)
def load(models: Path = MODELS) -> Encoder:
    """Open ``models/encoder`` once a process; ``ModelError`` when missing or damaged."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read when it is loaded: a run tells nobody anything
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    paths = [weights(NAME, file, models) for file in (MODEL, META, PIECES)]
    try:
        session = onnxruntime.InferenceSession(
            str(paths[0]), options, providers=["CPUExecutionProvider"]
        )
        meta = json.loads(paths[1].read_text("utf-8"))
        return Encoder(session, Vocabulary(paths[2].read_text("utf-8").split("\n")), meta)
    except Exception as error:  # those of onnxruntime have no base of their own
        reason = str(error).splitlines()[0]
        raise ModelError(
            f"the encoder {paths[0]} cannot be opened ({reason}): restore it or train it again "
            "with `claimsheet models train encoder`"
        ) from error
