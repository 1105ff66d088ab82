# ruff: noqa: E501  (documents as they come)
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import ArticleError
from pipeline.markers.stage import find_markers
from pipeline.read import elements, html
from pipeline.read.html import read_lines
from pipeline.read.judge import settle
from pipeline.read.stage import read_article
from pipeline.references.stage import parse_references
from pipeline.segment.stage import find_blocks, segment
from pipeline.store.seeds import find_seeds

PAGE = b"""<!DOCTYPE html><html><head><title>Tea - Site</title><style>p{color:red}</style></head><body>
<nav><a href="/">Home</a></nav><h1>Tea &amp; sleep</h1>
<p>Tea shortens   sleep in <b>adults</b>.<sup><a href="#r1">1</a>,<a href="#r2">2</a></sup> It is warm.</p>
<script>alert(1)</script><p style="display:none">hidden</p><ul><li>Green tea</li></ul>
<h2>References</h2><ol><li id="r1">Doe J. Tea and sleep. J Tea. 2001;3(2):4-9.</li>
<li id="r2">Roe K. Warm tea. Tea Lett. 2004;5:6-8.</li></ol>
<div id="comments"><p>Nice tea, thanks!</p></div></body></html>"""
FIRST, SECOND = (
    "Doe J. Tea and sleep. J Tea. 2001;3(2):4-9.",
    "Roe K. Warm tea. Tea Lett. 2004;5:6-8.",
)
THIRD = "Poe L. No tea at all. Tea Lett. 2005;6:1-2."


def read(data: bytes, source: str = "a.html") -> Any:
    article, hints = read_article(data, id="a", source=source, sha256="", max_characters=10**6)
    blocks = find_blocks(article, hints=hints)
    references = parse_references(article, blocks, hints)
    markers = find_markers(article, blocks, references, hints)
    for record in [*blocks, *references, *markers]:
        assert article.text[record.start : record.end] == record.text == record.text.strip()
    return article, blocks, references, markers


def page(prose: str, references: str) -> Any:
    """Read a page of two paragraphs and a list; return how its markers and entries came out."""
    _, _, found, markers = read(
        f"<html><body><article><h1>Tea and sleep</h1><p>Tea shortens sleep in adults who drink it {prose}</p>"
        f"<p>It is warm and it is good for the health of older adults.</p><h2>References</h2>{references}"
        "</article></body></html>".encode()
    )
    place = {r.id: n for n, r in enumerate(found, start=1)}
    marks = [(m.text, m.style, m.numbers, tuple(place[r] for r in m.references)) for m in markers]
    return marks, [r.text for r in found]


@pytest.mark.parametrize("shy", ["&shy;", "&#173;", "&#xAD;", "\u00ad"])
def test_soft_hyphens_inside_words(shy: str) -> None:
    article, blocks, references, markers = read(
        f"<html><body><article><h1>Tea and sleep</h1><p>Tea short{shy}ens sleep in ad<b>{shy}ults</b> (R{shy}oe 2004).</p>"
        f"<h2>Re{shy}fer{shy}en{shy}ces</h2><p>{FIRST}</p><p>R{shy}oe K. Warm tea. Tea Lett. 2004;5:6-8.</p>"
        "</article></body></html>".encode()
    )
    assert "\u00ad" not in article.text and "Tea shortens sleep in adults" in article.text
    assert [b.text for b in blocks if b.region == "references"] == ["References", FIRST, SECOND]
    assert [(m.text, m.references) for m in markers] == [("(Roe 2004)", (references[1].id,))]


def test_a_linked_word_source_is_read() -> None:
    page = (
        b"<html><body><h1>Tea</h1><p>Tea shortens sleep [<a href='https://e.org'>source</a>].</p>"
    )
    article, hints = read_article(page, id="a", source="a.html", sha256="", max_characters=10**6)
    seen = segment(article, hints)
    assert "sleep [source]." in seen.article.text
    assert seen.hints is not None
    assert [seen.article.text[x.start : x.end] for x in seen.hints.links] == ["source"]


