"""Markers to sentences, clauses, inherited support, flags."""

import json
from dataclasses import dataclass

import pytest
from builders import sentence
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.records import Claim, Marker, MarkerStatus, Reference, Sentence
from pipeline.sentences.stage import link_markers
from pipeline.support.clauses import cited_parts
from pipeline.support.neighbours import lenders, reports_own_work
from pipeline.support.stage import FLAGS, link_claims
from pipeline.support.ties import Offsets, Paragraph, load


@dataclass
class Paper:
    text: str
    sentences: list[Sentence]
    markers: list[Marker]


def marker(text: str, start: int, end: int, status: MarkerStatus = "resolved") -> Marker:
    digits = "".join(c if c.isdigit() else " " for c in text[start:end])
    numbers = tuple(int(n) for n in digits.split())
    return Marker(
        article="a",
        id=f"a:m{start}",
        start=start,
        end=end,
        text=text[start:end],
        style="parenthetical",
        numbers=numbers,
        sentence=None,
        references=tuple(f"a:r{n}" for n in numbers),
        status=status,
    )


def paper(*blocks: str) -> Paper:
    """Build records from blocks of sentences parted by ``¦``, braces round markers."""
    found = Paper("", [], [])
    spans: list[tuple[int, int, str]] = []
    marks: list[tuple[int, int]] = []
    for at, block in enumerate(blocks):
        for written in block.split("¦"):
            begin = len(found.text)
            for piece in written.strip().split("{"):
                inside, brace, rest = piece.partition("}")
                if brace:
                    marks.append((len(found.text), len(found.text) + len(inside)))
                found.text += inside + rest
            spans.append((begin, len(found.text), f"a:b{at}"))
            found.text += " "
    found.sentences = [sentence(found.text, *span) for span in spans]
    found.markers = [marker(found.text, *span) for span in marks]
    return found


def claim(of: Sentence) -> Claim:
    return Claim(
        article="a",
        id=f"{of.id}:c",
        start=of.start,
        end=of.end,
        text=of.text,
        source="a.txt",
        section=(),
        claim=of.text,
        before=None,
        after=None,
        sentence=of.id,
        score=1.0,
        type="finding",
        negated=False,
        hedged=False,
        cues=(),
        direction=None,
        species=None,
        study=None,
        quantities=(),
        subject=None,
        relation=None,
        object=None,
        entities=(),
        citations=(),
        support="uncited",
        flags=(),
    )


ENTRY = Reference(
    article="a",
    id="a:r1",
    start=0,
    end=1,
    text="1",
    number=1,
    authors=(),
    et_al=False,
    year=None,
    title=None,
    container=None,
    volume=None,
    issue=None,
    pages=None,
    doi=None,
    pmid=None,
    pmcid=None,
    url=None,
    csl={},
    search_url="",
)


def linked(of: Paper) -> list[Claim]:
    claims = [claim(one) for one in of.sentences]
    return link_claims(claims, of.sentences, of.markers)


def test_a_marker_gets_the_sentence_that_holds_it() -> None:
    of = paper("Bones grow. {(1)} ¦They break {[2]}.", "So it is.")
    outside = replace(of.markers[0], start=len(of.text) + 5, end=len(of.text) + 6)
    found = link_markers([*of.markers, outside], of.sentences)
    assert [m.sentence for m in found] == [of.sentences[0].id, of.sentences[1].id, None]
    assert link_markers(of.markers, [])[0].sentence is None
    assert of.markers[0].sentence is None, "the given records stay as they were"


