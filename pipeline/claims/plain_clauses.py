"""Parts of a clause that the tagger is not sure of, by its verb of change.

"Barley reduced LDL cholesterol by seven per cent": what stands before the verb is the subject,
what follows it up to a preposition or sign the object.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.claims.changes import kind_of
from pipeline.claims.clauses import Parts
from pipeline.claims.text import vocabulary
from pipeline.records import Part

# "There is no doubt that X", "It is well known that X": X is what is said.
_OPENING = re.compile(
    r"\W*(?:there(?: is| can be| was| has been| seems to be|’s|'s) (?:[\w-]+ ){0,3}"
    r"(?:doubt|question|evidence|proof|agreement|consensus)|"
    r"(?:it(?: is|’s|'s)|we|scientists|doctors|experts) (?:[\w-]+ ){0,3}"
    r"(?:known|clear|certain|likely|possible|true|established|know|agree|accepted|thought|believed))"
    r" that ",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w'’-]+|[,;:.()]")
_AUXILIARY = vocabulary(
    "has have had may might can could will would should did does do not also often usually "
    "significantly greatly slightly is are was were be been being never always further"
)
_STOPS = vocabulary(
    ", ; : . ( ) by in with compared after over during than when while but that which who whom "
    "because if as for at from through via among without until although whereas"
)
_NO_SUBJECT = vocabulary(
    "to of in by for with from on at as and or but which that who when while if because"
)
_FINITE = re.compile(r"(?:ed|s|t|d|ose|ell|ew|ut)\Z")
_LONGEST = 1500  # letters of a sentence that are read
_MOST_BEFORE, _MOST_AFTER = 9, 8  # words of a plain subject and object


def completed(text: str, parts: Parts, start: int, end: int) -> Parts:
    """Return the parts of the sentence at a span, found by its verb where there is no relation."""
    end = min(end, start + _LONGEST)
    opening = _OPENING.match(text, start, min(end, start + 90))
    first = opening.end() if opening is not None else start
    relation = parts.relation
    if relation is not None and relation.start >= first:
        return parts
    words = [(m.group().lower(), m.start(), m.end()) for m in _WORD.finditer(text, first, end)]
    found = _by_verb(text, words[:40])
    return found or parts


def _by_verb(text: str, words: Sequence[tuple[str, int, int]]) -> Parts | None:
    first = 0  # of the stretch between commas that the verb is in
    for at, (word, _, _) in enumerate(words):
        if word in {";", ":", "("}:
            return None
        if word == ",":
            first = at + 1
        verb = kind_of(word) in {"up", "down", "bring"} or word in _CHANGED
        if at == first or not verb or not _FINITE.search(word):
            continue
        begin = at
        while begin > first and words[begin - 1][0] in _AUXILIARY:
            begin -= 1
        before = words[first:begin]
        if not before or len(before) > _MOST_BEFORE or before[-1][0] in _NO_SUBJECT:
            continue
        if any(one in _STOPS - _WITHIN for one, _, _ in before) or before[0][0] in _NO_SUBJECT:
            continue
        return Parts(
            _part(text, before[0][1], before[-1][2]),
            _part(text, words[begin][1], words[at][2]),
            _object(text, words[at + 1 :]),
        )
    return None


_WITHIN = vocabulary("of in with for from")  # prepositions that a plain subject may have
# Past tenses that are participles before a noun as well.
_CHANGED = vocabulary("increased decreased reduced improved raised lowered enhanced impaired")


def _object(text: str, words: Sequence[tuple[str, int, int]]) -> Part | None:
    end = next((i for i, (word, _, _) in enumerate(words) if word in _STOPS), len(words))
    end = min(end, _MOST_AFTER)
    return _part(text, words[0][1], words[end - 1][2]) if end else None


def _part(text: str, start: int, end: int) -> Part:
    return Part(text=text[start:end], start=start, end=end)
