"""Numbers with their units, as printed: "45 mg", "3.19%", "50 to 80 percent", "two-year".

The unit of a fraction ("one in five", "two-thirds", "half of") is ``fraction``, of a p value
``p``, of a proportion ("a ratio of 2:1") ``ratio``, of "twice" and "doubled" ``times``; an
estimate ("OR 1.35", "hazard ratio of 0.45") has its name, a confidence interval ("95% CI
1.1–1.6") ``95% CI``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.claims.text import vocabulary
from pipeline.text.patterns import Hinted

Found = tuple[int, int, float, str | None]
Amount = tuple[float, str | None] | None

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})"
_POWER = r"(?:[eE][-−–]?\d{1,3}| ?[×x*] ?10 ?\^?[-−–]?\d{1,3})"
_SPELT = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)
_WORDS = {word: float(value) for value, word in enumerate(_SPELT.split())} | {
    "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0,
    "eighty": 80.0, "ninety": 90.0,
}  # fmt: skip
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_AMOUNT = rf"(?:{_NUMBER}|(?i:{'|'.join(_WORDS)}))"
_SCALE = rf"(?: (?i:{'|'.join(_SCALES)})){{0,2}}"
_PER = (
    r"(?:(?: ?/ ?(?:kg|day|dL|dl|d|mL|ml|L|l|hr?|hour|week|month|year|min|m2|m²|cm2|mg|g|mmol|mol|"
    r"sec|s)| per (?:kg|kilogram|second|minute|hour|day|week|month|year|lit(?:er|re)|serving)|"
    r" an? (?:hour|day|night|week|month|year)| daily| weekly)\b)"
)
_UNIT = (
    r"%|percent(?:age points?)?|per ?cent|fold|times|"
    r"(?:[kmuµμnp]?g|mcg|[mdµμ]?[lL]|[mµμnp]?mol|[nµμm]?M|IU|kcal|k?J|[Cc]al(?:ories?)?|"
    r"lbs?|pounds?|ounces?|oz|grams?|milligrams?|micrograms?|kilograms?|lit(?:er|re)s?|cups?|"
    r"servings?|tablets?|capsules?|drops?|teaspoons?|tablespoons?|mmHg|mm Hg|[ckmµn]?m|inch(?:es)?|"
    r"feet|miles?|°[CF]|degrees|beats|units?|copies|cells|kDa?|[kM]?bp|kb|[kMG]?Hz|[mc]?Gy|mSv|ppm|"
    rf"ms|points?|doses?){_PER}{{0,2}}|"
    r"m?sec|seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|decades?"
)
_END = r"(?![\w^]|,\d|\.\d)"
_QUANTITY = re.compile(
    rf"(?<![\w.,/:^−-])(?P<sign>(?<=[=<>≤≥(])[-−]|(?<=[=<>≤≥] )[-−])?"
    rf"(?P<first>{_AMOUNT}(?P<power>{_POWER})?)(?P<scale1>{_SCALE})"
    rf"(?:(?:%? ?[-–—] ?|-? to |% to (?=[\d.]{{1,6}} ?%)| and (?=\d+ ?%)| ?(?:±|\+/-) ?)"
    rf"(?P<second>{_AMOUNT})"
    rf"(?P<scale2>{_SCALE}))?(?:[  -]?(?P<unit>{_UNIT})(?!\w))?(?![\w^]|,\d)"
)
_BETWEEN = re.compile(
    rf"\bbetween (?:the ages of |ages |about |roughly )?(?P<first>{_AMOUNT}) ?(?:%|percent)? and "
    rf"(?P<second>{_AMOUNT})(?P<scale2>{_SCALE})(?:[  -]?(?P<unit>{_UNIT})(?!\w))?{_END}",
    re.IGNORECASE,
)
_MONEY = re.compile(rf"(?P<unit>[$€£¥]) ?(?P<first>{_NUMBER})(?P<scale1>{_SCALE}){_END}")
_P_VALUE = re.compile(
    r"(?<!\w)[pP](?:[ -]?values?)?(?: of| was| were)? ?[=<>≤≥]? ?"
    rf"(?P<first>0?\.\d{{1,15}}{_POWER}?|{_NUMBER}{_POWER}){_END}"
)
_ESTIMATE = re.compile(
    r"(?<!\w)(?P<unit>[aiu]?(?:OR|HR|RR)|SMR|SMD|WMD|(?i:(?:odds|hazards?|risk|rate) ratio|"
    r"relative risk|mean difference))s?(?: [(\[][A-Za-z]{2,4}[)\]])?[,:]? ?(?:(?:of|was|were|is) )?"
    rf"=? ?(?P<first>[-−]?{_NUMBER})(?![%:/]){_END}"
)
_INTERVAL = re.compile(
    r"(?<![\w.])(?P<level>\d{2}(?:\.\d)?) ?% ?(?:CIs?|confidence intervals?)"
    rf"(?: ?[(\[]CI[)\]])?[,:]? ?(?:(?:of|was|from|between|=) ?)?[\[(]?(?P<first>[-−–]?{_NUMBER})"
    rf"(?: ?[-–—−,;] ?| to | and )[-−–]?{_NUMBER}{_END}",
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
    rf"(?<![\w.,/-])(?P<first>{_AMOUNT}) (?P<of>in|out of|of)(?: the| every| all)? "
    rf"(?P<second>{_AMOUNT})(?P<scale2>{_SCALE})(?![-/%°]| ?(?:{_UNIT})\b){_END}",
    re.IGNORECASE,
)
_PROPORTION = re.compile(
    r"(?<![\w:.])(?P<first>\d{1,6}(?:\.\d{1,3})?) ?: ?(?P<second>\d{1,6}(?:\.\d{1,3})?)(?![\w:])"
)
_RATIO = re.compile(r"[ -]?ratios?\b", re.IGNORECASE)
_TIMES = re.compile(
    r"(?<![\w-])(?:(?P<two>twice|doubl(?:ed|es|ing))|(?P<three>thrice|tripl(?:ed|es|ing))|"
    r"(?P<four>quadrupl(?:ed|es|ing))|(?P<half>halved|halving))(?![\w-])",
    re.IGNORECASE,
)
_MULTIPLES = {"two": 2.0, "three": 3.0, "four": 4.0, "half": 0.5}
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d\Z")
_CLOCK = re.compile(r" ?(?:[ap]\.?m\b|o[’']clock)", re.IGNORECASE)
_MONTH = re.compile(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?\Z"
)
# "type 1 diabetes", "vitamin 12", "phase 2", "No. 1", "Table 3", "IL 6": names, not amounts.
_NAMING = vocabulary(
    "type types vitamin phase stage grade table tables figure figures fig figs no number chapter "
    "group step class level section version covid interleukin omega factor day b k d il page eq "
    "equation ref refs file supplement appendix box panel lane arm lobe peak aim hypothesis"
)


def find_quantities(text: str) -> list[Found]:
    """Return ``(start, end, value, unit)`` of the quantities in a stretch of text.

    A range is one quantity with its lower bound as value. Years, dates, times of day and
    numbers in names are none; a spelt number counts only with a unit.
    """
    found: list[Found] = []
    lower = text.lower()
    for one, read in _READERS:
        if one.may_match(lower):
            new = [(match.span(), read(match)) for match in one.pattern.finditer(text)]
            taken = [(*span, *amount) for span, amount in new if amount]
            text = blanked(text, [(start, end) for start, end, *_ in taken])
            found += taken
    return sorted(found)


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the text with nothing to read in the given spans, and of the same length."""
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += [text[done:start], "\0" * (end - max(start, done))]
        done = max(done, end)
    return "".join([*pieces, text[done:]]) if spans else text


