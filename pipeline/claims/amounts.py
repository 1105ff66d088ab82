"""What a number is of: the words round a quantity say its kind, its bound, or that it is a name."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.claims.text import vocabulary
from pipeline.records import QuantityKind

_NEAR = 48  # letters before a number that are looked at

PEOPLE = (
    r"(?:people|persons|patients|participants|subjects|volunteers|women|men|adults|children|infants|"
    r"babies|newborns|toddlers|girls|boys|teenagers|teens|adolescents|nurses|students|smokers|"
    r"individuals|cases|controls|mice|rats|animals|twins|families|households|pregnancies|births|"
    r"residents|veterans|respondents|americans|studies|trials|cohorts|runners|athletes|doctors|"
    r"physicians|pupils|school-?children|mothers|fathers|couples|workers|employees|soldiers|"
    r"drivers|drinkers|users|survivors|donors|carriers|outpatients|inpatients|seniors|villagers|"
    r"pensioners|recruits|sufferers|dogs|cats|piglets|pigs|rabbits|hamsters|monkeys|cows|calves|"
    r"horses|sheep|lambs|chicks|hens)"
)

# What bounds a number, as printed right before it, and the sign for it.
_BOUNDS: tuple[tuple[str, str], ...] = (
    (r"no (?:fewer|less) than|at least|a minimum of|or more|not less than|minimum", ">="),
    (r"no more than|not more than|at most|up to|as (?:much|many) as|a maximum of|within", "<="),
    (r"more than|greater than|higher than|over|above|exceed(?:s|ed|ing)?|upwards? of|older than"
     r"|longer than|beyond", ">"),
    (r"less than|fewer than|lower than|under|below|younger than|shorter than", "<"),
    (r"about|around|approximately|approx\.?|roughly|nearly|almost|some|circa|c\.|ca\.|~|≈"
     r"|an estimated|an average of|close to|just (?:over|under)", "about"),
)  # fmt: skip
_BEFORE = tuple(
    (
        re.compile(rf"(?:(?<![\w-])|(?<=^))(?:{words})(?: (?:the age of|about|an? total of))? ?\Z"),
        to,
    )
    for words, to in _BOUNDS
)
# "fell over three years" says when; "lasted over three years" bounds it.
_DURING = re.compile(r"(?:days?|weeks?|months?|years?|decades?|hours?|minutes?)\Z")
_OVER = re.compile(
    r"(?:for|last(?:s|ed)?|took|takes?|after|well|just|of|is|was|are|were|aged|age|lived|survived|"
    rf"{PEOPLE}) over \Z"
)
_SIGNS = re.compile(r"(?P<sign>[<>≤≥]=?|[=]?[<>]) ?[-−]?\Z")
_SIGN_NAMES = {"≤": "<=", "≥": ">=", "=<": "<=", "=>": ">="}
_INNER = re.compile(r"[<>≤≥]=?")  # "p < 0.001": the sign stands inside
_AFTER = re.compile(r" or (?P<more>more|older|above|over|higher|greater|longer)\b"
                    r"| or (?:less|younger|under|below|fewer|lower)\b")  # fmt: skip

_SAMPLE = re.compile(rf" (?:[\w-]+ ){{0,3}}{PEOPLE}\b", re.IGNORECASE)
# "two patients", "two elderly women", but "two groups of women", "two in women".
_COUNTED = re.compile(
    rf" (?:(?!(?:of|in|or|and|to|for|with|from|out|groups?|types?|kinds?|sets?|times|as|"
    rf"than)\b)[\w-]+ ){{0,2}}{PEOPLE}\b|"
    r" (?:patient|participant|volunteer|infant)\b",
    re.IGNORECASE,
)
_AGED = re.compile(
    r"(?:\bage[ds]?(?: of| was| were| is| between| from)?|\bages of|\bages? rang(?:ed|ing|e) from|"
    rf"\b(?:{PEOPLE}|those|anyone|age)(?: aged)?"
    r" (?:over|under|above|older than|younger than|past|below)|"
    r"(?:\A|[,.;(] ?)[Bb]y|\bat age|older than|younger than)(?: about| the age of)? \Z",
    re.IGNORECASE,
)
_AGE_AFTER = re.compile(r"(?: |-)(?:old\b|of age\b)|-old\b", re.IGNORECASE)
_BY_AGE = vocabulary("aged age ages")
_TIME = re.compile(
    r"(?:m?sec|seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|months?|years?|decades?|"
    r"h|d|wks?|mos?|yrs?|y)\Z"
)
_AGES = re.compile(r"(?:years?|months?|yrs?|mos?|y)\Z")
_SHARE_UNIT = re.compile(r"(?:%|per ?-? ?cent|percent|fraction)\Z")
# What a share of change is said with: "fell by 12%", "a 12% lower risk".
_CHANGE_BEFORE = re.compile(
    r"\b(?:by|risen|rose|fell|fallen|dropped|increased|decreased|reduced|declined|grew|cut|lowered|"
    r"raised)(?: (?:about|around|approximately|nearly|almost|up to|more than|as much as|an? average"
    r" of|at least|over))? \Z"
)
_CHANGE_AFTER = re.compile(
    r" (?:(?:relative|absolute|significant|overall) )?(?:increase|decrease|reduction|decline|drop|"
    r"rise|fall|improvement|lower|higher|greater|less|more|fewer|increased|decreased|reduced|"
    r"better|worse)\b"
)
_EFFECT = re.compile(r"(?:times|fold|percentage points?|points?)\b")
_DOSED = re.compile(
    r"(?:U|mg|mcg|[µμu]g|micrograms?|milligrams?|IU|tablets?|capsules?|pills?|doses?|drops?|puffs?)\b"
)
_TAKEN = re.compile(
    r"(?:[kmµμ]?g|grams?|m[lL]|[lL]|(?:milli)?lit(?:er|re)s?|cups?|glasses|servings?|portions?|drinks?|units?|"
    r"kcal|[Cc]alories|oz|ounces?|teaspoons?|tablespoons?|steps|cigarettes|CFUs?)\b"
)
_A_DAY = re.compile(
    r"(?:/ ?(?:day|d|week)|(?:per|an?|each|every) (?:day|week|night)|daily|weekly)\b"
)
_TAKING = re.compile(
    r"\b(?:dos(?:e|es|age|ed|ing)|took|take[ns]?|taking|daily|supplement\w*|receiv\w+|given|drank|"
    r"drink\w*|ate|eat\w*|consum\w+|intake|administ\w+|prescri\w+|ingest\w+|inject\w+)\b"
)
_CONCENTRATION = re.compile(r"/ ?(?:d?[lL]|m[lL]|cm|m2|m²|g\b|mol|mmol|mg)|per lit")

# "type 1 diabetes", "vitamin 12", "phase 2", "No. 1", "Table 3", "IL 6": names, not amounts.
_NAMING = vocabulary(
    "type types vitamin phase stage grade table tables figure figures fig figs no number chapter "
    "group step class level section sections sect part version covid interleukin omega factor day "
    "b k d il page pages pp eq equation ref refs reference references file supplement appendix box "
    "panel lane arm lobe peak aim hypothesis question item note footnote § ¶ line model study "
    "week month year visit cycle experiment grades stages types chapters volume vol issue article "
    "paragraph"
)
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d\Z")
_CLOCK = re.compile(r" ?(?:[ap]\.?m\b|o[’']clock)", re.IGNORECASE)
_MONTH = re.compile(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?\Z"
)
_OF_MONTH = re.compile(
    r"(?:st|nd|rd|th)? (?:of )?(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December)\b"
)
# "3.2 Results", "2.3.1", "1. Methods", "(1) smoking": places in a text.
_HEADING = re.compile(r"(?:\.\d{1,2})*\.? [A-Z][a-z]")


def counts_people(text: str, end: int) -> bool:
    """Tell whether the noun after a number is of people, animals or studies."""
    return bool(_COUNTED.match(text, end, end + _NEAR))


class _Around(NamedTuple):
    before: str
    after: str


def _around(text: str, start: int, end: int) -> _Around:
    return _Around(text[max(0, start - _NEAR) : start], text[end : end + _NEAR])


def comparator_of(text: str, start: int, end: int) -> str | None:
    """Return what bounds the number at a span: a sign, or ``about``; ``None`` for nothing."""
    before, after = _around(text, start, end)
    sign = _SIGNS.search(before) or _INNER.search(text, start, end)
    if sign is not None:
        printed = sign["sign"] if "sign" in sign.groupdict() else sign.group()
        return _SIGN_NAMES.get(printed, printed)
    lower = before.lower()
    if lower.endswith("over ") and not _OVER.search(lower) and _DURING.search(text[start:end]):
        return None
    for pattern, name in _BEFORE:
        if pattern.search(lower):
            return name
    beyond = _AFTER.match(after)
    return (">=" if beyond["more"] else "<=") if beyond else None


def kind_of(text: str, start: int, end: int, unit: str | None) -> QuantityKind:
    """Return what a number with its unit is of, as the words round it say."""
    before, after = _around(text, start, end)
    if unit is None:
        if (_AGED.search(before) or " age" in text[start:end]) and not after.startswith(
            ("%", " %")
        ):
            return "age"
        return "sample_size" if _SAMPLE.match(after) else "other"
    if _TIME.match(unit):
        aged = _AGE_AFTER.match(after) or (_AGED.search(before) and _AGES.match(unit))
        return "age" if aged else "duration"
    if _SHARE_UNIT.match(unit):
        change = _CHANGE_BEFORE.search(before.lower()) or _CHANGE_AFTER.match(after)
        return "estimate" if change else "share"
    if _EFFECT.match(unit):
        return "estimate"
    return "dose" if _is_dose(before, after, unit) else "other"


def _is_dose(before: str, after: str, unit: str) -> bool:
    if _CONCENTRATION.search(unit):
        return False
    if _DOSED.match(unit):
        return True
    taken = _A_DAY.search(unit) or _TAKING.search(before.lower()) or _TAKING.match(after.lstrip())
    return bool(_TAKEN.match(unit) and taken)


def is_name(text: str, start: int, end: int, last: int, spelt: bool) -> bool:
    """Tell whether a number without a unit names something: a year, a date, a table, a section.

    ``last`` is where the range ends whose first number stands at the span.
    """
    before, after = _around(text, start, last)
    if not spelt and _YEAR.match(text[start:end]) and not _SAMPLE.match(after):
        return True
    near = before.rstrip(" .-").lower()
    word = (near.split()[-1:] or [""])[0].strip("(")
    if word in _NAMING or _MONTH.match(word) or _CLOCK.match(after) or _OF_MONTH.match(after):
        return True
    if not spelt and _is_place(text, start, last, before, after):
        return True
    glued = after[:1] in {".", "("} and after[1:2].isalnum()  # "2.3.1", "25(OH)D"
    return after[:1] in {"-", "'", "’", "/", ":"} or glued


def _is_place(text: str, start: int, last: int, before: str, after: str) -> bool:
    """Tell the number of a section or of an item in a list."""
    alone = text[start:last].isdigit()  # "(0.61–0.94)" is no item
    opening = not before.strip(" \0([") and start < _NEAR
    if opening and _HEADING.match(after):
        return True
    item = before[-1:] in {"(", "["} and after[:1] in {")", "]"} and alone
    return item or (opening and after[:1] == ")")
