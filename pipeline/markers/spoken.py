"""Which markers are words of their sentence, and which stand beside it.

In ``According to Tarn (2018), zinc lowers copper`` the name is part of the sentence and only
the year stands beside it; in ``zinc [lowers copper](https://…)`` every word of the link is read.
Numbers in brackets, raised digits, keys and parentheses that hold nothing but sources are not.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pipeline.records import Marker

Span = tuple[int, int]

_FARTHEST = 300
"""Characters before a name that are searched for the bracket it stands in."""

_LONGEST = 600
"""Characters of a parenthesis that is looked into."""

_BRACKET = re.compile(r"[()\[\]]")
_YEARS = re.compile(r"\s?[(\[][^()\[\]]*[)\]]?$|(?<=[^\W\d])[\s,]{1,2}\d{4}[a-z]?(?:\W.*)?$")
# Commands that print a name: "\\citet{roe}", ":cite:t:`roe`", "[cite/t:@roe]".
_NARRATIVE = re.compile(r"\\(?:[Cc]itet|[Tt]extcite|[Cc]iteauthor)|:cite:t:|\{cite:t\}|\[cite/t:")
_CLOSING = re.compile(r"\s?(?:[.;)]|@|\Z|\n)")
# What may stand in a parenthesis beside its markers and yet say nothing: "(see also [3])".
_FILLER = re.compile(
    r"(?:(?:see|also|e\.\s?g|i\.\s?e|cf|as|well|in|by|for|from|via|at|and|or|but|an?|the|this|here|"
    r"more|further|recent(?:ly)?|reviewed|reviews?|refs?|references?|sources?|citations?|note|"
    r"stud(?:y|ies)|trials?|papers?|articles?|links?|reports?|pdf|data|details|examples?|instance|"
    r"read|citing|cited|quoted|adapted|available|following|after|among|others|another|one|two|"
    r"vgl|siehe|auch|voir|ver|véase|cfr|zie|ook|jf|bkz|см|quelle|fuente|"
    r"doi|pmid|url)\b|[^\w()\[\]])*",
    re.IGNORECASE,
)
# "(Roe et al., PMID 123)": who wrote what a number names.
_NAMES = re.compile(
    r"\s*[^\W\d_a-z][\w’'-]{1,30}(?:\set\s?al\.?|\s(?:and|&)\s[^\W\d_a-z][\w’'-]{1,30})"
    r"[\s,;:.]*(?:(?:19|20)\d\d)?[\s,;:.]*"
)
_WORDLESS = re.compile(
    r"\W*(?:(?:refs?|references?|sources?|links?|citations?|note)?[\W_]*[\dⅰ-ⅿ²³¹⁰⁴-⁹]{1,4}[a-z]?"
    r"(?:[\s,;–—-]{1,3}\d{1,4}){0,20}"
    r"|\((?:sources?|links?|refs?|references?|citations?|stud(?:y|ies)|pdf)\)|\[[^\[\]]{1,40}\]|\W*)\W*",
    re.IGNORECASE,
)
# The name of a source, which ends its line behind a stop: "Gut Trials Review", "nih.gov".
_TITLED = re.compile(
    r"[\w-]{1,30}(?:\.[\w-]{1,30}){1,4}"
    r"|[^\W\d_a-z][\w.&'’-]{0,30}(?:\s(?:of|for|and|the|on|in|&|[^\W\d_a-z][\w.&'’-]{0,30})){0,7}"
)
_ADDRESS = re.compile(
    r"\W*(?:[\w.-]{1,90}\]\()?(?:https?://|www\.|doi:?\s?10\.|10\.\d{4,9}/)\S+\W*", re.IGNORECASE
)


def is_spoken(text: str, marker: Marker) -> bool:
    """Say whether the words of a marker belong to its sentence, its parenthesis apart."""
    if marker.style == "author_year":
        return marker.text[0].isalpha() and not _within_brackets(text, marker.start)
    if marker.style == "key":
        named = marker.text[0] == "@" or _NARRATIVE.match(marker.text) is not None
        closing = _CLOSING.match(text, marker.end)  # "is low @smith2019."
        return named and not closing and not _within_brackets(text, marker.start)
    if marker.style != "link":
        return False
    if not marker.text.strip(".,;:!?"):
        return True  # the stop of a sentence
    if _WORDLESS.fullmatch(marker.text[:200]) or _ADDRESS.fullmatch(marker.text[:400]):
        return False
    ends = text[marker.end : marker.end + 1] in ("", "\n")
    stopped = text[max(marker.start - 4, 0) : marker.start].rstrip()[-1:] in (".", "!", "?")
    return not (ends and stopped) or _TITLED.fullmatch(marker.text[:200]) is None


def silent(text: str, markers: Sequence[Marker]) -> list[Span]:
    """Return what of the markers is not read with the prose, in order: all but spoken words.

    ``markers`` are sorted by their starts. Of a name with its year it is the year.
    """
    found: list[Span] = []
    for marker in markers:
        if not is_spoken(text, marker):
            found.append((marker.start, marker.end))
        elif marker.style == "author_year" and (years := _YEARS.search(marker.text)):
            found.append((marker.start + years.start(), marker.end))
    return found


def taken_out(text: str, start: int, end: int, markers: Sequence[Marker]) -> list[Span]:
    """Return what a reader who quotes ``text[start:end]`` leaves out, in order and disjoint.

    ``markers`` are those of the stretch, sorted by their starts. A parenthesis of nothing but
    markers goes whole; spoken words stay.
    """
    around = wordless_parentheses(text, start, end, markers)
    own = [_unquoted(text, m.start, min(m.end, end)) for m in markers if not is_spoken(text, m)]
    found: list[Span] = []
    for low, high in sorted(own + around, key=lambda span: (span[0], -span[1])):
        if not found or low >= found[-1][1]:
            found.append((low, high))
    return found


def _unquoted(text: str, start: int, end: int) -> Span:
    """Take in the signs round an address, ``<https://…>``, and a space of TeX, ``~\\cite{…}``."""
    if text[max(0, start - 1) : start] == "~" and text[start] == "\\":
        return start - 1, end
    quoted = text[max(0, start - 1) : start] == "<" and text[end : end + 1] == ">"
    return (start - 1, end + 1) if quoted else (start, end)