def test_a_page_is_rendered_with_its_structure() -> None:
    article, blocks, references, markers = read(PAGE)
    assert article.format == "html"
    assert "Tea shortens sleep in adults.1,2 It is warm." in article.text
    assert not any(w in article.text for w in ("alert", "hidden", "color", "&amp;"))
    kinds = {b.text: (b.region, b.kind) for b in blocks}
    assert kinds["Tea & sleep"] == ("front", "title")
    assert kinds["• Home" if "• Home" in kinds else "Home"][0] == "boilerplate"
    assert kinds["Nice tea, thanks!"] == ("comments", "comment")
    assert [r.volume for r in references] == ["3", "5"]
    (marker,) = markers
    assert (marker.text, marker.style, marker.numbers) == ("1,2", "superscript", (1, 2))
    assert marker.references == tuple(r.id for r in references)


ENTRIES = {
    "items": f'<ol><li id="r1">{FIRST}</li><li id="r2">{SECOND}</li><li id="r3">{THIRD}</li></ol>',
    "anchors inside, link-outs": "<ul>"
    + "".join(
        f'<li><span>{n}.</span><a name="r{n}"></a>{t} [<a href="x">PubMed</a>] [<a href="y">Google Scholar</a>]</li>'
        for n, t in enumerate((FIRST, SECOND, THIRD), start=1)
    )
    + "</ul>",
    "paragraphs": "".join(
        f'<p id="r{n}">{n}. {t}</p>' for n, t in enumerate((FIRST, SECOND, THIRD), start=1)
    ),
    "inner paragraphs and link lines": "<ol>"
    + "".join(
        f'<li><p id="r{n}">{t}</p><p><a>CrossRef</a> | <a>Google Scholar</a></p></li>'
        for n, t in enumerate((FIRST, SECOND, THIRD), start=1)
    )
    + "</ol>",
    "rows": "<table>"
    + "".join(
        f'<tr><td><a name="r{n}">{n}.</a></td><td>{t}</td></tr>'
        for n, t in enumerate((FIRST, SECOND, THIRD), start=1)
    )
    + "</table>",
    "numbers of their own": "<ul>"
    + "".join(
        f'<li id="r{n}"><span>{n}</span><span>{t}</span></li>'
        for n, t in enumerate((FIRST, SECOND, THIRD), start=1)
    )
    + "</ul>",
    "terms": "<dl>"
    + "".join(
        f'<dt id="r{n}">[{n}]</dt><dd>{t}</dd>'
        for n, t in enumerate((FIRST, SECOND, THIRD), start=1)
    )
    + "</dl>",
    "broken lines": "<div>"
    + "".join(
        f'<a name="r{n}"></a>{n}. {t}<br>' for n, t in enumerate((FIRST, SECOND, THIRD), start=1)
    )
    + "</div>",
    "backlinks": "<ol>"
    + "".join(
        f'<li id="r{n}"><a href="#c{n}">^</a> <a href="#c{n}b">a</a> {t} <a href="#c{n}">↩</a></li>'
        for n, t in enumerate((FIRST, SECOND, THIRD), start=1)
    )
    + "</ol>",
}


