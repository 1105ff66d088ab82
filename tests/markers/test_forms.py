# ruff: noqa: E501
"""Citations in the forms that the web, word processors and the humanities print."""

import pytest
from builders import article
from test_citations import read

from pipeline.markers.enclosed import find_enclosed
from pipeline.markers.stage import find_markers
from pipeline.references.stage import parse_references
from pipeline.segment.stage import find_blocks, segment

LIST = [
    "1. Ekman V, Noor T. Iron in runners. Sports Med. 2013;16(1):45-53.",
    "2. Lund P. Iron loss and sweat. Athl Nutr. 2009;28(7):744-750.",
    "3. Mora A, Nash J, Obi E. Iron tablets: a trial. Trials. 2015;11(3):222-231.",
    "4. Ostrow K, Penn D. Vitamin C and iron. Nutr Iron. 2016;4(2):99-107.",
]
LIST_WORDS = [entry[3:] for entry in LIST]
KEYED = [
    "[EN13] Ekman V, Noor T. Iron in runners. Sports Med. 2013;16(1):45-53.",
    "[Lun09] Lund P. Iron loss and sweat. Athl Nutr. 2009;28(7):744-750.",
    "[MNO+15] Mora A, Nash J, Obi E. Iron tablets: a trial. Trials. 2015;11(3):222-231.",
]
BODIES = [
    "European Food Safety Authority. (2015). Opinion on iron. EFSA/2015/7.",
    "Nutrition Society of Norway. (2021). Iron in sport.",
    "World Health Organization. (2020). Iron deficiency. Geneva: WHO.",
    "NHS Digital. (2022). Blood counts in schools.",
]
UNDATED = [
    "Ekman, V., & Noor, T. (in press). Iron in runners. Sports Med.",
    "Lund, P. (n.d.). Iron loss and sweat. Athletics Institute.",
    "Mora, A., Nash, J., & Obi, E. (2015). Iron tablets: a trial. Trials, 11(3), 222-231.",
]
PARTICLES = [
    "de la Cruz, M., & Vega, L. (2016). Iron and sweat. Sports Med, 7(5), 455-463.",
    "O'Brien, P., & al-Masri, T. (2017). Iron and sleep. Diet, 3(1), 9-17.",
    "van den Berg, J. (2015). Iron in tea. Nutr, 18(2), 133-140.",
]


def led_to(prose: str, entries: list[str]) -> list[tuple[str, list[str], str]]:
    """Each marker, the first words of the entries it leads to, and its status."""
    _, references, markers = read([prose], entries)
    begins = {r.id: r.text[3:] if r.text[0].isdigit() else r.text for r in references}
    words = {id: text[: 4 if text in LIST_WORDS else 6] for id, text in begins.items()}
    return [(m.text, [words[i] for i in m.references], m.status) for m in markers]


