"""Names before a year, read backwards: ``van der Berg``, ``O'Neill & al-Hakim``, ``Roe K``."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.markers.candidates import words
from pipeline.markers.name_index import NameIndex
from pipeline.text.words import PARTICLES

TOKEN = re.compile(r"[^\W\d_][\w'’ʼ‐-]*|[^\w\s]|\d+")
BACK = 200
"""Characters before a year that its names are looked for in."""

MOST_NAMES = 12
_SHORTENED = 3  # letters of an initial or a title that a full stop shortens
_LOWER = re.compile(r"(?:al|el|d|l|bin|ibn|abu|t|s)[-‐'’][^\W\d_a-z]")
# Words with a capital before a year that are no family names.
NOT_NAMES = words(
    "january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec spring summer autumn fall winter easter christmas in "
    "since until from the of by and on at for figure fig table et al copyright page vol volume "
    "published updated accessed reviewed written posted monday tuesday wednesday thursday friday "
    "saturday sunday version windows office act law bill section chapter part edition circa about "
    "between during before after this that these those our their his her its we they he she it an "
    "a as with to is was were are see also but cf eg ie note source sources reference references "
    "ref refs available retrieved data study trial cohort protocol guideline guidelines report "
    "olympics war census update revised effective issue no number model phase class grade type "
    "level hurricane cyclone pandemic epidemic outbreak"
)
_MONTHS = words(
    "january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec spring summer autumn fall winter"
)
_JOURNAL_YEAR = re.compile(r"\d{4}\s?;\s?\d")  # "Week Rep, August 1990;39(34)"
_OTHERS = words(
    "al colleagues coworkers co-workers coauthors co-authors team group associates coll "
    "cols collaborators others др соавт"
)
_SHORT_OTHERS = frozenset({("u", "a"), ("e", "a"), ("m", "fl")})
_AND = words("et and & y und e og och en u и")
_GIVEN = re.compile(
    r"(?P<a>(?:[^\W\d_a-z]\.[ -]?){1,3})[^\W\d_a-z]"
    r"|[^\W\d_][\w'’‐-]{0,40},? (?P<b>(?:[^\W\d_a-z]\.[ -]?){1,3}|[^\W\d_a-z]{1,3}(?=[ ,]))"
)
_INITIALS = re.compile(r"[^\W\d_a-z]{1,3}(?:-[^\W\d_a-z])?")
# What the prose calls a namesake by: "J. Roe (2016)", "Jane Roe (2016)".
_CALLED = re.compile(
    r"(?<![\w.])(?P<a>(?:[^\W\d_a-z]\.[ -]?){1,3})$|(?<!\w)(?P<b>[^\W\d_a-z][^\W\d_A-Z]{1,15}) $"
)
_CALL = 20
"""Characters before a name that hold what its bearer is called."""


class Names(NamedTuple):
    """What was read: the names, whether others are meant, and where the first begins.

    ``initials`` are those printed with the first name, to tell it from its namesakes.
    """

    names: tuple[str, ...]
    et_al: bool
    enclosed: bool
    start: int
    initials: str = ""


def read_names(text: str, floor: int, year: int, index: NameIndex) -> Names | None:
    """Read the names that end before a year (or its bracket), ``None`` without any."""
    tokens = list(TOKEN.finditer(text, max(floor, year - BACK), year))
    at = len(tokens) - 1
    enclosed = at >= 0 and tokens[at][0] in "(["
    if enclosed:
        at -= 1
    while at >= 0 and tokens[at][0] in (",", "’", "'"):
        at -= 1
    if 0 < at < len(tokens) - 1 and tokens[at][0] == "." and len(tokens[at - 1][0]) > _SHORTENED:
        at -= 1  # "Anon., 1985"
    if not _JOURNAL_YEAR.match(text, year):
        at = _over_date(tokens, at)
    at, et_al = _over_et_al(tokens, at)
    names: list[str] = []
    first = -1
    while at >= 0 and len(names) < MOST_NAMES:
        name, before = _over_name(tokens, at, et_al, index)
        if not name:
            break
        names.insert(0, name)
        first = before + 1
        before = _over_given(tokens, before, index if index.has(name) else None)
        at = _over_join(tokens, before, index)
        if at == before:
            break
    if first < 0:
        return None
    first = _over_initials(tokens, first)
    start = tokens[first].start()
    given = _GIVEN.match(text, start, year)
    letters = re.sub(r"[^\w]", "", given["a"] or given["b"]) if given else ""
    return Names(tuple(names), et_al, enclosed, start, letters or called(text, floor, start))


def called(text: str, floor: int, start: int) -> str:
    """Return the initials that stand before a name in the prose."""
    found = _CALLED.search(text, max(floor, start - _CALL), start)
    if not found:
        return ""
    if found["a"]:
        return re.sub(r"\W", "", found["a"])
    return "" if found["b"].lower() in NOT_NAMES else found["b"][0]


def is_name(word: str) -> bool:
    """Say whether a word has the form of a family name."""
    return (word[0].isupper() and len(word) > 1) or _LOWER.match(word) is not None


def _over_date(tokens: list[re.Match[str]], at: int) -> int:
    """Step over the day and the month before a year: ``(Roe, 10 June 2014)``."""
    probe = at
    if probe > 0 and tokens[probe][0].isdigit():  # "June 10, 2014"
        probe -= 1
    if probe < 1 or tokens[probe][0].lower() not in _MONTHS:
        return at
    probe -= 1
    if tokens[probe][0].isdigit():
        probe -= 1
    return probe - 1 if probe > 0 and tokens[probe][0] == "," else at


def _over_et_al(tokens: list[re.Match[str]], at: int) -> tuple[int, bool]:
    probe = at
    while probe >= 0 and tokens[probe][0] in (".", "'", "’"):
        probe -= 1
    word = tokens[probe][0].lower() if probe >= 1 else ""
    if probe > 2 and tokens[probe - 1][0] == "." and (tokens[probe - 2][0], word) in _SHORT_OTHERS:
        return probe - 3, True  # "Roe u. a."
    if re.split("['’]", word)[0] in _OTHERS:
        probe -= 1
        while probe >= 1 and tokens[probe][0] in (",", ".", "her", "his", "their", "the"):
            probe -= 1
        if tokens[probe][0].lower() in _AND:
            probe -= 1
            if probe >= 0 and tokens[probe][0] == ",":
                probe -= 1
            return probe, True
    return at, False


def _over_name(
    tokens: list[re.Match[str]], at: int, et_al: bool, index: NameIndex
) -> tuple[str, int]:
    """Read one family name that ends at a token; return it and the position before it."""
    word = _plain(tokens[at][0])
    initials = _initials_at(tokens, at, index)
    if initials >= 0 and not index.has(word):  # "Roe K", "Roe, K. L."
        name, before = _over_name(tokens, initials, et_al, index)
        if name:
            return name, before
    if not is_name(word):
        return "", at
    if word.lower() in NOT_NAMES and not et_al and not index.has(word):
        return "", at
    at -= 1
    name = word
    while at >= 0 and tokens[at][0].lower() in PARTICLES and _touch(tokens, at):
        name = f"{tokens[at][0]} {name}"
        at -= 1
    if at >= 0 and tokens[at][0].istitle() and index.has(f"{tokens[at][0]} {name}"):
        return f"{tokens[at][0]} {name}", at - 1
    return name, at


def _plain(word: str) -> str:
    """Return a word without the ending of a possessive (``Tarn's``)."""
    return re.sub(r"['’]s?$", "", word) or word


def _touch(tokens: list[re.Match[str]], at: int) -> bool:
    """Say whether a particle stands beside its name, with a space between."""
    return at + 1 < len(tokens) and tokens[at + 1].start() - tokens[at].end() <= 2


def _initials_at(tokens: list[re.Match[str]], at: int, index: NameIndex) -> int:
    """Return the token before the initials that end at one, -1 where there are none."""
    probe = at
    while probe >= 0 and tokens[probe][0] == ".":
        probe -= 1
    found = 0
    while probe >= 0 and _INITIALS.fullmatch(tokens[probe][0]) and found < 4:
        found += 1
        probe -= 1
        while probe >= 0 and tokens[probe][0] == ".":
            probe -= 1
    if not found or probe < 0:
        return -1
    least = 2  # "Xu, Y."; "Dr K" is no name
    if tokens[probe][0] == ",":
        probe -= 1
        least = 1
    if probe < 0 or not is_name(tokens[probe][0]):
        return -1
    return probe if len(tokens[probe][0]) > least or index.has(tokens[probe][0]) else -1


def _over_initials(tokens: list[re.Match[str]], first: int) -> int:
    """Step back over initials that open a parenthesis or an item of it (``(J. K. Roe, 2012``)."""
    at = first - 1
    while at >= 1 and tokens[at][0] == "." and re.fullmatch(r"[^\W\d_a-z]", tokens[at - 1][0]):
        at -= 2
    opens = at >= 0 and tokens[at][0] in ("(", "[", ";")
    return at + 1 if opens else first


def _over_given(tokens: list[re.Match[str]], at: int, known: NameIndex | None) -> int:
    """Step back over initials between a join and the name they belong to: ``Lund & J. Roe``.

    Of a known name the given one may be printed whole: ``Lund, Ann Mora and Jane Roe``.
    """
    probe = at
    if known and at > 1 and tokens[at][0].istitle():
        listed = tokens[at - 1][0] == "," and known.has(tokens[at - 2][0])
        if listed or tokens[at - 1][0].lower() in _AND:
            return at - 1
    while probe > 0 and tokens[probe][0] == "." and _INITIALS.fullmatch(tokens[probe - 1][0]):
        probe -= 2
    if probe == at and at > 0 and _INITIALS.fullmatch(tokens[at][0]):  # "Lund & J Roe"
        return at - 1 if tokens[at - 1][0].lower() in _AND else at
    joins = probe > 0 and (tokens[probe][0] == "," or tokens[probe][0].lower() in _AND)
    return probe if joins else at


def _over_join(tokens: list[re.Match[str]], at: int, index: NameIndex) -> int:
    """Step over ``and``, ``&``, the comma between two names, the ``;`` of ``(ROE; LUND)``."""
    probe = at
    if probe > 0 and tokens[probe][0] == ";" and is_name(name := tokens[probe - 1][0]):
        return probe - 1 if name.isupper() or index.has(name) else at
    if probe >= 0 and tokens[probe][0].lower() in _AND:
        probe -= 1
        if probe >= 0 and tokens[probe][0] == ",":
            probe -= 1
    elif probe >= 0 and tokens[probe][0] in (",", "/"):  # "Roe/Marlow 2019"
        probe -= 1
    return probe
