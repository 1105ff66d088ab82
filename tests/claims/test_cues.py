"""Negation, hedging, species, study design, quantities and wording, as tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.claims.attributes import CHANGES, change_counts, species_of, study_of, wording_flags
from pipeline.claims.cues import hedge_cues, negation_cues
from pipeline.claims.features import tokens
from pipeline.claims.quantities import find_quantities
from pipeline.claims.text import quote, words_of
from pipeline.records import Marker


def words(text):
    return words_of(text, 0, len(text), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zinc does not shorten colds.", True),
        ("Zinc doesn’t shorten colds.", True),
        ("There is no evidence that zinc shortens colds.", True),
        ("The trial found that zinc did not shorten colds.", True),
        ("Colds cannot be cured.", True),
        ("One trial found no difference between the groups.", True),
        ("The supplement failed to lower blood pressure.", True),
        ("Tar water is of no use in gout.", True),
        ("Fish that has been smoked is not a danger.", True),
        ("Hardly any of the dose is absorbed.", True),
        ("A link with stroke cannot be ruled out.", False),
        ("Zinc shortens colds.", False),
        ("Zinc shortens colds in people who do not smoke.", False),
        ("Although zinc is not a drug, it shortens colds.", False),
        ("If you do not sleep, your blood pressure rises.", False),
        ("Zinc not only shortens colds but prevents them.", False),
        ("Smoking is the No. 1 cause of lung cancer.", False),
        ("Calcium from pills, but not from food, raises the risk.", False),
        # Words that deny nothing, and words that deny without a "not".
        ("Coffee does not merely wake people up.", False),
        ("Relapse is not unusual after surgery.", False),
        ("No less than half of the men improved.", False),
        ("Never-drinkers had fewer strokes.", False),
        ("A no-salt diet lowers blood pressure.", False),
        ("The remedy is nothing more than sugar water.", False),
        ("The drug is not without risks.", False),
        ("There is no question that exercise helps.", False),
        ("Butter, not margarine, raised LDL.", False),
        ("A feeling of not getting enough air is typical.", False),
        ("Magnesium had little to no effect on cramps.", True),
        ("The researchers were unable to find an effect.", True),
        ("The belief that cold causes colds is not supported by trials.", True),
        ("The theory that sugar makes children wild has not been confirmed.", True),
        ("Neither diet lowered cholesterol.", True),
        ("The balm was of no help in gout.", True),
        ("Pills that were stored in heat are not safe.", True),
        ("Children whose mothers had smoked were not smaller.", True),
        ("Pills that people do not swallow are wasted.", False),
        ("The trial has yet to show a benefit.", True),
        ("There was a lack of benefit in men.", True),
        ("Nobody doubts that sleep helps.", False),
        ("Nothing beats rest.", False),
        ('A club called "No More Salt" met.', False),
        ('The panel said "no drug helps".', True),
        ("There is no denying that sleep helps.", False),
        ("", False),
    ],
)
def test_negated_is_about_a_main_predicate(text, expected):
    assert any(one.main for one in negation_cues(words(text))) is expected


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("People who snore do not sleep less.", "snore"),
        ("Teas that contain senna don't cure anything.", "contain"),
    ],
)
def test_a_relative_clause_ends_where_a_second_verb_follows(text, verb):
    assert not any(one.main for one in negation_cues(words(text)))
    assert any(one.main for one in negation_cues(words(text), {text.index(verb)}))


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("Zinc may shorten colds.", ["may"]),
        ("Colds were counted in May 2001.", []),
        ("Zinc can shorten colds.", []),
        ("The results suggest that zinc shortens colds.", ["suggest"]),
        ("These findings do not suggest a benefit.", []),
        ("Zinc seems to work and might be safe.", ["seems", "might"]),
        ("It is possible that zinc works.", ["possible"]),
        ("Rest as much as possible.", []),
        ("Colds were thought to come from cold air.", ["thought"]),
        ("Smokers are more likely to catch colds.", []),
        ("About 40% of adults catch a cold.", []),
        ("The rash appears to fade.", ["appears"]),
        ("The swelling appears on the ankles.", []),
        ("The suggested amount is 600 mg a day.", []),
        ("The cohort included 500 apparently healthy women.", []),
        ("In March and May, pollen is high.", []),
        ("As suggested by the guideline, doses were low.", []),
        ("Ginger is likely to ease nausea.", ["likely to"]),
        ("It remains uncertain whether selenium works.", ["uncertain whether"]),
        ("There is a small chance the lump is cancer.", ["There is a small chance"]),
        ("A rise in strokes cannot be ruled out.", ["cannot be ruled out"]),
        ("The evidence is inconclusive.", ["inconclusive"]),
        ("Statins may not help old people.", ["may"]),
        ("It is not known whether it is safe.", ["not known whether"]),
        ("Doctors don't know if it works.", ["don't know if"]),
        ("It is conceivable that mould lingers.", ["conceivable"]),
        ("It is doubtful that zinc works.", ["doubtful"]),
        ("Dr. Ann May reported it in May.", []),
        ("The MIGHT study found less pain.", []),
        ("Some people who think that they react do not.", []),
        ('A label that says "may contain milk" is a warning.', []),
        ("It is conceivable that zinc works.", ["conceivable"]),
        ("A benefit remains doubtful.", ["doubtful"]),
        ("The dose is still debated.", ["debated"]),
        ("Nobody is sure why it works.", ["Nobody is sure why"]),
        ("Expectation plays a part.", []),
        ("Parents who think that milk is to blame are often wrong.", []),
        ('Stickers that read "may contain soy" are common.', []),
        ('Doctors say zinc "may help" too.', ["may"]),
        ("The MAY trial enrolled 40 women.", []),
        ("Prof. Ida May treated them in May.", []),
        ("May is the worst month.", []),
        ("May apple resin removes warts.", []),
        ("Zinc May Shorten Colds", ["May"]),
        ("May cause drowsiness.", ["May"]),
        ("Possible side effects are few.", []),
    ],
)
def test_hedges(text, cues):
    found = words(text)
    assert [text[found[a].start : found[b].end] for a, b, _ in hedge_cues(found, text, 0)] == cues


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Patients slept better.", "human"),
        ("A survey of 900 Danes found less asthma.", "human"),
        ("In roundworms, the drug prolonged life.", "animal"),
        ("Those who smoke sleep badly.", "human"),
        ("Adult male mice slept better.", "animal"),
        ("Both rodents and humans need sleep.", "mixed"),
        ("You need sleep for your brain.", None),
        ("Chicken soup soothes a cold.", None),
        ("Zinc shortens colds.", None),
        ("Human studies are lacking, but rats slept better.", "animal"),
        ("Children with a dog at home had less eczema.", "human"),
        ("Adults who kept cats had less eczema, as dog owners had.", "human"),
        ("In trials with mice and 20 women, it healed.", "mixed"),
    ],
)
def test_species(text, expected):
    assert species_of(words(text), text.lower()) == expected


@pytest.mark.parametrize(
    ("text", "species", "expected"),
    [
        ("In a randomized, double-blind trial, zinc helped.", None, "randomized trial"),
        ("A meta-analysis of randomized trials found a benefit.", None, "meta-analysis"),
        ("A prospective study followed nurses.", "human", "cohort"),
        ("Studies in mice found a benefit.", "animal", "animal study"),
        ("The effect was seen in vitro.", None, "in vitro"),
        ("It fell in cultured human cells.", None, "in vitro"),
        ("A 12-week non-randomized controlled study of 23 people.", "human", "clinical trial"),
        ("An open-label pilot study found less pain.", None, "clinical trial"),
        ("Mice were randomized to zinc.", "animal", "animal study"),
        ("A trial in dogs found less pain.", "animal", "animal study"),
        ("Mendelian randomization shows no link.", None, "genetic study"),
        ("Nurses were followed for more than 18 years.", "human", "cohort"),
        ("A retrospective analysis of records.", None, "observational study"),
        ("A pooled analysis of six trials.", None, "meta-analysis"),
        ("A review of 31 studies refuted it.", None, "review"),
        ("It passed peer review; doctors should review the risks.", None, None),
        ("Zinc shortens colds.", None, None),
    ],
)
def test_study(text, species, expected):
    assert study_of(text.lower(), species) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They took 45 mg/day.", [("45 mg/day", 45, "mg/day")]),
        ("It fell by 3.19%.", [("3.19%", 3.19, "%")]),
        ("It is 50 to 80 percent heritable.", [("50 to 80 percent", 50, "percent")]),
        ("A two-year trial.", [("two-year", 2, "year")]),
        ("About 1,200 people took part.", [("1,200", 1200, None)]),
        ("One hundred trillion microbes.", [("One hundred trillion", 1e14, None)]),
        ("2.5 million adults.", [("2.5 million", 2.5e6, None)]),
        ("In 1998, on May 3, a study began.", []),
        ("Vitamin B12, type 2 diabetes and IL-6.", []),
        ("Two groups were compared.", []),
        # Ranges: the lower bound counts.
        ("It fell by 5% to 10%.", [("5% to 10%", 5, "%")]),
        ("It fell by 2.5–4 kg/m2.", [("2.5–4 kg/m2", 2.5, "kg/m2")]),
        ("Five to ten percent", [("Five to ten percent", 5, "percent")]),
        ("At 98.2 +/- 0.6 °F.", [("98.2 +/- 0.6 °F", 98.2, "°F")]),
        ("Women between 18 and 45 years", [("between 18 and 45 years", 18, "years")]),
        ("It grew between 1998 and 2005.", []),
        # Doses and concentrations.
        ("60 mg per day", [("60 mg per day", 60, "mg per day")]),
        ("Limit it to 200 mg a day.", [("200 mg a day", 200, "mg a day")]),
        ("Take 2 capsules daily.", [("2 capsules daily", 2, "capsules daily")]),
        ("2 g/kg/day for 20–30 min", [("2 g/kg/day", 2, "g/kg/day"), ("20–30 min", 20, "min")]),
        ("over 50 copies/ml", [("50 copies/ml", 50, "copies/ml")]),
        ("It cost $5 million.", [("$5 million", 5e6, "$")]),
        # p values, estimates, confidence intervals.
        ("Pain fell (p < 0.001).", [("p < 0.001", 0.001, "p")]),
        ("A p value of .03.", [("p value of .03", 0.03, "p")]),
        ("P = 2.3 × 10−8", [("P = 2.3 × 10−8", 2.3e-8, "p")]),
        (
            "OR 1.35 (95% CI 1.10–1.66)",
            [("OR 1.35", 1.35, "OR"), ("95% CI 1.10–1.66", 1.1, "95% CI")],
        ),
        (
            "a hazard ratio (HR) of 0.45, 95% confidence interval: 0.3 to 0.6",
            [
                ("hazard ratio (HR) of 0.45", 0.45, "hazard ratio"),
                ("95% confidence interval: 0.3 to 0.6", 0.3, "95% CI"),
            ],
        ),
        (
            "RRs of 1.33 and −0.5, r = −0.67",
            [("RRs of 1.33", 1.33, "RR"), ("−0.5", -0.5, None), ("r = −0.67", -0.67, "r")],
        ),
        ("Zinc or 5 mg iron", [("5 mg", 5, "mg")]),
        # Changes by a factor.
        ("a three-fold rise", [("three-fold", 3, "fold")]),
        (
            "a twofold, two- to three-fold",
            [("twofold", 2, "fold"), ("two- to three-fold", 2, "fold")],
        ),
        ("The risk doubled.", [("doubled", 2, "times")]),
        ("Twice as likely, in a double-blind trial", [("Twice", 2, "times")]),
        # Fractions and ratios.
        ("One in five adults", [("One in five", 0.2, "fraction")]),
        ("1 out of every 4 people", [("1 out of every 4", 0.25, "fraction")]),
        ("3 of the 12 women", [("3 of the 12", 0.25, "fraction")]),
        ("Half of them, with a half-life", [("Half", 0.5, "fraction")]),
        ("three-quarters of men", [("three-quarters", 0.75, "fraction")]),
        ("a quarter of men; a third study", [("a quarter", 0.25, "fraction")]),
        ("one of two types, half an apple", []),
        ("in a 4:1 ratio", [("4:1", 4, "ratio")]),
        # Times of day, powers, figures, decimal commas.
        ("A 16:8 protocol from 8 a.m. at 9:30", []),
        ("Figure 3—figure supplement 2, Eq. 3, 40,1 vs.", []),
    ],
)
def test_quantities(text, expected):
    found = [(text[q.start : q.end], q.value, q.unit) for q in find_quantities(text)]
    assert found == [(words, pytest.approx(value), unit) for words, value, unit in expected]


def test_wording_flags():
    assert wording_flags("Order now: our formula is proven to cure colds.", None) == (
        "promotion",
        "strong_wording",
    )
    assert wording_flags("Mice slept better.", "animal") == ("animal_only",)
    assert wording_flags("Zinc is not proven to work; there is no cure.", None) == ()


def test_change_counts_see_order_and_denial():
    seen = dict(
        zip(
            CHANGES,
            change_counts(tokens("Zinc reduces pain, not sleep, and increases hunger."), False),
            strict=True,
        )
    )
    assert (seen["down_first"], seen["both"], seen["main_negation"]) == (1, 1, 0)


def marker(text, found):
    start = text.index(found)
    return Marker(
        article="a",
        id=f"m{start}",
        start=start,
        end=start + len(found),
        text=found,
        style="parenthetical",
        numbers=(1,),
        sentence=None,
        references=(),
        status="no_list",
    )


@pytest.mark.parametrize(
    ("text", "markers", "expected"),
    [
        ("Bone is alive (3).", ["(3)"], "Bone is alive."),
        ("Bone is\u00a0 alive.1-3", ["1-3"], "Bone is alive."),
        ("Bone [1][2], like skin, is alive", ["[1]", "[2]"], "Bone, like skin, is alive"),
        ("Bone (see [1]) is alive.", ["[1]"], "Bone is alive."),
        ("Bone (reviewed in [4, 5]; see also [6]) is alive.", ["[4, 5]", "[6]"], "Bone is alive."),
        ("Bone (in mice; [4]) is alive.", ["[4]"], "Bone (in mice) is alive."),
        ("Bone ([4]; in mice) is alive.", ["[4]"], "Bone (in mice) is alive."),
        ("Bone is alive [4] and [5].", ["[4]", "[5]"], "Bone is alive."),
        ("Bone is alive. [1].", ["[1]"], "Bone is alive."),
        ("Bone is alive.[1].", ["[1]"], "Bone is alive."),
        ("Bone is “alive.” [1].", ["[1]"], "Bone is “alive.”"),
        ("Bone is alive (in the U.S.) [1].", ["[1]"], "Bone is alive (in the U.S.)."),
        ("(Bone is alive.) [1].", ["[1]"], "(Bone is alive.)"),
        ("Bone, [1], is alive, [2].", ["[1]", "[2]"], "Bone, is alive."),
        ("Bone is alive, as reviewed in [4].", ["[4]"], "Bone is alive."),
        ("[1]. Bone is alive~[2].", ["[1]", "[2]"], "Bone is alive."),
        ("Bone is alive\u200b[2].", ["[2]"], "Bone is alive."),
        ("According to [2], bone is alive.", ["[2]"], "According to [2], bone is alive."),
        ("Bone is alive.1-3In fact.", ["1-3"], "Bone is alive. In fact."),
        ("Bone ([1]) is alive.", ["[1]"], "Bone is alive."),
        ("Bone is alive.[1][lower-alpha 1]", ["[1]"], "Bone is alive."),
        ("Bone[A] is[note b] alive.[2]  [nb 1]", ["[2]"], "Bone is alive."),
        ("Bone is alive [Smith 4] in [A].", [], "Bone is alive [Smith 4] in [A]."),
        ("A\r\nB ( C ) .5", [], "A B ( C ) .5"),
    ],
)
def test_quote_reads_without_markers(text, markers, expected):
    assert quote(text, 0, len(text), [marker(text, found) for found in markers]) == expected


@given(st.text(max_size=200))
def test_words_and_cues_survive_any_text(text):
    found = words(text)
    for word in found:
        assert text[word.start : word.end].lower().replace("’", "'") == word.text
    assert all(0 <= a <= b < len(found) for a, b, _ in negation_cues(found))
    assert all(0 <= a <= b < len(found) for a, b, _ in hedge_cues(found, text, 0))
    for one in find_quantities(text):
        said = text[one.start : one.end]
        assert said == said.strip() != ""
    species_of(found, text.lower())
    wording_flags(text, None)
