"""The one language pass over an article: tokens and the abbreviations it defines.

Title, headings and sentences are *units*. Citation markers are cut out before spaCy
sees the text (glued to a word, as in ``loss.1-3``, they would spoil its tokens), the
pieces between them are tokenised with scispaCy's rules, and every token keeps its
offset in the article. Abbreviations are found by scispaCy's detector, an implementation
of Schwartz and Hearst (2003), then checked and repaired in ``pipeline.language.abbreviations``.
"""

from __future__ import annotations

import functools
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from pipeline.errors import ModelError
from pipeline.language.abbreviations import Abbreviation, find_definitions
from pipeline.markers.spoken import silent
from pipeline.records import Article, Block, EntityType, Marker, Sentence
from pipeline.text.labels import past_label

if TYPE_CHECKING:
    from spacy.language import Language as Pipe
    from spacy.tokenizer import Tokenizer

# A "word" longer than this is no word; spaCy's rules take quadratic time on one.
LONGEST_WORD = 100
WINDOW = 2_000  # tokens searched at once for definitions: bounds memory
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A title, heading or sentence: its span, its tokens, and the sentence's id."""

    start: int
    end: int
    first: int
    last: int
    sentence: str | None


@dataclass(frozen=True, slots=True)
class Language:
    """Tokens in columns (article offsets), the units they form, and abbreviations.

    ``opens[i]`` is 1 where token ``i`` begins a piece, that is a unit or the text after
    a marker: nothing that is read as one phrase crosses it.
    """

    text: str
    starts: array[int]
    ends: array[int]
    opens: bytearray
    units: tuple[Unit, ...]
    abbreviations: tuple[Abbreviation, ...]

    def tokens(self, first: int, last: int) -> Iterator[tuple[int, int, bool]]:
        """Yield tokens as (start, end, begins a piece); ``last`` may be past the end."""
        for i in range(first, min(last, len(self.starts))):
            yield self.starts[i], self.ends[i], bool(self.opens[i])

    def token_at(self, offset: int) -> int:
        """Return the index of the first token that begins at or after an offset."""
        return bisect_left(self.starts, offset)


class Mention(NamedTuple):
    """What a recogniser found: a span of the article and its type."""

    start: int
    end: int
    type: EntityType
    score: float


class Recogniser(Protocol):
    """Finds mentions in an article's units; the seam for trained models."""

    def __call__(self, language: Language) -> list[Mention]:
        """Return mentions with article offsets, sorted by start."""
        ...


@functools.cache
def _tokenizer() -> Tokenizer:
    """Return spaCy's English tokenizer with scispaCy's rules."""
    import warnings

    from scispacy.custom_tokenizer import combined_rule_tokenizer
    from spacy.lang.en import English
    from spacy.tokenizer import Tokenizer

    with warnings.catch_warnings():
        # One of scispaCy's character classes holds a bare "[".
        warnings.filterwarnings("ignore", "Possible (set|nested set)", FutureWarning)
        # Of spaCy's own tokenizer, which takes as long to make, scispaCy's has nothing.
        return combined_rule_tokenizer(English(create_tokenizer=lambda nlp: Tokenizer(nlp.vocab)))


def analyse_language(
    article: Article,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    markers: Sequence[Marker],
) -> Language:
    """Tokenise the title, the headings (of ``blocks``) and the sentences, once.

    Blocks of front and body whose kind is ``title`` or ``heading`` are taken; others
    are left out, so all blocks can be given.
    """
    starts, ends, opens = array("q"), array("q"), bytearray()
    units: list[Unit] = []
    cuts = silent(article.text, sorted(markers, key=lambda marker: marker.start))
    with _tokenizer().vocab.memory_zone():  # it would keep every new word for ever
        for start, end, sentence in _spans(article.text, blocks, sentences):
            first = len(starts)
            for a, b in pieces(start, end, cuts):
                fresh = 1
                for token_start, token_end in tokenise(article.text, a, b):
                    starts.append(token_start)
                    ends.append(token_end)
                    opens.append(fresh)
                    fresh = 0
            units.append(Unit(start, end, first, len(starts), sentence))
    language = Language(article.text, starts, ends, opens, tuple(units), ())
    found = find_definitions(article.text, _windows(language))
    return Language(article.text, starts, ends, opens, tuple(units), found)


