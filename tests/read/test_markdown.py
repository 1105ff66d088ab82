# ruff: noqa: E501  (documents as they come)
"""Markdown as a format: text without marks, and what the marks know of it."""

import time
from typing import Any

import pytest

from pipeline.markers.stage import find_markers
from pipeline.read.hints import Hints
from pipeline.read.markdown import render_markdown
from pipeline.read.markdown_signs import is_markdown
from pipeline.read.stage import read_article
from pipeline.references.stage import parse_references
from pipeline.segment.stage import find_blocks

PROSE = "Sage tea cooled hot flushes in women after menopause, and it did so within eight weeks."
LIST = """
1. Bode K. Sage and flushes. Herb Trials. 2011;3(2):14-21.
2. Carr L, Dunn M. Sage oil. Plant Med. 2014;7:80-8.
"""


def lines(source: str) -> list[str]:
    return [line for line in render_markdown(source)[0].split("\n") if line]


def hints(source: str) -> Hints:
    return render_markdown(source)[1]


def read(source: str, name: str = "a.md") -> Any:
    article, known = read_article(
        source.encode(), id="a", source=name, sha256="", max_characters=10**6
    )
    blocks = find_blocks(article, hints=known)
    references = parse_references(article, blocks, known)
    markers = find_markers(article, blocks, references, known)
    for record in [*blocks, *references, *markers]:
        assert article.text[record.start : record.end] == record.text == record.text.strip()
    return article, blocks, references, markers


