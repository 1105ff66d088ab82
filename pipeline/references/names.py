"""Author names at the head of a reference entry.

Four orders are read, each by its own small parser over words and punctuation:
``Mosca C, Van Staa TP`` (Vancouver), ``Hare, M.L.; Rebhun, J.`` (APA, MDPI),
``Westgard J.O., Barry P.L.`` and ``J. O. Westgard``. Reading stops at the first
thing that is no name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from pipeline.references.parts import bare
from pipeline.text.words import PARTICLES

_TOKEN = re.compile(
    r"['’][ts](?=\s)|(?:\b(?:Ste?|Sta|Sto)|(?<![\w’'-]\s)\bSTE?)\.(?=\s[^\W\d_a-z][\w’'-])|[^\W_][\w'’ʼ‐‑-]*|[^\w\s]|_"
)
_SUFFIXES = frozenset(["Jr", "Sr", "II", "III", "IV", "2nd", "3rd", "4th"])
_ALSO = frozenset(
    ["and", "und", "y", "e", "et", "og", "och", "en", "i", "oraz", "и", "та", "ve", "ja", "és"]
)
# Given names that are particles of other names: "Gill, Anna, and Ben Hope".
_OR_PARTICLES = frozenset(["Al", "Ben"])
# Words that a letter follows, but no initial: "Vitamin D. Wikipedia".
NO_NAMES = frozenset(
    ["vitamin", "vitamins", "hepatitis", "influenza", "factor", "protein", "type", "group", "class",
     "part", "figure", "table", "stage", "grade", "omega", "strep", "apolipoprotein"]
)  # fmt: skip
_DEGREES = frozenset(
    ["md", "phd", "rd", "do", "mph", "ms", "msc", "ma", "ba", "bsc", "dphil", "mbbs", "rn", "rdn",
     "ldn", "facp", "frcp", "drph", "pharmd", "dds", "cnp", "np", "esq"]
)  # fmt: skip
# What stands for the authors left out, in the languages that print it otherwise too.
ET_AL = re.compile(
    r"\bet\.?,?\s{0,2}al(?:ii\b|\b\.?)|\bet\s?coll?\b\.?|(?-i:(?<=\s)e\.\s?a\b\.?|\bu\.\s?a\b\.?|\bm\.\s?fl\b\.?)"
    r"|(?:\b(?:and|und|y|e|et|og|och|en|i|ja|ve)|&)\s(?:others|colleagues|co-?workers|associates"
    r"|cols?|colaboradores|colab|otros|outros|coll|altri|autres|andere|andre|mitarbeiter|medarb"
    r"|wsp|in|ark|diğ|muut)\b\.?|\[?и\s(?:др|соавт|соавторы)\b\.?\]?|[,，、\s]?(?:等|他)\.?(?=\W|$)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s?\([^()]{1,40}\)")
_LEFT_OUT = re.compile(r",?\s?(?:…|\.\s?\.\s?\.)\s?,?(?:\s?(?:&|and))?\s?")
# What an editor, or whoever had the book made, is called.
_ROLE = re.compile(
    r"[\s,]{0,3}[\[(]?\b(?:eds?|editors?|hrsg|hg|dirs?|coord|comp|orgs?|red|ред|trans|translators?"
    r"|a cura di|éds?)\b\.?[\])]?\s?$",
    re.IGNORECASE,
)
_TITLES = re.compile(r"\b(?i:dr|prof|professor|mr|mrs|ms)\b\.?\s(?=[^\W\d_a-z])")
_FOR = re.compile(r"^(?:on behalf of|for|and|from|with|representing|per)\b(?:\sthe\b)?\s?", re.I)
_BODY = re.compile(
    r"\b(?:organi[sz]|institut|associa|societ|universi|foundation|group|committee|cent(?:er|re|ro|rum)"
    r"|clinic|department|minist|council|agency|health|college|academ|team|consorti|collabora|trust\b"
    r"|fund\b|bank\b|union\b|service|news|press\b|library|nations|bureau|office|authority|board\b"
    r"|administration|alliance|network|survey|program|federation|panel|forum|project|initiative"
    r"|hospital|school|laborator|research|investigat|council|congress|parliament|government|task"
    r"|commission|company|inc\b|ltd\b|gmbh|llc\b|corp|media|facts|wiki|gesellschaft|\w*verband"
    r"|bundes|sociedad|soci[eé]t|fundaci|fondation|\w*stiftung|centro|asocia|comit|agenc|\w*styrelsen"
    r"|forening|selskab|\w*instituttet|министер|институт|организац|обществ|центр|университет|комитет"
    r"|академ|агентств)|\.(?:com|org|net|gov)\b|(?:协会|学会|研究所|大学|委员会|中心|医院|厚生省)",
    re.IGNORECASE,
)
# In these languages only the first word of a body has a capital: "Agence nationale du médicament".
_BODY_FIRST = re.compile(
    r"(?:Agence|Haute autorité|Institut|Minist[èe]r|Ministério|Socieda|Asociación|Organizaci"
    r"|Organização|Istituto|Sociét|Société|Societ|Fondation|Fundaci|Fundação|Académie|Academia|Comité|Conse"
    r"|Confederaci|Federaci|Министерство|Институт|Российск|Всемирная)\w{0,12}\s",
    re.IGNORECASE,
)
_LONG_BODY = 14
"""Words of a body's name."""
_SHORT_NAME = re.compile(r"\s?[\[(][A-Z][A-Za-z&-]{1,9}[\])]$")  # "Iron Board (IB)"
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_HAN_PIECE = re.compile(r"[,;，；、·・]|\s(?=[^\W\d_]{2,4}(?:\W|$))")
_AFTER_INITIAL = (",", ";", ":", "&", "and", "y", "und", "et", "(")
_EDGE = " .,;:&()[]\"“”‘’'·*"
_PIECE = re.compile(r"[,;&/]|\s(?:" + "|".join(sorted(_ALSO)) + r")\s", re.IGNORECASE)
_MOST_WORDS = 5
"""Of a family name behind its initials: "van 't Veer-de Groot"."""
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


