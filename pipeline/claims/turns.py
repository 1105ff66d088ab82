"""Parts turned round: what the sentence asserts, where its grammar says it of something else.

Each step takes a clause and returns it as it was, or turned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.claims.around import (
    ACTS,
    BETWEEN,
    SHOWS,
    Clause,
    completed,
    noun_before,
    tag_at,
    text_at,
    word_before,
)
from pipeline.claims.changes import kind_of, leans
from pipeline.claims.phrases import (
    FINITE,
    PEOPLE,
    Token,
    Verb,
    base,
    group,
    noun,
)
from pipeline.claims.text import vocabulary

# Who finds things out: what is found is the claim.
_SOURCES = vocabulary(
    "researchers scientists experts doctors investigators authors we i evidence research science "
    "study studies data findings results trials reviews work surveys physicians team"
)


# Who does what anybody does: "you can find X in Y", "doctors use X to measure Y".
_ANYBODY = vocabulary(
    "you we i they one researchers scientists doctors people physicians experts dentists nurses "
    "surgeons clinicians therapists midwives"
)


_FINDING = vocabulary("find found get got obtain")


_USING = vocabulary("use uses used give gave prescribe prescribed take employ apply recommend")


COPULAS = vocabulary("is are was were be been being s ’s 's re remains became become")


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


# "by" names no doer: "is accompanied by fever".
_WITHOUT_DOER = vocabulary(
    "accompanied followed preceded characterized characterised defined measured marked surrounded"
)


_NO_AGENT = vocabulary("using means way chance default contrast accident then now age weight")


_NEAR = 3  # words, adverbs mostly, between a subject and its verb


def reported(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Take what is found where the tagger took who finds: "science suggests that X helps"."""
    if clause.subject is None or clause.relation is None:
        return clause
    told = clause.relation[1] - 1
    tells = words[told].text in SHOWS and text_at(words, told + 1) == "that"
    source = text_at(words, base(words, clause.subject[0]) - 1) in _SOURCES
    for verb in verbs if source or tells else ():
        if verb.first < clause.relation[0]:
            continue
        inner = next((one for one in verbs if one.first > verb.last), None)
        subject = noun_before(words, inner.first) if inner is not None else None
        if inner is None or subject is None:
            continue
        that = text_at(words, verb.last) == "that" and tag_at(words, verb.last) == "SC"
        shows = words[verb.last - 1].text in SHOWS
        colon = words[subject[0] - 1].text == ":"
        if colon or (shows and (that or subject[0] == verb.last)):
            return Clause(subject, (inner.first, inner.last), None)
    return clause