MARKS = {
    "a tag": ("Sage cools flushes. #todo [[herbs]]", "Sage cools flushes."),
    "Readwise": ("Sage cools flushes ([View Highlight](https://read.e.org/1)).", "Sage cools flushes."),
    "a note that cites": ("Sage cools flushes ([[Lund2001|Lund 2001]]).", "Sage cools flushes (Lund 2001)."),
    "emphasis": ("Sage *cools* **hot** ___flushes___.", "Sage cools hot flushes."),
    "emphasis that is none": ("**Sage:**cools **flushes.", "Sage:cools flushes."),
    "code": ("Sage `cools` flushes.", "Sage cools flushes."),
    "struck out": ("Sage ~~heats~~ cools<del>, we think</del> flushes.", "Sage cools flushes."),
    "struck out at a sign": ("Sage cools flushes~~, we think~~.", "Sage cools flushes."),
    "marked": ("Sage ==cools== flushes.", "Sage cools flushes."),
    "compared": ("If a == b, p==0.05.", "If a == b, p==0.05."),
    "entities": ("It&#8217;s &ldquo;hot&rdquo; &mdash; 5&nbsp;g.", "It’s “hot” — 5 g."),
    "entities, twice": ("It isn&amp;#39;t hot, R&amp;D says.", "It isn't hot, R&D says."),
    "soft hyphens": ("Sage co\u00adols flu\u00ad\nshes in *wo\u00ad men*.", "Sage cools flushes in women."),
    "escapes": (r"Sage cools flushes \[2\] at 0\.5 g.", "Sage cools flushes [2] at 0.5 g."),
    "subscript": ("H~2~O and CO<sub>2</sub>, ~5 g or ~6 g.", "H2O and CO2, ~5 g or ~6 g."),
    "powers": ("2 × 10^9^ cells, 1.7 m^2^, 3 s^-1^.", "2 × 10⁹ cells, 1.7 m², 3 s⁻¹."),
    "notes side by side": ("Sage cools<sup>1</sup><sup>2</sup>.", "Sage cools1,2."),
    "a raised link with escapes": (r"Sage cools^[\[2\]](#r2)^.", "Sage cools[2]."),
    "a raised link in brackets": ("Sage cools^[[2](#r2)]^.", "Sage cools2."),
    "range": ("Doses of 0.5--1.5 g.", "Doses of 0.5–1.5 g."),
    "wiki link": ("[[Sage]] cools [[hot flush|flushes]] [[Herbs/Mint#Dose]].", "Sage cools flushes Mint."),
    "wiki key": ("Sage cools flushes [[Bode2011]].", "Sage cools flushes [Bode2011]."),
    "comments": ("Sage %%check%% cools <!-- sic --> flushes.", "Sage cools flushes."),
    "comment without end": ("Sage <!-- cools flushes.", "Sage cools flushes."),
    "critic": ("Sage {++tea++}{--oil--} {~~heats~>cools~~} flushes.{>>why?<<}", "Sage tea cools flushes."),
    "shortcode": ("Sage cools flushes.{{< cite 3 >}} {% more %}", "Sage cools flushes."),
    "attributes": ("Sage cools flushes. {: .lead}", "Sage cools flushes."),
    "attributes with a blank": ("Sage cools flushes.{ .note } :octicons-leaf-24: So it does.\n{ .lead }", "Sage cools flushes. So it does."),
    "a picture's attributes": ('Sage ![leaf](a.png){ width="30" } cools flushes.', "Sage cools flushes."),
    "a set": ("If {a, b} = { x }, sage cools.", "If {a, b} = { x }, sage cools."),
    "Readwise, a place": ("Sage cools flushes. ([Location 12](https://read.e.org/1))", "Sage cools flushes."),
    "Zotero": ("“Sage cools.” ([Bode, 2011](zotero://select/1)) ([pdf](zotero://open-pdf/2?page=3))", "“Sage cools.” (Bode, 2011)"),
    "Zotero, alone": ("Sage cools flushes. [Open in Zotero](zotero://1) [🔗](obsidian://a?b)", "Sage cools flushes."),
    "Zotero, a page": ("Sage cools (Bode, [p. 3](zotero://1)).", "Sage cools (Bode, p. 3)."),
    "a paper": ("Sage cools flushes ([pdf](https://e.org/a.pdf)).", "Sage cools flushes (pdf)."),
    "a property": ("- Sage cools flushes.\n  collapsed:: true\n  **see-also**:: [[Mint]]", "• Sage cools flushes."),
    "a property that says something": ("- finding:: Sage cools hot flushes in women [1].", "• finding: Sage cools hot flushes in women [1]."),
    "colons": ("As follows::", "As follows::"),
    "a field": ("Sage cools flushes [surety:: high] (seen:: no).", "Sage cools flushes."),
    "a field that cites": ("Sage cools flushes (source:: Bode 2011).", "Sage cools flushes (source:: Bode 2011)."),
    "a block": ("Sage cools. ((65f0a1b2-1c2d-4e3f-8a9b-0c1d2e3f4a5b)) {{embed ((Sage))}}", "Sage cools."),
    "a time": ("- Sage cools.\n  SCHEDULED: <2024-02-10 Sat>\n  :LOGBOOK:\n  CLOCK: 10\n  :END:", "• Sage cools."),
    "a blank to fill": ("Sage {{c1::cools::warms?}} {{cloze flushes}}.", "Sage cools flushes."),
    "marked with hats": ("Sage ^^cools^^ flushes.", "Sage cools flushes."),
    "span with a class": ("Sage cools [hot flushes]{.term}.", "Sage cools hot flushes."),
    "picture in a line": ("Sage ![leaf](a.png) cools flushes.", "Sage cools flushes."),
    "folded": ("Sage cools\nhot\n flushes.", "Sage cools hot flushes."),
    "indented": ("    Sage cools flushes.", "Sage cools flushes."),
    "invisible": ("Sage\u200b co\u00adols flushes.", "Sage cools flushes."),
    "link": ("Sage [cools](https://e.org/a 'x') flushes.", "Sage cools flushes."),
    "number linked": ("Sage cools flushes [1](https://e.org/a)[2](https://e.org/b).",
                      "Sage cools flushes [1][2]."),
    "number of the sentence linked": ("In [40](https://e.org/a) women sage cooled flushes.",
                                      "In 40 women sage cooled flushes."),
    "definition missing": ("In [a trial][5] sage cooled flushes.", "In a trial [5] sage cooled flushes."),
    "task": ("- [x] Sage cools flushes.", "• Sage cools flushes."),
    "item of a counted list": ("4. Sage cools flushes.", "4. Sage cools flushes."),
}  # fmt: skip


