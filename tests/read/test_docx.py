# ruff: noqa: E501  (documents as they come)
"""Word documents: as Word, Google Docs and LibreOffice write them, with the fields of managers."""

import base64
import io
import json
import zipfile
from typing import Any

import pytest
from office_files import docx, field, p, packed, r, sup
from test_html import read

from pipeline.errors import ArticleError
from pipeline.read.stage import read_article

PROSE = "Oat bran was eaten by eighty adults for twelve weeks, and it lowered the cholesterol in their blood by a tenth"
MORE = "Barley did the same in a second group of adults who had eaten white bread for years before"
ARTICLE = p("Bran and blood", "Title") + p("Introduction", "berschrift1")


def item(n: int, title: str, family: str, year: int, **more: Any) -> dict[str, Any]:
    data = {
        "id": n, "type": "article-journal", "title": title, "container-title": "Journal of Bran",
        "volume": str(n), "page": f"{n}1-{n}9", "author": [{"family": family, "given": "A. B."}],
        "issued": {"date-parts": [[str(year)]]}, **more,
    }  # fmt: skip
    return {"id": n, "uris": [f"http://zotero.org/users/1/items/K{n}"], "itemData": data}


def zotero(*items: dict[str, Any], shown: str) -> str:
    citation = {
        "citationID": "x1",
        "properties": {"formattedCitation": shown, "plainCitation": shown, "noteIndex": 0},
        "citationItems": list(items),
        "schema": "csl-citation.json",
    }
    return "ADDIN ZOTERO_ITEM CSL_CITATION " + json.dumps(citation)


LUND = item(1, "Oat bran and cholesterol in adults", "Lund", 2011, DOI="10.5555/bran.1")
MOE = item(2, "Barley against blood fats", "Moe", 2014, note="PMID: 21000002")
NYE = item(3, "Rye and satiety in the morning", "Nye", 2019, URL="https://doi.org/10.5555/rye.3")


def links(found: Any) -> list[tuple[str, str, list[str]]]:
    """Return each marker with its style and the families or words that it leads to."""
    _, _, references, markers = found
    known = {x.id: x.authors[0].family if x.authors else x.text for x in references}
    return [(m.text, m.style, [known[i] for i in m.references]) for m in markers]


def test_zotero_fields_over_several_runs_and_its_list() -> None:
    body = (
        ARTICLE
        + p(r(PROSE + " ") + field(zotero(LUND, MOE, shown="[1,2]"), "[1,2]", 7) + r("."))
        + p(r(MORE + " ") + field(zotero(NYE, shown="[3]"), "[3]") + r("."))
        + p("References", "berschrift1")
        + '<w:p><w:pPr><w:pStyle w:val="Bibliography"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> ADDIN ZOTERO_BIBL {"uncited":[]} CSL_BIBLIOGRAPHY </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + r("1.\tLund AB. Oat bran and cholesterol in adults. Journal of Bran. 2011;1:11–9.") + "</w:p>"
        + p("2.\tMoe AB. Barley against blood fats. Journal of Bran. 2014;2:21–9.", "Bibliography")
        + '<w:p><w:pPr><w:pStyle w:val="Bibliography"/></w:pPr>' + r("3.\tNye AB. Rye and satiety in the morning. Journal of Bran. 2019;3:31–9.")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )  # fmt: skip
    found = read(docx(body), "a.docx")
    article, blocks, references, _ = found
    assert article.format == "docx"
    assert "ADDIN" not in article.text and "citationItems" not in article.text
    assert links(found) == [("[1,2]", "bracketed", ["Lund", "Moe"]), ("[3]", "bracketed", ["Nye"])]
    assert [x.number for x in references] == [1, 2, 3]
    assert [x.doi for x in references] == ["10.5555/bran.1", None, "10.5555/rye.3"]
    assert references[1].pmid == "21000002"
    assert [b.text for b in blocks if b.kind == "title"] == ["Bran and blood"]


