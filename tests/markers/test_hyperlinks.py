"""Hyperlinks: which are sources, on pages of many kinds, and what they become."""

import re

import pytest
from builders import article
from conftest import ROOT

from pipeline.flow import Source, analyse
from pipeline.markers.addresses import Address, is_source, printed_addresses, site, target
from pipeline.records import Analysis
from pipeline.settings import Settings

PAGES = (ROOT / "tests" / "linked_pages.md").read_text("utf-8").split("=====\n")
_LINK = re.compile(r"\]\((\S+) \"(source|no)\"\)")
_ADDRESS = re.compile(r"<(https?://[^>]+)>")
FLOORS = {"precision": 0.95, "recall": 0.97}


def run(text: str, suffix: str = ".md") -> Analysis:
    return analyse(Source(text.encode(), "a", f"a{suffix}", ""), Settings())


def test_links_of_pages_of_many_kinds() -> None:
    """Each page begins with its address; a link's title says whether it is a source."""
    right = found = wanted = 0
    for page in PAGES:
        url, _, text = page.partition("\n")
        head = f"---\nurl: {url}\n---\n" if url else ""
        sources = {target(u) for u, kind in _LINK.findall(text) if kind == "source"}
        sources |= {target(u) for u in _ADDRESS.findall(text)}
        analysis = run(head + text)
        linked = {target(m.url) for m in analysis.markers if m.url}
        right += len(linked & sources)
        found, wanted = found + len(linked), wanted + len(sources)
    assert right / found >= FLOORS["precision"], (right, found, wanted)
    assert right / wanted >= FLOORS["recall"], (right, found, wanted)


def test_one_reference_for_each_target() -> None:
    found = run(
        "# Zinc\n\nZinc [shortens colds](https://doi.org/10.5555/ab.12) by two days in adults. "
        "It [lowers copper](https://x.example/a?utm_source=z) in blood. Zinc also "
        "[shortened colds in children](http://dx.doi.org/10.5555/AB.12) in one trial.\n"
    )
    assert [r.kind for r in found.references] == ["link", "link"]
    assert [m.status for m in found.markers] == ["linked"] * 3
    first, second, third = found.markers
    assert first.references == third.references != second.references
    assert first.doi == "10.5555/ab.12" and first.style == "link" and first.text == "shortens colds"
    assert found.references[0].csl["DOI"] == "10.5555/ab.12"
    assert all(claim.support == "cited" for claim in found.claims)
    assert {c.url for claim in found.claims for c in claim.citations} >= {first.url, second.url}


def test_each_number_that_is_a_link_leads_to_a_source_of_its_own() -> None:
    found = run(
        "# Zinc\n\nZinc shortens colds by two days in adults ([1](https://x.example/colds/7), "
        "[2](https://y.example/zinc?id=4)). It lowers copper ([2](https://y.example/zinc?id=4)).\n"
    )
    first, second = found.markers
    assert (len(first.references), first.status) == (2, "linked")
    assert second.references == first.references[1:]
    assert [r.url for r in found.references] == [
        "https://x.example/colds/7",
        "https://y.example/zinc?id=4",
    ]


def test_a_link_to_a_printed_entry_leads_there() -> None:
    found = run(
        "# Zinc\n\nZinc [shortens colds](https://pubmed.ncbi.nlm.nih.gov/11112222/) in adults.\n\n"
        "## References\n\n- Hall A, Voss B. Zinc for colds: a trial. J Colds. 2012;4(2):10-19. "
        "PMID: 11112222\n- Marsh C. Copper and zinc. J Metals. 2014;5(1):1-9. PMID: 22223333\n"
    )
    (marker,) = found.markers
    assert marker.status == "resolved" and marker.pmid == "11112222"
    assert [r.kind for r in found.references] == ["entry", "entry"]
    assert marker.references == (found.references[0].id,)


@pytest.mark.parametrize(
    ("url", "words", "own", "source"),
    [
        ("https://journal.example/article/12", "a trial", None, True),
        ("https://journal.example/", "the Journal", None, False),
        ("https://a.example/x/1", "a trial", "a.example", False),
        ("https://news.a.co.uk/x/1", "a trial", "a.co.uk", False),
        ("https://doi.org/10.1/x", "doi", "doi.org", False),
        ("https://doi.org/10.1234/x.5", "doi", None, True),
        ("/local/page", "a trial", None, False),
        ("mailto:a@b.example", "write", None, False),
        ("https://s.example/sharer?u=https://a.example", "this", None, False),
        ("https://s.example/sharer.php?v=3", "this", None, False),
        ("https://b.example/tag/zinc", "zinc", None, False),
        ("https://w.example/wiki/Zinc", "zinc", None, False),
        ("https://w.example/zinc-lowers-copper", "zinc", None, True),
        ("https://p.example/a.jpg", "picture", None, False),
        ("https://[bad", "x", None, False),
    ],
)
def test_where_a_link_leads(url: str, words: str, own: str | None, source: bool) -> None:
    around = f"In adults, {words} is what a sentence of a few more words than that speaks of."
    assert is_source(Address(0, 1, url, words, around), own) is source


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("It fell ([a.example](https://b.example/c)).", "[a.example](https://b.example/c)"),
        ("It fell ([a trial](https://b.example/c)).", "[a trial](https://b.example/c)"),
        ("It fell [b.example](https://b.example/c).", "[b.example](https://b.example/c)"),
        ("In [a trial](https://b.example/c) it fell.", "https://b.example/c"),
    ],
)
def test_a_lone_markdown_link_of_a_plain_text(text: str, span: str) -> None:
    ((start, end, url),) = printed_addresses(text, 0, len(text))
    assert (text[start:end], url) == (span, "https://b.example/c")


