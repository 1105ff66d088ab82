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


SIGNED = "Tea shortens sleep in adults.{0} Warm tea calms children with colds.{1}"
SHORT = [
    f"{SIGNED.format('[1]', '[2]')}\n\nFootnotes\n\n[1] {PAPER}\n[2] Sleep - Tea Board",
    f"{SIGNED.format('¹', '²')}\n\nRefs:\n¹ {PAPER}\n² {BOOK}",
]


@pytest.mark.parametrize("text", SHORT)
def test_a_list_of_two_notes(text: str) -> None:
    found = [b for b in find_blocks(article(f"Tea\n\n{text}\n")) if b.kind == "reference"]
    assert len(found) == 2


def test_titles_in_quotes_under_their_publisher() -> None:
    works = [
        "Heart Board: “Tea and the heart,” “Coffee.”",
        "Tea Letters: “Tea helps men to sleep.”",
    ]
    text = f"Tea\n\n{PROSE}\n\nShow Sources\n\nSOURCES:\n\n" + "\n\n".join(works)
    found = [b.text for b in find_blocks(article(text)) if b.kind == "reference"]
    assert found == works


@pytest.mark.parametrize(
    "line",
    [
        "The text in this work is licensed under a Creative Commons Attribution 4.0 licence.",
        "Answer from Teabot: https://example.org/answer?utm_source=copy",
        "Keywords: tea, sleep",
        "Received: March 2, 2017; Accepted: July 19, 2017",
        "© The Author 2020. Published by Quay Press.",
        "Topic 8910 Version 41.0",
    ],
)
def test_what_stands_below_a_list_is_no_entry(line: str) -> None:
    text = f"Tea\n\n{PROSE}\n\nReferences\n\n1. {PAPER}\n2. {BOOK}\n\n{line}"
    found = [b.text for b in find_blocks(article(text)) if b.kind == "reference"]
    assert found == [f"1. {PAPER}", f"2. {BOOK}"]


@pytest.mark.parametrize(
    "last", ["3. Creative Commons and tea. Tea Lett. 2009;1:2-3.", f"3. {PAGE}"]
)
def test_a_last_entry_with_its_number_stays(last: str) -> None:
    text = f"Tea\n\n{PROSE}\n\nReferences\n\n1. {PAPER}\n2. {BOOK}\n{last}"
    assert [b.text for b in find_blocks(article(text)) if b.kind == "reference"][-1] == last


@pytest.mark.parametrize("call", ["Lund (2001)", "Lund 2001", "Lund et al., 2001"])
def test_a_name_above_its_entry(call: str) -> None:
    other = "Moe & Ek (2002)"
    text = f"Tea\n\n{PROSE}\n\nReferences\n\n{call}\n{BOOK}\n{other}\n{PAPER}\n"
    found = [b.text for b in find_blocks(article(text)) if b.kind == "reference"]
    assert found == [f"{call}\n{BOOK}", f"{other}\n{PAPER}"]
