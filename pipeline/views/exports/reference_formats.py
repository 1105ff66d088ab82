"""CSL items as CSL-JSON, RIS and BibTeX.

Items come with an id, a ``citation-key``, a note and one-line values (``references``).
Text stays UTF-8 in all three; in BibTeX only the characters that mean something to TeX
are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import msgspec

Item = dict[str, Any]

OTHERS = {"literal": "others"}
"""The author that stands for those an entry leaves out: BibTeX's ``and others``, which pandoc and
its kin print as the style's et al."""

_RIS_TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "article": "UNPB",  # CSL's word for a preprint
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "paper-conference": "CPAPER",
    "report": "RPRT",
    "thesis": "THES",
    "webpage": "ELEC",
    "post-weblog": "BLOG",
    "legislation": "STAT",
    "legal_case": "CASE",
    "standard": "STAND",
    "software": "COMP",
}
# The BibTeX type, and what it calls the container and the publisher.
_BIBTEX_TYPES = {
    "article-journal": ("article", "journal", "publisher"),
    "article-magazine": ("article", "journal", "publisher"),
    "article-newspaper": ("article", "journal", "publisher"),
    "book": ("book", "series", "publisher"),
    "chapter": ("incollection", "booktitle", "publisher"),
    "paper-conference": ("inproceedings", "booktitle", "publisher"),
    "report": ("techreport", "series", "institution"),
    "thesis": ("phdthesis", "series", "school"),
}
_OTHER_BIBTEX = ("misc", "howpublished", "publisher")

_TEX = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "`": r"\textasciigrave{}",
    **{c: f"\\{c}" for c in "#$%&_"},
}
_LIGATURE = re.compile(r"([-'<>,])(?=\1)")


def names(item: Item, role: str) -> list[dict[str, str]]:
    """Return an item's authors or editors that have any name."""
    found = item.get(role)
    return [n for n in found if family(n)] if isinstance(found, list) else []


def family(name: dict[str, str]) -> str:
    """Return a family name, or the name of a body."""
    return name.get("family") or name.get("literal") or name.get("given") or ""


def _given(name: dict[str, str]) -> str | None:
    return name.get("given") if name.get("family") else None


def year(item: Item) -> str:
    """Return the year, empty where none is known."""
    with suppress(KeyError, IndexError, TypeError):
        return str(int(item["issued"]["date-parts"][0][0]))
    return ""


def csl_json(items: Sequence[Item]) -> str:
    """Return items as CSL-JSON."""
    return msgspec.json.format(msgspec.json.encode(items), indent=2).decode("utf-8") + "\n"


def ris(items: Sequence[Item]) -> str:
    """Return items as RIS. PubMed's identifiers go where EndNote keeps them: AN and C2."""
    import rispy
    from rispy.writer import RisWriter

    class Writer(RisWriter):  # type: ignore[misc]  # the library has no types
        def set_header(self, count: int) -> str:
            return ""

    return str(rispy.dumps([_ris_entry(item) for item in items], implementation=Writer))


def _ris_entry(item: Item) -> Item:
    first, _, last = _pages(item).partition("-")
    entry = {
        "type_of_reference": _RIS_TYPES.get(item.get("type", ""), "GEN"),
        "id": item["id"],
        "authors": [_ris_name(n) for n in names(item, "author") if n != OTHERS],
        "secondary_authors": [_ris_name(n) for n in names(item, "editor")],
        "year": year(item),
        "title": item.get("title"),
        "secondary_title": item.get("container-title"),
        "volume": item.get("volume"),
        "number": item.get("issue"),
        "start_page": first,
        "end_page": last,
        "edition": item.get("edition"),
        "publisher": item.get("publisher"),
        "place_published": item.get("publisher-place"),
        "doi": item.get("DOI"),
        "accession_number": item.get("PMID"),
        "custom2": item.get("PMCID"),
        "urls": [item["URL"]] if "URL" in item else [],
        "notes": [item["note"]],
        "label": item["citation-key"],
    }
    return {key: value for key, value in entry.items() if value}


def _ris_name(name: dict[str, str]) -> str:
    """Return ``Family, Given``; a body's name ends in a comma, or it is split like a person's."""
    given = _given(name)
    return f"{family(name).rstrip(',')}, {given or ''}".rstrip()


def _pages(item: Item) -> str:
    return re.sub(r"\s?[-\u2010-\u2015\u2212]{1,2}\s?", "-", str(item.get("page", "")))


def bibtex(items: Sequence[Item]) -> str:
    """Return items as BibTeX in UTF-8."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Block, Entry, Field

    entries: list[Block] = []
    for item in items:
        kind, fields = _bibtex_entry(item)
        made = [Field(key, f"{{{value}}}") for key, value in fields.items() if value]
        entries.append(Entry(kind, item["citation-key"], made))
    return write_string(Library(entries), unparse_stack=[])


def _bibtex_entry(item: Item) -> tuple[str, dict[str, str]]:
    kind, container, publisher = _BIBTEX_TYPES.get(item.get("type", ""), _OTHER_BIBTEX)
    title = _tex(item.get("title"))
    return kind, {
        "author": " and ".join(_bibtex_name(n) for n in names(item, "author")),
        "editor": " and ".join(_bibtex_name(n) for n in names(item, "editor")),
        "title": f"{{{title}}}" if title else "",  # braces keep its capitals
        container: _tex(item.get("container-title")),
        "year": year(item),
        "volume": _tex(item.get("volume")),
        "number": _tex(item.get("issue")),
        "pages": _tex(_pages(item)).replace("-", "--", 1),
        "edition": _tex(item.get("edition")),
        publisher: _tex(item.get("publisher")),
        "address": _tex(item.get("publisher-place")),
        "doi": _verbatim(item.get("DOI")),
        "pmid": _tex(item.get("PMID")),
        "pmcid": _tex(item.get("PMCID")),
        "url": _verbatim(item.get("URL")),
        "note": _tex(item["note"]),
    }


def _bibtex_name(name: dict[str, str]) -> str:
    """Return ``Family, Given``, in braces what BibTeX would take apart."""
    if name == OTHERS:
        return "others"
    parts = [_tex(family(name)), _tex(_given(name))]
    if not parts[1]:
        return f"{{{parts[0]}}}"
    apart = re.compile(r",|\band\b", re.IGNORECASE)
    return ", ".join(f"{{{p}}}" if apart.search(p) else p for p in parts)


def _tex(value: Any) -> str:
    """Return text as TeX reads it back: special characters escaped, no ligatures made.

    BibTeX counts braces even where they are escaped, so braces without a partner become
    parentheses.
    """
    text = "" if value is None else str(value)
    braces = {"{": r"\{", "}": r"\}"} if _balanced(text) else {"{": "(", "}": ")"}
    escaped = "".join(_TEX.get(c) or braces.get(c, c) for c in text)
    return _LIGATURE.sub(r"\1{}", escaped)


def _balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def _verbatim(value: Any) -> str:
    """Return an address as BibTeX keeps it, as it is: only braces and the like are encoded."""
    return re.sub(r"[\s{}\\]", lambda m: f"%{ord(m[0]):02X}", "" if value is None else str(value))


FORMATS: dict[str, Callable[[Sequence[Item]], str]] = {
    "csl-json": csl_json,
    "ris": ris,
    "bibtex": bibtex,
}
"""What ``claimsheet export --format`` knows."""
