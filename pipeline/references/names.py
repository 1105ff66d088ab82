"""Author names at the head of a reference entry.

Four orders are read, each by its own small parser over words and punctuation:
``Mosca C, Van Staa TP`` (Vancouver), ``Hare, M.L.; Rebhun, J.`` (APA, MDPI),
``Westgard J.O., Barry P.L.`` and ``J. O. Westgard``. Reading stops at the first
thing that is no name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W_][\w'’ʼ‐‑-]*|[^\w\s]|_")
_PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "do",
        "dos",
        "du",
        "la",
        "le",
        "les",
        "lo",
        "ten",
        "ter",
        "te",
        "zu",
        "zur",
        "af",
        "av",
        "al",
        "el",
        "bin",
        "ibn",
        "y",
        "e",
        "st",
    ]
)
_SUFFIXES = frozenset(["Jr", "Sr", "II", "III", "IV", "2nd", "3rd", "4th"])
_ET_AL = re.compile(r"\bet\.?,?\s{0,2}al\b\.?|\b(?:and|&) (?:others|colleagues)\b", re.IGNORECASE)
_BODY = re.compile(
    r"\b(?:organi[sz]ation|institut|associat|societ|universit|foundation|group|committee|cent(?:er|re)"
    r"|clinic|department|ministry|council|agency|health|college|academy|team|consorti|collaborat)",
    re.IGNORECASE,
)
_EDGE = " .,;:&()[]\"“”‘’'·•*"
MAX_TOKENS = 600
"""Tokens of an entry that are read for names."""


@dataclass(frozen=True)
class Name:
    """One author as printed."""

    family: str
    given: str | None


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int


def read_names(text: str) -> tuple[tuple[Name, ...], bool, int]:
    """Return the authors an entry begins with, whether ``et al`` follows, and where they end."""
    tokens = [_Token(m[0], m.start(), m.end()) for m in _limited(text)]
    names: list[Name] = []
    at, end, et_al = 0, 0, False
    while at < len(tokens):
        after = _et_al(tokens, at)
        if after:
            et_al, end = True, tokens[after - 1].end
            break
        parsed = _one(tokens, at)
        if parsed is None:
            break
        name, at = parsed
        names.append(name)
        end = tokens[at - 1].end
        following = _separator(tokens, at)
        if following == at and not _et_al(tokens, at):
            break
        at = following
    if not names:
        return (), False, 0
    return tuple(names), et_al, end


def split_names(text: str) -> tuple[tuple[Name, ...], bool]:
    """Return the names of a stretch that holds nothing else, and whether ``et al`` follows.

    Names that `read_names` stops at are full ones (``Brian K. Reid``, ``Pate, C. Marvin, and
    Ira Hart``) or those of a body.
    """
    names, et_al, end = read_names(text)
    rest = text[end:].strip(_EDGE)
    if not rest or (names and len(rest) < 3):
        return names, et_al
    more = _ET_AL.search(text)
    words = text[: more.start()] if more else text
    if names and names[0].given and len(names) > 2:
        # A list of names, and a body behind them: ``Roe K, Lee J; Study Group``.
        body = _ET_AL.sub("", rest).strip(_EDGE)
        return (*names, *([Name(body, None)] if body else [])), et_al or bool(more)
    pieces = [p.strip(_EDGE) for p in re.split(r"[,;&]|\band\b", words)]
    pieces = [p for p in pieces if p]
    if not pieces or not all(_person(piece) for piece in pieces):
        body = words.strip(_EDGE)
        return ((Name(body, None),) if body else ()), bool(more)
    found = []
    if len(pieces) > 1 and len(pieces[0].split()) == 1:
        found.append(Name(pieces[0], pieces[1]))
        pieces = pieces[2:]
    for piece in pieces:
        given, _, family = piece.rpartition(" ")
        found.append(Name(family, given or None))
    return tuple(found), bool(more)


def _person(words: str) -> bool:
    """Whether a piece can be one person's name: two capitalised words, or more with initials."""
    parts = words.split()
    if not all(_capital(p) or _particle(p.lower()) for p in parts) or _BODY.search(words):
        return False
    short = any(len(p.strip(".")) == 1 or _particle(p) for p in parts)
    return len(parts) <= (4 if short else 2)


def _limited(text: str) -> list[re.Match[str]]:
    found = []
    for match in _TOKEN.finditer(text):
        found.append(match)
        if len(found) >= MAX_TOKENS:
            break
    return found


def _is(tokens: list[_Token], at: int, *texts: str) -> bool:
    return at < len(tokens) and tokens[at].text in texts


