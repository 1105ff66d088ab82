# ruff: noqa: E501  (documents as they come)
"""E-books: chapters in the order of the spine, notes of other files, and what is no chapter."""

import pytest
from office_files import epub, packed
from test_docx import MORE, PROSE
from test_html import read

from pipeline.errors import ArticleError
from pipeline.read.stage import read_article

HEAD = "<dc:title>The grain book</dc:title><dc:creator>Anna Lund</dc:creator><dc:creator>Carl Moe</dc:creator><dc:date>2019-04-03T00:00:00Z</dc:date>"


def test_chapters_in_order_with_what_the_package_says() -> None:
    book = epub(
        {"b.xhtml": f"<h1>Rye</h1><p>{MORE}.</p>", "a.xhtml": f"<h1>Oats</h1><p>{PROSE}.</p>"},
        HEAD,
        ["a.xhtml", "b.xhtml"],
    )
    article, blocks, _, _ = read(book, "a.epub")
    assert (article.format, article.date, article.byline) == ("epub", "2019-04-03", "Anna Lund, Carl Moe")  # fmt: skip
    assert article.text.index("Oat bran") < article.text.index("Barley")
    assert [b.text for b in blocks if b.kind == "title"] == ["The grain book"]
    assert {b.text: b.region for b in blocks}[f"{MORE}."] == "body"


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ('<a epub:type="noteref" href="notes.xhtml#n1">1</a>', '<aside epub:type="footnote" id="n1"><p>1. Lund AB. Oat bran. Journal of Bran. 2011;1:11–9.</p></aside>'),
        ('<sup><a href="notes.xhtml#n1" id="r1">1</a></sup>', '<p id="n1"><a href="a.xhtml#r1">1</a>. Lund AB. Oat bran. Journal of Bran. 2011;1:11–9.</p>'),
        ('<a role="doc-noteref" href="notes.xhtml#n1">*</a>', '<div epub:type="endnotes"><p id="n1">Lund AB. Oat bran. Journal of Bran. 2011;1:11–9.</p></div>'),
        ('<sup><a class="calibre3" href="notes.xhtml#n1">[1]</a></sup>', '<ol><li id="n1">Lund AB. Oat bran. Journal of Bran. 2011;1:11–9. <a href="a.xhtml#r1">↩</a></li></ol>'),
    ],
)  # fmt: skip
def test_notes_in_another_file_are_linked(mark: str, note: str) -> None:
    book = epub(
        {"a.xhtml": f"<h1>Oats</h1><p>{PROSE}.{mark} It is cheap.</p>", "notes.xhtml": note}, HEAD
    )
    _, _, references, markers = read(book, "a.epub")
    assert len(references) == 1 and "Oat bran. Journal" in references[0].text
    assert [m.references for m in markers] == [(references[0].id,)]


def test_lists_of_every_chapter_are_kept_apart() -> None:
    chapter = '<h1>{0}</h1><p>{1} <a href="#r1">[1]</a>.</p><h2>References</h2><ol><li id="r1">{2} AB. {0}. Journal of Bran. 2011;1:11–9.</li></ol>'
    book = epub(
        {"a.xhtml": chapter.format("Oats", PROSE, "Lund"), "b.xhtml": chapter.format("Rye", MORE, "Moe")},
        HEAD,
    )  # fmt: skip
    _, _, references, markers = read(book, "a.epub")
    assert [m.references for m in markers] == [(r.id,) for r in references]
    assert len(references) == 2


def test_what_is_no_chapter_is_left_out() -> None:
    book = epub(
        {
            "cover.xhtml": '<section epub:type="titlepage"><h1>The grain book</h1><p>A publisher in Oslo, since the year 1900.</p></section>',
            "toc.xhtml": '<nav epub:type="toc"><ol><li><a href="a.xhtml">Oats</a></li></ol></nav>',
            "copy.xhtml": '<section epub:type="copyright-page"><p>No part of this book may be copied by anybody in any form at all.</p></section>',
            "a.xhtml": f"<h1>Oats</h1><p>{PROSE}.</p>",
        },
        HEAD,
    )
    regions = {b.text: b.region for b in read(book, "a.epub")[1]}
    assert (
        regions["No part of this book may be copied by anybody in any form at all."]
        == "boilerplate"
    )
    assert regions[f"{PROSE}."] == "body"
    assert [b for b in regions if b == "Oats"] == ["Oats"]


@pytest.mark.parametrize(
    "chapter",
    [
        f'<html><head><title/><script src="x.js"/></head><body><a id="p1"/><h1>Oats</h1><p>{PROSE}.&nbsp;So&mdash;it is.</p></body></html>',
        f"<html><body><h1>Oats</h1><p>{PROSE}.<br>&nbsp;So&mdash;it is.</body></html>",
    ],
)
def test_chapters_that_are_no_good_xml(chapter: str) -> None:
    text = read(epub({"a.xhtml": chapter}, HEAD), "a.epub")[0].text
    assert PROSE in text and "So—it is." in text


def test_protected_damaged_and_empty_books_are_refused() -> None:
    kind = "application/epub+zip"
    package = '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
    container = '<container><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>'
    parts = {
        "META-INF/container.xml": container,
        "c.opf": package,
        "a.xhtml": "<html><body/></html>",
    }
    locked = packed({**parts, "META-INF/encryption.xml": '<e><CipherReference URI="a.xhtml"/></e>'}, kind)  # fmt: skip
    for data, words in (
        (locked, "protected"),
        (packed(parts, kind), "no text"),
        (packed({"x": "y"}, kind), "no e-book"),
        (packed(parts, kind)[:300], "damaged"),
    ):
        with pytest.raises(ArticleError, match=words) as caught:
            read_article(data, id="a", source="a.epub", sha256="", max_characters=10**6)
        assert "\n" not in str(caught.value)


def test_links_out_of_the_archive_lead_nowhere() -> None:
    book = epub(
        {"a.xhtml": f'<h1>Oats</h1><p>{PROSE}, <a href="../../../etc/passwd">it says</a>.</p>'},
        HEAD,
    )
    _, hints = read_article(book, id="a", source="a.epub", sha256="", max_characters=10**6)
    assert hints is not None and not hints.links
