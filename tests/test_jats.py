# ruff: noqa: E501  (documents as they come)
import pytest

from pipeline.errors import ArticleError
from pipeline.stages.read import read_article
from tests.test_html import read

XML = b"""<?xml version="1.0"?><article><front><article-meta><title-group>
<article-title>Tea and sleep</article-title></title-group></article-meta></front><body><sec><title>Results</title>
<p>Tea shortens sleep [<xref ref-type="bibr" rid="a">1</xref>&#8211;<xref ref-type="bibr" rid="c">3</xref>].</p>
<sec><title>Mice</title><p>They sleep<sup><xref ref-type="bibr" rid="b">2</xref></sup> well.</p></sec></sec></body>
<back><ref-list>
<ref id="a"><element-citation><person-group person-group-type="author"><name><surname>Doe</surname>
<given-names>J</given-names></name></person-group><year>2001</year><article-title>Warm tea</article-title>
<source>J Tea</source><volume>3</volume><fpage>4</fpage><lpage>9</lpage></element-citation></ref>
<ref id="b"><label>2</label><mixed-citation>Roe K. Cold tea. 2002.</mixed-citation></ref>
<ref id="c"><mixed-citation>Poe L. No tea. 2003.</mixed-citation></ref></ref-list></back></article>"""


def test_sections_markers_and_fields_are_as_given() -> None:
    article, blocks, references, markers = read(XML, "a.nxml")
    assert article.format == "jats"
    assert [(m.text, m.style, m.numbers) for m in markers] == [
        ("[1–3]", "bracketed", (1, 2, 3)),
        ("2", "superscript", (2,)),
    ]
    assert markers[0].references == tuple(r.id for r in references)
    (mice,) = [b for b in blocks if b.text.startswith("They sleep")]
    assert mice.section == ("Results", "Mice")
    first = references[0]
    assert (first.authors[0].family, first.year, first.title) == ("Doe", 2001, "Warm tea")
    assert (first.container, first.volume, first.pages) == ("J Tea", "3", "4-9")


def test_entities_are_never_expanded() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY x "BOOM"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    article, *_ = read(
        bomb + XML.replace(b'<?xml version="1.0"?>', b"").replace(b"well", b"&x;&f;"), "a.xml"
    )
    assert "BOOM" not in article.text and "root:" not in article.text


def test_broken_xml_is_mended() -> None:
    assert "They sleep" in read(XML[:700], "a.xml")[0].text


def test_xml_without_text_is_one_line() -> None:
    with pytest.raises(ArticleError) as caught:
        read_article(
            b"<?xml version='1.0'?><x/>", id="a", source="a.xml", sha256="", max_characters=99
        )
    assert "\n" not in str(caught.value)
