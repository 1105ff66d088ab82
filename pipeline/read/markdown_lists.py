"""Lines of Markdown that are entries of a list of references, and where a paragraph is cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.text.headings import heads_references, may_head_references, names_address
from pipeline.text.linkwords import may_lead_elsewhere
from pipeline.text.signs import BULLET, INLINE_BULLETS, key_at, number_at, opens

_OF_ANYTHING = re.compile(
    r"\b(?:sources?|quellen|fuentes|fonti|fontes|kilder|källor|bronnen)\b", re.I
)
_KEYED = ("[", "\\", "†", "‡", "§", "¶")
_SIGNS = re.compile(r"[*_^]|</?sup>", re.I)
_ALONE = re.compile(r"\d{1,3}[.)]")
_GLUED = re.compile(r"(?<=[.\d)\]])\s(\d{1,3})[.)]\s(?=[^\W\d_a-z])")
# A line of an entry that is not its first: an address, a number, the rest of a sentence.
_GOES_ON = re.compile(
    r"[^\W\d_A-Z]|\d|[(\[]"
    r"|(?i:https?:|www\.|doi\b|(?:[\w-]{1,40}\.){1,4}[a-z]{2,6}/|available|accessed|retrieved)"
)
_AUTHOR = re.compile(r"[^\W\d_a-z][\w'’-]{1,30},? (?:[^\W\d_a-z]\.?[ -]?){1,4}(?=[,.;&( ]|$)")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d[a-z]?(?!\d)")
_UNDATED = re.compile(
    r"\(?(?:in press|n\.d\.|forthcoming|submitted|unpublished|in review)\)?", re.I
)
_PLACE = re.compile(
    r"https?:|www\.|\bdoi\b|\bpmid\b|;\s?\d|\d\s?\(\d{1,4}\)|\d:\s?\w?\d|\bet al\b|\bvol\."
    r"|\bpp?\. ?\d|\b(?:accessed|retrieved|available (?:at|from))\b",
    re.I,
)
# Where a work of a list can be had; a link that says only this is no part of its entry.
_HAD = re.compile(r"(?:free )?(?:article|fulltext|source)(?: \(?pdf\)?)?|[↩↵↑^⤴⏎]\W{0,3}", re.I)
_CITED = 30  # characters of the markers after a sentence
_SENTENCE = re.compile(r"[.!?][\"”’)]{0,2}\s?(?:[\[(]?\d[\d,;:–\s\[\]-]{0,20}[\])]?)?$")
_SHORTEST, _LONGEST = 16, 1500  # characters of an entry
_BEGUN = 0.8  # of the lines that may begin entries, if each entry has a line of its own
_NARROW = 60  # characters of the lines of a byline, an address, a verse
_FEW = 8  # lines


def is_reference_heading(text: str) -> bool:
    """Whether a line's words may head a list of references: what stands below decides."""
    return len(text) < _NARROW and (heads_references(text) or may_head_references(text))


def is_plain_reference_heading(text: str) -> bool:
    """Whether they do so whatever stands below: "Sources" may be those of zinc."""
    return len(text) < _NARROW and heads_references(text) and not _OF_ANYTHING.search(text)


def label_of(text: str) -> str:
    """Return the label that an entry prints ("12", "S1"), or an empty string."""
    number = number_at(text)
    key = None if number else key_at(text)
    if number:
        sure = number.shape[:1] == "[" or opens(text, number.end, len(text))
        return str(number.number) if sure else ""
    keyed = key is not None and (key.shape[:1] in _KEYED or key.key[:1] in _KEYED)
    return key.key if key and keyed else ""


def names_source(text: str, urls: Sequence[str] = ()) -> bool:
    """Whether words name a source: by a year, a place in a journal, an address."""
    return bool(urls or _YEAR.search(text) or _PLACE.search(text))


def is_entry(text: str, urls: Sequence[str]) -> bool:
    """Whether a line below a heading of references is an entry, and not prose."""
    if not _SHORTEST <= len(text) <= _LONGEST:
        return bool(urls) and len(text) <= _LONGEST
    if label_of(text):
        return True
    dated = _YEAR.search(text) is not None or _UNDATED.search(text) is not None
    placed = bool(urls) or _PLACE.search(text) is not None
    return (dated and (placed or _AUTHOR.match(text) is not None)) or text.startswith("http")


