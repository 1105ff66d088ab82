"""What is a citation marker, what is none, and what a marker leads to."""

import time

import pytest
from builders import article, block
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.markers.candidates import coded_words, find_candidates
from pipeline.markers.identifiers import find_identifiers
from pipeline.markers.stage import citation_style, find_markers
from pipeline.records import Kind, Marker, Reference, Region
from pipeline.references.stage import parse_references
from pipeline.text.numbers import RANGE_CAP, expand


def read(prose: list[str], entries: list[str]) -> tuple[str, list[Reference], list[Marker]]:
    """Markers of an article of the given paragraphs and reference list."""
    text, found = "", []
    for lines, region, kind in ((prose, "body", "paragraph"), (entries, "references", "reference")):
        for line in lines:
            found.append((len(text), len(text) + len(line), region, kind))
            text += line + "\n\n"
    blocks = [block(text, *f) for f in found]  # type: ignore[arg-type]
    references = parse_references(article(text), blocks)
    return text, references, find_markers(article(text), blocks, references)


NAMES = ["Holt", "Mirz", "Abra", "Sayez", "Wang", "Pritch", "Rebb", "Fein", "Zell", "Barr", "Day"]


def entries(count: int, label: str = "{}. ") -> list[str]:
    return [
        label.format(n)
        + f"{NAMES[n % 11]} A, Li B, Ray C. Bone and gut. J Bone. {1990 + n};{n}:1-9."
        for n in range(1, count + 1)
    ]


FACTS = [
    "Bone is remodeled all the time",
    "Gut microbes shape the immune system",
    "Calcium is absorbed in the small intestine",
    "Low vitamin D raises the risk of fracture",
    "Exercise loads the skeleton",
    "Inflammation activates osteoclasts",
    "Antibiotics changed bone growth in mice",
    "Older women lose bone faster",
]


def styled(form: str) -> list[str]:
    """Paragraphs that cite entries 1 to 12: ``{}`` is the fact, ``<>`` the numbers."""
    lists = ["1", "2, 3", "4", "5–7", "8", "9", "10, 11", "12"]
    return [form.replace("{}", f).replace("<>", n) for f, n in zip(FACTS, lists, strict=True)]


NUMBERS = [(1,), (2, 3), (4,), (5, 6, 7), (8,), (9,), (10, 11), (12,)]


@pytest.mark.parametrize(
    ("form", "style"),
    [
        ("{} (<>). More is known now.", "parenthetical"),
        ("{}. (<>) More is known now.", "parenthetical"),
        ("{} [<>]. More is known now.", "bracketed"),
        ("{}.[<>] More is known now.", "bracketed"),
        ("{}.<> More is known now.", "superscript"),
        ("{},<> and more is known now.", "superscript"),
        ("“{}.”<> More is known now.", "superscript"),
        ("{} (in adults).<> More is known now.", "superscript"),
        ("{} in 43%.<> More is known now.", "superscript"),
        ("{}.<>", "superscript"),
        ("{}.^{<>} More is known now.", "superscript"),
    ],
)
@pytest.mark.parametrize("listed", [True, False])
def test_every_style_is_found_with_and_without_a_list(form: str, style: str, listed: bool) -> None:
    _, references, markers = read(styled(form), entries(12) if listed else [])
    assert [m.numbers for m in markers] == NUMBERS
    assert {m.style for m in markers} == {style} == {citation_style(markers)}
    assert {m.status for m in markers} == ({"resolved"} if listed else {"no_list"})
    if listed:
        ids = [r.id for r in references]
        assert [m.references for m in markers] == [tuple(ids[n - 1] for n in ns) for ns in NUMBERS]


def test_offsets_leave_out_the_full_stop_of_a_superscript_and_keep_brackets() -> None:
    flat = read(styled("{}.<> More is known."), entries(12))[2]
    round_ = read(styled("{} (<>). More is known."), entries(12))[2]
    assert [m.text for m in flat[:2]] == ["1", "2, 3"]
    assert [m.text for m in round_[:2]] == ["(1)", "(2, 3)"]


def test_stacked_markers_are_several() -> None:
    markers = read(["Bone loss is common[1][2][3] and costly[4][5]."], entries(5, "[{}] "))[2]
    assert [m.numbers for m in markers] == [(1,), (2,), (3,), (4,), (5,)]


def test_a_range_of_stacked_markers_is_one() -> None:
    markers = read(["Bone loss is common [1], [2]. It is costly [3]–[5]."], entries(5, "[{}] "))[2]
    assert [(m.text, m.numbers) for m in markers][1:] == [("[2]", (2,)), ("[3]–[5]", (3, 4, 5))]