@pytest.mark.parametrize(
    ("printed", "numbers", "forms", "locator"),
    [
        ("[1, p. 134]", (1,), {"locator", "paged"}, "p. 134"),
        ("(3, pp. 211-2)", (3,), {"locator", "paged"}, "pp. 211-2"),
        ("(2018, p. 33)", (2018,), {"locator"}, "p. 33"),
        ("(45, p 0.03)", (45,), {"locator"}, "p 0.03"),
        ("[2:456]", (2,), {"locator"}, "456"),
        ("[2: p. 5; 3: p. 9]", (2, 3), {"locator", "paged"}, "p. 5; p. 9"),
        ("[#2]", (2,), set(), None),
        ("(#1, #3)", (1, 3), set(), None),
        ("[No. 2]", (2,), set(), None),
        ("(26, fig. 3E)", (26,), {"locator"}, "fig. 3E"),
        ("(ref. 1; see also Table 2)", (1,), {"names a list"}, None),
        ("(2, and Fig. 3B)", (2,), set(), None),
        ("[5 (Fig. 1)]", (5,), {"locator"}, "Fig. 1"),
        ("[1, p. 3; 2, chap. 5]", (1, 2), {"locator"}, "p. 3; chap. 5"),
        ("[2]:745", (2,), {"locator"}, "745"),
        ("[2](p745)", (2,), {"locator"}, "745"),
        ("[2] (pp. 745–747)", (2,), {"locator"}, "745–747"),
        ("(Ref. 1)", (1,), {"names a list"}, None),
        ("(see refs 2, 3)", (2, 3), {"names a list"}, None),
        ("(cited in 5)", (5,), {"names a list"}, None),
        ("[Footnote 1]", (1,), {"names a list"}, None),
        ("[cf. 5]", (5,), {"led"}, None),
        ("(2Trusted Source, 3Trusted Source)", (2, 3), {"added"}, None),
        ("【3†source】", (3,), {"added", "wide"}, None),
        ("【3:0†notes】", (3,), {"added", "wide"}, None),
        ("［2］", (2,), {"wide"}, None),
        ("[1, ]", (1,), set(), None),
        ("( 2 )", (2,), set(), None),
        ("[2]:14f.", (2,), {"locator"}, "14f."),
        ("[4；5]", (4, 5), {"wide"}, None),
        ("[2 and 3]", (2, 3), {"joined"}, None),
        ("[link 1]", (1,), {"names a list"}, None),
        ("[3, at 12:45]", (3,), {"locator"}, "at 12:45"),
        ("(Source 2, Source 3)", (2, 3), {"added", "names a list"}, None),
        ("[4/5]", (4, 5), {"slash"}, None),
        ("[3,4a]", (3, 4), {"letter"}, None),
        ("[3a–c]", (3,), {"letter"}, None),
        ("[1]–[3]", (1, 2, 3), set(), None),
        ("(1)-(3)", (1, 2, 3), set(), None),
        ("[2,[4], [5]]", (2, 4, 5), {"nested"}, None),
    ],
)
def test_what_stands_beside_numbers(
    printed: str, numbers: tuple[int, ...], forms: set[str], locator: str | None
) -> None:
    text = f"Iron falls {printed} in runners."
    (found,) = find_enclosed(text, 0, len(text))
    assert text[found.start : found.end] == printed
    assert (found.numbers, set(found.forms), found.locator) == (numbers, forms, locator)


@pytest.mark.parametrize(
    "printed",
    ["(5:1)", "(0.5)", "(in 12)", "[0, 1]", "(n = 3)", "(3 more)", "(1,6; 1,9)", "(No. 2)"],
)
def test_what_is_no_number_of_a_list(printed: str) -> None:
    text = f"Iron falls {printed} in runners."
    assert not list(find_enclosed(text, 0, len(text)))


def test_sources_beside_other_words_of_a_bracket() -> None:
    found = led_to("Iron falls [Grade A; refs 1, 4]. It is low (level 2, ref. 3).", LIST)
    assert [(text, len(entries)) for text, entries, _ in found] == [("refs 1, 4", 2), ("ref. 3", 1)]


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("Iron falls [EN13].", [("[EN13]", ["[EN13]"], "resolved")]),
        ("Iron falls [MNO+15, Lun09].", [("[MNO+15, Lun09]", ["[MNO+1", "[Lun09"], "resolved")]),
        ("Iron falls [Xyz+04].", [("[Xyz+04]", [], "unresolved")]),
        ("Iron falls [Lund2009] [Nobody2009].", [("[Lund2009]", ["[Lun09"], "resolved")]),
        ("Iron [sic] falls in [ferric] form.", []),
    ],
)
def test_keys_that_entries_print(prose: str, found: list[tuple[str, list[str], str]]) -> None:
    assert led_to(prose, KEYED) == found


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("Iron falls [@lund2009].", [("[@lund2009]", ["Lund"], "resolved")]),
        ("Iron falls ([@lund2009]).", [("([@lund2009])", ["Lund"], "resolved")]),
        ("Iron falls (see [@lund2009]; [@mora2015]).", [
            ("(see [@lund2009]; [@mora2015])", ["Lund", "Mora"], "resolved")]),
        ("Iron falls (@Lund:2009).", [("(@Lund:2009)", ["Lund"], "resolved")]),
        ("It falls [see @ekman2013iron; @moraTablets2015].", [
            ("[see @ekman2013iron; @moraTablets2015]", ["Ekma", "Mora"], "resolved")]),
        ("Iron falls [-@nobody1999].", [("[-@nobody1999]", [], "unresolved")]),
        (r"Iron falls~\citep[see][p.~4]{lund2009}.", [
            (r"\citep[see][p.~4]{lund2009}", ["Lund"], "resolved")]),
        (r"Iron falls \cite{ekman2013, mora2015}.", [
            (r"\cite{ekman2013, mora2015}", ["Ekma", "Mora"], "resolved")]),
        ("Iron falls {Lund, 2009 #12;Mora, 2015 #3@45}.", [
            ("{Lund, 2009 #12;Mora, 2015 #3@45}", ["Lund", "Mora"], "resolved")]),
        ("Write to v.ekman@example.org (or @runner on the net).", []),
    ],
)  # fmt: skip
def test_keys_of_bibliography_programs(prose: str, found: list[tuple[str, list[str], str]]) -> None:
    assert led_to(prose, LIST) == found


