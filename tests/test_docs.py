"""The page of citation examples says what the pipeline does: every example on it is run.

``python tests/test_docs.py`` writes what the examples give now; look at the diff.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest
from conftest import ROOT

from pipeline.claims.stage import quoted_sentences
from pipeline.markers.links import with_links
from pipeline.markers.stage import find_markers
from pipeline.read.stage import read_article
from pipeline.records import Article, Block, Marker, Reference
from pipeline.references.bibliography import read_entry
from pipeline.references.csl import csl_item
from pipeline.references.stage import parse_references
from pipeline.segment.stage import segment
from pipeline.sentences.stage import split_sentences

PAGE = ROOT / "docs" / "citations.md"
PIECE = re.compile(
    r"^```frame(?P<shows> \w+)?\n(?P<frame>.*?)^```$"
    r"|^```(?P<form>text|html)\n(?P<text>.*?)^```\n\n→ (?P<found>[^\n]*)$"
    r"|^\| (?P<name>[^|]+) \| (?P<row>[^|]+) \| (?P<gives>[^|]+) \|$",
    re.MULTILINE | re.DOTALL,
)
LIST_HEADING = "## Reference lists"
WHOLE = "Vitamin D and bones\n"


class Found(NamedTuple):
    article: Article
    blocks: list[Block]
    markers: list[Marker]
    references: list[Reference]


def analysed(text: str) -> Found:
    source = "x.html" if text.startswith("<html") else "x.md"
    article, hints = read_article(
        text.encode(), id="x", source=source, sha256="", max_characters=10**6
    )
    article, blocks, hints, _ = segment(article, hints)
    references = parse_references(article, blocks, hints)
    markers = find_markers(article, blocks, references, hints)
    markers, references = with_links(article, blocks, markers, references, hints)
    return Found(article, blocks, markers, references)


def in_words(text: str, with_entries: bool) -> str:
    """What an example gives, as the page prints it."""
    _, _, markers, references = analysed(text)
    names = {
        r.id: f"{r.authors[0].family if r.authors else '–'} {r.year or '–'}" for r in references
    }
    printed = [r for r in references if with_entries and r.kind == "entry"]
    found = [f"`{r.number or '–'} {names[r.id]}`" for r in printed]
    for m in markers:
        leads = ", ".join(
            names[i].split(" ")[0] if not with_entries else names[i] for i in m.references
        )
        if m.status == "linked":
            leads = m.url or leads
        place = [f"({m.locator})"] if m.locator else []
        words = [m.style, *map(str, m.numbers), *place, f"→ {leads or 'nothing'}"]
        found.append(f"`{' '.join(m.text.split())}` {' '.join(words)} ({m.status})")
    return " · ".join(found) or "no marker"


def as_quoted(text: str) -> str:
    """The sentences of an example as claims quote them."""
    article, blocks, markers, _ = analysed(text)
    sentences = split_sentences(article, blocks, markers)
    frame = len(text.split("\n\n")[1])
    quoted = quoted_sentences(article.text, blocks, sentences, markers)
    return " · ".join(plain for sentence, plain in quoted if sentence.start > frame)


def in_fields(entry: str) -> str:
    """The fields of an entry: names, year, title, container, figures, identifiers, type."""
    read = read_entry(entry)
    people = [f"{n.family}, {n.given}" if n.given else n.family for n in read.authors]
    if read.et_al:
        people.append("et al.")
    figures = {
        "volume": read.volume, "issue": read.issue, "pages": read.pages, "doi": read.doi,
        "pmid": read.pmid, "pmcid": read.pmcid, "url": read.url,
    }  # fmt: skip
    container = read.container if read.container != read.title else None
    values = ["; ".join(people), str(read.year or ""), read.title, container]
    values += [f"{name} {value}" for name, value in figures.items() if value]
    values.append(str(csl_item("x", read)["type"]))
    return " · ".join(f"`{value}`" for value in values if value)


def examples(page: str) -> list[tuple[re.Match[str], str, str]]:
    """Each example's match, its whole text and what it gives."""
    frame, shows, found = "", "", []
    for match in PIECE.finditer(page):
        if match["frame"]:
            frame, shows = match["frame"], (match["shows"] or "").strip()
        elif match["text"]:
            text = match["text"]
            alone = text.startswith((WHOLE, "<html"))
            whole = text if alone else frame.replace("{example}\n", text)
            found.append((match, whole, in_words(whole, True)))
        elif match["row"].strip() not in ("printed", "---"):
            whole = frame.replace("{example}", match["row"])
            found.append((match, whole, SHOWN[shows](whole)))
    return found


SHOWN: dict[str, Callable[[str], str]] = {
    "": lambda whole: in_words(whole, False),
    "claims": as_quoted,
    "fields": lambda whole: in_fields(whole.strip()),
}
"""What the rows of a table show, by the word behind ``frame``."""


def test_the_page_has_examples() -> None:
    assert len(examples(PAGE.read_text("utf-8"))) > 30


@pytest.mark.parametrize(
    ("printed", "given", "gives"),
    [
        pytest.param(m["row"] or m["text"], (m["gives"] or m["found"]).strip(), g, id=f"{n}")
        for n, (m, _, g) in enumerate(examples(PAGE.read_text("utf-8")))
    ],
)
def test_the_page_tells_the_truth(printed: str, given: str, gives: str) -> None:
    assert given == gives, printed


def rewrite() -> None:
    page = PAGE.read_text("utf-8")
    for match, _, gives in reversed(examples(page)):
        group = "gives" if match["gives"] else "found"
        page = page[: match.start(group)] + gives + page[match.end(group) :]
    PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    rewrite()