def test_works_that_no_list_prints_are_written_as_one() -> None:
    body = (
        ARTICLE
        + p(r(PROSE + " ") + field(zotero(LUND, MOE, shown="(Lund 2011; Moe 2014)"), "(Lund 2011; Moe 2014)") + r("."))
        + p(r(MORE) + r(" ") + field(zotero(LUND, shown="(Lund 2011)"), "(Lund 2011)") + r("."))
    )  # fmt: skip
    found = read(docx(body), "a.docx")
    assert links(found) == [
        ("(Lund 2011; Moe 2014)", "author_year", ["Lund", "Moe"]),
        ("(Lund 2011)", "author_year", ["Lund"]),
    ]
    assert [(x.title, x.doi) for x in found[2]] == [
        ("Oat bran and cholesterol in adults", "10.5555/bran.1"),
        ("Barley against blood fats", None),
    ]


def test_superscript_fields_of_mendeley() -> None:
    def mendeley(shown: str, *items: dict[str, Any]) -> str:
        cited = [
            {
                "id": f"ITEM-{n}",
                "itemData": i["itemData"],
                "uris": [f"http://www.mendeley.com/documents/?uuid={i['id']}"],
            }
            for n, i in enumerate(items, 1)
        ]
        return "ADDIN CSL_CITATION " + json.dumps(
            {"citationItems": cited, "mendeley": {"formattedCitation": f"<sup>{shown}</sup>"}}
        )

    raised = '<w:vertAlign w:val="superscript"/>'
    body = (
        ARTICLE
        + p(r(PROSE + ".") + field(mendeley("1,2", LUND, MOE), r("1", raised) + r(",2", raised)))
        + p(r(MORE + ".") + field(mendeley("3", NYE), sup("3")))
    )  # fmt: skip
    found = read(docx(body), "a.docx")
    assert links(found) == [
        ("1,2", "superscript", ["Lund", "Moe"]),
        ("3", "superscript", ["Nye"]),
    ]
    assert [x.number for x in found[2]] == [1, 2, 3]


def test_content_controls_of_mendeley_cite() -> None:
    def control(tag: str, inner: str) -> str:
        return f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/><w:id w:val="7"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'

    kept = base64.b64encode(json.dumps({"citationID": "M1", "citationItems": [LUND, NYE]}).encode())
    body = (
        ARTICLE
        + p(r(PROSE + " ") + control("MENDELEY_CITATION_v3_" + kept.decode(), r("(Lund, 2011; Nye, 2019)")) + r("."))
        + p("References", "berschrift1")
        + control("MENDELEY_BIBLIOGRAPHY", p("Lund, A. B. (2011). Oat bran and cholesterol in adults. Journal of Bran, 1, 11–19.") + p("Nye, A. B. (2019). Rye and satiety in the morning. Journal of Bran, 3, 31–39."))
    )  # fmt: skip
    found = read(docx(body), "a.docx")
    assert links(found) == [("(Lund, 2011; Nye, 2019)", "author_year", ["Lund", "Nye"])]
    assert [x.doi for x in found[2]] == ["10.5555/bran.1", "10.5555/rye.3"]


ENDNOTE = (
    "<EndNote><Cite><Author>Ovesen</Author><Year>2008</Year><RecNum>41</RecNum><DisplayText>[1]</DisplayText>"
    '<record><rec-number>41</rec-number><foreign-keys><key app="EN" db-id="abc">41</key></foreign-keys><ref-type name="Journal Article">17</ref-type>'
    "<contributors><authors><author>Ovesen, L.</author><author>Board of Grain,</author></authors></contributors>"
    '<titles><title><style face="normal" font="default" size="100%">Whole grain and </style><style face="italic">gut</style> flora</title><secondary-title>Grain Lett</secondary-title></titles>'
    "<pages>5-9</pages><volume>12</volume><number>3</number><dates><year>2008</year></dates>"
    "<accession-num>18000041</accession-num><urls></urls><electronic-resource-num>10.5555/gl.12.5</electronic-resource-num></record></Cite></EndNote>"
)


