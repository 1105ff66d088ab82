"""Parts by grammar: what the tagger left open, cut short, or gave the wrong way round.

The tagger says which clause a sentence asserts. Here its parts become whole phrases; what it
did not find is looked for round the verb; the doer of a passive becomes the subject; and of two
things that a subject does, the one with an effect is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.claims.changes import kind_of, leans
from pipeline.claims.clauses import Parts
from pipeline.claims.phrases import (
    FINITE,
    NOUNS,
    PEOPLE,
    Token,
    Verb,
    base,
    begins_clause,
    group,
    index_at,
    noun,
    part,
    verbs_of,
)
from pipeline.claims.text import vocabulary

Span = tuple[int, int]
"""First word and the one after the last."""


class Clause(NamedTuple):
    """The parts of a claim as stretches of words."""

    subject: Span | None = None
    relation: Span | None = None
    object: Span | None = None


# Who finds things out: what is found is the claim.
_SOURCES = vocabulary(
    "researchers scientists experts doctors investigators authors we i evidence research science "
    "study studies data findings results trials reviews work surveys physicians team"
)
_SHOWS = vocabulary(
    "suggests suggest suggested shows show showed shown finds find found indicates indicate "
    "indicated reveals revealed demonstrates demonstrated confirms confirmed concluded reported "
    "reports argue argues believe says say said know note noted estimate estimated"
)
# Who does what anybody does: "you can find X in Y", "doctors use X to measure Y".
_ANYBODY = vocabulary("you we i they one researchers scientists doctors people physicians experts")
_FINDING = vocabulary("find found get got obtain")
_USING = vocabulary("use uses used give gave prescribe prescribed take employ apply recommend")
_COPULAS = vocabulary("is are was were be been being s ’s 's re remains became become")
# "is a symptom of", "are the main causes of": the noun only leads on to the next.
_KINDS = re.compile(
    r"(?:causes?|symptoms?|signs?|sources?|factors?|markers?|indicators?|predictors?|triggers?|"
    r"components?|aspects?|features?|forms?|types?|consequences?|results?|products?|drivers?|"
    r"regulators?|inhibitors?|contributors?|complications?|hallmarks?|parts?|subtypes?|variants?|"
    r"precursors?|determinants?|mediators?|effects?|treatments?|remed(?:y|ies)|cures?)\Z"
)
_CARRIES = re.compile(
    r"(?:roles?|effects?|impacts?|influences?|increases?|decreases?|reductions?|rises?|declines?|"
    r"improvements?|drops?|falls?|parts?|contributions?)\Z"
)
_LEADS = vocabulary("in on of for to upon against")
_OUTSIDE = vocabulary(
    "than compared while when because although though since if unless until despite besides "
    "during before after according as without following via"
)
_NO_AGENT = vocabulary("using means way chance default contrast accident then now age weight")
_MOST_BETWEEN = 9  # words between a passive and its "by"
_LONGEST_SUBJECT = 30  # words


def by_grammar(text: str, parts: Parts, words: Sequence[Token]) -> Parts:
    """Return the parts of the sentence of these words, completed and turned."""
    if not words:
        return parts
    clause = Clause(*(one and _span(words, one.start, one.end) for one in parts))
    verbs = verbs_of(words)
    for step in _STEPS:
        clause = step(words, clause, verbs)
    return Parts(*(span and part(text, words, *span) for span in clause))


def _span(words: Sequence[Token], start: int, end: int) -> Span | None:
    first, last = index_at(words, start), index_at(words, end - 1) + 1
    return (first, min(last, len(words))) if first < min(last, len(words)) else None


def _text(words: Sequence[Token], at: int) -> str:
    return words[at].text if 0 <= at < len(words) else ""


def _tag(words: Sequence[Token], at: int) -> str:
    return words[at].tag if 0 <= at < len(words) else ""


def _found(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Take the verb of the first clause that is no other's part, where there is none yet."""
    if clause.relation is not None:
        return clause
    for verb in verbs:
        if _tag(words, verb.first - 1) in {"WDT", "RB", "EX"} or _opens(words, verb.first):
            continue
        subject = clause.subject or _before(words, verb.first)
        if subject is not None and subject[1] <= verb.first:
            said = clause.object if clause.object and clause.object[0] >= verb.last else None
            return Clause(subject, (verb.first, verb.last), said)
    return clause


def _opens(words: Sequence[Token], at: int) -> bool:
    """Tell a verb of a subordinate clause that opens its sentence: "While zinc helps, …"."""
    return words[0].tag in {"SC", "WRB"} and not any(word.text == "," for word in words[:at])


