"""Citation markers: which printed numbers and names cite, and what they lead to.

Candidates of every style (`pipeline.markers.candidates`) are weighed over the whole article
(`pipeline.markers.model`); names with years are read by `pipeline.markers.author_year`. A marker
kept is then linked: a number to the entry that prints it as its label, else to the entry
at that place of an unnumbered list; a name and year to the entry with that author and year.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from pipeline.markers.author_year import explained, find_author_year
from pipeline.markers.back_references import with_back_references
from pipeline.markers.candidates import MOST, Candidate, coded_words, find_candidates, words
from pipeline.markers.features import context
from pipeline.markers.identifiers import find_identifiers
from pipeline.markers.keys import find_keys
from pipeline.markers.linked import (
    Found,
    Labels,
    by_superscripts,
    from_links,
    run_together,
    with_linked,
)
from pipeline.markers.model import keep, load, score
from pipeline.markers.name_index import NameIndex
from pipeline.markers.pages import find_pages
from pipeline.markers.written_out import find_written_out
from pipeline.read.hints import Hints
from pipeline.records import Article, Block, Marker, MarkerStatus, MarkerStyle, Reference
from pipeline.text.numbers import beyond

_STYLES: dict[str, MarkerStyle] = {
    "bracket": "bracketed",
    "slash": "bracketed",
    "paren": "parenthetical",
    "flat": "superscript",
    "half": "superscript",
    "unicode": "superscript",
    "tex": "superscript",
    "caret": "superscript",
    "circled": "superscript",
    "footnote": "footnote",
}


_RAISED = ("flat", "unicode", "tex", "caret")
_PAGES = re.compile(r"\((pp?\.?\s?\d{1,5}(?:[,–-]\s?p?\d{1,5}){0,4})\)")
LONGEST_BYLINE = 1500
"""Characters of a block that may be a list of authors."""

_WORD = re.compile(r"[^\W\d_]+")
_OF_NAMES = words(
    "and by of the for with van von der den de del della di da dos du la le al und et y"
)


def find_markers(
    article: Article,
    blocks: list[Block],
    references: list[Reference],
    hints: Hints | None = None,
) -> list[Marker]:
    """Return the citation markers of the article's front and body, in order.

    Links of the article's markup go before what is found in print.

    ``sentence`` is left ``None`` for the stage that splits sentences.
    """
    text = article.text
    readable = [b for b in blocks if _may_cite(b)]
    labels = Labels(references)
    numbered = [
        Found(c.start, c.end, style, c.numbers, labels.of_numbers(c.numbers, c.start), c.locator)
        for c, style in _styled(_located(_kept(_candidates(text, readable), labels, text), text))
    ]
    numbered = run_together(numbered, labels)
    if hints and hints.raised:
        body = [b for b in readable if b.region == "body"]
        numbered = by_superscripts(numbered, hints.raised, text, body, labels)
    spans = [(b.start, b.end) for b in readable]
    index = NameIndex(references, explained(text, spans))
    named = [
        Found(n.start, n.end, "author_year", (), n.references, n.locator)
        for n in find_author_year(text, spans, index)
    ]
    named = _layered(named, find_pages(text, spans, references, index))
    keyed = _layered(
        list(find_keys(text, spans, references, index)), find_written_out(text, spans, index)
    )
    identified = [
        Found(n.start, n.end, "identifier", (), (n.reference,))
        for n in find_identifiers(text, spans, references)
    ]
    found = _with_identifiers(_reconciled(numbered, named, references), identified)
    found = with_back_references(text, spans, _layered(keyed, found))
    if hints and hints.markers:
        found = with_linked(from_links(hints, references), found, hints.raised)
    return _records(article, found, references)


def _records(article: Article, found: list[Found], references: list[Reference]) -> list[Marker]:
    text = article.text
    return [
        Marker(
            article=article.id,
            id=f"{article.id}:m{order:04d}",
            start=m.start,
            end=m.end,
            text=text[m.start : m.end],
            style=m.style,
            numbers=m.numbers,
            sentence=None,
            references=tuple(i for i in m.links if i is not None),
            status=_status(m.links, bool(references)),
            locator=m.locator,
        )
        for order, m in enumerate(found, start=1)
    ]


def _reconciled(
    numbered: list[Found], named: list[Found], references: list[Reference]
) -> list[Found]:
    """Return both kinds in order, or one where an article plainly cites by that one alone.

    An article that cites by number names authors and years for other ends (taxa,
    software); one that cites by name numbers equations and steps. Figures of tables lead to
    entries too where the list prints no numbers: there the more markers win.
    """
    printed = any(r.number is not None for r in references)
    by_number = {i for m in numbered for i in m.links if i}
    by_name = {i for m in named for i in m.links if i}
    by_numbers = printed or len(numbered) >= len(named)
    if len(numbered) >= 5 and by_number and len(by_number) >= len(by_name) and by_numbers:
        named = []
    elif len(by_name) >= 5 and (len(by_name) > 2 * len(by_number) or not by_numbers):
        numbered = [m for m in numbered if m.style in ("bracketed", "footnote")]
    return _layered(numbered, named)


def _layered(first: list[Found], others: list[Found]) -> list[Found]:
    """Return all in order; of two that overlap the one of the first."""
    taken = {place for m in first for place in range(m.start, m.end)}
    free = [m for m in others if taken.isdisjoint(range(m.start, m.end))]
    return sorted(first + free, key=lambda m: (m.start, m.end))


def _with_identifiers(found: list[Found], identified: list[Found]) -> list[Found]:
    """Return all in order; digits and years inside an identifier are part of it.

    Articles that cite in another way print the DOIs of supplements, data and themselves:
    there only an identifier that leads to an entry is a citation.
    """
    if found:
        identified = [m for m in identified if any(m.links)]
    return _layered(identified, found)


def citation_style(markers: Iterable[Marker]) -> str | None:
    """Return the style most of the article's markers have, or ``None`` without any."""
    counts = Counter(m.style for m in markers)
    return max(counts, key=lambda style: (counts[style], style)) if counts else None


