"""What relation and object say of the direction, as a table."""

import pytest

from pipeline.claims.direction import direction_of, said_direction
from pipeline.claims.features import tokens
from pipeline.records import Part


@pytest.mark.parametrize(
    ("relation", "object_", "after", "expected"),
    [
        ("stimulates", "osteoclasts", "", "increase"),
        ("can lead to", "hair loss", "", "increase"),
        ("is associated with higher", "bone density", "", "increase"),
        ("are more likely to cause", "fractures", "", "increase"),
        ("helps", "the heart", "", "increase"),
        ("helps identify", "any problem", "", None),
        ("has been shown to prevent", "bone loss", "", "decrease"),
        ("results in reduced", "intake", "", "decrease"),
        ("are less likely to smoke in", "winter", "", "decrease"),
        ("had", "lower weight", "", "decrease"),
        ("showed", "increased volume, and reduced cytokines", "", "mixed"),
        ("leads to", "higher breakdown and lower density", "", "mixed"),
        ("improves", "bone mass", ", and decreased gut permeability", "mixed"),
        ("increases", "inflammation", ", damages the lining, and promotes illness", "increase"),
        ("does not increase", "the risk", "", "no_effect"),
        ("didn't reduce", "pain", "", "no_effect"),
        ("has", "no effect on death rates", "", "no_effect"),
        ("is not", "a disease", "", None),
        ("had", "half the risk of stroke", "", "decrease"),
        ("had about", "a third of the odds", "", "decrease"),
        ("took", "half a tablet", "", None),
        ("was", "18%", "lower in women", "decrease"),
        ("was", "4 mm Hg higher in men", "", "increase"),
        ("were on", "average 0.3 mmol/L lower", "in the group", "decrease"),
        ("was twice as", "common", "in children", "increase"),
        ("were half as frequent in", "the children", "", "decrease"),
        ("was", "18%", "in women", None),
        ("not only increases", "bone mass", "", "increase"),
        ("is", "a mineral", "", None),
        ("is found in", "kale", "", None),
        ("", "", "", None),
        # A word of change in a name is none; the verb decides.
        ("causes", "lower urinary symptoms", "", "increase"),
        ("increases", "lower limb pain", "", "increase"),
        ("raises the risk of", "reduced hearing", "", "increase"),
        ("raises", "the risk of reduced hearing", "", "increase"),
        ("leads to", "hearing loss", "", "increase"),
        ("leads to", "a loss of hearing", "", "decrease"),
        ("is associated with", "reduced risk of gout", "", "decrease"),
        ("was associated with", "hearing impairment", "", None),
        ("were associated with", "a 30% lower risk", "", "decrease"),
        ("have found", "mixed results", "", "mixed"),
        ("recognizes", "germs", "and releases antibodies", "increase"),
        ("saw", "their weight fall by a tenth", "", "decrease"),
        ("are more dangerous than", "bees", "", None),
        # Passives, fractions, what is the same.
        ("was caused by", "gout", "", "increase"),
        ("can be prevented by", "gout", "", "decrease"),
        ("was unchanged by", "weight", "", "no_effect"),
        ("was no better than", "placebo", "", "no_effect"),
        ("was found between", "No link", "", "no_effect"),
        ("was unable to lower", "weight", "", "no_effect"),
        # Another clause says otherwise.
        ("had", "no effect in boys", ", but lowered pain in girls", "mixed"),
        ("lowers", "weight", ", though large trials found no effect", "mixed"),
        ("lowered", "pain", ", but other trials show that it does not reduce it", "mixed"),
    ],
)
def test_direction(relation: str, object_: str, after: str, expected: str | None) -> None:
    assert direction_of(tokens(relation), tokens(object_), tokens(after)) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("there is no evidence that zinc", "no_effect"),
        ("it has not been shown that zinc", "no_effect"),
        ("there is evidence that zinc", "decrease"),
    ],
)
def test_what_is_denied_beforehand(before: str, expected: str) -> None:
    assert direction_of(["lowers"], ["weight"], (), tokens(before)) == expected


@pytest.mark.parametrize(
    ("subject", "relation", "expected"),
    [
        ("Far fewer coughs", "were seen in", "decrease"),
        ("More deaths", "were recorded in", "increase"),
        ("More than 200 deaths", "were recorded in", None),
        ("More women", "reported", None),
    ],
)
def test_how_many_were_seen(subject: str, relation: str, expected: str | None) -> None:
    text = f"{subject} {relation} children."
    parts = [
        Part(text=x, start=text.index(x), end=text.index(x) + len(x))
        for x in (subject, relation, "children")
    ]
    assert said_direction(text, *parts, 0, len(text)) == expected


@pytest.mark.parametrize(
    ("text", "object_", "expected"),
    [
        ("Honey reduced cough more than no treatment in two trials.", "cough more", "decrease"),
        ("Honey reduced cough compared with no treatment.", "cough", "decrease"),
        ("Honey reduced cough compared with no treatment.", "no treatment", "decrease"),
        ("Honey reduced cough versus no drug, but had no effect in men.", "cough", "mixed"),
    ],
)
def test_what_is_compared_with_denies_nothing(text: str, object_: str, expected: str) -> None:
    parts = [
        Part(text=words, start=text.index(words), end=text.index(words) + len(words))
        for words in ("Honey", "reduced", object_)
    ]
    assert said_direction(text, *parts, 0, len(text)) == expected