def scopes(written: str) -> list[tuple[str, str | None]]:
    of = paper(written)
    (found,) = linked(of)
    return [
        (c.text, None if c.start is None else of.text[c.start : c.end]) for c in found.citations
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("X rises {(1)}.", [("(1)", None)]),
        ("X rises.{1,2}", [("1,2", None)]),
        ("X rises {[1]}{[2]}.", [("[1]", None), ("[2]", None)]),
        (
            "X rises {(5)}, while Z falls {(6)}.",
            [("(5)", "X rises (5)"), ("(6)", "while Z falls (6).")],
        ),
        (
            "X rises{5} and Z falls{6}; Y stays.",
            [("5", "X rises5"), ("6", "and Z falls6")],
        ),
        ("Called an organ {(1)}, new links are found.", [("(1)", "Called an organ (1)")]),
        (
            "Lower in blood,{1} diet,{2} and bone.{3}{4}",
            [
                ("1", "Lower in blood,1"),
                ("2", "diet,2"),
                ("3", "and bone.34"),
                ("4", "and bone.34"),
            ],
        ),
        ("X rises {(5)}, suggesting that Z falls.", [("(5)", "X rises (5)")]),
        # What stands in parentheses is not cut, and its markers belong together.
        (
            "As in geese (barnacle, {(4)}; greylag, {(6)}) and parrots (see {(7)}).",
            [
                ("(4)", "As in geese (barnacle, (4); greylag, (6))"),
                ("(6)", "As in geese (barnacle, (4); greylag, (6))"),
                ("(7)", "and parrots (see (7))."),
            ],
        ),
        (
            "It holds for X {[4]} (r = .6, p < .01), and for Z {[5]} (r = .8, p < .01).",
            [
                ("[4]", "It holds for X [4] (r = .6, p < .01)"),
                ("[5]", "and for Z [5] (r = .8, p < .01)."),
            ],
        ),
        (
            "X rises{5} (though Ng{6} saw it fall), and Z falls.{7}",
            [("5", "X rises5"), ("6", "(though Ng6 saw it fall)"), ("7", "and Z falls.7")],
        ),
        ("X rises {[4]} (for a review, see {[5]}).", [("[4]", None), ("[5]", None)]),
        ("Many have tried it (e.g., {15-17} and others).", [("15-17", None)]),
        # Without a new clause between them, markers cite as one.
        ("Cells of Li {[4]} mixed with dye of Ng {[5]}.", [("[4]", None), ("[5]", None)]),
        ("It was run {[4]} using maps as references {[5]}.", [("[4]", None), ("[5]", None)]),
        ("A small trial {[2]} in women saw pain rise.", [("[2]", None)]),
        ("Another study,{[2]} which was small, saw it.", [("[2]", None)]),
        (
            "Ng et al. {[3]} saw a rise, while Li {[4]} saw a fall.",
            [("[3]", "Ng et al. [3] saw a rise"), ("[4]", "while Li [4] saw a fall.")],
        ),
    ],
)
def test_a_marker_cites_its_sentence_or_a_clause(
    written: str, expected: list[tuple[str, str | None]]
) -> None:
    assert scopes(written) == expected


@given(st.lists(st.tuples(st.text("ab ,;(and)e.g."), st.sampled_from(["(1)", "[2]", "3", ""]))))
def test_every_part_is_tight_and_holds_its_marker(pieces: list[tuple[str, str]]) -> None:
    text, markers = "", []
    for words, written in pieces:
        text += words + written
        if written:
            markers.append((len(text) - len(written), len(text)))
    parts = cited_parts(text, markers)
    assert len(parts) == len(markers)
    for (start, end), part in zip(markers, parts, strict=True):
        begin, stop = part or (0, len(text))
        assert begin <= start and end <= stop
        assert part is None or text[begin:stop].strip() == text[begin:stop]