def _number(written: str) -> float:
    """Return the value of a number as printed, in figures or as a word."""
    if written[0].isalpha():
        return _WORDS[written.lower()]
    plain = re.sub(r"[−–]", "-", written.replace(",", ""))
    base, *power = re.split(r"[eE]| ?[×x*] ?10 ?\^?", plain)
    return float(f"{base}e{power[0]}") if power else float(base)


def _scaled(value: float, scales: str | None) -> float:
    for scale in (scales or "").lower().split():
        value *= _SCALES[scale]
    return value


def _interval(match: re.Match[str]) -> Amount:
    return _number(match["first"]), f"{match['level']}% CI"


def _estimate(match: re.Match[str]) -> Amount:
    return _number(match["first"]), match["unit"]


def _p_value(match: re.Match[str]) -> Amount:
    return _number(match["first"]), "p"


def _proportion(match: re.Match[str]) -> Amount:
    """Read "2:1" where a ratio is spoken of; "16:8" is a diet, "9:30" a time."""
    second = float(match["second"])
    called = _RATIO.search(match.string, max(0, match.start() - 12), match.start())
    called = called or _RATIO.match(match.string, match.end())
    return (float(match["first"]) / second, "ratio") if second and called else None


def _share(match: re.Match[str]) -> Amount:
    """Read "one in five", "6 of the 13", "10 out of 55"; not "one of two", "5 in 2010"."""
    part, whole = _number(match["first"]), _scaled(_number(match["second"]), match["scale2"])
    if not 0 < part < whole or _YEAR.match(match["second"]):
        return None
    spelt = match["first"].isalpha() and match["second"].isalpha()
    return None if spelt and match["of"].lower() == "of" else (part / whole, "fraction")


