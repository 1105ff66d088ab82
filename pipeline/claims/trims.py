"""Parts without what no reader would name: datelines, labels, markers, brackets, bare amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.claims.clauses import Parts
from pipeline.records import Marker, Part

# "Feb. 23, 2015 -- Allergies", "NEW ORLEANS (Reuters) - Men", "Newswise — PARIS – Women"
_DATELINE = re.compile(
    r"(?:[^\n]{0,60}?(?:[A-Z]{3,}|\d{4}|\([A-Z][\w ./]{1,30}\)|Newswise)[^\n]{0,24}? ?"
    r"(?:--|—|–|-) ?(?=[A-Z\"“])){1,3}"
)
# "Risk factors: Smoking", "RESULTS: Zinc", "Intake:Excessive use"
_LABEL = re.compile(r"[^:.;!?\n]{1,50}:(?= ?[A-Z\"“(])\s*")
_AMOUNT = re.compile(
    r"(?:about|up to|more than|over|nearly|almost|at least|around|roughly|approximately|only|an"
    r" estimated|fewer than|less than)? ?(?:\d[\d.,]*(?: ?(?:%|percent|per cent|million|billion))?|"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten)|half|a third|a quarter|most|many|some|"
    r"all|the (?:trillions|billions|millions|majority)|"
    r"a (?:number|variety|multitude|majority|range))"
    r"(?: (?:out )?of (?:all |the |every )?| times (?:as (?:many|much)|more|fewer) )(?=[a-zA-Z])",
    re.IGNORECASE,
)
# "mice treated with X", "women who took X", "animals raised on X": X is what is claimed of.
_TREATED = re.compile(
    r"(?:[\w,-]+ ){0,6}?(?:people|patients|individuals|men|women|adults|children|those|infants|"
    r"participants|subjects|mice|rats|animals|rodents|volunteers|dogs|pigs|rabbits|monkeys) "
    r"(?:who (?:were |had |have )?)?(?:only |also |regularly |daily )?"
    r"(?:treated with|given|fed|raised on|taking|took|taken|"
    r"receiving|received|exposed to|supplemented with|injected with|consuming|drinking|"
    r"eating|ate|drank) "
    r"(?=[\w“\"])",
    re.IGNORECASE,
)
# Begins where its run of signs does: no second way to read a long one.
_ENDS = re.compile(
    r"(?<![\s,;:.\-–—])(?:[\s,;:.\-–—]|(?: |\A)(?:and|or|of|in|the|a|an|with|by|for|to|on|at|as|than|that|which|who"
    r"|over|under|after|before|between|during|among|from|such|like|including|e\.g|i\.e|themselves|itself"
    r"|(?!family|supply|assembly|anomal|belly|jelly|monopoly|reply)[a-z]{3,}ly))+\Z"
)
# "individuals | with gut disorders": whom it is about goes on.
_WITH = re.compile(
    r"(?<=[a-z]) with (?:[\w’'-]+ ){0,3}[\w’'-]+(?=[.,;:)]|\s*\Z| (?:and|or|who|in|at|than|but)\b)"
)
_PEOPLE = re.compile(
    r"\b(?:people|patients|individuals|persons|men|women|adults|children|those|participants|"
    r"subjects)\Z",
    re.IGNORECASE,
)
_STARTS = re.compile(r"[\s,;:.\-–—)\]}]+")
_PASSIVE = re.compile(
    r"(?!.*(?:accompanied|followed|preceded|characteri[sz]ed|defined|measured|marked) by\Z)"
    r"(?:.*\b)?(?:is|are|was|were|be|been|being|'s|’s|get|gets|got) (?:[\w-]+ ){0,3}?[\w-]+ by\Z"
)


def trimmed(text: str, parts: Parts, markers: Sequence[Marker], start: int, end: int) -> Parts:
    """Return parts as a reader would name them, of the sentence at a span."""
    subject, relation, said = (
        None if part is None else _cut(text, part, markers, start, index != 1)
        for index, part in enumerate(parts)
    )
    if subject is not None:
        subject = _without(text, subject, _AMOUNT)
        subject = _without(text, subject, _TREATED)
    if said is not None:
        said = _with(text, _without(text, said, _AMOUNT), end)
    if relation is None:
        return Parts(subject, relation, said)
    said = _following(text, relation, said, end)
    if subject is None or said is None or subject.end > relation.start:
        return Parts(subject, relation, said)
    if _PASSIVE.search(relation.text) or _OWING.search(relation.text):
        return Parts(said, relation, subject)
    caused = _CAUSE_OF.search(subject.text)
    if caused is not None and _IS.match(relation.text):  # "the causes of X are Y"
        start = subject.start + caused.end()
        effect = _tight(
            text, start, start + len(_NAMED.split(subject.text[caused.end() :])[0]), True
        )
        return Parts(said, relation, effect or subject)
    role = _ROLE_OF.search(relation.text)
    place = _PLACE.match(text, said.end, end) if role is not None else None
    if place is not None:  # "suggested a role of X in Y"
        return Parts(said, relation, _tight(text, *place.span("what"), True))
    return Parts(subject, relation, said)


def _following(text: str, relation: Part, said: Part | None, limit: int) -> Part | None:
    """Return the object that follows its verb: the first of a list, what something goes to."""
    if said is None or said.start < relation.end:
        return said
    skipped = _FIRST.match(text, relation.end, said.start)
    if skipped is not None:  # "increases inflammation, damages | the lining"
        return _tight(text, *skipped.span("what"), True) or said
    if relation.text.endswith(" from"):
        goal = _GOAL.match(text, said.end, limit)
        if goal is not None:
            return _tight(text, *goal.span("what"), True) or said
    return said


_OWING = re.compile(
    r"(?:attributed|due|owing|traced|ascribed|put down) to\Z|\b(?:stems?|stemmed|results?|resulted|"
    r"aris(?:es?|ing)|arose|comes?|came) from\Z|\bas a result of\Z|\bbecause of\Z"
)
_CAUSE_OF = re.compile(r"\b(?:causes?|triggers?|drivers?|risk factors?|sources?) (?:of|for) ")
_NAMED = re.compile(r" (?:in|among|for|at|on|with) ")
_IS = re.compile(r"(?:is|are|was|were|includes?|may be|can be|remains?)\Z")
_ROLE_OF = re.compile(r"\b(?:roles?|effects?|impacts?|influences?|benefits?) (?:of|for)\Z")
_NOUN = r"(?P<what>(?:(?:the|an?|our|their|its) )?(?:[\w’'-]+ ){0,3}?[\w’'-]+)"
_STOP = (
    r"(?=\s?[.,;:()\[]|\s*\Z| (?:and|or|but|in|on|by|with|for|of|as|after|when|while|that|which)\b)"
)
_PLACE = re.compile(rf" (?:in|on) {_NOUN}{_STOP}")
_GOAL = re.compile(rf" (?:in)?to {_NOUN}{_STOP}")
_FIRST = re.compile(r" (?P<what>(?:[\w’'-]+ ){0,4}[\w’'-]+), [\w-]+s ")


def _cut(
    text: str, part: Part, markers: Sequence[Marker], sentence: int, noun: bool
) -> Part | None:
    """Return the longest stretch of a part without label, bracket or marker."""
    start, end = part.start, part.end
    for pattern in (_DATELINE, _LABEL) if start - sentence < _OPENING else ():
        found = pattern.match(text, start, end)
        if found is not None and found.end() < end:
            start = found.end()
    breaks = [(m.start, m.end) for m in markers if m.start < end and start < m.end]
    breaks += [m.span() for m in _DASH.finditer(text, start, end)] if noun else []
    breaks += [*_brackets(text, start, end), *_quotes(text, start, end)]
    pieces, at = [], start
    for first, last in sorted(breaks):
        pieces.append((at, max(at, first)))
        at = max(at, last)
    pieces.append((at, max(at, end)))
    tight = [_tight(text, *piece, noun) for piece in pieces]
    if noun:  # the head stands first
        return next((piece for piece in tight if piece is not None), None)
    return max((p for p in tight if p is not None), key=lambda p: p.end - p.start, default=None)


_OPENING = 12  # letters from the start of a sentence within which a label may begin


def _brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return what is in brackets, and brackets without a counterpart in the stretch."""
    found, opens = [], []
    for match in _BRACKET.finditer(text, start, end):
        if match.group() in "([{":
            opens.append(match.start())
        elif opens:
            found.append((opens.pop(), match.end()))
        else:
            found.append(match.span())
    return found + [(at, end) for at in opens[:1]]


