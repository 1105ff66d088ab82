"""Negation and hedging: the words that do it, and whether they reach the main statement.

Which words do it is a table, ``cues.tsv``, in the manner of ConText (Chapman et al. 2007): of
the literals that begin at a word the longest counts, and one that only looks like a cue
("not uncommon") covers the cue in it. A claim is negated when one of its main predicates is,
not when only a relative or subordinate clause is. Without a parser, a cue's clause is told
from the words before it, back to the nearest boundary. A hedge counts wherever it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from pipeline.claims.text import Word, vocabulary

TABLE = Path(__file__).with_name("cues.tsv")

_BOUNDARY = vocabulary(', ; : — – - ( ) [ ] “ ” " and but yet then however')
_SUBORDINATE = vocabulary(
    "that which who whom whose where because if when while whereas although though since unless "
    "until whether what how why whoever whatever"
)
# What takes a "that" clause which is the statement itself.
_STATING = vocabulary(
    "found find finds show shows showed shown demonstrate demonstrates demonstrated conclude "
    "concluded concludes report reported reports reveal revealed reveals indicate indicates "
    "indicating indicated suggest suggests suggested suggesting confirm confirmed confirms clear "
    "fact evidence say says said state states stated note noted notes imply implies implied "
    "caution prove proved proves know known believe believed thought argue argues means mean "
    "meaning observed discovered established true likely possible seems appears proven"
)
_COPULA = vocabulary("is was be")
# "The idea that A causes B has not been supported": what is denied is the idea.
_IDEAS = vocabulary(
    "idea idea's claim claims view notion belief theory hypothesis suggestion assertion concept "
    "assumption argument myth theories beliefs claims ideas"
)
_UPHELD = vocabulary(
    "supported backed confirmed proven proved true borne upheld substantiated justified correct "
    "accurate based held verified shown established right consistent tested evidence"
)
_WITHIN_PHRASE = vocabulary(", and but or — – - (")
_BE = vocabulary("is are was were be been being 's generally now widely also often")
_GOVERNS_ING = vocabulary("is are was were be been am 's still currently has have had do does did")
_FINITE = vocabulary(
    "is are was were has have had do does did can could may might will would must should cannot"
)
_AVAIL = vocabulary("prove proves proved proven seem seems seemed remain remains remained")
# Before a quotation of something printed, whose words are nobody's statement.
_PRINTED = vocabulary(
    "say says said read reads reading word words phrase phrases label labels labelled labeled "
    "warning warnings term terms marked called sign signs sticker saying printed stating slogan "
    "motto named titled entitled book"
)
# A quotation behind one of these is a name, denial or not: a group called "No More Pain".
_TITLES = _PRINTED - vocabulary("say says said saying stating")
_QUOTES = vocabulary('“ " ‘ « „')
_NAMES = ("May", "Might")
_STUDIES = vocabulary("study studies trial trials score scores cohort criteria registry protocol -")
_HARM = vocabulary("harmful deadly fatal dangerous toxic serious life lethal severe unhealthy")
_DENYING = vocabulary("not no never none neither nor cannot")
_CAPITAL_MAY = vocabulary("in last this since by until of early late mid and to between from")
# After these a sentence's first word is the month or a name: "May is the peak month".
_MAY_SUBJECT = vocabulary("and to through – - ) , is was has had et found 's saw brings brought")


class Found(NamedTuple):
    """A cue: its first and its last word, and whether it denies a main predicate."""

    first: int
    last: int
    main: bool


class Row(NamedTuple):
    """A literal of the table, and the words that make it a cue or none."""

    words: tuple[str, ...]
    kind: str
    not_after: frozenset[str]
    not_before: frozenset[str]
    only_after: frozenset[str]
    only_before: frozenset[str]


def negation_cues(words: Sequence[Word], verbs: Collection[int] = ()) -> list[Found]:
    """Return each negating cue, and whether it denies a main predicate.

    ``verbs`` are the offsets of the sentence's finite verbs, where they are known.
    """
    return [
        Found(first, last, _is_main(words, first, verbs) and not _is_printed(words, first, _TITLES))
        for kind, first, last in _cues(words, "negation", "pseudo")
        if kind == "negation"
    ]


def hedge_cues(words: Sequence[Word], raw: str, offset: int) -> list[Found]:
    """Return each hedging cue; ``raw[word.start - offset]`` is a word's first letter."""
    found = _cues(words, "hedge", "certain")
    return [
        Found(first, last, True)
        for kind, first, last in found
        if kind == "hedge" and not _is_name(words, first, raw, offset)
    ]