@pytest.mark.parametrize("form", ENTRIES)
def test_any_element_may_be_an_entry(form: str) -> None:
    markers, entries = page(
        '[<a href="#r1">1</a>,<a href="file:///C:/p.htm#r3">3</a>].', ENTRIES[form]
    )
    assert markers == [("[1,3]", "bracketed", (1, 3), (1, 3))]
    assert [e.lstrip("[123]. ") for e in entries] == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    ("prose", "marker"),
    [
        ('[<a href="#r1">1</a>–<a href="#r3">3</a>].', ("[1–3]", "bracketed", (1, 2, 3), (1, 2, 3))),
        ('<a href="#r1">[1]</a>–<a href="#r3">[3]</a>.', ("[1]–[3]", "bracketed", (1, 2, 3), (1, 2, 3))),
        ('<a href="#r1">[1-3]</a>.', ("[1-3]", "bracketed", (1, 2, 3), (1, 2, 3))),
        ('(<a href="#r1">1</a>, 2).', ("(1, 2)", "parenthetical", (1, 2), (1, 2))),
        ('.<sup><a href="#r1">1</a>–3</sup>', ("1–3", "superscript", (1, 2, 3), (1, 2, 3))),
        ('.<a href="#r2"><sup>2</sup></a>', ("2", "superscript", (2,), (2,))),
        ('.<sup><a href="#r1">1</a>,<a href="#r2">2</a>)</sup>', ("1,2)", "superscript", (1, 2), (1, 2))),
        ('(at night<sup><a href="#r2">2</a></sup>).', ("2", "superscript", (2,), (2,))),
        ('.<sup class="reference"><a href="#r2"><span>[</span>2<span>]</span></a></sup>', ("[2]", "bracketed", (2,), (2,))),
        ('(<a href="#r1">Doe, 2001</a>; <a href="#r2">Roe, 2004</a>).', ("(Doe, 2001; Roe, 2004)", "author_year", (), (1, 2))),
        ('as in Doe (<a href="#r1">2001</a>).', ("Doe (2001)", "author_year", (), (1,))),
    ],
)  # fmt: skip
def test_links_make_one_marker(prose: str, marker: tuple[object, ...]) -> None:
    assert page(prose, ENTRIES["items"])[0] == [marker]


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="#comments">12</a><div id="comments"><p>Nice tea, said Ann in 2019.</p></div>',
        '<a href="#s1">1</a> <a href="#s2">2</a><section id="s1"><h3>Green tea in detail</h3><p>It is green.</p></section>'
        '<section id="s2"><h3>Black tea in detail</h3><p>It was black in 2001.</p></section>',
        '<ul><li><a href="#h1">1</a> Green tea</li></ul><h3 id="h1">Green tea in detail</h3><p>It is green.</p>',
        "<p><b>Abstract</b></p><p>It is green.</p>",
    ],
)  # fmt: skip
def test_links_to_parts_of_a_page_are_no_citations(markup: str) -> None:
    markers, entries = page(f"daily.</p>{markup}<p>It is warm.", "")
    assert not markers and not entries


def test_stacked_brackets_are_two_markers() -> None:
    assert [m[0] for m in page('<a href="#r1">[1]</a><a href="#r2">[2]</a>.', ENTRIES["items"])[0]] == ["[1]", "[2]"]  # fmt: skip


def test_unlinked_markers_and_uncited_entries_are_found_beside_links() -> None:
    prose = (
        '[<a href="#r1">1</a>]. It is warm [2]. It is also green and cheap [<a href="#r3">3</a>].'
    )
    markers, entries = page(prose, ENTRIES["items"])
    assert [m[0] for m in markers] == ["[1]", "[2]", "[3]"]
    assert len(entries) == 3


def test_superscripts_without_links_tell_markers_from_other_digits() -> None:
    prose = "".join(
        f"<p>Tea shortens the sleep of adults in trial x{n} and CD4 cells, per m<sup>2</sup>.<sup>{n}</sup></p>"
        for n in (1, 2, 3, "1,3", "2-3")
    )
    markers, _ = page(f"daily.{prose} It shortens sleep in NHANES <sup>3</sup>", ENTRIES["items"])
    assert [m[0] for m in markers] == ["1", "2", "3", "1,3", "2-3", "3"]


def test_a_bracket_in_superscript_is_a_marker_beside_linked_superscripts() -> None:
    prose = 'daily.<sup><a href="#r1">1</a>&ndash;<a href="#r3">3</a></sup> It cools feet<sup>[2]</sup>.'
    markers, _ = page(prose, ENTRIES["items"])
    assert [m[0] for m in markers] == ["1–3", "[2]"]


