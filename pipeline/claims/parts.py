"""Subject, relation and object of sentences: tagged, framed, completed by grammar, trimmed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.claims.clauses import MOST, Parts, Tagged, find_parts
from pipeline.claims.frames import framed
from pipeline.claims.grammar import by_grammar, further_clauses
from pipeline.claims.phrases import FINITE, Token, tokens_of
from pipeline.claims.plain_clauses import completed
from pipeline.claims.text import inside
from pipeline.claims.trims import trimmed
from pipeline.encoder.stage import Reading
from pipeline.markers.spoken import is_spoken
from pipeline.records import Entity, Marker, Sentence


class Framed(NamedTuple):
    """The parts of a sentence's main clause, and of those that it joins to it."""

    main: Parts
    further: tuple[Parts, ...] = ()


def framed_parts(
    text: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[Entity],
    markers: Sequence[Marker],
    reading: Reading | None,
) -> list[Framed]:
    """Return subject, relation and object of some sentences, as a reader would name them.

    Mentions and markers are sorted by ``start``. Without a reading there are only those of
    clauses with a plain verb of change.
    """
    tagged = _tagged(sentences, reading) if reading is not None else []
    tokens = _tokens(text, sentences, reading)
    found = []
    given = zip(sentences, find_parts(text, tagged) or _nothing(sentences), tokens, strict=True)
    for one, parts, words in given:
        span = one.start, one.end
        whole = completed(text, framed(text, parts, inside(mentions, *span), *span), *span)
        main = by_grammar(text, whole, words)
        own = [m for m in inside(markers, *span) if m.style != "link" or not is_spoken(text, m)]
        further = (trimmed(text, other, own, *span) for other in further_clauses(text, main, words))
        kept = tuple(other for other in further if None not in other)
        found.append(Framed(trimmed(text, main, own, *span), kept))
    return found


def _tokens(
    text: str, sentences: Sequence[Sentence], reading: Reading | None
) -> Iterator[list[Token]]:
    """Yield the words of each sentence with their part of speech, none of what is not read."""
    if reading is None:
        yield from ([] for _ in sentences)
        return
    words, head, at_of = reading.words, reading.heads["grammar"], reading.sentences()
    for sentence in sentences:
        read = at_of[sentence.id][1] if sentence.id in at_of else slice(0)
        read = slice(read.start, min(read.stop, (read.start or 0) + MOST))
        tags = head.of(reading.tags[read]).argmax(1)
        spans = zip(words.starts[read], words.ends[read], tags, strict=True)
        yield tokens_of(text, [(a, b, head.labels[tag]) for a, b, tag in spans])


def _nothing(sentences: Sequence[Sentence]) -> list[Parts]:
    return [Parts()] * len(sentences)


def _tagged(sentences: Sequence[Sentence], reading: Reading) -> list[Tagged]:
    """Return the words of some sentences with what the tagger says of them."""
    words, head, at_of = reading.words, reading.heads["clauses"], reading.sentences()
    tagged = []
    for sentence in sentences:
        read = at_of[sentence.id][1] if sentence.id in at_of else slice(0)
        spans = list(zip(words.starts[read], words.ends[read], strict=True))
        tagged.append(Tagged(spans, head.of(reading.tags[read])))
    return tagged


def finite_verbs(reading: Reading | None, read: slice | None) -> set[int]:
    """Return where the finite verbs of a sentence begin."""
    if reading is None or read is None:
        return set()
    head = reading.heads["grammar"]
    tags = head.of(reading.tags[read]).argmax(1)
    starts = reading.words.starts[read]
    return {at for at, tag in zip(starts, tags, strict=True) if head.labels[tag] in FINITE}