def _may_cite(block: Block) -> bool:
    """Prose cites; so do figure captions, wherever the page keeps them."""
    if block.kind in ("title", "heading", "reference") or _names_only(block.text):
        return False
    return block.region in ("front", "body") or block.kind == "caption"


def _names_only(text: str) -> bool:
    """Say whether a block is a byline: names, with the numbers of where their bearers work."""
    words = 0
    for match in _WORD.finditer(text) if len(text) < LONGEST_BYLINE else ():
        if match[0][0].islower() and match[0] not in _OF_NAMES:
            return False
        words += 1
    return words > 1


def _candidates(text: str, blocks: list[Block]) -> list[Candidate]:
    found: list[Candidate] = []
    coded = coded_words(text)
    for block in blocks:
        for candidate in find_candidates(text, block.start, block.end, coded):
            found.append(candidate)
            if len(found) >= MOST:
                return _in_order(found)
    return _in_order(found)


def _in_order(candidates: list[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda c: (c.start, c.end))


def _kept(candidates: list[Candidate], labels: Labels, text: str) -> list[Candidate]:
    """Return the candidates believed to be markers, none over another.

    Parts of an article that each have a list of their own are judged each for itself.
    """
    if not candidates:
        return []
    kept = []
    counted = context(text, frozenset())
    for place, group in groupby(candidates, key=lambda c: labels.place(c.start)):
        part = list(group)
        cited: dict[str, set[int]] = {}
        for candidate in part:
            if len(candidate.numbers) <= 30:
                cited.setdefault(candidate.shape, set()).update(candidate.numbers)
        known = labels.known(place)
        part = _half_closed(part, known)
        ctx = counted.within(known | beyond(known, cited.values()), labels.authors(place))
        kept += keep(part, score(part, ctx, load()))
    return kept


def _half_closed(candidates: list[Candidate], known: frozenset[int]) -> list[Candidate]:
    """Return candidates that only a parenthesis closes where a list has them, else the others."""
    halves = [c for c in candidates if c.shape == "half" and known.issuperset(c.numbers)]
    halves = halves if len(halves) > 1 else []
    taken = {place for c in halves for place in range(c.start, c.end)}
    others = (
        c for c in candidates if c.shape != "half" and taken.isdisjoint(range(c.start, c.end))
    )
    return _in_order([*halves, *others])


def _located(candidates: list[Candidate], text: str) -> list[Candidate]:
    """Return the markers, raised ones with the pages in parentheses behind them: ``5(p12)``."""
    found = []
    for one in candidates:
        pages = _PAGES.match(text, one.end, one.block_end) if one.shape in _RAISED else None
        if pages:
            one = replace(one, end=pages.end(), locator=pages[1])
        found.append(one)
    return found


def _styled(candidates: list[Candidate]) -> Iterator[tuple[Candidate, MarkerStyle]]:
    """Yield candidates with their styles; a number with words in one parenthesis takes the
    style of the article.
    """
    common = Counter(_STYLES[c.shape] for c in candidates if c.shape in _STYLES).most_common(1)
    for candidate in candidates:
        yield candidate, _STYLES.get(candidate.shape) or common[0][0]


def _status(links: tuple[str | None, ...], has_list: bool) -> MarkerStatus:
    if not has_list:
        return "no_list"
    if not any(links):
        return "unresolved"
    return "resolved" if all(links) else "partial"