@pytest.mark.parametrize("beside", [False, True])
def test_endnote_in_the_instruction_or_in_data_beside_it(beside: bool) -> None:
    if beside:
        data = base64.b64encode(ENDNOTE.encode() + b"\0").decode()
        cut = data[:60] + "\n" + data[60:]
        inner = f'<w:r><w:fldChar w:fldCharType="begin"><w:fldData xml:space="preserve">{cut}</w:fldData></w:fldChar></w:r><w:r><w:instrText> ADDIN EN.CITE.DATA </w:instrText></w:r><w:r/><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        cited = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> ADDIN EN.CITE </w:instrText></w:r>'
            + inner
            + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + r("[")
            + '<w:hyperlink w:anchor="_ENREF_1">'
            + r("1")
            + "</w:hyperlink>"
            + r("]")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
    else:
        cited = field(" ADDIN EN.CITE " + ENDNOTE, "[1]", 5)
    body = (
        ARTICLE + p(r(PROSE + " ") + cited + r("."))
        + p(field(" ADDIN EN.REFLIST ", "1.\tOvesen L, Board of Grain. Whole grain and gut flora. Grain Lett. 2008;12(3):5–9."), "EndNoteBibliography")
    )  # fmt: skip
    found = read(docx(body), "a.docx")
    assert links(found) == [("[1]", "bracketed", ["Ovesen"])]
    (reference,) = found[2]
    assert (reference.doi, reference.pmid, reference.issue) == ("10.5555/gl.12.5", "18000041", "3")
    assert reference.title == "Whole grain and gut flora"
    assert [a.family for a in reference.authors] == ["Ovesen", "Board of Grain"]


def test_words_own_citations() -> None:
    sources = (
        '<?xml version="1.0"?><b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography" SelectedStyle="/APA.XSL"><b:Source><b:Tag>Tar16</b:Tag><b:SourceType>JournalArticle</b:SourceType>'
        "<b:Author><b:Author><b:NameList><b:Person><b:Last>Tarn</b:Last><b:First>Ida</b:First></b:Person></b:NameList></b:Author></b:Author>"
        "<b:Title>Zinc in bran</b:Title><b:JournalName>Trace</b:JournalName><b:Year>2016</b:Year><b:Pages>3-8</b:Pages><b:Volume>9</b:Volume><b:DOI>10.5555/trace.9.3</b:DOI></b:Source>"
        "<b:Source><b:Tag>Gra18</b:Tag><b:SourceType>InternetSite</b:SourceType><b:Author><b:Author><b:Corporate>Grain Council</b:Corporate></b:Author></b:Author><b:Title>Bran for breakfast</b:Title><b:Year>2018</b:Year><b:URL>http://example.org/bran</b:URL></b:Source></b:Sources>"
    )
    cited = (
        '<w:sdt><w:sdtPr><w:id w:val="3"/><w:citation/></w:sdtPr><w:sdtContent>'
        + field(r" CITATION Tar16 \l 1031  \m Gra18", " (Tarn, 2016; Grain Council, 2018)")
        + "</w:sdtContent></w:sdt>"
    )
    body = ARTICLE + p(r(PROSE) + cited + r("."))
    found = read(docx(body, {"customXml/item1.xml": sources}), "a.docx")
    assert links(found) == [
        ("(Tarn, 2016; Grain Council, 2018)", "author_year", ["Tarn", "Grain Council"])
    ]
    assert found[2][0].doi == "10.5555/trace.9.3"
    assert found[2][1].url == "http://example.org/bran"


def mark(kind: str, id: int) -> str:
    return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:{kind}Reference w:id="{id}"/></w:r>'


def notes(kind: str, *texts: str) -> str:
    own = "".join(
        f'<w:{kind} w:id="{n}"><w:p><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:{kind}Ref/></w:r>{text if "<" in text else r(" " + text)}</w:p></w:{kind}>'
        for n, text in enumerate(texts, start=2)
    )
    return f'<w:{kind} w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>{own}'


def test_footnotes_and_endnotes_beside_a_numbered_list() -> None:
    body = (
        ARTICLE
        + p(r(PROSE + " [1].") + mark("footnote", 3))
        + p(r(MORE + " [2].") + mark("endnote", 2) + r(" It was cheap.") + mark("footnote", 2))
        + p("References", "berschrift1")
        + p("[1] Lund AB. Oat bran. Journal of Bran. 2011;1:11–9.")
        + p("[2] Moe AB. Barley. Journal of Bran. 2014;2:21–9.")
    )
    parts = {
        "word/footnotes.xml": notes("footnote", "Prices are those of 2012.", "See Vik O. The mills of the north. Oslo: Korn; 1998."),
        "word/endnotes.xml": notes("endnote", "Quist E. A second trial. Grain Lett. 2005;3:1–4."),
    }  # fmt: skip
    found = read(docx(body, parts), "a.docx")
    by_text = {x.id: x.text for x in found[2]}
    marks = [
        (m.text, m.style, m.numbers, [by_text[i][:24] for i in m.references]) for m in found[3]
    ]
    assert marks == [
        ("[1]", "bracketed", (1,), ["[1] Lund AB. Oat bran. J"]),
        ("1", "footnote", (1,), ["1. See Vik O. The mills "]),
        ("[2]", "bracketed", (2,), ["[2] Moe AB. Barley. Jour"]),
        ("i", "footnote", (1,), ["i. Quist E. A second tri"]),
        ("2", "footnote", (2,), ["2. Prices are those of 2"]),
    ]