def test_superscripts_stand_after_names_and_years_that_end_in_figures() -> None:
    prose = "".join(f"<p>Tea shortens sleep.<sup>{n}</sup></p>" for n in (1, 2, 3))
    more = "It binds CD86<sup>2</sup> and IL-6<sup>1,3</sup> as shown in MD<sup>1</sup> in 2006<sup>3</sup> in 10<sup>2</sup> cells."
    markers, _ = page(f"daily.{prose}<p>{more}</p>", ENTRIES["items"])
    assert [m[0] for m in markers] == ["1", "2", "3", "2", "1,3", "1", "3"]
    prose = "".join(f"<p>Tea shortens sleep<sup>{n})</sup>.</p>" for n in (1, "2,3", "1-3"))
    markers, _ = page(f"daily.{prose}", ENTRIES["items"])
    assert [m[:3] for m in markers] == [
        ("1)", "superscript", (1,)),
        ("2,3)", "superscript", (2, 3)),
        ("1-3)", "superscript", (1, 2, 3)),
    ]


def test_an_entry_without_id_that_links_back_is_found() -> None:
    items = "".join(
        f'<li><a href="#bbib{n}" id="ref-{n}">[{n}]</a><span>{t}</span></li>'
        for n, t in enumerate((FIRST, SECOND), start=1)
    )
    markers, entries = page('<a href="#bib2" name="bbib2">[2]</a>.', f"<ol>{items}</ol>")
    assert markers == [("[2]", "bracketed", (2,), (2,))]
    assert entries == [f"[1] {FIRST}", f"[2] {SECOND}"]


LONG = "Green tea is drunk in many countries, and its leaves hold caffeine and theanine."


@pytest.mark.parametrize(
    ("markup", "region"),
    [
        (f'<div class="comment-list"><p>{LONG}</p></div>', "comments"),
        (f'<figure><figcaption>{LONG}</figcaption></figure>', "boilerplate"),
        (f'<details><summary>More</summary><p>{LONG}</p></details>', "body"),
        (f'<div id="social-anxiety"><p>{LONG}</p></div>', "body"),
        (f'<div class="comments-open"><p>{LONG}</p></div>', "body"),
        (f'<div class="menu-plan"><p>{LONG}</p></div>', "body"),
        (f'<div class="has-sidebar content">{LONG}</div>', "body"),
        (f'<div class="navbox"><table><tr><td>{LONG}</td></tr></table></div>', "boilerplate"),
        (f'<div role="note" class="hatnote">{LONG}</div>', "boilerplate"),
    ],
)  # fmt: skip
def test_parts_of_a_page(markup: str, region: str) -> None:
    prose = f"<p>{LONG} It shortens sleep.</p>" * 6
    _, blocks, _, _ = read(
        f"<html><body><main><h1>Tea and sleep</h1>{prose}{markup}<p>{LONG} It is warm.</p></main></body></html>".encode()
    )
    (found,) = [b for b in blocks if LONG in b.text and "It " not in b.text]
    assert found.region == region
    assert sum(b.region == "body" and b.kind == "paragraph" for b in blocks) >= 7


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ('<a href="#_edn1" name="_ednref1"><span>[viii]</span></a>', f'<div id=edn1><p><a href="#_ednref1" name="_edn1">[viii]</a> {FIRST}</p></div>'),
        ('<sup id="fr1"><a href="#f1">b</a></sup>', f'<p id="f1">{FIRST} <a href="#fr1">↩</a></p>'),
        ('<a epub:type="noteref" href="#f1" id="b1">1</a>', f'<aside epub:type="footnote" id="f1"><p><a href="#b1">1</a>. {FIRST}</p></aside>'),
        ('<a href="#f1" id="b1">†</a>', f'<aside class="footnotes"><p id="f1"><a href="#b1">†</a> {FIRST}</p></aside>'),
    ],
)  # fmt: skip
def test_a_mark_that_its_note_leads_back_to_cites(mark: str, note: str) -> None:
    data = f"<h1>Tea</h1><p>Tea shortens sleep.{mark} It is warm in winter.</p>{note}"
    _, _, references, markers = read(data.encode())
    assert [(r.authors[0].family, r.year) for r in references] == [("Doe", 2001)]
    assert [m.references for m in markers] == [(references[0].id,)]
    assert markers[0].style in ("key", "superscript")