def _et_al(tokens: list[_Token], at: int) -> int:
    """Return the position after ``et al.``, or 0."""
    if not _is(tokens, at, "et", "Et", "and", "&"):
        return 0
    after = at + 1
    if _is(tokens, after, ",", "."):
        after += 1
    if not _is(tokens, after, "al", "alii", "colleagues", "others"):
        return 0
    after += 1
    while _is(tokens, after, "."):
        after += 1
    return after


def _separator(tokens: list[_Token], at: int) -> int:
    """Return the position after what joins two authors (``at`` itself if nothing does)."""
    while _is(tokens, at, ",", ";", "&", "and"):
        at += 1
    return at


def _word(token: _Token) -> bool:
    return token.text[0].isalpha()


def _initials(text: str) -> bool:
    """Whether a word is a run of initials: ``C``, ``JAB``, ``S-L``; a digit may be glued on."""
    letters = text.rstrip("0123456789").replace("-", "").replace("‐", "")
    return 0 < len(letters) <= 4 and letters.isalpha() and letters.isupper()


def _one(tokens: list[_Token], at: int) -> tuple[Name, int] | None:
    if _is(tokens, at + 1, ".") and _initials(tokens[at].text) and len(tokens[at].text) <= 2:
        return _given_first(tokens, at)
    last = at
    while last < len(tokens) and _word(tokens[last]) and last - at < 6:
        last += 1
    run = tokens[at:last]
    if not run or not (_capital(run[0].text) or _particle(run[0].text)):
        return None
    suffix = len(run) > 2 and run[-1].text in _SUFFIXES and _initials(run[-2].text)
    body = run[:-1] if suffix else run
    if len(body) > 1 and _initials(body[-1].text) and _surname([t.text for t in body[:-1]]):
        given, after = _dotted(tokens, last - 1 if not suffix else last - 2)
        if suffix:
            given, after = body[-1].text, last
        family = " ".join(t.text for t in body[:-1])
        return Name(family, given.rstrip("0123456789")), after
    if _is(tokens, last, ",") and len(run) <= 4 and _surname([t.text for t in run]):
        return _comma_initials(tokens, run, last + 1)
    return None


def _capital(word: str) -> bool:
    return word[0].isupper() or (not word[0].isascii() and word.isalpha())


def _particle(word: str) -> bool:
    """``van``, also joined on: ``ben-Avraham``, ``d'Errico``."""
    head = re.split(r"[-‐'’]", word, maxsplit=1)[0]
    return word in _PARTICLES or (head != word and len(head) <= 4)


def _surname(words: list[str]) -> bool:
    """Whether words can be a family name: capitals, with particles before them."""
    return all(_capital(w) or _particle(w.lower()) for w in words) and any(
        not w.islower() for w in words
    )


def _dotted(tokens: list[_Token], at: int) -> tuple[str, int]:
    """Read initials from ``at``: ``JO`` or ``J.O.`` or ``J. O.``; return them and what is after."""
    given = tokens[at].text
    at += 1
    while _is(tokens, at, ".") and at + 1 < len(tokens):
        following = tokens[at + 1]
        if following.text == "-" and at + 3 < len(tokens) and _is(tokens, at + 3, "."):
            given += ".-" + tokens[at + 2].text
            at += 3
        elif _initials(following.text) and len(following.text) <= 3 and _is(tokens, at + 2, "."):
            given += "." + following.text
            at += 2
        else:
            break
    if _is(tokens, at, ".") and ("." in given or _is(tokens, at + 1, ",", ";", "&", "and", "(")):
        given, at = given + ".", at + 1
    return given, at


def _comma_initials(tokens: list[_Token], run: list[_Token], at: int) -> tuple[Name, int] | None:
    """Read the initials of ``Hare, M.L.``."""
    if at >= len(tokens) or not _initials(tokens[at].text):
        return None
    # "Smith, AB Jones" is no such name; a dot or a separator must follow.
    if not _is(tokens, at + 1, ".", ",", ";", "&", "and", "("):
        return None
    given, after = _dotted(tokens, at)
    return Name(" ".join(t.text for t in run), given), after


def _given_first(tokens: list[_Token], at: int) -> tuple[Name, int] | None:
    """Read ``J. O. Westgard``."""
    given, at = _dotted(tokens, at)
    if _is(tokens, at, "."):
        given, at = given + ".", at + 1
    last = at
    while last < len(tokens) and _word(tokens[last]) and last - at < 4:
        if tokens[last].text == "and":
            break
        last += 1
    words = [t.text for t in tokens[at:last]]
    if not words or not _surname(words):
        return None
    return Name(" ".join(words), given), last
