"""Rules for records that a literature database exports as text, and for labels of abstracts."""

from __future__ import annotations

import re

from pipeline.segment.labelled import is_label
from pipeline.segment.labels import BODY
from pipeline.segment.lines import Line
from pipeline.segment.prose import reads

# "24. Am J Foo. 2023 Feb 1;192(2):237-245. doi: …": where an article of a database stands.
_SOURCE = re.compile(
    r"(?:\d{1,5}\. )?[A-Z][^.;:]{2,90}(?:\([^()]{2,40}\))?\. (?:19|20)\d\d\b[^;.]{0,30}"
    r"(?:;\s?\w{1,9}(?:\([^()]{1,20}\))?(?::\s?\w|\.)|\. doi:)"
)
_IDENTIFIER = re.compile(r"(?:PMID|DOI|PMCID|PII):\s?\S", re.IGNORECASE)
_DATES = re.compile(r"(?:PMID|DOI|PMCID|PII)\b|(?:published|epub|available) ", re.IGNORECASE)
_AUTHORS = re.compile(
    r"(?:[^\W\d_][\w'’ -]{1,40} [^\W\d_a-z]{1,4}(?:\(\d{1,3}\)(?:\(\d{1,3}\))*)?(?:[,;] |[.#]?$)){1,200}"  # noqa: E501
)
_APART = re.compile(
    r"(?:author information|collaborators|comment (?:in|on)|erratum in|update (?:of|in)"
    r"|conflict of interest statement|©|copyright|keywords?|mesh terms|substances|publication types?"  # noqa: E501
    r"|(?:e)?published by|trial registration|\(\d{1,3}\)[A-Z])",
    re.IGNORECASE,
)


def settle_records(lines: list[Line], labels: list[str]) -> None:
    """Take a record of a literature database apart: source, title, authors, abstract, numbers."""
    sources = [i for i, line in enumerate(lines) if _SOURCE.match(line.text[:200])]
    numbers = [i for i, line in enumerate(lines) if _IDENTIFIER.match(line.text)]
    for n, at in enumerate(sources):
        after = sources[n + 1] if n + 1 < len(sources) else len(lines)
        if not any(at < i < after for i in numbers) or after - at < 4 or labels[at] == "comment":
            continue
        labels[at] = "front"
        title = next((i for i in range(at + 1, after) if not _DATES.match(lines[i].text)), at + 1)
        labels[title] = "title" if "title" not in labels[:at] else "heading"
        for i in range(title + 1, after):
            if labels[i] == "references_heading":
                break  # a whole article that a database keeps
            if i == title + 1 and _AUTHORS.fullmatch(lines[i].text[:20_000]):
                labels[i] = "front"
            elif _APART.match(lines[i].text) or _IDENTIFIER.match(lines[i].text):
                labels[i] = "boilerplate"
            elif labels[i] not in BODY and reads(lines[i]):
                labels[i] = "paragraph"


def settle_labels(lines: list[Line], labels: list[str]) -> None:
    """Take the labels that open parts of an abstract as headings, what they open as prose."""
    for i, line in enumerate(lines[:-1]):
        if is_label(line) and labels[i] not in ("comment", "reference", "references_heading"):
            labels[i] = "heading"
            if labels[i + 1] not in ("list_item", "heading"):
                labels[i + 1] = "paragraph"
