"""Numbers with their units, as printed: "45 mg", "3.19%", "50 to 80 percent", "two-year".

The unit of a fraction ("one in five", "two-thirds", "half of") is ``fraction``, of a p value
``p``, of a proportion ("a ratio of 2:1") ``ratio``, of "twice" and "doubled" ``times``; an
estimate ("OR 1.35", "hazard ratio of 0.45") has its name, a confidence interval ("95% CI
1.1–1.6") ``95% CI``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.claims.amounts import (
    PEOPLE,
    comparator_of,
    counts_people,
    is_name,
    kind_of,
)
from pipeline.claims.numerals import (
    AMOUNT,
    FIGURES,
    POWER,
    SCALED,
    SCALES,
    TEN,
    THIN,
    VULGAR,
    power_of,
    scaled,
    shared_scale,
    value_of,
)
from pipeline.claims.shifts import shifts
from pipeline.claims.units import END, UNIT
from pipeline.records import QuantityKind
from pipeline.text.patterns import Hinted


class Found(NamedTuple):
    """A quantity, as offsets into the text that was searched."""

    start: int
    end: int
    value: float
    unit: str | None
    to: float | None = None
    comparator: str | None = None
    kind: QuantityKind = "other"


class _Amount(NamedTuple):
    """What a pattern reads: value, unit, upper end, and the kind where the pattern knows it."""

    value: float
    unit: str | None
    to: float | None = None
    kind: QuantityKind | None = None


_QUANTITY = re.compile(
    rf"(?<![\w.,·/:^−-])(?P<sign>(?<=[=<>≤≥(\[ ])[-−])?"
    rf"(?P<first>{AMOUNT}(?P<power>{POWER})?)(?P<scale1>{SCALED})"
    rf"(?:(?:%? ?[-–—] ?|-? (?:up )?to |% to (?=[\d.]{{1,6}} ?%)"
    rf"| and (?=\d+ ?%)|(?P<spread> ?(?:±|\+/-) ?))"
    rf"(?P<second>(?:(?<= to )[-−–])?{AMOUNT})"
    rf"(?P<scale2>{SCALED}))?(?:[  -]?(?P<unit>{UNIT})(?!\w))?{END}"
)
_BETWEEN = re.compile(
    rf"\bbetween (?:the )?(?:ages? of |ages |about |roughly )?(?P<first>{AMOUNT}) ?"
    rf"(?:%|percent|per cent)? and (?P<second>{AMOUNT})(?P<scale2>{SCALED})"
    rf"(?:[  -]?(?P<unit>{UNIT})(?!\w))?{END}",
    re.IGNORECASE,
)
_POWERS = re.compile(
    rf"(?<![\w.,/:^×*−-])(?<![×x*] )(?P<first>{TEN})(?:[  -]?(?P<unit>{UNIT})(?!\w))?{END}"
)
# Microbes come by powers of ten: where "bacteria" are 1014, the superscript was lost.
_MICROBES = (
    r"(?:CFUs?|colony|bacteri(?:a|um)|microb\w{0,10}|micro-?organisms|virus(?:es)?|viral|virions|"
    r"spores|cells|organisms|particles|probiotic\w{0,3}|copies)"
)
_FLATTENED = re.compile(
    rf"(?<![\w.,/:^×*−-])(?<![×x*] )10(?P<exponent>[5-9]|1[0-5])(?= (?:\w+ )?{_MICROBES}\b)"
    rf"(?: (?P<unit>{UNIT})(?!\w))?"
)
_MONEY = re.compile(
    rf"(?P<unit>[$€£¥]) ?(?P<first>{FIGURES})(?P<scale1>{SCALED})(?P<short>k|mn?|bn?|tn)?{END}"
)
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12}
_P_VALUE = re.compile(
    r"(?<!\w)[pP](?:[ -]?values?)?(?: of| was| were)? ?[=<>≤≥]{0,2} ?"
    rf"(?P<first>0?[.·]\d{{1,15}}{POWER}?|{FIGURES}{POWER}){END}"
)
_SAMPLE = re.compile(rf"(?<![\w])[nN] ?= ?(?P<first>{FIGURES}){END}")
_ESTIMATE = re.compile(
    r"(?<!\w)(?P<unit>[aciu]?(?:OR|HR|RR|IRR|PR)|SMR|SMD|WMD|MD|(?i:(?:odds|hazards?|risk|rate|"
    r"incidence rate|prevalence) ratio|relative risk|mean difference|"
    r"effect size|Cohen['’]s d|correlation coefficient))"
    r"s?(?: [(\[][A-Za-z]{2,4}[)\]])?(?: (?:for|of|in) (?:[a-zA-Z-]+ ){1,5}?(?=(?:was|is) )"
    r"| (?:for|of|in)(?: [a-zA-Z-]+){1,4}(?=,? ?=? ?[\d.]))?"
    r"[,:]? ?(?:(?:of|was|were|is) (?:only |about )?)?"
    rf"=? ?(?P<first>[-−]?{FIGURES})(?![%:/]){END}"
)
_LETTER = re.compile(
    rf"(?<![\w-])(?P<unit>r|R2|R²|β|κ|ρ|d|g) ?= ?(?P<first>[-−–]?{FIGURES})(?![%:/]){END}"
)
_INTERVAL = re.compile(
    r"(?:(?<![\w.])(?P<level>\d{2}(?:\.\d)?) ?(?:%|-?per ?cent) ?)?"
    r"(?:\bCIs?|confidence intervals?)\b"
    rf"(?: ?[(\[]CI[)\]])?[,:]? ?(?:(?:of|was|from|between|=) ?)?[\[(]?(?P<first>[-−–]?{FIGURES})%?"
    rf"(?: ?[-–—−,;] ?| to | and )(?P<second>[-−–]?{FIGURES})%?{END}",
    re.IGNORECASE,
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
_WHOLE = r"(?= (?:of|the|their|its|our|all)\b)"
_FRACTION = re.compile(
    rf"(?<![\w-])(?:(?:one[ -]|an? )?(?P<part>{'|'.join(_PARTS)}){_WHOLE}"
    rf"|(?<=\bby )(?:one[ -]|an? )?(?P<change>{'|'.join(_PARTS)})\b(?! (?:an?|dozen)\b)"
    r"|one-(?P<hyphened>half|third|quarter|fourth|fifth|tenth)\b"
    r"|(?P<few>two|three|four|nine)[ -](?P<parts>third|quarter|fourth|fifth|tenth)s\b)",
    re.IGNORECASE,
)
# "a quarter of a million": the fraction is of the number.
_OF_MANY = re.compile(
    rf"(?<![\w-])(?:(?P<few>three)[ -]|an? |one[ -])?(?P<part>half|third|quarter|tenth)s? of an? "
    rf"(?P<scale1>{'|'.join(SCALES)})\b",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?<![\w.,/-])(?<!\b[Nn]ot )(?P<first>{AMOUNT})(?P<one> (?:wom[ae]n|m[ae]n|person|child|"
    rf"adult|patient|infant|baby|boy|girl|teenager|student|mother|smoker|pupil)(?= in))? "
    rf"(?P<of>in|out of|of)(?: the| every| all)? "
    rf"(?P<second>{AMOUNT}|hundred|thousand|million)(?P<scale2>{SCALED})"
    rf"(?![-/%°]| ?(?:{UNIT})\b){END}",
    re.IGNORECASE,
)
_RATE = re.compile(
    rf"(?<![\w.,/-])(?P<first>{AMOUNT})(?: [a-z]{{3,20}})? (?P<unit>per (?P<second>1,?000|10,?000|"
    rf"100,?000|(?:one |a )?million|100|(?:a |one )?(?:hundred |ten )?thousand)){END}",
    re.IGNORECASE,
)
_PROPORTION = re.compile(
    r"(?<![\w:.])(?P<first>\d{1,6}(?:\.\d{1,3})?) ?: ?(?P<second>\d{1,6}(?:\.\d{1,3})?)(?![\w:])"
)
_RATIO = re.compile(r"[ -]?ratios?\b", re.IGNORECASE)
_TIMES = re.compile(
    r"(?<![\w-])(?:(?P<one>once)(?= (?:daily|weekly|a day|per day|each day))"
    r"|(?P<two>twice|doubl(?:ed|es|ing))|(?P<three>thrice|tripl(?:ed|es|ing))|"
    r"(?P<four>quadrupl(?:ed|es|ing))|(?P<half>halved|halving))(?![\w-])"
    r"(?P<unit>[ -](?:daily|weekly|(?:a|per|each|every) (?:day|week|month|year)))?",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    rf"(?<![\w.,/-])(?P<first>{AMOUNT}) (?P<unit>times (?:daily|weekly|(?:a|per|each|every) "
    rf"(?:minute|hour|day|night|week|month|year)))\b",
    re.IGNORECASE,
)
_NO_PORTION = (
    "hundred|thousand|million|billion|people|should|must|can|may|might|could|will|would|are|was|were|"
    "have|has|had|need|take|took|eat|ate|exercise|walk|sleep|died|die"
)
# "six eggs a day": what is counted stands between the number and the time.
_EACH = re.compile(
    rf"(?<![\w.,/^-])(?P<first>{AMOUNT}) (?P<unit>(?!(?:{UNIT}|percent|per|of|in|to|and|or|for|out"
    rf"|{_NO_PORTION})\b)[a-z]{{3,20}}(?: (?!(?:of|in|to|and|or|for|per|each|every"
    rf"|{_NO_PORTION})\b)"
    r"[a-z]{3,20})?"
    r" (?:daily|weekly|(?:a|per|each|every) (?:minute|hour|day|night|week|month|year)))\b"
)
_MULTIPLES = {"one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "half": 0.5}
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d\Z")
_COUNTED = 10  # a spelt number from here on counts without a unit: "twelve women", not "two groups"
_FOLD = re.compile(
    rf"(?P<thousands>(?<=\d)[{THIN}](?=\d{{3}}(?!\d)))"
    rf"|[^\S ]\s*| \s+|\u00ad\s*|(?<=[a-z])(?<!ty)-\s*\n\s*"
)
# "from 4.7% in 1980 to 8.5% in 2014": the year is no end of a range.
_IN_YEAR = re.compile(
    r"\b(?:in|since|by|from|until|before|after|of|to|between|and|and|early|late|mid|during) "
    r"(?P<year>(?:1[6-9]|20)\d\d)(?=[ ,.;:)]|\Z)(?! (?:[\w-]+ ){0,2}(?:" + PEOPLE + r"|%))"
)
_JOINS = frozenset({" and ", " or ", " vs ", " vs. ", " versus ", ", and ", ", or "})
_UNSHARED = frozenset({None, "p", "fraction", "ratio", "times"})
_DATING = re.compile(
    r"(?:\bIn|\b(?:[Ss]ince|[Bb]y|[Uu]ntil|[Bb]efore|[Aa]fter|[Dd]uring|early|late)) \Z"
)


def find_quantities(text: str) -> list[Found]:
    """Return the quantities in a stretch of text, which may be broken into lines.

    A range is one quantity with its lower bound as value. Years, dates, times of day and
    numbers in names are none; a small spelt number counts only with a unit.
    """
    text, places = _folded(text)
    found: list[Found] = []
    lower, whole = text.lower(), text
    text = blanked(text, [match.span("year") for match in _IN_YEAR.finditer(text)])
    if "from " in lower:
        ends = shifts(text, whole)
        found += [_completed(whole, one.start, one.end, _Amount(*one[2:])) for one in ends]
        text = blanked(text, [(one.start, one.end) for one in ends])
    for one, read in _READERS:
        if one.may_match(lower):
            new = [(match.span(), read(match)) for match in one.pattern.finditer(text)]
            taken = [(start, end, amount) for (start, end), amount in new if amount]
            text = blanked(text, [(start, end) for start, end, _ in taken])
            found += [_completed(whole, *one) for one in taken]
    found = _with_shared_units(whole, _with_bare_intervals(whole, sorted(found)))
    return [one if places is None else _placed(one, places) for one in found]


def _with_bare_intervals(text: str, found: Sequence[Found]) -> list[Found]:
    """Return the quantities, a range in brackets right after an estimate as its interval."""
    new = list(found)
    for at, (one, two) in enumerate(pairwise(found), start=1):
        gap = text[one.end : two.start].strip()
        bare = two.unit is None and two.to is not None and two.kind == "other"
        if one.kind == "estimate" and bare and gap in {"(", "[", ",", ";"}:
            new[at] = two._replace(kind="interval")
    return new


def _with_shared_units(text: str, found: Sequence[Found]) -> list[Found]:
    """Return the quantities, each of a list with the unit of its last: "3, 6 and 12 months"."""
    new, shared = list(found), False
    for at in range(len(new) - 2, -1, -1):
        one, two = new[at], new[at + 1]
        gap = text[one.end : two.start]
        joined = gap in _JOINS or (shared and gap == ", ")
        alone = one.unit is None and one.kind == "other" and one.to is None
        shared = joined and alone and two.unit not in _UNSHARED
        if shared:
            new[at] = one._replace(unit=two.unit, kind=two.kind)
    return new


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the text with nothing to read in the given spans, and of the same length."""
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += [text[done:start], "\0" * (end - max(start, done))]
        done = max(done, end)
    return "".join([*pieces, text[done:]]) if spans else text


