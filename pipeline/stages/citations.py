"""Citation markers: which printed numbers and names cite, and what they lead to.

Candidates of every style (`pipeline.citation.candidates`) are weighed over the whole article
(`pipeline.citation.model`); names with years are read by `pipeline.citation.author_year`. A marker
kept is then linked: a number to the entry that prints it as its label, else to the entry
at that place of an unnumbered list; a name and year to the entry with that author and year.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from pipeline.citation.author_year import find_author_year
from pipeline.citation.candidates import MOST, Candidate, coded_words, find_candidates
from pipeline.citation.features import context
from pipeline.citation.identifiers import find_identifiers
from pipeline.citation.model import keep, load, score
from pipeline.citation.numbers import beyond, expand
from pipeline.records import Article, Block, Hints, Marker, MarkerStatus, MarkerStyle, Reference

_AFTER_WORDS = re.compile(r"(?:[^\W\d_]{3}|[^\W_]?[.,;:!?)\]”’\"'])\s?$")

_STYLES: dict[str, MarkerStyle] = {
    "bracket": "bracketed",
    "paren": "parenthetical",
    "flat": "superscript",
    "unicode": "superscript",
    "tex": "superscript",
    "footnote": "footnote",
}


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
    labels = _Labels(references)
    numbered = [
        _Found(c.start, c.end, style, c.numbers, labels.of_numbers(c.numbers, c.start))
        for c, style in _styled(_kept(_candidates(text, readable), labels, text))
    ]
    if hints and hints.raised:
        body = [b for b in readable if b.region == "body"]
        numbered = _by_superscripts(numbered, hints.raised, text, body, labels)
    spans = [(b.start, b.end) for b in readable]
    named = [
        _Found(n.start, n.end, "author_year", (), n.references)
        for n in find_author_year(text, spans, references)
    ]
    identified = [
        _Found(n.start, n.end, "identifier", (), (n.reference,))
        for n in find_identifiers(text, spans, references)
    ]
    found = _with_identifiers(_reconciled(numbered, named), identified)
    if hints and hints.markers:
        found = _with_linked(_linked(hints, references), found)
    return _records(article, found, references)


def _by_superscripts(
    found: list[_Found],
    raised: tuple[tuple[int, int], ...],
    text: str,
    body: list[Block],
    labels: _Labels,
) -> list[_Found]:
    """Return the markers where the markup shows which digits are superscript.

    Where an article cites by them, digits that are none are no markers, and those that are
    and lead to entries are, unless they stand after a unit, a sign or a number.
    """
    starts = [b.start for b in body]
    citing = []
    for start, end in raised:
        block = bisect_right(starts, start) - 1
        if (
            block >= 0
            and end <= body[block].end
            and _AFTER_WORDS.search(text[max(0, start - 4) : start])
        ):
            numbers = expand(text[start:end])
            links = labels.of_numbers(numbers, start)
            if links and all(links):
                citing.append(_Found(start, end, "superscript", numbers, links))
    others = [m for m in found if m.style != "superscript"]
    if len(citing) < 3 or len(citing) < len(others):
        return found
    places = set(raised)
    known = [m for m in found if (m.start, m.end) in places]
    taken = {place for m in [*others, *known] for place in range(m.start, m.end)}
    return sorted(
        [*others, *known, *(m for m in citing if m.start not in taken)],
        key=lambda m: (m.start, m.end),
    )


def _with_linked(linked: list[_Found], printed: list[_Found]) -> list[_Found]:
    """Return the links of the markup, and what the print alone shows of their styles.

    A printed marker goes before the links inside it when it leads to more than they do, or
    to the same from a name and a year of which only a part is linked.
    """
    styles = {m.style for m in linked} | {"identifier"}
    printed = [m for m in printed if m.style in styles and m.links and all(m.links)]
    owner = {place: m for m in linked for place in range(m.start, m.end)}
    dropped: set[_Found] = set()
    added = []
    for marker in printed:
        inside = {owner[i] for i in range(marker.start, marker.end) if i in owner}
        whole = all(marker.start <= m.start and m.end <= marker.end for m in inside)
        if whole and all(_says_more(marker, m) for m in inside):
            dropped |= inside
            added.append(marker)
    return sorted({*linked, *added} - dropped, key=lambda m: (m.start, m.end))


def _says_more(printed: _Found, link: _Found) -> bool:
    if printed.style == "author_year" and link.style == "author_year":
        longer = printed.end - printed.start > link.end - link.start
        return longer and set(link.links) <= set(printed.links)
    return set(link.links) < set(printed.links)


def _linked(hints: Hints, references: list[Reference]) -> list[_Found]:
    """Return the citation links of the markup; a range's inner numbers lead to their entries."""
    ends = {reference.end: reference.id for reference in references}
    ids = {key: ends[e.end] for e in hints.entries if e.end in ends for key in e.keys}
    labels = _Labels(references)
    found = []
    for hint in hints.markers:
        targets = [ids[t] for t in hint.targets if t in ids]
        if not targets:  # it leads to another part of the page
            continue
        links: tuple[str | None, ...] = tuple(targets)
        if len(hint.numbers) > len(targets):
            by_number = labels.of_numbers(hint.numbers, hint.start)
            links = by_number if set(targets) <= set(by_number) else links
        found.append(_Found(hint.start, hint.end, hint.style, hint.numbers, links))
    return found