@lru_cache(maxsize=1)
def table() -> dict[str, dict[str, list[Row]]]:
    """Return the rows of the table by kind and first word, the longest first."""
    found: dict[str, dict[str, list[Row]]] = {}
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        literal, kind, *conditions = [*line.split("\t"), "", "", "", ""][:6]
        groups = [vocabulary(cell) for cell in conditions]
        for words in _spelt_out(literal):
            rows = found.setdefault(kind, {}).setdefault(words[0], [])
            rows.append(Row(words, kind, *groups))
    for kind_rows in found.values():
        for rows in kind_rows.values():
            rows.sort(key=lambda row: -len(row.words))
    return found


def _spelt_out(literal: str) -> Iterator[tuple[str, ...]]:
    """Yield every way to say a literal: alternatives, and words that may be missing."""
    choices = []
    for part in literal.split():
        options = part.removesuffix("?").split("|")
        choices.append([*options, ""] if part.endswith("?") else options)
    for words in product(*choices):
        yield tuple(word for word in words if word)


def _cues(words: Sequence[Word], cue: str, looks_so: str) -> Iterator[tuple[str, int, int]]:
    """Yield the kind, first and last word of the literals of two kinds, the longest at a word."""
    rows_of = _rows(cue, looks_so)
    free = 0
    for at, word in enumerate(words):
        if at < free:
            continue
        text = "not" if word.text.endswith("n't") and cue == "negation" else word.text
        if text not in rows_of:
            continue
        row = next((row for row in rows_of[text] if _fits(words, at, row)), None)
        if row is not None:
            last = at + len(row.words) - 1
            free = last + 1
            yield row.kind, at, last


@lru_cache(maxsize=4)
def _rows(cue: str, looks_so: str) -> dict[str, list[Row]]:
    """Return the rows of two kinds by their first word, the longest first."""
    found: dict[str, list[Row]] = {}
    for kind in (looks_so, cue):
        for word, rows in table()[kind].items():
            found.setdefault(word, []).extend(rows)
    for rows in found.values():
        rows.sort(key=lambda row: -len(row.words))
    return found


def _fits(words: Sequence[Word], at: int, row: Row) -> bool:
    for i, wanted in enumerate(row.words[1:], start=at + 1):
        text = _at(words, i)
        if text != wanted and not (wanted[-1] == "*" and text.startswith(wanted[:-1])):
            return False
    if len(row.words) == 1 and _is_compound(words, at):
        return False
    before, after = _at(words, at - 1), _at(words, at + len(row.words))
    if after in row.not_before or before in row.not_after:
        return False
    if "@harm" in row.not_before and after in _HARM:
        return False
    if "@denied" in row.not_after and _is_denied(words, at):
        return False
    if row.only_before and after not in row.only_before:
        return False
    only = row.only_after
    be = "@be" in only and not _BE.isdisjoint((before, _at(words, at - 2)))
    return not only or before in only or be


def _is_denied(words: Sequence[Word], at: int) -> bool:
    near = [word.text for word in words[max(0, at - 4) : at]]
    return any(word in _DENYING or word.endswith("n't") for word in near) or "as" in near


def _is_compound(words: Sequence[Word], at: int) -> bool:
    """Tell a word that hangs on another by a hyphen: "never-smokers", "a no-sugar diet"."""
    after = words[at + 1] if at + 1 < len(words) else None
    beyond = words[at + 2] if at + 2 < len(words) else None
    return (
        after is not None
        and beyond is not None
        and after.text in {"-", "‐", "‑"}
        and words[at].end == after.start
        and after.end == beyond.start
    )