def _folded(text: str) -> tuple[str, list[int] | None]:
    """Return a text with white space folded, words joined over line ends, and its old offsets."""
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for match in _FOLD.finditer(text):
        pieces.append(text[at : match.start()])
        places.extend(range(at, match.start()))
        if match.group()[0] not in "-\u00ad":
            pieces.append(match["thousands"] or " ")
            places.append(match.start())
        at = match.end()
    if not pieces:
        return text, None
    return "".join([*pieces, text[at:]]), [*places, *range(at, len(text))]


def _placed(one: Found, places: Sequence[int]) -> Found:
    return one._replace(start=places[one.start], end=places[one.end - 1] + 1)


def _completed(text: str, start: int, end: int, amount: _Amount) -> Found:
    kind = amount.kind or kind_of(text, start, end, amount.unit)
    comparator = comparator_of(text, start, end)
    return Found(start, end, amount.value, amount.unit, amount.to, comparator, kind)


def _interval(match: re.Match[str]) -> _Amount:
    unit = f"{match['level'] or 95}% CI"
    return _Amount(value_of(match["first"]), unit, value_of(match["second"]), "interval")


def _estimate(match: re.Match[str]) -> _Amount:
    return _Amount(value_of(match["first"]), match["unit"], kind="estimate")


def _p_value(match: re.Match[str]) -> _Amount:
    return _Amount(value_of(match["first"]), "p", kind="p_value")


