"""Parts by grammar: what the tagger left open, cut short, or gave the wrong way round.

The tagger says which clause a sentence asserts. Here its parts become whole phrases; what it
did not find is looked for round the verb; the doer of a passive becomes the subject; and of two
things that a subject does, the one with an effect is taken.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.claims.around import (
    ACTS,
    Clause,
    Span,
    Step,
    bases,
    completed,
    is_relative,
    noun_before,
    tag_at,
    text_at,
    word_before,
)
from pipeline.claims.changes import kind_of
from pipeline.claims.clauses import Parts
from pipeline.claims.phrases import (
    FINITE,
    NOUNS,
    VERBAL,
    Token,
    Verb,
    base,
    begins_clause,
    index_at,
    noun,
    part,
    verbs_of,
)
from pipeline.claims.text import vocabulary
from pipeline.claims.turns import (
    anybody,
    inverted,
    led_on,
    linked,
    passive,
    pointed,
    reported,
    treated,
    with_effect,
)


def by_grammar(text: str, parts: Parts, words: Sequence[Token]) -> Parts:
    """Return the parts of the sentence of these words, completed and turned."""
    if not words:
        return parts
    clause = Clause(*(None if one is None else _span(words, one.start, one.end) for one in parts))
    verbs = verbs_of(words)
    for step in _STEPS:
        clause = step(words, clause, verbs)
    return Parts(*(span and part(text, words, *span) for span in clause))


def _span(words: Sequence[Token], start: int, end: int) -> Span | None:
    first, last = index_at(words, start), index_at(words, end - 1) + 1
    return (first, min(last, len(words))) if first < min(last, len(words)) else None


def _found(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Take the verb of the first clause that is no other's part, where there is none yet."""
    first = _untagged(words[: _first_clause(words)])
    missed = bool(first) and not any(
        one.first < _first_clause(words) and not is_relative(words, one.first) for one in verbs
    )
    if missed and (clause.relation is None or clause.relation[0] > first[0].first):
        clause, verbs = Clause(), first
    if clause.relation is not None:
        return clause
    if clause.subject is not None and any(
        clause.subject[0] < one.first < clause.subject[1] and not is_relative(words, one.first)
        for one in verbs
    ):
        clause = Clause()
    for verb in verbs:
        if tag_at(words, verb.first - 1) in {"WDT", "RB", "EX"} or _opens(words, verb.first):
            continue
        subject = clause.subject or noun_before(words, verb.first)
        if subject is not None and subject[1] <= verb.first:
            said = clause.object if clause.object and clause.object[0] >= verb.last else None
            return Clause(subject, (verb.first, verb.last), said)
    return clause


def _first_clause(words: Sequence[Token]) -> int:
    """Return where the first clause ends, of those that a comma or semicolon parts."""
    for at, word in enumerate(words[:-1]):
        joined = word.text == "," and words[at + 1].text in {"but", "while", "whereas"}
        if joined or word.text == ";":
            return at
    return len(words)


def _untagged(words: Sequence[Token]) -> list[Verb]:
    """Return verbs of change that the encoder took for nouns or participles.

    "Steroid creams lengthen healing", "Exercise after diagnosis prolonged survival",
    "Zinc, taken early, shortened colds".
    """
    return [
        Verb(at, at + 1, False)
        for at in range(1, len(words) - 1)
        if kind_of(words[at].text) in _CHANGES and _may_be_verb(words, at)
    ]


_CHANGES = frozenset({*ACTS, "more", "less"})
_AFTER_NOUN = frozenset({*NOUNS, "RB", "CD", "VBG"})
_LED = frozenset({*NOUNS, "DT", "JJ", "JJR", "CD", "PRP"})


def _may_be_verb(words: Sequence[Token], at: int) -> bool:
    word, before = words[at].text, words[at - 1]
    aside = before.text == "," and any(word.text == "," for word in words[: at - 1])
    after_noun = aside or before.tag in _AFTER_NOUN or before.text == ")"
    many = before.tag == "NNS" or before.text in {",", ")"}
    leads = words[at + 1].tag in _LED
    if word.endswith("ing") or not leads:
        return False
    return after_noun if word.endswith(("ed", "es")) else many


def _opens(words: Sequence[Token], at: int) -> bool:
    """Tell a verb of a subordinate clause that opens its sentence: "While zinc helps, …"."""
    return words[0].tag in {"SC", "WRB"} and not any(word.text == "," for word in words[:at])


