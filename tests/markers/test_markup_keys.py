"""Keys as markup languages write them: reStructuredText, AsciiDoc, Org, MyST, Typst, LaTeX."""

import pytest
from builders import article, block
from test_forms import led_to

from pipeline.markers.spoken import taken_out
from pipeline.markers.stage import find_markers
from pipeline.references.stage import parse_references
from pipeline.segment.stage import find_blocks
from pipeline.sentences.stage import split_sentences

WORKS = [
    "Harmon T, Ibsen U. Melittin and cells. Venom Lett. 2011;3(2):60-68.",
    "Kolb W. Skin and bees. Acu Safety. 2015;7(1):15-23.",
]
LABELS = ["[har11] ", "[kolb] "]


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("Venom harms [har11]_ [kolb]_.", [("[har11]_", 0), ("[kolb]_", 1)]),
        ("Venom harms :cite:`har11`.", [(":cite:`har11`", 0)]),
        ("Venom harms :footcite:p:`kolb`.", [(":footcite:p:`kolb`", 1)]),
        ("Venom harms {cite:p}`kolb`.", [("{cite:p}`kolb`", 1)]),
        ("Venom harms <<kolb>>.", [("<<kolb>>", 1)]),
        ("Venom harms <<kolb,Kolb 2015>>.", [("<<kolb,Kolb 2015>>", 1)]),
        ("Venom harms xref:kolb[].", [("xref:kolb[]", 1)]),
        ("Venom harms cite:[har11(61)].", [("cite:[har11(61)]", 0)]),
        ("Venom harms [cite:@kolb].", [("[cite:@kolb]", 1)]),
        ("Venom harms [[cite:&kolb]].", [("[[cite:&kolb]]", 1)]),
        ("Venom harms cite:kolb.", [("cite:kolb", 1)]),
        ("Venom harms #cite(<har11>).", [("#cite(<har11>)", 0)]),
        ("See <<chapter-two>>, xref:dose[] and the cite: above.", []),
    ],
)
def test_keys_of_markup(prose: str, found: list[tuple[str, int]]) -> None:
    entries = [label + work for label, work in zip(LABELS, WORKS, strict=True)]
    expected = [(text, [entries[n][:6]], "resolved") for text, n in found]
    assert led_to(prose, entries) == expected


@pytest.mark.parametrize("label", ["[3.{}] ", "3.{} ", "(3.{}) ", "3.{}. "])
@pytest.mark.parametrize(
    ("mark", "cited"),
    [("[3.2]", [1]), ("[3.1, 3.2]", [0, 1]), ("[3.1–3.2]", [0, 1]), ("[3.1-2]", [0, 1])],
)
def test_numbers_by_chapters(label: str, mark: str, cited: list[int]) -> None:
    works = ["Harmon T, Ibsen U. Melittin. Venom Lett. 2011;3(2):60-68.", "Kolb W. Bees. 2015."]
    entries = [label.format(n) + work for n, work in enumerate(works, start=1)]
    (one,) = led_to(f"Venom of 3.1 mg harms bees {mark}.", entries)
    begins = [text[3:] if text[0].isdigit() else text for text in entries]
    assert one == (mark, [begins[n][:6] for n in cited], "resolved")


def test_a_key_with_two_works() -> None:
    entries = [label + work for label, work in zip(LABELS, WORKS, strict=True)]
    for prose in ("[cite:@har11;@kolb]", "{cite}`har11,kolb`", "[har11; kolb]"):
        ((text, found, _),) = led_to(f"Venom harms {prose}.", entries)
        assert (text, len(found)) == (prose, 2)


@pytest.mark.parametrize("label", [
    ".. [{}] ", "* [[[{}]]] ", "* [[[{},1]]] ", "- <<{}>> ", ".. [#{}] ", "[[{}]] ",
])  # fmt: skip
def test_labels_of_entries(label: str) -> None:
    lines = [label.format(key) + work for key, work in zip(("har11", "ko"), WORKS, strict=True)]
    text = "\n".join(lines)
    second = len(lines[0]) + 1
    blocks = [
        block(text, start, end, "references", "reference")
        for start, end in ((0, second - 1), (second, len(text)))
    ]
    assert [r.authors[0].family for r in parse_references(article(text), blocks)] == [
        "Harmon",
        "Kolb",
    ]


def test_numbers_and_names_in_one_list() -> None:
    prose = "Bee venom destroys the membranes of red blood cells in the dish [1]_ [2]_ [#kolb]_."
    entries = f".. [1] {WORKS[0]}\n.. [2] {WORKS[1]}\n.. [#kolb] {WORKS[1]}\n"
    made = article(f"Bee venom\n\n{prose}\n\nReferences\n\n{entries}")
    blocks = find_blocks(made)
    references = parse_references(made, blocks)
    assert [r.number for r in references] == [1, 2, None]
    markers = find_markers(made, blocks, references)
    assert [m.references for m in markers] == [(r.id,) for r in references]
    assert [m.text for m in markers] == ["[1]_", "[2]_", "[#kolb]_"]


def test_fn_before_a_number() -> None:
    text = f"fn12. {WORKS[0]}"
    (entry,) = parse_references(
        article(text), [block(text, 0, len(text), "references", "reference")]
    )
    assert (entry.number, entry.authors[0].family) == (12, "Harmon")


def test_commands_that_print_a_name_are_read() -> None:
    text = (
        "Venom harms cells. \\citet{harmon2011} saw it in mice. It burns~\\citep{harmon2011}. "
        "It is sold @harmon2011. @harmon2011 tested it. Pain fell. \\cite{harmon2011} Bees died."
    )
    made = article(text)
    markers = find_markers(made, [block(text, 0, len(text))], [])
    quoted = []
    for one in split_sentences(made, [block(text, 0, len(text))], markers):
        words = text[one.start : one.end]
        for start, end in reversed(taken_out(text, one.start, one.end, markers)):
            if one.start <= start < one.end:
                words = words[: start - one.start] + words[end - one.start :]
        quoted.append(words.replace(" .", ".").strip())
    assert quoted == [
        "Venom harms cells.",
        "\\citet{harmon2011} saw it in mice.",
        "It burns.",
        "It is sold.",
        "@harmon2011 tested it.",
        "Pain fell.",
        "Bees died.",
    ]