def test_named_footnotes_and_signs_of_notes() -> None:
    notes = [
        "[^lund]: Lund P. Iron loss. Athl Nutr. 2009;28:744.",
        "† Penn D. Iron. Nutr. 2016;4:9.",
    ]
    found = led_to("Iron falls.[^lund] It comes back.† It was found in May.‡", notes)
    assert found == [("[^lund]", ["[^lund"], "resolved"), ("†", ["† Penn"], "resolved")]


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("Iron falls.[a] It rises [a,b].", [("[a]", [0]), ("[a,b]", [0, 1])]),
        ("Benzo[a]pyrene falls [a–b].[c]", [("[a–b]", [0, 1])]),
        ("Iron falls.ᵃ It rises.ᵃ,ᵇ All dᵉ.", [("ᵃ", [0]), ("ᵃ,ᵇ", [0, 1])]),
    ],
)
@pytest.mark.parametrize("labels", [["a.", "b.", "c."], ["(a)", "(b)", "(c)"], ["ᵃ", "ᵇ", "ᶜ"]])
def test_letters_of_notes(
    prose: str, found: list[tuple[str, list[int]]], labels: list[str]
) -> None:
    """The third note is no source."""
    said = ["Lund P. Iron. Nutr. 2009;28:744.", "Penn D. Iron. Nutr. 2016;4:9.", "In the old."]
    notes = [f"{label} {note}" for label, note in zip(labels, said, strict=True)]
    _, references, markers = read([prose], notes)
    place = {r.id: n for n, r in enumerate(references)}
    assert [(m.text, [place[r] for r in m.references]) for m in markers] == found


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("Iron falls (World Health Organization [WHO], 2020).", "World "),
        ("Iron falls (WHO, 2020).", "World "),
        ("Iron falls (NHS Digital 2022).", "NHS Di"),
        ("Iron falls (see Nutrition Society of Norway, 2021, esp. p. 7).", "Nutrit"),
        ("The European Food Safety Authority (EFSA, 2015) found no risk.", "Europe"),
        ("The European Food Safety Authority (2015) found no risk.", "Europe"),
    ],
)
def test_bodies(prose: str, found: str) -> None:
    ((_, entries, status),) = led_to(prose, BODIES)
    assert (entries, status) == ([found], "resolved")


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("Iron falls (Ekman & Noor, in press).", ("(Ekman & Noor, in press)", ["Ekman,"])),
        ("Iron falls (Lund, n.d.).", ("(Lund, n.d.)", ["Lund, "])),
        ("Iron falls (Mora et al., 2015, in press).", (
            "(Mora et al., 2015, in press)", ["Mora, "])),
        ("Iron falls [Lund n.d.].", ("[Lund n.d.]", ["Lund, "])),
        ("Iron falls (Mora et al., 2013/2015).", ("(Mora et al., 2013/2015)", ["Mora, "])),
    ],
)  # fmt: skip
def test_works_without_a_year(prose: str, found: tuple[str, list[str]]) -> None:
    ((text, entries, status),) = led_to(prose, UNDATED)
    assert ((text, entries), status) == (found, "resolved")


