"""The page of citation examples says what the pipeline does: every example on it is run.

``python tests/test_docs.py`` writes what the examples give now; look at the diff.
"""

import re

import pytest
from conftest import ROOT

from pipeline.markers.links import with_links
from pipeline.markers.stage import find_markers
from pipeline.read.stage import read_article
from pipeline.records import Marker, Reference
from pipeline.references.stage import parse_references
from pipeline.segment.stage import find_blocks

PAGE = ROOT / "docs" / "citations.md"
PIECE = re.compile(
    r"^```frame\n(?P<frame>.*?)^```$"
    r"|^```text\n(?P<text>.*?)^```\n\n→ (?P<found>[^\n]*)$"
    r"|^\| (?P<name>[^|]+) \| (?P<row>[^|]+) \| (?P<gives>[^|]+) \|$",
    re.MULTILINE | re.DOTALL,
)
LIST_HEADING = "## Reference lists"
WHOLE = "Vitamin D and bones\n"


def analysed(text: str) -> tuple[list[Marker], list[Reference]]:
    article, hints = read_article(
        text.encode(), id="x", source="x.md", sha256="", max_characters=10**6
    )
    blocks = find_blocks(article, hints=hints)
    references = parse_references(article, blocks, hints)
    markers = find_markers(article, blocks, references, hints)
    return with_links(article, blocks, markers, references, hints)


def in_words(text: str, with_entries: bool) -> str:
    """What an example gives, as the page prints it."""
    markers, references = analysed(text)
    names = {
        r.id: f"{r.authors[0].family if r.authors else '–'} {r.year or '–'}" for r in references
    }
    found = [f"`{r.number or '–'} {names[r.id]}`" for r in references if with_entries]
    for m in markers:
        leads = ", ".join(
            names[i].split(" ")[0] if not with_entries else names[i] for i in m.references
        )
        place = [f"({m.locator})"] if m.locator else []
        words = [m.style, *map(str, m.numbers), *place, f"→ {leads or 'nothing'}"]
        found.append(f"`{' '.join(m.text.split())}` {' '.join(words)} ({m.status})")
    return " · ".join(found) or "no marker"


def examples(page: str) -> list[tuple[re.Match[str], str, str]]:
    """Each example's match, its whole text and what it gives."""
    frame, found = "", []
    for match in PIECE.finditer(page):
        if match["frame"]:
            frame = match["frame"]
        elif match["text"]:
            text = match["text"]
            whole = text if text.startswith(WHOLE) else frame.replace("{example}\n", text)
            found.append((match, whole, in_words(whole, True)))
        elif match["row"].strip() not in ("printed", "---"):
            whole = frame.replace("{example}", match["row"])
            found.append((match, whole, in_words(whole, False)))
    return found


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
