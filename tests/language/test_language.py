"""Tokens keep their offsets, markers are cut out, abbreviations are found and checked."""

import re
import time

import pytest
from builders import article, sentence
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language.abbreviations import find_definitions, is_short_form, long_form_start
from pipeline.language.stage import Language, _tokenizer, analyse_language, pieces
from pipeline.records import Block, Marker


def marker(text: str, printed: str) -> Marker:
    start = text.index(printed)
    return Marker(
        article="a", id=f"a:m{start}", start=start, end=start + len(printed), text=printed,
        style="superscript", numbers=(), sentence=None, references=(), status="no_list",
    )  # fmt: skip


def language(text: str, *printed: str) -> Language:
    marks = [marker(text, p) for p in printed]
    return analyse_language(article(text), [], [sentence(text)], marks)


def words(found: Language) -> list[str]:
    return [found.text[a:b] for a, b in zip(found.starts, found.ends, strict=True)]


TOKENS = [
    ("Bone loss (see text).", (), ["Bone", "loss", "(", "see", "text", ")", "."]),
    ("TNF-alpha rises.", (), ["TNF-alpha", "rises", "."]),
    ("It can't be.", (), ["It", "ca", "n't", "be", "."]),
    ("in bone loss.1-3", ("1-3",), ["in", "bone", "loss", "."]),
    ("of PTH.5,6 It", ("5,6",), ["of", "PTH", ".", "It"]),
    ("vitamin K2 (25, 26)", ("(25, 26)",), ["vitamin", "K2"]),
    ("the gut\u00a0lining", (), ["the", "gut", "lining"]),
]


@pytest.mark.parametrize(("text", "marks", "expected"), TOKENS)
def test_tokens(text: str, marks: tuple[str, ...], expected: list[str]) -> None:
    assert words(language(text, *marks)) == expected


def test_a_piece_opens_after_a_marker() -> None:
    found = language("bone [1] loss", "[1]")
    assert words(found) == ["bone", "loss"]
    assert list(found.opens) == [1, 1]


def test_headings_and_title_are_read_too_but_not_other_blocks() -> None:
    text = "Bones\nTeaser\nThey break."
    blocks = [
        Block(article="a", id=f"a:b{i}", start=s, end=e, text=text[s:e], region=r, kind="heading",
              section=())
        for i, (s, e, r) in enumerate([(0, 5, "body"), (6, 12, "related")])
    ]  # fmt: skip
    found = analyse_language(article(text), blocks, [sentence(text, 13)], [])
    assert [(u.start, u.end, u.sentence) for u in found.units] == [(0, 5, None), (13, 24, "a:s13")]
    assert words(found) == ["Bones", "They", "break", "."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Bottom line: They break.", "They break."),
        ("KEY POINT – Bones break.", "Bones break."),
        ("Taste: Lack of zinc dulls it.", "Lack of zinc dulls it."),
        ("Its view: Bones break.", "Its view: Bones break."),
        ("Bones: they break.", "Bones: they break."),
        ("Bones break in all who fall: They heal.",) * 2,
    ],
)  # fmt: skip
def test_a_label_is_a_unit_of_its_own(text: str, said: str) -> None:
    found = analyse_language(article(text), [], [sentence(text, 0)], [])
    assert text[found.units[-1].start :] == said
    assert {unit.sentence for unit in found.units} == {"a:s0"}


@pytest.mark.parametrize(
    ("span", "cuts", "left"),
    [
        ((0, 10), [], [(0, 10)]),
        ((0, 10), [(3, 5)], [(0, 3), (5, 10)]),
        ((0, 10), [(0, 2), (8, 10)], [(2, 8)]),
        ((5, 10), [(0, 2), (4, 6), (12, 14)], [(6, 10)]),
        ((5, 10), [(0, 20)], []),
    ],
)
def test_pieces(
    span: tuple[int, int], cuts: list[tuple[int, int]], left: list[tuple[int, int]]
) -> None:
    assert list(pieces(*span, cuts)) == left