@pytest.mark.parametrize(
    ("prose", "text"),
    [
        ("Van den Berg (2015) found little iron.", "Van den Berg (2015)"),
        ("Iron falls (de la Cruz and Vega, 2016).", "(de la Cruz and Vega, 2016)"),
        ("Iron falls (O'Brien & al-Masri, 2017).", "(O'Brien & al-Masri, 2017)"),
        ("O'Brien and al-Masri's (2017) trial was small.", "O'Brien and al-Masri's (2017)"),
    ],
)
def test_names_of_several_words(prose: str, text: str) -> None:
    assert [(m, status) for m, _, status in led_to(prose, PARTICLES)] == [(text, "resolved")]


@pytest.mark.parametrize(
    ("prose", "texts"),
    [
        ("Iron falls (Ekman and Noor 47).", ["(Ekman and Noor 47)"]),
        ("Iron falls (Lund 746), or not (Mora et al. 9).", ["(Lund 746)"]),
        ("Iron falls (Lund 746), or not (Mora et al. 225).", ["(Lund 746)", "(Mora et al. 225)"]),
        ("Iron falls (Lund 746; Mora et al. 225).", ["(Lund 746; Mora et al. 225)"]),
        ("Iron falls (Lund 746; Stockholm 12).", []),
        ("Iron falls (Stockholm 12).", []),
    ],
)
def test_names_with_a_page(prose: str, texts: list[str]) -> None:
    assert [m for m, _, _ in led_to(prose, LIST)] == texts


