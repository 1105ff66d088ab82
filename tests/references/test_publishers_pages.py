# ruff: noqa: E501
"""Entries as publishers' pages print them: parts below one another, glued, with names as labels."""

import pytest
from builders import article

from pipeline.markers.stage import find_markers
from pipeline.read.html import render_html
from pipeline.records import Reference
from pipeline.references.bibliography import read_entry
from pipeline.references.stage import parse_references
from pipeline.segment.stage import segment

BODY = (
    "Tea and iron\n\nTea lowers the uptake of iron in women (Lund 2001). Green tea reduces weight "
    "in men (Roe 2007). Black tea raises blood pressure in adults, as three trials have found."
)


def listed(text: str, heading: str = "References") -> list[Reference]:
    found = segment(article(f"{BODY}\n\n{heading}\n\n{text}\n"))
    return parse_references(found.article, found.blocks)


LUND, ROE = ("Lund", 2001, "Tea and iron uptake"), ("Roe", 2007, "Green tea and weight")
# What is printed of two works, in the dress of a page.
DRESSES = {
    "a name as label": (
        "[Lund 2001] Lund J, Moe A. Tea and iron uptake. Gut Lett. 2001;12:45-52.\n"
        "[Roe et al. 2007] Roe K. Green tea and weight. Diet Trials. 2007;4:101-109."
    ),
    "a page that ends within an entry": (
        "Lund J, Moe A. (2001). Tea and iron\n\n3\n\nTEA AND IRON\n\nuptake. Gut Lett, 12(3), 45-52.\n\n"
        "Roe K. (2007). Green tea and weight. Diet Trials, 4, 101-\n\n\f4\n\nTEA AND IRON\n\n109."
    ),
    "each name on a line": (
        "    Lund J\n    Moe A\n    (2001)\n    Tea and iron uptake\n    Gut Letters 12:45–52.\n"
        "    https://doi.org/10.5555/gl.1\n        PubMed\n        Google Scholar\n"
        "    Roe K\n    (2007)\n    Green tea and weight\n    Diet Trials 4:101–109.\n"
        "        Google Scholar"
    ),
    "dots between names": (
        "1.\nLund, J. ∙ Moe, A.\nTea and iron uptake\nGut Lett. 2001; 12:45-52\nFull Text\nPubMed\n"
        "Google Scholar\n2.\nRoe, K.\nGreen tea and weight\nDiet Trials. 2007; 4:101-109\nCrossref\n"
        "Google Scholar"
    ),
    "numbers glued to names": (
        "1Lund J, Moe A. Tea and iron uptake. Gut Lett. 2001; 12: 45-52.\n10.5555/gl.1\n"
        "CASPubMedGoogle Scholar\n2Roe K. Green tea and weight. Diet Trials. 2007; 4: 101-109.\n"
        "PubMedGoogle Scholar\nCiting Literature\nVolume12, Issue3\nMarch 2017\nFigures"
    ),
    "a year glued to a title": (
        "1\nLund J, Moe A. 2001Tea and iron uptake. Gut Lett. 12, 45–52. Crossref, Google Scholar\n2\n"
        "Roe K. 2007Green tea and weight. Diet Trials 4, 101–109. Google Scholar\nPrevious Article\n"
        "Next Article"
    ),
    "a button on each line": (
        "Lund, J. & Moe, A. Tea and iron uptake. Gut Lett. 12, 45–52 (2001).\n\nArticle\n\nCAS\n\nPubMed\n\n"
        "Google Scholar\n\nRoe, K. Green tea and weight. Diet Trials 4, 101–109 (2007).\n\nArticle\n\n"
        "Google Scholar"
    ),
    "buttons above the next number": (
        "This article references 2 other publications.\n1\nLund, J.; Moe, A. Tea and iron uptake. "
        "Gut Lett. 2001, 12, 45– 52\nGoogle Scholar\nThere is no corresponding record for this "
        "reference.\n2\nRoe, K. Green tea and weight. Diet Trials 2007, 4, 101– 109\nGoogle Scholar\n"
        "There is no corresponding record for this reference.\n\nCited By\nThis article is cited by 3."
    ),
    "where it is cited": (
        "1\nJ. Lund, A. Moe, Tea and iron uptake. Gut Lett. 12, 45–52 (2001).\na [...] uptake of iron\n"
        "b [...] in women\nCrossref\nGoogle Scholar\n2\nK. Roe, Green tea and weight. Diet Trials 4, "
        "101–109 (2007).\nGo to Citation\nGoogle Scholar"
    ),
    "a policy above": (
        "Tea Pages has strict sourcing guidelines and relies on studies. Read our policy.\n"
        "Lund J, et al. (2001). Tea and iron uptake.\nncbi.example.gov/pmc/articles/PMC4690088/\n"
        "Roe K. (2007). Green tea and weight.\ntea.example.org/doi/10.5555/dt.4.101"
    ),
    "what a page adds below": (
        "Lund J, Moe A. Tea and iron uptake. Gut Lett 2001;12:45-52. [CrossRef]\nRoe K. Green tea and "
        "weight. Diet Trials 2007;4:101-109. [Medline]\n\nAbbreviations\nBMI: body mass index\nEdited by "
        "G Eys; submitted 12.10.18; accepted 28.01.19; published 04.03.19\nCopyright\n© Jo Lund, 2019."
    ),
}  # fmt: skip


