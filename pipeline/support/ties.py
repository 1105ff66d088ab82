"""Does the sentence before a cited one share its citation, in a report of the authors' own work?

Such articles (papers, preprints) cite densely, and most of what stands uncited in them is
the authors' own; so the rules for other prose (`pipeline.support.neighbours`) give away too
much there. Here a logistic regression decides, over what can be seen in the two sentences,
the marker and the paragraph: ``{feature: weight}`` in plain JSON (``models/support``),
trained by `pipeline.recipes.support.train` on windows of citing text.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.markers.candidates import words
from pipeline.support import wording
from pipeline.text.patterns import Hinted
from pipeline.weights.folders import MODELS, weights

NAME, WEIGHTS = "support", "weights.json"
Offsets = Sequence[tuple[int, int]]
Weights = dict[str, float]

_WORDINGS: dict[str, re.Pattern[str] | Hinted] = {
    # One or two words may come first: "However, these receptors", "Most of these".
    "points back": re.compile(
        r"^(?:[\w-]{1,20},? ){0,2}(?:this|these|those|such)\b", re.IGNORECASE
    ),
    "points back later": wording.MENTIONS_BACK,
    "pronoun": re.compile(r"^(?:[\w-]{1,20}, )?(?:they|it|he|she|its|their)\b", re.IGNORECASE),
    "follows": re.compile(
        r"^(?:thus|hence|therefore|consequently|accordingly|indeed|in fact|as a (?:result|"
        r"consequence))\b",
        re.IGNORECASE,
    ),
    "adds": re.compile(
        r"^(?:moreover|furthermore|further|additionally|in addition|also|besides|finally|"
        r"similarly|likewise|another|other|recently|interestingly|first|second|third)\b",
        re.IGNORECASE,
    ),
    "topic": wording.TOPIC,
    "shows": wording.SHOWS,
    "study goes on": wording.SAME_STUDY,
    "past": wording.PAST,
    "present": wording.PRESENT,
    "hedge": re.compile(
        r"\b(?:may|might|could|possibly|likely|potential(?:ly)?|suggests?|appears?|seems?)\b",
        re.IGNORECASE,
    ),
}
_WORD = re.compile(r"[^\W\d_][\w-]{2,}")
_COMMON = words(
    "the and for with from that which who are was were been has have had this these such its their "
    "they them than then also not can may might could should would will does did our here more "
    "most other some any all both each one two between among into during after before over under "
    "about only very well when where while whereas but however because since either via per use "
    "used using study studies found showed shown there"
)
_AT_END = 3  # characters that may follow the last marker: a full stop, a quotation mark
_MANY, _NEAR = 4, 6


class Paragraph(NamedTuple):
    """The sentences of a paragraph and, of each, the offsets of its markers."""

    sentences: Sequence[str]
    markers: Sequence[Offsets]


@lru_cache(maxsize=4)
def load(models: Path = MODELS) -> Weights:
    """Return the weights, with the ``bias`` and the ``threshold`` that a score must reach."""
    path = weights(NAME, WEIGHTS, models)
    return {str(k): float(v) for k, v in json.loads(path.read_text("utf-8")).items()}


def may_share(paragraph: Paragraph, at: int) -> bool:
    """Say whether ``at`` stands uncited before a cited sentence, and neither is the authors' own.

    Others' papers are no evidence for the authors' findings, nor for a comparison with them.
    """
    sentences, markers = paragraph
    if markers[at] or at + 1 == len(markers) or not markers[at + 1]:
        return False
    own = wording.OWN_WORK.search(sentences[at]) or wording.OWN_WORK.search(sentences[at + 1])
    return not (own or wording.AUTHORS.search(sentences[at]))


def score(paragraph: Paragraph, at: int, model: Weights) -> float:
    """Return the probability that ``at`` shares the citation of the next sentence."""
    total = model["bias"] + sum(model.get(name, 0.0) for name in features(paragraph, at))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def features(paragraph: Paragraph, at: int) -> set[str]:
    """Return what holds of the uncited sentence ``at`` and the cited one after it."""
    uncited, cited = paragraph.sentences[at], paragraph.sentences[at + 1]
    found = {f"uncited: {name}" for name, sign in _WORDINGS.items() if sign.search(uncited)}
    found |= {f"cited: {name}" for name, sign in _WORDINGS.items() if sign.search(cited)}
    shared = len(_content(uncited) & _content(cited))
    found.add(f"words in common: {shared if shared < _MANY else f'{_MANY} or more'}")
    markers = paragraph.markers[at + 1]
    if len(cited) - markers[-1][1] <= _AT_END:
        found.add("marker at the end")
    if markers[0][0] < len(cited) / 2:
        found.add("marker in the first half")
    if at and paragraph.markers[at - 1]:
        found.add("sentence before is cited")
    if any(
        wording.AUTHORS.search(near)
        for near in paragraph.sentences[max(0, at - _NEAR) : at + _NEAR]
    ):
        found.add("authors speak nearby")
    return found


def _content(text: str) -> set[str]:
    """Return the words that say something, lower case, without plural endings."""
    words = (word.lower() for word in _WORD.findall(text))
    return {_singular(word) for word in words if word not in _COMMON}


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