def names_body(words: str) -> bool:
    """Whether words are the name of a body, in the capitals that names have."""
    words = without_short(words)
    if _BODY_FIRST.match(words) and 1 < words.count(" ") < _LONG_BODY:
        return True
    long = [word for word in words.split() if len(word) > 3 or not word.islower()]
    return len(long) > 1 and all(w[0].isupper() for w in long) and bool(_BODY.search(words))


def without_short(body: str) -> str:
    """Return the name of a body without its short form: ``Iron Board (IB)``."""
    return _SHORT_NAME.sub("", body)


def read_names(text: str) -> tuple[tuple[Name, ...], bool, int]:
    """Return the authors an entry begins with, whether ``et al`` follows, and where they end."""
    tokens = [_Token(m[0], m.start(), m.end()) for m in _limited(text)]
    names: list[Name] = []
    at, end = 0, 0
    while at < len(tokens):
        parsed = _one(tokens, at)
        if parsed is None:
            break
        name, at = parsed
        names.append(name)
        at = _past_suffix(tokens, at)
        end, after = tokens[at - 1].end, at
        while at < len(tokens):
            more = ET_AL.match(text, tokens[at].start)
            if more:
                return tuple(names), True, more.end()
            if not _joins(tokens[at].text):
                break
            at += 1
        if at == after:
            break
    return tuple(names), False, end


def split_names(text: str) -> tuple[tuple[Name, ...], bool]:
    """Return the names of a stretch that holds nothing else, and whether ``et al`` follows."""
    text = _ROLE.sub("", text.lstrip(_EDGE).rstrip(" ,;:&")).strip()
    more = ET_AL.search(text, 1)
    words = text[: more.start()] if more else text
    group = _FOR.sub("", text[more.end() :].strip(_EDGE)) if more else ""
    words = _TITLES.sub("", words.rstrip(" ,;:&"))
    left_out = _LEFT_OUT.search(words, 1)
    words = _LEFT_OUT.sub(", ", words, count=1) if left_out else words
    et_al = bool(more or left_out)
    if _HAN.search(words) and re.search(r"[A-Za-z]", words):
        words = _ASIDE.sub("", words)  # "Chen L (陈磊)"
    if _HAN.search(words):
        pieces = (
            p.strip(_EDGE) for p in re.split(r"[,;，；、·・]|\s(?=[^\W\d_]{2,4}(?:\W|$))", words)
        )
        return tuple(Name(p, None) for p in pieces if p), et_al
    if "(" in words and not _BODY.search(words):
        words = _ASIDE.sub("", words)  # "Roe DC (Christa)"
    names, _, end = read_names(words)
    if names_body(group) and names:
        return (*names, Name(group, None)), et_al
    rest = words[end:].strip(_EDGE)
    if not rest or (names and len(rest) < 3):
        return names, et_al
    people = _full_names(words, 3 if et_al else 2)
    if people:
        return people, et_al
    apart = words[end:].lstrip(" .")[:1] in ",;&" or _FOR.match(words[end:].lstrip(" .,;"))
    if names and names[0].given and (len(names) > 1 or apart):
        # A list of names, and a body behind them: ``Roe K, Lee J; Study Group``.
        body = _FOR.sub("", rest).strip(_EDGE)
        return (*names, *([Name(body, None)] if body else [])), et_al
    return tuple(Name(body, None) for body in bodies(words)), et_al


