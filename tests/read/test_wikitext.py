# ruff: noqa: E501  (documents as they come)
"""The source of a wiki's page: what is prose, what cites, and what is left out."""

import pytest
from test_markdown import read

from pipeline.read.wikitext import is_wikitext, to_markdown

PAGE = """{{Short description|A herb}}
{{Infobox plant
| name = Sage
| use = {{hlist|tea|oil}}
}}
[[File:Sage.jpg|thumb|Sage in a [[garden]]]]
'''Sage''' is a herb of the [[Mint family|mint]] ''family''.<ref name="Bode">{{cite journal |vauthors=Bode K, Carr L |title=Sage and flushes |journal=Herb Trials |year=2011 |volume=3 |issue=2 |pages=14–21 |doi=10.5555/ht.3.14}}</ref> Sage tea cools hot flushes in women.<ref name="Bode" />{{rp|16}} About 5&nbsp;million people drink it.<ref>{{cite book |last=Dunn |first=Mary Ann |title=Global Sage |date=May 2015 |publisher=Tide Press}}</ref>{{citation needed|date=May 2020}}

== Uses ==
* Oil of sage kills ''E. coli'' in the test tube.<ref>Ek, Bo (2010). "Sage oil". ''Oil Rev''. '''4''': 100–120.</ref>

{| class="wikitable"
! Dose !! Effect
|}

== References ==
{{reflist}}
[[Category:Herbs]]
"""


def test_a_page_of_a_wiki() -> None:
    article, blocks, references, markers = read(PAGE, "sage.txt")
    assert article.format == "wikitext"
    assert [b.text for b in blocks if b.kind == "title"] == ["Sage"]
    assert not any(sign in article.text for sign in ("{", "}", "[[", "'''", "thumb", "Category"))
    body = [b.text for b in blocks if b.region == "body" and b.kind != "heading"]
    assert body[0].startswith("Sage is a herb of the mint family.[Bode] Sage tea cools")
    assert body[1].startswith("• Oil of sage kills E. coli in the test tube.")
    assert [(r.authors[0].family, r.year) for r in references] == [
        ("Bode", 2011), ("Dunn", 2015), ("Ek", 2010),
    ]  # fmt: skip
    ids = [r.id for r in references]
    assert [m.references for m in markers] == [(ids[0],), (ids[0],), (ids[1],), (ids[2],)]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Sage {{sfn|Bode|2011|p=3}} cools.", "Sage  (Bode 2011) cools."),
        ("Sage cools by {{convert|5|mg}}.", "Sage cools by 5 mg."),
        ("[https://e.org/a Sage] cools.", "[Sage](https://e.org/a) cools."),
        ("Sage {{unknown|{{inner|x}}}}cools.", "Sage cools."),
    ],
)
def test_templates_and_links(source: str, said: str) -> None:
    assert to_markdown(source).strip() == said


@pytest.mark.parametrize(
    "text",
    [
        "Sage cools flushes.",
        "# Sage\n\nSee [[Herbs]] and [[Tea|teas]].\n\n== not a heading",
        "Sage <ref name='x'> and [[tea]]",
    ],
)
def test_what_is_no_source_of_a_wiki(text: str) -> None:
    assert not is_wikitext(text)


@pytest.mark.clock
def test_braces_that_nothing_closes_take_linear_time() -> None:
    assert to_markdown("{{" * 100_000 + "[[" * 100_000 + "<ref>" * 50_000)
