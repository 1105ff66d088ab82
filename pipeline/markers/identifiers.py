"""Citations by identifier: ``PMID: 12345`` and DOIs or DOI links in the prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.records import Reference
from pipeline.text.identifiers import trimmed

_PMID = re.compile(
    r"\b(?:PMID:?\s{0,3}|https?://pubmed\.ncbi\.nlm\.nih\.gov/)(\d{4,9})(?![\d.]\d|\d)/?"
)
_DOI = re.compile(
    r"(?<![\w./])(?:https?://(?:dx\.)?doi\.org/|(?:dx\.)?doi\.org/|doi:?\s{0,3})?"
    r"(10\.\d{4,9}/[^\s<>\"“”{}|\\^`]{1,200})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Identified:
    """A marker by identifier and the entry that prints it, if one does."""

    start: int
    end: int
    reference: str | None


def find_identifiers(
    text: str, spans: list[tuple[int, int]], references: list[Reference]
) -> Iterator[Identified]:
    """Yield the identifiers printed in the given spans of text, in their order."""
    by_pmid = {r.pmid: r.id for r in reversed(references) if r.pmid}
    by_doi = {r.doi.lower(): r.id for r in reversed(references) if r.doi}
    for start, end in spans:
        found = [
            Identified(m.start(), m.end(), by_pmid.get(m[1]))
            for m in _PMID.finditer(text, start, end)
        ]
        for match in _DOI.finditer(text, start, end):
            doi = trimmed(match[1])
            found.append(
                Identified(match.start(), match.start(1) + len(doi), by_doi.get(doi.lower()))
            )
        last = start
        for one in sorted(found, key=lambda f: f.start):
            if one.start >= last:  # "10.1000/x,PMID: 2009": one run of signs
                yield one
                last = one.end
