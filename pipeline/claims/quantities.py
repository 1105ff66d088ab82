"""Numbers with their units, as printed: "45 mg", "3.19%", "50 to 80 percent", "two-year".

The unit of a fraction ("one in five", "two-thirds", "half of") is ``fraction``, of a p value
``p``, of a proportion ("a ratio of 2:1") ``ratio``, of "twice" and "doubled" ``times``; an
estimate ("OR 1.35", "hazard ratio of 0.45") has its name, a confidence interval ("95% CI
1.1–1.6") ``95% CI``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.claims.amounts import PEOPLE, comparator_of, is_name, kind_of
from pipeline.claims.numerals import (
    AMOUNT,
    FIGURES,
    POWER,
    SCALED,
    TEN,
    THIN,
    power_of,
    scaled,
    value_of,
)
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


_PER = (
    r"(?:(?: ?/ ?(?:kg|day|dL|dl|d|mL|ml|L|l|hr?|hour|week|month|year|min|m2|m²|cm2|mg|g|mmol|mol|"
    r"sec|s)| per (?:kg|kilogram|second|minute|hour|day|week|month|year|lit(?:er|re)|serving)|"
    r" an? (?:hour|day|night|week|month|year)| (?:once |each |every )?(?:daily|weekly|day|night)|"
    r" each (?:day|week|night))\b)"
)
_UNIT = (
    r"%|percent(?:age points?)?|per ?-? ?cent|fold|times|"
    r"(?:[kmuµμnp]?g|mcg|[mdµμ]?[lL]|[mµμnp]?mol|[nµμm]?M|IU|kcal|k?J|[Cc]al(?:ories?)?|"
    r"kilocalories|kilojoules|CFUs?|"
    r"lbs?|pounds?|ounces?|oz|grams?|milligrams?|micrograms?|kilograms?|(?:milli)?lit(?:er|re)s?|"
    r"cups?|glasses|servings?|portions?|tablets?|capsules?|pills?|drops?|puffs?|drinks?|"
    r"teaspoons?|tablespoons?|mmHg|mm Hg|cm ?H2O|[ckmµn]?m|(?:centi|milli|kilo)?met(?:er|re)s?|"
    r"inch(?:es)?|feet|miles?|°[CF]|degrees|beats|units?|copies|cells|kDa?|[kM]?bp|kb|[kMG]?Hz|"
    rf"[mc]?Gy|mSv|ppm|ms|points?|doses?|steps|cigarettes){_PER}{{0,2}}|"
    r"m?sec|seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|months?|years?|decades?"
)
_END = r"(?![\w^]|[,.·]\d)"
_QUANTITY = re.compile(
    rf"(?<![\w.,·/:^−-])(?P<sign>(?<=[=<>≤≥(\[ ])[-−])?"
    rf"(?P<first>{AMOUNT}(?P<power>{POWER})?)(?P<scale1>{SCALED})"
    rf"(?:(?:%? ?[-–—] ?|-? (?:up )?to |% to (?=[\d.]{{1,6}} ?%)"
    rf"| and (?=\d+ ?%)|(?P<spread> ?(?:±|\+/-) ?))"
    rf"(?P<second>{AMOUNT})"
    rf"(?P<scale2>{SCALED}))?(?:[  -]?(?P<unit>{_UNIT})(?!\w))?{_END}"
)
_BETWEEN = re.compile(
    rf"\bbetween (?:the )?(?:ages? of |ages |about |roughly )?(?P<first>{AMOUNT}) ?"
    rf"(?:%|percent|per cent)? and (?P<second>{AMOUNT})(?P<scale2>{SCALED})"
    rf"(?:[  -]?(?P<unit>{_UNIT})(?!\w))?{_END}",
    re.IGNORECASE,
)
_POWERS = re.compile(
    rf"(?<![\w.,/:^×*−-])(?<![×x*] )(?P<first>{TEN})(?:[  -]?(?P<unit>{_UNIT})(?!\w))?{_END}"
)
# Microbes come by powers of ten: where "bacteria" are 1014, the superscript was lost.
_MICROBES = (
    r"(?:CFUs?|colony|bacteri(?:a|um)|microb\w{0,10}|micro-?organisms|virus(?:es)?|viral|virions|"
    r"spores|cells|organisms|particles|probiotic\w{0,3}|copies)"
)
_FLATTENED = re.compile(
    rf"(?<![\w.,/:^×*−-])(?<![×x*] )10(?P<exponent>[5-9]|1[0-5])(?= (?:\w+ )?{_MICROBES}\b)"
    rf"(?: (?P<unit>{_UNIT})(?!\w))?"
)
_MONEY = re.compile(rf"(?P<unit>[$€£¥]) ?(?P<first>{FIGURES})(?P<scale1>{SCALED}){_END}")
_P_VALUE = re.compile(
    r"(?<!\w)[pP](?:[ -]?values?)?(?: of| was| were)? ?[=<>≤≥]{0,2} ?"
    rf"(?P<first>0?[.·]\d{{1,15}}{POWER}?|{FIGURES}{POWER}){_END}"
)
_SAMPLE = re.compile(rf"(?<![\w])[nN] ?= ?(?P<first>{FIGURES}){_END}")
_ESTIMATE = re.compile(
    r"(?<!\w)(?P<unit>[aciu]?(?:OR|HR|RR|IRR|PR)|SMR|SMD|WMD|MD|(?i:(?:odds|hazards?|risk|rate|"
    r"incidence rate|prevalence) ratio|relative risk|mean difference|"
    r"effect size|Cohen['’]s d|correlation coefficient))"
    r"s?(?: [(\[][A-Za-z]{2,4}[)\]])?(?: (?:for|of|in) (?:[a-zA-Z-]+ ){1,5}?(?=(?:was|is) ))?"
    r"[,:]? ?(?:(?:of|was|were|is) (?:only |about )?)?"
    rf"=? ?(?P<first>[-−]?{FIGURES})(?![%:/]){_END}"
)
_LETTER = re.compile(
    rf"(?<![\w-])(?P<unit>r|R2|R²|β|κ|ρ|d|g) ?= ?(?P<first>[-−–]?{FIGURES})(?![%:/]){_END}"
)
_INTERVAL = re.compile(
    r"(?:(?<![\w.])(?P<level>\d{2}(?:\.\d)?) ?(?:%|-?per ?cent) ?)?"
    r"(?:\bCIs?|confidence intervals?)\b"
    rf"(?: ?[(\[]CI[)\]])?[,:]? ?(?:(?:of|was|from|between|=) ?)?[\[(]?(?P<first>[-−–]?{FIGURES})%?"
    rf"(?: ?[-–—−,;] ?| to | and )(?P<second>[-−–]?{FIGURES})%?{_END}",
    re.IGNORECASE,
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
_WHOLE = r"(?= (?:of|the|their|its|our|all)\b)"
_FRACTION = re.compile(
    rf"(?<![\w-])(?:(?:one[ -]|an? )?(?P<part>{'|'.join(_PARTS)}){_WHOLE}"
    r"|one-(?P<hyphened>half|third|quarter|fourth|fifth|tenth)\b"
    r"|(?P<few>two|three|four|nine)[ -](?P<parts>third|quarter|fourth|fifth|tenth)s\b)",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?<![\w.,/-])(?P<first>{AMOUNT}) (?P<of>in|out of|of)(?: the| every| all)? "
    rf"(?P<second>{AMOUNT})(?P<scale2>{SCALED})(?![-/%°]| ?(?:{_UNIT})\b){_END}",
    re.IGNORECASE,
)
_RATE = re.compile(
    rf"(?<![\w.,/-])(?P<first>{AMOUNT})(?: [a-z]{{3,20}})? (?P<unit>per (?P<second>1,?000|10,?000|"
    rf"100,?000|(?:one |a )?million|100|(?:a |one )?(?:hundred |ten )?thousand)){_END}",
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
    rf"(?:day|night|week|month|year)))\b",
    re.IGNORECASE,
)
_MULTIPLES = {"one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "half": 0.5}
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d\Z")
_COUNTED = 10  # a spelt number from here on counts without a unit: "twelve women", not "two groups"
_FEW = re.compile(
    r" (?:people|patients|women|men|children|adults|participants|volunteers|infants|babies|deaths|"
    r"mice|rats|girls|boys|twins)\b"
)
# "six eggs a day": what is eaten is the unit.
_EATEN = re.compile(
    rf"(?<![\w.,/:-])(?P<first>{AMOUNT}) (?P<unit>(?!(?:{_UNIT}|times|more|of)\b)[a-z]{{3,15}}"
    r" (?:an?|per|each|every) (?:day|week|night|month))\b"
)
_FOLD = re.compile(
    rf"(?<=\d)[{THIN}](?=\d{{3}}(?!\d))|[^\S ]\s*| \s+|\u00ad\s*|(?<=[a-z])(?<!ty)-\s*\n\s*"
)
# "from 4.7% in 1980 to 8.5% in 2014": the year is no end of a range.
_IN_YEAR = re.compile(
    r"\b(?:in|since|by|from|until|before|after|of|to|between|and|and|early|late|mid|during) "
    r"(?P<year>(?:1[6-9]|20)\d\d)(?=[ ,.;:)]|\Z)(?! (?:[\w-]+ ){0,2}(?:" + PEOPLE + r"|%))"
)
# "fell from 12% to 8%" says two shares, "ranged from 8% to 12%" a range.
_SHIFT = re.compile(
    r"\b(?:rose|risen|rise|rises|rising|fell|fallen|falls?|falling|increas\w{1,4}|decreas\w{1,4}|"
    r"dropp?\w{0,3}|declin\w{1,3}|grew|grown|grow|went|reduc\w{1,4}|improv\w{1,4}|climbed|jumped|"
    r"lower\w{0,3}|rais\w{1,3}|cut|chang\w{1,3})(?: [\w-]+){0,4} from "
    rf"(?:[\w.,·-]{{1,20}} ?[%a-z][^\s.;,()]{{0,12}}(?P<to> to )(?=\d)"
    rf"|{AMOUNT}(?P<bare> to )(?={AMOUNT}))"
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
    shifts = [match.span(match.lastgroup or 0) for match in _SHIFT.finditer(text)]
    text = blanked(text, shifts)
    for one, read in _READERS:
        if one.may_match(lower):
            new = [(match.span(), read(match)) for match in one.pattern.finditer(text)]
            taken = [(start, end, amount) for (start, end), amount in new if amount]
            text = blanked(text, [(start, end) for start, end, _ in taken])
            found += [_completed(whole, *one) for one in taken]
    found = _shared(sorted(found), shifts)
    return [one if places is None else _placed(one, places) for one in found]


def _shared(found: list[Found], shifts: Sequence[tuple[int, int]]) -> list[Found]:
    """Return quantities, what "from 164 to 116 mg" begins at with the unit of what it ends at."""
    after = {one.start: one for one in found}
    to = dict(shifts)
    return [
        one._replace(unit=last.unit, kind=last.kind)
        if one.unit is None and (last := after.get(to.get(one.end, -1))) is not None
        else one
        for one in found
    ]


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
            thousands = match.end() == match.start() + 1 and match.group() in THIN
            pieces.append(match.group() if thousands else " ")
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
    if spelt and match["of"].lower() == "of":
        return None
    return _Amount(part / whole, "fraction", kind="share")


def _rate(match: re.Match[str]) -> _Amount:
    return _Amount(value_of(match["first"]), match["unit"].lower(), kind="share")


def _fraction(match: re.Match[str]) -> _Amount:
    part = match["part"] or match["hyphened"] or match["parts"]
    return _Amount(value_of(match["few"] or "one") / _PARTS[part.lower()], "fraction", kind="share")


def _times(match: re.Match[str]) -> _Amount:
    word = next(name for name in _MULTIPLES if match[name])
    if match["unit"]:
        return _Amount(_MULTIPLES[word], f"times {match['unit'][1:]}", kind="dose")
    return _Amount(_MULTIPLES[word], "times", kind="estimate")


def _often(match: re.Match[str]) -> _Amount:
    return _Amount(value_of(match["first"]), match["unit"], kind="dose")


def _power(match: re.Match[str]) -> _Amount:
    return _Amount(power_of(match["first"]), match["unit"])


def _flattened(match: re.Match[str]) -> _Amount:
    return _Amount(10.0 ** int(match["exponent"]), match["unit"])


def _money(match: re.Match[str]) -> _Amount:
    return _Amount(scaled(value_of(match["first"]), match["scale1"]), match["unit"])


def _between(match: re.Match[str]) -> _Amount | None:
    if _YEAR.match(match["first"]) and not match["unit"]:
        return None
    first, last = (scaled(value_of(match[n]), match["scale2"]) for n in ("first", "second"))
    return _Amount(first, match["unit"], last)


def _plain(match: re.Match[str]) -> _Amount | None:
    unit, first, second = match["unit"], match["first"], match["second"]
    value = value_of((match["sign"] or "") + first)
    spelt = first[0].isalpha()
    people = _FEW.match(match.string, match.end()) is not None
    if spelt and not (unit or match["scale1"] or value >= _COUNTED or (people and value > 1)):
        return None
    if unit is None and is_name(match.string, *match.span("first"), match.end(), spelt):
        return None
    if _YEAR.match(first) and ((unit is None and not people) or second):
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
    (Hinted(_RATE, (" per ",)), _rate),
    (Hinted(_SHARE, (" in ", " of ")), _share),
    (Hinted(_FRACTION, tuple(_PARTS)), _fraction),
    (Hinted(_PROPORTION, (":",)), _proportion),
    (Hinted(_EATEN, (" a ", " per ", " each ", " every ")), _often),
    (Hinted(_OFTEN, (" times ",)), _often),
    (Hinted(_TIMES, ("once", "twice", "doubl", "thrice", "tripl", "quadrupl", "halv")), _times),
    (Hinted(_POWERS, ("10",)), _power),
    (Hinted(_FLATTENED, ("10",)), _flattened),
    (Hinted(_QUANTITY, ("",)), _plain),
)
