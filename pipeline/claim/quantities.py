"""Numbers with their units, as printed: "45 mg", "3.19%", "50 to 80 percent", "two-year"."""

from __future__ import annotations

import re

from pipeline.claim.text import vocabulary

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d{1,15})?|\.\d{1,15}"
_SPELT = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)
_WORDS = {word: float(value) for value, word in enumerate(_SPELT.split())} | {
    "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "ninety": 90.0,
}  # fmt: skip
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_UNIT = (
    r"%|percent(?:age points?)?|per ?cent|fold|times|"
    r"(?:(?:[kmuµμnp]?g|mcg|[mdµμ]?[lL]|[mµμnp]?mol|[nµμm]?M|IU|kcal|k?J|[Cc]al(?:ories?)?|"
    r"kg|lbs?|pounds?|ounces?|oz|grams?|milligrams?|micrograms?|kilograms?|lit(?:er|re)s?|cups?|"
    r"servings?|tablets?|capsules?|drops?|teaspoons?|tablespoons?|mmHg|mm Hg|[ckmµn]?m|inch(?:es)?|"
    r"feet|miles?|°[CF]|degrees|beats|units?)"
    r"(?:/(?:kg|day|d|dL|dl|mL|ml|L|l|h|hr|week|min|m2|m²))?(?:/(?:day|d|week))?)|"
    r"seconds?|minutes?|hours?|hrs?|days?|weeks?|months?|years?|decades?|points?|doses?"
)
_QUANTITY = re.compile(
    rf"(?<![\w.,/-])(?P<first>{_NUMBER}|(?i:{'|'.join(_WORDS)}))"
    rf"(?P<scale1>(?: (?i:{'|'.join(_SCALES)})){{0,2}})"
    rf"(?:(?: ?[-–—] ?| to | and (?=\d+ ?%))(?P<second>{_NUMBER}|(?i:{'|'.join(_WORDS)}))"
    rf"(?P<scale2>(?: (?i:{'|'.join(_SCALES)})){{0,2}}))?"
    rf"(?:[  -]?(?P<unit>{_UNIT})(?![\w]))?(?![\w])"
)
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d\Z")
_MONTH = re.compile(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?\Z"
)
# "type 1 diabetes", "vitamin 12", "phase 2", "No. 1", "Table 3", "IL 6": names, not amounts.
_NAMING = vocabulary(
    "type types vitamin phase stage grade table figure fig no number chapter group step class "
    "level section version covid interleukin omega factor day b k d il page"
)


def find_quantities(text: str) -> list[tuple[int, int, float, str | None]]:
    """Return ``(start, end, value, unit)`` of the quantities in a stretch of text.

    A range is one quantity with its lower bound as value. Years, dates and numbers in
    names are none; a spelt number counts only with a unit.
    """
    found = []
    for match in _QUANTITY.finditer(text):
        unit = match["unit"]
        first = match["first"]
        spelt = first[0].isalpha()
        if (spelt and not (unit or match["scale1"])) or (unit is None and _is_name(text, match)):
            continue
        value = _WORDS[first.lower()] if spelt else float(first.replace(",", ""))
        for scale in (match["scale1"] or match["scale2"] or "").lower().split():
            value *= _SCALES[scale]
        found.append((match.start(), match.end(), value, unit))
    return found


def _is_name(text: str, match: re.Match[str]) -> bool:
    first = match["first"]
    if _YEAR.match(first) and not match["scale1"]:
        return True
    near = text[max(0, match.start() - 24) : match.start()].rstrip(" .-").lower()
    last = near.split()[-1:] or [""]
    word = last[0].strip("(")
    if word in _NAMING or _MONTH.match(word):
        return True
    return text[match.end() : match.end() + 1] in {"-", "'", "’", "/", ":"}