def test_unicode_superscripts_but_not_powers() -> None:
    prose = ["Bone loss is common.¹⁻³ Doses were 5 mg/m² and 10⁹ cells s⁻¹. It is costly.⁴,⁵"]
    assert [m.numbers for m in read(prose, entries(5))[2]] == [(1, 2, 3), (4, 5)]


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("They ran lme4 first. Later lme410 was used.", ["4", "410", "10"]),
        ("First PfRH2 fell. Then PfRH2,11,12 rose.", ["2", "2,11,12", "11,12"]),
        ("The trials of 20069 were small.", ["9"]),
        ("Levels of TLR1 and TLR10, then TLR10 again.", ["1", "10", "10"]),
        ("It is old (11, see the review).", ["11"]),
        ("Small groups gain10—and large ones lose.", ["10"]),
    ],
)
def test_digits_of_a_word_and_of_its_marker_are_told_apart(text: str, offered: list[str]) -> None:
    found = list(find_candidates(text, 0, len(text), coded_words(text)))
    assert [text[c.start : c.end] for c in found] == offered


def test_a_name_before_a_number_is_the_author_of_the_entry() -> None:
    told = [
        "Zell8 found it in mice, and Zell8 in women. Fein8 is a gene of mice, and Fein8 of men."
    ]
    text, _, markers = read(styled("{}<> and more is known.") + told, entries(12, "{} "))
    assert [text[m.start - 4 : m.end] for m in markers[8:]] == ["Zell8", "Zell8"]


def test_footnotes() -> None:
    markers = read(["Bone loss is common.[^1] It is costly.[^2]"], [])[2]
    assert [(m.text, m.style) for m in markers] == [("[^1]", "footnote"), ("[^2]", "footnote")]


NOT_MARKERS = [
    "They lost 3.19% of it, in 500-1000 species, at 15-57 years (600 mg daily).",
    "Thiamin (B1), omega-3 and CD4 cells, vitamin K2 and TLR2, see Fig. 2 and Table 3.",
    "A ratio of 0.85 [0.77–1.70] held in 1,200 adults (2004) of 28 kg/m2 and r2 = 0.4.",
    "It was small, r (25) = .31, p = .05, at 1:50 and 0.25 μm, in the interval [0, 1].",
    "Bone 2009;41(3):7-9 was read in v.2 of the tool, with 10,000 resamplings (10,000).",
]


@pytest.mark.parametrize("form", ["{} (<>). More.", "{} [<>]. More.", "{}.<> More is known."])
@pytest.mark.parametrize("line", NOT_MARKERS)
def test_other_numbers_are_no_markers(form: str, line: str) -> None:
    text, _, markers = read([*styled(form), line], entries(12))
    assert [m.text for m in markers if m.start >= text.index(line)] == []
    assert len(markers) == 8


@pytest.mark.parametrize("line", NOT_MARKERS)
def test_an_article_without_citations_has_no_markers(line: str) -> None:
    assert read([f + "." for f in FACTS] + [line], [])[2] == []


def test_a_vitamin_before_a_marker_is_not_part_of_it() -> None:
    prose = [*styled("{} (<>). More."), "They make folate and vitamin K2 (10, 12)."]
    assert read(prose, entries(12))[2][-1].text == "(10, 12)"


def test_an_alphabetical_list_is_cited_in_any_order() -> None:
    lists = ["7", "2, 11", "5", "12", "1, 9", "4", "3", "10"]
    prose = [f"{f} [{n}]. More is known." for f, n in zip(FACTS, lists, strict=True)]
    markers = read(prose, entries(12, "[{}] "))[2]
    assert [m.text for m in markers] == [f"[{n}]" for n in lists]


@pytest.mark.parametrize(
    ("printed", "entry_count", "status"), [("(2, 14)", 12, "partial"), ("(2, 3)", 12, "resolved")]
)
def test_status_of_a_marker(printed: str, entry_count: int, status: str) -> None:
    prose = [*styled("{} (<>). More."), f"{FACTS[0]} in old mice {printed}."]
    marker = read(prose, entries(entry_count))[2][-1]
    assert (marker.text, marker.status) == (printed, status)


def test_unnumbered_entries_are_counted() -> None:
    _, references, markers = read(
        styled("{} (<>). More."), [e.split(". ", 1)[1] for e in entries(12)]
    )
    assert markers[1].references == (references[1].id, references[2].id)