def test_printed_addresses() -> None:
    text = "It fell (www.a.example/x?y=1), see https://b.example/c. and doi:10.5555/z.9."
    found = [(text[a:b], url) for a, b, url in printed_addresses(text, 0, len(text))]
    assert found == [
        ("www.a.example/x?y=1", "http://www.a.example/x?y=1"),
        ("https://b.example/c", "https://b.example/c"),
        ("doi:10.5555/z.9", "https://doi.org/10.5555/z.9"),
    ]
    assert article(text).text == text


def test_numbers_of_registers_are_addresses() -> None:
    text = "It fell (PMID: 31112223), rose (PMC7654321), and was tried (NCT04567890), not PMCA."
    assert [url for *_, url in printed_addresses(text, 0, len(text))] == [
        "https://pubmed.ncbi.nlm.nih.gov/31112223/",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC7654321/",
        "https://clinicaltrials.gov/study/NCT04567890",
    ]


CITING = "".join(
    f"Zinc shortens colds by {n} days in adults of the north [{n}]. " for n in range(1, 7)
)
LISTED = "\n\nReferences\n\n" + "\n".join(
    f"{n}. Hall A, Voss B. Zinc for colds: a trial. J Colds. 201{n};4(2):1{n}-19."
    for n in range(1, 7)
)


@pytest.mark.parametrize(
    ("printed", "linked"),
    [
        ("We used a program (http://stats.example/macro.html) for this.", 0),
        ("Zinc lowers copper in the blood of adults (doi:10.5555/ab.12).", 1),
        ("Zinc lowers copper in the blood of adults (PMID: 31112223).", 1),
        ("Zinc lowers copper. DOI: 10.5555/own.1.001 DOI: 10.5555/own.1.002 "
         "(doi:10.5555/own.1.003)", 0),
    ],
)  # fmt: skip
def test_addresses_of_an_article_that_cites_its_list(printed: str, linked: int) -> None:
    found = run(f"Zinc and colds\n\n{CITING}\n\n{printed} It is so.{LISTED}\n", ".txt")
    assert sum(marker.status == "linked" for marker in found.markers) == linked


def test_an_address_after_the_stop_belongs_to_its_sentence() -> None:
    found = run(
        "Zinc and colds\n\nZinc shortens colds by two days in adults, as is well known. "
        "https://x.example/colds/7 Copper falls in people who take zinc for many months.\n",
        ".txt",
    )
    assert [len(claim.citations) for claim in found.claims] == [1, 0]
    assert "http" not in found.claims[0].claim


def test_sources_named_after_the_stop_belong_to_its_sentence() -> None:
    found = run(
        "# Tea\n\nTea lowers iron uptake in women. ([Blood Desk](https://a.example/t/1), "
        "[iron.example](https://iron.example/t/2)) Coffee does the same in most men. "
        "[[Bean Lab](https://b.example/t/3)] Milk raises uptake of iron in rats.\n\n"
        "- Cocoa blocks half of the iron in a meal. [Cocoa Lab](https://c.example/t/4)\n"
        "- Beans hold iron. [Soaking raises uptake in adults](https://d.example/t/5)\n"
    )
    cited = {c.claim: [k.text for k in c.citations] for c in found.claims}
    assert cited == {
        "Tea lowers iron uptake in women.": ["Blood Desk", "iron.example"],
        "Coffee does the same in most men.": ["Bean Lab"],
        "Milk raises uptake of iron in rats.": [],
        "Cocoa blocks half of the iron in a meal.": ["Cocoa Lab"],
        "Beans hold iron.": [],
        "Soaking raises uptake in adults": ["Soaking raises uptake in adults"],
    }


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("https://www.a.example/x/", "http://a.example/x"),
        ("https://a.example/x?utm_medium=y&b=1", "https://a.example/x?b=1"),
    ],
)
def test_addresses_of_one_place(one: str, two: str) -> None:
    assert target(one) == target(two)
    assert site(one) == site(two) == "a.example"


def test_a_linked_word_in_brackets_of_its_own() -> None:
    text = (
        "# Garlic\n\nGarlic on the skin burns infants [[source]](https://example.org/burns/12).\n"
    )
    found = run(text)
    assert [(m.text, r.url) for m, r in zip(found.markers, found.references, strict=True)] == [
        ("[source]", "https://example.org/burns/12")
    ]