def _sample(match: re.Match[str]) -> _Amount:
    return _Amount(value_of(match["first"]), None, kind="sample_size")


def _proportion(match: re.Match[str]) -> _Amount | None:
    """Read "2:1" where a ratio is spoken of; "16:8" is a diet, "9:30" a time."""
    second = float(match["second"])
    called = _RATIO.search(match.string, max(0, match.start() - 12), match.start())
    called = called or _RATIO.match(match.string, match.end())
    return _Amount(float(match["first"]) / second, "ratio") if second and called else None


def _share(match: re.Match[str]) -> _Amount | None:
    """Read "one in five", "6 of the 13", "10 out of 55"; not "one of two", "5 in 2010"."""
    part, whole = value_of(match["first"]), scaled(value_of(match["second"]), match["scale2"])
    if not 0 < part < whole or _YEAR.match(match["second"]):
        return None
    spelt = match["first"].isalpha() and match["second"].isalpha()
    if spelt and match["of"].lower() == "of" and not counts_people(match.string, match.end()):
        return None
    if match["one"] and part != 1:
        return None
    return _Amount(part / whole, "fraction", kind="share")


def _rate(match: re.Match[str]) -> _Amount:
    return _Amount(value_of(match["first"]), match["unit"].lower(), kind="share")


def _fraction(match: re.Match[str]) -> _Amount:
    part = match["part"] or match["change"] or match["hyphened"] or match["parts"]
    value = value_of(match["few"] or "one") / _PARTS[part.lower()]
    changed = match.string.endswith("by ", 0, match.start())
    return _Amount(value, "fraction", kind="estimate" if changed else "share")


