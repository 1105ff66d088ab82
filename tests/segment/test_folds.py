"""What is read otherwise than it is printed."""

import pytest

from pipeline.read.stage import read_article
from pipeline.segment.stage import segment

LIST = (
    "\n\nReferences\n1 Ash P. Beans. Oat Lett. 2001;2:3-9.\n2 Birk Q. Rye. Oat Lett. 2002;3:4-8.\n"
)


def as_read(text: str) -> str:
    article, hints = read_article(
        text.encode(), id="a", source="a.txt", sha256="", max_characters=10**6
    )
    return segment(article, hints).article.text


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Beans help over- weight men.", "Beans help overweight men."),
        ("Beans calm inflam- mation.", "Beans calm inflammation."),
        ("Beans calm inflam\u00ad mation, low\u00ad and.", "Beans calm inflammation, low and."),
        ("Beans calm zymo\u00ad\nlysis in wo\u00ad\n  men.", "Beans calm zymolysis in women."),
        ("Beans help (doi:10.5555/b.\n  12.3) men.", "Beans help (doi:10.5555/b.12.3) men."),
        ("A long- term low- and high-fat diet.", "A long-term low- and high-fat diet."),
        ("The claim is untested- that is all.", "The claim is untested- that is all."),
        ("Beans help[JR1] men.\n\n[JR1]Which men?", "Beans help men.\n\n[JR1]Which men?"),
        ("Beans help[JR2].\n\nCommented [JR2R1]: Whom?", "Beans help.\n\nCommented [JR2R1]: Whom?"),
        ("Beans help[JR1].\n\nComment [JR1]: Whom?", "Beans help.\n\nComment [JR1]: Whom?"),
        ("Beans help [S1].\n\n[S1]: Lund J. Iron.", "Beans help [S1].\n\n[S1]: Lund J. Iron."),
        ("Beans help [S1] men.", "Beans help [S1] men."),
        ("Beans help.[1] (opens in a new window) Rye does not.", "Beans help.[1] Rye does not."),
        ("Beans help.[dead link] Rye does not.", "Beans help. Rye does not."),
        ("Beans help. [ citation needed ] Rye does not.", "Beans help. Rye does not."),
        ("Beans help (Lund Citation2019a, Citation2019b).", "Beans help (Lund 2019a, 2019b)."),
        ("A studyTrusted Source found that.", "A study found that."),
        ("Beans help. [2014, amended 2018]\n\nRye. [new 2022]", "Beans help.\n\nRye."),
        ("Roe et al. [2014] ate.", "Roe et al. [2014] ate."),
        ("Beans help( Reference Roe and Lee 1 , Reference Lund 3 ).", "Beans help( 1 , 3 )."),
        ("(Reference Roe, Lee and Ek2016; Reference Bo2021)", "(Roe, Lee and Ek 2016; Bo 2021)"),
        ("Beans help. (Also read: Is rye bad?)", "Beans help."),
        ("Beans help [1Google Scholar] men [[2], [3]].", "Beans help [1] men [2, 3]."),
        ("Beans help [1]View in article. Rye.", "Beans help [1]. Rye."),
        ("Beans help [3] cited by 12 men.", "Beans help [3] cited by 12 men."),
        ("Beans help [3] | Crossref Scopus (212) PubMed", "Beans help [3]"),
        ("Beans help ([e.org](https://e.org/b)).", "Beans help (https://e.org/b)."),
        ("Beans fell by 12\u202f% in 1\u202f200.", "Beans fell by 12 % in 1\u202f200."),
        ("Rye[edit | edit source]\n\nBeans help.", "Rye\n\nBeans help."),
        ("Beans help men -> https://e.org/b", "Beans help men https://e.org/b"),
        ("Beans help men: https://e.org/b", "Beans help men https://e.org/b"),
        (r"Beans help.[CITATION Lun08 \l 1033 ] Rye does not.", "Beans help. Rye does not."),
        ("Beans help (see Error! Bookmark not defined.).", "Beans help."),
        ("[cite_start]Beans help.[cite: 2, 3] Rye does not.", "Beans help.[2, 3] Rye does not."),
        ("Beans help.[sup]6[/sup] [b]Rye[/b] does not.", "Beans help.6 Rye does not."),
        ("Beans help.Citation2 Rye does (Citation3).Footnote1", "Beans help.2 Rye does (3)."),
        ("Beans heal the leg ulcers ². Rye does not.", "Beans heal the leg ulcers². Rye does not."),
        ("Beans help men.<sup>2,3</sup> Rye <SUP class='x'>4</SUP>", "Beans help men.2,3 Rye 4"),
        ("Beans help men²⁾ and boys³⁾⁵⁾.", "Beans help men² and boys³,⁵."),
        ("Beans help Ho\u0308gberg.", "Beans help Högberg."),
        ("He said: see (the tab) [which opens].", "He said: see (the tab) [which opens]."),
    ],
)  # fmt: skip
def test_what_is_read(printed: str, read: str) -> None:
    assert as_read(printed) == read


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Beans lower iron. 1 Rye is good .2", "Beans lower iron.1 Rye is good.2"),
        ("Beans lower iron. 1,2 Rye raises zinc.", "Beans lower iron.1,2 Rye raises zinc."),
        ("Beans lower iron. 1 Rye raises zinc.", "Beans lower iron. 1 Rye raises zinc."),
        ("Beans lower iron. 1 Rye is good. 9 Oats are not.",) * 2,
        ("Beans lower iron. 2 cups of rye a day raise it. 1 cup does not.",) * 2,
    ],
)  # fmt: skip
def test_numbers_of_the_list_behind_a_blank(printed: str, read: str) -> None:
    lead = "Beans and rye\n\nIn a trial that ran for nine months women ate beans or rye each day. "
    assert as_read(f"{lead}{printed}{LIST}").startswith(f"{lead}{read}\n")
