"""Lists of references in groups: each group has a heading, none of which is an entry."""

import pytest
from builders import article

from pipeline.segment.stage import find_blocks
from pipeline.text.headings import heads_sort

PROSE = "Iron is low in a third of women who run, as two trials found (Lund 2001; Moe 2002)."
BOOK = "Lund, J. (2001) Iron and women. Leeds: Quay."
PAPER = "Moe, A. and Ek, B. (2002) Iron in runners. Gut Lett, 4(1), 5-12."
PAGE = "Iron Board (2020) Iron tablets. https://example.org/iron"


@pytest.mark.parametrize("head", ["Literature", "Notes"])
@pytest.mark.parametrize("books", ["Books (1):", "BOOKS"])
def test_a_doubtful_heading_over_groups(head: str, books: str) -> None:
    text = f"Iron\n\n{PROSE}\n\n{head}\n\nOriginal papers:\n[1] {PAPER}\n\n{books}\n[2] {BOOK}\n"
    found = [(b.text, b.kind) for b in find_blocks(article(text)) if b.region == "references"]
    heads = [(line, "heading") for line in (head, "Original papers:", books)]
    works = [(f"[1] {PAPER}", "reference"), (f"[2] {BOOK}", "reference")]
    assert found == [*heads[:2], works[0], heads[2], works[1]]


@pytest.mark.parametrize("number", ["", "{}. ", "[{}] "])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("head", ["References", "Bibliography", "Sources used on this page"])
def test_a_list_in_groups(number: str, gap: str, head: str) -> None:
    works = [number.format(n) + work for n, work in enumerate((BOOK, PAPER, PAGE), start=1)]
    groups = ["Books", "Journal articles", "Websites"]
    lines = [line for pair in zip(groups, works, strict=True) for line in pair]
    foot = "Visit us: open daily from 10 to 5."
    text = f"Iron\n\n{PROSE}\n\n{head}\n\n{gap.join(lines)}\n\n{foot}\n"
    blocks = find_blocks(article(text))
    kinds = {b.text: (b.region, b.kind) for b in blocks}
    assert all(kinds[work] == ("references", "reference") for work in works)
    assert all(kinds[group] == ("references", "heading") for group in groups)
    assert kinds[foot][0] != "references"


@pytest.mark.parametrize(
    "line",
    [
        "Books",
        "BOOKS:",
        "## Web pages",
        "Books and articles",
        "Primary sources",
        "Videos",
        "Online",
        "Original articles:",
        "Books and reports (12)",
    ],
)
def test_sorts_of_sources(line: str) -> None:
    assert heads_sort(line)


@pytest.mark.parametrize("line", ["Booking", "Food sources", "Books we love", "Online (2019)x"])
def test_other_lines(line: str) -> None:
    assert not heads_sort(line)