def _of_many(match: re.Match[str]) -> _Amount:
    part = value_of(match["few"] or "one") / _PARTS[match["part"].lower()]
    return _Amount(scaled(part, match["scale1"]), None)


def _times(match: re.Match[str]) -> _Amount:
    word = next(name for name in _MULTIPLES if match[name])
    if match["unit"]:
        return _Amount(_MULTIPLES[word], f"times {match['unit'][1:]}", kind="dose")
    return _Amount(_MULTIPLES[word], "times", kind="estimate")


def _often(match: re.Match[str]) -> _Amount:
    return _Amount(value_of(match["first"]), match["unit"], kind="dose")


def _often_each(match: re.Match[str]) -> _Amount | None:
    said = _Amount(value_of(match["first"]), match["unit"])
    return None if is_name(match.string, *match.span("first"), match.end("first"), False) else said


def _power(match: re.Match[str]) -> _Amount:
    return _Amount(power_of(match["first"]), match["unit"])


def _flattened(match: re.Match[str]) -> _Amount:
    return _Amount(10.0 ** int(match["exponent"]), match["unit"])


def _money(match: re.Match[str]) -> _Amount:
    value = scaled(value_of(match["first"]), match["scale1"])
    return _Amount(value * _SHORT_SCALES.get(match["short"], 1.0), match["unit"])


