"""Lines of Markdown that are entries of a list of references, and where a paragraph is cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_HEADING = re.compile(
    r"[\W\d_]{0,9}(?:(?:selected|key|main|scientific|medical|cited|article|list of|further) )?"
    r"(?:(?P<plain>references?(?: list| cited)?|bibliography|(?:works|literature) cited"
    r"|cited (?:works|literature)|literature|(?:sources|notes) (?:and|&) references"
    r"|references (?:and|&) (?:notes|further reading|resources|sources|links))"
    r"|sources(?: cited| (?:and|&) (?:notes|links|citations))?|citations?|foot ?notes|end ?notes"
    r"|notes|notes (?:and|&) sources)[\W_]{0,9}",
    re.I,
)
_LABEL = re.compile(
    r"(?:\[(?P<square>\^?[\w+-]{1,20})\]:?|\((?P<round>\d{1,3})\)|(?P<stop>\d{1,3})[.):]"
    r"|(?P<bare>\d{1,3})(?=[ \xa0]))[ \xa0]{0,9}"
    r"(?=[\"“‘'(]?(?:[^\W\d_a-z]|https?:|[dv][a-z]* [A-Z]))"
)
_SIGNS = re.compile(r"[*_^]|</?sup>", re.I)
_ALONE = re.compile(r"\d{1,3}[.)]")
_GLUED = re.compile(r"(?<=[.\d)\]])\s(\d{1,3})[.)]\s(?=[^\W\d_a-z])")
_BULLET = re.compile(r"[•‣◦▪●○·]\s?\S")
_AUTHOR = re.compile(r"[^\W\d_a-z][\w'’-]{1,30},? (?:[^\W\d_a-z]\.?[ -]?){1,4}(?=[,.;&( ]|$)")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d[a-z]?(?!\d)")
_PLACE = re.compile(
    r"https?:|www\.|\bdoi\b|\bpmid\b|;\s?\d|\d\s?\(\d{1,4}\)|\d:\s?\w?\d|\bet al\b|\bvol\."
    r"|\bpp?\. ?\d|\b(?:accessed|retrieved|available (?:at|from))\b",
    re.I,
)
# Where a work of a list can be had; a link that says only this is no part of its entry.
_HAD = re.compile(
    r"(?:google scholar|cross-?ref(?: full text)?|pub-?med(?: abstract| central)?|web of science"
    r"|pmc(?: free article)?|scopus|view (?:article|abstract)|abstract"
    r"|(?:free )?(?:full[ -]?text|article|pdf)|doi|link|source|[↩↑^⤴⏎]\W{0,3})(?: \(?pdf\)?)?",
    re.I,
)
_SHORTEST, _LONGEST = 16, 1500  # characters of an entry
_NARROW = 60  # characters of the lines of a byline, an address, a verse
_FEW = 8  # lines


def is_reference_heading(text: str) -> bool:
    """Whether a line's words head a list of references."""
    return len(text) < _NARROW and _HEADING.fullmatch(text) is not None


def is_plain_reference_heading(text: str) -> bool:
    """Whether they do so whatever stands below: "Sources" may be those of zinc."""
    found = _HEADING.fullmatch(text) if len(text) < _NARROW else None
    return found is not None and found["plain"] is not None


def label_of(text: str) -> str:
    """Return the label that an entry prints ("12", "S1"), or an empty string."""
    found = _LABEL.match(text)
    return next((g for g in found.groups() if g), "").strip("^") if found else ""


def names_source(text: str, urls: Sequence[str] = ()) -> bool:
    """Whether words name a source: by a year, a place in a journal, an address."""
    return bool(urls or _YEAR.search(text) or _PLACE.search(text))


def is_entry(text: str, urls: Sequence[str]) -> bool:
    """Whether a line below a heading of references is an entry, and not prose."""
    if not _SHORTEST <= len(text) <= _LONGEST:
        return bool(urls) and len(text) <= _LONGEST
    if label_of(text):
        return True
    dated = _YEAR.search(text) is not None
    placed = bool(urls) or _PLACE.search(text) is not None
    return (dated and (placed or _AUTHOR.match(text) is not None)) or text.startswith("http")


def is_glued(text: str) -> bool:
    """Whether a line holds several entries, whose numbers count up."""
    first = label_of(text)
    numbers = [first, *_GLUED.findall(text)] if first.isdecimal() else []
    return len(numbers) > 2 and _rising(numbers)


def is_place(text: str) -> bool:
    """Whether the words of a link say only where a work can be had."""
    return _HAD.fullmatch(text.strip("[]() ")) is not None


def begins_entry(text: str, urls: Sequence[str]) -> bool:
    """Whether what an item says before its inner list is an entry; else it names a group."""
    return len(text) >= _NARROW or names_source(text, urls)


def cuts(lines: list[str], listed: bool) -> Callable[[str], bool] | None:
    """Return how the line ends of a paragraph are read: which are kept, by what follows.

    Markdown folds them all. But people write lists without its signs, a line for each entry.
    """
    if len(lines) < 2:
        return None
    bare = [_SIGNS.sub("", line).strip() for line in lines]
    following = [*bare[1:], ""]
    alone = [_ALONE.fullmatch(line) is not None for line in bare]
    whole = [f"{a} {b}" if n else a for a, b, n in zip(bare, following, alone, strict=True)]
    labels = [label for line in whole if (label := label_of(line))]
    if len(labels) > 1 and (listed or label_of(whole[0])) and _rising(labels):
        return lambda after: bool(label_of(after.lstrip()))
    if any(_BULLET.match(line) for line in bare[1:]):
        return lambda after: _BULLET.match(after.lstrip()) is not None
    if listed and all(names_source(line) for line in bare):
        return lambda _: True
    short = len(lines) <= _FEW and all(len(line) <= _NARROW for line in bare)
    if short and all(line[:1].isupper() or line[:1].isdecimal() for line in bare):
        return (lambda _: True) if not any(line.endswith((",", ";")) for line in bare) else None
    return None


def _rising(labels: list[str]) -> bool:
    """Whether labels count up, where they are numbers: others are figures of the prose."""
    numbers = [int(label) for label in labels if label.isdecimal()]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
