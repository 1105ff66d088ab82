# ruff: noqa: E501  (documents as they come)
"""OpenDocument texts, as LibreOffice and Zotero write them."""

import json

import pytest
from office_files import odt, packed
from test_docx import LUND, MOE, MORE, NYE, PROSE, links
from test_html import read

from pipeline.errors import ArticleError
from pipeline.read.stage import read_article

STYLES = (
    '<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="T2" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="T3" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Bibliography_20_1"/>'
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-prefix="[" style:num-suffix="]"/></text:list-style>'
    '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>'
)
TOP = '<text:p text:style-name="Title">Bran and blood</text:p><text:h text:outline-level="1">Introduction</text:h>'


def h(text: str, level: int = 1) -> str:
    return (
        f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{text}</text:h>'
    )


def p(inner: str, style: str = "Text_20_body") -> str:
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def marked(key: str, shown: str) -> str:
    name = key.replace('"', "&quot;")
    return f'<text:reference-mark-start text:name="{name}"/>{shown}<text:reference-mark-end text:name="{name}"/>'


def test_reference_marks_of_zotero_and_its_section() -> None:
    cited = "ZOTERO_ITEM CSL_CITATION " + json.dumps({"citationItems": [LUND, MOE]}) + " RNDx1"
    other = "ZOTERO_ITEM CSL_CITATION " + json.dumps({"citationItems": [NYE]}) + " RNDx2"
    body = (
        TOP + p(f"{PROSE} {marked(cited, '(Lund 2011; Moe 2014)')}.")
        + p(f'{MORE}.{marked(other, "")}<text:span text:style-name="T1"/>') + p(f"It fed them {marked(other, '(Nye 2019)')}.")
        + h("References")
        + '<text:section text:name=" ZOTERO_BIBL {&quot;uncited&quot;:[]} CSL_BIBLIOGRAPHY RNDy">'
        + p("Lund, A.B., 2011. Oat bran and cholesterol in adults. Journal of Bran 1, 11–19.", "P1")
        + p("Moe, A.B., 2014. Barley against blood fats. Journal of Bran 2, 21–29.", "P1")
        + p("Nye, A.B., 2019. Rye and satiety in the morning. Journal of Bran 3, 31–39.", "P1") + "</text:section>"
    )  # fmt: skip
    found = read(odt(body, STYLES), "a.odt")
    assert found[0].format == "odt"
    assert links(found) == [
        ("(Lund 2011; Moe 2014)", "author_year", ["Lund", "Moe"]),
        ("(Nye 2019)", "author_year", ["Nye"]),
    ]
    assert [x.doi for x in found[2]] == ["10.5555/bran.1", None, "10.5555/rye.3"]


def test_fields_of_word_that_libreoffice_keeps() -> None:
    code = ("ADDIN ZOTERO_ITEM CSL_CITATION " + json.dumps({"citationItems": [LUND, MOE]})).replace(
        '"', "&quot;"
    )
    start = '<field:fieldmark-start text:name="Bookmark" field:type="vnd.oasis.opendocument.field.UNHANDLED"><field:param field:name="vnd.oasis.opendocument.field.code" field:value="{}"/></field:fieldmark-start><field:fieldmark-separator/>'
    shown = start.format(code) + "[1,2]<field:fieldmark-end/>"
    printed = start.format("ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY").replace("{}", "")
    body = (
        TOP + p(f"{PROSE} {shown}.") + h("Literature")
        + p(printed + "1. Lund AB. Oat bran and cholesterol in adults. Journal of Bran. 2011;1:11–9.")
        + p("2. Moe AB. Barley against blood fats. Journal of Bran. 2014;2:21–9.<field:fieldmark-end/>")
    )  # fmt: skip
    found = read(odt(body), "a.odt")
    assert links(found) == [("[1,2]", "bracketed", ["Lund", "Moe"])]
    assert [(x.number, x.doi) for x in found[2]] == [(1, "10.5555/bran.1"), (2, None)]


def test_citations_of_libreoffice_itself() -> None:
    mark = '<text:bibliography-mark text:identifier="Tar16" text:bibliography-type="article" text:author="Tarn, Ida; Vik, O" text:title="Zinc in bran" text:year="2016" text:journal="Trace" text:volume="9" text:pages="3-8">[Tar16]</text:bibliography-mark>'
    found = read(odt(TOP + p(f"{PROSE} {mark}.")), "a.odt")
    (reference,) = found[2]
    assert (reference.title, reference.year, reference.volume) == ("Zinc in bran", 2016, "9")
    assert [m.references for m in found[3]] == [(reference.id,)]


