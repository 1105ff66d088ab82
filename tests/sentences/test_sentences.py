"""Sentence boundaries: a table to read, the seeds' gold, and properties on random text."""

import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from builders import article
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Block, Kind, Marker, Region
from pipeline.sentences.stage import sentence_spans, split_sentences


def block(
    text: str, start: int, end: int, kind: Kind = "paragraph", region: Region = "body"
) -> Block:
    return Block(
        article="a",
        id=f"a:b{start}",
        start=start,
        end=end,
        text=text[start:end],
        region=region,
        kind=kind,
        section=("Bones",),
    )


def marker(text: str, start: int, end: int) -> Marker:
    return Marker(
        article="a",
        id=f"a:m{start}",
        start=start,
        end=end,
        text=text[start:end],
        style="parenthetical",
        numbers=(),
        sentence=None,
        references=(),
        status="no_list",
    )


def marked(written: str) -> tuple[str, list[Marker]]:
    """Read ``loss.{1-3} In fact``: braces stand round the markers and are dropped."""
    text, spans = "", []
    for piece in written.split("{"):
        inside, brace, rest = piece.partition("}")
        if brace:
            spans.append((len(text), len(text) + len(inside)))
        text += inside + rest
    return text, [marker(text, start, end) for start, end in spans]


def split(written: str, kind: Kind = "paragraph") -> list[str]:
    text, markers = marked(written)
    found = split_sentences(article(text), [block(text, 0, len(text), kind)], markers)
    return [sentence.text for sentence in found]


# ¦ stands where the splitter must cut, braces round markers.
MARKERS = [
    "Many have bone loss.{1-3} ¦In fact, few know.",
    "They destroy bone.{7-9}\u00a0¦Multiple trials agree.",
    "It fell by 3.19%.{10} ¦Others rose.",
    "It rose (5%).{10} ¦Others fell.",
    "It is the “forgotten organ.”{4} ¦Others disagree.",
    "It rose {(5)}. ¦In another type it fell {(6)}.",
    "It rose. {(5)} ¦In another type it fell. {(6)}",
    "It rose {[12]}. ¦It fell.{[13]} ¦It stayed.{[14]}{[15]} ¦All agree.",
    "It rose. {[12]} {[13]} ¦It fell.",
    "Density is lower {(18, 19)}",
    "Density is lower.{18, 19}",
    "About 500-1000 species.{19, 20} ¦More exist.",
    "Ng et al. {[12]} found it. ¦So did Li et al.{13} in rats.",
    "This was shown by Ng et al. {(2004)}. ¦It was new.",
    "It rose {(Ng et al. 2004; Li, J. 2005. Bone.)} in mice. ¦It fell.",
    "It fell. ¦{Ng et al., in Bone 4. (1982)} saw a rise.",
    "It fell.{5}¦In mice it rose.",
    "In adults with pain,{5} it rose; in others{6} it fell. ¦Why?",
    "Nobody saw this marker.[3] ¦It was missed.3 ¦Twice. (9, 10) ¦Or more. (11)",
    "It rose.{[3]}[upper-alpha 1] ¦It fell.[B]{[4]} ¦It stayed.[note 2] ¦All agree.",
    "It has parts. ¦(1) The first grows. ¦(2) The second does not.",
    "It rose.{1},{4} ¦It fell in mice.",
    "It rose in mice. ¦{van der Berg (1999)} saw it fall.",
]
PLAIN = [
    "Bones grow. ¦They break! ¦Do they heal? ¦Yes.",
    "Probiotics. ¦Eat your fermented foods! ¦Mice did.",
    "Leaky gut, again? ¦Yep. ¦When it leaks, microbes pass.",
    "Cells (e.g. osteoclasts, i.e. large cells) and, e.g., others grow.",
    "See Fig. 2 and Figs. 3 and 4 of Dr. Smith vs. Mr. Jones. ¦Good.",
    "Levels, cf. Table 2, approx. 5 mg, were low.",
    "J. Smith and A. B. Jones found E. coli and S. aureus. ¦Both grow.",
    "He takes vitamin K. ¦Mice take vitamin D. ¦It helps.",
    "Deficient in vitamin B12. ¦In fact, many are.",
    "It was 3.19 in version 2.0.1 of www.example.com. ¦Good.",
    "See https://example.com/a.html?b=c.html. ¦Good.",
    "Three things: bone, gut; and health. ¦Done.",
    "I wonder... ¦Then it came. ¦Well … maybe not.",
    "“It heals.” ¦“Does it?” she asked. ¦“Yes!” ¦He left.",
    "It heals (see the table). ¦(It did not always.) ¦Good.",
    "He works (he began in May. It was hot.) at home. ¦Good.",
    "(One is here. ¦Two is there.) ¦Good.",
    "Sold in the U.S. and the U.K. at 5 p.m. daily. ¦Good.",
    "It is sold in the U.S. ¦The rest is not.",
    "Katie Allen, M.D., of Acme Inc. said so. ¦She left Acme Inc. ¦She did.",
    "We saw it in MS. ¦When cells die, Ms. Lee knows.",
    "They took 2.5 mg/d. ¦Levels fell in group A. ¦Group B gained 2 kg.",
    "It grows. ¦ß-carotene falls.",
    "It was kept for 24 h. ¦Cells were washed.",
    "It was 5 mg. ¦Ten people came.",
    "No. 5 is best, p. 55 says. ¦He said no. ¦We agree.",
    "It was found. ¦mRNA was low. ¦p53 was high. ¦α-Synuclein too.",
    "Wonderful article.¦Great information!",
    "Blood clots late. ¦von Recklinghausen disease is rare. ¦de la Cruz saw it grow.",
    "Grapes hold little. ¦trans-Resveratrol faded. ¦cis-9 acids stayed. ¦alpha-Tocopherol rose.",
    "17β-estradiol fell. ¦5-HTP rose. ¦mTOR was low, approx. non-Hodgkin values.",
    "It was great. ¦i would go again. ¦it helped approx. the same.",
    "The first line of a\nwrapped text ends. ¦The second\ngoes on.",
    "One. ¦Two",
]


