# ruff: noqa: E501
"""Whole pages as browsers paste them: the title, what stands round the article, what is folded."""

import pytest
from builders import article

from pipeline.claims.announcements import announces
from pipeline.flow import Source, analyse
from pipeline.records import Analysis
from pipeline.segment.headlines import NONE, best, candidates, titled
from pipeline.segment.lists import split_lines
from pipeline.segment.stage import article_title, find_blocks, segment
from pipeline.settings import Settings

PROSE = (
    "Ginger eases the sickness of early pregnancy in most of the women who try it. A gram a day was "
    "as good as vitamin B6 in five trials, and no child was harmed in any of them."
)
REFERENCES = (
    "References\n\n1. Lund J, Moe A. Ginger in pregnancy. Gut Lett. 2001;12(3):45-52.\n"
    "2. Roe K. Ginger and vitamin B6. Diet Trials. 2007;4:101-109.\n"
)
TITLE = "Ginger and sickness in early pregnancy"
HEADS = {
    "a journal": f"Skip to main content\nAdvertisement\nLog in\nArticle\nOpen access\nPublished: 04 March 2021\n{TITLE}\nJo Lund & Al Moe\n\nRoot Reports volume 11, Article number: 5123 (2021) Cite this article\n\n4812 Accesses\n\nMetrics details\n\nAbstract",
    "a publisher": f"Elsevier\nJournal of Roots\nVolume 31, September 2016, Pages 12-20\n{TITLE}\nAuthor links open overlay panelJ. Lund a, A. Moe b\nShow more\nAdd to Mendeley\nShare\nCite\nhttps://doi.org/10.5555/j.jr.2016.03.012\nGet rights and content\nAbstract",
    "an archive": f"An official website of the United States government\nHere's how you know\nSearch PMC Full-Text Archive\nUser Guide\nRoot J. 2022 Jun 3;28(21):2390–2397. doi: 10.5555/rj.v28.i21.2390\n{TITLE}\nJo Lund 1, Al Moe 1,2\nAuthor information  Article notes  Copyright and License information\nPMCID: PMC9900001  PMID: 35550009\n\nINTRODUCTION",
    "a portal": f"MyRoots\nRequest an Appointment\nLog in to Patient Account\n{TITLE}\nMedically reviewed by Tia Hobbs, RDN — By Raj Ilves on March 9, 2020\nOverview",
    "a newspaper": f"Skip to main content\nSign in\nNews\nOpinion\nHealth\nThis article is more than 3 years old\n\n{TITLE}\nA gram a day is as good as a vitamin, doctors find\n\nOla Penrose Health correspondent\nTue 10 Aug 2021 00.05 BST\nShare\n",
}


@pytest.mark.parametrize("head", HEADS)
def test_the_title_among_what_a_page_prints_above(head: str) -> None:
    found = find_blocks(article(f"{HEADS[head]}\n\n{PROSE}\n\n{PROSE}\n\n{REFERENCES}"))
    assert article_title(found) == TITLE
    assert [b.region for b in found if b.text == PROSE] == ["body", "body"]


def test_candidates_for_the_title_are_the_lines_above_the_prose_and_none() -> None:
    lines = split_lines(f"Menu\n{TITLE}\n\n{PROSE}\n\nShare")
    labels = ["boilerplate", "title", "paragraph", "boilerplate"]
    assert [one.line for one in candidates(lines, labels)] == [0, 1, NONE]
    assert titled(lines, labels, {"label=boilerplate": 1.0}) == ["title", "front", *labels[2:]]
    assert titled(lines, labels, {"none": 1.0}) == labels
    assert best(candidates(lines, labels), {}) == 0


def read(text: str, name: str = "a.txt") -> Analysis:
    return analyse(Source(text.encode(), "a", name, ""), Settings())