def test_notes_lists_and_superscript() -> None:
    note = '<text:note text:id="ftn1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>See Vik O. The mills of the north. Oslo: Korn; 1998.</text:p></text:note-body></text:note>'
    end = '<text:note text:id="ftn2" text:note-class="endnote"><text:note-citation>i</text:note-citation><text:note-body><text:p>Prices are those of 2012.</text:p></text:note-body></text:note>'
    body = (
        TOP + p(f"{PROSE} [1].{note}") + p(f"{MORE} [2].{end}")
        + p('It was cheap.<text:note-ref text:note-class="footnote" text:ref-name="ftn1">1</text:note-ref>')
        + '<text:list text:style-name="L2"><text:list-item><text:p>Eat oats.</text:p></text:list-item></text:list>'
        + h("References")
        + '<text:list text:style-name="L1"><text:list-item><text:p>Lund AB. Oat bran. Journal of Bran. 2011;1:11–9.</text:p></text:list-item>'
        + "<text:list-item><text:p>Moe AB. Barley. Journal of Bran. 2014;2:21–9.</text:p></text:list-item></text:list>"
    )  # fmt: skip
    found = read(odt(body, STYLES), "a.odt")
    by_text = {x.id: x.text[:12] for x in found[2]}
    assert [(m.text, m.style, m.numbers, [by_text[i] for i in m.references]) for m in found[3]] == [
        ("[1]", "bracketed", (1,), ["[1] Lund AB."]),
        ("1", "footnote", (1,), ["1. See Vik O"]),
        ("[2]", "bracketed", (2,), ["[2] Moe AB. "]),
        ("i", "footnote", (1,), ["i. Prices ar"]),
        ("1", "footnote", (1,), ["1. See Vik O"]),
    ]
    assert "• Eat oats." in [b.text for b in found[1] if b.kind == "list_item"]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ('Oats<text:s text:c="3"/>help<text:tab/>adults.', "Oats help adults."),
        ('Oats <text:span text:style-name="T3">do not </text:span>help.', "Oats help."),
        ("Oats help.<office:annotation><text:p>Really?</text:p></office:annotation>", "Oats help."),
        ('Oats <text:change text:change-id="c1"/>help.', "Oats help."),
        ('See <text:a xlink:href="http://example.org/a">this page</text:a>.', "See this page."),
        ('<draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame>Beside.', "In a box."),
        ("Oats<text:line-break/>Rye is better.", "Rye is better."),
    ],
)  # fmt: skip
def test_parts_of_a_paragraph(inner: str, text: str) -> None:
    changes = '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>do harm</text:p></text:deletion></text:changed-region></text:tracked-changes>'
    article, blocks, _, _ = read(odt(changes + TOP + p(inner) + p(PROSE + "."), STYLES), "a.odt")
    assert text in [b.text for b in blocks]
    assert not any(word in article.text for word in ("do not", "Really", "do harm"))


def test_rows_of_a_table_contents_and_headings() -> None:
    row = "<table:table-row>{}</table:table-row>"
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = "".join(
        row.format("".join(map(cell.format, r))) for r in (["Grain", "Fibre"], ["Oats", "11 g"])
    )
    body = (
        '<text:table-of-content><text:index-body><text:p>Introduction 1</text:p></text:index-body></text:table-of-content>'
        + TOP + p(PROSE + ".") + h("Rye", 2) + p(MORE + ".") + f"<table:table>{rows}</table:table>"
    )  # fmt: skip
    kinds = {b.text: (b.region, b.kind, b.section) for b in read(odt(body), "a.odt")[1]}
    assert kinds["Introduction 1"][0] == "boilerplate"
    assert kinds["Oats: Fibre 11 g"][0] == "boilerplate"
    assert kinds[f"{MORE}."][2] == ("Introduction", "Rye")


def test_one_file_of_xml() -> None:
    flat = (
        '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
        + TOP + p(PROSE + ".") + "</office:text></office:body></office:document>"
    )  # fmt: skip
    article, _ = read_article(
        flat.encode(), id="a", source="a.fodt", sha256="", max_characters=10**6
    )
    assert (article.format, PROSE in article.text) == ("odt", True)


def test_encrypted_and_empty_files_are_refused() -> None:
    kind = "application/vnd.oasis.opendocument.text"
    locked = packed(
        {
            "META-INF/manifest.xml": "<m><encryption-data checksum='x'/></m>",
            "content.xml": b"\x01\x02",
        },
        kind,
    )
    for data, words in ((locked, "encrypted"), (packed({"a.xml": "<a/>"}, kind), "no text")):
        with pytest.raises(ArticleError, match=words):
            read_article(data, id="a", source="a.odt", sha256="", max_characters=10**6)