def _own_subject(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Let the subject be of the relation's own clause: no other verb stands between them."""
    subject, relation, said = clause
    if subject is None or relation is None or subject[1] > relation[0]:
        return clause
    between = [
        one
        for one in verbs
        if subject[1] <= one.first < relation[0] and not is_relative(words, one.first)
    ]
    own = noun_before(words, relation[0]) if between else None
    if own is None or own[0] < between[-1].last:
        return clause
    return Clause(own, relation, said)


def _joined_up(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Let a relation be a whole verb group with its preposition, a subject end before it."""
    subject, relation, said = clause
    if relation is None:
        return clause
    first, last = relation
    plain = not any(words[at].tag in VERBAL for at in range(first, last))
    if plain and words[last - 1].text == "than" and kind_of(text_at(words, last)) in ACTS:
        last += 1  # "more than | halved"
    elif plain:  # "increased | falls by"
        before = next((one for one in verbs if one.last == first), None)
        end = noun(words, first)
        if before is not None and subject is not None and subject[1] <= before.first < end:
            return Clause(subject, (before.first, before.last), (first, end))
    own = next((one for one in verbs if first <= one.first < last), None)
    if own is not None and own.last < last and words[last - 1].text == "by":
        end = noun(words, own.last)  # "increased falls by | 15"
        if kind_of(words[own.last - 1].text) in ACTS and own.last < end == last - 1:
            return Clause(subject, (first, own.last), (own.last, end))
    if (text_at(words, last - 1), text_at(words, last)) == ("in", "hand") and text_at(
        words, last + 1
    ) == "with":
        end = noun(words, last + 2)
        return Clause(subject, (first, last + 2), (last + 2, end)) if end > last + 2 else clause
    for verb in verbs:
        if verb.first < last < verb.last and (said is None or verb.last <= said[0]):
            last = verb.last
    gap = words[last : said[0]] if said is not None and said[0] > last else []
    if 0 < len(gap) <= 2 and all(word.tag in {"IN", "TO"} for word in gap) and said is not None:
        last = said[0]
    if subject is not None and subject[1] <= first:
        subject = _apposed(words, subject)
        while subject[1] - subject[0] > 1 and words[subject[1] - 1].text in {"not", "only", "also"}:
            subject = (subject[0], subject[1] - 1)
    return Clause(subject, (first, last), said)


def _apposed(words: Sequence[Token], subject: Span) -> Span:
    """Return the noun that another stands beside: "Magnesium, an essential mineral, is …"."""
    first, last = subject
    if (
        text_at(words, first - 1) != ","
        or text_at(words, last) != ","
        or base(words, first) != last
    ):
        return subject
    starts = [at for at in range(max(0, first - 8), first - 1) if base(words, at) == first - 1]
    named = starts and tag_at(words, starts[0] - 1) in {"", "SC", "PU", "CC"}
    return (starts[0], first - 1) if named and words[first].tag in {"DT", "CD"} else subject


def _whole(words: Sequence[Token], clause: Clause, verbs: Sequence[Verb]) -> Clause:
    """Let subject and object be whole phrases: no cut through one, lists to their end."""
    subject, relation, said = clause
    if subject is not None:
        limit = len(words)
        if relation is not None and relation[0] >= subject[1]:
            limit = relation[0]
        between = relation is not None and words[relation[1] - 1].text == "between"
        subject = _widened(words, subject, 0, limit, not between)
    if said is not None:
        least = relation[1] if relation is not None and relation[1] <= said[0] else 0
        limit = len(words)
        if relation is not None and relation[0] >= said[1]:
            limit = relation[0]
        elif subject is not None and subject[0] >= said[1]:
            limit = subject[0]
        said = _widened(words, said, least, limit)
        joins = (
            at for at in range(said[0] + 1, said[1]) if words[at].text in {"yet", "but", "and"}
        )
        said = (said[0], next((at for at in joins if tag_at(words, at + 1) in FINITE), said[1]))
    return Clause(subject, relation, said)


def _widened(
    words: Sequence[Token],
    span: Span,
    least: int,
    limit: int,
    listed: bool = True,
) -> Span:
    first, last = span
    for start, end in bases(words, span):
        if start < first < end and start >= least:
            first = start
        if start < last < end and end <= limit:
            last = end
    whole = noun(words, first, listed=listed)
    if whole > last and whole <= limit and not begins_clause(words, whole):
        last = whole
    return first, last


_STEPS: tuple[Step, ...] = (
    _found,
    reported,
    _own_subject,
    inverted,
    pointed,
    linked,
    with_effect,
    passive,
    _joined_up,
    completed,
    led_on,
    anybody,
    treated,
    _whole,
)


def further_clauses(text: str, parts: Parts, words: Sequence[Token]) -> list[Parts]:
    """Return the parts of the other clauses that a compound sentence joins to its main one.

    A clause without a subject of its own has that of the clause before: "A lowers B and raises C".
    """
    if not words or parts.relation is None:
        return []
    main = Clause(*(None if one is None else _span(words, one.start, one.end) for one in parts))
    found = []
    subject = main.subject
    for verb in verbs_of(words):
        if main.relation and verb.first < main.relation[1] and main.relation[0] < verb.last:
            subject = main.subject
            continue
        own = noun_before(words, verb.first)
        joined = text_at(words, word_before(words, verb.first)) in _JOINING
        if is_relative(words, verb.first) or not _is_coordinate(words, own, verb, joined):
            continue
        subject = own or subject
        if subject is None or (main.object and _crosses(main.object, verb)):
            continue
        clause = Clause(subject, (verb.first, verb.last), None)
        for step in (passive, completed, led_on, _whole):
            clause = step(words, clause, (verb,))
        if clause.object is not None and clause.subject is not None:
            found.append(Parts(*(span and part(text, words, *span) for span in clause)))
    return found


_JOINING = vocabulary("and but or , ; yet")
_HYPOTHETICAL = vocabulary("if whether when unless that")


def _is_coordinate(words: Sequence[Token], own: Span | None, verb: Verb, joined: bool) -> bool:
    """Tell a clause that asserts something of its own: no condition, no reported speech."""
    if own is None:
        return joined
    return text_at(words, own[0] - 1) not in _HYPOTHETICAL


def _crosses(span: Span, verb: Verb) -> bool:
    return span[0] <= verb.first < span[1]