@pytest.mark.parametrize("name", MARKS)
def test_marks_leave_the_words(name: str) -> None:
    source, words = MARKS[name]
    assert lines(source) == [words]


BLOCKS = {
    "heading, fence, prose": (
        "# Sage\n\n## Uses {#uses}\n\n```r\nx <- 1\n```\n\nSage cools.",
        [("Sage", "title"), ("Uses", "heading"), ("x <- 1", "other"), ("Sage cools.", "paragraph")],
    ),
    "headings of an outline": (
        "- # Sage\n\t- ## Uses { #uses }\n\t\t- Sage cools.\n\t- ## Harms {-}\n\t\t- None.\n\t- ## Ends {/* #end */}\n\t\t- So.",
        [("Sage", "title"), ("Uses", "heading"), ("• Sage cools.", "list_item"), ("Harms", "heading"),
         ("• None.", "list_item"), ("Ends", "heading"), ("• So.", "list_item")],
    ),
    "fence without end": ("Sage cools.\n\n```\nIt smells.", [("Sage cools.", "paragraph"), ("It smells.", "paragraph")]),
    "underlined prose": (
        f"{PROSE}\n---\nSage cools.",
        [(PROSE, "paragraph"), ("Sage cools.", "paragraph")],
    ),
    "details": (
        "<details>\n<summary>More</summary>\n\nSage **cools**.\n\n</details>",
        [("More", None), ("Sage cools.", "paragraph")],
    ),
    "callout": ("> [!tip] Note\n> Sage cools.", [("Note", None), ("Sage cools.", "paragraph")]),
    "admonition": ("> **Warning:** Sage cools.", [("Warning:", None), ("Sage cools.", "paragraph")]),
    "attributes of Pandoc": (
        'Sage [cools]{.term} feet.\n\n![A leaf of sage](a.png){width="300"}',
        [("Sage cools feet.", "paragraph"), ("A leaf of sage", "caption")],
    ),
    "admonition of a site": (
        'Sage grows.\n!!! warning "Take care"\n    Sage cools.\n\n=== "Cold"\n\n??? note\n    Mint warms.',
        [("Sage grows.", "paragraph"), ("Sage cools.", "paragraph"), ("Mint warms.", "paragraph")],
    ),
    "picture and its credit": (
        "![A leaf](a.png)\n*Photo: Ann*\n\nSage cools.",
        [("Photo: Ann", "caption"), ("Sage cools.", "paragraph")],
    ),
    "grid table": (
        "+------+-----+\n| Herb | mg  |\n+======+=====+\n| Sage | 300 |\n+------+-----+\n\nSage cools.",
        [("Sage: mg 300", "other"), ("Sage cools.", "paragraph")],
    ),
    "table that says something": (
        "| Herb | Effect |\n|---|---|\n| Sage | Sage cools hot flushes in women. |\n| Mint | lowers pain"
        " in older women |",
        [("Sage", "other"), ("Sage cools hot flushes in women.", "paragraph"),
         ("Mint lowers pain in older women", "paragraph")],
    ),
    "lines with bullets of their own": ("• Sage\n• Mint", [("• Sage", "list_item"), ("• Mint", "list_item")]),
    "list of contents": ("- [Uses](#uses)\n- [Harms](#harms)", [("Uses", "other"), ("Harms", "other")]),
    "comments": ("# Sage\n\n## Comments\n\nSage cured me.", [("Sage", "title"), ("Comments", "heading"),
                                                           ("Sage cured me.", "comment")]),
}  # fmt: skip


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks_are_what_the_marks_say(name: str) -> None:
    source, expected = BLOCKS[name]
    text, known = render_markdown(source)
    assert [(text[b.start : b.end], b.kind) for b in known.blocks] == expected


