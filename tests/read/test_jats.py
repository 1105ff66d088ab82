# ruff: noqa: E501  (documents as they come)
import socket
from typing import Any

import pytest
from test_html import read

from pipeline.errors import ArticleError
from pipeline.read.stage import read_article

XML = b"""<?xml version="1.0"?><article><front><article-meta><title-group>
<article-title>Tea and sleep</article-title></title-group><abstract><p>Tea is warm.</p></abstract></article-meta></front><body><sec><label>1.</label><title>Results</title>
<p>Tea shortens sleep [<xref ref-type="bibr" rid="a">1</xref>&#8211;<xref ref-type="bibr" rid="c">3</xref>].</p>
<sec><title>Mice</title><p>They sleep<sup><xref ref-type="bibr" rid="b">2</xref></sup> well.</p></sec></sec></body>
<back><ack><p>We thank Ann.</p></ack><fn-group><fn><p>No competing interests.</p></fn></fn-group><app><title>Appendix</title><p>More tea.</p></app><ref-list>
<ref id="a"><element-citation publication-type="journal"><person-group person-group-type="author"><name><surname>Doe</surname>
<given-names>J</given-names></name></person-group><year>2001</year><article-title>Warm tea</article-title>
<source>J Tea</source><volume>3</volume><fpage>4</fpage><lpage>9</lpage></element-citation></ref>
<ref id="b"><label>2</label><mixed-citation>Roe K. Cold tea. 2002.</mixed-citation></ref>
<ref id="c"><mixed-citation>Poe L. No tea. 2003.</mixed-citation></ref></ref-list></back></article>"""


def body(inner: str, references: str = "") -> Any:
    """Read an article with one section and the made-up references of ``XML``."""
    start, end = XML.index(b"<p>Tea shortens"), XML.index(b"</sec></body>")
    data = XML[:start] + inner.encode() + XML[end:]
    return read(data.replace(b"</ref-list>", references.encode() + b"</ref-list>"), "a.xml")


def test_sections_markers_and_fields_are_as_given() -> None:
    article, blocks, references, markers = read(XML, "a.nxml")
    assert article.format == "jats"
    assert [(m.text, m.style, m.numbers) for m in markers] == [
        ("[1–3]", "bracketed", (1, 2, 3)),
        ("2", "superscript", (2,)),
    ]
    assert markers[0].references == tuple(r.id for r in references)
    (mice,) = [b for b in blocks if b.text.startswith("They sleep")]
    assert mice.section == ("1. Results", "Mice")
    first = references[0]
    assert (first.authors[0].family, first.year, first.title) == ("Doe", 2001, "Warm tea")
    assert (first.container, first.volume, first.pages) == ("J Tea", "3", "4-9")


def test_what_follows_the_body() -> None:
    blocks = read(XML, "a.xml")[1]
    kinds = {b.text: (b.region, b.kind) for b in blocks}
    assert kinds["Acknowledgements"] == kinds["Appendix"] == ("body", "heading")
    assert kinds["More tea."] == ("body", "paragraph")
    assert kinds["We thank Ann."][0] == kinds["No competing interests."][0] == "boilerplate"


def link(rid: str, text: str) -> str:
    return f'<xref ref-type="bibr" rid="{rid}">{text}</xref>'


@pytest.mark.parametrize(
    ("printed", "marker"),
    [
        (link("a", "[1]") + "–" + link("c", "[3]"), ("[1]–[3]", "bracketed", (1, 2, 3), (1, 2, 3))),
        ("[" + link("a", "1") + "," + link("b", "2") + "]", ("[1,2]", "bracketed", (1, 2), (1, 2))),
        (link("a b", "[1,2]"), ("[1,2]", "bracketed", (1, 2), (1, 2))),
        ("<sup>" + link("a", "1") + "–" + link("c", "3") + "</sup>", ("1–3", "superscript", (1, 2, 3), (1, 2, 3))),
        ("<sup>" + link("a", "1") + ",3</sup>", ("1,3", "superscript", (1, 3), (1, 3))),
        (link("b", "<sup>2</sup>"), ("2", "superscript", (2,), (2,))),
        ("(" + link("b", "2") + ")", ("(2)", "parenthetical", (2,), (2,))),
        (link("b", "[e.g., 2: fig. 4]"), ("[e.g., 2: fig. 4]", "bracketed", (2,), (2,))),
        ("(" + link("a", "Doe, 2001") + "; " + link("b", "Roe, 2002") + ")", ("(Doe, 2001; Roe, 2002)", "author_year", (), (1, 2))),
        ("by Doe (" + link("a", "2001") + ")", ("Doe (2001)", "author_year", (), (1,))),
    ],
)  # fmt: skip
def test_links_make_one_marker(printed: str, marker: tuple[object, ...]) -> None:
    _, _, references, markers = body(f"<p>Tea shortens sleep {printed} in adults.</p>")
    place = {r.id: n for n, r in enumerate(references, start=1)}
    found = [(m.text, m.style, m.numbers, tuple(place[r] for r in m.references)) for m in markers]
    assert found == [marker]


