# ruff: noqa: E501  (documents as they come)
from pipeline.stages.citations import find_markers
from pipeline.stages.read import read_article
from pipeline.stages.references import parse_references
from pipeline.stages.segment import find_blocks

PAGE = b"""<!DOCTYPE html><html><head><title>Tea - Site</title><style>p{color:red}</style></head><body>
<nav><a href="/">Home</a></nav><h1>Tea &amp; sleep</h1>
<p>Tea shortens   sleep in <b>adults</b>.<sup><a href="#r1">1</a>,<a href="#r2">2</a></sup> It is warm.</p>
<script>alert(1)</script><p style="display:none">hidden</p><ul><li>Green tea</li></ul>
<h2>References</h2><ol><li id="r1">Doe J. Tea and sleep. J Tea. 2001;3(2):4-9.</li>
<li id="r2">Roe K. Warm tea. Tea Lett. 2004;5:6-8.</li></ol>
<div id="comments"><p>Nice tea, thanks!</p></div></body></html>"""


def read(data: bytes, source: str = "a.html"):  # type: ignore[no-untyped-def]
    article, hints = read_article(data, id="a", source=source, sha256="", max_characters=10**6)
    blocks = find_blocks(article, hints=hints)
    references = parse_references(article, blocks, hints)
    markers = find_markers(article, blocks, references, hints)
    for record in [*blocks, *references, *markers]:
        assert article.text[record.start : record.end] == record.text == record.text.strip()
    return article, blocks, references, markers


def test_a_page_is_rendered_with_its_structure() -> None:
    article, blocks, references, markers = read(PAGE)
    assert article.format == "html"
    assert "Tea shortens sleep in adults.1,2 It is warm." in article.text
    assert not any(w in article.text for w in ("alert", "hidden", "color", "&amp;"))
    kinds = {b.text: (b.region, b.kind) for b in blocks}
    assert kinds["Tea & sleep"] == ("front", "title")
    assert kinds["Home"][0] == "boilerplate"
    assert kinds["Nice tea, thanks!"] == ("comments", "comment")
    assert [r.volume for r in references] == ["3", "5"]
    (marker,) = markers
    assert (marker.text, marker.style, marker.numbers) == ("1,2", "superscript", (1, 2))
    assert marker.references == tuple(r.id for r in references)


def test_plain_text_named_html_is_text() -> None:
    article, *_ = read(b"Tea is warm.\nIt is good.\n")
    assert (article.format, article.text) == ("text", "Tea is warm.\nIt is good.\n")


def test_html_named_xml_is_html() -> None:
    assert read(PAGE, "a.xml")[0].format == "html"


def test_the_declared_encoding_is_used() -> None:
    page = "<html><head><meta charset=iso-8859-2></head><body><p>Łódź tea</p></body></html>"
    assert "Łódź tea" in read(page.encode("iso-8859-2"))[0].text


def test_deep_and_broken_markup_is_read() -> None:
    assert "tea" in read(b"<html><body>" + b"<div>" * 1000 + b"tea <b>x</p>")[0].text
