"""Two measurements of one change: "fell from 12% to 8%"; "ranged from 8% to 12%" is a range."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.claims.numerals import AMOUNT, SCALED, scaled, value_of
from pipeline.claims.units import END, UNIT


class End(NamedTuple):
    """Where a change begins or ends: a number with its unit."""

    start: int
    end: int
    value: float
    unit: str | None


_CHANGE = (
    r"(?:rose|ris(?:en?|es|ing)|fell|fall(?:en|s|ing)?|increas\w{1,4}|decreas\w{1,4}|dropp?\w{0,3}|"
    r"declin\w{1,3}|gr[eo]wn?|went|gone|reduc\w{1,4}|improv\w{1,4}|climb\w{0,3}|jump\w{0,3}|"
    r"lower\w{0,3}|rais\w{1,3}|cut|chang\w{1,3}|shr[iau]nk\w{0,3}|plung\w{1,3}|plummet\w{0,3}|"
    r"s[ai]nk|soar\w{0,3}|surg(?:ed|es)|slipp?\w{0,3}|dipp?\w{0,3}|shift\w{0,3}|moved|brought|"
    r"took|drove|pushed|lift\w{0,3}|boost\w{0,3}|short\w{0,5}|prolong\w{0,3}|lengthen\w{0,3}|"
    r"extend\w{0,3}|slow\w{0,3}|taper\w{0,3}|escalat\w{1,3}|doubled|tripled|halved|dwindled|"
    r"expand\w{0,3}|widen\w{0,3}|narrow\w{0,3}|cool\w{0,3}|warm\w{0,3}|heated)"
)
_CHANGED = re.compile(rf"\b{_CHANGE}(?: [\w-]+){{0,6}} \Z", re.IGNORECASE)
_RANGING = re.compile(r"\b(?:rang\w{1,3}|var(?:y|ies|ied|ying)|anywhere|span\w{0,4}) \Z", re.I)
_RATE = r"per (?:1[0,]{2,8}|(?:an? |one )?(?:hundred |ten )?(?:thousand|million))"
_FROM = re.compile(
    rf"\b[Ff]rom (?:an? (?:mean|average|median) of |about |around |roughly )?"
    rf"(?P<first>(?:[-−](?=\d))?{AMOUNT})(?P<scale1>{SCALED})(?:[  -]?(?P<unit1>{UNIT})(?!\w))?"
    r"(?: down| up)? to (?:(?:just|only|an? (?:mean|average|median) of|about|around|below|under|"
    r"over) ){0,2}"
    rf"(?P<second>(?:[-−](?=\d))?{AMOUNT})(?P<scale2>{SCALED})"
    rf"(?:[  -]?(?P<unit2>{UNIT}|{_RATE})(?!\w))?"
    rf"(?! out of \d| in \d{{1,6}}\b(?! ?(?:{UNIT})\b)){END}"
)
_CLAUSE = 60  # letters before "from" that hold the verb
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d\Z")


def shifts(text: str, whole: str) -> list[End]:
    """Return the two ends of each change in a text; ``whole`` is the text with nothing blanked.

    The first has the unit of the second where it has none of its own.
    """
    return [end for match in _FROM.finditer(text) for end in _ends(match, whole)]


def _ends(match: re.Match[str], whole: str) -> list[End]:
    before = whole[max(0, match.start() - _CLAUSE) : match.start()]
    first, second = (
        scaled(value_of(match[number]), match[scale])
        for number, scale in (("first", "scale1"), ("second", "scale2"))
    )
    # A range only goes up.
    if _RANGING.search(before) or not (_CHANGED.search(before) or second < first):
        return []
    if _YEAR.match(match["first"]) and _YEAR.match(match["second"]) and not match["unit2"]:
        return []
    return [
        End(
            match.start(number),
            max(match.end(number), match.end(scale), match.end(unit)),
            value,
            match[unit] or match["unit2"],
        )
        for number, scale, unit, value in (
            ("first", "scale1", "unit1", first),
            ("second", "scale2", "unit2", second),
        )
    ]