def test_the_articles_own_doi_is_no_source() -> None:
    text = (
        f"{TITLE}\nJo Lund, Al Moe\nPublished: June 9, 2015  https://doi.org/10.5555/roots.12\n\nIntroduction\n"
        f"{PROSE} [1, 2]\n\n{PROSE} Data: doi:10.5555/roots.12.s001.\n\n{REFERENCES}"
    )
    assert [r.kind for r in read(text).references] == ["entry", "entry"]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "A 2020 review\nTrusted Source\nPubMed Central\nHighly respected database of an institute\nGo to source\nfound that ginger reduced nausea in women.",
            "A 2020 review found that ginger reduced nausea in women.",
        ),
        (
            "In rats, ginger prevented ulcers, said older research\nTrusted Source\nRoot Journal\nPeer-reviewed journal\nGo to source\n. Ginger did not lower weight in men.",
            "In rats, ginger prevented ulcers, said older research.",
        ),
        (
            "Ginger did not lower weight in rats\nTrusted Source\n. It helps women.",
            "Ginger did not lower weight in rats.",
        ),
        (
            "Ginger shortened nausea in ten women[1], but it caused heartburn[réf. nécessaire]. It is a root.",
            "Ginger shortened nausea in ten women, but it caused heartburn.",
        ),
        (
            "Ginger reduces nausea in women [Bearbeiten | Quelltext bearbeiten].",
            "Ginger reduces nausea in women.",
        ),
    ],
)
def test_cards_and_tags_are_not_read(text: str, claim: str) -> None:
    found = segment(article(f"{TITLE}\n\n{PROSE}\n\n{text}\n"))
    assert claim.rstrip(".") in " ".join(found.article.text.replace("[1]", "").split())


def test_what_reads_like_a_claim_but_tells_of_the_article() -> None:
    cited = (
        "Citation: Lund J and Moe A (2020) Ginger reduces sickness in women. Front. Roots 11:317."
    )
    assert cited not in [
        b.text
        for b in find_blocks(article(f"{TITLE}\n\n{PROSE}\n\n{cited}\n\n{REFERENCES}"))
        if b.region == "body"
    ]
    assert announces("The authors report no conflicts of interest in this work.")


def test_notes_that_explain_are_no_sources() -> None:
    text = f"Ginger\n\n{PROSE}[1][lower-alpha 1]\n\nNotes\n^ Women only.\n\nReferences\n^ Lund J, Moe A. Ginger. Gut Lett. 2001;12(3):45-52.\n^ Roe K. Ginger. Diet Trials. 2007;4:101-109.\n"
    assert [r.year for r in read(text).references] == [2001, 2007]


def test_a_block_ends_with_its_words() -> None:
    entry = "• Lund J, et al. 2016;126:2049-63.CrossrefGoogle Scholar\n    1004   of\n\f\n    1005   Root"
    found = find_blocks(
        article(f"{TITLE}\n\n{PROSE}\n\nReferences\n    1003   • Moe A. 2001;2:3.\n    {entry}\n")
    )
    assert all(b.text == b.text.strip() for b in found)


def test_a_head_and_a_foot_back_to_back_part_a_sentence() -> None:
    first, second = PROSE.split(" trials", 1)
    text = f"{TITLE}\n\n{first}\n\nRoot Letters  12\n\x0c13  Root Letters\n\ntrials{second}\n"
    blocks = find_blocks(article(text))
    assert [" ".join(b.text.split())[:6] for b in blocks if b.kind == "paragraph"] == ["Ginger"]