def opens_entry(text: str) -> bool:
    """Whether a line outside such a list begins as an entry does: its heading may be missing."""
    named = _AUTHOR.match(text) is not None and _YEAR.search(text) is not None
    return bool(label_of(text)) or named or text.startswith("http")


def is_glued(text: str) -> bool:
    """Whether a line holds several entries, whose numbers count up."""
    first = label_of(text)
    numbers = [first, *_GLUED.findall(text)] if first.isdecimal() else []
    return len(numbers) > 2 and _rising(numbers)


def is_place(text: str) -> bool:
    """Whether the words of a link say only where a work can be had."""
    words = text.strip("[]() ")
    return _HAD.fullmatch(words) is not None or may_lead_elsewhere(words)


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, a citation after it left out."""
    return _SENTENCE.search(text, max(0, len(text) - _CITED)) is not None


def begins_entry(text: str, urls: Sequence[str]) -> bool:
    """Whether what an item says before its inner list is an entry; else it names a group."""
    return len(text) >= _NARROW or text.rstrip().endswith(".") or names_source(text, urls)


def cuts(lines: list[str], listed: bool, item: bool) -> Callable[[str], bool] | None:
    """Return how the line ends of a paragraph are read: which are kept, by what follows.

    Markdown folds them all. But people write lists without its signs, a line for each entry.
    ``listed`` is said of what stands below a heading of references, ``item`` of a list's.
    """
    if len(lines) < 2:
        return None
    bare = [_SIGNS.sub("", line).strip() for line in lines]
    following = [*bare[1:], ""]
    alone = [_ALONE.fullmatch(line) is not None for line in bare]
    whole = [f"{a} {b}" if n else a for a, b, n in zip(bare, following, alone, strict=True)]
    labels = [label for line in whole if (label := label_of(line))]
    keyed = not any(label.isdecimal() for label in labels)  # what nothing but a list has
    if len(labels) > 1 and (listed or keyed or label_of(whole[0])) and _rising(labels):
        return lambda after: bool(label_of(after.lstrip()))
    if listed and all(map(_keyed, bare)):  # letters and stars are labels where each line has one
        return lambda after: _keyed(after.lstrip())
    if listed and _lettered(bare):
        return lambda after: key_at(after.lstrip()) is not None
    signs = [line[0] for line in bare if BULLET.match(line)]
    if len(signs) > 1 or (signs and (item or signs[0] in INLINE_BULLETS)):
        return lambda after: BULLET.match(after.lstrip()) is not None
    heads = [line for line in bare if not _GOES_ON.match(line)]
    if listed and sum(map(_begins, heads)) > _BEGUN * len(heads):
        return lambda after: _GOES_ON.match(after.lstrip()) is None
    if all(names_address(line) for line in bare):  # "Source: https://…", line by line
        return lambda _: True
    sourced = item and names_source(" ".join(bare))  # the lines of one entry
    short = not sourced and len(lines) <= _FEW and all(len(line) <= _NARROW for line in bare)
    if short and all(line[:1].isupper() or line[:1].isdecimal() for line in bare):
        return (lambda _: True) if not any(line.endswith((",", ";")) for line in bare) else None
    return None


def _keyed(line: str) -> bool:
    key = key_at(line)
    return key is not None and _AUTHOR.match(line[key.end :].lstrip()) is not None


def _lettered(lines: list[str]) -> bool:
    """Whether letters count the lines, a, b, c, and authors stand behind most of them."""
    keys = [key.key if (key := key_at(line)) else "" for line in lines]
    counted = keys == [chr(ord("a") + n) for n in range(len(keys))]
    return counted and 2 * sum(map(_keyed, lines)) > len(lines)


def _begins(line: str) -> bool:
    return _AUTHOR.match(line) is not None or names_source(line)


def _rising(labels: list[str]) -> bool:
    """Whether labels count up, where they are numbers: others are figures of the prose."""
    numbers = [int(label) for label in labels if label.isdecimal()]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