def _windows(language: Language) -> Iterator[list[tuple[int, int, bool]]]:
    """Yield the tokens of the units, a long unit in windows."""
    for unit in language.units:
        for first in range(unit.first, unit.last, WINDOW):
            yield list(language.tokens(first, min(first + WINDOW, unit.last)))


def _spans(
    text: str, blocks: Iterable[Block], sentences: Iterable[Sentence]
) -> list[tuple[int, int, str | None]]:
    """Return the spans of the units; a label and the sentence that it opens are two."""
    spans: list[tuple[int, int, str | None]] = []
    for one in sentences:
        label = past_label(text, one.start, one.end)
        if label > one.start:
            spans.append((one.start, label, one.id))
        spans.append((label, one.end, one.id))
    for block in blocks:
        if block.region in ("front", "body") and block.kind in ("title", "heading"):
            spans.append((block.start, block.end, None))
    return sorted(spans, key=lambda span: span[:2])


def pieces(start: int, end: int, cuts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what is left of a span when the (sorted) cuts are taken out of it."""
    at = max(bisect_left(cuts, (start, start)) - 1, 0)
    for a, b in cuts[at:] if len(cuts) < 50 else _from(cuts, at):
        if a >= end:
            break
        if b <= start:
            continue
        if a > start:
            yield start, a
        start = max(start, b)
    if start < end:
        yield start, end


def _from(cuts: Sequence[tuple[int, int]], at: int) -> Iterator[tuple[int, int]]:
    for i in range(at, len(cuts)):
        yield cuts[i]


def tokenise(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of scispaCy's tokens between two offsets, without white space."""
    tokenizer = _tokenizer()
    for match in _WORD.finditer(text, start, end):
        word, at = match.group(), match.start()
        if len(word) > LONGEST_WORD:
            for i in range(0, len(word), LONGEST_WORD):
                yield at + i, min(at + i + LONGEST_WORD, match.end())
            continue
        for a, b in _split(tokenizer, word):
            yield at + a, at + b


@functools.lru_cache(maxsize=10_000)
def _split(tokenizer: Tokenizer, word: str) -> tuple[tuple[int, int], ...]:
    """Tokenise one word; words come again, and rules never look past white space."""
    # Only contractions such as "cannot" are cut inside plain letters.
    if word.isalpha() and word.isascii() and word.lower() not in _fused(tokenizer):
        return ((0, len(word)),)
    return tuple((t.idx, t.idx + len(t)) for t in tokenizer(word) if not t.is_space)


@functools.cache
def _fused(tokenizer: Tokenizer) -> frozenset[str]:
    return frozenset(w.lower() for w in tokenizer.rules if w.isalpha())


@functools.lru_cache(maxsize=4)
def load_pipe(name: str) -> Pipe:
    """Load an installed spaCy or scispaCy pipeline by name or path, once a process."""
    import warnings

    import spacy

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # version notes of third-party models
            return spacy.load(name)
    except (OSError, ImportError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError(
            f"recogniser {name!r} cannot be loaded ({reason}): install the model package, "
            "or name another in the settings"
        ) from error


@dataclass(frozen=True)
class SpacyRecogniser:
    """A spaCy or scispaCy pipeline as recogniser; ``labels`` maps its labels to types.

    Labels that the map does not name are left out. The model reads each unit with its
    markers blanked, so that offsets stay as they are.
    """

    name: str
    labels: Mapping[str, EntityType]

    def __call__(self, language: Language) -> list[Mention]:
        """Run the pipeline over the units and return its mentions, sorted by start."""
        pipe = load_pipe(self.name)
        texts = (_blanked(language, unit) for unit in language.units)
        mentions = []
        with pipe.memory_zone():
            for unit, doc in zip(language.units, pipe.pipe(texts), strict=True):
                for span in doc.ents:
                    type_ = self.labels.get(span.label_)
                    if type_ is not None:
                        start, end = unit.start + span.start_char, unit.start + span.end_char
                        mentions.append(Mention(start, end, type_, 0.9))
        return sorted(mentions, key=lambda m: (m.start, m.end))


def _blanked(language: Language, unit: Unit) -> str:
    """Return a unit's text with everything that is no token (markers) made blank."""
    out, at = [], unit.start
    for start, end, _ in language.tokens(unit.first, unit.last):
        out.append(" " * (start - at))
        out.append(language.text[start:end])
        at = end
    out.append(" " * (unit.end - at))
    return "".join(out)
