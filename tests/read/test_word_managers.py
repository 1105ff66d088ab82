# ruff: noqa: E501  (documents as they come)
"""Whole Word documents of five kinds: every field and every note comes out, and nothing else."""

import base64
import json
from typing import Any

import pytest
from office_files import docx, field, p, r, sup
from test_docx import mark, notes
from test_html import read

SAID = [
    "Daily walking lowered systolic blood pressure in adults over sixty",
    "Eating oats reduced cholesterol in men with type 2 diabetes",
    "Short sleep was associated with weight gain in nurses",
    "Green tea improved the attention of students during exams",
    "Vitamin D supplements did not prevent fractures in healthy women",
    "Smoking doubled the risk of stroke in a cohort of 9,000 men",
    "Magnesium reduced the number of migraine attacks in 81 adults",
    "Yoga decreased low back pain after twelve weeks",
]
CITED = [[0], [1, 2], [3], [4, 5, 6], [7], [0, 8], [9], [2, 3]]
NAMES = ["Lund", "Moe", "Nye", "Orr", "Pires", "Quist", "Rahman", "Svensson", "Tarn", "Ueda"]
TOPICS = ["walking", "oats", "sleep", "tea", "bones", "stroke", "migraine", "pain", "salt", "gut"]
TOP = p("Habits and health", "Title") + p("Results", "berschrift1")
LIST = p("References", "berschrift1")


def work(n: int) -> dict[str, Any]:
    return {
        "type": "article-journal", "title": f"A study of {TOPICS[n]} in the health of adults", "volume": str(n + 1),
        "author": [{"family": NAMES[n], "given": "A. B."}, {"family": NAMES[n - 1], "given": "C."}], "page": f"{n}1-{n}9",
        "issued": {"date-parts": [[2000 + n]]}, "container-title": "J Health Res", "DOI": f"10.5555/w.{n}",
    }  # fmt: skip


def entry(n: int) -> str:
    return f"{NAMES[n]} AB, {NAMES[n - 1]} C. {work(n)['title']}. J Health Res. {2000 + n};{n + 1}:{n}1–{n}9."


def numbers(cited: list[int]) -> str:
    return ",".join(str(n + 1) for n in cited)


def names(cited: list[int]) -> str:
    return "(" + "; ".join(f"{NAMES[n]} and {NAMES[n - 1]}, {2000 + n}" for n in cited) + ")"


def zotero() -> bytes:
    def cite(cited: list[int]) -> str:
        items = [
            {"id": n, "uris": [f"http://zotero.org/users/1/items/{n}"], "itemData": work(n)}
            for n in cited
        ]
        return field(
            " ADDIN ZOTERO_ITEM CSL_CITATION " + json.dumps({"citationItems": items}),
            f"[{numbers(cited)}]",
            9,
        )

    text = "".join(p(r(said + " ") + cite(c) + r(".")) for said, c in zip(SAID, CITED, strict=True))
    first, *rest = (p(f"{n + 1}.\t{entry(n)}", "Bibliography") for n in range(10))
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> ADDIN ZOTERO_BIBL {"uncited":[]} CSL_BIBLIOGRAPHY </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    whole = first.replace("</w:pPr>", f"</w:pPr>{begin}") + "".join(rest)
    return docx(TOP + text + LIST + whole[: -len("</w:p>")] + end + "</w:p>")


def mendeley() -> bytes:
    def cite(cited: list[int]) -> str:
        items = [
            {
                "id": f"ITEM-{i}",
                "itemData": {**work(n), "id": f"ITEM-{i}"},
                "uris": [f"http://www.mendeley.com/documents/?uuid={n}"],
            }
            for i, n in enumerate(cited, 1)
        ]
        return field(
            "ADDIN CSL_CITATION " + json.dumps({"citationItems": items, "mendeley": {}}),
            sup(numbers(cited)),
            4,
        )

    text = "".join(p(r(said + ".") + cite(c)) for said, c in zip(SAID, CITED, strict=True))
    first = p(field("ADDIN Mendeley Bibliography CSL_BIBLIOGRAPHY ", f"1. {entry(0)}"))
    return docx(
        TOP + text + LIST + first + "".join(p(f"{n + 1}. {entry(n)}") for n in range(1, 10))
    )