@pytest.mark.parametrize(
    ("inner", "kinds"),
    [
        ("<p>Tea <named-content>Camellia</named-content> <italic>is</italic> warm.</p>", {"Tea Camellia is warm.": "paragraph"}),
        ("<p>So <inline-formula><alternatives><tex-math>$\\x$</tex-math><mml:math xmlns:mml='m'><mml:mi>P</mml:mi><mml:mo>=</mml:mo><mml:mn>2</mml:mn></mml:math></alternatives></inline-formula> holds.</p>", {"So P=2 holds.": "paragraph"}),
        ("<p>It has<list><list-item><p>leaves and</p></list-item><list-item><label>b)</label><p>stems.</p></list-item></list></p>", {"It has": "paragraph", "• leaves and": "list_item", "b) stems.": "list_item"}),
        ("<fig><label>Figure 1</label><caption><title>Tea.</title><p>A cup.</p></caption><graphic/></fig>", {"Figure 1. Tea. A cup.": "caption"}),
        ("<table-wrap><label>Table 1</label><caption><p>Tea.</p></caption><table><tr><td>9</td></tr></table></table-wrap>", {"Table 1. Tea.": "caption"}),
        ("<boxed-text><title>Box</title><p>In a box.</p></boxed-text>", {"Box": "heading", "In a box.": "paragraph"}),
        ("<def-list><def-item><term>BP</term><def><p>blood pressure</p></def></def-item></def-list>", {"BP: blood pressure": "paragraph"}),
        ("<p>Tea<fn><p>A note.</p></fn> is warm.</p>", {"Tea is warm.": "paragraph", "A note.": "paragraph"}),
        ("<sec>" * 160 + "<p>Deep tea.</p>" + "</sec>" * 160, {"Deep tea.": "paragraph"}),
    ],
)  # fmt: skip
def test_parts_of_a_section(inner: str, kinds: dict[str, str]) -> None:
    found = {b.text: b.kind for b in body(inner)[1]}
    assert kinds.items() <= found.items()


@pytest.mark.parametrize(
    ("citation", "fields", "kind"),
    [
        ('<element-citation publication-type="journal"><collab>WHO</collab><etal/><year>2001a</year><article-title>Tea</article-title><source>J Tea</source><elocation-id>e12</elocation-id><pub-id pub-id-type="doi">10.1/a(b)&lt;c&gt;2</pub-id></element-citation>',
         {"year": 2001, "title": "Tea", "pages": "e12", "doi": "10.1/a(b)<c>2", "et_al": True}, "article-journal"),
        ('<mixed-citation publication-type="book"><person-group person-group-type="author"><name><surname>Doe</surname></name></person-group> <chapter-title>Cups</chapter-title>. In: <person-group person-group-type="editor"><name><surname>Roe</surname></name></person-group>, <source>Tea</source>, <year>2002</year>.</mixed-citation>',
         {"year": 2002, "title": "Cups", "container": "Tea"}, "chapter"),
        ('<citation-alternatives><mixed-citation publication-type="preprint">Doe J. Tea. 2020.</mixed-citation><element-citation publication-type="preprint"><name><surname>Doe</surname></name><year>2020</year><article-title>Tea</article-title><source>bioRxiv</source></element-citation></citation-alternatives>',
         {"year": 2020, "title": "Tea", "container": "bioRxiv"}, "article"),
        ('<nlm-citation citation-type="confproc"><name><surname>Doe</surname></name><year>1999</year><article-title>Tea</article-title><source>Proc Tea</source></nlm-citation>',
         {"year": 1999, "title": "Tea", "container": "Proc Tea"}, "paper-conference"),
    ],
)  # fmt: skip
def test_fields_of_an_entry(citation: str, fields: dict[str, object], kind: str) -> None:
    reference = body("<p>Tea.</p>", f'<ref id="x">{citation}</ref>')[2][-1]
    assert {name: getattr(reference, name) for name in fields} == fields
    assert reference.csl["type"] == kind
    assert len(reference.authors) == 1


@pytest.mark.parametrize(
    "start",
    [
        '<!DOCTYPE a [<!ENTITY x "BOOM"><!ENTITY f SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd" [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;<!ENTITY x "&x;&f;"><!ENTITY f PUBLIC "p" "http://127.0.0.1:9/f">]>',
        '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;&b;&b;"><!ENTITY f "&x;&x;">]>',
    ],
)  # fmt: skip
def test_entities_are_never_expanded_and_nothing_is_fetched(
    start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a network access")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    data = XML.replace(b'<?xml version="1.0"?>', start.encode()).replace(b"well", b"&x;&f;")
    for source in ("a.xml", "a.html"):
        text = read(data, source)[0].text
        assert not any(w in text for w in ("BOOM", "root:", "aaaa"))
        assert "They sleep" in text


BOMB = b"<!DOCTYPE a [<!ENTITY a '" + b"x" * 1000 + b"'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + i, b"&%c;" % (97 + i) * 20) for i in range(8)
) + b"]><article id='&i;'><body><p>tea</p></body></article>"  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        b"<?xml version='1.0'?><x/>",
        b"<article>" + b"<sec>" * 100_000 + b"<p>tea",
        b"<article><body></body></article>",
        BOMB,
    ],
)
def test_what_cannot_be_read_is_one_line(data: bytes) -> None:
    with pytest.raises(ArticleError) as caught:
        read_article(data, id="a", source="a.xml", sha256="", max_characters=10**6)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    source = f'<?xml version="1.0" encoding="{encoding}"?><article><body><p>Thé is warm.</p></body></article>'
    assert "Thé is warm." in read(source.encode(encoding), "a.xml")[0].text


def test_broken_xml_is_mended() -> None:
    assert "They sleep" in read(XML[:700], "a.xml")[0].text


@pytest.mark.parametrize("half", ["&#xD800;", "&#x000dFfF;", "&#55296;", "&#57343;"])
def test_a_reference_to_half_a_character(half: str) -> None:
    article = body(f"<p>Tea {half}is <i a='{half}'>warm</i>{half}.</p>", f"<ref>{half}</ref>")[0]
    assert "Tea \ufffdis warm\ufffd." in article.text
    assert "\u2013\ue000" in body("<p>&#x2013;&#57344;</p>")[0].text
