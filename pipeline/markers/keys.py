"""Citations by key: ``[@smith2019]``, ``\\cite{smith}``, ``[KSI+15]``, ``[^lomax]``, ``†``,
``[Smi19]_``, ``:cite:`smith` ``, ``<<smith>>``.

A key leads to the entry that prints it as its label. The keys of bibliography programs are made
of a name and a year; where no entry prints them they lead to the one entry with that name and
year. Without a list only what can be nothing but a key is a citation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pipeline.markers.linked import Found
from pipeline.markers.name_index import NameIndex
from pipeline.records import MarkerStyle, Reference
from pipeline.text.signs import RAISED_LETTERS

_KEY = r"[^\W_][\w:.+&'’/-]{0,60}"
# The label of an entry that is no number: "\bibitem{key}", "[KSI+15]", "[^lomax]:", "S1.", "†".
_ENTRY = re.compile(
    r"\W{0,3}?(?:\\bibitem(?:\[[^\]\n]{0,60}\])?\{(?P<a>[^}\s]{1,60})\}"
    rf"|\[[\^@#]?(?P<b>{_KEY})(?:,[^\[\]\n]{{0,40}}(?=\]\]))?\]:?|<<(?P<e>{_KEY})>>|(?P<c>[A-Z]{{1,2}}\d{{1,3}}|\d{{1,2}}\.\d{{1,3}}(?!\w))[.:)]?(?=\s)"
    r"|(?P<d>[†‡§¶‖⁎∗※]{1,4}|\*{1,4})(?=\s?[^\W\d_]))"
)
# The letter of a note, or a small Roman number: "a. Lund J", "(b) Moe A", "iii) Orr S", "ᵃ Lund J".
_LETTER = re.compile(rf"\(?([a-z]|[ivx]{{1,5}})[.)]\s|([{RAISED_LETTERS}])(?=\s?\S)")
_PANDOC = re.compile(
    r"\(\s?(?:(?:see|also|e\.g\.,?|cf\.?)\s){0,3}\[-?@[^\[\]()\n]{1,400}\]"
    r"(?:\s?[;,]\s?\[-?@[^\[\]()\n]{1,400}\]){0,10}\s?\)"
    r"|[\[(](?:[^\[\]()\n@]{0,60}[\s;(\[]|)?-?(?<![\w.])@[^\[\]()\n]{1,400}[\])]"
    r"|(?<![\w.@/])@[^\W\d_][\w:-]{0,50}\d{2,4}[a-z]?(?:\s\[[^\[\]\n@]{1,60}\])?(?!\w)"
)
_AT = re.compile(r"(?<![\w.])-?@\{?([^\W_](?:[\w:.#$%&+?<>~/-]{0,60}[\w/])?)")
_LATEX = re.compile(
    r"\\[A-Za-z]{0,10}[Cc]ite[A-Za-z]{0,10}\*?(?P<notes>(?:\s?\[[^\[\]\n]{0,80}\]){0,2})"
    r"\s?\{(?P<keys>[^{}\n]{1,400})\}"
)
# Roles and macros: ":cite:p:`a,b`", "{cite:t}`a`", "#cite(<a>)", "[cite/t:@a;@b]", "cite:[a(2)]",
# "[[cite:&a]]", "cite:a,b".
_MACRO = re.compile(
    r"(?::(?:foot|full)?cite[a-z]{0,6}(?::[a-z:]{1,12})?:|\{(?:foot)?cite(?::[a-z:]{1,12})?\})"
    r"`(?P<a>[^`\n]{1,400})`"
    r"|#cite\((?P<b><[^<>\n]{1,80}>)[^()\n]{0,80}\)"
    r"|\[{1,2}cite[a-z]{0,6}(?:/[a-z/-]{1,20})?:(?P<c>[@&][^\[\]\n]{1,400})\]{1,2}"
    rf"|(?<![\w:/\[`{{])cite[a-z]{{0,6}}:(?:\[(?P<d>[^\[\]\n]{{1,300}})\]|(?P<e>&?{_KEY}(?:,&?{_KEY}){{0,20}})(?<!\W))"
)
_MACRO_KEY = re.compile(rf"(?:^|[,;<@&`]|\s)[\s@&<]{{0,4}}({_KEY})")
# References within a text, to whatever has the name: "<<a>>", "<<a,Roe 2019>>", "xref:a[]".
_CROSS = re.compile(
    rf"<<#?(?P<a>{_KEY})(?:,[^<>\n]{{0,80}})?>>|xref:#?(?P<b>{_KEY})\[[^\[\]\n]{{0,80}}\]"
    rf"|\[\[#?(?P<c>{_KEY})\](?:\[[^\[\]\n]{{0,80}}\])?\]|\[\]\(#(?P<d>{_KEY})\)"
)
_LABELS = re.compile(
    rf"\[#?(?P<a>{_KEY}(?:\s?[,;–-]\s?{_KEY}){{0,20}})(?P<place>,\s(?:pp?|fig|table|ch|sec)\.?\s?[\w–-]{{1,12}})?\]"
    rf"(?:\(#[^()\s]{{0,60}}\)|_(?!\w))?|\((?P<b>[A-Z]{{1,3}}\d{{1,3}}(?:\s?[,;–-]\s?[A-Z]{{1,3}}\d{{1,3}}){{0,20}})\)"
)
_ALPHA = re.compile(r"[A-Z][A-Za-z]{0,5}\+\d{2}[a-z]?")
_NAMED_NOTE = re.compile(
    r"\[\^([^\]\s\d][^\]\s]{0,60}|\d[^\]\s]{0,60}[^\]\s\d][^\]\s]{0,60})\](?!:)"
)
_RAISED = re.compile(
    rf"(?<=\S)(?<![{RAISED_LETTERS}])[{RAISED_LETTERS}](?:[,˒]?[{RAISED_LETTERS}]){{0,9}}(?![^\W_])"
)
_SIGN = re.compile(r"(?<=[^\s†‡§¶‖⁎∗※*])(?:[†‡§¶‖⁎∗※]{1,4}|\*{1,4})(?=[\s,.;:)\]”\"]|$)")
# Unformatted citations of EndNote: "{Harlan, 2011 #12; Moss, 2012 #3@45-6}".
_ENDNOTE = re.compile(r"\{(?:[^{}#\n]{2,80}#\d{1,6}[^{};\n]{0,40};?\s?){1,30}\}")
_ENDNOTE_ONE = re.compile(
    r"([^{};#,]{2,60}),\s?(\d{4}[a-z]?|n\.d\.)\s?#\d{1,6}(?:@([\w–-]{1,20}))?"
)
_STARS = re.compile(r"(?:^|\n)(\*{1,4})\s{0,3}$")
_PLACE = re.compile(
    r"(?<![^\W_])(?:pp?|pages?|figs?|tables?|chap|ch|secs?|§)\.?[\s~]?[\divxlc][\w–-]{0,12}",
    re.IGNORECASE,
)
_DATED_KEY = re.compile(r"[^\W\d_]{3}(?:1[89]|20)\d\d[a-z]?$")
_RUN = re.compile(r"([A-Za-z]{1,3}|\d{1,2}\.)(\d{1,3})")
_LONGEST_RUN = 40


def entry_key(text: str) -> str | None:
    """Return the key that opens an entry, without the signs round it."""
    match = _ENTRY.match(text[:140])
    return next((group for group in match.groups() if group), None) if match else None


class Keys:
    """The entries by the keys they print, and by name and year."""

    def __init__(self, text: str, references: list[Reference], index: NameIndex) -> None:
        self._printed: dict[str, str] = {}
        stars: dict[str, list[str]] = {}
        for reference in references:
            key = entry_key(reference.text)
            if key and not key.isdigit():
                self._printed.setdefault(key.casefold(), reference.id)
            letter = _LETTER.match(reference.text)
            if letter and (reference.year or reference.authors or reference.url):
                letters = unicodedata.normalize("NFKC", letter[1] or letter[2])
                self._printed.setdefault(letters, reference.id)
            before = _STARS.search(text[max(0, reference.start - 6) : reference.start])
            if before:  # a bullet, unless there is one only
                stars.setdefault(before[1], []).append(reference.id)
        self._printed.update((star, ids[0]) for star, ids in stars.items() if len(ids) == 1)
        self._index = index

    def __contains__(self, key: str) -> bool:
        return key.casefold() in self._printed

    def entry(self, key: str) -> str | None:
        """Return the entry that prints a key, else the only one with its name and year."""
        return self._printed.get(key.casefold()) or self._index.by_key(key)


def find_keys(
    text: str, spans: list[tuple[int, int]], references: list[Reference], index: NameIndex
) -> Iterator[Found]:
    """Yield the citations by key in the given spans of text, in their order."""
    keys = Keys(text, references, index)
    for start, end in spans:
        found = [*_by_program(text, start, end, keys), *_by_label(text, start, end, keys)]
        found.sort(key=lambda one: one.start)
        last = start
        for one in found:
            if one.start >= last:
                yield one
                last = one.end


def _by_program(text: str, start: int, end: int, keys: Keys) -> Iterator[Found]:
    """Yield what bibliography programs leave in a text: pandoc, LaTeX, EndNote."""
    for match in _PANDOC.finditer(text, start, end):
        cited = _AT.findall(match[0])
        sure = match[0][0] == "[" or any(re.search(r"\d{2}", key) for key in cited)
        if cited and (sure or any(keys.entry(key) for key in cited)):
            yield _found(match.span(), "key", cited, keys, _PLACE.search(match[0]))
    for match in _LATEX.finditer(text, start, end):
        cited = [key.strip() for key in match["keys"].split(",") if key.strip()]
        if cited:
            yield _found(match.span(), "key", cited, keys, _PLACE.search(match["notes"]))
    for match in _MACRO.finditer(text, start, end):
        inside = next(group for group in match.groups() if group)
        cited = _MACRO_KEY.findall(inside)
        if cited and (match[0][0] != "c" or any(keys.entry(key) for key in cited)):
            yield _found(match.span(), "key", cited, keys, _PLACE.search(inside))
    for match in _CROSS.finditer(text, start, end):
        key = next(group for group in match.groups() if group)
        if key in keys:
            yield _found(match.span(), "key", [key], keys, None)
    for match in _ENDNOTE.finditer(text, start, end):
        parts = _ENDNOTE_ONE.findall(match[0])
        links = tuple(keys.entry(f"{name.strip()}{year}") for name, year, _ in parts)
        locator = "; ".join(place for _, _, place in parts if place) or None
        if parts:
            yield Found(*match.span(), "key", (), links, locator)


def _by_label(text: str, start: int, end: int, keys: Keys) -> Iterator[Found]:
    """Yield labels of entries in brackets, named footnotes, and signs of notes."""
    for match in _LABELS.finditer(text, start, end):
        cited = _expanded(match["a"] or match["b"], keys)
        known = [
            key for key in cited if key in keys or (_DATED_KEY.search(key) and keys.entry(key))
        ]
        if match["a"] and len(match["a"]) == 1 and text[match.end() : match.end() + 1].isalpha():
            continue  # "benzo[a]pyrene"
        if known or (match["a"] and all(map(_ALPHA.fullmatch, cited))):
            place = _PLACE.search(match["place"] or "")
            yield _found(match.span(), "key", cited, keys, place)
    for match in _RAISED.finditer(text, start, end):
        letters = re.findall(rf"[{RAISED_LETTERS}]", match[0])
        letters = [unicodedata.normalize("NFKC", letter) for letter in letters]
        if all(letter in keys for letter in letters):
            yield _found(match.span(), "footnote", letters, keys, None)
    for match in _NAMED_NOTE.finditer(text, start, end):
        yield _found(match.span(), "key", [match[1]], keys, None)
    for match in _SIGN.finditer(text, start, end):
        if match[0] in keys:
            yield _found(match.span(), "footnote", [match[0]], keys, None)


def _found(
    span: tuple[int, int],
    style: MarkerStyle,
    cited: Iterable[str],
    keys: Keys,
    place: re.Match[str] | None,
) -> Found:
    links = dict.fromkeys(keys.entry(key) for key in cited)
    return Found(*span, style, (), tuple(links), place[0].replace("~", " ") if place else None)


def _expanded(printed: str, keys: Keys) -> list[str]:
    """Return the keys of a printed list; ``S1–S3`` is three, as ``4.1–4.3`` and ``4.1–3`` are."""
    if printed in keys:
        return [printed]
    found: list[str] = []
    for part in re.split(r"\s?[,;]\s?", printed):
        ends = re.split(r"\s?[–-]\s?", part)
        if ends[-1].isdecimal() and "." in ends[0]:
            ends[-1] = ends[0][: ends[0].find(".") + 1] + ends[-1]
        runs = [_RUN.fullmatch(one) for one in ends]
        first, last = runs[0], runs[-1]
        if part not in keys and len(ends) == 2 and first and last and first[1] == last[1]:
            low, high = int(first[2]), int(last[2])
            if low <= high < low + _LONGEST_RUN:
                found += [f"{first[1]}{n}" for n in range(low, high + 1)]
                continue
        if len(ends) == 2 and all(len(one) == 1 and one in keys for one in ends):
            found += map(chr, range(ord(ends[0]), ord(ends[1]) + 1))
            continue
        found.append(part)
    return found