@pytest.mark.parametrize(
    ("prose", "texts"),
    [
        ("Iron falls (Dorn 2014).", ["(Dorn 2014)"]),
        ("Iron falls (Ames 2006; Bell 2012). Cole 1999 found it too.", [
            "(Ames 2006; Bell 2012)", "Cole 1999"]),
        ("As Dorn (2014) showed, iron falls.", ["Dorn (2014)"]),
        ("According to Dorn and Ames (1999), iron falls.", ["Dorn and Ames (1999)"]),
        ("Iron fell (in January 2014), and again (since 2016).", []),
        ("Radon harms lungs (National Radon Office, 2018).", ["(National Radon Office, 2018)"]),
        ("It was told in Oslo (1998) and on the radio.", []),
        ("Iron helps (cf. Ó Súilleabháin et al. 2011).", ["(cf. Ó Súilleabháin et al. 2011)"]),
    ],
)  # fmt: skip
def test_names_without_a_list_are_no_list(prose: str, texts: list[str]) -> None:
    assert led_to(prose, []) == [(text, [], "no_list") for text in texts]


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("Iron falls (Xu, Y., 2014).", [("(Xu, Y., 2014)", ["Xu, Y."])]),
        ("Iron falls (Xu Z 2014).", [("(Xu Z 2014)", ["Xu, Z."])]),
        ("Iron falls (Xu, Y., 2014; Xu, Z., 2014).", [
            ("(Xu, Y., 2014; Xu, Z., 2014)", ["Xu, Y.", "Xu, Z."])]),
        ("Iron falls (Anon., 1985).", [("(Anon., 1985)", ["Anon. "])]),
        ("Marsh's small trial (2012) found none.", [("Marsh's small trial (2012)", ["Marsh,"])]),
        ("Iron falls (see Marsh 2012, and references therein).", [
            ("(see Marsh 2012, and references therein)", ["Marsh,"])]),
        ("Iron falls (for reviews see Marsh 2012, esp. pp. 5–7).", [
            ("(for reviews see Marsh 2012, esp. pp. 5–7)", ["Marsh,"])]),
        ("Iron falls (Marsh 2012: Fig. 2; cited in Xu, Z., 2014).", [
            ("(Marsh 2012: Fig. 2; cited in Xu, Z., 2014)", ["Marsh,", "Xu, Z."])]),
        ("Iron falls (Dorn, as cited in Marsh, 2012).", [
            ("(Dorn, as cited in Marsh, 2012)", ["Marsh,"])]),
        ("Iron falls [Marsh 2012: 5f.].", [("[Marsh 2012: 5f.]", ["Marsh,"])]),
        ("Iron falls (Marsh, 10 June 2012).", [("(Marsh, 10 June 2012)", ["Marsh,"])]),
        ("Iron falls (Marsh, 2012, June 10).", [("(Marsh, 2012, June 10)", ["Marsh,"])]),
        ("Iron falls (Ada Marsh, 2012).", [("(Ada Marsh, 2012)", ["Marsh,"])]),
        ("Iron falls (Marsh u. a. 2012).", [("(Marsh u. a. 2012)", ["Marsh,"])]),
        ("Marsh and her colleagues (2012) saw iron fall.", [
            ("Marsh and her colleagues (2012)", ["Marsh,"])]),
        ("Iron falls (MARSH; MOE, 2012).", [("(MARSH; MOE, 2012)", ["Marsh,"])]),
        ("Iron falls (MARSH; MOE, 2012; XU, Z., 2014).", [
            ("(MARSH; MOE, 2012; XU, Z., 2014)", ["Marsh,", "Xu, Z."])]),
        ("Iron falls (Xu, Y., 2014; see also Marsh 2012 for mice).", [
            ("(Xu, Y., 2014; see also Marsh 2012 for mice)", ["Xu, Y.", "Marsh,"])]),
        ("Iron falls (Xu, Y., 2014; for mice, see Marsh 2012).", [
            ("(Xu, Y., 2014; for mice, see Marsh 2012)", ["Xu, Y.", "Marsh,"])]),
        ("Iron falls (Xu, Y., 2014 in women; Marsh 2012 in boys).", [
            ("(Xu, Y., 2014 in women; Marsh 2012 in boys)", ["Xu, Y.", "Marsh,"])]),
        ("Iron falls (Xu, Y., 2014 for a review; but see Marsh 2012).", [
            ("(Xu, Y., 2014 for a review; but see Marsh 2012)", ["Xu, Y.", "Marsh,"])]),
        ("Iron falls (Marsh 2012, for a different view).", [
            ("(Marsh 2012, for a different view)", ["Marsh,"])]),
        ("Iron falls (Marsh 2012 in boys).", [("Marsh 2012", ["Marsh,"])]),
        ("Iron falls (for similar results see Marsh 2012).", [
            ("(for similar results see Marsh 2012)", ["Marsh,"])]),
        ("Iron falls (vgl. Marsh 2012; siehe auch Xu, Y., 2014).", [
            ("(vgl. Marsh 2012; siehe auch Xu, Y., 2014)", ["Marsh,", "Xu, Y."])]),
        ("Iron falls (Marsh/Moe 2012).", [("(Marsh/Moe 2012)", ["Marsh,"])]),
    ],
)  # fmt: skip
def test_names_as_they_are_dressed(prose: str, found: list[tuple[str, list[str]]]) -> None:
    entries = [
        "Anon. (1985). Iron pills. Farm News, 3, 1-2.",
        "Marsh, T., & Moe, U. (2012). Iron in tea. Tea Trials, 4, 5-9.",
        "Xu, Y. (2014). Iron in rice. Grain Notes, 4(4), 41-49.",
        "Xu, Z. (2014). Iron in wheat. Grain Notes, 4(5), 51-59.",
    ]
    led = led_to(prose, entries)
    assert [(text, found) for text, found, _ in led] == found


def test_two_entries_that_fit_and_a_co_author_of_neither_stay_open() -> None:
    twins = [f"{who}. A study. Bone." for who in ("Bell, A. (2012)", "Bell, A. (2012)")]
    assert led_to("It is common (Bell, 2012).", twins) == [("(Bell, 2012)", [], "unresolved")]
    assert led_to("Iron falls (Ekman & Stone, 2013).", LIST)[0][2] == "unresolved"


def test_bylines_do_not_cite() -> None:
    text, _, markers = read(["Jane Abara1,2*, Paul K. Odu2 and Mia Strom1,3", "Iron falls.1"], LIST)
    assert [text[m.start - 6 : m.end] for m in markers] == ["falls.1"]


