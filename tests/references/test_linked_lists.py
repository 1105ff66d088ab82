"""Lists of publishers' pages, pasted with the links and stamps that stand among the entries."""

import pytest
from builders import article

from pipeline.markers.stage import find_markers
from pipeline.references.stage import parse_references
from pipeline.segment.lists import lay_out
from pipeline.segment.stage import segment

ENTRIES = (
    "Lund J, Moe A. Tea and iron uptake. Gut Lett. 2001;12(3):45-52.",
    "Roe K. Green tea and weight. Diet Trials. 2007;4:101-109. doi:10.5555/dt.4.101",
    "Sand P, Tarn U, Vik O. Black tea and blood pressure. Heart Herbs. 2015;29(2):17-23.",
)
BODY = (
    "Tea and iron\n\nTea lowers the uptake of iron in women [1]. Green tea reduces weight in men "
    "[2]. Black tea raises blood pressure in adults [1, 3].\n\nReferences\n\n"
)
# An entry with what stands below it or behind it, and what stands between two entries.
LAYOUTS = {
    "glued words": ("{n}.\n{e}\nCASPubMedWeb of Science®Google Scholar", "\n"),
    "words without numbers": ("{e}\n\nArticle  CAS  PubMed  Google Scholar ", "\n\n"),
    "bars without numbers": ("{e}\nPubMed Abstract | CrossRef Full Text | Google Scholar", "\n"),
    "a line each": ("{n}.\n{e}\nView in Article\n• Scopus (21{n})\n• PubMed\n• Full Text", "\n"),
    "behind": ("{e} [Crossref], [PubMed], [Web of Science ®], [Google Scholar]", "\n"),
    "all on one line": ("{n}. {e}PubMedGoogle Scholar", " "),
    "all on one line without numbers": ("{e} [PubMed] [Google Scholar]", " "),
    "back to the text": ("{n}. {e}\nReturn to ref {n} in article\nCited by 1{n}", "\n\n"),
    "a sign before": ("↵\n{e}\nOpenUrlCrossRefPubMedWeb of ScienceGoogle Scholar", "\n"),
    "stamps of a library": (
        "{n}. {e}\nDownloaded from https://academic.example.com/tea/article/12/3/201/5550123456789 "
        "by guest on 12 March 2023",
        "\n",
    ),
    "stamps of a journal": (
        "{n}. {e}\nTea Open: first published as 10.5555/to-2015-0012 on 3 May 2016. Downloaded "
        "from http://tea.example.com/ on 4 May 2020 by guest. Protected by copyright.",
        "\n",
    ),
    "stamps of a publisher": (
        "{n}. {e}\n15213773, 2016, 3, Downloaded from https://library.example.com/doi/10.5555/abc "
        "by University of Tea, on [12/03/2023]. See the Terms (https://library.example.com/terms)",
        "\n",
    ),
    "stamps at the side": (
        "{n}. {e}\nby guest on March 12, 2023 http://tea.example.org/ Downloaded from",
        "\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_stands_among_the_entries_is_none_of_them(name: str) -> None:
    form, between = LAYOUTS[name]
    listed = between.join(form.format(n=n, e=e) for n, e in enumerate(ENTRIES, start=1))
    found = segment(article(f"{BODY}{listed}\n\nDownload references\n"))
    references = parse_references(found.article, found.blocks)
    assert [(r.authors[0].family, r.volume, r.pages) for r in references] == [
        ("Lund", "12", "45-52"),
        ("Roe", "4", "101-109"),
        ("Sand", "29", "17-23"),
    ]
    markers = find_markers(found.article, found.blocks, references)
    assert {m.status for m in markers} == {"resolved"}


@pytest.mark.parametrize(
    ("label", "links"), [("[{n}]\n", "View in ScopusGoogle Scholar"), ("{key}\n", "Google Scholar")]
)
def test_parts_of_an_entry_below_one_another(label: str, links: str) -> None:
    entries = [
        ("Lund and Moe, 2001", "J. Lund, A. Moe", "Tea and iron uptake", "Gut Lett., 12 (2001)"),
        ("Roe, 2007", "K. Roe", "Does tea lower weight?", "Diet Trials, 4 (2007)"),
        ("Sand et al., 2015", "P. Sand, U. Tarn, O. Vik", "Black tea", "Heart Herbs, 29 (2015)"),
    ]
    listed = "\n".join(
        f"{label.format(n=n, key=key)}{who}\n{what}\n{where}, pp. 45-52\n{links}"
        for n, (key, who, what, where) in enumerate(entries, start=1)
    )
    found = segment(article(f"{BODY}{listed}\n"))
    references = parse_references(found.article, found.blocks)
    assert [([a.family for a in r.authors], r.title, r.pages) for r in references] == [
        (["Lund", "Moe"], "Tea and iron uptake", "45-52"),
        (["Roe"], "Does tea lower weight?", "45-52"),
        (["Sand", "Tarn", "Vik"], "Black tea", "45-52"),
    ]
    assert "?." not in found.article.text


def test_lines_that_a_width_breaks_are_no_parts() -> None:
    entry = (
        "{n}. K. Roe, J. Lund\nand P. Sand, Green tea\nand weight, Diet Trials 4, 101-109, 2007."
    )
    listed = "\n".join(entry.format(n=n) for n in (1, 2, 3))
    found = segment(article(f"{BODY}{listed}\n"))
    references = parse_references(found.article, found.blocks)
    assert [a.family for a in references[0].authors] == ["Roe", "Lund", "Sand"]


def test_headings_named_like_a_site_are_none_of_its_links() -> None:
    text = "Tea\n\nMedline\n\nTea lowers iron in women.\n\nFull text\n\nTea raises weight in men.\n"
    assert lay_out(text).furniture == []
    text = "Tea\n\nTea lowers iron.\n\nGoogle Scholar\n\nTea raises weight in men.\n"
    assert lay_out(text).furniture == []
    text = f"Tea\n\n{ENTRIES[0]}\n\nAbstract\n\nTea raises weight in men.\n"  # as journals head it
    assert lay_out(text).furniture == []


@pytest.mark.parametrize(
    ("above", "links"),
    [
        (ENTRIES[0], ["Full Text"]),
        (ENTRIES[0], ["", "Google Scholar", "", "Full Text", "", "PDF"]),
        ("Tea lowers iron in women.", ["", "Download references", "PDF"]),
    ],
)
def test_lines_of_links(above: str, links: list[str]) -> None:
    found = lay_out("\n".join(["Tea", "", above, *links, "", "Tea raises weight in men."]))
    assert [line.text for line in found.furniture] == [link for link in links if link]