def endnote() -> bytes:
    def record(n: int) -> str:
        return (
            f'<Cite><Author>{NAMES[n]}</Author><Year>{2000 + n}</Year><RecNum>{n + 1}</RecNum><record><rec-number>{n + 1}</rec-number><foreign-keys><key app="EN" db-id="q">{n + 1}</key></foreign-keys><ref-type name="Journal Article">17</ref-type>'
            f"<contributors><authors><author>{NAMES[n]}, A. B.</author><author>{NAMES[n - 1]}, C.</author></authors></contributors><titles><title>{work(n)['title']}</title><secondary-title>J Health Res</secondary-title></titles>"
            f"<volume>{n + 1}</volume><dates><year>{2000 + n}</year></dates><electronic-resource-num>10.5555/w.{n}</electronic-resource-num></record></Cite>"
        )

    def cite(cited: list[int]) -> str:
        whole = f"<EndNote>{''.join(map(record, cited))}</EndNote>"
        if len(cited) == 1:
            return field(f" ADDIN EN.CITE {whole}", names(cited), 5)
        data = base64.b64encode(whole.encode() + b"\0").decode()  # a long one is kept beside it
        inner = f'<w:r><w:fldChar w:fldCharType="begin"><w:fldData>{data}</w:fldData></w:fldChar></w:r><w:r><w:instrText> ADDIN EN.CITE.DATA </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        return field(" ADDIN EN.CITE ", names(cited), 1).replace(
            '<w:r><w:fldChar w:fldCharType="separate"/>',
            inner + '<w:r><w:fldChar w:fldCharType="separate"/>',
            1,
        )

    text = "".join(p(r(said + " ") + cite(c) + r(".")) for said, c in zip(SAID, CITED, strict=True))
    listed = p(field(" ADDIN EN.REFLIST ", entry(0)), "EndNoteBibliography")
    return docx(
        TOP
        + text
        + LIST
        + listed
        + "".join(p(entry(n), "EndNoteBibliography") for n in range(1, 10))
    )


def word() -> bytes:
    def source(n: int) -> str:
        return (
            f"<b:Source><b:Tag>T{n:02d}</b:Tag><b:SourceType>JournalArticle</b:SourceType><b:Author><b:Author><b:NameList><b:Person><b:Last>{NAMES[n]}</b:Last><b:First>A</b:First></b:Person><b:Person><b:Last>{NAMES[n - 1]}</b:Last><b:First>C</b:First></b:Person></b:NameList></b:Author></b:Author>"
            f"<b:Title>{work(n)['title']}</b:Title><b:JournalName>J Health Res</b:JournalName><b:Year>{2000 + n}</b:Year><b:Volume>{n + 1}</b:Volume><b:DOI>10.5555/w.{n}</b:DOI></b:Source>"
        )

    def cite(cited: list[int]) -> str:
        more = "".join(rf" \m T{n:02d}" for n in cited[1:])
        shown = field(rf" CITATION T{cited[0]:02d} \l 1033 {more}", names(cited))
        return (
            f"<w:sdt><w:sdtPr><w:citation/></w:sdtPr><w:sdtContent>{shown}</w:sdtContent></w:sdt>"
        )

    text = "".join(p(r(said + " ") + cite(c) + r(".")) for said, c in zip(SAID, CITED, strict=True))
    entries = p(field(" BIBLIOGRAPHY ", entry(0))) + "".join(p(entry(n)) for n in range(1, 10))
    listed = f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Bibliographies"/></w:docPartObj></w:sdtPr><w:sdtContent>{LIST}<w:sdt><w:sdtPr><w:bibliography/></w:sdtPr><w:sdtContent>{entries}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>'
    sources = (
        '<?xml version="1.0"?><b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography">'
        + "".join(map(source, range(10)))
        + "</b:Sources>"
    )
    return docx(TOP + text + listed, {"customXml/item1.xml": sources})


def both_notes() -> bytes:
    foot: list[str] = []
    end: list[str] = []

    def cite(n: int) -> str:
        into = end if n % 3 == 0 else foot
        into.append(entry(n))
        return mark("endnote" if n % 3 == 0 else "footnote", len(into) + 1)

    text = "".join(
        p(r(said + ".") + "".join(map(cite, c))) for said, c in zip(SAID, CITED, strict=True)
    )
    return docx(
        TOP + text,
        {
            "word/footnotes.xml": notes("footnote", *foot),
            "word/endnotes.xml": notes("endnote", *end),
        },
    )


@pytest.mark.parametrize("make", [zotero, mendeley, endnote, word, both_notes])
def test_every_field_and_every_note_comes_out(make: Any) -> None:
    article, blocks, references, markers = read(make(), "a.docx")
    families = {x.id: x.authors[0].family for x in references}
    found = []
    for said in SAID:
        [block] = [b for b in blocks if b.text.startswith(said)]
        inside = [m for m in markers if block.start <= m.start and m.end <= block.end]
        assert {m.status for m in inside} == {"resolved"}
        found.append(sorted(families[i] for m in inside for i in m.references))
    assert found == [sorted(NAMES[n] for n in cited) for cited in CITED]
    if make is both_notes:
        assert len(references) == sum(map(len, CITED))
        assert {m.style for m in markers} == {"footnote"}
    else:
        assert [x.doi for x in references] == [f"10.5555/w.{n}" for n in range(10)]
        assert [x.title for x in references] == [work(n)["title"] for n in range(10)]
    assert "ADDIN" not in article.text