FRONT = {
    "yaml": "---\ntitle: 'Sage: tea or oil'\nauthor: [Ann Roe, B. Poe]\ndate: 2021-05-03 10:00\n"
    "url: https://e.org/sage\ntags:\n- herbs\n---\n",
    "no valid yaml": "---\ntitle: Sage: tea or oil\nauthors:\n  - name: Ann Roe\n  - '[[B. Poe]]'\n"
    "published: 2021-05-03\nsource: https://e.org/sage\n---\n",
    "toml": '+++\ntitle = "Sage: tea or oil"\nauthor = ["Ann Roe", "B. Poe"]\ndate = 2021-05-03\n'
    'canonical = "https://e.org/sage"\n+++\n',
    "json": '{\n"title": "Sage: tea or oil", "author": "Ann Roe, B. Poe", "date": "2021-05-03",\n'
    '"link": "https://e.org/sage"\n}\n',
    "bare": "Title: Sage: tea or oil\nAuthor: Ann Roe, B. Poe\nDate: 2021/05/03\nURL: https://e.org/sage\n",
    "below the title": "# Sage: tea or oil\n\nStatus: done\n**Author:** Ann Roe, B. Poe\nDate: 2021/05/03\n"
    "Last edited time: May 4, 2021\nMood:\nURL: https://e.org/sage\n",
}


@pytest.mark.parametrize("name", FRONT)
def test_front_matter(name: str) -> None:
    article, blocks, _, _ = read(f"{FRONT[name]}\n{PROSE}")
    assert (article.byline, article.date, article.url) == (
        "Ann Roe, B. Poe",
        "2021-05-03",
        "https://e.org/sage",
    )
    assert [b.text for b in blocks] == ["Sage: tea or oil", PROSE]
    assert blocks[0].kind == "title"


def test_a_title_block_of_percent_signs() -> None:
    article, blocks, _, _ = read(f"% Sage: tea\n  or oil\n% Ann Roe\n% 2021-05-03\n\n{PROSE}")
    assert (article.byline, article.date) == ("Ann Roe", "2021-05-03")
    assert [b.text for b in blocks] == ["Sage: tea or oil", PROSE]


@pytest.mark.parametrize("heading", ["# Sage, tea or oil", "Sage: Tea or Oil\n==="])
def test_a_heading_that_says_the_title_is_the_title(heading: str) -> None:
    _, blocks, _, _ = read(f"{FRONT['yaml']}\n{heading}\n\n{PROSE}\n\n## Uses\n\n{PROSE}")
    assert [b.kind for b in blocks] == ["title", "paragraph", "heading", "paragraph"]
    assert blocks[-1].section == ("Uses",)


@pytest.mark.parametrize("rules", ["---\n\nSage.\n\n---\n\n", "---\n" + PROSE + "\n\n---\n"])
def test_rules_are_no_front_matter(rules: str) -> None:
    assert "Sage" in lines(rules)[0]


def test_definitions_below_a_title_are_no_front_matter() -> None:
    source = "Source: the leaves of a shrub that grows on dry hills.\nType: oil or dried leaves.\n"
    assert "the leaves of a shrub" in render_markdown(f"# Sage\n\n{source}\n{PROSE}")[0]


def test_letters_count_the_notes_of_which_one_is_no_source() -> None:
    listed = "a. Bode K. Sage. Herb. 2011;3:14.\nb. Carr L. Oil. Herb. 2014;7:8.\nc. In the old."
    assert lines(f"# Sage\n\n{PROSE}\n\n## Notes\n\n{listed}")[-3:] == listed.split("\n")