def _between(match: re.Match[str]) -> _Amount | None:
    if _YEAR.match(match["first"]) and not match["unit"]:
        return None
    first, last = (scaled(value_of(match[n]), match["scale2"]) for n in ("first", "second"))
    return _Amount(first * shared_scale(match["first"], match["second"]), match["unit"], last)


def _dated(match: re.Match[str]) -> bool:
    """Tell the year of "In 2015 women were …", "since 1998 doctors …" from a count."""
    return not match["unit"] and bool(
        _DATING.search(match.string, max(0, match.start() - 8), match.start())
    )


def _plain(match: re.Match[str]) -> _Amount | None:
    unit, first, second = match["unit"], match["first"], match["second"]
    value = value_of((match["sign"] or "") + first)
    spelt = first[0].isalpha()
    counted = counts_people(match.string, match.end())
    value *= shared_scale(first, second) if second else 1.0
    if spelt and not (unit or match["scale1"] or value >= _COUNTED or counted):
        return None
    if unit is None and is_name(match.string, *match.span("first"), match.end(), spelt):
        return None
    if unit is None and first in VULGAR:
        return _Amount(value, "fraction", kind="share")
    if _YEAR.match(first) and (second or (unit is None and not counted) or _dated(match)):
        return None
    to = None
    if second and not match["spread"]:
        to = scaled(value_of(second), match["scale2"])
    return _Amount(scaled(value, match["scale1"] or match["scale2"]), unit, to)


# The first that reads a stretch has it; each is asked only where a text holds one of its words.
_READERS: tuple[tuple[Hinted, Callable[[re.Match[str]], _Amount | None]], ...] = (
    (Hinted(_INTERVAL, ("ci", "confidence")), _interval),
    (Hinted(_ESTIMATE, ("",)), _estimate),
    (Hinted(_LETTER, ("=",)), _estimate),
    (Hinted(_P_VALUE, ("p",)), _p_value),
    (Hinted(_SAMPLE, ("n=", "n =")), _sample),
    (Hinted(_MONEY, ("$", "€", "£", "¥")), _money),
    (Hinted(_BETWEEN, ("between ",)), _between),
    (Hinted(_OF_MANY, (" of a ",)), _of_many),
    (Hinted(_RATE, (" per ",)), _rate),
    (Hinted(_SHARE, (" in ", " of ")), _share),
    (Hinted(_FRACTION, tuple(_PARTS)), _fraction),
    (Hinted(_PROPORTION, (":",)), _proportion),
    (Hinted(_OFTEN, (" times ",)), _often),
    (Hinted(_EACH, (" a ", " per ", " each ", " every ", "daily", "weekly")), _often_each),
    (Hinted(_TIMES, ("once", "twice", "doubl", "thrice", "tripl", "quadrupl", "halv")), _times),
    (Hinted(_POWERS, ("10",)), _power),
    (Hinted(_FLATTENED, ("10",)), _flattened),
    (Hinted(_QUANTITY, ("",)), _plain),
)
