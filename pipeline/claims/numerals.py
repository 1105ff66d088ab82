"""Numbers as printed: figures, powers of ten, words ("two hundred and fifty"), fractions."""

from __future__ import annotations

import re
import unicodedata

from pipeline.claims.amounts import PEOPLE

THIN = "\u00a0\u2009\u202f"
"""Spaces that part thousands; where a plain one does, only counts of people and round ones."""

VULGAR = frozenset("¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞")
_MEASURED = (
    r"(?:teaspoons?|tablespoons?|cups?|glass(?:es)?|tablets?|pills?|pounds?|lbs?|hours?|minutes?|"
    r"days?|months?|years?|lit(?:er|re)s?|grams?|miles?|inch(?:es)?|centimet(?:er|re)s?|"
    r"kilo(?:gram)?s?|doses?|pints?|ounces?|oz|servings?|portions?|degrees?)\b"
)
"""Words after "half a", "1/4": of other things these are no amounts."""

FIGURES = (
    rf"(?:\d{{0,2}}[¼½¾⅐-⅞]|(?:\d{{1,2}} )?[1-9]/[2-9](?=[ -]{_MEASURED})"
    rf"|\d{{1,3}}(?:[,{THIN}]\d{{3}})+(?:\.\d+)?|\d{{1,3}}(?: 000){{1,4}}(?!\d)"
    rf"|\d{{1,3}}(?: \d{{3}}){{1,3}}(?= (?:[a-z-]+ ){{0,2}}{PEOPLE}\b|"
    r" ?(?:[kmµμ]?g|mcg|IU|kcal|kJ|m[lL]|steps|cells)\b(?! (?:tablet|capsule|pill|dose|vial)))"
    r"|\d{1,15}(?:[.·‧∙]\d{1,15})?|[.·‧∙]\d{1,15})"
)
"""A number in figures; the middle dot is a decimal point in older British print."""

POWER = r"(?:[eE][-−–]?\d{1,3}| ?[×x*] ?10 ?(?:\^?[-−–]?\d{1,3}|[⁻⁺]?[⁰¹²³⁴-⁹]{1,3}))"
"""A power of ten after a number; where the superscript is lost, ``2 × 109`` is 2 × 10^9."""

TEN = r"10(?: ?\^ ?[-−–]?\d{1,3}|[⁻⁺]?[⁰¹²³⁴-⁹]{1,3})"
"""A power of ten by itself: ``10^14``, ``10¹⁴``."""

_UNITS = "zero one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen dozen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_VALUES = (
    {word: float(at) for at, word in enumerate(f"{_UNITS} {_TEENS}".split())}
    | {word: 10.0 * at for at, word in enumerate(_TENS.split(), start=2)}
    | {"dozen": 12.0, "a": 1.0, "an": 1.0, "half": 0.5}
)
_SMALL = (
    rf"(?:(?:{'|'.join(_TENS.split())})(?:(?:- ?| )(?:{'|'.join(_UNITS.split()[1:])}))?"
    rf"|{'|'.join(reversed((_UNITS + ' ' + _TEENS).split()))})"
)
_SCALE = "|".join(SCALES)
SPELT = (
    rf"(?i:(?:{_SMALL}|(?:half )?an?(?= (?:{_SCALE}|dozen)\b)|half an?(?= {_MEASURED}))"
    rf"(?:[- ](?:{_SCALE}|dozen)\b(?:,? and [- ]?{_SMALL}|[- ]{_SMALL})?){{0,4}}"
    rf"(?: and a half\b)?)(?!(?!fold\b)[a-z])"
)
"""A number in words."""

AMOUNT = rf"(?:{FIGURES}|\b{SPELT})"
SCALED = rf"(?: (?i:{_SCALE})\b){{0,2}}"

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_VULGAR = re.compile(r"[/¼½¾⅐-⅞]")
_HALF = re.compile(r"\bhalf an?\b|(?<=and )a half\b")
_WORDS = re.compile(r"[a-z]+")
_DOT = re.compile(r"[·‧∙]")
_DASH = re.compile(r"[−–]")
_GROUPING = re.compile(rf"[,{THIN}]| (?=\d{{3}}(?:[ .]|\Z))")
_TIMES_TEN = re.compile(r"[eE]| ?[×x*] ?10 ?\^?")


def value_of(written: str) -> float:
    """Return the value of a number as printed, in figures or in words.

    >>> value_of("two hundred and fifty"), value_of("1,200"), value_of("0·5")
    (250.0, 1200.0, 0.5)
    """
    if written[0].isalpha():
        return _spelt(written.lower())
    if _VULGAR.search(written):
        return _mixed(written)
    plain = _DASH.sub("-", _DOT.sub(".", _GROUPING.sub("", written))).translate(_SUPERSCRIPTS)
    base, *power = _TIMES_TEN.split(plain)
    return float(f"{base}e{power[0].strip()}") if power else float(base)


def _mixed(written: str) -> float:
    """Return the value of a number with a fraction: "1½", "1 1/2"."""
    sign = -1 if written[0] in "-−–" else 1
    written = written.lstrip("-−– ")
    *whole, last = written.split() if "/" in written else re.findall(r"\d+|\D", written)
    part = [float(n) for n in last.split("/")] if "/" in last else [unicodedata.numeric(last), 1]
    return sign * (sum(map(float, whole)) + part[0] / part[1])


def power_of(written: str) -> float:
    """Return the value of a power of ten that is printed by itself.

    >>> power_of("10^6"), power_of("10⁹")
    (1000000.0, 1000000000.0)
    """
    plain = _DASH.sub("-", written.translate(_SUPERSCRIPTS)).replace("^", " ")
    return float(f"1e{plain[2:].strip()}")


def scaled(value: float, scales: str | None) -> float:
    """Return a number times the words after it: ``2.5`` and ``million``."""
    for scale in (scales or "").lower().split():
        value *= SCALES[scale]
    return value


def _spelt(written: str) -> float:
    """Add words up: each scale multiplies what stands before it, from the last larger one on."""
    total = current = 0.0
    for word in _WORDS.findall(_HALF.sub("half", written)):
        if word in SCALES:
            current = (current or 1.0) * SCALES[word]
            if SCALES[word] >= 1e3:
                total, current = total + current, 0.0
        elif word == "dozen":
            current = (current or 1.0) * 12.0
        elif word != "and":
            current += _VALUES[word]
    return total + current


def shared_scale(first: str, second: str) -> float:
    """Return what "three million" lends to the "two" before it in "two to three million"."""
    words = _WORDS.findall(second.lower())
    if len(words) < 2 or words[-1] not in SCALES or any(w in SCALES for w in words[:-1]):
        return 1.0
    scale = SCALES[words[-1]]
    spelt = _WORDS.findall(first.lower())
    smaller = 1 < value_of(first) < value_of(second) / scale
    return scale if smaller and spelt and spelt[-1] not in SCALES else 1.0