def test_marks_of_parts_cite_nothing() -> None:
    data = (
        '<h1>Tea</h1><p><a href="#s1" id="t1">I</a> Tea shortens the sleep of adults.</p>'
        '<h2 id="s1"><a href="#t1">I</a> What of sleep?</h2><p>It is warm in winter.</p>'
    )
    assert read(data.encode())[3] == []


def test_links_back_are_no_words_of_an_entry() -> None:
    item = '<li id="n{0}"><span>{1}</span> {2}</li>'
    named = '<a href="#b1"><span class="mw-linkback-text">1 </span></a>'
    plain = '<a href="#b2">1</a> <a href="#b3">2</a>'
    items = item.format(1, named, FIRST) + item.format(2, plain, SECOND)
    _, entries = page('<a href="#n1">[1]</a> <a href="#n2">[2]</a>', f"<ol>{items}</ol>")
    assert entries == [f"1. {FIRST}", f"2. {SECOND}"]


def test_the_button_that_edits_a_section_is_no_word_of_its_heading() -> None:
    heading = '<h2>Sleep<a class="edit-page" href="#">edit</a></h2>'
    _, blocks, _, _ = read(f"<html><body><h1>Tea</h1>{heading}<p>{LONG}</p></body></html>".encode())
    assert "Sleep" in [b.text for b in blocks]


def test_prose_that_cites_the_list_is_the_article_s_wherever_it_is_folded_away() -> None:
    entries = "".join(f'<li id="r{n}">{t}</li>' for n, t in enumerate((FIRST, SECOND)))
    told = [f"{LONG} See <a href='#r{n}'>[{n + 1}]</a>." for n in (0, 1)]
    page, parts, said = read_lines(
        f"<html><body><h1>Tea</h1><p>{told[0]}</p><h2>Sleep</h2><p>{told[1]}</p><p>{LONG}</p>"
        f"<h2>References</h2><ol>{entries}</ol></body></html>"
    )
    chance = [0.9, 0.9, 0.3, 0.3, 0.3, 0.9, 0.9, 0.9]
    found = [draft.region for draft in settle(page.drafts, parts, said, chance)]
    assert found == ["front", "body", "body", "body", "boilerplate", *["references"] * 3]


def test_a_cell_of_links_beside_the_article_is_a_menu() -> None:
    _, blocks, _, _ = read(
        b"<html><body><table><tr><td width=150><a href=a.htm>Home</a><br><a href=b.htm>Tea cures"
        b" colds</a><br><a href=c.htm>Links</a></td><td><center><font size=5><b>Honey for"
        b" coughs</b></font></center><br>Honey reduced coughs at night in 300 children [1].<br><br>"
        b"It does not shorten a cold [2].<p><b>A warning.</b> Honey can cause botulism."
        b"</td></tr></table></body></html>"
    )
    body = [b.text for b in blocks if b.region == "body"]
    assert not {"Home", "Tea cures colds", "Links"} & {*body}
    assert len(body) >= 3


def test_what_no_reader_sees_is_left_out() -> None:
    hidden = (
        '<template>gone</template><noscript>gone</noscript><svg><text>gone</text></svg><b hidden>gone</b>'
        '<i aria-hidden="true">gone</i><span class="sr-only">gone</span><iframe>gone</iframe><select><option>gone</select>'
    )  # fmt: skip
    deep = "<div>" * 500 + "<script>gone</script>tea" + "</div>" * 500
    article, *_ = read(f"<html><body><p>Tea{hidden} is warm.</p>{deep}</body></html>".encode())
    assert "Tea is warm." in article.text and "gone" not in article.text