@pytest.mark.parametrize(
    ("prose", "texts"),
    [
        ("I. Hall, et al. in Acta. Med. (Hungary) 35(1):53-59, 1978, saw iron fall.", [
            "I. Hall, et al. in Acta. Med. (Hungary) 35(1):53-59, 1978"]),
        ("Iron falls (see Moss and Reed, Blood and Iron 39 (4), p. 485. April 1983.).", [
            "(see Moss and Reed, Blood and Iron 39 (4), p. 485. April 1983.)"]),
        ("In Oslo, 12 (40%) of 30 runners lacked iron in 1998.", []),
        ("Iron falls (Davis et al., JAMA Sports 2021) in men (Moe 2017, Am J Iron).", [
            "(Davis et al., JAMA Sports 2021)", "(Moe 2017, Am J Iron)"]),
        ("Iron falls (Allen RW, Ann Iron Med 2013;11:452) or not (Roe, Gut. 2010; 5: 2-9).", [
            "(Allen RW, Ann Iron Med 2013;11:452)", "(Roe, Gut. 2010; 5: 2-9)"]),
        ("Iron falls (Hall P, et al., N Iron J Med 2019;380:629–637).", [
            "(Hall P, et al., N Iron J Med 2019;380:629–637)"]),
        ("It was shown in May (Geneva, Iron Week in Spring 2015).", []),
        ("The ratio was 3:14 in May 1998, as Figure 2 shows.", []),
    ],
)  # fmt: skip
def test_references_written_out(prose: str, texts: list[str]) -> None:
    assert [m for m, _, _ in led_to(prose, [])] == texts


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        (
            "Iron falls [2]. It is low (ibid.), and comes back (Ibid., p. 747).",
            [("[2]", ["Lund"]), ("(ibid.)", ["Lund"]), ("(Ibid., p. 747)", ["Lund"])],
        ),
        ("Iron falls (ibid.).", [("(ibid.)", [])]),
        ("Iron falls [2]. It is low (op. cit.).", [("[2]", ["Lund"]), ("(op. cit.)", ["Lund"])]),
    ],
)
def test_the_source_before(prose: str, found: list[tuple[str, list[str]]]) -> None:
    assert [(text, entries) for text, entries, _ in led_to(prose, LIST)] == found


@pytest.mark.parametrize(
    ("prose", "numbers"),
    [
        ("Iron falls in runners^[1]. It comes back^[2,3].", [(1,), (2, 3)]),
        ("Iron falls in boys.1(p12) It is low in women.2(pp45-47),3", [(1,), (2,), (3,)]),
        ("Iron falls in people⁽¹⁾. It comes back⁽²,³⁾ in women⁴.", [(1,), (2, 3), (4,)]),
        ("Iron falls at 4 mg² and 10⁹ cells.", []),
        ("Iron falls in runners¹⁾. It comes back²⁾³⁾ in women.", [(1,), (2,), (3,)]),
        ("Iron falls.<sup>1</sup> It is low<sup>[2,3]</sup> in women.", [(1,), (2, 3)]),
        ("Iron falls in runners.12 It comes back.24 It is low in women.3", [(1, 2), (2, 4), (3,)]),
    ],
)
def test_raised_numbers(prose: str, numbers: list[tuple[int, ...]]) -> None:
    assert [m.numbers for m in read([prose], LIST)[2]] == numbers


def test_figures_glued_to_words_are_none_where_names_lead_to_a_list_without_numbers() -> None:
    names = ["Adler", "Bruun", "Carlsen", "Dahl", "Engel", "Frost", "Grau", "Holm"]
    prose = "\n\n".join(
        f"Copper slowed the growth of mould on bread in trial {n} ({name} and Lee 200{n}), and it "
        f"did so again in the next summer ({name} and Lee 200{n})."
        for n, name in enumerate(names)
    )
    salts = "\n\n".join(
        f"The salts were used as sulfate{n} or as chloride{n + 1} in water for an hour, and leaves "
        "were added at room temperature."
        for n in range(1, 8)
    )
    entries = "\n\n".join(
        f"{name} BC, Lee D. Copper and mould, part {n}. J Mould. 200{n};{n + 1}:1-9."
        for n, name in enumerate(names)
    )
    text = f"Copper and mould\n\nIntroduction\n\n{prose}\n\n{salts}\n\nReferences\n\n{entries}\n"
    made = article(text)
    blocks = find_blocks(made)
    markers = find_markers(made, blocks, parse_references(made, blocks))
    assert [m.style for m in markers] == ["author_year"] * 16


