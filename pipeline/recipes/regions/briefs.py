"""Short articles made of long ones: brief paragraphs, bullets, a heading over every few."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"‘])")
_SIGNS = ("• ", "- ", "* ", "– ", "")
_FORMS = ("{t}", "{t}", "{t}", "{n}. {t}", "## {t}", "{t}:", "**{t}**", "Q: {t}")
Made = tuple[str, str]
"""A label and a text."""


def brief(
    body: Sequence[Made], phrases: Mapping[str, Sequence[str]], r: random.Random
) -> Iterator[Made]:
    """Yield a title and a short body, of some of an article's lines in their order."""
    title = next((text for label, text in body if label == "title"), "")
    yield "title", title if title and r.random() < 0.7 else r.choice(phrases["topics"])
    prose = [text for label, text in body if label == "paragraph" and len(text) > 60]
    own = [text for label, text in body if label == "heading" and len(text) < 70]
    count = r.randint(3, 16)
    start = r.randint(0, max(0, len(prose) - count))
    longest, every, form = r.choice((1, 1, 2, 3)), r.choice((0, 1, 1, 2, 3)), r.choice(_FORMS)
    sign, listed, number = r.choice(_SIGNS), r.choice((0.0, 0.2, 0.5)), 0
    terse = r.random() < 0.4
    answer = r.choice(("A: ", "A: ", "")) if form == "Q: {t}" else ""
    for at, text in enumerate(prose[start : start + count]):
        if every and at % every == 0 and (at or r.random() < 0.5):
            number += 1
            heading = r.choice(own) if own and r.random() < 0.4 else r.choice(phrases["sections"])
            if answer and not heading.endswith("?"):
                heading = f"What about {heading.lower()}?"
            yield "heading", form.format(t=heading, n=number)
        sentences = _SENTENCE.split(text)
        if terse:
            sentences = sorted(sentences, key=len)[: len(sentences) // 2 + 1]
        if r.random() < listed:
            if r.random() < 0.6:
                yield "paragraph", sentences.pop(0)
            for sentence in sentences[: r.randint(2, 6)]:
                yield "list_item" if sign else "paragraph", sign + _clause(sentence, r)
        else:
            yield "paragraph", answer + " ".join(sentences[: r.randint(1, longest)])


def _clause(sentence: str, r: random.Random) -> str:
    """Return a sentence, or what stands before its first comma, as lists have it."""
    first = sentence.split(", ")[0]
    return first if first.count(" ") >= 2 and r.random() < 0.4 else sentence
