"""What a claim is about, where the grammar says less: parts made whole, roles and links opened.

The tagger draws the subject and object of the main clause, and often breaks off in a list.
Rules over the words around its spans and the mentions in them

- let no part end inside a mention, and go on through lists of mentions and their ``such as``;
- turn ``plays a role in bone loss`` round: the object is what the role is in;
- open ``studies found a link between A and B``: A and B are what is claimed of;
- let a subject with ``who``, ``that``, ``which`` go on to the verb of the main clause;
- where the tagger is not sure, take what stands before and after the relation, if it is a noun
  with a mention in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.claims.clauses import Parts
from pipeline.records import Entity, Part

Spans = Mapping[int, int]
"""The end of each mention, by its start."""

_JOIN = re.compile(r",? (?P<last>and|or) |, |,? (?P<apt>like|such as|including) | (?P<of>of) ")
_LOOSE = re.compile(
    r"(?:the|an?|its|their|our|your|this|these|other|some|certain|several|various|many|both|even|"
    r"higher|lower|increased|decreased|reduced|improved|impaired|better|poor|"
    r"[a-z]{2,}(?:al|ic|ous|ive|ary)) "
)
# After the last member of a list: no verb, or it is the subject of another clause.
_AFTER = re.compile(
    r"[\s)\]\d]*(?:[.,;:!?–—(\[]|$|(?:in|of|for|with|by|from|to|after|during|among|than|as|and|or|"
    r"through|via|on|at|such|like|including|compared|over|under|within|when|while|which|that|who|"
    r"following|throughout|before|because|despite|without|if|where|since|until|against|across)\b)"
)
_PEOPLE = re.compile(
    r"(?:people|patients?|individuals|persons?|men|women|adults|children|those|participants|"
    r"subjects|mice|rats|animals)(?P<with> with )"
)
_ROLE = re.compile(
    r"\b(?:roles?|effects?|impacts?|influences?|part|evidence|benefits?)(?P<to> (?:in|on|for|of) )"
)
_LINK = re.compile(
    r"\b(?:associations?|connections?|links?|relationships?|correlations?|interactions?) between "
)
_WORD = re.compile(r"(?:['’]t\b|[\w-]*)")
# Nouns that a mention often leads; any other word might be a verb.
_NEXT = re.compile(
    r" (?:absorption|activity|cells?|conditions?|content|deficienc(?:y|ies)|development|diseases?|"
    r"disorders?|expression|flow|formation|functions?|growth|health|intake|issues|levels?|loss|"
    r"mass|metabolism|models?|problems|production|quality|rates?|responses?|risk|status|supply|"
    r"symptoms|systems?|tissues?|treatment|use|volume)\b"
)
_LIGHT = re.compile(
    r"(?:(?:an?|the|its|their|more|less|no|any) )?(?:[a-z-]+ ){0,2}(?:amounts?|cases?|causes?|"
    r"forms?|incidence|levels?|numbers?|prevalence|production|rates?|risk|signs?|symptoms?|types?|"
    r"absorption|development|loss|lack|growth|reduction|increase|decrease|rise|decline) "
    r"(?:of|in|for) "
)
# An auxiliary is not the verb: "has also suggested".
_VERB = re.compile(
    r"\b(?:has|have|had)(?: (?:also|been|long|since|now|never|not|often|[a-z]+ly))* "
    r"(?:[a-z]+ed|shown|found|seen|known|led|made|become|given)\b"
)
_CLAUSE = re.compile(
    r"\b(?:that|why|how|because|whether|if|while|whereas|although|though|since|but|so) |[;:] |"
    r", and "
)
_ADVERBIAL = re.compile(
    r"(?:Yet|And|But|So|Then|Also|Thus|Here) |(?:[\w-]+ ){0,5}[\w-]+, |"
    r"(?i:despite|in|for|among|after|before|during|with|without|at|by|from|on|as|like|unlike) "
    r"[^,]{1,80}, "
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|will|can|could|may|might|should|would)\b|n['’]t"
)
_LED = re.compile(r" *(?:(?:to|in|for|with|from|on|of|by|as|into) )?")
# What a noun does not end in: "scores compared | with placebo".
_TAIL = re.compile(
    r"(?:,? (?:compared|relative|versus|than|while|when|because|and|or|of|in|to|with|by|for|at|on|"
    r"from|as|the|an?))+$"
)
_RELATIVE = re.compile(r"\b(?:who|that|which)\b")
_GAP = re.compile(r"(?: [\w%-]+)+(?= )")  # words alone
_ADVERBS = re.compile(r"(?: (?:also|often|then|still|even|not|never|always|[a-z]+ly))+$")
_PLACE = re.compile(r" (?:in|on) ")
_AND = re.compile(r" and ")
_LONGEST = 400  # letters that a part may go on


def framed(text: str, parts: Parts, mentions: Sequence[Entity], start: int, end: int) -> Parts:
    """Return the parts of a claim as a reviewer would name them, in the sentence at a span."""
    spans = {one.start: one.end for one in mentions}
    subject, said = (
        _trimmed(_whole(text, part, spans), spans) for part in (parts.subject, parts.object)
    )
    limit = said.start if said is not None else end
    relation = _verb(text, _whole(text, parts.relation, {}), limit)
    if said is not None and said.text.endswith(" that"):  # "no evidence that A prevents B"
        said = None
    if relation is not None:
        if said is None:
            said = _after(text, relation, spans, end)
        if subject is None and (said is None or said.start >= relation.end):
            subject = _before(text, start, relation, spans)
        ends = _between(text, subject, relation, said, spans, end)
        if ends is not None:
            return ends
        opened = _role(text, subject, relation, said, spans, end)
        subject, relation, said = opened or (subject, relation, said)
    limit = end
    if relation is not None and subject is not None and subject.end <= relation.start:
        limit = relation.start
        subject = _to_verb(text, subject, limit)
    return Parts(_grown(text, subject, spans, limit), relation, _grown(text, said, spans, end))


def _part(text: str, start: int, end: int) -> Part:
    return Part(text=text[start:end], start=start, end=end)


def _whole(text: str, part: Part | None, spans: Spans) -> Part | None:
    """Return a part that ends neither inside a mention nor inside a word."""
    if part is None:
        return None
    start, end = part.start, part.end
    for first, last in spans.items():
        if first < start < last:
            start = first
        if first < end < last:
            end = last
    if text[end - 1].isalnum():
        end = _WORD.match(text, end).end()  # type: ignore[union-attr]
    return _part(text, start, end)


def _trimmed(part: Part | None, spans: Spans) -> Part | None:
    """Return a part without the words of grammar that it ends in, outside its mentions."""
    tail = _TAIL.search(part.text) if part is not None else None
    if part is None or not tail or not tail.start() or part.end in spans.values():
        return part
    size = tail.start()
    return Part(text=part.text[:size], start=part.start, end=part.start + size)


def _verb(text: str, relation: Part | None, limit: int) -> Part | None:
    """Return a relation with the participle that its auxiliary waits for."""
    found = _VERB.match(text, relation.start, limit) if relation is not None else None
    if relation is None or found is None or found.end() <= relation.end:
        return relation
    return _part(text, relation.start, found.end())


def _to_verb(text: str, subject: Part, verb: int) -> Part:
    """Return a subject with the rest of its relative clause: ``People who slept | nine hours``."""
    if not _RELATIVE.search(subject.text):
        return subject
    gap = _GAP.match(text, subject.end, min(verb, subject.end + _LONGEST // 4))
    if gap is None or gap.end() != verb - 1:
        return subject
    rest = _ADVERBS.sub("", gap.group())
    return _part(text, subject.start, subject.end + len(rest))


def _grown(text: str, part: Part | None, spans: Spans, limit: int) -> Part | None:
    """Return a part with the rest of a list that it begins, as far as mentions go."""
    if part is None:
        return None
    limit = min(limit, part.end + _LONGEST)
    end = at = part.end
    people = _PEOPLE.search(text, part.start, min(limit, part.end + 6))
    if people is not None and people.start("with") == part.end:
        end = at = _noun(text, people.end("with"), spans, limit) or end
    while (join := _JOIN.match(text, at, limit)) is not None:
        last = _noun(text, join.end(), spans, limit)
        if not last:
            if join["last"] is not None:  # what comes last is no mention, but ends a list
                end = at
            break
        at = last
        if join.lastgroup is not None:  # a comma alone may end the list
            end = at
    return _part(text, part.start, end)


def _mention(text: str, at: int, spans: Spans) -> int | None:
    """Return the end of the mention that begins here or after a few words that lead to it."""
    for _ in range(3):
        if at in spans:
            return spans[at]
        loose = _LOOSE.match(text, at)
        if loose is None:
            return None
        at = loose.end()
    return spans.get(at)


def _noun(text: str, at: int, spans: Spans, limit: int) -> int | None:
    """Return the end of the noun that a mention begins; ``None`` before what may be a verb."""
    end = _mention(text, at, spans)
    for _ in range(2):
        if not end or end > limit:
            return None
        if _AFTER.match(text, end, limit):
            return end
        more = _NEXT.match(text, end, limit)
        end = more.end() if more else None
    return None


def _before(text: str, start: int, relation: Part, spans: Spans) -> Part | None:
    """Return the noun that stands before a relation in its clause, if it has a mention."""
    opens = [m.end() for m in _CLAUSE.finditer(text, start, relation.start)]
    start = opens[-1] if opens else start
    adverb = _ADVERBIAL.match(text, start, relation.start)
    if adverb is not None and any(at >= adverb.end() for at in spans if at < relation.start):
        start = adverb.end()
    words = text[start : relation.start].rstrip(" ,")
    end = start + len(words)
    inside = [at for at in spans if start <= at < end]
    if not inside or len(words) > _LONGEST // 2 or "\n" in words or _FINITE.search(words):
        return None
    return _part(text, start, end)


def _after(text: str, relation: Part, spans: Spans, limit: int) -> Part | None:
    """Return the noun that follows a relation, if it is a mention or says something of one."""
    start = _LED.match(text, relation.end).end()  # type: ignore[union-attr]
    light = _LIGHT.match(text, start, limit)
    end = _noun(text, light.end() if light is not None else start, spans, limit)
    return _part(text, start, end) if end and start > relation.end else None


def _role(
    text: str, subject: Part | None, relation: Part, said: Part | None, spans: Spans, limit: int
) -> Parts | None:
    """Return the parts of ``X plays a role in Y`` and of ``studies show a role of X in Y``."""
    start, stop = (said.start, said.end) if said is not None else (relation.start, relation.end)
    found = _ROLE.search(text, start, min(limit, stop + 5))
    if found is None or found.start() - start > 60 or relation.start >= found.start("to"):
        return None
    verb, at = _part(text, relation.start, found.start("to")), found.end()
    if found["to"] == " of ":
        last = _mention(text, at, spans)
        inner = _grown(text, _part(text, at, last), spans, limit) if last else None
        place = _PLACE.match(text, inner.end) if inner else None
        end = _noun(text, place.end(), spans, limit) if place else None
        return Parts(inner, verb, _part(text, place.end(), end)) if place and end else None
    end = _noun(text, at, spans, limit)
    if not end:
        return None
    return Parts(subject, verb, _part(text, at, max(end, said.end if said is not None else 0)))


_AHEAD = 48  # letters after a relation in which a link may be named


def _between(
    text: str, subject: Part | None, relation: Part, said: Part | None, spans: Spans, limit: int
) -> Parts | None:
    """Return the two ends of a link that some study found, or that is the subject."""
    ahead = _part(text, relation.end, min(limit, relation.end + _AHEAD)) if said is None else None
    for part in (said, ahead, subject):
        found = _LINK.search(text, part.start, part.end) if part is not None else None
        first = _mention(text, found.end(), spans) if found is not None else None
        join = _AND.match(text, first) if first else None
        if part is None or found is None or first is None or join is None:
            continue
        last = _noun(text, join.end(), spans, relation.start if part is subject else limit)
        if last:
            begin = found.start() if part is subject else relation.start
            return Parts(
                _part(text, found.end(), first),
                _part(text, begin, found.end() - 1),
                _grown(text, _part(text, join.end(), last), spans, limit),
            )
    return None