def _within_brackets(text: str, position: int) -> bool:
    before = text[max(0, position - _FARTHEST) : position]
    return before.rfind("(") > before.rfind(")") or before.rfind("[") > before.rfind("]")


def wordless_parentheses(text: str, start: int, end: int, markers: Sequence[Marker]) -> list[Span]:
    """Return the innermost parentheses that hold markers and nothing that says more.

    ``markers`` are those of ``text[start:end]``, sorted by their starts.
    """
    starts = [marker.start for marker in markers]
    found: list[Span] = []
    opened = -1
    for sign in _BRACKET.finditer(text, start, end) if markers else ():
        at = sign.start()
        last = bisect_right(starts, at) - 1
        if last >= 0 and at < markers[last].end:
            continue  # a bracket of the marker itself
        if sign[0] in "([":
            opened = at
        elif opened >= 0:
            inside = markers[bisect_left(starts, opened) : last + 1]
            if inside and at - opened <= _LONGEST and _says_nothing(text, opened + 1, at, inside):
                found.append((opened, at + 1))
            opened = -1
    return found


def _says_nothing(text: str, start: int, end: int, markers: Sequence[Marker]) -> bool:
    """Say whether a stretch has no words beside its markers but such as "see"."""
    rest = []
    for marker in markers:
        rest.append(text[start : marker.start])
        start = max(start, marker.end)
    words = " ".join([*rest, text[start:end]])
    return (_FILLER.fullmatch(words) or _NAMES.fullmatch(words)) is not None
