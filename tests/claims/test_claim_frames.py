"""Parts made whole: lists gone through, roles and links opened."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.claims.clauses import Parts
from pipeline.claims.frames import framed
from pipeline.records import Entity, Part


def mention(text: str, start: int, end: int) -> Entity:
    return Entity(
        article="a", id=str(start), start=start, end=end, text=text[start:end], type="Anatomy",
        concept=None, long_form=None, score=1.0, sentence=None,
    )  # fmt: skip


def marked(given: str) -> tuple[str, list[Entity]]:
    """``[Mentions]`` stand in brackets."""
    text, spans = "", []
    for piece in re.split(r"(\[[^]]*\])", given):
        start = len(text)
        text += piece.strip("[]")
        if piece.startswith("["):
            spans.append((start, len(text)))
    return text, [mention(text, *span) for span in spans]


def part(text: str, words: str) -> Part | None:
    if not words:
        return None
    start = text.index(words)
    return Part(text=words, start=start, end=start + len(words)) if words else None


@pytest.mark.parametrize(
    ("given", "parts", "expected"),
    [
        (
            "It limits the [absorption of calcium], [zinc], other [B vitamins], and [iron].",
            ("It", "limits", "the absorption of calcium"),
            ("It", "limits", "the absorption of calcium, zinc, other B vitamins, and iron"),
        ),
        # The list has an end, though it is no mention.
        (
            "It raised [bone mass], increased [bone formation], and a share of something.",
            ("It", "raised", "bone mass"),
            ("It", "raised", "bone mass, increased bone formation"),
        ),
        # A subject goes on through its relative clause, up to the verb and its adverbs.
        (
            "[People] who slept more than nine hours also had [gout].",
            ("People who slept", "had", "gout"),
            ("People who slept more than nine hours", "had", "gout"),
        ),
        (
            "[People] who slept, and walked, had [gout].",
            ("People who slept", "had", "gout"),
            ("People who slept", "had", "gout"),
        ),
        (
            "There is no evidence that [zinc] prevents [colds].",
            ("zinc", "prevents", "no evidence that"),
            ("zinc", "prevents", "colds"),
        ),
        # No noun ends in a word of grammar.
        (
            "[Zinc] lowered anxiety scores compared with [placebo].",
            ("Zinc", "lowered", "anxiety scores compared with"),
            ("Zinc", "lowered", "anxiety scores"),
        ),
        # An auxiliary is not the verb.
        (
            "It has also clearly reduced [pain].",
            ("It", "has", ""),
            ("It", "has also clearly reduced", "pain"),
        ),
        ("It has reduced [pain].", ("It", "has", "reduced pain"), ("It", "has", "reduced pain")),
        # A comma alone is no list, and a verb begins another clause.
        ("It limits [bone loss], [zinc].", ("It", "limits", "bone loss"), None),
        (
            "It limits [pain] and [zinc] helps.",
            ("It", "limits", "pain"),
            None,
        ),
        (
            "It causes [bone diseases] like [osteoporosis] and [arthritis].",
            ("It", "causes", "bone diseases"),
            ("It", "causes", "bone diseases like osteoporosis and arthritis"),
        ),
        (
            "It is seen in people with [GI disorders].",
            ("It", "is seen in", "people"),
            ("It", "is seen in", "people with GI disorders"),
        ),
        (
            "It aids the [immune system] now.",
            ("It", "aids", "the immune"),
            ("It", "aids", "the immune system"),
        ),
        ("It isn’t a toll-like thing.", ("It", "isn", "a toll"), ("It", "isn’t", "a toll-like")),
        # What follows an apostrophe is another word.
        ("It’s good.", ("It", "’s", "good"), None),
        (
            "[Microbes] play a growing role in [human] health.",
            ("Microbes", "play", "a growing role"),
            ("Microbes", "play a growing role", "human health"),
        ),
        (
            "Trials suggest a role of [vitamin C] in [bone health].",
            ("Trials", "suggest", "a role"),
            ("vitamin C", "suggest a role", "bone health"),
        ),
        (
            "Studies found a link between [sleep loss] and [obesity] in men.",
            ("Studies", "found", "a link between sleep loss and obesity"),
            ("sleep loss", "found a link between", "obesity"),
        ),
        (
            "The link between [sleep] and [obesity] is strong.",
            ("The link between sleep and obesity", "is", "strong"),
            ("sleep", "link between", "obesity"),
        ),
        (
            "Half of patients with [gout] and [asthma] have [pain].",
            ("Half of patients", "have", "pain"),
            ("Half of patients with gout and asthma", "have", "pain"),
        ),
        # Where the tagger was not sure: the nouns before and after the relation.
        (
            "Patients with [gout] have an increased risk of [stroke], [asthma], and [pain].",
            ("", "have", ""),
            ("Patients with gout", "have", "an increased risk of stroke, asthma, and pain"),
        ),
        (
            "This shows why in [mice], [sleep loss] contributes to a feeling of [pain].",
            ("", "contributes", ""),
            ("sleep loss", "contributes", None),
        ),
        (
            "In [mice], [sleep loss] contributes to [pain].",
            ("", "contributes", ""),
            ("sleep loss", "contributes", "pain"),
        ),
        (
            "Those who have [insulin] at home now often help.",
            ("", "help", ""),
            (None, "help", None),
        ),
    ],
)
def test_parts(given: str, parts: tuple[str, ...], expected: tuple[str, ...] | None) -> None:
    text, mentions = marked(given)
    found = framed(text, Parts(*(part(text, words) for words in parts)), mentions, 0, len(text))
    assert tuple(one and one.text for one in found) == (expected or parts)


def test_nothing_stays_nothing() -> None:
    assert framed("Iron and zinc.", Parts(), [], 0, 14) == Parts()


@given(st.data())
def test_parts_are_verbatim_and_inside_on_any_text(data: st.DataObject) -> None:
    words = st.sampled_from(["iron", "role in", "and", ",", "with", "link between", "of", "people"])
    text = " ".join(data.draw(st.lists(words, min_size=1, max_size=12))) + "."
    places = [m.span() for m in re.finditer(r"\S+", text)]
    mentions = [mention(text, *p) for p in data.draw(st.lists(st.sampled_from(places), max_size=4))]
    drawn = [data.draw(st.none() | st.sampled_from(places)) for _ in range(3)]
    parts = Parts(*(p and Part(text=text[p[0] : p[1]], start=p[0], end=p[1]) for p in drawn))
    for one in framed(text, parts, sorted(mentions, key=lambda m: m.start), 0, len(text)):
        if one is not None:
            assert text[one.start : one.end] == one.text
            assert 0 <= one.start < one.end <= len(text)


def test_no_part_ends_before_it_begins() -> None:
    text = "role in role in role in iron."
    relation, said = Part(text="in", start=21, end=23), Part(text="role", start=16, end=20)
    found = framed(text, Parts(None, relation, said), [mention(text, 24, 29)], 0, len(text))
    assert all(one is None or one.start < one.end for one in found)