def test_the_heading_that_the_page_names_is_the_title() -> None:
    data = b"<html><head><title>Tea and sleep | Site</title></head><body><h1>The Site</h1><h2>Tea and sleep</h2><p>Tea.</p></body></html>"
    assert [b.text for b in read(data)[1] if b.kind == "title"] == ["Tea and sleep"]
    data = data.replace(b"h1>", b"b>")
    assert [b.text for b in read(data)[1] if b.kind == "title"] == ["Tea and sleep"]


@pytest.mark.parametrize("encoding", ["iso-8859-2", "windows-1250", "utf-8"])
def test_the_declared_encoding_is_used(encoding: str) -> None:
    source = f"<html><head><meta charset={encoding}></head><body><p>Łódź tea</p></body></html>"
    assert "Łódź tea" in read(source.encode(encoding))[0].text


@pytest.mark.parametrize(
    ("data", "source", "form"),
    [
        (b"Tea is warm.\nIt is good.\n", "a.html", "text"),
        (b"Tea < coffee, and a > b.", "a.xml", "text"),
        (PAGE, "a.xml", "html"),
        (PAGE, "a.txt", "html"),
        (PAGE.decode().encode("utf-16"), "a.html", "html"),
        (b"<article><body><p>Tea is warm.</p></body></article>", "a.html", "jats"),
        (b"<p>Tea</p> is warm.", "a.txt", "text"),
        (
            b"From: <Saved by Blink>\nContent-Type: multipart/related; boundary=\"x\"\n\n--x\n"
            b"Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<html><p>Tea is =\nwarm.</p></html>\n--x--",
            "a.mhtml",
            "html",
        ),
    ],
)  # fmt: skip
def test_the_content_decides_not_the_name(data: bytes, source: str, form: str) -> None:
    article, *_ = read(data, source)
    assert article.format == form
    assert form == "text" or "Tea" in article.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04<html>", "Word"),
        (b"<html></html>", "no text"),
        (b"<html>" + b"<div>" * 100_000 + b"tea", "deep"),
        (b"<html>" + b"x" * (50 * 10**6), "too many"),
    ],
)
def test_what_is_no_page_is_said_in_one_line(data: bytes, said: str) -> None:
    with pytest.raises(ArticleError, match=said) as caught:
        read(data)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "markup",
    [
        "<ul><li id=a>an item of a list ",
        "<aside class=related><h3>Related</h3>",
        "<div id=a><a href=#a>1</a>",
        "<table><tr><td>a cell of it",
    ],
)
def test_work_grows_with_the_page_alone(markup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    hidden = elements.is_concealed

    def counted(element: Any) -> bool:
        nonlocal looks
        looks += 1
        return hidden(element)

    monkeypatch.setattr("pipeline.read.walk.is_concealed", counted)
    seen = []
    for times in (300, 600):
        looks = 0
        html.render_html("<html><body>" + markup * times)
        seen.append(looks)
    assert seen[1] < 3 * seen[0]


def test_the_frames_saved_with_a_page_are_no_articles(tmp_path: Path) -> None:
    (tmp_path / "Tea_files").mkdir()
    (tmp_path / "Tea.html").write_bytes(PAGE)
    (tmp_path / "Tea_files" / "frame.html").write_bytes(PAGE)
    assert [s.source for s in find_seeds(tmp_path).seeds] == ["Tea.html"]


def test_a_superscript_over_several_lines_is_no_marker() -> None:
    data = b"<html><body><p>Tea shortens sleep.<sup>1<p>Tea</p><p>x</p></sup></p></body></html>"
    article, _, _, markers = read(data)
    assert "Tea shortens sleep." in article.text
    assert all(m.text.isdigit() for m in markers)


STYLES = "<style>.c4{vertical-align:super}.c9{display:none}@media print{.x{display:none}}</style>"


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ('<span class="c4">1</span>', "1"),
        ('<span style="vertical-align: super">1</span>', "1"),
        ('<span class="c9">1</span>', ""),
        ('<span class="x">too</span>', "too"),
        ('<span style="text-decoration:line-through">not</span>', ""),
        ("<del>not</del>", ""),
        ('<a class="msocomanchor" href="#c1">[A1]</a>', ""),
    ],
)
def test_styles_and_struck_words(markup: str, shown: str) -> None:
    said = f"Tea shortens sleep in adults who drink it late.{markup}"
    data = f"<html><head>{STYLES}</head><body><h1>Tea</h1><p>{said} It is warm.</p></body></html>"
    article, hints = read_article(
        data.encode(), id="a", source="a.html", sha256="", max_characters=10**6
    )
    assert f"late.{shown} It is warm." in article.text
    assert hints is not None
    assert [article.text[a:b] for a, b in hints.raised] == (["1"] if shown == "1" else [])