def test_a_heading_never_ends_the_paragraph_above_it() -> None:
    text = (
        "Root J. 2022 Jun 3;28(21):2390–2397.\nPublished online 2022 Apr 3. doi: 10.5555/rj.14.101\nPMID: 35550009\n"
        f"{TITLE}\nJo Lund and Al Moe\nAbstract\nGinger is a root. It may reduce sickness.\nGo to:\n1. Introduction\n"
        "Ginger eases sickness in most women.1 Women are sick in the morning.1,2\nGo to:\n2. Trials\n"
        "In a trial of 81 women, ginger reduced sickness by 41 percent.2\nGo to:\nConflict of Interest\n"
        f"The authors declare no conflict of interest.\nGo to:\n{REFERENCES}"
    )
    found = read(text)
    assert found.article.title == TITLE
    assert [r.year for r in found.references] == [2001, 2007]
    heads = [b.text for b in found.blocks if b.kind == "heading"]
    assert {"Abstract", "1. Introduction", "References"} <= set(heads)


def test_notes_whose_numbers_stand_on_lines_of_their_own() -> None:
    notes = "1\nLund J. Ginger in pregnancy. Gut Lett. 2001;12:45-52.\n2\nLund, table 3.\n3\nKit Roe, “Ginger and Sickness,” Journal of Roots 593 (2015): 4285–4301, https://example.org/roots.\n"
    text = f"{TITLE}\nKIT ROE\nJAN 14, 2024\nShare\nGinger reduced sickness in women.1 It did not reduce pain.2 Ginger may thin the blood.3\nShare\n{notes}88 Likes\n∙\n3 Restacks\n12\nShare\nComments\nBea K\nJan 15\nGinger cured my eczema.\n"
    found = read(text)
    assert [r.number for r in found.references] == [1, 2, 3]
    assert [m.numbers for m in found.markers] == [(1,), (2,), (3,)]
    assert all("Likes" not in r.text for r in found.references)


def test_a_short_article_has_a_body() -> None:
    assert read("Tea and pain\n\nTea lowers pain in women.\n").article.notices == ()
    assert read("Menu\n\nHome\n\nShop\n").article.notices == ("no_body",)


def test_what_cites_the_list_twice_is_no_teaser() -> None:
    cited = "Warts are caused by a virus.1 Two thirds of warts in children go within two years.2"
    text = (
        "Skip to main content\nADVERTISEMENT\nAm Example Physician. 2018;98(2):88-94\nRelated letter: Duct Tape\n"
        f"Patient information: See related handout\n{cited}\nArticle Sections\nAbstract\nTreatment\nEnlarge Print\n{REFERENCES}"
    )
    assert [b.region for b in find_blocks(article(text)) if b.text == cited] == ["body"]


def test_key_points_above_the_body_are_read() -> None:
    points = [
        "Tick paralysis is a rare disease of children.",
        "Cases are rising in the northern states.",
    ]
    text = (
        f"Log in\nJune 3, 2024\n{TITLE}\nKey points\n"
        + "\n".join(points)
        + f"\nOn This Page\nOverview\n\nOverview\n{PROSE}\n"
    )
    assert {s.text for s in read(text).sentences} >= set(points)


@pytest.mark.parametrize(
    ("text", "title", "said"),
    [
        (
            "Bones\n\nBy Jane Doe\n\nZinc lowers the risk of falls in men.\n\nVitamin D increases calcium in adults.",
            None,
            2,
        ),
        ("Zinc lowers the risk of falls in men.", None, 1),
        (
            "Zinc\n\nZinc lowers the risk of falls in men [1]. Tea reduces pain [2].\n\n"
            + REFERENCES,
            "Zinc",
            2,
        ),
        (
            "Zinc lowers the risk of falls in men.\nTea reduces pain in women.\nGinger prevents nausea in rats.\n"
            + PROSE,
            None,
            5,
        ),
        (
            "[Roe 2012] Zinc lowers the risk of falls in men.\n\n[Lund 2001] Tea reduces pain in women.",
            None,
            2,
        ),
        (
            "Zinc lowers the risk of falls in men. Tea reduces pain in women who sleep badly.",
            None,
            2,
        ),
    ],
)
def test_notes_of_a_few_sentences(text: str, title: str | None, said: int) -> None:
    found = read(text + "\n")
    assert len(found.sentences) == said
    assert title is None or found.article.title == title
