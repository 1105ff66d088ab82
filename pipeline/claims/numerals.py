"""Numbers as printed: figures, powers of ten, words ("two hundred and fifty"), fractions."""

from __future__ import annotations

import re

THIN = "\u00a0\u2009\u202f"
"""Spaces that part thousands; a plain one does in round thousands, and before what is counted."""

FIGURES = (
    rf"(?:\d{{1,3}}(?:[,{THIN}]\d{{3}})+(?:\.\d+)?|[1-9]\d{{0,2}}(?: 000)+(?!\d)"
    r"|[1-9]\d{0,2} \d{3}(?= [a-z]{4})"
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
    rf"(?i:(?:{_SMALL}|(?:half )?an?(?= (?:{_SCALE}|dozen)\b))"
    rf"(?:[- ](?:{_SCALE}|dozen)\b(?:,? and [- ]?{_SMALL}|[- ]{_SMALL})?){{0,4}}"
    rf"(?: and a half\b)?)(?!(?!fold\b)[a-z])"
)
"""A number in words."""

AMOUNT = rf"(?:{FIGURES}|\b{SPELT})"
SCALED = rf"(?: (?i:{_SCALE})\b){{0,2}}"

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_WORDS = re.compile(r"[a-z]+")
_DOT = re.compile(r"[·‧∙]")
_DASH = re.compile(r"[−–]")
_GROUPING = re.compile(rf"[,{THIN}]| (?=\d{{3}}(?!\d))")
_TIMES_TEN = re.compile(r"[eE]| ?[×x*] ?10 ?\^?")


def value_of(written: str) -> float:
    """Return the value of a number as printed, in figures or in words.

    >>> value_of("two hundred and fifty"), value_of("1,200"), value_of("0·5")
    (250.0, 1200.0, 0.5)
    """
    if written[0].isalpha():
        return _spelt(written.lower())
    plain = _DASH.sub("-", _DOT.sub(".", _GROUPING.sub("", written))).translate(_SUPERSCRIPTS)
    base, *power = _TIMES_TEN.split(plain)
    return float(f"{base}e{power[0].strip()}") if power else float(base)


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
    for word in _WORDS.findall(written.replace("and a half", "and half").replace("half a", "half")):
        if word in SCALES:
            current = (current or 1.0) * SCALES[word]
            if SCALES[word] >= 1e3:
                total, current = total + current, 0.0
        elif word == "dozen":
            current = (current or 1.0) * 12.0
        elif word != "and":
            current += _VALUES[word]
    return total + current