def test_a_break_within_a_parenthesis_ends_no_line() -> None:
    data = b"<html><body><h1>Tea</h1><p>Tea shortens sleep in adults (Doe, 2001;<br>Roe, 2004).</p></body></html>"
    _, blocks, _, _ = read(data)
    assert "Tea shortens sleep in adults (Doe, 2001; Roe, 2004)." in [b.text for b in blocks]


PROSE = "Tea shortens sleep in adults who drink it late, and it makes some of them wake at night."


@pytest.mark.parametrize(
    ("markup", "region"),
    [
        ("<p>Use code TEA for 20% off your first order of our tea.</p>", "boilerplate"),
        ("<p>Free delivery on all orders.</p>", "boilerplate"),
        (
            "<p>Women who signed up for a trial of green tea slept for seven hours a night.</p>",
            "body",
        ),
    ],
)
def test_offers_are_no_part_of_an_article(markup: str, region: str) -> None:
    data = f"<html><body><article><h1>Tea and sleep</h1><p>{PROSE}</p><p>{PROSE[:-1]} too.</p>{markup}<p>It is warm, {PROSE}</p></article></body></html>"
    _, blocks, _, _ = read(data.encode())
    words = markup[3:-4]
    assert [b.region for b in blocks if b.text == words] == [region]


def test_the_replies_of_a_forum_are_comments() -> None:
    post = "<div class=p><div>{} Joined: 2015 Posts: 31</div><div><p>{}</p></div></div>"
    replies = post.format("rob", "Tea cured my cold, I tell you.") + post.format(
        "al", "Mine too, at once it did."
    )
    data = f"<html><body><h1>Does tea help with sleep?</h1>{post.format('ann', PROSE)}{replies}</body></html>"
    _, blocks, _, _ = read(data.encode())
    assert {b.text: b.region for b in blocks if b.text.startswith(("Tea", "Mine"))} == {
        PROSE: "body",
        "Tea cured my cold, I tell you.": "comments",
        "Mine too, at once it did.": "comments",
    }


def test_when_a_page_was_reviewed_is_no_entry() -> None:
    data = PAGE.replace(b"</ol>", b"</ol><p>Last reviewed: May 2021. Next review: May 2024.</p>")
    _, _, references, _ = read(data)
    assert [r.text for r in references] == [f"1. {FIRST}", f"2. {SECOND}"]


def test_a_link_that_only_searches_is_no_address_of_an_entry() -> None:
    links = (
        '<a href="https://scholar.google.com/scholar_lookup?title=Tea">Google Scholar</a> '
        '<a href="https://www.scopus.com/inward/record.uri?eid=2">Scopus</a> '
        '<a href="https://e.org/tea">Full text</a>'
    )
    source = (
        f"<html><body><h1>Tea</h1><p>{'Tea is warm and good for the sleep of adults. ' * 3}[1]</p>"
        f"<h2>References</h2><ol><li>{FIRST} {links}</li></ol></body></html>"
    )
    _, _, references, _ = read(source.encode())
    assert [r.url for r in references] == ["https://e.org/tea"]
