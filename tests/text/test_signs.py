"""Bullets, labels and headings of reference lists: known in every room and every format."""

import html
import re

import pytest
from builders import article

from pipeline.read.formats import read_format
from pipeline.records import Reference
from pipeline.references.stage import parse_references
from pipeline.segment.stage import find_blocks
from pipeline.sentences.stage import split_sentences
from pipeline.text.headings import heads_references, may_head_references, opening_heading
from pipeline.text.signs import key_at, number_at, past_bullet

ENTRIES = (
    "Alder BC, Birk D. Walking and the strength of bones. J Bones. 2011;12(3):45-52.",
    "Dorn GH, Elm I, Frey O. Milk and the teeth of children. Diet Teeth. 2009;4:101-9.",
    "Fink JK. Sleep and the heart. Heart Rev. 2015;33(2):e201.",
    "Gold LM, Hale N. Vitamins in winter. Ann Vitam. 2018;7:12-20.",
)
FIRST = ["Alder", "Dorn", "Fink", "Gold"]
PROSE = (
    "People who walk for an hour a day keep stronger bones than people who rarely leave the house, "
    "and fewer of them broke a hip in the ten years that followed."
)
# How the entries 1 to 4 are labelled, and whether the label is a number.
NUMBERS = """
1. | [1] | [1]. | (1) | 1) | 1: | 1 - | 1 – | 1- | #1. | #1 | Ref 1: | Ref. 1. | No. 1: |
Reference 1 | ¹ | ① | 1 | [^1]: | ［1］ | 【1】 | ^1 | (1). | ❶ | ⒈ | 1.
"""
RAISED, CIRCLED, BLACK, STOPPED = "¹²³⁴", "①②③④", "❶❷❸❹", "⒈⒉⒊⒋"
KEYS = (
    ("[ABi11]", "[DEl09]", "[Fin15]", "[GH18]"),
    ("[AB+11]", "[DE+09]", "[Fi+15]", "[Go+18]"),
    ("[S1]", "[S2]", "[S3]", "[S4]"),
    ("S1.", "S2.", "S3.", "S4."),
    ("R1", "R2", "R3", "R4"),
    ("†", "‡", "§", "¶"),
    ("*", "**", "***", "****"),
    ("a.", "b.", "c.", "d."),
    ("(a)", "(b)", "(c)", "(d)"),
    ("i.", "ii.", "iii.", "iv."),
    ("[^ald]:", "[^dor]:", "[^fin]:", "[^gol]:"),
    ("ᵃ", "ᵇ", "ᶜ", "ᵈ"),
    ("\\bibitem{ald11}", "\\bibitem{dor09}", "\\bibitem{fin15}", "\\bibitem{gol18}"),
)
BULLETS = [*"•●▪■◦‣·∙○►▸➢❖◆✔→»*-–+⁃□\uf0b7✓➤★"]


def labels(first: str) -> list[str]:
    for signs in (RAISED, CIRCLED, BLACK, STOPPED):
        if first in signs:
            return list(signs)
    return [first.replace("1", str(n)) for n in range(1, 5)]


def read(name: str, text: str) -> list[Reference]:
    made = read_format(text.encode(), name, 10**6)
    whole = article(made.text)
    return parse_references(whole, find_blocks(whole, hints=made.hints), made.hints)


def as_html(heading: str, entries: list[str]) -> str:
    listed = "".join(f"<p>{html.escape(e)}</p>" for e in entries)
    return (
        f"<html><body><article><h1>Bones and walking</h1><p>{PROSE}</p><p>{PROSE}</p>"
        f"<h2>{html.escape(heading)}</h2>{listed}</article></body></html>"
    )


def document(name: str, heading: str, entries: list[str]) -> str:
    if name.endswith(".html"):
        return as_html(heading, entries)
    marks = ("# ", "## ") if name.endswith(".md") else ("", "")
    listed = "\n".join(entries)
    return f"{marks[0]}Bones and walking\n\n{PROSE}\n\n{PROSE}\n\n{marks[1]}{heading}\n\n{listed}\n"


def families(found: list[Reference]) -> list[str]:
    return [r.authors[0].family if r.authors else "" for r in found]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize("label", [x.strip() for x in NUMBERS.replace("\n", " ").split("|")])
def test_a_number_is_that_of_its_entry_and_none_of_its_author(label: str, name: str) -> None:
    made = [f"{sign} {e}" for sign, e in zip(labels(label), ENTRIES, strict=True)]
    found = read(name, document(name, "References", made))
    assert families(found) == FIRST
    assert [r.number for r in found] == [1, 2, 3, 4]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize("keys", KEYS, ids=lambda keys: keys[0])
def test_a_key_is_none_of_its_author(keys: tuple[str, ...], name: str) -> None:
    if keys[0] == "*" and name.endswith(".md"):
        pytest.skip("a star is a bullet there")
    made = [f"{sign} {e}" for sign, e in zip(keys, ENTRIES, strict=True)]
    found = read(name, document(name, "References", made))
    assert families(found) == FIRST
    assert [r.number for r in found] == [None] * 4


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize("gap", [" ", ""])
@pytest.mark.parametrize("bullet", BULLETS)
def test_a_bullet_is_no_part_of_an_entry(bullet: str, gap: str, name: str) -> None:
    if not gap and bullet in "*-–+o":
        return  # a dash or a star before a word is none
    found = read(name, document(name, "References", [f"{bullet}{gap}{e}" for e in ENTRIES]))
    assert [r.text for r in found] == list(ENTRIES)