def _reported(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Take what is found where the tagger took who finds: "science suggests that X helps"."""
    if clause.subject is None or clause.relation is None:
        return clause
    if words[clause.subject[1] - 1].text not in _SOURCES:
        return clause
    for verb in verbs:
        that = _text(words, verb.last) == "that" and _tag(words, verb.last) == "SC"
        if not that or words[verb.last - 1].text not in _SHOWS or verb.first < clause.relation[0]:
            continue
        inner = next((one for one in verbs if one.first > verb.last), None)
        subject = _before(words, inner.first) if inner is not None else None
        if inner is not None and subject is not None and subject[0] > verb.last:
            return Clause(subject, (inner.first, inner.last), None)
    return clause


def _effect(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Take the later of two things that a subject does, where only that one is an effect."""
    if clause.subject is None or clause.relation is None or _says(words, clause):
        return clause
    start = clause.relation[1]
    for at in range(start, min(len(words) - 1, start + 40)):
        word, tag = words[at].text, words[at].tag
        if word in {";", ":"} or tag in {"SC", "WDT"} or (at in _firsts(verbs) and word != "and"):
            if at in _firsts(verbs) and _joined(words, at):
                return _taken(words, clause, at)
            return clause
        if tag == "VBG" and _text(words, at - 1) == "," and kind_of(word) in _ACTS:
            return _taken(words, clause, at)
        if tag in {"VB", *FINITE} and _joined(words, at) and kind_of(word) in _ACTS:
            return _taken(words, clause, at)
    return clause


_ACTS = ("up", "down", "bring")


def _firsts(verbs: Sequence[Verb]) -> set[int]:
    return {verb.first for verb in verbs}


def _joined(words: Sequence[Token], at: int) -> bool:
    """Tell a verb that shares its subject: "sees this and releases cytokines"."""
    before = at - 1
    while _tag(words, before) == "RB":
        before -= 1
    return _text(words, before) in {"and", ","} and kind_of(words[at].text) in _ACTS


def _taken(words: Sequence[Token], clause: Clause, at: int) -> Clause:
    verb = group(words, at)
    taken = _completed(words, Clause(clause.subject, (verb.first, verb.last), None), ())
    return taken if taken.object is not None else clause


def _says(words: Sequence[Token], clause: Clause) -> bool:
    """Tell a clause that says more or less of something, or what something is."""
    relation = [word.text for word in words[slice(*(clause.relation or (0, 0)))]]
    said = [word.text for word in words[slice(*(clause.object or (0, 0)))]][:3]
    kinds = {kind_of(word) for word in relation}
    copular = relation[-1] in _COPULAS or "not" in relation or "no" in said
    risky = any(word.startswith("risk") for word in (*relation, *said))
    return bool(kinds & {*_ACTS, "more", "less"}) or any(map(leans, said)) or copular or risky


_POINTING = vocabulary("this these it they that")
_BY_WAY = vocabulary("why how whereby which")
_NAMES = vocabulary("called named termed known dubbed")


def _pointed(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Take the clause that "this" only points to: "this is how X works", "a way by which X works".

    And what is said of a thing after its name: "These are called cytokines, and they damage X".
    """
    subject, relation, said = clause
    if subject is None or relation is None or words[subject[0]].text not in _POINTING:
        return clause
    if subject[1] - subject[0] > 1:
        return clause
    verb = next((one for one in verbs if one.first >= relation[1]), None)
    if verb is None:
        return clause
    if words[relation[1] - 1].text in _NAMES and said is not None:
        pronoun, before = _back(words, verb.first), 0
        before = pronoun - 1
        if _text(words, pronoun) in {"they", "it"} and _text(words, before) in {"and", ";", ","}:
            return _completed(words, Clause(said, (verb.first, verb.last), None), ())
        return clause
    inner = _before(words, verb.first)
    opens = inner is not None and _text(words, inner[0] - 1) in _BY_WAY
    if inner is None or not opens or inner[0] - relation[1] > _MOST_BETWEEN:
        return clause
    return _completed(words, Clause(inner, (verb.first, verb.last), None), ())


def _back(words: Sequence[Token], at: int) -> int:
    """Return the word before a verb, over adverbs."""
    at -= 1
    while _tag(words, at) == "RB":
        at -= 1
    return at


_LINKS = vocabulary("link links connection connections association associations relationship "
                    "relationships correlation correlations")


def _linked(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Open a link that is only called strong or clear: "The link between A and B is clear"."""
    subject, relation, said = clause
    if subject is None or relation is None or subject[1] > relation[0]:
        return clause
    copular = words[relation[1] - 1].text in _COPULAS or _tag(words, relation[1] - 1) == "JJ"
    bare = said is None or all(words[at].tag in {"JJ", "JJR", "RB"} for at in range(*said))
    ends = [at for at in range(*subject) if words[at].text == "between"]
    if not copular or not bare or not ends or _text(words, ends[0] - 1) not in _LINKS:
        return clause
    first = ends[0] + 1
    end = noun(words, first, listed=False)
    other = end
    while other < subject[1] and words[other].text in {",", "and"}:
        other += 1
    if end == first or other in {end, subject[1]}:
        return clause
    return Clause((first, end), (ends[0] - 1, first), (other, subject[1]))


def _passive(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Let the doer of a passive be the subject: "bone is removed from the skeleton by cells"."""
    if clause.relation is None or clause.subject is None:
        return clause
    first, last = clause.relation
    verb = next((v for v in verbs if v.passive and v.first < last and first < v.last), None)
    if verb is None or clause.subject[0] > first:
        return clause
    for at in range(verb.last, min(len(words) - 1, verb.last + _MOST_BETWEEN)):
        if words[at].tag in FINITE or words[at].text in {",", ";", "and", "("}:
            return clause
        if words[at].text != "by":
            continue
        end = noun(words, at + 1)
        if end == at + 1 or words[at + 1].tag in {"VBG", "CD"} or words[end - 1].text in _NO_AGENT:
            return clause
        if words[at + 1].tag == "PRP" or kind_of(words[verb.last - 1].text) in {"", *_ACTS}:
            end = _named(words, end)
            return Clause((at + 1, end), (min(first, verb.first), at + 1), clause.subject)
        return clause
    return clause


def _named(words: Sequence[Token], end: int) -> int:
    """Return the end of a noun with its name: "cells called osteoclasts"."""
    if _text(words, end) in {"called", "named", "known"}:
        at = end + 1 + (_text(words, end + 1) == "as")
        return max(end, noun(words, at)) if noun(words, at) > at else end
    return end


def _completed(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Look for a missing subject before the verb and a missing object after it."""
    if clause.relation is None:
        return clause
    subject, (first, last), said = clause.subject, clause.relation, clause.object
    if subject is None and (said is None or said[0] >= last):
        subject = _before(words, first)
    if said is None and (subject is None or subject[1] <= first):
        found = _after(words, last)
        if found is not None:
            return Clause(subject, (first, found[0]), found)
    return Clause(subject, (first, last), said)


def _before(words: Sequence[Token], verb: int) -> Span | None:
    """Return the noun phrase, with all that hangs on it, that stands before a verb."""
    end = verb
    while _tag(words, end - 1) == "RB" or _text(words, end - 1) == ",":
        end -= 1
    start = _clause_start(words, end)
    while start < end and words[start].tag in {"RB", "CC", "PU", ","}:
        start += 1
    if _tag(words, start) in {"IN", "TO", "SC", "WRB", "VBN", "VBG"}:
        commas = [at for at in range(start, end) if words[at].text == ","]
        later = [at + 1 for at in commas if base(words, at + 1) > at + 1]
        gerund = words[start].tag == "VBG" and not later
        if not gerund:
            if not later:
                return None
            start = later[-1]
    elif base(words, start) == start:
        return None
    inside = words[start:end]
    if not 0 < len(inside) <= _LONGEST_SUBJECT or (len(inside) == 1 and inside[0].tag == "EX"):
        return None
    verbs = [at for at in range(start, end) if words[at].tag in FINITE]
    if any(not _is_relative(words, at) for at in verbs):
        return None
    return start, end


def _is_relative(words: Sequence[Token], at: int) -> bool:
    while _tag(words, at - 1) == "RB":
        at -= 1
    return _tag(words, at - 1) == "WDT"


def _clause_start(words: Sequence[Token], end: int) -> int:
    for at in range(end - 1, -1, -1):
        word = words[at]
        if word.text == "which" and _tag(words, at - 1) == "IN":
            return at + 1
        if word.tag in {"SC", "EX"} or word.text in {";", ":", "—", "–", "(", "["}:
            return at + 1
        if word.tag == "WRB":
            return at + 1
        joins = word.tag == "CC" and _text(words, at - 1) == ","
        if joins and any(one.tag in FINITE for one in words[:at]):
            return at + 1
    return 0


def _after(words: Sequence[Token], last: int) -> Span | None:
    """Return the noun phrase that a verb leads to, over adverbs, prepositions, infinitives."""
    at = last
    for _ in range(6):
        tag, word = _tag(words, at), _text(words, at)
        if word in _OUTSIDE or tag in {"SC", "WDT", "WRB", "CC", ",", "PU", "BR", ""}:
            return None
        end = noun(words, at)
        if end > at and not begins_clause(words, end):
            return (at, end)
        if end > at:
            return None
        if tag == "TO" and _tag(words, at + 1) in {"VB", "RB"}:
            at = group(words, at + 1).last if _tag(words, at + 1) == "VB" else at + 1
        elif tag in {"VBG", "VBN", "VB"}:
            at = group(words, at).last
        elif tag in {"IN", "RB", "JJ", "JJR", "RP"}:
            at += 1
        else:
            return None
    return None


def _led_on(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Let a noun that only leads on be of the relation: "is a symptom of", "has an effect on"."""
    if clause.relation is None or clause.object is None or clause.relation[1] != clause.object[0]:
        return clause
    first, last = clause.object
    end = base(words, first)
    head, lead = _text(words, end - 1), _text(words, end)
    copular = words[clause.relation[1] - 1].text in _COPULAS
    leads = lead in _LEADS or (lead == "for" and copular)
    if end >= last - 1 or not leads or words[first].text in {"no", "one", "some", "many"}:
        return clause
    if (_KINDS if copular else _CARRIES).match(head) and noun(words, end + 1) > end + 1:
        return Clause(clause.subject, (clause.relation[0], end + 1), (end + 1, last))
    return clause


def _anybody(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Leave out who does what anybody does: "you can find X in Y", "doctors use X to treat Y"."""
    subject, relation, said = clause
    if subject is None or relation is None or said is None or relation[1] != said[0]:
        return clause
    if words[subject[1] - 1].text not in _ANYBODY or subject[1] - subject[0] > 2:
        return clause
    verb, at = words[relation[1] - 1].text, max(said[1], noun(words, said[0]))
    if verb in _FINDING and _text(words, at) == "in":
        end = noun(words, at + 1)
        return Clause((said[0], at), relation, (at + 1, end)) if end > at + 1 else clause
    if verb in _USING and _tag(words, at) == "TO" and _tag(words, at + 1) == "VB":
        to = group(words, at + 1)
        end = noun(words, to.last)
        if end > to.last:
            return Clause((said[0], at), (at, to.last), (to.last, end))
    return clause


_TAKING = vocabulary(
    "taking took taken given receiving received eating drinking using treated consuming fed"
)


def _treated(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Let the treatment be the subject: "bone density fell in those taking prednisone"."""
    subject, relation, said = clause
    if subject is None or relation is None or said is None or _text(words, said[0] - 1) != "in":
        return clause
    end = base(words, said[0])
    if end == said[0] or _text(words, end - 1) not in PEOPLE | {"group"}:
        return clause
    at = end
    while _text(words, at) in {"who", "also", "only", "were", "had", "been", "regularly"}:
        at += 1
    if _text(words, at) not in _TAKING:
        return clause
    at += 1 + (_text(words, at + 1) == "with")
    last = noun(words, at)
    return Clause((at, last), relation, subject) if last > at else clause


def _whole(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Let subject and object be whole phrases: no cut through one, lists to their end."""
    subject, relation, said = clause
    bounds = _bases(words)
    if subject is not None:
        limit = len(words)
        if relation is not None and relation[0] >= subject[1]:
            limit = relation[0]
        between = relation is not None and words[relation[1] - 1].text == "between"
        subject = _widened(words, subject, bounds, 0, limit, not between)
    if said is not None:
        least = relation[1] if relation is not None and relation[1] <= said[0] else 0
        limit = len(words)
        if relation is not None and relation[0] >= said[1]:
            limit = relation[0]
        elif subject is not None and subject[0] >= said[1]:
            limit = subject[0]
        said = _widened(words, said, bounds, least, limit)
    return Clause(subject, relation, said)


def _bases(words: Sequence[Token]) -> list[Span]:
    found, at = [], 0
    while at < len(words):
        end = base(words, at)
        if end > at:
            found.append((at, end))
        at = max(at + 1, end)
    return found


def _widened(
    words: Sequence[Token],
    span: Span,
    bounds: Sequence[Span],
    least: int,
    limit: int,
    listed: bool = True,
) -> Span:
    first, last = span
    for start, end in bounds:
        if start < first < end and start >= least:
            first = start
        if start < last < end and end <= limit:
            last = end
    whole = noun(words, first, listed=listed)
    if whole > last and whole <= limit and not begins_clause(words, whole):
        last = whole
    return first, last


Step = Callable[[Sequence[Token], Clause, Sequence[Verb]], Clause]
_STEPS: tuple[Step, ...] = (
    _found,
    _reported,
    _pointed,
    _linked,
    _effect,
    _passive,
    _completed,
    _led_on,
    _anybody,
    _treated,
    _whole,
)