HEADINGS = (
    "## References",
    "**References**",
    "References:",
    "REFERENCES\n----------",
    "## Sources:",
)
ENTRIES = {
    "counted": LIST,
    "table": "\n| | |\n|---|---|\n| 1 | Bode K. Sage and flushes. *Herb Trials*. 2011;3(2):14-21. |\n"
    "| 2 | Carr L, Dunn M. Sage oil. Plant Med. 2014;7:80-8. |\n",
    "brackets, a line each": "\n[1] Bode K. Sage and flushes. Herb Trials. 2011;3(2):14-21.\n"
    "[2] Carr L, Dunn M. Sage oil. Plant Med. 2014;7:80-8.\n",
    "html": "\n<ol><li>Bode K. Sage and flushes. <i>Herb Trials</i>. 2011;3(2):14-21.</li>\n"
    "<li>Carr L, Dunn M. Sage oil. Plant Med. 2014;7:80-8.</li></ol>\n",
    "paragraphs in items": "\n1. Bode K. Sage and flushes.\n\n   Herb Trials. 2011;3(2):14-21.\n\n"
    "2. Carr L, Dunn M. Sage oil.\n   - Plant Med. 2014;7:80-8.\n",
    "links to where they are": "\n1. Bode K. Sage and flushes. Herb Trials. 2011;3(2):14-21. "
    "[[PubMed](https://pubmed.ncbi.nlm.nih.gov/77/)] | [Google Scholar](https://s.org/1)\n"
    "2. Carr L, Dunn M. Sage oil. Plant Med. 2014;7:80-8. [↩](#fnref2)\n",
}


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("name", ENTRIES)
def test_lists_of_references_need_no_link(heading: str, name: str) -> None:
    source = (
        f"# Sage\n\n{PROSE} [1]\n\n{PROSE} [2]\n\n{heading}\n{ENTRIES[name]}\n## Thanks\n\n{PROSE}"
    )
    _, blocks, references, markers = read(source)
    assert [(r.number, r.year, r.pages) for r in references] == [
        (1, 2011, "14-21"),
        (2, 2014, "80-8"),
    ]
    assert [m.references for m in markers] == [(r.id,) for r in references]
    assert (blocks[-1].region, blocks[-1].section) == ("body", ("Thanks",))


def test_without_numbers_a_line_or_a_paragraph_is_an_entry() -> None:
    entries = [
        "Bode, K. (2011). *Sage and flushes*. Herb Trials, 3, 14–21.",
        "Carr, L. (in press). Sage oil. Plant Med.",
    ]
    for between in ("\n\n", "\n"):
        _, _, references, _ = read(f"# Sage\n\n{PROSE}\n\n# References\n\n" + between.join(entries))
        assert [r.text for r in references] == [e.replace("*", "") for e in entries]


@pytest.mark.parametrize(
    "below",
    ["- Oysters\n- Beef\n", "Beans hold much zinc, and soaking them makes more of it free.\n"],
)
def test_sources_of_other_things_are_no_references(below: str) -> None:
    source = f"# Zinc\n\n## Sources\n\n{below}\n## Uses\n\n{PROSE} {PROSE}\n\n## References\n{LIST}"
    _, _, references, _ = read(source)
    assert [r.number for r in references] == [1, 2]


CITED = {
    "notes": ("[^1] and oil.[^b]\n\n[^1]: {0}\n[^b]: {1}", ["footnote", "key"]),
    "notes in the text": ("[^b]\n\n[^b]: {0}\n\n    It has more.\n\n" + PROSE + "^[{1}]", ["key", "footnote"]),
    "links": ("[1](#r1), [oil][x] [[2]](#r2)\n\n## References\n\n1. <a id='r1'></a>{0}\n2. <a id='r2'></a>{1}"
              "\n\n[x]: https://e.org", ["bracketed", "bracketed"]),
    "links to the heading": ("[S1](#refs) and [S2](#refs).\n\n## References\n\n- [S1] {0}\n- [S2] {1}",
                             ["key", "key"]),
    "raised, escaped": (r"^[\[1\]](#x)^ It is old.^[\[2\]](#y)^" "\n\n## References\n\n1. {0}\n2. {1}",
                        ["bracketed", "bracketed"]),
    "raised": ("<sup>[1](#x)</sup> It is old.^[2](#y)^\n\n## References\n\n1. {0}\n2. {1}",
               ["superscript", "superscript"]),
    "links in round brackets": (
        "[(1)](#x), [(2)](#y)\n\n## References\n\n"
        "1. <a id='x'></a>{0}\n2. <a id='y'></a>{1}",
        ["parenthetical", "parenthetical"],
    ),
    "pandoc": (
        "It is sold^[\\[1\\]](#x)^. It is old[\\[2\\]](#y){{.cite}}.\n\n## References\n\n"
        "1. []{{#x}}{0}\n2. []{{#y}}{1}",
        ["bracketed", "bracketed"],
    ),
    "numbers that lead away": ("([1](https://e.org/1)) [2](https://e.org/2).\n\n## References\n\n1. {0}\n2. {1}",
                               ["parenthetical", "bracketed"]),
}  # fmt: skip