DEFINED = [
    ("tumor necrosis factor-alpha (TNF-alpha).", {"TNF-alpha": "tumor necrosis factor-alpha"}),
    ("Patients on proton pump inhibitors (PPI) do.", {"PPI": "proton pump inhibitors"}),
    ("various “toll-like” receptors (TLRs) on", {"TLRs": "toll-like receptors"}),
    ("with Alzheimer’s disease (AD) and", {"AD": "Alzheimer’s disease"}),
    ("the quality of life (QoL) of", {"QoL": "quality of life"}),
    ("by phosphoribosyl pyrophosphate (PRPP).", {"PRPP": "phosphoribosyl pyrophosphate"}),
    ("(USDA) and new tall inns (NTI).", {"NTI": "new tall inns"}),
    ("and Plant Health Inspection (PHI)", {"PHI": "Plant Health Inspection"}),
    ("a low MBC (minimum biocidal content)", {"MBC": "minimum biocidal content"}),
    ("drink stock (broth) daily", {}),
    ("Polychlorinated biphenyls [PCBs] do.", {"PCBs": "Polychlorinated biphenyls"}),
    ("with human papillomavirus [see below] is", {}),
    ("a study of men (see Table) showed", {}),
    ("in adults (men and women) too", {}),
    ("several conditions (CFS) unlike that", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DEFINED)
def test_abbreviations(text: str, expected: dict[str, str]) -> None:
    found = language(text).abbreviations
    assert {a.short: a.long for a in found} == expected
    for one in found:
        assert text[one.short_start : one.short_end] == one.short
        assert one.long_end <= one.short_start or one.short_end <= one.long_start


def test_a_definition_does_not_cross_a_marker() -> None:
    assert not language("bone mineral density [3] (BMD) fell", "[3]").abbreviations


@pytest.mark.parametrize(
    ("short", "ok"),
    [("IBD", True), ("TNF-alpha", True), ("mRNA", True), ("K2", True), ("broth", False),
     ("Table", False), ("12", False), ("see text", False)],
)  # fmt: skip
def test_short_forms(short: str, ok: bool) -> None:
    assert is_short_form(short) is ok


def test_the_long_form_begins_where_the_initials_do() -> None:
    text = "a low bone mineral density"
    assert long_form_start(text, 0, len(text), "BMD") == text.index("bone")
    assert long_form_start(text, 0, len(text), "XYZ") is None


TEXT = st.text(alphabet="abC1 .,()[]-'’“\n\t\u00a0αβ½é\u200b\U0001f600", max_size=120)


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_tokens_are_verbatim_tight_and_in_order(text: str) -> None:
    found = language(text)
    at = 0
    for start, end in zip(found.starts, found.ends, strict=True):
        assert at <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
        at = end
    assert "".join(words(found)) == "".join(text.split())


@pytest.mark.clock
@pytest.mark.parametrize(
    "unit", ["x", "(", "(A) ", "(AB) ", "AB (c d) ", "a-", ".", "\u00a0", "bone "]
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    began = time.process_time()
    language(unit * (100_000 // len(unit)))
    assert time.process_time() - began < 5


def test_memory_does_not_grow_with_words_never_seen() -> None:

    kept = []
    for n in range(3):
        text = " ".join(f"new{n}word{m}, {n}x-{m}" for m in range(500))
        language(text)
        kept.append(len(_tokenizer().vocab.strings))
    assert len(set(kept)) == 1


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Restless legs syndrome, or RLS, disturbs sleep.", "RLS", "Restless legs syndrome"),
        ("Juvenile arthritis (hereafter JA) hurts.", "JA", "Juvenile arthritis"),
        ("Chronic kidney disease, also called CKD, is silent.", "CKD", "Chronic kidney disease"),
        (
            "Gastric reflux disease (GRD, also heartburn) is common.",
            "GRD",
            "Gastric reflux disease",
        ),
        ("Ferritin (Fn) stores iron.", "Fn", "Ferritin"),
    ],
)
def test_definitions_that_are_apposed(text: str, short: str, long: str) -> None:
    tokens = [(m.start(), m.end(), False) for m in re.finditer(r"\w+|[^\w\s]", text)]
    found = {one.short: one.long for one in find_definitions(text, [tokens])}
    assert found == {short: long}


@pytest.mark.parametrize("text", ["We met Jane, or JANE, there.", "Zinc (In) more.", "a, or"])
def test_what_is_apposed_is_not_always_a_definition(text: str) -> None:
    tokens = [(m.start(), m.end(), False) for m in re.finditer(r"\w+|[^\w\s]", text)]
    assert not find_definitions(text, [tokens])
