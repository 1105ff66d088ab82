"""What a whole sentence says of a direction: results that disagree, pairs, ratios of risks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.claims.changes import kind_of, leans
from pipeline.claims.features import tokens
from pipeline.records import Direction, Quantity
from pipeline.text.patterns import hinted

_WORKS = r"(?:evidence|results|findings|effects|studies|trials|reviews|data|research|reports)"

_SPLIT = hinted(
    rf"\b{_WORKS}\b[^.;:]{{0,80}} (?:is|are|was|were|remains?|been|had|have|has|found|gave|given|"
    r"yielded|produced|shown|showed|reported) (?:\w+ ){0,3}"
    r"(?:inconsistent|conflicting|contradictory|mixed(?! with\b| in\b))"
    rf"|\b{_WORKS}\b(?: \w+){{0,6}} (?:conflict|disagree|diverge)s?\b"
    r"|\bharmful\b[^.;]{2,80}\bbut (?:protective|beneficial|helpful|harmless|safe)\b"
    r"|\b(?:protective|beneficial|helpful)\b[^.;]{2,80}\bbut harmful\b"
    rf"|\bsome (?:\w+ )?{_WORKS}\b[^.;:]{{2,200}}\b(?:but|and|while|whereas|others?) "
    rf"(?:others?\b|other {_WORKS}|{_WORKS} )",
    "inconsistent|contradictory|mixed|conflict|disagree|diverge|harmful|some ",
    re.IGNORECASE,
)

# "The claim that sugar causes X has not been borne out".
_UNTRUE = hinted(
    r"\b(?:claims?|idea|belief|notion|theory|myth|suggestion|view|hypothesis) that [^.;]{4,200}? "
    r"(?:not (?:been )?(?:borne out|supported|confirmed|prove[nd]|shown|true|correct|stand)"
    r"|(?:is|was|are|were) (?:\w+ )?(?:false|wrong|myths?|unfounded|untrue|mistaken|incorrect)\b"
    r"|been (?:disprove[nd]|debunked|refuted|discredited))",
    " that ",
    re.IGNORECASE,
)

# "The more coffee they drank, the longer they lived": what goes up or down with what.
_PAIRED = re.compile(
    r"\bthe (?P<first>more|higher|longer|greater|larger|less|lower|fewer|shorter)\b[^.;,]{2,120}, ?"
    r"the (?P<second>more|higher|longer|greater|larger|stronger|better|worse|less|lower|fewer|"
    r"shorter|smaller|weaker)\b",
    re.IGNORECASE,
)

_READ = 1500  # letters


def split_direction(plain: str) -> Direction | None:
    """Return what a sentence says of results that disagree, of an untrue idea, of two that go
    together.
    """
    plain = plain[:_READ]
    if _SPLIT.search(plain):
        return "mixed"
    paired = _PAIRED.search(plain)
    if paired is not None:
        return "increase" if leans(paired["second"].lower()) > 0 else "decrease"
    found = _UNTRUE.search(plain)
    if found is not None and any(kind_of(word) for word in tokens(found[0])[2:]):
        return "no_effect"
    return None


def ratio_direction(quantities: Sequence[Quantity]) -> Direction | None:
    """Return what a ratio of risks says, if the sentence prints one with its interval or alone."""
    ratios = [one for one in quantities if one.kind == "estimate" and _RATIO.match(one.unit or "")]
    spans = [one for one in quantities if one.kind == "interval" and one.to is not None]
    if len(ratios) != 1:
        return None
    if len(spans) == 1 and spans[0].value <= 1 <= (spans[0].to or 0):
        return "no_effect"
    value = ratios[0].value
    return "increase" if value > 1 else "decrease" if value < 1 else "no_effect"


_RATIO = re.compile(
    r"(?:[aciu]?(?:OR|HR|RR|IRR|PR)|SMR|(?i:.*(?:odds|hazards?|risk|rate) ratio|relative risk))\Z"
)