def test_a_raised_comma_joins_raised_links() -> None:
    raised = "<sup>[(1)](#x)</sup><sup>,</sup><sup>[(2)](#y)</sup>"
    source = f"# Sage\n\n{PROSE} It is old {raised}.\n\n## References\n{LIST}"
    _, _, references, markers = read(source)
    assert [i for m in markers for i in m.references] == [r.id for r in references]


@pytest.mark.parametrize("name", CITED)
def test_what_the_marks_cite(name: str) -> None:
    source, styles = CITED[name]
    entries = [line[3:] for line in LIST.split("\n") if line]
    _, _, references, markers = read(f"# Sage\n\n{PROSE} " + source.format(*entries))
    assert [r.year for r in references] == [2011, 2014]
    assert [(m.style, m.references) for m in markers] == [
        (style, (r.id,)) for style, r in zip(styles, references, strict=True)
    ]


def test_links_are_noted_where_their_words_stand() -> None:
    text, known = render_markdown(
        "In [a *big* trial][t] sage ([Bode 2011](https://e.org/b?c=é)) cooled\n[hot flushes](<//e.org/d>), "
        "see <https://e.org/e> and [us](/about) or [mail](mailto:a@e.org).\n\n[t]: www.e.org/t 'T'"
    )
    assert [(text[k.start : k.end], k.url) for k in known.links] == [
        ("a big trial", "https://www.e.org/t"),
        ("Bode 2011", "https://e.org/b?c=é"),
        ("hot flushes", "https://e.org/d"),
        ("https://e.org/e", "https://e.org/e"),
    ]


def test_an_entry_has_the_identifiers_of_its_links() -> None:
    _, _, (reference,), _ = read(
        f"# Sage\n\n{PROSE}\n\n## References\n\n1. Bode K. [Sage and flushes](https://doi.org/10.5555/ab.1)."
        " Herb Trials. 2011;3:14. [PubMed](https://pubmed.ncbi.nlm.nih.gov/77/)"
    )
    assert (reference.doi, reference.pmid) == ("10.5555/ab.1", "77")
    assert reference.text.endswith("2011;3:14.")


def test_definitions_below_a_heading_of_references_are_its_entries() -> None:
    source = (
        f"# Sage\n\n{PROSE} [1]\n\n## References\n\n[1]: https://e.org/sage 'Sage and flushes'\n"
    )
    assert lines(source)[-1] == "1. Sage and flushes. https://e.org/sage"
    assert [e.number for e in hints(source).entries] == [1]


def test_words_divided_at_a_line_end_are_noted() -> None:
    text, known = render_markdown("Sage cools hot flu-\nshes, and low-\nfat milk does not.")
    assert [text[a - 4 : b + 4] for a, b in known.gaps] == ["flu- shes", "low- fat "]


