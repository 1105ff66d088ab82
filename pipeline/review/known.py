"""What a run and earlier reviews know of the claims that a sheet's rows are about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.claims.stage import quoted_sentences
from pipeline.claims.text import claim_id, quote
from pipeline.claims.wanted import Places
from pipeline.records import Article, Claim, Marker
from pipeline.review.standing import AROUND, at_home, place, settle
from pipeline.sheet.cells import Check, as_text, first_mark
from pipeline.sheet.columns import MACHINES, ClaimRow, machine_value
from pipeline.sheet.rows import cited_references
from pipeline.store.decisions import Decision
from pipeline.store.ids import ids_of, is_name
from pipeline.store.outputs import read_run
from pipeline.text.cells import clean
from pipeline.text.likeness import Texts, folded

_OCCURRENCES = 20  # of the same words in an article, tried for the id of an earlier run


class KnownClaim(NamedTuple):
    """A claim that can be decided on, with the earlier decisions that came to it.

    ``added`` is a reviewer's claim; ``in_text`` is false if its words are not in the article.
    ``instead`` are the words of the claims in whose place it stands.
    """

    article: str
    text: str
    exact: str
    prefix: str
    suffix: str
    decisions: tuple[Decision, ...] = ()
    added: bool = False
    in_text: bool = True
    source: str | None = None
    instead: tuple[str, ...] = ()


class _Prose(NamedTuple):
    """An article's sentences by the id that each has as a claim, and where its words stand."""

    sentences: dict[str, KnownClaim]
    places: Places
    text: str
    markers: list[Marker]


