"""Which entries of the list a name and a year lead to.

An entry is known by its first author's family name, by how it begins (bodies, titles, and names
that its fields do not hold), and by the initials of the body that wrote it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pipeline.records import Reference


@dataclass(frozen=True)
class Cite:
    """Names with the years that follow them; ``enclosed``: the years alone stand in brackets.

    A year may be none (``in press``). ``found`` is the entry of each, ``known`` says that entries
    of that name and year are there, be it too many to choose.
    """

    start: int
    end: int
    names: tuple[str, ...]
    et_al: bool
    enclosed: bool
    years: tuple[str, ...]
    locator: str | None = None
    body: bool = False
    found: tuple[str | None, ...] = ()
    known: bool = False
    initials: str = ""

    @property
    def looks_sure(self) -> bool:
        """Whether it looks like a citation, be its entry known or not."""
        return self.et_al or len(self.names) > 1 or not self.years[0][:1].isdigit()


_NO_LETTER = re.compile(r"[^A-Za-z]+")
_LABEL = re.compile(r"^\W{0,3}(?:\[[^\]\n]{1,60}\]:?|\d{1,4}[.\])]{0,2})\s")
# The year in a key, with its letter: "smith2019a", "SmithVitamin2019", "smi19".
_KEY_YEAR = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d|\d\d)(?:([a-z])(?![^\W\d_]))?(?!\d)")
_BODY = re.compile(r"\W{0,3}(?:\d{1,4}[.\])]{0,2}\s)?((?:[^\W\d]+\s){2,9}[^\W\d]+)[.,(\[]")
_SHORT = re.compile(r"[\[(]([A-Z][A-Za-z&-]{1,9})[\])]")
_OPENING = 200
"""Characters of an entry that hold its authors, or the title where there are none."""


def fold(name: str) -> str:
    """Return the letters of a name without case and accents."""
    if name.isascii():
        return _NO_LETTER.sub("", name).lower()
    plain = unicodedata.normalize("NFKD", name).lower()
    return "".join(c for c in plain if c.isalpha() and not unicodedata.combining(c))


def initials(name: str) -> str:
    """Return the initials of a body (``World Health Organization``)."""
    return "".join(w[0].lower() for w in name.split() if w[0].isupper())


class NameIndex:
    """The entries by their first author's family name, and by how they begin.

    ``shorts`` are the abbreviations of bodies that the text explains.
    """

    def __init__(self, references: list[Reference], shorts: dict[str, str] | None = None) -> None:
        self.has_list = bool(references)
        self._shorts = shorts or {}
        self._by_name: dict[str, list[Reference]] = {}
        self._names: dict[str, list[str]] = {}
        self._by_opening: dict[str, list[tuple[str, Reference]]] = {}
        self._keys = {fold(a.family) for r in references for a in r.authors}
        for reference in references:
            if reference.authors:
                family = reference.authors[0].family
                for key in {fold(family), fold(family.split()[-1] if family.split() else "")}:
                    self._by_name.setdefault(key, []).append(reference)
            label = _LABEL.match(reference.text[:_OPENING])
            opening = reference.text[label.end() if label else 0 : _OPENING]
            self._add(fold(opening), reference)
            self._add(fold(label[0]) if label else "", reference)  # "[WHO 2014]"
            body = _BODY.match(opening)
            if body:
                self._add(initials(body[1]), reference)
            for short in _SHORT.findall(opening):
                self._add(fold(short), reference)
        for name in self._by_name:
            self._names.setdefault(name[:2], []).append(name)

    def _add(self, opening: str, reference: Reference) -> None:
        if opening:
            self._by_opening.setdefault(opening[:3], []).append((opening, reference))

    def has(self, name: str) -> bool:
        """Whether somebody of that family name wrote an entry."""
        return fold(name) in self._keys

    def first_author(self, name: str) -> list[Reference]:
        """Return the entries whose first author has a family name."""
        last = name.split()[-1] if name.split() else name
        return self._by_name.get(fold(name)) or self._by_name.get(fold(last), [])

    def has_body(self, name: str, year: str) -> bool:
        """Whether an entry of that year begins with a name of several words or capitals."""
        return (" " in name or name.isupper()) and bool(self._opening_with(name, year))

    def _opening_with(self, name: str, year: str) -> list[Reference]:
        whole = self._shorts.get(name, name)
        key = fold(whole)
        known = self._by_opening.get(key[:3], []) if len(key) > 3 or name.isupper() else []
        found = {r.id: r for start, r in known if start.startswith(key) and _dated(r, year)}
        return list(found.values())

    def by_key(self, key: str) -> str | None:
        """Return the one entry whose first author and year make a key (``smith2019``)."""
        year = _KEY_YEAR.search(key)
        name = fold(key[: year.start()] if year else key)
        if not name:
            return None
        near = [family for family in self._names.get(name[:2], ()) if _opens(name, family)]
        fits = list({r.id: r for family in near for r in self._by_name[family]}.values())
        if year:
            fits = [r for r in fits if r.year is not None and str(r.year).endswith(year[1])]
            if len(fits) > 1 and year[2]:
                fits = [r for r in fits if f"{r.year}{year[2]}" in r.text]
        return fits[0].id if len(fits) == 1 else None

    def entries(self, cite: Cite) -> tuple[tuple[str | None, ...], bool]:
        """Return the entry of each year, ``None`` where none or more than one fits.

        Years that a stroke joins (``2011/2015``) are one. The flag says whether any fits at all.
        """
        known = self.first_author(cite.names[0])
        found: list[str | None] = []
        fitting = False
        for year in cite.years:
            parts = [self._entry(cite, known, part) for part in year.split("/")]
            found.append(next((entry for entry, _ in parts if entry), None))
            fitting = fitting or any(fits for _, fits in parts)
        return tuple(found), fitting

    def _entry(self, cite: Cite, known: list[Reference], year: str) -> tuple[str | None, bool]:
        dated = [r for r in known if _dated(r, year, by_field=True)]
        fits = [r for r in dated if _written_by(r, cite)]
        fits = fits if dated else self._opening_with(cite.names[0], year)
        some = bool(fits)
        lettered = len(year) == 5 and year[:4].isdigit()
        printed = [r for r in fits if lettered and year in r.text]
        if len(printed) == 1:
            fits = printed
        if len(fits) > 1:
            fits = self._narrowed(cite, fits)
        if len(fits) > 1 and lettered:
            place = ord(year[4]) - ord("a")
            fits = fits[place : place + 1]
        return (fits[0].id if len(fits) == 1 else None), some

    @staticmethod
    def _narrowed(cite: Cite, fits: list[Reference]) -> list[Reference]:
        """Keep the entries whose further authors agree with what is cited."""
        if cite.initials:
            fits = [r for r in fits if _given(r).startswith(cite.initials)] or fits
        if cite.et_al:
            kept = [r for r in fits if r.et_al or len(r.authors) > 2]
        elif len(cite.names) == 2:
            second = fold(cite.names[1])
            kept = [r for r in fits if len(r.authors) == 2 and fold(r.authors[1].family) == second]
        else:
            kept = [r for r in fits if len(r.authors) == len(cite.names)]
        return kept or fits


def _given(reference: Reference) -> str:
    """Return the initials of the first author's given names."""
    given = reference.authors[0].given or "" if reference.authors else ""
    return "".join(c for c in given if c.isupper())


def _dated(reference: Reference, year: str, by_field: bool = False) -> bool:
    """Say whether an entry is of a year, or of none where none is cited (``in press``)."""
    if not year[:1].isdigit():
        return reference.year is None or fold(year) in fold(reference.text[:_OPENING])
    return reference.year == int(year[:4]) if by_field else year[:4] in reference.text


def _written_by(reference: Reference, cite: Cite) -> bool:
    """Say whether the second of two cited names stands in an entry: else it is another work."""
    if cite.et_al or len(cite.names) != 2 or not reference.authors:
        return True
    second = fold(cite.names[1].split()[-1])
    return not second or second in fold(reference.text[: 2 * _OPENING])


def _opens(key: str, family: str) -> bool:
    """Say whether a key begins with a family name, or is what is left of one (``smi19``)."""
    return len(family) > 1 and (key.startswith(family) or (len(key) > 2 and family.startswith(key)))
