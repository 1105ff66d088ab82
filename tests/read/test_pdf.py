"""PDF files made here: columns, what pages add, superscripts, lists, links, broken files."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from pdf_files import (
    COLUMN,
    ENTRIES,
    LEFT,
    PROSE,
    RIGHT,
    WORDS,
    Print,
    blocks,
    of,
    paper,
    parts_of,
    read,
)
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import simpleSplit

from pipeline.errors import ArticleError
from pipeline.read.formats import read_format


def test_columns_are_read_one_after_the_other_and_what_pages_add_is_left_out() -> None:
    text, _ = read(paper(5).done())
    parts = [part for n in range(1, 6) for part in parts_of(n)]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "et al." not in text and "Journal of" not in text and "\n42\n" not in text


def test_title_abstract_and_headings_are_known() -> None:
    data = paper().done()
    assert blocks(data, of("front", "title")) == ["Zinc and the healing of wounds in old age"]
    assert blocks(data, of("body", "heading")) == ["Abstract", "Introduction"]
    assert blocks(data, of("body", "paragraph"))[0] == PROSE[0]


def test_every_block_has_its_page() -> None:
    text, hints = read(paper().done())
    pages = {text[b.start : b.end].split(" ")[0]: b.page for b in hints.blocks}
    assert (pages["First"], pages["Another"], pages["One"]) == (1, 2, 3)


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    made = Print()
    words = " ".join(PROSE)
    lines = simpleSplit(words, "Times-Roman", 10, COLUMN)
    half = len(lines) // 2
    for x, part in ((LEFT, lines[:half]), (RIGHT, lines[half:])):
        for i, line in enumerate(part):
            made.line(x, 700 - 12 * i, line)
    assert words in read(made.done())[0]


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("and the drug caused a clear inhib-", "ition of the enzyme", "clear inhibition of the"),
        ("the patients had been on long-", "term treatment with it", "on long-term treatment"),
        ("both low-", "and high-dose arms were", "both low- and high-dose"),
        ("in the years 2001–", "2009 the rate fell by", "2001–2009 the rate"),
    ],
)
def test_words_that_a_line_end_divides(above: str, below: str, joined: str) -> None:
    made = Print()
    for y, line in ((700, "This line stands above the two others and fills the column"),
                    (688, above), (676, below + " a third of what it had been.")):  # fmt: skip
        made.line(LEFT, y, line)
    assert joined in read(made.done())[0]


def test_superscripts_are_known_and_their_words_hold() -> None:
    made = Print()
    made.y = 700
    for text in PROSE:
        made.paragraph(LEFT, text, 480)
    at = made.line(LEFT, made.y, "Healing took nine days less")
    at = made.line(at, made.y + 3.6, "3,7", size=6)
    made.line(at, made.y, " in those who took the tablets for two years.")
    text, hints = read(made.done())
    assert [text[a:b] for a, b in hints.raised] == ["3,7"]
    assert "nine days less3,7 in those who" in text


def test_a_list_with_numbers_in_two_columns() -> None:
    made = paper(1)
    made.page()
    made.heading(LEFT, "References")
    made.entries(LEFT, ENTRIES[:2], 1)
    made.y = 734
    made.entries(RIGHT, ENTRIES[2:], 3)
    text, hints = read(made.done())
    assert [e.number for e in hints.entries] == [1, 2, 3, 4]
    assert [text[e.start : e.end] for e in hints.entries] == [
        f"{n}. {entry}" for n, entry in enumerate(ENTRIES, 1)
    ]


def test_a_list_without_numbers_whose_lines_hang() -> None:
    made = paper(1)
    made.page()
    made.heading(LEFT, "References")
    made.entries(LEFT, ENTRIES, None)
    made.heading(LEFT, "Funding")
    made.paragraph(LEFT, "No funds were received for this work.")
    text, hints = read(made.done())
    assert [text[e.start : e.end] for e in hints.entries] == list(ENTRIES)
    assert "received" in text[hints.entries[-1].end :]


def test_links_lead_to_entries_and_addresses() -> None:
    made = paper(1)
    made.y -= 12
    at = made.line(LEFT, made.y, "This was shown before [")
    end = made.line(at, made.y, "2")
    made.canvas.linkAbsolute("", "r2", (at, made.y - 2, end, made.y + 8))
    at = made.line(end, made.y, "], and it is said at ")
    end = made.line(at, made.y, "the ministry")
    made.canvas.linkURL("https://health.example/zinc", (at, made.y - 2, end, made.y + 8))
    made.line(end, made.y, " too.")
    made.page()
    made.heading(LEFT, "References")
    for n, entry in enumerate(ENTRIES, 1):
        made.canvas.bookmarkHorizontalAbsolute(f"r{n}", made.y + 8)
        made.entries(LEFT, (entry,), n)
    text, hints = read(made.done())
    (marker,) = hints.markers
    assert (text[marker.start : marker.end], marker.numbers) == ("[2]", (2,))
    assert marker.targets == hints.entries[1].keys
    assert [(text[k.start : k.end], k.url) for k in hints.links] == [
        ("the ministry", "https://health.example/zinc")
    ]


def test_a_table_is_no_prose() -> None:
    made = paper(1)
    made.page()
    made.line(LEFT, 700, "Table 1. Levels of the metal before and after the trial", "Times-Bold", 8)
    for row in range(5):
        for column, cell in enumerate((f"Group {row}", "12.1", "14.9", "0.03")):
            made.line(LEFT + 100 * column, 680 - 12 * row, cell, size=8)
    made.y = 600
    made.paragraph(LEFT, PROSE[3], 480)
    data = made.done()
    assert blocks(data, of("boilerplate", "caption")) == [
        "Table 1. Levels of the metal before and after the trial"
    ]
    assert not [b for b in blocks(data, lambda b: b.region == "body") if "Group" in b]
    assert PROSE[3] in blocks(data, of("body", "paragraph"))


def test_line_numbers_and_turned_print_are_left_out() -> None:
    made = Print()
    made.y = 700
    for text in PROSE:
        made.paragraph(LEFT, text, 480)
    for n, y in enumerate(range(700, int(made.y), -12), 1):
        made.line(LEFT - 30, y, str(n), size=7)
    made.canvas.rotate(90)
    made.line(300, -20, "Downloaded from a library on the 3rd of May")
    text, _ = read(made.done())
    assert text.count(PROSE[1]) == 1 and "Downloaded" not in text
    assert not any(part.strip().isdigit() for part in text.splitlines())


def test_a_wrong_sign_for_a_ligature_is_told_by_the_words_it_makes() -> None:
    made = Print()
    made.y = 700
    lines = (
        "+e level fell in all of them. +is was not so in the others. +en it rose again (p < 0.05),",
        "and +ere was no change. +e dose was 5 mg + 2 mg a day.",
    )
    for y, line in zip((700, 688), lines, strict=True):
        made.line(LEFT, y, line)
    text, _ = read(made.done())
    assert "The level fell" in text and "This was not" in text and "5 mg + 2 mg" in text


def test_a_heading_that_runs_in() -> None:
    made = paper(1)
    made.y -= 20
    at = made.line(LEFT, made.y, "Cell culture.", "Times-Bold")
    made.line(at + 3, made.y, "The cells were grown in a medium with serum and")
    made.line(LEFT, made.y - 12, "fed every second day until they met.")
    data = made.done()
    assert "Cell culture." in blocks(data, of("body", "heading"))
    assert (
        "The cells were grown in a medium with serum and fed every second day until they met."
        in (blocks(data, of("body", "paragraph")))
    )


def broken() -> Iterator[tuple[str, bytes, str]]:
    scan = Print()
    scan.canvas.rect(50, 50, 400, 400, fill=1)
    whole = paper(1).done()
    yield "scan", scan.done(), "scan"
    blank = Print()
    blank.page()
    yield "blank", blank.done(), "holds no text"
    yield "encrypted", Print(StandardEncryption("secret")).done(), "encrypted"
    yield "empty", b"%PDF-1.7\n", "no readable PDF"
    yield "half", whole[: len(whole) // 3], "PDF"
    yield "none", b"plain words", "no readable PDF"


@pytest.mark.parametrize(("data", "words"), [pytest.param(d, w, id=n) for n, d, w in broken()])
def test_files_that_cannot_be_read_give_one_line(data: bytes, words: str) -> None:
    with pytest.raises(ArticleError, match=words) as error:
        read_format(data, "a.pdf", 1_000_000)
    assert "\n" not in str(error.value)


def test_pictures_among_text_are_told() -> None:
    made = Print()
    made.line(LEFT, 700, "This page was added by the library that scanned the others.")
    for _ in range(3):
        made.page()
        made.canvas.rect(50, 50, 400, 400, fill=1)
    _, hints = read(made.done())
    assert hints.notices == ("scan",)


def test_a_pdf_is_told_by_its_bytes() -> None:
    made = read_format(paper(1).done(), "a.txt", 1_000_000)
    assert made.format == "pdf" and PROSE[0] in made.text


def test_damaged_files_end_nothing_else() -> None:
    whole, chance = bytearray(paper(2).done()), random.Random(7)
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(40):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            text = read_format(bytes(data), "a.pdf", 1_000_000).text
        except ArticleError:
            continue
        assert isinstance(text, str)


def test_hints_are_in_order_and_within_the_text() -> None:
    text, hints = read(paper().done())
    assert all(0 <= b.start < b.end <= len(text) for b in hints.blocks)
    assert all(a.end < b.start for a, b in pairwise(hints.blocks))


def test_a_leaflet_has_headings_before_its_text_and_items_without_signs() -> None:
    made = Print()
    made.line(LEFT, 780, "Living with sore joints", "Helvetica-Bold", 20)
    made.y = 750
    made.heading(LEFT, "What is it?", 13)
    made.paragraph(LEFT, PROSE[0], 400)
    made.heading(LEFT, "What can you do?", 13)
    for item in ("Eat less salt than you do now", "Walk for half an hour on most days"):
        made.line(LEFT + 12, made.y, item)
        made.y -= 14
    made.heading(LEFT, "Sources", 13)
    for n, entry in enumerate(ENTRIES[:3], 1):
        made.line(LEFT + 17, made.y, f"{n}. {entry[:50]}")
        made.line(LEFT + 30, made.y - 12, entry[50:].strip())
        made.y -= 24
    made.line(LEFT, made.y - 20, "Published by the trust in 2021, and free to copy.")
    text, hints = read(made.done())
    data = [text[b.start : b.end] for b in hints.blocks if b.region == "body"]
    assert data[:2] == ["What is it?", PROSE[0]]
    assert "What can you do?" in data and "Walk for half an hour on most days" in data
    assert [e.number for e in hints.entries] == [1, 2, 3]
    assert "Published" not in text[hints.entries[-1].start : hints.entries[-1].end]


def test_words_at_the_edges_of_pages_are_no_running_heads() -> None:
    made = Print()
    for number in range(5):
        made.line(LEFT, 780, "Journal of Trace Metals", size=8)
        at = made.line(LEFT, 740, f"{WORDS[number + 1]} level")
        at = made.line(at + 12, 740, "of the")
        made.line(at + 12, 740, f"metal was higher in the {WORDS[-number - 1].lower()} group")
        made.line(
            LEFT, 728, f"than in those of {WORDS[-number - 1].lower()} one, who ate less of it."
        )
        made.page()
    text, _ = read(made.done())
    assert text.count("level of the metal was") == 5 and "Journal" not in text