def _fraction(match: re.Match[str]) -> Amount:
    part = match["part"] or match["hyphened"] or match["parts"]
    return _number(match["few"] or "one") / _PARTS[part.lower()], "fraction"


def _times(match: re.Match[str]) -> Amount:
    return _MULTIPLES[str(match.lastgroup)], "times"


def _money(match: re.Match[str]) -> Amount:
    return _scaled(_number(match["first"]), match["scale1"]), match["unit"]


def _between(match: re.Match[str]) -> Amount:
    if _YEAR.match(match["first"]) and not match["unit"]:
        return None
    return _scaled(_number(match["first"]), match["scale2"]), match["unit"]


def _plain(match: re.Match[str]) -> Amount:
    unit, first = match["unit"], match["first"]
    if first[0].isalpha() and not (unit or match["scale1"]):
        return None
    if unit is None and _is_name(match):
        return None
    value = _number((match["sign"] or "") + first)
    return _scaled(value, match["scale1"] or match["scale2"]), unit


def _is_name(match: re.Match[str]) -> bool:
    text, first = match.string, match["first"]
    if _YEAR.match(first) and not match["scale1"]:
        return True
    near = text[max(0, match.start() - 24) : match.start()].rstrip(" .-").lower()
    word = (near.split()[-1:] or [""])[0].strip("(")
    if word in _NAMING or _MONTH.match(word) or _CLOCK.match(text, match.end()):
        return True
    return text[match.end() : match.end() + 1] in {"-", "'", "’", "/", ":"}


# The first that reads a stretch has it; each is asked only where a text holds one of its words.
_READERS: tuple[tuple[Hinted, Callable[[re.Match[str]], Amount]], ...] = (
    (Hinted(_INTERVAL, ("%",)), _interval),
    (Hinted(_ESTIMATE, ("",)), _estimate),
    (Hinted(_P_VALUE, ("p",)), _p_value),
    (Hinted(_MONEY, ("$", "€", "£", "¥")), _money),
    (Hinted(_BETWEEN, ("between ",)), _between),
    (Hinted(_SHARE, (" in ", " of ")), _share),
    (Hinted(_FRACTION, tuple(_PARTS)), _fraction),
    (Hinted(_PROPORTION, (":",)), _proportion),
    (Hinted(_TIMES, ("twice", "doubl", "thrice", "tripl", "quadrupl", "halv")), _times),
    (Hinted(_QUANTITY, ("",)), _plain),
)
