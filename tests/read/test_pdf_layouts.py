"""PDF files made here: what journals print in other ways than the first."""

from __future__ import annotations

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
    stream,
    written,
)
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth


def test_superior_figures_of_a_font_are_superscripts() -> None:
    glyph = stream(b"400 0 0 350 400 650 d1 0 350 400 300 re f")
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]"
        b"/FirstChar 51/LastChar 51/Widths[400]/Encoding<</Type/Encoding/Differences[51/three]>>"
        b"/CharProcs<</three 7 0 R>>/Resources<<>>>>"
    )
    page = (
        b"BT /T 10 Tf 50 700 Td (Healing took nine days less) Tj /S 10 Tf (3) Tj /T 10 Tf (-) Tj "
        b"/S 10 Tf (3) Tj /T 10 Tf ( in those who took 3 tablets a day.) Tj ET"
    )
    text, hints = read(
        written(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
            b"/Resources<</Font<</T 5 0 R/S 6 0 R>>>>>>",
            stream(page),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            font,
            glyph,
        )
    )
    assert text.strip() == "Healing took nine days less3-3 in those who took 3 tablets a day."
    assert [(a, text[a:b]) for a, b in hints.raised] == [(27, "3-3")]


def test_a_list_goes_on_behind_a_table_that_stands_in_it() -> None:
    made = paper(1)
    made.page()
    made.heading(LEFT, "References")
    made.entries(LEFT, ENTRIES[:2], 1)
    made.line(LEFT, 640, "Table 3. Levels of the metal in the four groups", "Times-Bold", 8)
    for row in range(4):
        for column, cell in enumerate((f"Group {row}", "12.1", "14.9")):
            made.line(LEFT + 70 * column, 620 - 12 * row, cell, size=8)
    made.page()
    made.entries(LEFT, ENTRIES[2:], 3)
    data = made.done()
    text, hints = read(data)
    assert [text[e.start : e.end] for e in hints.entries] == [
        f"{n}. {entry}" for n, entry in enumerate(ENTRIES, 1)
    ]
    assert blocks(data, of("boilerplate", "caption"))


@pytest.mark.parametrize(("first", "second"), [(30, 306), (30, 570)])
def test_lines_that_both_columns_count_are_read_without_their_numbers(
    first: int, second: int
) -> None:
    made = Print()
    number = 0
    for x, margin, part in ((LEFT, first, parts_of(1)), (RIGHT + 18, second, parts_of(2))):
        made.y = 760
        for text in part:
            made.paragraph(x, text)
        for y in range(760, int(made.y), -12):
            number += 1
            made.line(margin, y, f"{number:>3}", size=6)
    text, _ = read(made.done())
    assert all(part in text for n in (1, 2) for part in parts_of(n))
    assert not any(line.strip().isdigit() for line in text.splitlines())


def test_a_heading_in_the_middle_of_the_column_has_no_white_of_its_own() -> None:
    made = paper(1)
    made.page()
    middle = LEFT + (COLUMN - stringWidth("The people of the trial", "Times-Roman", 10)) / 2
    made.line(middle, made.y, "The people of the trial")
    made.y -= 12
    made.paragraph(LEFT, PROSE[2])
    data = made.done()
    assert "The people of the trial" in blocks(data, of("body", "heading"))
    assert PROSE[2] in blocks(data, of("body", "paragraph"))


def test_an_italic_heading_has_no_white_of_its_own() -> None:
    made = paper(1)
    made.page()
    made.paragraph(LEFT, PROSE[1])
    made.line(LEFT, made.y, "The people of the trial", "Times-Italic")
    made.y -= 12
    made.paragraph(LEFT, PROSE[2])
    data = made.done()
    assert "The people of the trial" in blocks(data, of("body", "heading"))
    assert PROSE[2] in blocks(data, of("body", "paragraph"))


def noted(marks: tuple[int, ...], notes: int) -> bytes:
    """Print pages whose prose has raised numbers, with a note below the first of them."""
    made = Print()
    for page, mark in enumerate(marks, 1):
        made.y = 760
        for text in parts_of(page):
            made.paragraph(LEFT, text, 480)
        at = made.line(LEFT, made.y, f"{WORDS[page]} person left it in the second year.")
        at = made.line(at, made.y + 4, str(mark), size=6)
        made.line(at + 3, made.y, f"{WORDS[page]} was asked why.")
        if page <= notes:
            at = made.line(LEFT, 60, str(mark), size=5)
            at = made.line(at, 57, f" {WORDS[page]} note is about the", size=8)
            made.line(LEFT, 47, f"{WORDS[page]} person who came late.", size=8)
        made.page()
    return made.done()