class Known:
    """Claims by id: those of the run, of earlier runs and of reviewers.

    ``articles`` are those that the sheet is about; no other is looked at.
    """

    def __init__(
        self, out: Path, earlier: Mapping[str, Sequence[Decision]], articles: Collection[str]
    ) -> None:
        self.claims: dict[str, KnownClaim] = {
            d.claim: KnownClaim(
                d.article,
                d.text,
                d.exact,
                d.prefix,
                d.suffix,
                (d,),
                d.added,
                source=d.source,
                instead=d.instead,
            )
            for group in earlier.values()
            for d in group
        }
        self._out = out
        self._names: dict[str, str] = {}
        self._prose: dict[str, _Prose] = {}
        self._sources: dict[str, str] = {}
        self._quoted: dict[str, set[str]] = defaultdict(set)
        self._said: set[str] = set()
        self._firsts: dict[int, str] = {}
        if not (out / "articles.jsonl").is_file():
            return
        for article, _ in read_run(out):
            if is_name(article.id):
                self._names[article.id] = self._names[article.source] = article.id
                self._sources[article.id] = article.source
        sources = {source: id for id, source in self._sources.items()}
        home = at_home(earlier, set(sources.values()), self._words, sources)
        for article, records in read_run(out, "claims", only=self._relatives(articles)):
            if article.id in self._sources:
                self._see(article, records["claims"], home.get(article.id, []))

    def articles(self) -> set[str]:
        """Return the ids of the articles of the run."""
        return set(self._sources)

    def quotes(self, words: Collection[str]) -> bool:
        """Say whether any article of the run has a claim of these words."""
        if not self._sources:
            return False
        return any(claim in words for _, claims in self._words() for claim in claims)

    def _relatives(self, articles: Collection[str]) -> set[str]:
        """Return articles, and those that may have been called so, since they share a stem."""
        stems = {ids_of(self._sources[id])[0] for id in articles if id in self._sources}
        shared = {id for id, source in self._sources.items() if ids_of(source)[0] in stems}
        return shared | set(articles)

    def is_elsewhere(self, words: str) -> bool:
        """Say whether these are the words of a claim that is known."""
        if not self._said:
            self._said = {clean(claim.text) for claim in self.claims.values()}
        return words in self._said

    def id_of(self, check: Check) -> str | None:
        """Return the id of the known claim that a row's check is of."""
        if not self._firsts:
            self._firsts = {first_mark(id): id for id in self.claims}
        return self._firsts.get(check.first)

    def _words(self) -> Any:
        for article, records in read_run(self._out, "claims"):
            yield article.id, [claim.claim for claim in records["claims"]]

    def _see(self, article: Article, claims: list[Claim], decisions: Sequence[Decision]) -> None:
        places = [place(claim, article.text) for claim in claims]
        stood, _ = settle(decisions, places)
        by_claim: dict[str, list[Decision]] = defaultdict(list)
        for one in stood:
            by_claim[one.claim].append(one.decision)
        for claim, prefix, suffix in places:
            there = tuple(by_claim[claim.id])
            added = any(d.added for d in there)
            instead = tuple(dict.fromkeys(words for d in there for words in d.instead))
            self.claims[claim.id] = KnownClaim(
                article.id, claim.claim, claim.text, prefix, suffix, there, added,
                source=article.source, instead=instead,
            )  # fmt: skip
            self._quoted[clean(claim.claim)].add(article.source)

    def add_earlier(self, id: str, words: str, before: str, after: str) -> bool:
        """Take in a claim of an earlier run, if the id is really made of these words."""
        article = id.rpartition(":c-")[0]
        if not words or not any(id == claim_id(article, words, n + 1) for n in range(_OCCURRENCES)):
            return False
        prefix, suffix = before[-AROUND:], after[:AROUND]
        # An article of the same stem had the id then, if only that one has the words.
        own = self._sources.get(article)
        having = [s for s in self._quoted[words] if own and ids_of(s)[0] == ids_of(own)[0]]
        source = having[0] if len(having) == 1 else own
        self.claims[id] = KnownClaim(article, words, words, prefix, suffix, source=source)
        return True

    def add_new(self, name: str, words: str) -> str | None:
        """Take in a claim that a reviewer wrote, and return its id.

        It is the sentence of the article that has these words; or they stand elsewhere in it,
        in whatever block, or are a part of a sentence; else it is the sentence most like them.
        ``None`` where the run has no article of that id or source.
        """
        article = self._names.get(name)
        if article is None:
            return None
        prose = self._read_prose(article)
        alike = folded(words)
        for id, sentence in prose.sentences.items():
            if folded(sentence.text) == alike:
                self.claims.setdefault(id, sentence)
                return id
        placed = self._add_place(article, words, ())
        if placed is not None:
            return placed
        ids = list(prose.sentences)
        at = Texts([prose.sentences[id].text for id in ids]).most_alike(words)
        if at is not None:
            self.claims.setdefault(ids[at], prose.sentences[ids[at]])
            return ids[at]
        id = claim_id(article, words, 1)
        source = self._sources[article]
        lost = KnownClaim(article, words, words, "", "", (), True, False, source)
        self.claims.setdefault(id, lost)
        return id

    def add_in_place(self, id: str, words: str) -> str | None:
        """Take in a part of a claim, or words that join it with others, in their place.

        Returns the new id; ``None`` where the words are neither, or not in the article.
        """
        claim = self.claims[id]
        if claim.article not in self._sources:
            return None
        part, whole = folded(self._unmarked(claim.article, words)), folded(claim.text)
        if part == whole or not (_within(part, whole) or _within(whole, part)):
            return None
        others = [
            c.text
            for c in self.claims.values()
            if c.article == claim.article and _within(folded(c.text), part)
        ]
        instead = (claim.text,) if _within(part, whole) else tuple(dict.fromkeys(others))
        return self._add_place(claim.article, words, instead)

    def _unmarked(self, article: str, words: str) -> str:
        """Return words that may have been copied from the article without its markers."""
        prose = self._read_prose(article)
        span = prose.places.find(words)
        return quote(prose.text, *span, prose.markers) if span else words

    def _add_place(self, article: str, words: str, instead: tuple[str, ...]) -> str | None:
        prose = self._read_prose(article)
        span = prose.places.find(words)
        if span is None:
            return None
        start, end = span
        plain = quote(prose.text, start, end, prose.markers)
        id = claim_id(article, plain, 1)
        found = KnownClaim(
            article, plain, prose.text[start:end], prose.text[max(0, start - AROUND) : start],
            prose.text[end : end + AROUND], added=True, source=self._sources[article],
            instead=instead,
        )  # fmt: skip
        known = self.claims.get(id)
        self.claims[id] = known._replace(instead=known.instead or instead) if known else found
        return id

    def _read_prose(self, article: str) -> _Prose:
        if article in self._prose:
            return self._prose[article]
        found: dict[str, KnownClaim] = {}
        seen: Counter[str] = Counter()
        kinds = ("blocks", "sentences", "markers")
        for whole, records in read_run(self._out, *kinds, only=[article]):
            text = whole.text
            for sentence, plain in quoted_sentences(text, *(records[k] for k in kinds)):
                seen[plain] += 1
                found[claim_id(article, plain, seen[plain])] = KnownClaim(
                    article,
                    plain,
                    sentence.text,
                    text[max(0, sentence.start - AROUND) : sentence.start],
                    text[sentence.end : sentence.end + AROUND],
                    added=True,
                    source=whole.source,
                )
            markers = sorted(records["markers"], key=lambda marker: marker.start)
            places = Places(text, markers)
            self._prose[article] = _Prose(found, places, text, markers)
        return self._prose[article]

    def machine_values(self, wanted: Mapping[str, Collection[str]]) -> dict[str, dict[str, str]]:
        """Return what the run found, in words, by claim id and column."""
        found: dict[str, dict[str, str]] = {}
        articles = {self.claims[id].article for id in wanted if id in self.claims}
        if not wanted or not self._sources:
            return found
        kinds = ("claims", "references", "entities")
        for article, records in read_run(self._out, *kinds, only=articles):
            by_id = {reference.id: reference for reference in records["references"]}
            mentions = {entity.id: entity for entity in records["entities"]}
            for claim in records["claims"]:
                if claim.id in wanted:
                    cited = [by_id[r] for r in cited_references(claim) if r in by_id]
                    row = ClaimRow(claim, article, cited, mentions)
                    found[claim.id] = {
                        name: as_text(machine_value(MACHINES[name], row))
                        for name in wanted[claim.id]
                        if name in MACHINES
                    }
        return found


def _within(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Say whether words stand in others, one after another, and are not all of them."""
    n = len(part)
    return 0 < n < len(whole) and any(
        whole[at] == part[0] and whole[at : at + n] == part for at in range(len(whole) - n + 1)
    )