def test_two_lists_that_start_again_at_one() -> None:
    first, second = styled("{} [<>]. More."), styled("{} indeed [<>]. More.")
    lines = [(p, "body", "paragraph") for p in first]
    lines += [(e, "references", "reference") for e in entries(12, "[{}] ")]
    lines += [(p, "body", "paragraph") for p in second]
    lines += [(e, "references", "reference") for e in entries(12, "[{}] ")]
    text, blocks = "", []
    for line, region, kind in lines:
        blocks.append(block(text + line, len(text), len(text + line), region, kind))  # type: ignore[arg-type]
        text += line + "\n"
    references = parse_references(article(text), blocks)
    markers = find_markers(article(text), blocks, references)
    assert markers[0].references == (references[0].id,)
    assert markers[-1].references == (references[-1].id,)


@pytest.mark.parametrize(
    ("prose", "texts", "years"),
    [
        ("Bone is lost (Holt et al., 2001).", ["(Holt et al., 2001)"], [2001]),
        ("Lost (see Holt et al., 2001; Mirz 1991).", ["(see Holt et al., 2001; Mirz 1991)"], None),
        ("Holt et al. (2001) found bone loss.", ["Holt et al. (2001)"], [2001]),
        ("It was lost (in mice, Holt et al. 2001).", ["Holt et al. 2001"], [2001]),
        ("It was published on May 2001 (June 2002), in Boston (2004).", [], None),
    ],
)
def test_author_and_year(prose: str, texts: list[str], years: list[int] | None) -> None:
    _, references, markers = read([prose], entries(11))
    assert [m.text for m in markers] == texts
    by_id = {r.id: r for r in references}
    if years:
        assert [by_id[i].year for m in markers for i in m.references] == years
        assert {m.status for m in markers} == {"resolved"}


@pytest.mark.parametrize(
    ("cited", "entry"),
    [
        ("(World Health Organization, 2016)", "World Health Organization. Bones. 2016."),
        ("(WHO, 2016)", "WHO. Bones. Geneva; 2016."),
        ("(WHO, 2016)", "World Health Organization. Bones of adults. Geneva; 2016."),
        ("(Saville Kent 1980)", "Saville Kent W. Bones of adults. J Bone. 1980;3:1-9."),
        ("(Page & De Wit, 2001)", "Page A, De Wit B. Bones. J Bone. 2001;3:1-9."),
        ("(Winter et al., 2003)", "Winter A, Li B, Ray C. Bones. J Bone. 2003;3:1-9."),
    ],
)
def test_bodies_and_names_of_two_words(cited: str, entry: str) -> None:
    _, references, markers = read([f"Bone is lost in adults {cited}."], [entry, *entries(3, "")])
    assert [(m.text, m.references) for m in markers] == [(cited, (references[0].id,))]


def test_headings_references_and_comments_hold_no_markers() -> None:
    text = "Bone loss [1].\n\nWhat is bone loss [1]?\n\nI read it [1]."
    spans: list[tuple[int, int, Region, Kind]] = [
        (0, 14, "body", "heading"), (16, 38, "references", "reference"),
        (40, 54, "comments", "comment"),
    ]  # fmt: skip
    assert find_markers(article(text), [block(text, *s) for s in spans], []) == []


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ("1-3, 5", (1, 2, 3, 5)),
        ("[5]–[9]", (5, 6, 7, 8, 9)),
        ("[3–5]", (3, 4, 5)),
        ("1—2", (1, 2)),
        ("7−9", (7, 8, 9)),
        ("7‒9", (7, 8, 9)),
        ("¹⁻³", (1, 2, 3)),
        ("10--12", (10, 11, 12)),
        ("3-1", (3, 2, 1)),
        ("112-5", (112, 113, 114, 115)),
        ("2, 2, 1", (2, 1)),
        ("1-1000000", (1, 1000000)),
        ("", ()),
    ],
)
def test_lists_and_ranges(printed: str, numbers: tuple[int, ...]) -> None:
    assert expand(printed) == numbers


_HOSTILE = st.sampled_from(
    ["1", "23", "0", ".", ",", "-", "–", "[", "]", "(", ")", " ", "%", "bone", "B", "K2", "\n",
     "^{", "}", "[^", "¹", "⁻", "et al.", "Holt", "2001", "\u00a0", ";", "”"]
)  # fmt: skip
hostile = st.lists(_HOSTILE | st.text(max_size=4), max_size=60).map("".join)


