"""How well ``models/lines`` joins broken lines and divided words that were held out.

    python -m pipeline.recipes.lines.scores --data DATA

A quarter of the pages and papers, printed in three dresses each, by a chain trained on the others;
the web pages among them also as they are. Words: those of ``claims/health-web``, by a list made of
the other texts. Five minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.evaluation.scores import Found, Share
from pipeline.read.divided import Words
from pipeline.recipes.lines.train import fit, sources
from pipeline.recipes.lines.words import count, words
from pipeline.recipes.lines.wrapper import NEW, ON, Dress, dress, printed
from pipeline.recipes.regions.pages import Page
from pipeline.segment.breaks import break_features
from pipeline.weights.chain import Chain, chain_of

HELD, TIMES, MOST = 4, 3, 400
WEB = "claims/health-web"
_VOWELS = frozenset("aeiouy")
Read = tuple[Dress, list[str], list[str]]
"""How a page was printed, the labels of its lines, and what they are said to be."""


def scores(data: Path) -> dict[str, float]:
    """Return figures of breaks and words, on pages and texts held out."""
    web, science = sources(data)
    kept = [[p for k, p in enumerate(pages) if k % HELD] for pages in (web, science)]
    held = [*web[::HELD], *science[::HELD]]
    chain = chain_of(fit(kept[0], kept[1]))
    read = list(_read(chain, held))
    blank = [one for one in read if one[0].wrapped and one[0].blank["paragraph"]]
    flush = [one for one in read if one[0].wrapped and not one[0].blank["paragraph"]]
    plain = [chain.label(break_features(page.lines)).count(ON) for page in web[::HELD]]
    lines = sum(len(page.lines) for page in web[::HELD])
    rules = Words(frozenset(words(data, without=WEB)))
    return {
        "break_f1_blank_lines_between": _joined(blank),
        "break_f1_nothing_between": _joined(flush),
        "lines_of_pages_as_they_are_left_alone": round(1 - sum(plain) / lines, 4),
        **_divided(rules, count(data, only=WEB)),
    }


def _read(chain: Chain, pages: Iterable[Page]) -> Iterator[Read]:
    r = random.Random(99)
    for page in [page for page in pages for _ in range(TIMES)]:
        look = dress(r)
        lines, labels = printed(page, look, r)
        yield look, labels[:MOST], chain.label(break_features(lines[:MOST]))


def _joined(read: Iterable[Read]) -> float:
    pairs = Counter(pair for _, gold, said in read for pair in zip(gold, said, strict=True))
    return round(Found(pairs[ON, ON], pairs[NEW, ON], pairs[ON, NEW]).figures()["f"], 4)


def _divided(rules: Words, counts: Counter[str]) -> dict[str, float]:
    """Return how often words divided anywhere are joined, and compounds keep their hyphen."""
    r = random.Random(3)
    joined = kept = 0
    asked: Counter[str] = Counter()
    for word, times in sorted(counts.items()):
        if word.count("-") == 1 and all(len(piece) > 1 for piece in word.split("-")):
            asked["kept"] += times
            kept += times * (not rules.joins(*word.split("-", 1)))
        elif "-" not in word and len(word) >= 6 and times > 1:
            places = [i for i in range(2, len(word) - 2) if _divides(word, i)]
            if places:
                at = r.choice(places)
                asked["joined"] += times
                joined += times * rules.joins(word[:at], word[at:])
    found = {
        "divided_words_joined": Share(joined, asked["joined"]).figures()["acc"],
        "compounds_that_keep_their_hyphen": Share(kept, asked["kept"]).figures()["acc"],
    }
    return {name: round(value, 4) for name, value in found.items()}


def _divides(word: str, at: int) -> bool:
    syllable = word[at] not in _VOWELS and word[at + 1] in _VOWELS
    return syllable and not _VOWELS.isdisjoint(word[:at])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    print(json.dumps(scores(parser.parse_args().data), indent=2))  # noqa: T201
