"""What is no name of a thing, and what kind of thing a name is: people, places, drugs, hormones."""

import pytest
from test_entities import entities

from pipeline.entities.forms import drug_name, in_genetics, natural_name
from pipeline.entities.proper_names import is_proper_name


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Dr. Plum saw 12 women.", "Plum", True),
        ("Professor Anna Salt found less pain.", "Salt", True),
        ("Garlic et al. found less pain.", "Garlic", True),
        ("Lemon and colleagues found less pain.", "Lemon", True),
        ("Onion’s team found less pain.", "Onion", True),
        ("Pepper (2016) found less pain.", "Pepper", True),
        ("In Turkey, measles is rare.", "Turkey", True),
        ("Turkey holds zinc.", "Turkey", False),
        ("The Zinc group had less pain.", "Zinc", False),
        ("Dr. Bright’s disease", "Bright’s disease", False),
        ("Salt and colleagues", "and", False),
        ("Iron and copper fell.", "Iron", False),
    ],
)
def test_people_and_places(text, name, expected):
    start = text.index(name)
    assert is_proper_name(text, start, start + len(name)) is expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Sleep is shorter, says Zolmar Kint, a nurse.", "Zolmar", True),
        ("Still, Zolmar advised rest.", "Zolmar", True),
        ("Susan Zolmar drew blood.", "Zolmar", True),
        ("the team at the Zolmar Clinic in Rome", "Zolmar", True),
        ("It is sold as Zolmar, a pill.", "Zolmar", False),
        ("How Zolmar Works", "Zolmar", False),
        ("Zolmar eased pain.", "Zolmar", False),
    ],
)
def test_words_that_no_dictionary_has(text, name, expected):
    start = text.index(name)
    assert is_proper_name(text, start, start + len(name), known=False) is expected
    assert not is_proper_name(text, start, start + len(name))


@pytest.mark.parametrize(
    ("name", "drug", "natural"),
    [
        ("golimumab", True, False),
        ("abatacept", True, False),
        ("Bleomycin", True, False),
        ("triptorelin", True, False),
        ("ghrelin", False, True),
        ("elastase", False, True),
        ("hepcidin", False, True),
        ("Receptors, Vasopressin", False, False),
        ("oligonucleotide", False, False),
        ("collagen", False, False),
    ],
)
def test_drugs_and_what_the_body_makes(name, drug, natural):
    assert (drug_name(name), natural_name(name)) == (drug, natural)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("variants in ABC raise", True), ("ABC mutations", True), ("took ABC daily", False)],
)
def test_symbols_beside_words_of_genetics(text, expected):
    start = text.index("ABC")
    assert in_genetics(text, start, start + 3) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lymphoma responds to rituximab.", "rituximab|Chemical"),
        ("The infection yields to vancomycin.", "vancomycin|Chemical"),
        ("Platelets release tryptase.", "tryptase|GeneProtein"),
        ("Low hepcidin lets iron in.", "hepcidin|GeneProtein"),
        ("Women with SIADH drank less.", "SIADH|Disease"),
        ("Colds are common in winter.", "Colds|Disease"),
        ("Mozzarella is rich in calcium.", "Mozzarella|Food"),
        ("Polybrominated diphenyl ethers [PBDEs] build up.", "PBDEs|Chemical"),
    ],
)
def test_plain_names(text, expected):
    assert expected in {f"{one.text}|{one.type}" for one in entities(text)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("An X-ray is the gold standard for fractures.", "gold"),
        ("Vitamin C is no silver bullet for flu.", "silver"),
        ("The STEM course taught girls about diabetes.", "STEM"),
        ("Miss Rice had anemia.", "Rice"),
        ("Cold air brings on asthma.", "Cold"),
    ],
)
def test_turns_of_speech_and_people_are_no_mentions(text, name):
    assert name not in {one.text for one in entities(text)}


def test_a_verb_is_no_part_of_a_name():
    assert "Squalene" in {one.text for one in entities("Squalene oxidises in sunlight.")}


@pytest.mark.parametrize(
    ("text", "name", "concept"),
    [
        ("Chronic kidney disease is common.", "Chronic kidney disease", "MESH:D051436"),
        ("Pancreatic beta cells make insulin.", "beta cells", "MESH:D050417"),
        ("Olive oil lowers LDL.", "Olive oil", "MESH:D000069463"),
    ],
)
def test_concepts_near_others(text, name, concept):
    found = {one.text: one.concept.id for one in entities(text) if one.concept}
    assert concept in {cid for words, cid in found.items() if name in words or words in name}
