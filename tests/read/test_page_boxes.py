# ruff: noqa: E501  (documents as they come)
"""What pages put between paragraphs and round their lists: boxes, tables, numbers of items."""

from typing import Any

import pytest

from pipeline.markers.stage import find_markers
from pipeline.read.html import read_lines
from pipeline.read.judge import settle
from pipeline.read.stage import read_article
from pipeline.references.stage import parse_references
from pipeline.segment.stage import find_blocks

SAID = "Honey shortened night cough in children with colds by two days"
MORE = "Honey coats the throat and calms the nerves that start a cough"
FIRST = "Hatch J, Innes R. Honey at night for children with cough. Child Colds. 2010;12(3):141-149."
SECOND = "Jessop K. How sweet things calm the throat. Cough Nerves. 2008;5:22-29."
THIRD = "Keane L, Lund M. Honey, cough and infants. Paediatr Foods. 2015;7(1):3-11."
ALL = (FIRST, SECOND, THIRD)


def read(source: str) -> Any:
    article, hints = read_article(
        source.encode(), id="a", source="a.html", sha256="", max_characters=10**6
    )
    blocks = find_blocks(article, hints=hints)
    references = parse_references(article, blocks, hints)
    markers = find_markers(article, blocks, references, hints)
    return article, blocks, references, markers


WORD = "<p class=MsoTitle>Honey for cough</p><h1>Uses</h1><p class=MsoNormal>{said} [1]. {more} [2].</p>{heading}<table class=MsoNormalTable>{rows}</table><p class=MsoNormal>Written by Jo.</p>"
ROWS = {
    "Word's": "<tr><td><p class=MsoBibliography>[{n}] </p></td><td><p class=MsoBibliography>{entry}</p></td></tr>",
    "on two lines": "<tr><td><p>{n}.</p></td><td><p>{two}</p></td></tr>",
    "with an empty cell": "<tr><td>({n})</td><td><div>{entry}</div></td><td><p>&nbsp;</p></td></tr>",
}


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize(
    "heading", ["<h1>Bibliography</h1>", "<p class=MsoNormal><b>References</b></p>"]
)
@pytest.mark.parametrize("titles", ["<title>Doc1</title>", "<title>Honey for cough</title>", ""])
def test_a_bibliography_may_be_a_table_with_a_number_in_each_row(
    name: str, heading: str, titles: str
) -> None:
    rows = "".join(
        ROWS[name].format(n=n, entry=entry, two=entry.replace(". ", ".<br>", 1))
        for n, entry in enumerate(ALL, start=1)
    )
    page = WORD.format(said=SAID, more=MORE, heading=heading, rows=rows)
    _, blocks, references, markers = read(f"<html><head>{titles}</head><body>{page}</body></html>")
    assert [b.text for b in blocks if b.kind == "title"] == ["Honey for cough"]
    assert [r.number for r in references] == [1, 2, 3]
    assert [r.text.partition(" ")[2] for r in references] == list(ALL)
    assert [m.references for m in markers] == [(references[0].id,), (references[1].id,)]


def test_a_row_of_data_is_no_entry() -> None:
    rows = "".join(
        f"<tr><td><p>{n}</p></td><td><p>{dose} g a day</p></td></tr>"
        for n, dose in enumerate((3, 5, 10), 1)
    )
    page = f"<h1>Honey</h1><p>{SAID} [1].</p><p>{MORE} [2].</p><h2>References</h2><ol><li>{FIRST}</li><li>{SECOND}</li></ol><p>Doses</p><table>{rows}</table>"
    _, _, references, _ = read(f"<html><body>{page}</body></html>")
    assert [r.text for r in references] == [f"1. {FIRST}", f"2. {SECOND}"]


def test_the_title_of_a_page_from_google_docs_is_a_paragraph() -> None:
    page = f'<p class="c1 title">Honey for cough</p><h1>Evidence</h1><p class="c2">{SAID} [1]. {MORE} [2].</p><h1>Risks</h1><p>Honey is a risk to infants.</p>'
    _, blocks, _, _ = read(
        f"<html><head><title>Honey for cough</title></head><body>{page}</body></html>"
    )
    titles = [b.text for b in blocks if b.kind == "title"]
    assert titles == ["Honey for cough"] and sum("for cough" in b.text for b in blocks) == 1


def test_a_break_within_the_title_is_a_blank() -> None:
    _, blocks, _, _ = read(f"<html><body><h1>Honey<br>for cough</h1><p>{SAID}.</p></body></html>")
    assert [b.text for b in blocks if b.kind == "title"] == ["Honey for cough"]


@pytest.mark.parametrize(
    ("opened", "values", "numbers"),
    [
        ("<ol>", (1, 3, 7), [1, 3, 7]),
        ('<ol start="5">', (None, None, None), [5, 6, 7]),
        ("<ol>", (None, 4, None), [1, 4, 5]),
    ],
)
@pytest.mark.parametrize("linked", [True, False])
def test_entries_have_the_numbers_that_a_browser_prints(
    opened: str, values: tuple[int | None, ...], numbers: list[int], linked: bool
) -> None:
    items = "".join(
        f'<li id="r{number}"{f" value={value}" if value else ""}>{entry}</li>'
        for value, number, entry in zip(values, numbers, ALL, strict=True)
    )
    marks = [f'<a href="#r{n}">{n}</a>' if linked else f"{n}" for n in numbers]
    page = f"<h1>Honey</h1><p>{SAID} [{marks[0]}]. {MORE} [{marks[2]}].</p><h2>References</h2>{opened}{items}</ol>"
    _, _, references, markers = read(f"<html><body><article>{page}</article></body></html>")
    assert [r.number for r in references] == numbers
    assert [m.references for m in markers] == [(references[0].id,), (references[2].id,)]


