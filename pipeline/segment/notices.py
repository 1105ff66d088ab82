"""What a reader should know of an article before relying on its claims: codes, shares, advice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.read.languages import guess_language
from pipeline.records import Article, Block
from pipeline.text.signs import RAISED_LETTERS

NOTICES = {
    "other_language": "not in English: no claims are looked for; give a translation",
    "no_body": "no sentence of an article was found: see `claimsheet show ARTICLE --left-out`",
    "plain_rtf": "rich text is read without its notes, links, headings and raised numbers: save it "
    "as .docx and give that",
    "much_left_out": "a third of the sentences or more is taken for no part of the article: see "
    "`claimsheet show ARTICLE --left-out`, and give the article's text alone if it is among them",
    "scan": "most of its pages are pictures without text: have their text recognised, and give "
    "that file",
    "recognised": "its text, or a part of it, was recognised in pictures: letters may be wrong",
}
"""The codes of ``Article.notices``, and what each asks for."""

LANGUAGES = frozenset(("en",))
"""The languages that the models know."""

MUCH = 0.3
"""The share of sentences left out, readers' comments apart, that is worth a notice: of 61 health
pages saved with all that stands round them, one lies above."""

_INSIDE = frozenset(("front", "body", "references"))
_PROSE = frozenset(("paragraph", "list_item"))
# A capital, some words, a full stop: a sentence that stands for itself. A marker may follow.
_SENTENCE = re.compile(
    rf"[^\W\d_a-z][^.!?]{{24,600}}[.!?](?=[\s\"”’)(\]\[\d¹²³⁰⁴-⁹{RAISED_LETTERS}]|\Z)"
)
_WORDS = 4  # spaces of the shortest sentence


def is_known(language: str | None) -> bool:
    """Whether the models know a language; one that could not be told may be known."""
    return language is None or language in LANGUAGES


def language_of(article: Article, blocks: Sequence[Block]) -> str | None:
    """Return the language of an article's prose, whatever language its sources are in."""
    prose = " ".join(b.text for b in blocks if b.region == "body" and b.kind in _PROSE)
    listed = any(b.region == "references" for b in blocks)  # its titles may be of any language
    return (guess_language(prose) if prose else None) or (None if listed else article.language)


def sentences_left_out(blocks: Sequence[Block], but: frozenset[str] = frozenset()) -> float:
    """Return what share of the characters of whole sentences is outside front, body, references.

    ``but`` names regions that count on neither side.
    """
    outside = _of_sentences(b for b in blocks if b.region not in _INSIDE | but)
    if not outside:
        return 0.0
    inside = _of_sentences(b for b in blocks if b.region in _INSIDE)
    return round(outside / (inside + outside), 3)


def _of_sentences(blocks: Iterable[Block]) -> int:
    """Return how many characters whole sentences have."""
    return sum(
        match.end() - match.start()
        for block in blocks
        for match in _SENTENCE.finditer(block.text)
        if match[0].count(" ") >= _WORDS
    )


def noticed(article: Article, blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return the codes of what a reader should know of an article."""
    found = list(article.notices)
    if not is_known(article.language):
        found.append("other_language")
    if article.format == "rtf":
        found.append("plain_rtf")
    prose = any(
        b.region == "body" and b.kind in _PROSE and b.text.count(" ") >= _WORDS for b in blocks
    )
    if not prose:
        found.append("no_body")
    elif sentences_left_out(blocks, frozenset(("comments",))) >= MUCH:
        found.append("much_left_out")
    return tuple(found)