@pytest.mark.parametrize(
    ("prose", "markers"),
    [
        ("Iron falls in runners (1). It is low in women (#2). Tablets help adults (3).", [
            "(1)", "(#2)", "(3)"]),
        ("Iron falls (1). It is low (2). It rises (3, pp. 211-2). It harms hearts (4, p 580).", [
            "(1)", "(2)", "(3, pp. 211-2)", "(4, p 580)"]),
        ("Iron falls (1-3). It is low in women (3 & 4). Low iron causes weakness (4, p 580).", [
            "(1-3)", "(3 & 4)", "(4, p 580)"]),
        ("Iron falls.1,2 It is low in women.3 Too much can stop the heart4; it harms livers.1", [
            "1,2", "3", "4", "1"]),
        ("Iron falls.1,2 It is low in women.3 Zinc lowers copper2: it binds to it in the gut.4", [
            "1,2", "3", "2", "4"]),
        ("Iron falls in mice1. It is low in mice1. It rises in adults2, in boys3 and in mice4.", [
            "1", "1", "2", "3", "4"]),
        ("Iron falls in mice1 (log10 of 1, log2). It rises in adults2, in boys3 and in mice4.", [
            "1", "2", "3", "4"]),
        ("Iron falls.1,2 It is low.3 Cells made claudin2; they need claudin2 to bind iron.4", [
            "1,2", "3", "4"]),
    ],
)  # fmt: skip
def test_forms_that_stand_beside_plain_numbers(prose: str, markers: list[str]) -> None:
    assert [m.text for m in read([prose], LIST)[2]] == markers


@pytest.mark.parametrize("label", ["/{}/ ", "{}/ "])
def test_strokes_are_brackets_but_not_those_of_fractions(label: str) -> None:
    entries = [label.format(i) + words for i, words in enumerate(LIST_WORDS, 1)]
    prose = "Iron falls in runners /1/. It rose in 1/2 of them and in 1/3/4 tests /2, p. 9; 3/."
    _, references, markers = read([prose], entries)
    assert [r.number for r in references] == [1, 2, 3, 4]
    assert [(m.text, m.numbers) for m in markers] == [("/1/", (1,)), ("/2, p. 9; 3/", (2, 3))]


@pytest.mark.parametrize("gap", ["", " "])
def test_a_parenthesis_that_nothing_opens_closes_a_marker(gap: str) -> None:
    prose = (
        f"Iron falls in runners{gap}1, 2). It rose by 20%{gap}3), and with sweat{gap}2)-4), "
        "for two ends: 1) to help them, and 2) to teach (the old of group 3), as was said. "
        "Q1) Why? A1) So."
    )
    entries = [f"{i}) {words}" for i, words in enumerate(LIST_WORDS, 1)]
    found = [(m.text, m.numbers) for m in read([prose], entries)[2]]
    assert found == [("1, 2)", (1, 2)), ("3)", (3,)), ("2)-4)", (2, 3, 4))]


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("Iron fell in one runner in five1. It fell more in girls by age two2, but tablets raised it3.", [(1,), (2,), (3,)]),
        ("Iron fell by half in runners1. It rose in mice kept at 5 °C2,3. Tablets raised it4.", [(1,), (2, 3), (4,)]),
        ("Iron fell by half in runners.1 It rose in girls.2,  3 Tablets raised it.4", [(1,), (2, 3), (4,)]),
        ("Iron fell(Reference Ekman1). It rose in girls(Reference Lund2, Reference Mora, Nash and Obi3).", [(1,), (2, 3)]),
    ],
)  # fmt: skip
def test_numbers_that_a_page_flattens(prose: str, expected: list[tuple[int, ...]]) -> None:
    whole = article("\n\n".join(["Iron in runners", prose, "References", *LIST]))
    found = segment(whole)
    references = parse_references(found.article, found.blocks)
    markers = find_markers(found.article, found.blocks, references)
    assert [m.numbers for m in markers] == expected