def test_endnotes_as_the_list_cited_again_by_cross_references() -> None:
    first = (
        '<w:bookmarkStart w:id="9" w:name="_Ref5"/>'
        + mark("endnote", 2)
        + '<w:bookmarkEnd w:id="9"/>'
    )
    body = (
        ARTICLE + p(r(PROSE + ".") + first) + p(r(MORE + ".") + mark("endnote", 3))
        + p(r("It was cheap.") + field(r" NOTEREF _Ref5 \f \h ", sup("1")))
        + "<w:sectPr><w:endnotePr><w:numFmt w:val='decimal'/></w:endnotePr></w:sectPr>"
    )  # fmt: skip
    texts = (
        "Lund AB. Oat bran. Journal of Bran. 2011;1:11–9.",
        "Moe AB. Barley. Journal of Bran. 2014;2:21–9.",
    )
    found = read(docx(body, {"word/endnotes.xml": notes("endnote", *texts)}), "a.docx")
    assert links(found) == [
        ("1", "footnote", ["Lund"]),
        ("2", "footnote", ["Moe"]),
        ("1", "footnote", ["Lund"]),
    ]


def test_ibid_in_a_note_leads_to_the_note_before() -> None:
    body = (
        ARTICLE + p(r(PROSE + ".") + mark("footnote", 2)) + p(r(MORE + ".") + mark("footnote", 3))
    )
    texts = ("Anna Lund, “Oat Bran,” Journal of Bran 1 (2011): 11–19.", "Ibid., 14.")
    _, _, references, markers = read(
        docx(body, {"word/footnotes.xml": notes("footnote", *texts)}), "a.docx"
    )
    first, second = (x.id for x in references)
    assert [m.references for m in markers] == [(first,), (second, first)]


def test_notes_with_marks_of_their_own() -> None:
    own = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>'
    body = (
        ARTICLE
        + p(r(PROSE + ".") + own + r(" It was cheap."))
        + p(r(MORE + ".") + mark("footnote", 3))
    )
    parts = {
        "word/footnotes.xml": notes(
            "footnote",
            "Paid by the mills of the north.",
            "Moe AB. Barley. Journal of Bran. 2014;2:21–9.",
        )
    }
    found = read(docx(body, parts), "a.docx")
    assert [m.text for m in found[3]] == ["*", "1"]
    assert "a tenth.* It was cheap." in found[0].text
    assert [x.text[:6] for x in found[2]] == ["Paid b", "1. Moe"]


def test_citations_of_google_docs_are_no_links() -> None:
    cite = '<w:hyperlink r:id="h1">' + r("(Lund 2011)") + "</w:hyperlink>"
    body = (
        ARTICLE + p(r(PROSE + " ") + cite + r(".")) + p("Works cited", "berschrift1")
        + p("Lund AB. 2011. Oat bran. Journal of Bran. 1:11–9.") + p("Moe AB. 2014. Barley. Journal of Bran. 2:21–9.")
    )  # fmt: skip
    found = read(docx(body, links={"h1": "https://www.zotero.org/google-docs/?Ab12"}), "a.docx")
    assert links(found) == [("(Lund 2011)", "author_year", ["Lund"])]


def test_citations_in_footnotes_give_the_notes_their_fields() -> None:
    body = (
        ARTICLE + p(r(PROSE + ".") + mark("footnote", 2)) + p(r(MORE + ".") + mark("footnote", 3))
    )
    shown = "Anna B. Lund, “Oat Bran and Cholesterol in Adults,” Journal of Bran 1 (2011): 11–19."
    parts = {
        "word/footnotes.xml": notes(
            "footnote",
            field(zotero(LUND, shown=shown), shown),
            field(zotero(LUND, shown="Lund"), "Lund, “Oat Bran.”"),
        )
    }
    found = read(docx(body, parts), "a.docx")
    first, second = found[2]
    assert (first.doi, first.year, first.text[:8]) == ("10.5555/bran.1", 2011, "1. Anna ")
    assert found[3][0].references == (first.id,)
    assert found[3][1].references == (second.id, first.id)