@pytest.mark.parametrize("bullet", BULLETS)
def test_a_bullet_is_no_part_of_a_sentence(bullet: str) -> None:
    whole = article(f"Bones and walking\n\n{PROSE}\n\n{bullet} {PROSE}\n{bullet} {PROSE}\n")
    found = split_sentences(whole, find_blocks(whole), [])
    assert {s.text for s in found} == {PROSE}


@pytest.mark.parametrize(
    "text",
    ["1-Methylxanthine in blood", "5-HT receptors in mice", "[6]-Gingerol and pain", "3,5-Dihydro",
     "[Iron status]. Sports", "[Retracted] Ferritin", "I. Newton", "A. Smith and B. Lee",
     "2 weeks of rest", "E. coli in milk", "B12 Deficiency In Man", "1950 cohort", "van Dam J",
     "No evidence of harm"],
)  # fmt: skip
def test_words_that_look_like_labels(text: str) -> None:
    assert number_at(text) is None
    assert key_at(text) is None
    assert past_bullet(text) == 0


@pytest.mark.parametrize(
    "text",
    ["^ Roe", "^ a b Roe", "^ Jump up to: a b Roe", "↑ Roe", "• ^ Roe", "^a b Roe", "↩ Roe",
     "Jump up ^ Roe", "^ 1.0 1.1 Roe", "\u200b• Roe", "•\u00a0Roe"],
)  # fmt: skip
def test_links_back_to_the_text_are_no_part_of_an_entry(text: str) -> None:
    assert text[past_bullet(text) :] == "Roe"


HEADINGS = """
References | REFERENCES | References: | References (12) | REFERENCES (12) | 7. References |
VII. References | Show references | View all references | 12 References | Selected references |
Works cited | WORKS CITED | Works consulted | Sources | SOURCES: | Article sources |
Scientific references | Notes and references | References and notes |
References & further reading | Citations | Footnotes | Endnotes | Bibliography |
Literature cited | Reference list | List of references | References for this article |
References[edit] | Literatur | Literaturverzeichnis | Quellen | Einzelnachweise | Références |
Notes et références | Bibliographie | Bibliografía | Referencias | Referencias bibliográficas |
Fuentes | Referências | Riferimenti bibliografici | Fonti | Literatuur | Bronnen | Referencer |
Kilder | Källor | Referenser | Lähteet | Bibliografia | Piśmiennictwo | Irodalom | Kaynaklar |
Список литературы | Литература | Источники | Βιβλιογραφία | 参考文献 | 參考文獻 | 참고문헌 |
المراجع | Tài liệu tham khảo | Our sources | References to Chapter 4 |
Chapter 2: References | Bibliography for Part II | Sources used on this page
"""
KNOWN = [x.strip() for x in re.sub(r"\s+", " ", HEADINGS).split("|")]
DOUBTFUL = ["Notes", "Literature", "Further reading", "Resources", "Evidence", "Anmerkungen"]


@pytest.mark.parametrize("heading", KNOWN)
def test_headings_of_references(heading: str) -> None:
    for printed in (heading, f"## {heading}", f"**{heading}**", heading.upper()):
        assert heads_references(printed)


@pytest.mark.parametrize(
    ("line", "end"),
    [("References: 1. Roe K", 11), ("REFERENCES [1] Roe K", 10), ("Works cited Roe K. Zinc", 11),
     ("**Sources:** Roe K", 12), ("Literatur 1. Roe K", 9), ("Notes: 1. Roe K", 6),
     ("Roe K. Zinc", 0)],
)  # fmt: skip
def test_a_heading_on_the_line_of_the_first_entry(line: str, end: int) -> None:
    assert opening_heading(line) == end


@pytest.mark.parametrize(
    "heading",
    ["Results", "Food sources", "Best sources of zinc", "Literature review", "Sources of error",
     "Reference ranges", "Dietary reference intakes", "What are the sources", *DOUBTFUL],
)  # fmt: skip
def test_other_headings(heading: str) -> None:
    assert not heads_references(heading)
    assert may_head_references(heading) == (heading in DOUBTFUL)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize("heading", [*KNOWN, *DOUBTFUL])
def test_a_list_under_each_heading(heading: str, name: str) -> None:
    found = read(name, document(name, heading, list(ENTRIES)))
    assert [r.text for r in found] == list(ENTRIES)


@pytest.mark.parametrize(
    "piece", ["• ", "[1] ", "^ a ", "1. ", "(", "a b ", "#", "\u200b", "references "]
)
def test_signs_take_time_in_their_length_only(piece: str) -> None:
    text = piece * 100_000
    assert past_bullet(text) < 1000
    assert number_at(text) is None or key_at(text) is None
    assert not heads_references(text)
    assert opening_heading(text) < 200
