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
_NAME = re.compile(r"[A-Z][a-z’'-]+(?:[^\S\n]+[A-Z][a-z’'-]+){0,2}\Z")


def is_proper_name(text: str, start: int, end: int) -> bool:
    """Tell whether a mention is the name of a person or place, as the words beside it say.

    An eponym is none: "Dr. Crohn's disease" has a word in small letters.
    """
    if not _NAME.match(text, start, end):
        return False
    if text[start:end] in _PLACES and _WHERE.search(text, max(0, start - _NEAR), start):
        return True
    if _TITLED.search(text, max(0, start - _NEAR), start):
        return True
    return bool(_GROUP.match(text, end, end + _NEAR))