NUMBERS = (
    '<w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="[%1]"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="6"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="6"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="6"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def listed(text: str, list: int, depth: int = 0) -> str:
    return p(text, more=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list}"/></w:numPr>')


def test_numbers_that_only_the_list_knows_are_those_of_the_entries() -> None:
    body = (
        ARTICLE + p(PROSE + " [2].") + p(MORE + " [1, 2].") + p("References", "berschrift1")
        + listed("Lund AB. Oat bran. Journal of Bran. 2011;1:11–9.", 1)
        + listed("Moe AB. Barley. Journal of Bran. 2014;2:21–9.", 1)
    )  # fmt: skip
    found = read(docx(body, {"word/numbering.xml": NUMBERS}), "a.docx")
    assert links(found) == [("[2]", "bracketed", ["Moe"]), ("[1, 2]", "bracketed", ["Lund", "Moe"])]
    assert [x.text[:8] for x in found[2]] == ["[1] Lund", "[2] Moe "]


def test_lists_count_as_word_counts() -> None:
    body = (
        ARTICLE + p(PROSE + ".") + listed("Eat oats.", 3) + listed("In the morning.", 3, 1)
        + listed("Eat rye.", 3) + listed("Bread is bad.", 2) + listed("Start again.", 4)
    )  # fmt: skip
    _, blocks, _, _ = read(docx(body, {"word/numbering.xml": NUMBERS}), "a.docx")
    items = [b.text for b in blocks if b.kind == "list_item"]
    assert items == [
        "1. Eat oats.", "1.a) In the morning.", "2. Eat rye.", "• Bread is bad.", "1. Start again.",
    ]  # fmt: skip


def cross(name: str, shown: str) -> str:
    return field(rf" REF {name} \r \h ", shown)


def test_cross_references_to_items_of_the_list_cite() -> None:
    entry = (
        '<w:bookmarkStart w:id="5" w:name="_Ref77"/>'
        + r("Moe AB. Barley. Journal of Bran. 2014;2:21–9.")
        + '<w:bookmarkEnd w:id="5"/>'
    )
    body = (
        ARTICLE + p(r(PROSE + " ") + cross("_Ref77", "[2]") + r(".")) + p("References", "berschrift1")
        + listed("Lund AB. Oat bran. Journal of Bran. 2011;1:11–9.", 1)
        + listed(entry, 1)
    )  # fmt: skip
    found = read(docx(body, {"word/numbering.xml": NUMBERS}), "a.docx")
    assert links(found) == [("[2]", "bracketed", ["Moe"])]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ('<w:ins w:id="1" w:author="A"><w:r><w:t>Oats help </w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>Oats harm </w:delText></w:r></w:del>' + r("adults."), "Oats help adults."),
        ("<w:moveFrom>" + r("Gone ") + "</w:moveFrom><w:moveTo>" + r("Come ") + "</w:moveTo>" + r("here."), "Come here."),
        ('<w:commentRangeStart w:id="0"/>' + r("Oats help.") + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>', "Oats help."),
        (r("Oats ") + r("do not ", "<w:vanish/>") + r("help."), "Oats help."),
        ('<w:smartTag w:element="place">' + r("Oslo") + "</w:smartTag>" + r(" is cold."), "Oslo is cold."),
        ("<w:r><w:t>alpha</w:t><w:tab/><w:t>beta</w:t><w:noBreakHyphen/><w:t>x co</w:t><w:softHyphen/><w:t>operate</w:t></w:r>", "alpha beta-x cooperate"),
        ('<w:r><w:t xml:space="preserve">TGF-</w:t><w:sym w:font="Symbol" w:char="F062"/><w:t>1 at 5 </w:t><w:sym w:font="Symbol" w:char="F06D"/><w:t>g</w:t></w:r>', "TGF-β1 at 5 μg"),
        ('<w:r><w:t xml:space="preserve">page </w:t><w:br w:type="page"/><w:t>end</w:t></w:r>', "page end"),
        ("<m:oMath><m:r><m:t>P=2</m:t></m:r></m:oMath>" + r(" holds."), "P=2 holds."),
        (r("See ") + field(' HYPERLINK "http://example.org/a" ', "this page") + r("."), "See this page."),
        ('<w:fldSimple w:instr=" PAGE "><w:r><w:t>7</w:t></w:r></w:fldSimple>' + r(" of them."), "7 of them."),
        ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + r("Click here.") + "</w:sdtContent></w:sdt>" + r("Text."), "Text."),
        ('<mc:AlternateContent><mc:Choice Requires="wps"><w:r><w:t>Once.</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>Twice.</w:t></w:r></mc:Fallback></mc:AlternateContent>', "Once."),
    ],
)  # fmt: skip
def test_parts_of_a_paragraph(inner: str, text: str) -> None:
    _, blocks, _, _ = read(docx(ARTICLE + p(inner) + p(PROSE + ".")), "a.docx")
    assert text in [b.text for b in blocks]