def _quotes(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the quotation marks without a counterpart in the stretch."""
    opens: list[int] = []
    alone = []
    for match in _QUOTE.finditer(text, start, end):
        if match.group() == "“" or (match.group() == '"' and not opens):
            opens.append(match.start())
        elif opens:
            opens.pop()
        else:
            alone.append(match.start())
    return [(at, at + 1) for at in (*opens, *alone)]


_DASH = re.compile(r" (?:--|[–—-]) |(?<=[a-z])[—](?=[a-z])|--")
_QUOTE = re.compile(r"[“”\"]")
_BRACKET = re.compile(r"[()\[\]{}]")


def _tight(text: str, start: int, end: int, noun: bool) -> Part | None:
    """Return a stretch without the signs and words of grammar at its edges."""
    led = _STARTS.match(text, start, end)
    start = led.end() if led is not None else start
    if noun:
        tail = _ENDS.search(text[start:end])
        if tail is not None and tail[0].endswith("ly") and _RELATIVE.search(text, start, end):
            tail = None  # "people who sleep badly"
        end = start + tail.start() if tail is not None else end
    words = text[start:end].strip()
    start += len(text[start:end]) - len(text[start:end].lstrip()) if words else 0
    if not any(sign.isalnum() for sign in words):
        return None
    return Part(text=words, start=start, end=start + len(words))


def _without(text: str, part: Part, lead: re.Pattern[str]) -> Part:
    """Return a part without what leads it in, if something is left."""
    found = lead.match(part.text)
    if found is None or len(part.text) - found.end() < _LEFT:
        return part
    start = part.start + found.end()
    return Part(text=text[start : part.end], start=start, end=part.end)


def _with(text: str, part: Part, limit: int) -> Part:
    """Return people with what they have."""
    if not _PEOPLE.search(part.text):
        return part
    found = _WITH.match(text, part.end, limit)
    if found is None:
        return part
    return Part(text=text[part.start : found.end()], start=part.start, end=found.end())


_RELATIVE = re.compile(r"\b(?:who|that|which)\b")
_LEFT = 3  # letters that a part has at least