INHERITED = [
    # A topic sentence, its evidence next.
    ("Studies in mice found mixed results. ¦One saw less bone {(5)}.", 0, [1]),
    ("Two types of reaction occur. ¦Vessels narrow {(2)}.", 0, [1]),
    ("There have been failures. ¦This includes a trial in athletes {[3]}.", 0, [1]),
    # A chain of sentences ends in the marker.
    ("Cells release signals. ¦These reach the bone. ¦They then destroy it.{11}", 0, [2]),
    ("Cells release signals. ¦These reach the bone. ¦They then destroy it.{11}", 1, [2]),
    # The same study goes on.
    ("One trial{[2]} tested it in men. ¦Both groups lost fat. ¦Strength increased.", 2, [0]),
    ("In a trial, 17 women tried it. ¦Scores improved. ¦Weight was lower then. {(3)}", 0, [2]),
    ("In a trial, 17 women tried it. ¦Scores improved. ¦Weight was lower then. {(3)}", 1, [2]),
    # Evidence is drawn together.
    ("X fell.{1} ¦Y fell.{2} ¦These findings suggest that Z falls.", 2, [0, 1]),
    # The authors' own work is not supported by other papers.
    ("Evidence was found. ¦This is in line with one study {(4)}.", 0, []),
    ("One trial {(2)} had two groups. ¦We found that both groups lost fat.", 1, []),
    # No tie.
    ("Bone is a living tissue. ¦Fractures heal in weeks {(4)}.", 0, []),
    ("X rises in rats {(4)}. ¦Fermented foods hold bacteria.", 1, []),
    ("Gastric cancer is one of the most common cancers. ¦It kills many {[86]}.", 0, []),
    ("Nothing here is cited. ¦This is not either.", 0, []),
    ("X rises in rats {(4)}.", 0, []),
]


@pytest.mark.parametrize(("written", "at", "expected"), INHERITED)
def test_support_from_the_neighbours(written: str, at: int, expected: list[int]) -> None:
    of = paper(written)
    assert lenders(paragraph(of), at, None) == expected
    found = linked(of)[at]
    if expected:
        assert found.support == "inherited" and "uncited" not in found.flags
        assert {c.scope for c in found.citations} == {"inherited"}
    else:
        assert found.support in ("cited", "uncited")


OWN_WORK = [
    # The next sentence points back, and only that one counts.
    ("Cells release exosomes. ¦These vesicles carry RNA {(11)}.", 0, [1]),
    ("Cells age. ¦They release exosomes. ¦These vesicles carry RNA {(11)}.", 0, []),
    # What a study of others went on to find.
    ("Ng et al. {(2)} treated rats. ¦The treatment group lost bone.", 1, [0]),
    ("A recent trial {(2)} had two groups. ¦Both groups lost fat.", 1, [0]),
    # Methods, results and conclusions of the authors' own.
    ("Groups were matched as before {(2)}. ¦All participants lost fat.", 1, []),
    ("We ran a trial as planned {(2)}. ¦Both groups lost fat.", 1, []),
    ("X fell.{1} ¦Y fell.{2} ¦These findings suggest that Z falls.", 2, []),
    ("Studies found mixed results. ¦We measured it as described {(4)}.", 0, []),
    ("Nothing follows.", 0, []),
]


@pytest.mark.parametrize(("written", "at", "expected"), OWN_WORK)
def test_support_from_the_neighbours_in_a_report_of_own_work(
    written: str, at: int, expected: list[int]
) -> None:
    of = paper(written)
    assert lenders(paragraph(of), at, load()) == expected
    sentences = [replace(s, section=("2. Methods",)) for s in of.sentences]
    sentences += [replace(of.sentences[0], id="a:s", start=10**6, section=("Results",))]
    claims = [claim(s) for s in sentences[:-1]]
    found = link_claims(claims, sentences, of.markers)[at]
    assert (found.support == "inherited") == bool(expected)


def paragraph(of: Paper) -> Paragraph:
    markers: list[Offsets] = [
        [(m.start - s.start, m.end - s.start) for m in of.markers if s.start <= m.start < s.end]
        for s in of.sentences
    ]
    return Paragraph([s.text for s in of.sentences], markers)


@pytest.mark.parametrize(
    ("headings", "sentences", "expected"),
    [
        (["Introduction", "Materials and Methods", "Results"], ["Bone grew."], True),
        (["2. Methods", "3 Results and discussion"], [], True),
        (["Patients and methods", "DISCUSSION"], [], True),
        (["Experimental procedures", "Findings"], [], True),
        ([], ["We found a rise.", "Our results agree.", "Bone grew."] * 2, True),
        ([], ["We found a rise."] * 4 + ["Bone grew."] * 200, False),
        ([], ["We found a rise.", "Bone grew."], False),
        (["Method of the month", "Your results"], ["Bone grew."], False),
        (["Introduction", "Conclusion"], ["Bone grew."], False),
    ],
)
def test_a_report_of_own_work(headings: list[str], sentences: list[str], expected: bool) -> None:
    assert reports_own_work(headings, sentences) is expected