@pytest.mark.parametrize("written", MARKERS + PLAIN)
def test_boundaries(written: str) -> None:
    expected = [marked(part)[0].strip() for part in written.split("¦")]
    assert split(written.replace("¦", "")) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("• Probiotics. Eat them!", ["Probiotics.", "Eat them!"]),
        ("- Bones grow.", ["Bones grow."]),
        ("1. Bones grow. 2 of 3 break.", ["Bones grow.", "2 of 3 break."]),
        ("(a) Bones grow", ["Bones grow"]),
        ("2) Bones grow", ["Bones grow"]),
        ("• E. coli grows. S. aureus too.", ["E. coli grows.", "S. aureus too."]),
        ("o\tRye grows.", ["Rye grows."]),
        ("•", []),
        ("1. ", []),
    ],
)
def test_the_bullet_of_a_list_item_is_no_part_of_a_sentence(
    written: str, expected: list[str]
) -> None:
    assert split(written, "list_item") == expected


def test_a_numbered_paragraph_loses_its_number_too() -> None:
    assert split("1. Eat well. 2 of 3 do.") == ["Eat well.", "2 of 3 do."]


def test_bullets_run_into_a_paragraph_are_dropped() -> None:
    assert split("Do this:. - eat well. - sleep.") == ["Do this:.", "eat well.", "sleep."]


@pytest.mark.parametrize("kind", ["title", "heading", "caption", "reference", "comment", "other"])
def test_only_prose_is_split(kind: Kind) -> None:
    assert split("Bones grow. They break.", kind) == []


@pytest.mark.parametrize("region", ["references", "related", "comments", "boilerplate"])
def test_only_front_and_body_are_split(region: Region) -> None:
    text = "Bones grow."
    assert not split_sentences(article(text), [block(text, 0, 11, region=region)], [])


def test_records_know_their_block_and_are_numbered_in_text_order() -> None:
    text = "Bones grow. They break.\nSo it is."
    blocks = [block(text, 24, 33), block(text, 0, 23, region="front")]
    found = split_sentences(article(text), blocks, [])
    assert [s.id for s in found] == ["a:s0000", "a:s0001", "a:s0002"]
    assert [(s.block, s.region) for s in found] == [("a:b0", "front")] * 2 + [("a:b24", "body")]
    assert found[0].section == ("Bones",)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests" / "gold").glob("*.json")), ids=lambda p: p.stem
)
def test_seeds(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    with (ROOT / "seeds" / gold["file"]).open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    blocks = [block(text, b["start"], b["end"], b["kind"], b["region"]) for b in gold["blocks"]]
    markers = [marker(text, m["start"], m["end"]) for m in gold["markers"]]
    found = {(s.start, s.end) for s in split_sentences(article(text), blocks, markers)}
    expected = {(s["start"], s["end"]) for s in gold["sentences"]}
    assert 2 * len(found & expected) / (len(found) + len(expected)) >= 0.99


@given(st.text(alphabet="aB .!?…\n\u00a0()[]“”\"'-•1β.", max_size=60) | st.text(max_size=60))
def test_spans_are_tight_ordered_and_lose_only_space_and_bullets(text: str) -> None:
    spans = list(sentence_spans(text, 0, len(text)))
    kept = "".join(text[start:end] for start, end in spans)
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


@given(
    st.lists(st.sampled_from(["Bone", " ", ". ", ".", "{1}", "{ 2-3 }", "{(4)}", "In ", "al. "]))
)
def test_a_marker_is_never_cut(pieces: list[str]) -> None:
    text, markers = marked("".join(pieces))
    marks = [(m.start, m.end) for m in markers]
    spans = list(sentence_spans(text, 0, len(text), marks))
    for start, end in marks:
        middle = (start + end) // 2
        assert sum(a <= middle < b and a <= start + 1 and end - 1 <= b for a, b in spans) == 1


@pytest.mark.clock
@pytest.mark.parametrize(
    "unit", [".", ". ", "(", "()", "a. ", ".)", '."', ".[1]", "x. (1) ", "Ab. "]
)
def test_time_is_linear_on_hostile_text(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        began = time.process_time()
        for _ in sentence_spans(text, 0, len(text)):
            pass
        return time.process_time() - began

    assert seconds(200_000) < 40 * seconds(20_000) + 0.5


def test_the_letter_of_an_answer_is_no_part_of_it() -> None:
    text = "Q. Does tea help?\nA. Tea helps most."
    at = text.index("A.")
    found = split_sentences(article(text), [block(text, at, len(text), "paragraph")], [])
    assert [s.text for s in found] == ["Tea helps most."]
    alone = "A. Lund found that tea helps."
    assert split(alone) == [alone]