@given(hostile)
@example("[^0]")
@settings(deadline=None)
def test_any_text_gives_tight_verbatim_markers_in_order(text: str) -> None:
    blocks = [block(text, 0, len(text), "body", "paragraph")]
    end = 0
    for n, marker in enumerate(find_markers(article(text), blocks, []), start=1):
        assert text[marker.start : marker.end] == marker.text == marker.text.strip()
        assert marker.start >= end and marker.text
        assert marker.id == f"a:m{n:04d}"
        assert len(set(marker.numbers)) == len(marker.numbers) <= len(marker.text) * RANGE_CAP
        end = marker.end


@pytest.mark.clock
@pytest.mark.parametrize(
    "piece", ["1-", "(1,", "[1,2]", "a1,", "1.", "..", "--", "(", "¹", "x1 ", "Holt 2001, "]
)
def test_cost_grows_with_length_only(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        start = time.process_time()
        for _ in find_candidates(text, 0, len(text), coded_words(text)):
            pass
        return time.process_time() - start

    seconds(1_000)
    assert seconds(80_000) < 40 * max(seconds(8_000), 0.002)


@pytest.mark.parametrize(
    ("printed", "status"),
    [
        ("PMID: 12345678", "resolved"),
        ("PMID 12345678", "resolved"),
        ("https://pubmed.ncbi.nlm.nih.gov/12345678/", "resolved"),
        ("doi:10.1234/bone(2019)7", "resolved"),
        ("https://doi.org/10.1234/BONE(2019)7", "resolved"),
        ("10.1234/gut.2020.9", "unresolved"),
        ("PMID: 999999", "unresolved"),
    ],
)
def test_identifiers_in_prose_lead_to_the_entry_that_prints_them(printed: str, status: str) -> None:
    listed = [
        "1. Holt A. Bone and gut. J Bone. 2019;7:1-9. doi: 10.1234/bone(2019)7. PMID: 12345678."
    ]
    _, references, markers = read([f"Bone is remodeled all the time ({printed})."], listed)
    assert [(m.text, m.style, m.status) for m in markers] == [(printed, "identifier", status)]
    assert markers[0].references == ((references[0].id,) if status == "resolved" else ())


@pytest.mark.parametrize(
    "prose",
    ["The ratio was 10.5/20 in mice.", "version 10.1234 of it", "PMID: unknown", "a 110.1234/x b"],
)
def test_numbers_that_are_no_identifiers(prose: str) -> None:
    assert not [m for m in read([prose], [])[2] if m.style == "identifier"]


@settings(max_examples=60)
@given(st.text(alphabet="10./PMIDdoi:( )[]-", max_size=120))
def test_identifiers_are_verbatim_and_tight(prose: str) -> None:
    text = prose.strip()
    for found in find_identifiers(text, [(0, len(text))], []):
        printed = text[found.start : found.end]
        assert printed and printed == printed.strip()


def test_a_doi_of_a_supplement_is_no_marker_where_an_article_cites_by_number() -> None:
    prose = [f"{fact} [{n}]." for n, fact in enumerate(FACTS, start=1)]
    text, _, markers = read([*prose, "Data S1: doi:10.1234/bone.s001."], entries(11))
    assert "10.1234" in text
    assert [m.style for m in markers] == ["bracketed"] * len(FACTS)


def test_ranges_that_count_once_more_are_the_steps_of_something_else() -> None:
    prose = [
        f"The heron of lake {n} catches small fish in water that is a metre deep ({n})."
        for n in range(1, 15)
    ]
    steps = (
        "The neck bent back over the shoulders (1–3). It then straightened and drove the bill "
        "forward (4–6). The bill opened before it met the water (7–10), and the head was lifted "
        "out (11–13)."
    )
    _, _, markers = read([*prose, steps], entries(14))
    assert [m.text for m in markers] == [f"({n})" for n in range(1, 15)]
    first = "Waders hunt by day (1–3) and by night (4–6), and some of them at both times (7–10)."
    assert len(read([first, *prose[10:]], entries(14))[2]) == 7


@pytest.mark.parametrize(
    "address", ["https://doi.org/10.5555/gout.1", "10.5555/j.tea.2018.112", "www.e.org/tea.3"]
)
def test_digits_of_an_address_cite_nothing(address: str) -> None:
    text = f"Tea shortens sleep in men. {address}"
    assert not list(find_candidates(text, 0, len(text), coded_words(text)))


def test_pages_behind_a_raised_number_are_its_place() -> None:
    prose = "Bones heal in mice.1 They break in rats.2(pp14-15) They bend in men.3(p7)"
    _, _, markers = read([prose], entries(3))
    assert [(m.text, m.locator) for m in markers] == [
        ("1", None), ("2(pp14-15)", "pp14-15"), ("3(p7)", "p7"),
    ]  # fmt: skip