PLAIN = {
    "numbers": "Sage\n\n1. Sage cools [1].\n2. It smells * and _tastes_ well.\n\n---\n\n[1] Bode K. 2011.",
    "stars": f"{PROSE}*\n\n* Sponsored.\n** {PROSE}",
    "one heading": f"# Sage\n\n{PROSE}",
    "hashes": f"#sage #herbs\n\n{PROSE}\n\n#1 in sales",
    "notes": f"{PROSE}[1]\n\n[1]: Bode K. Sage. 2011.",
}
PLAINLY = {
    "heading and emphasis": f"# Sage\n\n**Sage** cools.\n\n{PROSE}",
    "link and emphasis": f"[Sage](https://e.org) *cools* flushes.\n\n{PROSE}",
    "front matter": f"{FRONT['yaml']}\n{PROSE}",
    "notes": f"{PROSE}[^1]\n\n[^1]: Bode K. Sage. 2011.",
    "table and fence": "| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx\n```\n",
    "heading and quotation": f"## Sage\r\n\r\n> {PROSE}\r\n",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_plain_text_is_no_markdown(text: str) -> None:
    assert not is_markdown(text)
    assert read(text, "a.txt")[0].text == text


@pytest.mark.parametrize("text", PLAINLY.values(), ids=PLAINLY)
def test_text_that_plainly_is_markdown(text: str) -> None:
    assert is_markdown(text)
    assert read(text, "a.txt")[0].format == "markdown"


HOSTILE = (
    "[",
    "*a **b ",
    "> ",
    "- ",
    "<td>",
    "<!-- ",
    "[[a|",
    "%%a",
    "^[",
    "Sources\n\n- a\n\n",
    "~~a",
)


@pytest.mark.clock
@pytest.mark.parametrize("part", HOSTILE)
def test_time_grows_with_the_length_only(part: str) -> None:
    started = time.process_time()
    render_markdown(part * (24_000 // len(part)))
    # A fraction of a second where it is linear, minutes where it is quadratic.
    assert time.process_time() - started < 10


def test_an_entry_of_several_lines_is_one() -> None:
    entry = "Bode K.\n   Sage and flushes.\n   Herb Trials. 2011;3:14-21."
    assert lines(f"{PROSE}\n\n1. {entry}\n2. {entry}")[1:] == [
        f"{n}. Bode K. Sage and flushes. Herb Trials. 2011;3:14-21." for n in (1, 2)
    ]


GILL = "Gill, Anna, and Ben Hope. 2015. “Sage and\nFlushes.” *Herb Trials* 10 (2): 101–9."
IVORY = "Ivory, Carl. 2018. *Sage: A Book\non Herbs*. Leaf Press."
PANDOC = {
    "divs": f"""<div id="refs" class="references csl-bib-body"
entry-spacing="0">\n\n<div id="ref-gill" class="csl-entry">\n\n{GILL}\n\n</div>\n
<div id="ref-ivory" class="csl-entry">\n\n{IVORY}\n\n</div>\n\n</div>""",
    "fences": f"""::: {{#refs .references .csl-bib-body}}\n::: {{#ref-gill .csl-entry}}\n{GILL}\n:::\n
::: {{#ref-ivory .csl-entry}}\n{IVORY}\n:::\n:::""",
    "fences with numbers": f"""::: {{#refs .references}}\n::: {{#ref-gill .csl-entry}}
[1. ]{{.csl-left-margin}}[{GILL}]{{.csl-right-inline}}\n:::\n\n::: {{#ref-ivory .csl-entry}}
[2. ]{{.csl-left-margin}}[{IVORY}]{{.csl-right-inline}}\n:::\n:::""",
}


@pytest.mark.parametrize("name", PANDOC)
def test_a_list_of_pandoc_s_needs_no_heading(name: str) -> None:
    said = "Sage cooled flushes in a trial of 43 women (see Ivory 2018, 77). It warms no one (Gill and Hope 2015)."
    _, blocks, references, markers = read(f"# Sage\n\n{PROSE}\n\n{said}\n\n{PANDOC[name]}\n")
    assert [b.region for b in blocks] == ["front", "body", "body", "references", "references"]
    assert [[a.family for a in r.authors] for r in references] == [["Gill", "Hope"], ["Ivory"]]
    assert [m.references for m in markers] == [(references[1].id,), (references[0].id,)]


def test_properties_of_a_page_are_its_front_matter() -> None:
    text, known = render_markdown(
        "title:: Sage [[tea]]\ntags:: #herbs \x0c#tea\nauthor:: [[Ann Bode]]\n\n- Sage cools.\n"
    )
    assert (known.title, known.byline) == ("Sage tea", "Ann Bode")
    assert "::" not in text and "herbs" not in text


def test_prose_that_cites_above_a_list_of_pandoc_s_is_no_entry() -> None:
    said = (
        "Atropine drops slowed short sight in a trial of 438 children (see Ivory 2018, 77). Blue light"
        " from screens does not harm the retina (Jupp, Kite, and Lowe 2020)."
    )
    entry = "Jupp, Dana, Ed Kite, and Fay Lowe. 2020. “Screens and the Retina.” *Retina Notes* 7: 12–20."
    source = f'# Screens\nEwa Flack\n2024-02-10\n\n{said}\n\n<div id="refs">\n\n<div id="ref-j">\n\n{entry}'
    _, blocks, _, _ = read(source)
    assert [b.region for b in blocks[-2:]] == ["body", "references"]