def test_a_footnote_is_an_entry_that_its_mark_leads_to() -> None:
    text, hints = read(noted((1, 2, 3, 1), notes=3))
    assert [(text[e.start : e.end], e.number) for e in hints.entries] == [
        ("1. First note is about the First person who came late.", 1),
        ("2. Another note is about the Another person who came late.", 2),
        ("3. One more note is about the One more person who came late.", 3),
    ]
    assert [(m.style, m.numbers, m.targets) for m in hints.markers] == [
        ("footnote", (e.number,), e.keys) for e in hints.entries
    ]


def test_small_print_is_no_note_where_raised_numbers_cite_a_list() -> None:
    text, hints = read(noted((1, 3, 2, 4), notes=1))
    assert not hints.entries and not hints.markers
    assert [text[a:b] for a, b in hints.raised] == ["1", "1", "3", "2", "4"]


def test_pages_without_a_title_are_text_from_the_first_line() -> None:
    found = blocks(noted((1, 2), notes=0), of("body", "paragraph"))
    assert found[0] == parts_of(1)[0]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_are_turned_are_read(turn: int) -> None:
    made = paper(1)
    made.page()
    canvas = made.canvas
    canvas.saveState()
    canvas.rotate(turn)
    x, y = {90: (60, -560), 180: (-560, -800), 270: (-800, 40)}[turn]
    canvas.translate(x, y)
    made.y = 480
    for text in parts_of(2):
        made.paragraph(0, text, 480)
    at = made.line(0, made.y, "More is said at ")
    end = made.line(at, made.y, "the ministry")
    canvas.linkURL("https://health.example/zinc", (at, made.y - 2, end, made.y + 8), relative=1)
    made.line(end, made.y, " too.")
    canvas.restoreState()
    made.line(290, 30, "42", size=8)
    text, hints = read(made.done())
    assert all(part in text for part in parts_of(2))
    assert [text[k.start : k.end] for k in hints.links] == ["the ministry"]


def test_an_abstract_that_is_one_block_has_its_labels_as_headings() -> None:
    made = Print()
    made.line(LEFT, 770, "Zinc and the healing of wounds in old age", "Times-Bold", 18)
    made.y = 715
    made.heading(LEFT, "Abstract")
    parts = [PROSE[0], "In the methods: people took tablets.", PROSE[1], PROSE[3]]
    labels = ("Background:", "Methods:", "Results:", "Conclusions:")
    said = " ".join(f"{label} {part}" for label, part in zip(labels, parts, strict=True))
    made.paragraph(LEFT, said, 480, 9)
    made.heading(LEFT, "Introduction")
    for text in (PROSE[2], *parts_of(1)):
        made.paragraph(LEFT, text)
    data = made.done()
    assert blocks(data, of("body", "heading")) == ["Abstract", *labels, "Introduction"]
    assert blocks(data, of("body", "paragraph")) == [*parts, PROSE[2], *parts_of(1)]


