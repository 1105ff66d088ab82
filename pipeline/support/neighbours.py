"""Which sentences of a paragraph lend their citation to one that has none.

Three ties are recognised, after the guideline: the same study goes on, a chain of
sentences ends in the marker, or a topic sentence is followed by its evidence. Ties are
small word patterns with points, chosen on annotated web articles. In a report of the
authors' own work most of what stands uncited is theirs: there a study that goes on must be
another's, and a trained model decides on the sentence before a cited one
(`pipeline.support.ties`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.support.ties import Offsets, Paragraph, Weights, may_share, score
from pipeline.support.wording import (
    AUTHORS,
    BACKGROUND,
    CONTRASTS,
    DETAILS,
    MENTIONS_BACK,
    NEW_STUDY,
    OWN_WORK,
    PAST,
    POINTS_BACK,
    PRESENT,
    SAME_STUDY,
    SHOWS,
    STUDY,
    SUMS_UP,
    TOPIC,
)

_FARTHEST = 8
_METHODS = re.compile(
    r"^[\dIVX.\s]{0,8}(?:\w{1,20}\s(?:and|&)\s|(?:experimental|study)\s)?"
    r"(?:methods?|methodology|procedures|design)\b",
    re.IGNORECASE,
)
_RESULTS = re.compile(r"^[\dIVX.\s]{0,8}(?:results|findings|discussion)\b", re.IGNORECASE)
# So many sentences, and such a share of them, speak of the authors' work in an excerpt of a paper.
_OWN_SENTENCES, _OWN_SHARE = 4, 0.03
_OTHERS = re.compile(r"\bet al\b|\band (?:colleagues|co-?workers)\b", re.IGNORECASE)


def reports_own_work(headings: Iterable[str], sentences: Sequence[str]) -> bool:
    """Say whether an article reports its authors' own study, as a research paper does."""
    heads = list(headings)
    if any(map(_METHODS.match, heads)) and any(map(_RESULTS.match, heads)):
        return True
    own = sum(bool(OWN_WORK.search(sentence)) for sentence in sentences)
    return own >= max(_OWN_SENTENCES, _OWN_SHARE * len(sentences))


def lenders(paragraph: Paragraph, at: int, ties: Weights | None) -> list[int]:
    """Return the cited sentences of the paragraph that support the uncited one at ``at``.

    ``ties`` is the model for an article that reports its authors' own work, else ``None``.
    """
    sentences, cited = paragraph
    if cited[at] or OWN_WORK.search(sentences[at]):
        return []
    if ties:
        return _others_study(sentences, cited, at) or _shared_ahead(paragraph, at, ties)
    return (
        _summed_up(sentences, cited, at)
        or _same_study(sentences, cited, at)
        or _chain(sentences, cited, at)
    )


def _others_study(sentences: Sequence[str], cited: Sequence[Offsets], at: int) -> list[int]:
    """Return the cited sentence that introduces the study of others that this one goes on with."""
    back = at
    while SAME_STUDY.search(sentences[back]) and not cited[back] and back > max(0, at - _FARTHEST):
        back -= 1
    introduced = NEW_STUDY.search(sentences[back]) or _OTHERS.search(sentences[back])
    return [back] if cited[back] and introduced and not AUTHORS.search(sentences[back]) else []


def _shared_ahead(paragraph: Paragraph, at: int, ties: Weights) -> list[int]:
    """Return the next sentence if the model says that its citation is shared."""
    shared = may_share(paragraph, at) and score(paragraph, at, ties) >= ties["threshold"]
    return [at + 1] if shared else []


def _summed_up(sentences: Sequence[str], cited: Sequence[Offsets], at: int) -> list[int]:
    """Return the run of cited sentences that this one draws a conclusion from."""
    if not at or not cited[at - 1] or not SUMS_UP.search(sentences[at]):
        return []
    first = at - 1
    while first > 0 and cited[first - 1]:
        first -= 1
    return list(range(first, at))


def _same_study(sentences: Sequence[str], cited: Sequence[Offsets], at: int) -> list[int]:
    """Return the cited sentence of the study that this one goes on with, or leads up to."""
    opening = _study_opening(sentences, cited, at)
    if opening is None:
        return []
    if cited[opening]:
        return [opening]
    for ahead in range(at + 1, min(len(sentences), at + _FARTHEST)):
        goes_on = _goes_on(sentences[ahead])
        if cited[ahead]:
            return [ahead] if goes_on or PAST.search(sentences[ahead]) else []
        if not goes_on:
            return []
    return []


def _study_opening(sentences: Sequence[str], cited: Sequence[Offsets], at: int) -> int | None:
    """Return the sentence that opens the report of the study that this one belongs to."""
    first = None
    for start in range(at, max(-1, at - _FARTHEST), -1):
        if (STUDY if cited[start] else NEW_STUDY).search(sentences[start]):
            return start
        if cited[start] or not _goes_on(sentences[start]):
            break
        first = start
    # No introduction, but the report begins in the middle of things: "the participants".
    return first if first is not None and SAME_STUDY.search(sentences[first]) else None


def _goes_on(sentence: str) -> bool:
    """Say whether a sentence can continue the report of a study: it speaks of it, in the past."""
    if SAME_STUDY.search(sentence):
        return True
    return bool(PAST.search(sentence)) and not PRESENT.search(sentence)


def _chain(sentences: Sequence[str], cited: Sequence[Offsets], at: int) -> list[int]:
    """Return the cited sentence that a chain of leaning sentences leads to."""
    ahead = at + 1
    while ahead < len(sentences) and ahead - at <= _FARTHEST:
        tie = _tie(sentences[ahead - 1], sentences[ahead], opens=ahead == 1)
        if tie < (1 if cited[ahead] else 2):
            return []
        if cited[ahead]:
            return [ahead]
        ahead += 1
    return []


def _tie(sentence: str, following: str, opens: bool) -> int:
    """Return points for a sentence and the one after it making one argument.

    ``opens`` says that the sentence opens its paragraph, as a topic sentence does.
    """
    if OWN_WORK.search(following):
        return 0
    points = 0
    if POINTS_BACK.search(following) or MENTIONS_BACK.search(following):
        points += 2
    elif DETAILS.search(following):
        points += 1
    elif CONTRASTS.search(following):
        points -= 1
    if TOPIC.search(sentence):
        points += 1
    if opens and SHOWS.search(following) and not SHOWS.search(sentence):
        points += 1
    if BACKGROUND.search(sentence):
        points -= 2
    return points