def test_nothing_is_inherited_across_blocks() -> None:
    found = linked(paper("Studies found mixed results.", "These include one in mice {(5)}."))
    assert [c.support for c in found] == ["uncited", "cited"]


def test_flags_are_kept_and_added_once() -> None:
    of = paper("X rises {(1)}. ¦Bread holds iron.")
    of.markers[0] = replace(of.markers[0], status="partial")
    claims = [claim(s) for s in of.sentences]
    claims[0] = replace(claims[0], flags=("promotion", "unresolved_reference"), species="animal")
    first, second = link_claims(claims, of.sentences, of.markers)
    assert first.flags == ("promotion", "unresolved_reference", "animal_only")
    assert second.flags == ("uncited",)
    assert claims[1].flags == ()


def test_an_article_without_a_list_says_so() -> None:
    of = paper("X rises {(1)}. ¦Bread holds iron.")
    claims = [claim(s) for s in of.sentences]
    of.markers[0] = replace(of.markers[0], status="no_list", references=())
    first, second = link_claims(claims, of.sentences, of.markers)
    assert first.flags == ("no_reference_list",)
    assert second.flags == ("uncited",)


def test_every_flag_has_a_meaning_in_words() -> None:
    assert {"uncited", "unresolved_reference", "animal_only", "strong_wording"} <= set(FLAGS)
    assert all(code.islower() and " " in meaning for code, meaning in FLAGS.items())


def test_a_claim_whose_sentence_is_unknown_is_uncited() -> None:
    of = paper("X rises {(1)}.")
    lost = replace(claim(of.sentences[0]), sentence="a:s9")
    assert link_claims([lost], of.sentences, of.markers)[0].support == "uncited"


def test_seeds() -> None:
    own = inherited = total = 0
    for path in sorted((ROOT / "tests" / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        with (ROOT / "seeds" / gold["file"]).open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        blocks = [(b["start"], b["end"]) for b in gold["blocks"]]
        sentences = [
            sentence(text, s["start"], s["end"], next(f"{a}" for a, b in blocks if s["start"] < b))
            for s in gold["sentences"]
        ]
        markers = [
            replace(marker(text, m["start"], m["end"]), numbers=tuple(m["numbers"]))
            for m in gold["markers"]
        ]
        by_start = {s.start: s for s in sentences}
        truths = [c for c in gold["claims"] if c["certain"]]
        claims = [claim(by_start[c["sentence_start"]]) for c in truths]
        for truth, found in zip(truths, link_claims(claims, sentences, markers), strict=True):
            numbers = {n for c in found.citations if c.scope != "inherited" for n in c.numbers}
            own += numbers == set(truth["numbers"])
            inherited += (found.support == "inherited") == truth["inherited"]
            total += 1
    assert own / total >= 0.99
    assert inherited / total >= 0.85


@pytest.mark.parametrize(
    ("told", "parts"),
    [
        ("{Tarn (2018)} found that zinc falls.", [None]),
        ("According to {Tarn (2018)}, zinc falls, but copper rises.", [None]),
        (
            "{Tarn (2018)} found that zinc falls, and {Orr (2019)} that it rises.",
            ["Tarn (2018) found that zinc falls", "and Orr (2019) that it rises."],
        ),
    ],
)
def test_a_name_that_tells_cites_what_follows(told: str, parts: list[str | None]) -> None:
    found = paper(told)
    text = found.text.strip()
    offsets = [(m.start, m.end) for m in found.markers]
    cited = cited_parts(text, offsets, range(len(offsets)))
    assert [part and text[part[0] : part[1]] for part in cited] == parts


def test_a_sentence_over_a_list_is_supported_by_its_items() -> None:
    lead = "Some foods may lower blood sugar:"
    found = paper(lead, "Cinnamon {[1]}", "Oats {[2]}", "They are cheap. {[3]}")
    claims = link_claims([claim(found.sentences[0])], found.sentences, found.markers)
    assert [c.text for c in claims[0].citations] == ["[1]", "[2]"]
    assert claims[0].support == "inherited"