def inverted(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Turn "Among the most used drugs are statins"."""
    subject, relation, said = clause
    if subject is None or relation is None or said is None or subject[1] > relation[0]:
        return clause
    if words[subject[0]].text != "among" or words[relation[1] - 1].text not in COPULAS:
        return clause
    return Clause(said, relation, (subject[0] + 1, subject[1]))


def with_effect(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Take the later of two things that a subject does, where only that one is an effect."""
    if clause.subject is None or clause.relation is None or _says(words, clause):
        return clause
    for verb in verbs:  # "pooled five trials and found no effect on sleep"
        found = words[verb.last - 1].text in {"found", "finds", "showed", "shows"}
        if found and verb.first > clause.relation[1] and text_at(words, verb.first - 1) == "and":
            said = completed(words, Clause(clause.subject, (verb.first, verb.last), None), ())
            return said if said.object is not None else clause
    start = clause.relation[1]
    for at in range(start, min(len(words) - 1, start + 40)):
        word, tag = words[at].text, words[at].tag
        if word in {";", ":"} or tag in {"SC", "WDT"} or (at in _firsts(verbs) and word != "and"):
            if at in _firsts(verbs) and _joined(words, at):
                return _taken(words, clause, at)
            return clause
        if tag == "VBG" and text_at(words, at - 1) == "," and kind_of(word) in ACTS:
            return _taken(words, clause, at)
        if tag in {"VB", *FINITE} and _joined(words, at) and kind_of(word) in ACTS:
            return _taken(words, clause, at)
    return clause


def _firsts(verbs: Sequence[Verb]) -> set[int]:
    return {verb.first for verb in verbs}


def _joined(words: Sequence[Token], at: int) -> bool:
    """Tell a verb that shares its subject: "sees this and releases cytokines"."""
    before = at - 1
    while tag_at(words, before) == "RB":
        before -= 1
    return text_at(words, before) in {"and", ","} and kind_of(words[at].text) in ACTS


def _taken(words: Sequence[Token], clause: Clause, at: int) -> Clause:
    verb = group(words, at)
    taken = completed(words, Clause(clause.subject, (verb.first, verb.last), None), ())
    plain = taken.object is not None and words[taken.object[0]].tag != "PRP"
    return taken if plain else clause


def _says(words: Sequence[Token], clause: Clause) -> bool:
    """Tell a clause that says more or less of something, or what something is."""
    relation = [word.text for word in words[slice(*(clause.relation or (0, 0)))]]
    said = [word.text for word in words[slice(*(clause.object or (0, 0)))]][:3]
    kinds = {kind_of(word) for word in relation}
    copular = relation[-1] in COPULAS or "not" in relation or "no" in said
    risky = any(word.startswith("risk") for word in (*relation, *said))
    return bool(kinds & {*ACTS, "more", "less"}) or any(map(leans, said)) or copular or risky


_POINTING = vocabulary("this these it they that")


_BY_WAY = vocabulary("why how whereby which")


_NAMES = vocabulary("called named termed known dubbed")


def pointed(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
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
        pronoun, before = word_before(words, verb.first), 0
        before = pronoun - 1
        if text_at(words, pronoun) in {"they", "it"} and text_at(words, before) in {
            "and",
            ";",
            ",",
        }:
            return completed(words, Clause(said, (verb.first, verb.last), None), ())
        return clause
    inner = noun_before(words, verb.first)
    opens = inner is not None and text_at(words, inner[0] - 1) in _BY_WAY
    if inner is None or not opens or inner[0] - relation[1] > BETWEEN:
        return clause
    return completed(words, Clause(inner, (verb.first, verb.last), None), ())


_LINKS = vocabulary(
    "link links connection connections association associations relationship relationships "
    "correlation correlations"
)


_SEEN = vocabulary("reported found observed established documented shown seen suggested noted")


def linked(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Open a link that is only called strong or clear: "The link between A and B is clear"."""
    subject, relation, said = clause
    there = relation is not None and tag_at(words, relation[0] - 1) == "EX"
    if relation is not None and said is not None and there:
        at = said[1]
        if text_at(words, at) == "between" and words[at - 1].text in _LINKS:
            end = noun(words, at + 1, listed=False)
            other = noun(words, end + 1)
            if text_at(words, end) == "and" and other > end + 1:
                return Clause((at + 1, end), (relation[0], at + 1), (end + 1, other))
        return clause
    if subject is None or relation is None or subject[1] > relation[0]:
        return clause
    verb = words[relation[1] - 1]
    copular = verb.text in COPULAS or verb.tag == "JJ" or verb.text in _SEEN
    bare = said is None or all(words[at].tag in {"JJ", "JJR", "RB"} for at in range(*said))
    ends = [at for at in range(*subject) if words[at].text == "between"]
    if not copular or not bare or not ends or text_at(words, ends[0] - 1) not in _LINKS:
        return clause
    first = ends[0] + 1
    end = noun(words, first, listed=False)
    other = end
    while other < subject[1] and words[other].text in {",", "and"}:
        other += 1
    if end == first or other in {end, subject[1]}:
        return clause
    return Clause((first, end), (ends[0] - 1, first), (other, subject[1]))


def passive(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Let the doer of a passive be the subject: "bone is removed from the skeleton by cells"."""
    if clause.relation is None or clause.subject is None:
        return clause
    first, last = clause.relation
    verb = next((v for v in verbs if v.passive and v.first < last and first < v.last), None)
    if verb is not None and words[verb.last - 1].text in _WITHOUT_DOER:
        return clause
    if verb is None or clause.subject[0] > first:
        return clause
    for at in range(verb.last, min(len(words) - 1, verb.last + BETWEEN)):
        if words[at].tag in FINITE or words[at].text in {",", ";", "and", "("}:
            return clause
        if words[at].text != "by":
            continue
        end = noun(words, at + 1)
        if end == at + 1 or words[at + 1].tag in {"VBG", "CD"} or words[end - 1].text in _NO_AGENT:
            return clause
        if words[at + 1].tag == "PRP" or kind_of(words[verb.last - 1].text) in {"", *ACTS}:
            end = _named(words, end)
            return Clause((at + 1, end), (min(first, verb.first), at + 1), clause.subject)
        return clause
    return clause


def _named(words: Sequence[Token], end: int) -> int:
    """Return the end of a noun with its name: "cells called osteoclasts"."""
    if text_at(words, end) in {"called", "named", "known"}:
        at = end + 1 + (text_at(words, end + 1) == "as")
        return max(end, noun(words, at)) if noun(words, at) > at else end
    return end


def led_on(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Let a noun that only leads on be of the relation: "is a symptom of", "has an effect on"."""
    if clause.relation is None or clause.object is None or clause.relation[1] != clause.object[0]:
        return clause
    first, last = clause.object
    end = base(words, first)
    head, lead = text_at(words, end - 1), text_at(words, end)
    copular = words[clause.relation[1] - 1].text in COPULAS
    leads = lead in _LEADS or (lead == "for" and copular)
    if end >= last - 1 or not leads or words[first].text in {"no", "one", "some", "many"}:
        return clause
    if (_KINDS if copular else _CARRIES).match(head) and noun(words, end + 1) > end + 1:
        return Clause(clause.subject, (clause.relation[0], end + 1), (end + 1, last))
    return clause


def anybody(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Leave out who does what anybody does: "you can find X in Y", "doctors use X to treat Y"."""
    subject, relation, said = clause
    if subject is None or relation is None or said is None or relation[1] != said[0]:
        return clause
    if words[subject[1] - 1].text not in _ANYBODY or subject[1] - subject[0] > 2:
        return clause
    verb, at = words[relation[1] - 1].text, max(said[1], noun(words, said[0]))
    if verb in _FINDING and text_at(words, at) == "in":
        end = noun(words, at + 1)
        return Clause((said[0], at), relation, (at + 1, end)) if end > at + 1 else clause
    if verb in _USING and tag_at(words, at) == "TO" and tag_at(words, at + 1) == "VB":
        to = group(words, at + 1)
        end = noun(words, to.last)
        if end > to.last:
            return Clause((said[0], at), (at, to.last), (to.last, end))
    return clause


_TAKING = vocabulary(
    "taking took taken given receiving received eating drinking using treated consuming fed "
    "practising practicing doing wearing"
)


def treated(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Let the treatment be the subject: "bone density fell in those taking prednisone"."""
    subject, relation, said = clause
    if subject is None or relation is None or said is None or text_at(words, said[0] - 1) != "in":
        return clause
    if subject[1] > relation[0] or relation[0] - subject[1] > _NEAR:
        return clause
    end = base(words, said[0])
    if end == said[0] or text_at(words, end - 1) not in PEOPLE | {"group"}:
        return clause
    at = end
    while text_at(words, at) in {"who", "also", "only", "were", "had", "been", "regularly"}:
        at += 1
    if text_at(words, at) not in _TAKING:
        return clause
    at += 1 + (text_at(words, at + 1) == "with")
    last = max(noun(words, at), at + (tag_at(words, at) == "JJ"))
    return Clause((at, last), relation, subject) if last > at else clause