def _full_names(words: str, most: int = 2) -> tuple[Name, ...]:
    """Return people whose given names are printed: ``Jane B. Roe``, ``Roe, Jane, and Ali Can``."""
    if ";" in words:
        people = [p.strip(_EDGE) for p in words.split(";")]
        turned = [p.partition(",") for p in people if p]
        if all(_person(family) and (not given or _person(given)) for family, _, given in turned):
            return tuple(_turned(f.strip(), g.strip(" ,")) for f, _, g in turned)
    pieces = [p.strip(_EDGE) for p in _PIECE.split(words)]
    titled = any(p.replace(".", "").lower() in _DEGREES for p in pieces[1:])
    pieces = [p for p in pieces if p and p.replace(".", "").lower() not in _DEGREES]
    if titled and pieces and _person(pieces[0], 3) and " " in pieces[0]:
        pieces = list(takewhile(lambda p: _person(p, 3), pieces))
    least = sum(len(p.split()) == 2 for p in pieces) > 0
    if not pieces or not all(_person(p, 4 if least and len(pieces) > 1 else most) for p in pieces):
        return ()
    found: list[Name] = []
    single = [sum(word.lower() not in PARTICLES for word in p.split()) == 1 for p in pieces]
    short = any(_initials(p.replace(".", "")) for p in pieces)
    whole = pieces[-1].split()
    if len(pieces) % 2 and len(pieces) > 2 and len(whole) == 2 and whole[0] in _OR_PARTICLES:
        return (*_full_names(", ".join(pieces[:-1])), Name(whole[1], whole[0]))
    if all(single) and len(pieces) > 2 and len(pieces) % 2 and not short:
        return tuple(Name(p, None) for p in pieces)
    while len(pieces) > 1 and single[0] and (not found or single[1]):
        found.append(Name(pieces[0], pieces[1]))
        pieces, single = pieces[2:], single[2:]
    return (*found, *(_turned(p, "") for p in pieces))


def _turned(family: str, given: str) -> Name:
    """Return a name given as ``Roe`` and ``Jane``, or whole as ``Jane van Roe``."""
    parts = family.split()
    if given or len(parts) < 2 or parts[0].lower() in PARTICLES:
        return Name(family, given or None)
    if _initials(parts[-1].replace(".", "")) and not _initials(parts[0].replace(".", "")):
        return Name(" ".join(parts[:-1]), parts[-1])
    first = next(
        (i for i, p in enumerate(parts[1:-1], 1) if p.lower() in PARTICLES), len(parts) - 1
    )
    return Name(" ".join(parts[first:]), " ".join(parts[:first]))


def bodies(words: str) -> list[str]:
    """Return the bodies of a stretch; a comma parts only what are bodies on both its sides."""
    for sign in (";", ","):
        pieces = [p.strip(_EDGE) for p in words.split(sign)]
        pieces = [p for p in pieces if p]
        if len(pieces) > 1 and (sign == ";" or all(" " in p and _BODY.search(p) for p in pieces)):
            return pieces
    body = bare(without_short(words.rstrip(" .,;:")))
    return [body] if body else []


