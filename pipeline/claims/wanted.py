"""Claims that reviewers asked for, wherever their words stand: other blocks, parts, joined ones."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.claims.stage import find_claims, quoted_sentences
from pipeline.records import Article, Block, Claim, Entity, Marker, Sentence
from pipeline.settings import Reviewed

_TOKEN = re.compile(r"\w+|[^\w\s]")
_LONGEST = 20_000  # characters of a claim that a person asks for
_ENDS = " .;,"  # signs after a part of a sentence
_TRIES = 1000  # places of a claim's rarest word


class Asked(NamedTuple):
    """What reviewers asked for: ``reviewed`` of sentences, and spans that are none."""

    reviewed: Reviewed
    spans: tuple[tuple[int, int], ...]


class Tokens:
    """An article's words and signs with their places, those of markers left out."""

    def __init__(self, text: str, markers: Iterable[Marker] = ()) -> None:
        self.words: list[str] = []
        self.spans: list[tuple[int, int]] = []
        self._having: dict[str, list[int]] = defaultdict(list)
        hidden = sorted((marker.start, marker.end) for marker in markers)
        starts = [start for start, _ in hidden]
        for match in _TOKEN.finditer(text):
            at = bisect_right(starts, match.start()) - 1
            if at >= 0 and match.start() < hidden[at][1]:
                continue
            word = match.group().casefold()
            self._having[word].append(len(self.words))
            self.words.append(word)
            self.spans.append(match.span())

    def find(self, words: str) -> tuple[int, int] | None:
        """Return the first place of words in the article, white space and markers aside."""
        wanted = [match.group().casefold() for match in _TOKEN.finditer(words[:_LONGEST])]
        if not wanted or any(word not in self._having for word in wanted):
            return None
        offset = min(range(len(wanted)), key=lambda n: len(self._having[wanted[n]]))
        for at in self._having[wanted[offset]][:_TRIES]:
            first = at - offset
            if first >= 0 and self.words[first : first + len(wanted)] == wanted:
                return self.spans[first][0], self.spans[first + len(wanted) - 1][1]
        return None


class Places:
    """Where words stand in an article, whether or not its markers are read with them."""

    def __init__(self, text: str, markers: Iterable[Marker]) -> None:
        self._read = [Tokens(text, markers), Tokens(text)]

    def find(self, words: str) -> tuple[int, int] | None:
        """Return the first place of words; ``None`` where they are not in the article.

        People end a part of a sentence with a stop that is not there.
        """
        bare = words.rstrip(_ENDS)
        found = (tokens.find(said) for said in (words, bare) for tokens in self._read)
        return next((span for span in found if span), None)


def find_asked(
    article: Article,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    markers: Sequence[Marker],
    reviewed: Reviewed,
) -> Asked:
    """Tell what reviewers asked for that is no sentence but stands in the article."""
    if not reviewed.wanted:
        return Asked(reviewed, ())
    plains = {plain for _, plain in quoted_sentences(article.text, blocks, sentences, markers)}
    others = [text for text in reviewed.wanted if text not in plains]
    if not others:
        return Asked(reviewed, ())
    at = Places(article.text, markers)
    places = {text: span for text in others if (span := at.find(text))}
    left = tuple(text for text in reviewed.wanted if text not in places)
    return Asked(reviewed._replace(wanted=left), tuple(sorted(set(places.values()))))


def add_asked(
    claims: Sequence[Claim],
    asked: Asked,
    article: Article,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    markers: Sequence[Marker],
    entities: Sequence[Entity],
) -> tuple[list[Claim], list[Sentence]]:
    """Return claims and sentences with those that reviewers asked for.

    Sentences that they split or joined are claims no more.
    """
    if not asked.spans:
        return list(claims), list(sentences)
    wider = sorted(sentences, key=lambda sentence: sentence.start)
    own: list[Sentence] = []
    for start, end in asked.spans:
        home = _home(article, blocks, wider, start, end)
        if home not in wider:
            wider = sorted([*wider, home], key=lambda sentence: (sentence.start, sentence.end))
        own.append(replace(home, start=start, end=end, text=article.text[start:end]))
    # As prose of the body, whatever their blocks are taken for.
    prose = [replace(block, region="body", kind="paragraph") for block in blocks]
    as_prose = [replace(sentence, region="body") for sentence in own]
    learned = Reviewed((), asked.reviewed.learned)
    made = find_claims(article, prose, as_prose, markers, entities, threshold=0.0, reviewed=learned)
    split = set(asked.reviewed.instead)
    spans = [(claim.start, claim.end) for claim in made]
    kept = [
        claim
        for claim in claims
        if claim.claim not in split
        or not any(start < claim.end and claim.start < end for start, end in spans)
    ]
    known = {claim.id for claim in kept}
    found = kept + [replace(c, before=None, after=None) for c in made if c.id not in known]
    return sorted(found, key=lambda claim: (claim.start, claim.end)), wider


def _home(
    article: Article,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    start: int,
    end: int,
) -> Sentence:
    """Return the sentence that a span stands or begins in, or a new one."""
    for sentence in sentences:
        if sentence.start <= start < sentence.end:
            return sentence
    block = next((b for b in blocks if b.start <= start < b.end), None)
    stop = min(end, block.end) if block else end
    return Sentence(
        article=article.id,
        id=f"{article.id}:s{len(sentences):04d}",
        start=start,
        end=stop,
        text=article.text[start:stop],
        region=block.region if block else "body",
        section=block.section if block else (),
        block=block.id if block else "",
    )
