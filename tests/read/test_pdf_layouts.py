"""PDF files made here: what journals print in other ways than the first."""

from __future__ import annotations

from pdf_files import (
    ENTRIES,
    LEFT,
    blocks,
    of,
    paper,
    read,
    stream,
    written,
)


def test_superior_figures_of_a_font_are_superscripts() -> None:
    glyph = stream(b"400 0 0 350 400 650 d1 0 350 400 300 re f")
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]"
        b"/FirstChar 51/LastChar 51/Widths[400]/Encoding<</Type/Encoding/Differences[51/three]>>"
        b"/CharProcs<</three 7 0 R>>/Resources<<>>>>"
    )
    page = (
        b"BT /T 10 Tf 50 700 Td (Healing took nine days less) Tj /S 10 Tf (3) Tj "
        b"/T 10 Tf ( in those who took 3 tablets a day.) Tj ET"
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
    assert text.strip() == "Healing took nine days less3 in those who took 3 tablets a day."
    assert [(a, text[a:b]) for a, b in hints.raised] == [(27, "3")]


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
