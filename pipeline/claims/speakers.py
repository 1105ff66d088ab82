"""Who says a claim: an author, an agency, the speaker of a quotation."""

from __future__ import annotations

import re

from pipeline.records import Part

_NAME = (
    r"(?:(?:the |an? |a team of |a group of |one |some |many )?"
    r"(?:[A-Z][\w.’'&-]*|of|and|the|for|in|at|"
    r"de|van|von|on|&|University|et al\.?)"
    r"(?: (?:[A-Z][\w.’'&-]*|of|and|the|for|in|at|de|van|von|on|&|et al\.?)){0,9})"
)
_WHO = (
    r"(?:(?:the |an? |some |many |most |several |other |one |two |our |her |his |their )?"
    r"(?:[\w-]+ ){0,2}(?:researchers?|scientists?|experts?|authors?|doctors?|physicians?|reviewers|"
    r"investigators|team|panel|committee|agency|officials?|professor|"
    r"guidelines?|company|manufacturer|psychologists?|nutritionists?|dietitians?))"
)
_WORK = r"(?:(?:an?|the|one) (?:[\w-]+ ){0,3}(?:study|trial|review|report|paper|survey|analysis))"
_SAYS = (
    r"(?:says?|said|told|tells|notes?|noted|argues?|argued|explains?|explained|writes?|wrote|adds?|"
    r"added|claims?|claimed|warns?|warned|cautions?|cautioned|recommends?|recommended|advises?|"
    r"advised|reports?|reported|states?|stated|estimates?|estimated|concludes?|concluded|believes?|"
    r"found|finds|showed|shows|observed|suggests?|suggested|points out|pointed out)"
)
# What only people and agencies do; drugs "show" and "suggest" as well.
_SPOKE = (
    r"(?:says?|said|argues?|argued|writes?|wrote|warns?|warned|cautions?|cautioned|recommends?|"
    r"recommended|advises?|advised|estimates?|estimated|concludes?|concluded|believes?)"
)
_OPENING = r"\A[\W]{0,2}(?:In \d{4}, |However, |But )?"
_HAS = r"(?:has |have |also |also has )?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # "According to the WHO, …", "…, according to Dr. Lee."
        rf"\b[Aa]ccording to (?P<who>{_NAME}|{_WHO}|{_WORK})",
        # "…," says Maria Lopez, a nurse.
        rf"[,?!]? ?[”\"’'] ?,? (?:{_SAYS}) (?P<who>{_NAME}|{_WHO})",
        rf"[,?!]? ?[”\"’'] ?,? (?P<who>{_NAME}|{_WHO}) (?:{_SAYS})\b",
        rf", (?P<who>{_NAME}|{_WHO}) (?:{_SAYS})(?=[.,]|\Z| (?:in|on|at|this|last)\b)",
        # "Smith and Jones (2019) found that …", "The FDA warns that …"
        rf"{_OPENING}(?P<who>{_NAME}) ?[(\[](?:19|20)\d\d[a-z]?[)\]],? {_HAS}{_SAYS}\b",
        rf"{_OPENING}(?P<who>(?:{_NAME} )?et al\.?),? {_HAS}{_SAYS}\b",
        rf"{_OPENING}(?P<who>{_NAME}|{_WHO}),? {_HAS}(?:{_SPOKE}|{_SAYS} that)\b",
        rf"\b(?:as|because) (?P<who>{_NAME}) {_SAYS}\b",
    )
)
_TAIL = re.compile(r"(?: (?:of|and|the|for|in|at|on|de|van|von|&))+\Z")
# A name, or what people are called: "the" and "of" alone are neither.
_SOMEBODY = re.compile(rf"[A-Z][\w.]|{_WHO}|{_WORK}|et al")
_NOT_WHO = re.compile(
    r"(?:The|This|That|It|We|They|These|Those|He|She|I|In|On|At|A|An|One|Some|Many|Most|However|But|"
    r"And|There|Here|What|If|As|For|Of|No|Studies|Research|Results|Findings|Trials|Evidence)\Z"
)
LONGEST = 2000  # letters of a sentence that are read


def speaker(text: str, start: int, end: int) -> Part | None:
    """Return who says the sentence at a span, as printed in it; ``None`` for nobody named."""
    end = min(end, start + LONGEST)
    sentence = text[start:end]
    if not any(hint in sentence for hint in _HINTS):
        return None
    for pattern in _PATTERNS:
        found = pattern.search(sentence)
        if found is None:
            continue
        first, last = found.span("who")
        tail = _TAIL.search(sentence, first, last)
        last = tail.start() if tail is not None else last
        who = sentence[first:last].rstrip(" ,")
        who = who if who.endswith("al.") else who.rstrip(".")
        if _SOMEBODY.search(who) and not _NOT_WHO.match(who):
            return Part(text=who, start=start + first, end=start + first + len(who))
    return None


_HINTS = (
    "ccording to", "say", "said", "told", "tells", "not", "argue", "expla", "writ", "wrote", "add",
    "claim", "warn", "caution", "recommend", "advis", "report", "state", "estimate", "conclud",
    "believe", "found", "find", "show", "observ", "suggest", "point",
)  # fmt: skip