def test_text_boxes_are_read_once_and_behind_their_paragraph() -> None:
    box = p("Eat bran every day, says the council.")
    inner = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>" + box
        + "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>" + box
        + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )  # fmt: skip
    article, _, _, _ = read(docx(ARTICLE + p(r(PROSE) + inner + r(" indeed."))), "a.docx")
    assert article.text.count("Eat bran every day") == 1
    assert f"{PROSE} indeed.\n\nEat bran" in article.text


def test_a_paragraph_whose_end_was_deleted_goes_on() -> None:
    body = p(r("Oats help "), more="<w:rPr><w:del w:id='1'/></w:rPr>") + p(
        "all adults who eat them."
    )
    article, _, _, _ = read(docx(ARTICLE + body), "a.docx")
    assert "Oats help all adults who eat them." in article.text


def test_headings_by_style_contents_and_captions() -> None:
    body = (
        p("Bran and blood", "Title") + p("Bran\t2", "Verzeichnis1") + p("Bran", "Kapitel") + p(PROSE + ".")
        + p("Rye", "berschrift2") + p(MORE + ".") + p("Figure 1 Oats in a field.", "Beschriftung")
    )  # fmt: skip
    _, blocks, _, _ = read(docx(body), "a.docx")
    kinds = {b.text: (b.region, b.kind, b.section) for b in blocks}
    assert kinds["Bran"][1:] == ("heading", ("Bran",))
    assert kinds[f"{MORE}."][2] == ("Bran", "Rye")
    assert kinds["Bran 2"][0] == "boilerplate"
    assert kinds["Figure 1 Oats in a field."][1] == "caption"


def test_headings_in_bold_type_where_no_style_makes_any() -> None:
    bold = "<w:b/>"
    body = (
        p(r("Bran and blood", bold)) + p("It is old. " + PROSE + ".") + p(r("Rye", bold)) + p(MORE + ".")
        + p(r("References", bold)) + p("Lund AB. Oat bran. Journal of Bran. 2011;1:11–9.") + p("Moe AB. Barley. Journal of Bran. 2014;2:21–9.")
    )  # fmt: skip
    _, blocks, references, _ = read(docx(body), "a.docx")
    assert [b.text for b in blocks if b.kind == "title"] == ["Bran and blood"]
    assert [b.section for b in blocks if b.text == f"{MORE}."] == [("Rye",)]
    assert len(references) == 2


def table(*rows: list[str]) -> str:
    return (
        "<w:tbl><w:tblPr/>"
        + "".join(
            "<w:tr>" + "".join(f"<w:tc>{p(c)}</w:tc>" for c in row) + "</w:tr>" for row in rows
        )
        + "</w:tbl>"
    )


def test_a_row_of_a_table_is_a_line() -> None:
    body = ARTICLE + p(PROSE + ".") + table(["Grain", "Fibre", "Effect"], ["Oats", "11 g", "9 %"], ["Rye", "15 g", "Rye lowered the appetite of most of the adults."])  # fmt: skip
    _, blocks, _, _ = read(docx(body), "a.docx")
    kinds = {b.text: (b.region, b.kind) for b in blocks}
    assert kinds["Oats: Fibre 11 g; Effect 9 %"] == ("boilerplate", "other")
    assert kinds["Rye lowered the appetite of most of the adults."] == ("body", "paragraph")