def _person(words: str, most: int = 2) -> bool:
    """Whether a piece can be one person's name: some capitalised words, more with initials."""
    parts = words.split()
    if (
        not parts
        or parts[0].lower() in NO_NAMES
        or _BODY.search(words)
        or any(c.isdigit() for c in words)
    ):
        return False
    if not all(_capital(p) or _particle(p.lower()) for p in parts):
        return False
    short = any(len(p.strip(".")) == 1 or _particle(p) or p.lower() in PARTICLES for p in parts)
    return len(parts) <= (4 if short else most)


def _limited(text: str) -> list[re.Match[str]]:
    found = []
    for match in _TOKEN.finditer(text):
        found.append(match)
        if len(found) >= MAX_TOKENS:
            break
    return found


def _is(tokens: list[_Token], at: int, *texts: str) -> bool:
    return at < len(tokens) and tokens[at].text in texts


def _past_suffix(tokens: list[_Token], at: int) -> int:
    """Return the position after ``3rd`` or ``, Jr.`` behind a name."""
    place = at + 1 if _is(tokens, at, ",") else at
    if not _is(tokens, place, *_SUFFIXES):
        return at
    return place + 2 if _is(tokens, place + 1, ".") else place + 1


def _joins(word: str) -> bool:
    """Whether a word or a sign stands between two authors."""
    return word in (",", ";", "&", "/") or word in _ALSO or word in ("AND", "UND", "ET")


def _word(token: _Token) -> bool:
    return token.text[0].isalpha() or token.text in PARTICLES


def _initials(text: str) -> bool:
    """Whether a word is a run of initials: ``C``, ``JAB``, ``S-L``; a digit may be glued on."""
    letters = text.rstrip("0123456789").replace("-", "").replace("‐", "")
    return 0 < len(letters) <= 4 and letters.isalpha() and letters.isupper()


def _one(tokens: list[_Token], at: int) -> tuple[Name, int] | None:
    if _is(tokens, at + 1, ".") and _initials(tokens[at].text) and len(tokens[at].text) <= 2:
        return _given_first(tokens, at)
    last = at
    while last < len(tokens) and _word(tokens[last]) and last - at < 6:
        if last > at + 1 and _joins(tokens[last].text) and _initials(tokens[last - 1].text):
            break
        last += 1
    run = tokens[at:last]
    if not run or not (_capital(run[0].text) or _particle(run[0].text)):
        return None
    if run[0].text.lower() in NO_NAMES:
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
    return word in PARTICLES or (head != word and len(head) <= 4)


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
    last = at + 1 == len(tokens)
    if _is(tokens, at, ".") and (last or "." in given or _closes(tokens, at + 1)):
        given, at = given + ".", at + 1
    return given, at


def _closes(tokens: list[_Token], at: int) -> bool:
    """Whether what stands there can follow a name's last initial: ``AND`` in capitals too."""
    return _is(tokens, at, *_AFTER_INITIAL) or (_is(tokens, at, "AND", "ET", "UND", "Y"))


def _comma_initials(tokens: list[_Token], run: list[_Token], at: int) -> tuple[Name, int] | None:
    """Read the initials of ``Hare, M.L.``."""
    if at >= len(tokens) or not _initials(tokens[at].text):
        return None
    if len(run) > 1 and tokens[at].text.lower() in _DEGREES:
        return None  # "Tom Marlow, MD"
    # "Smith, AB Jones" is no such name; a dot or a separator must follow.
    closed = at + 1 < len(tokens) and (_joins(tokens[at + 1].text) or tokens[at + 1].text in ".(:")
    if not closed and at + 1 < len(tokens):
        return None
    given, after = _dotted(tokens, at)
    return Name(" ".join(t.text for t in run), given), after


def _given_first(tokens: list[_Token], at: int) -> tuple[Name, int] | None:
    """Read ``J. O. Westgard``."""
    given, at = _dotted(tokens, at)
    if given.rstrip(".") in ("U.S", "U.K", "U.N", "E.U"):
        return None  # "U.S. Food and Drug Administration"
    if _is(tokens, at, "."):
        given, at = given + ".", at + 1
    last = at
    while last < len(tokens) and _word(tokens[last]) and last - at < _MOST_WORDS:
        if _joins(tokens[last].text) or (last > at and tokens[last].text in _SUFFIXES):
            break
        last += 1
    words = [t.text for t in tokens[at:last]]
    if not words or not _surname(words):
        return None
    return Name(" ".join(words), given), last