def _is_name(words: Sequence[Word], at: int, raw: str, offset: int) -> bool:
    """Tell a month, a person, a study or quoted print from a hedge: "May", "the MIGHT trial"."""
    written = raw[words[at].start - offset : words[at].end - offset]
    before, after = _at(words, at - 1), _at(words, at + 1)
    if len(written) > 2 and written.isupper() and (before == "the" or after in _STUDIES):
        return True
    if _is_printed(words, at, _PRINTED):
        return True
    if written == "MAY" and after[:1].isdigit():
        return True
    if written not in _NAMES:
        return False
    opens = before in {"", ".", ":", "“", '"', "•", "*", "-"}
    if opens:
        return after[:1].isdigit() or after in _MAY_SUBJECT
    beyond = raw[words[at + 1].start - offset] if at + 1 < len(words) else "."
    dated = before in _CAPITAL_MAY or before in {"(", "–", "-", "—", ","} or before[:1].isdigit()
    # Only headings have a modal with a capital: "Zinc May Help".
    return dated or not beyond.isupper()


def _is_printed(words: Sequence[Word], at: int, after: frozenset[str]) -> bool:
    """Tell the first word of what is printed somewhere: labels that say "may contain nuts"."""
    return _at(words, at - 1) in _QUOTES and _at(words, at - 2) in after


def _at(words: Sequence[Word], at: int) -> str:
    return words[at].text if 0 <= at < len(words) else ""


def _is_main(words: Sequence[Word], at: int, verbs: Collection[int]) -> bool:
    before, after = _at(words, at - 1), _at(words, at + 1)
    text = words[at].text
    upheld = after in _UPHELD or after in {"been", "be"}
    if text == "not" and before in _WITHIN_PHRASE and not upheld:
        return False
    if text in {"no", "none"} and before in {"with", "say", "or", "to", "of"}:
        holder = _at(words, at - 2)  # "is of no use", but "patients of no fixed age"
        if before not in {"of", "to"} or holder not in _BE | _AVAIL:
            return False
    if text in {"not", "never"} and before == "to":
        return False
    if text in {"not", "never"} and after.endswith("ing") and before not in _GOVERNS_ING:
        return False  # "of not being well", "for not healing"
    for back in range(at - 1, max(-1, at - 40), -1):
        word = words[back].text
        if word in _BOUNDARY:
            # A relative clause goes on over its own "and": "people who smoke and do not …".
            return True
        if word == "that" and (_is_statement(words, back) or _denies_idea(words, back, at)):
            return True
        if word in _SUBORDINATE:
            return _is_past_clause(words, back, at, verbs)
    return True


def _is_past_clause(words: Sequence[Word], opened: int, at: int, verbs: Collection[int]) -> bool:
    """Tell whether the main verb has come since a relative clause opened.

    "Fish that has been frozen is not a danger": the second verb, joined by nothing, is the main.
    """
    finite = [
        i for i in range(opened + 1, at + 3) if i < len(words) and _is_finite(words[i], verbs)
    ]
    own = [i for i in finite if i >= at - 1]
    if len(finite) < 2 or not own or finite[0] == own[0]:
        return False
    joined = {word.text for word in words[finite[0] : own[0]]} & {"and", "or", "but", ","}
    return not joined


def _is_finite(word: Word, verbs: Collection[int]) -> bool:
    return word.start in verbs or word.text.removesuffix("n't") in _FINITE


def _denies_idea(words: Sequence[Word], that: int, at: int) -> bool:
    near = {word.text for word in words[at + 1 : at + 5]}
    return _at(words, that - 1) in _IDEAS and not near.isdisjoint(_UPHELD)


def _is_statement(words: Sequence[Word], that: int) -> bool:
    """Tell a "that" that opens the statement itself from one that opens a relative clause."""
    before = _at(words, that - 1)
    if before == ",":
        # "shows, that …"; after other commas it is a pronoun: ", that may not be the case".
        return True
    return before in _STATING or before in _COPULA or before in _BOUNDARY or that == 0