def tagged(*parts: tuple[str, str]) -> bytes:
    """Write a page of parts with tags, one below the other, in one face and size."""
    content, kids = b"BT /T 10 Tf 12 TL 60 760 Td\n", b""
    for number, (tag, text) in enumerate(parts):
        if tag == "Artifact":
            content += b"1 0 0 1 60 40 Tm /Artifact <</Type/Pagination>> BDC\n"
        else:
            content += b"/%b <</MCID %d>> BDC\n" % (tag.encode(), number)
            kids += b"%d 0 R " % (8 + number)
        for line in simpleSplit(text, "Helvetica", 10, 400):
            content += b"(%b) Tj T*\n" % line.encode()
        content += b"EMC\n"
    elements = [
        b"<</Type/StructElem/S/%b/P 6 0 R/Pg 3 0 R/K %d>>" % (tag.encode(), number)
        for number, (tag, _) in enumerate(parts)
    ]
    return written(
        b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 6 0 R/MarkInfo<</Marked true>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/StructParents 0"
        b"/Resources<</Font<</T 5 0 R>>>>>>",
        stream(content + b"ET"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/StructTreeRoot/K[%b]/ParentTree 7 0 R>>" % kids,
        b"<</Nums[0[%b]]>>" % kids,
        *elements,
    )


def test_tags_tell_headings_and_what_is_no_text() -> None:
    parts = [
        *(("P", text) for text in PROSE[:2]),
        ("H2", "Who took part and why. They did"),
        *(("P", text) for text in PROSE[2:]),
        ("Artifact", "A draft of the third of May"),
    ]
    text, hints = read(tagged(*parts))
    found = [text[b.start : b.end] for b in hints.blocks if b.kind == "heading"]
    assert found == ["Who took part and why. They did"]
    assert "draft" not in text
    text, _ = read(tagged(*[("P", text) for _, text in parts]))
    assert "draft" in text


def test_rows_of_a_table_stand_with_the_heads_of_their_columns() -> None:
    made = paper(1)
    made.page()
    made.line(LEFT, 700, "Table 1. Levels of the metal before and after the trial", "Times-Bold", 8)
    rows = (
        ("Group", "Before", "After two", "p"),
        ("", "", "years", ""),
        ("Young people", "12.1", "14.9", "0.03"),
        ("Old people who", "11.2 ± 0.4", "17.0", "< 0.01"),
        ("lived at home", "", "", ""),
        ("In a home for the old, where all of them ate the same", "", "", ""),
        ("Women", "10.8", "12.5", "0.20"),
    )
    for n, row in enumerate(rows):
        for x, cell in zip((0, 90, 150, 210), row, strict=True):
            made.line(LEFT + x, 684 - 10 * n, cell, size=8)
    made.y = 590
    for text in parts_of(2):
        made.paragraph(LEFT, text, 480)
    data = made.done()
    assert blocks(data, of("boilerplate", "caption")) == [
        "Table 1. Levels of the metal before and after the trial"
    ]
    assert [b for b in blocks(data, of("boilerplate", "other")) if "people" in b or ":" in b] == [
        "Young people: Before 12.1; After two years 14.9; p 0.03",
        "Old people who lived at home: Before 11.2 ± 0.4; After two years 17.0; p < 0.01",
        "Women: Before 10.8; After two years 12.5; p 0.20",
    ]
    assert parts_of(2)[0] in blocks(data, of("body", "paragraph"))


def test_headings_whose_letters_stand_apart() -> None:
    made = paper(1)
    made.page()
    for text in ("M A T E R I A L S   A N D   M E T H O D S", "R E F E R E N C E S"):
        made.line(LEFT, made.y, text, "Times-Bold")
        made.y -= 20
        if text.startswith("M"):
            made.paragraph(LEFT, PROSE[2])
            made.y -= 12
    made.entries(LEFT, ENTRIES, 1)
    data = made.done()
    assert "MATERIALS AND METHODS" in blocks(data, of("body", "heading"))
    assert blocks(data, of("references", "heading")) == ["REFERENCES"]


def test_first_lines_are_text_where_other_pages_repeat_the_words_of_a_figure() -> None:
    made = Print()
    for page in range(1, 6):
        made.y = 760
        if page in (2, 4):
            made.line(LEFT, 760, "Control", size=6)
            made.line(LEFT + 60, 760, "Treated", size=6)
            made.y = 700
        for text in parts_of(page):
            made.paragraph(LEFT, text)
        made.page()
    text, _ = read(made.done())
    assert all(part in text for page in range(1, 6) for part in parts_of(page))
    assert "Control" not in text


def test_a_column_that_begins_a_little_above_the_other_keeps_its_first_line() -> None:
    made = Print()
    made.line(
        LEFT, 760, "A line that goes over both of the columns of this page and parts it", size=12
    )
    lines = [line for part in parts_of(1) for line in simpleSplit(part, "Times-Roman", 10, COLUMN)]
    others = [line for part in parts_of(2) for line in simpleSplit(part, "Times-Roman", 10, COLUMN)]
    for x, top, column in ((LEFT, 730, lines), (RIGHT, 723, others)):
        for n, line in enumerate(column):
            made.line(x, top - 12 * n, line)
    text, _ = read(made.done())
    assert f"{lines[0]} {lines[1]}" in text and f"{others[0]} {others[1]}" in text


def test_a_line_that_begins_with_a_number_is_no_heading_for_it() -> None:
    made = paper(1)
    made.page()
    made.paragraph(LEFT, PROSE[0])
    made.y -= 14
    made.line(LEFT, made.y, "1 animal was sold and 1 no longer seen. 1 animal")
    made.y -= 26
    made.paragraph(LEFT, PROSE[2])
    assert blocks(made.done(), of("body", "heading")) == ["Abstract", "Introduction"]
