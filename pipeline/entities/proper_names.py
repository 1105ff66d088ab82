"""People and places whose names read like foods and animals: "Dr. Rice", "in Turkey"."""

from __future__ import annotations

import re

_NEAR = 40  # letters before and after a name that are looked at
_TITLED = re.compile(
    r"\b(?:Drs?|Prof|Professor|Doctor|Mrs?|Ms|Miss|Sir|Dame|Lord|Lady|Senator|Sen|Judge|Justice|"
    r"President|Minister|Governor|Congress(?:wo)?man|Chef|Nurse|Rev|Reverend|Capt|Captain|"
    r"Col|Colonel|St)\b\.?[^\S\n]+(?:[A-Z][\w.'’-]{0,20}[^\S\n]+){0,2}\Z"
)
_GROUP = re.compile(
    r"[^\S\n]+(?:et al\b|and (?:colleagues|co-?workers|coauthors)\b|\((?:19|20)\d\d\))|"
    r"[’']s (?:team|group|lab)\b|(?:, (?:M\.?D\.?|Ph\.?D\.?|R\.?D\.?)\b)"
)
# Places that share their names with what is eaten, kept or worn.
_PLACES = frozenset(
    ("Turkey", "Guinea", "Champagne", "Java", "Orange", "Buffalo", "Cork", "Sandwich", "Chile",
     "Bologna", "Salmon", "Lima", "Brie", "Hamburg", "Phoenix")
)  # fmt: skip
_WHERE = re.compile(
    r"\b(?:in|from|across|throughout|near|outside|of|to|between|southern|northern|eastern|western|"
    r"central|rural)[^\S\n]+(?:[A-Z][a-z]+(?:,| and)[^\S\n]+){0,3}\Z",
    re.IGNORECASE,
)
_TITLES = frozenset(("Dr", "Prof", "Mr", "Mrs", "Ms", "Sir", "Lady"))
_FIRST_NAMES = (
    "James|John|Robert|Michael|William|David|Richard|Joseph|Thomas|Charles|Christopher|Daniel|"
    "Matthew|Anthony|Mark|Donald|Steven|Paul|Andrew|Joshua|Kenneth|Kevin|Brian|George|Edward|"
    "Ronald|Timothy|Jason|Jeffrey|Ryan|Jacob|Gary|Nicholas|Eric|Jonathan|Stephen|Larry|Justin|"
    "Scott|Brandon|Benjamin|Samuel|Gregory|Frank|Alexander|Patrick|Raymond|Jack|Peter|Henry|"
    "Mary|Patricia|Jennifer|Linda|Elizabeth|Barbara|Susan|Jessica|Sarah|Karen|Lisa|Nancy|Betty|"
    "Margaret|Sandra|Ashley|Kimberly|Emily|Donna|Michelle|Carol|Amanda|Melissa|Deborah|"
    "Stephanie|Rebecca|Sharon|Laura|Cynthia|Kathleen|Amy|Angela|Anna|Emma|Nicole|Helen|Maria|"
    "Martin|Simon|Ian|Alan|Adam|Jane|Julia|Catherine|Claire|Rachel|Megan|Martha|Ruth|Anne"
)
_FIRST_NAME = re.compile(rf"\b(?:{_FIRST_NAMES})[^\S\n](?:[A-Z]\.[^\S\n])?\Z")
_FULL = re.compile(rf"(?:{_FIRST_NAMES})[^\S\n][A-Z]")
_SPEAKS = re.compile(
    r"[^\S\n](?:says?|said|asked|told|adds?|added|advised|explain(?:s|ed)|argue[sd]|wr(?:ites|ote)|"
    r"note[sd]|claim(?:s|ed)|recommend(?:s|ed)|recall(?:s|ed)|believe[sd]|thinks|thought|pointed|"
    r"agree[sd]|warn(?:s|ed)|suggest(?:s|ed) that|told|continued|concluded)\b"
)
_ASKED = re.compile(
    r"\b(?:asked|told|says|said|according to|met|interviewed)[^\S\n]\Z", re.IGNORECASE
)
_SMALL = r"\b[a-z]{2,20},?[^\S\n][a-z]{2,20},?[^\S\n]"  # two words: the text is no heading
_CAPITAL_BEFORE = re.compile(rf"{_SMALL}[A-Z][a-z]+[^\S\n]\Z")
_SMALL_BEFORE = re.compile(rf"{_SMALL}\Z")
_CAPITAL_AFTER = re.compile(r"[^\S\n][A-Z][a-z]+\b")
_NAME = re.compile(r"[A-Z][a-z’'-]+(?:[^\S\n]+[A-Z][a-z’'-]+){0,2}\Z")


def is_proper_name(text: str, start: int, end: int, known: bool = True) -> bool:
    """Tell whether a mention is the name of a person or place, as the words beside it say.

    An eponym is none: "Dr. Crohn's disease" has a word in small letters. Of a word that no
    dictionary has (``known``), less is enough: a first name, a verb of speech.
    """
    if not _NAME.match(text, start, end):
        return False
    if not known and _is_stranger(text, start, end):
        return True
    if text[start:end] in _PLACES and _WHERE.search(text, max(0, start - _NEAR), start):
        return True
    if _TITLED.search(text, max(0, start - _NEAR), start):
        return True
    return bool(_GROUP.match(text, end, end + _NEAR))


def _is_stranger(text: str, start: int, end: int) -> bool:
    """Tell a person by a name that no dictionary has: "says Nitin Damle", "Ferrell advised"."""
    if text[start:end] in _TITLES or _FULL.match(text, start, end):
        return True
    before, after = (max(0, start - _NEAR), start), (end, end + _NEAR)
    if _FIRST_NAME.search(text, *before) or _SPEAKS.match(text, *after):
        return True
    if _ASKED.search(text, *before):
        return True
    # A capital beside it, amid small letters, makes a full name; headings have capitals all over.
    amid = _SMALL_BEFORE.search(text, *before)
    return bool(
        _CAPITAL_BEFORE.search(text, *before) or (amid and _CAPITAL_AFTER.match(text, *after))
    )