@pytest.mark.parametrize("dress", DRESSES)
def test_two_works_in_the_dress_of_a_page(dress: str) -> None:
    found = listed(DRESSES[dress], "Sources" if dress == "a policy above" else "References")
    assert [(r.authors[0].family, r.year, r.title) for r in found] == [LUND, ROE]


def test_a_list_of_what_cites_the_article_is_none_of_its_list() -> None:
    works = (
        "Lund, 2001\nJ. Lund, A. Moe\nTea and iron uptake\nGut Lett., 12 (2001), pp. 45-52\n"
        "Google Scholar\nRoe, 2007\nK. Roe\nGreen tea and weight\nDiet Trials, 4 (2007), pp. 101-109\n"
    )
    found = listed(f"{works}Google Scholar\n\nCited by (27)\nHerbs and iron\n2020, Herb Lett\n")
    assert [r.year for r in found] == [2001, 2007]


def test_an_acronym_that_labels_an_entry_is_how_the_text_cites_it() -> None:
    text = (
        "Iron\n\nIron lowers fatigue in women [Lund 2001]. High doses raise mortality [WHO 2014].\n\n"
        "References\n\n[Lund 2001] Lund J, Moe A. Iron and fatigue. Gut Lett 2001;12:45-52.\n"
        "[WHO 2014] World Health Organization. Iron in food. Geneva: WHO; 2014.\n"
    )
    found = segment(article(text))
    references = parse_references(found.article, found.blocks)
    markers = find_markers(found.article, found.blocks, references)
    assert [(m.text, m.references) for m in markers] == [
        ("[Lund 2001]", (references[0].id,)),
        ("[WHO 2014]", (references[1].id,)),
    ]


@pytest.mark.parametrize("box", ["span", "div"])
def test_boxes_part_the_names_from_the_title(box: str) -> None:
    works = [
        ("P. Lund, K. Moe", "Tea and iron uptake", "Gut Lett., 12 (2001), pp. 45-52"),
        ("K. Roe", "Green tea and weight", "Diet Trials, 4 (2007), pp. 101-109"),
    ]
    items = "".join(
        f"<dt>[{n}]</dt><dd><{box}>{names}</{box}><div>{title}</div><div>{where}</div></dd>"
        for n, (names, title, where) in enumerate(works, start=1)
    )
    page = (
        "<html><body><article><h1>Tea</h1><p>Tea lowers the uptake of iron in women [1]. Green tea "
        f"reduces weight in men [2].</p><h2>References</h2><dl>{items}</dl></article></body></html>"
    )
    text, hints = render_html(page)
    found = segment(article(text), hints)
    references = parse_references(found.article, found.blocks, found.hints)
    assert [(r.number, r.authors[0].family, r.title) for r in references] == [
        (1, "Lund", "Tea and iron uptake"),
        (2, "Roe", "Green tea and weight"),
    ]
    assert [b.text for b in found.blocks if b.text in ("[1]", "[2]")] == []


@pytest.mark.parametrize(
    ("entry", "field", "value"),
    [
        ("Lund J. Tea [published correction appears in Gut Lett. 2013;4(2):99]. Gut Lett. 2012;3(4):11-18.", "volume", "3"),
        ("Lund J. Tea (erratum in: Gut Lett 2013;4(2):99). Gut Lett. 2012;3(4):11-18.", "year", 2012),
        ('Lund, Jo; Moe, Al; et al. (May 2013). "Tea in pregnancy". Birth Points. 19: 38–46.', "volume", "19"),
        ('Lund, Jo; Moe, Al; et al. (May 2013). "Tea in pregnancy". Birth Points. 19: 38–46.', "pages", "38–46"),
        ("Gorse N. 2010Do lambs learn in utero?Anim. Young 3, 18–24.", "container", "Anim. Young"),
    ],
)  # fmt: skip
def test_fields_beside_what_others_write(entry: str, field: str, value: object) -> None:
    assert getattr(read_entry(entry), field) == value


def test_where_a_work_is_kept_is_none_of_its_own() -> None:
    works = (
        'Lund, Jo; Moe, Al (2001). "Tea and iron uptake". Gut Lett. 12: 45–52. PMID 29494023.\n'
        "Archived from the original on 2019-05-21. Retrieved 2019-06-17.\n"
        'Roe, Kit (2007). "Green tea and weight". Diet Trials. 4: 101–109.\n'
    )
    assert [(r.authors[0].family, r.year, r.title) for r in listed(works)] == [LUND, ROE]


def test_numbers_in_parentheses_that_hug_the_words() -> None:
    prose = (
        "Women need 18 mg iron/d(1). Only one in ten reaches this amount(1,2). Tea was associated with "
        "anaemia in one study(2), but a cohort found no such link(1)."
    )
    text = f"Tea and iron\n\n{prose}\n\nReferences\n\n1. Lund J. Tea and iron. Gut Lett. 2001;12:45-52.\n2. Roe K. Tea. Diet Trials. 2007;4:101-109.\n"
    found = segment(article(text))
    references = parse_references(found.article, found.blocks)
    markers = find_markers(found.article, found.blocks, references)
    assert [m.numbers for m in markers] == [(1,), (1, 2), (2,), (1,)]


@pytest.mark.parametrize(
    ("entry", "family"),
    [("Roe SC. (2018). Tea and bone.", "Roe"), ("Heart UK. (2018). Tea.", "Heart UK"), ("Iron Board. (2019). Iron.", "Iron Board")],
)  # fmt: skip
def test_one_author_before_a_year_is_no_body(entry: str, family: str) -> None:
    assert [name.family for name in read_entry(entry).authors] == [family]