def test_links_of_prose_and_of_entries() -> None:
    body = (
        ARTICLE + p(r(PROSE + ", says ") + '<w:hyperlink r:id="h1">' + r("the council") + "</w:hyperlink>" + r("."))
        + p("References", "berschrift1")
        + p(r("Lund AB. Oat bran. Journal of Bran. 2011. ") + '<w:hyperlink r:id="h2">' + r("link") + "</w:hyperlink>")
    )  # fmt: skip
    data = docx(body, links={"h1": "http://example.org/c", "h2": "https://doi.org/10.5555/b.1"})
    _, hints = read_article(data, id="a", source="a.docx", sha256="", max_characters=10**6)
    assert hints is not None and next(k.url for k in hints.links) == "http://example.org/c"
    assert read(data, "a.docx")[2][0].doi == "10.5555/b.1"


def test_an_address_on_a_line_of_its_own_is_the_entrys() -> None:
    broken = "<w:r><w:t>Lund AB. Oat bran. Journal of Bran. 2011;1:11–9.</w:t><w:br/><w:t>https://doi.org/10.5555/b.1</w:t></w:r>"
    body = (
        ARTICLE + p(PROSE + " [1].") + p("References", "berschrift1")
        + listed(broken, 1) + listed("Moe AB. Barley. Journal of Bran. 2014;2:21–9.", 1)
    )  # fmt: skip
    found = read(docx(body, {"word/numbering.xml": NUMBERS}), "a.docx")
    assert [x.doi for x in found[2]] == ["10.5555/b.1", None]


def test_lists_hold_what_names_no_journal_too() -> None:
    body = (
        ARTICLE + p(PROSE + " (Grain Council, 2015).") + p("References", "berschrift1")
        + p("Grain Council. (2015). Bran for all. Oslo: GC.")
        + p("Lund AB. Oat bran. Journal of Bran. 2011;1:11–9.") + p("Ministry of Food. (2018). What to eat.")
    )  # fmt: skip
    assert len(read(docx(body), "a.docx")[2]) == 3


def test_numbers_that_link_to_items_without_a_heading_cite() -> None:
    entry = (
        '<w:bookmarkStart w:id="5" w:name="n1"/>'
        + r("Moe AB. Barley. Journal of Bran. 2014;2:21–9. ")
        + '<w:hyperlink w:anchor="back">'
        + r("↩")
        + '</w:hyperlink><w:bookmarkEnd w:id="5"/>'
    )
    body = (
        ARTICLE + p(r(PROSE + ".") + '<w:hyperlink w:anchor="n1">' + sup("1") + "</w:hyperlink>")
        + p(MORE + ".") + listed(entry, 3)
    )  # fmt: skip
    found = read(docx(body, {"word/numbering.xml": NUMBERS}), "a.docx")
    assert [x.text[-12:] for x in found[2]] == ["2014;2:21–9."]
    assert links(found) == [("1", "superscript", ["Moe"])]


def test_files_of_the_strict_kind() -> None:
    plain = docx(ARTICLE + p(r(PROSE) + r(".")))
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        parts = {
            i.filename: archive.read(i).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            for i in archive.infolist()
        }
    assert PROSE in read(packed(parts), "a.docx")[0].text


BOMB = "<w:p>" + " " * 60_000_000 + "</w:p>"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 and then nothing", "damaged"),
        (docx(p("a"))[:400], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), r"\.doc.*save it as \.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (packed({"word/other.xml": "<a/>", "[Content_Types].xml": "<Types/>"}), "no Word document"),
        (docx(BOMB), "of nothing"),
        (docx("<w:p/>"), "no text"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_one_line(data: bytes, words: str) -> None:
    with pytest.raises(ArticleError, match=words) as caught:
        read_article(data, id="a", source="a.docx", sha256="", max_characters=10**6)
    assert "\n" not in str(caught.value)


def test_entities_are_not_expanded_and_nothing_leads_out_of_the_archive() -> None:
    hostile = (
        '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Safe text &b; &x; here.</w:t></w:r></w:p></w:body></w:document>'
    )
    data = packed(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": hostile, "../../evil": "x"}
    )
    article, _ = read_article(data, id="a", source="a.docx", sha256="", max_characters=10**6)
    assert "root:" not in article.text and "aaaa" not in article.text


def test_deep_nests_and_many_rows_come_to_an_end() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 60 + p("inside") + "</w:tc></w:tr></w:tbl>" * 60
    wide = table(*[["a", "b"]] * 3000)
    article, _, _, _ = read(docx(ARTICLE + p(PROSE + ".") + deep + wide), "a.docx")
    assert PROSE in article.text and "inside" in article.text
