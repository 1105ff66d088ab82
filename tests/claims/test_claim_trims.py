"""Parts without datelines, labels, brackets and markers; what is carried over from before."""

import pytest

from pipeline.claims.carried import antecedent, study_before
from pipeline.claims.clauses import Parts
from pipeline.claims.trims import trimmed
from pipeline.records import Marker, Part, Sentence


def part(text, words):
    if words is None:
        return None
    start = text.index(words)
    return Part(text=words, start=start, end=start + len(words))


@pytest.mark.parametrize(
    ("text", "subject", "relation", "said", "expected"),
    [
        ("March 3, 2015 -- Nut allergies rose.", "March 3, 2015 -- Nut allergies", "rose", None,
         ("Nut allergies", None)),
        ("OSLO (Newswire) - Women who snore have strokes.", "OSLO (Newswire) - Women who snore",
         "have", "strokes", ("Women who snore", "strokes")),
        ("Findings: Zinc lowered copper.", "Findings: Zinc", "lowered", "copper",
         ("Zinc", "copper")),
        ("Zinc loss steadily harms people with bowel disease.", "Zinc loss steadily", "harms",
         "people", ("Zinc loss", "people with bowel disease")),
        ("Lack of iron (a metal) causes anemia (tiredness).", "Lack of iron (a metal", "causes",
         "anemia (tiredness", ("Lack of iron", "anemia")),
        ("Goitre is caused by a lack of iodine.", "Goitre", "is caused by", "a lack of iodine",
         ("a lack of iodine", "Goitre")),
        ("Mice treated with zinc had less pain.", "Mice treated with zinc", "had", "less pain",
         ("zinc", "less pain")),
        ("About 40% of adults have asthma.", "About 40% of adults", "have", "asthma",
         ("adults", "asthma")),
        ("(1) It was none.", "(1)", "was", "none", (None, "none")),
    ],
)  # fmt: skip
def test_parts_as_a_reader_names_them(text, subject, relation, said, expected):
    parts = Parts(part(text, subject), part(text, relation), part(text, said))
    found = trimmed(text, parts, (), 0, len(text))
    assert (found.subject and found.subject.text, found.object and found.object.text) == expected
    for one in found:
        assert one is None or text[one.start : one.end] == one.text


def test_no_marker_stands_in_a_part():
    text = "Zinc [4] and iron raise copper."
    mark = Marker(
        article="a", id="m", start=5, end=8, text="[4]", style="bracketed", numbers=(4,),
        sentence=None, references=(), status="no_list",
    )  # fmt: skip
    parts = Parts(part(text, "Zinc [4] and iron"), part(text, "raise"), part(text, "copper"))
    assert trimmed(text, parts, [mark], 0, len(text)).subject == part(text, "Zinc")


@pytest.mark.parametrize(
    ("first", "second", "subject", "expected"),
    [
        ("Selenium", "It protects the thyroid.", "It", "Selenium"),
        ("Selenium", "They protect the thyroid.", "They", None),
        ("Statins", "They lower cholesterol.", "They", "Statins"),
        ("Selenium", "It is known that zinc helps.", "It", None),
        ("Selenium", "This mineral protects the thyroid.", "This mineral", "Selenium"),
        ("Selenium", "This protects the thyroid.", "This", None),
        ("Researchers", "They lower cholesterol.", "They", None),
    ],
)
def test_antecedent(first, second, subject, expected):
    text = f"{first} came first. {second}"
    own = part(text, subject)
    found = antecedent(text, own, None, Parts(part(text, first)), None)
    assert (found and found.text) == expected


def row(at, block="b"):
    return Sentence(
        article="a", id=f"s{at}", start=at, end=at + 1, text="A trial began.", region="body",
        section=(), block=block,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("plain", "blocks", "expected"),
    [
        ("Colds were shorter with zinc.", "bbb", ("randomized trial", "s0")),
        ("The participants slept longer.", "bcc", ("randomized trial", "s0")),
        ("Colds were shorter with zinc.", "bcc", None),
        ("Other studies found no effect.", "bbb", None),
        ("Zinc is a metal.", "bbb", None),
    ],
)
def test_a_result_has_the_study_before_it(plain, blocks, expected):
    rows = [row(at, block) for at, block in enumerate(blocks)]
    named = {0: "randomized trial"}
    assert study_before(rows, 2, plain, named.get) == expected
