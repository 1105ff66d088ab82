"""Which entries of the list a name and a year lead to.

An entry is known by its first author's family name, by how it begins (bodies, and names
that its fields do not hold), and by the initials of the body that wrote it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pipeline.records import Reference


@dataclass(frozen=True)
class Cite:
    """Names with the years that follow them; ``enclosed``: the years alone stand in brackets."""

    start: int
    end: int
    names: tuple[str, ...]
    et_al: bool
    enclosed: bool
    years: tuple[str, ...]
    found: tuple[str | None, ...] = ()

    @property
    def looks_sure(self) -> bool:
        """Whether it looks like a citation, be its entry known or not."""
        return self.et_al or len(self.names) > 1


_NO_LETTER = re.compile(r"[^A-Za-z]+")


def _key(name: str) -> str:
    if name.isascii():
        return _NO_LETTER.sub("", name).lower()
    plain = unicodedata.normalize("NFKD", name).lower()
    return "".join(c for c in plain if c.isalpha() and not unicodedata.combining(c))


def _initials(entry: str) -> str:
    """Return the initials of the body that opens an entry (``World Health Organization.``)."""
    body = re.match(
        r"\W{0,3}(?:\d{1,4}[.\])]{0,2}\s)?((?:[^\W\d]+\s){2,9}[^\W\d]+)[.,(]", entry[:200]
    )
    return "".join(w[0].lower() for w in body[1].split() if w[0].isupper()) if body else ""


class NameIndex:
    """The entries by their first author's family name, and by how they begin."""

    def __init__(self, references: list[Reference]) -> None:
        self._by_name: dict[str, list[Reference]] = {}
        self._by_opening: dict[str, list[tuple[str, Reference]]] = {}
        self._keys = {_key(a.family) for r in references for a in r.authors}
        for reference in references:
            if reference.authors:
                family = reference.authors[0].family
                for key in {_key(family), _key(family.split()[-1] if family.split() else "")}:
                    self._by_name.setdefault(key, []).append(reference)
            opening = _key(re.sub(r"^\W{0,3}\d{1,4}[.\])]{0,2}\s", "", reference.text[:200]))
            self._by_opening.setdefault(opening[:3], []).append((opening, reference))
            if initials := _initials(reference.text):
                self._by_opening.setdefault(initials[:3], []).append((initials, reference))

    def has(self, name: str) -> bool:
        """Whether somebody of that family name wrote an entry."""
        return _key(name) in self._keys

    def has_body(self, name: str, year: str) -> bool:
        """Whether an entry of that year begins with a name of several words or capitals."""
        return (" " in name or name.isupper()) and bool(self._opening_with(name, year))

    def _opening_with(self, name: str, year: str) -> list[Reference]:
        key = _key(name)
        known = self._by_opening.get(key[:3], []) if len(key) > 3 or name.isupper() else []
        return [r for start, r in known if start.startswith(key) and year[:4] in r.text]

    def entries(self, cite: Cite) -> tuple[str | None, ...]:
        """Return the entry of each year, ``None`` where none or more than one fits."""
        known = self._by_name.get(_key(cite.names[0])) or self._by_name.get(
            _key(cite.names[0].split()[-1]), []
        )
        return tuple(self._entry(cite, known, year) for year in cite.years)

    def _entry(self, cite: Cite, known: list[Reference], year: str) -> str | None:
        fits = [r for r in known if r.year == int(year[:4])]
        fits = fits or self._opening_with(cite.names[0], year)
        if len(fits) > 1:
            fits = self._narrowed(cite, fits)
        if len(fits) > 1 and len(year) > 4:
            printed = [r for r in fits if year in r.text]
            place = ord(year[4]) - ord("a")
            fits = printed if len(printed) == 1 else fits[place : place + 1]
        return fits[0].id if len(fits) == 1 else None

    @staticmethod
    def _narrowed(cite: Cite, fits: list[Reference]) -> list[Reference]:
        """Keep the entries whose further authors agree with what is cited."""
        if cite.et_al:
            kept = [r for r in fits if r.et_al or len(r.authors) > 2]
        elif len(cite.names) == 2:
            second = _key(cite.names[1])
            kept = [r for r in fits if len(r.authors) == 2 and _key(r.authors[1].family) == second]
        else:
            kept = [r for r in fits if len(r.authors) == len(cite.names)]
        return kept or fits