def _records(article: Article, found: list[_Found], references: list[Reference]) -> list[Marker]:
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
        )
        for order, m in enumerate(found, start=1)
    ]


@dataclass(frozen=True)
class _Found:
    """A marker before it gets its id."""

    start: int
    end: int
    style: MarkerStyle
    numbers: tuple[int, ...]
    links: tuple[str | None, ...]


def _reconciled(numbered: list[_Found], named: list[_Found]) -> list[_Found]:
    """Return both kinds in order, or one where an article plainly cites by that one alone.

    An article that cites by number names authors and years for other ends (taxa,
    software); one that cites by name numbers equations and steps.
    """
    by_number = {i for m in numbered for i in m.links if i}
    by_name = {i for m in named for i in m.links if i}
    if len(numbered) >= 5 and by_number and len(by_number) >= len(by_name):
        named = []
    elif len(by_name) >= 5 and len(by_name) > 2 * len(by_number):
        numbered = [m for m in numbered if m.style in ("bracketed", "footnote")]
    taken = {place for m in numbered for place in range(m.start, m.end)}
    free = [m for m in named if m.start not in taken and m.end - 1 not in taken]
    return sorted(numbered + free, key=lambda m: (m.start, m.end))


def _with_identifiers(found: list[_Found], identified: list[_Found]) -> list[_Found]:
    """Return all in order; digits and years inside an identifier are part of it.

    Articles that cite in another way print the DOIs of supplements, data and themselves:
    there only an identifier that leads to an entry is a citation.
    """
    if found:
        identified = [m for m in identified if any(m.links)]
    taken = {place for m in identified for place in range(m.start, m.end)}
    free = [m for m in found if m.start not in taken and m.end - 1 not in taken]
    return sorted(free + identified, key=lambda m: (m.start, m.end))


def citation_style(markers: Iterable[Marker]) -> str | None:
    """Return the style most of the article's markers have, or ``None`` without any."""
    counts = Counter(m.style for m in markers)
    return max(counts, key=lambda style: (counts[style], style)) if counts else None


def _may_cite(block: Block) -> bool:
    """Prose cites; so do figure captions, wherever the page keeps them."""
    if block.kind in ("title", "heading", "reference"):
        return False
    return block.region in ("front", "body") or block.kind == "caption"


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


def _kept(candidates: list[Candidate], labels: _Labels, text: str) -> list[Candidate]:
    """Return the candidates believed to be markers, none over another.

    Parts of an article that each have a list of their own are judged each for itself.
    """
    kept = []
    for place, group in groupby(candidates, key=lambda c: labels.place(c.start)):
        part = list(group)
        cited: dict[str, set[int]] = {}
        for candidate in part:
            if len(candidate.numbers) <= 30:
                cited.setdefault(candidate.shape, set()).update(candidate.numbers)
        authors = labels.authors(place)
        known = labels.known(place)
        ctx = context(text, known | beyond(known, cited.values()), authors)
        kept += keep(part, score(part, ctx, load()))
    return kept


def _styled(candidates: list[Candidate]) -> Iterator[tuple[Candidate, MarkerStyle]]:
    """Yield candidates with their styles; a number with words in one parenthesis takes the
    style of the article.
    """
    common = Counter(_STYLES[c.shape] for c in candidates if c.shape in _STYLES).most_common(1)
    for candidate in candidates:
        yield candidate, _STYLES.get(candidate.shape) or common[0][0]


class _Labels:
    """The entries by the number they print, or by their place where none is printed.

    Two lists that start again at 1 are kept apart: a marker is looked up in the first
    list that stands after it, else in the last.
    """

    def __init__(self, references: list[Reference]) -> None:
        self._lists: list[tuple[int, dict[int, str]]] = []
        numbered = any(r.number is not None for r in references)
        for place, reference in enumerate(references, start=1):
            number = reference.number if numbered else place
            if number is None:
                continue
            if not self._lists or (number == 1 and 1 in self._lists[-1][1]):
                self._lists.append((reference.start, {}))
            self._lists[-1][1].setdefault(number, reference.id)
        self._families = {r.id: r.authors[0].family for r in references if r.authors}

    def place(self, position: int) -> int:
        """Return which list is cited at a position of the text."""
        after = sum(start > position for start, _ in self._lists)
        return max(0, min(len(self._lists) - after, len(self._lists) - 1))

    def known(self, place: int) -> frozenset[int]:
        """Return the numbers of a list's entries."""
        return frozenset(self._lists[place][1]) if self._lists else frozenset()

    def authors(self, place: int) -> dict[int, str]:
        """Return the first author of each entry of a list, by its number."""
        entries = self._lists[place][1] if self._lists else {}
        return {n: self._families[i] for n, i in entries.items() if i in self._families}

    def of_numbers(self, numbers: tuple[int, ...], position: int) -> tuple[str | None, ...]:
        """Return the entry each number leads to, ``None`` where there is none."""
        if not self._lists:
            return ()
        entries = self._lists[self.place(position)][1]
        return tuple(entries.get(n) for n in numbers)


def _status(links: tuple[str | None, ...], has_list: bool) -> MarkerStatus:
    if not has_list:
        return "no_list"
    if not any(links):
        return "unresolved"
    return "resolved" if all(links) else "partial"
