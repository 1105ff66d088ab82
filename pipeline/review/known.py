"""What a run and earlier reviews know of the claims that a sheet's rows are about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.claims.stage import quoted_sentences
from pipeline.claims.text import claim_id
from pipeline.records import Article, Claim
from pipeline.review.standing import AROUND, at_home, place, settle
from pipeline.store.decisions import Decision
from pipeline.store.ids import ids_of, is_name
from pipeline.store.outputs import read_run
from pipeline.text.cells import clean
from pipeline.text.likeness import Texts

_OCCURRENCES = 20  # of the same words in an article, tried for the id of an earlier run


class KnownClaim(NamedTuple):
    """A claim that can be decided on, with the earlier decisions that came to it.

    ``added`` is a reviewer's claim; ``in_text`` is false if it is no sentence of its article.
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


class Known:
    """Claims by id: those of the run, of earlier runs and of reviewers.

    ``articles`` are those that the sheet is about; no other is looked at.
    """

    def __init__(
        self, out: Path, earlier: Mapping[str, Sequence[Decision]], articles: Collection[str]
    ) -> None:
        self.claims: dict[str, KnownClaim] = {
            d.claim: KnownClaim(
                d.article, d.text, d.exact, d.prefix, d.suffix, (d,), d.added, source=d.source
            )
            for group in earlier.values()
            for d in group
        }
        self._out = out
        self._names: dict[str, str] = {}
        self._sentences: dict[str, dict[str, KnownClaim]] = {}
        self._sources: dict[str, str] = {}
        self._quoted: dict[str, set[str]] = defaultdict(set)
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
            self.claims[claim.id] = KnownClaim(
                article.id, claim.claim, claim.text, prefix, suffix, there, added,
                source=article.source,
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

        It is the sentence of the article that has these words or is most like them.
        ``None`` where the run has no article of that id or source.
        """
        article = self._names.get(name)
        if article is None:
            return None
        if article not in self._sentences:
            self._read_sentences(article)
        sentences = self._sentences[article]
        ids = list(sentences)
        at = Texts([sentences[id].text for id in ids]).most_alike(words)
        if at is None:
            id = claim_id(article, words, 1)
            source = self._sources[article]
            found = KnownClaim(
                article, words, words, "", "", added=True, in_text=False, source=source
            )
        else:
            id, found = ids[at], sentences[ids[at]]
        self.claims.setdefault(id, found)
        return id

    def _read_sentences(self, article: str) -> None:
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
        self._sentences[article] = found