QUOTE = "“A spoon a day keeps every cough away from all of the family”"
OFFER = "Our readers cough less and sleep better after two weeks."
LONG_QUOTE = "“Honey is what my mother gave all of us whenever we had a cold in the long winters of the north,” she said."
BOXES = {
    "quote": (f'<aside class="pullquote"><p>{QUOTE}</p></aside>', QUOTE, "boilerplate"),
    "long quote": (f'<aside class="pullquote"><p>{LONG_QUOTE}</p></aside>', LONG_QUOTE, "body"),
    "quote of a block": (f'<blockquote class="pull-quote"><p>{QUOTE}</p></blockquote>', QUOTE, "boilerplate"),
    "quote of WordPress": (f'<figure class="wp-block-pullquote"><blockquote><p>{QUOTE}</p></blockquote></figure>', QUOTE, "boilerplate"),
    "quotation": (f"<blockquote><p>{QUOTE}</p></blockquote>", QUOTE, "body"),
    "card": (f'<div class="kg-card kg-signup-card"><h2>Sign up for Notes</h2><p>{OFFER}</p></div>', OFFER, "boilerplate"),
    "newsletter": (f'<div class="newsletter-box"><p>{OFFER}</p></div>', OFFER, "boilerplate"),
    "form": (f'<div class="inlineForm subscription-form"><p>{OFFER}</p></div>', OFFER, "boilerplate"),
    "prose that cites": (f'<div class="newsletter-part"><p>{MORE} [3].</p></div>', f"{MORE} [3].", "body"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOXES)
def test_boxes_between_paragraphs(name: str) -> None:
    markup, text, region = BOXES[name]
    page = f'<article class="has-pullquote"><h1>Honey for cough</h1><p>{SAID} in a trial of 105 children [2]. It is sweet and cheap.</p>{markup}<p>Honey must not be given to infants under one year of age, as it may hold spores [3].</p></article>'
    _, blocks, _, _ = read(f"<html><body>{page}</body></html>")
    assert [b.region for b in blocks if b.text == text] == [region]
    assert sum(b.region == "body" and "[" in b.text and MORE not in b.text for b in blocks) == 2


def test_a_page_that_is_a_newsletter_is_its_article() -> None:
    page = f'<div class="newsletter-post"><h1>Honey for cough</h1><div class="newsletter-body"><p>{SAID} in a trial of 105 children.</p><p>{MORE}, as a trial of 50 adults has found.</p></div></div>'
    _, blocks, _, _ = read(f"<html><body>{page}</body></html>")
    assert sum(b.region == "body" for b in blocks) == 2


@pytest.mark.parametrize("cited", [" [3].", ". [3]", ".", " [2016]."])
def test_a_box_that_cites_by_a_number_is_part_of_the_article(cited: str) -> None:
    said = f"Honey can cause botulism in small infants{cited}"
    page = f"<h1>Honey</h1><p>{SAID} [1].</p><h2>Is it safe?</h2><figure><div>{said}</div></figure><p>{MORE} [2].</p>"
    found = read_lines(f"<html><body>{page}</body></html>")
    chances = [0.3 if draft.text == said else 0.9 for draft in found.page.drafts]
    drafts = settle(found.page.drafts, found.parts, found.said, chances)
    (box,) = [draft for draft in drafts if draft.text == said]
    assert box.region == ("body" if "[3]" in cited else "boilerplate")


def test_a_heading_of_references_is_no_title() -> None:
    page = f"<p>{SAID} [1].</p><p>{MORE} [2].</p><h1>References</h1><ol><li>{FIRST}</li><li>{SECOND}</li></ol>"
    _, blocks, _, _ = read(f"<html><body>{page}</body></html>")
    assert not any(b.kind == "title" for b in blocks)


def test_links_into_programs_leave_no_word() -> None:
    page = (
        f'<h1>Annotations</h1><p>“{SAID}” (<a href="zotero://select/1">Hatch and Innes, 2010, p. 3</a>)'
        f' (<a href="zotero://open-pdf/2?page=3">pdf</a>)</p><p>“{MORE}.” (<a href="zotero://select/3">Jessop, 2008</a>)'
        ' (<a href="zotero://open-pdf/4">pdf</a>) So <a href="https://e.org/a.pdf">pdf</a> files say.</p>'
    )
    article, _, _, _ = read(f"<html><body>{page}</body></html>")
    assert f"“{SAID}” (Hatch and Innes, 2010, p. 3)\n" in article.text
    assert f"“{MORE}.” (Jessop, 2008) So pdf files say.\n" in article.text


def test_a_paragraph_with_a_link_stands_with_the_one_above_it() -> None:
    said = f'<p>{MORE}, <a href="https://e.org/1">as a trial has found</a> in adults who had a cold.</p>'
    page = f"<article><h1>Honey for cough</h1><p>{SAID}.</p>{said}</article>"
    found = read_lines(f"<html><body>{page}</body></html>")
    chances = [0.45 if MORE in draft.text else 0.9 for draft in found.page.drafts]
    drafts = settle(found.page.drafts, found.parts, found.said, chances)
    assert [draft.region for draft in drafts if MORE in draft.text] == ["body"]
