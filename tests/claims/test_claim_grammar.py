"""Parts by grammar, and directions of whole sentences, through the encoder."""

import pytest
from builders import article
from test_claims import sentences

from pipeline.claims.clauses import Parts
from pipeline.claims.grammar import by_grammar
from pipeline.claims.phrases import noun, tokens_of, verbs_of
from pipeline.claims.stage import find_claims
from pipeline.encoder.stage import read_together
from pipeline.language.stage import analyse_language
from pipeline.language.terms import Terms
from pipeline.records import Claim, decode, encode
from pipeline.settings import Settings

# Sentence, subject, the words that its relation ends in, object.
PARTS = (
    ("Old wounds are cleaned of debris by white cells.", "white cells", "by", "Old wounds"),
    ("Cortisol levels are raised by chronic stress.", "chronic stress", "by", "Cortisol levels"),
    ("You can find iodine in seaweed, cod and milk.", "iodine", "find", "seaweed, cod and milk"),
    ("Doctors use a DEXA scan to measure bone density.", "a DEXA scan", "measure", "bone density"),
    (
        "Scientists keep finding new links, and recent work suggests that gout starts in the gut.",
        "gout",
        "in",
        "the gut",
    ),
    (
        "The immune system notices the change and releases histamine.",
        "The immune system",
        "releases",
        "histamine",
    ),
    (
        "Leptin has a role in appetite, reducing food intake.",
        "Leptin",
        "reducing",
        "food intake",
    ),
    (
        "Pain scores fell in patients taking turmeric.",
        "turmeric",
        "in",
        "Pain scores",
    ),
    (
        "This is another way by which germs are linked to mood.",
        "germs",
        "to",
        "mood",
    ),
    (
        "These are called prebiotics, and they change the gut.",
        "prebiotics",
        "change",
        "the gut",
    ),
    ("The link between sleep and obesity is clear.", "sleep", "between", "obesity"),
    ("Hot flushes are a symptom of menopause.", "Hot flushes", "of", "menopause"),
    (
        "Higher intake of nuts went hand in hand with lower mortality.",
        "Higher intake of nuts",
        "with",
        "lower mortality",
    ),
    (
        "Steroid creams lengthen the healing time of wounds.",
        "Steroid creams",
        "lengthen",
        "the healing time of wounds",
    ),
    (
        "COPD is, as its name says, a disease of the lungs.",
        "COPD",
        "is",
        "a disease of the lungs",
    ),
    (
        "Zinc is needed by more than 300 enzymes.",
        "more than 300 enzymes",
        "by",
        "Zinc",
    ),
    (
        "Low iron is common in people with celiac disease, colitis, and other bowel diseases.",
        "Low iron",
        "in",
        "people with celiac disease, colitis, and other bowel diseases",
    ),
    ("“Naps lift mood,” she said.", "Naps", "lift", "mood"),
    ("Ginger, given before surgery, reduced nausea.", "Ginger", "reduced", "nausea"),
    ("Statins, which are widely used, lower fats.", "Statins", "lower", "fats"),
)
CLAUSES = (
    ("Iron builds red cells, and vitamin C increases its uptake.", [("vitamin C", "its uptake")]),
    (
        "The toxin reaches the liver, blocks enzymes, and damages the bile ducts.",
        [("The toxin", "the liver"), ("The toxin", "the bile ducts")],
    ),
    ("Naps help memory if the night was short.", []),
    ("Soy lowers cholesterol.", []),
)
DIRECTIONS = (
    ("Salt intake was unrelated to gallstones in women.", "no_effect"),
    ("Tea drinking is independent of the risk of gout.", "no_effect"),
    ("Oats brought down LDL cholesterol.", "decrease"),
    ("Liquorice drives up blood pressure.", "increase"),
    ("Regular naps were inversely associated with stroke.", "decrease"),
    ("There was an inverse relation between walking and diabetes.", "decrease"),
    ("Probiotics more than halved the risk of diarrhoea.", "decrease"),
    ("Exercise after diagnosis prolonged survival.", "increase"),
    ("Stevia did not alter blood pressure.", "no_effect"),
    ("Oat bran left blood glucose unchanged.", "no_effect"),
    ("The risk of dementia was the same in drinkers and abstainers.", "no_effect"),
    ("Findings on eggs and diabetes are contradictory.", "mixed"),
    ("Some trials found a benefit of zinc and others found none.", "mixed"),
    ("The idea that sugar causes hyperactivity has not been borne out.", "no_effect"),
    ("Daily aspirin lowered heart attacks in men but not in women.", "mixed"),
    ("The more coffee people drank, the longer they lived.", "increase"),
    ("Women who are pregnant need more iodine.", None),
    ("A sharp rise in liver enzymes was noted in six patients.", "increase"),
    ("No reduction in reflux was seen with the diet.", "no_effect"),
    ("There can be no doubt that dancing raises heart rate.", "increase"),
    ("Men with four sessions had a lower risk of stroke (HR 0.53; 95% CI 0.28–0.98).", "decrease"),
)

ODD = (
    "First, neuron i’s trial-averaged activity in response to each tested stimulus is given by the "
    "histogram or time-varying firing rate."
)


@pytest.fixture(scope="module")
def claims():
    """The claims of the sentences of the tables, by their words."""
    rows = [ODD, *(row[0] for row in (*PARTS, *DIRECTIONS, *CLAUSES))]
    text = "\n\n".join(rows)
    found = sentences(text, rows)
    reading = read_together([Terms(analyse_language(article(text), [], found, []))], Settings())[0]
    said = find_claims(article(text), [], found, [], [], threshold=0.0, reading=reading)
    return {claim.claim: claim for claim in said}


@pytest.mark.parametrize(("text", "subject", "last", "said"), PARTS)
def test_parts_are_what_a_reader_would_name(claims, text, subject, last, said):
    claim = claims[text]
    assert claim.subject is not None and claim.subject.text == subject
    assert claim.relation is not None and claim.relation.text.split()[-1] == last
    assert (claim.object.text if claim.object else None) == said


@pytest.mark.parametrize(("text", "expected"), DIRECTIONS)
def test_directions_of_whole_sentences(claims, text, expected):
    assert claims[text].direction == expected


@pytest.mark.parametrize(("text", "expected"), CLAUSES)
def test_compound_sentences_give_parts_for_each_clause(claims, text, expected):
    main = claims[text]
    said = [(one.subject.text, one.object.text) for one in main.clauses]
    assert (main.subject.text, main.object.text if main.object else "") not in said
    assert said == expected


def test_a_further_clause_has_all_its_parts(claims):
    odd = claims[ODD]  # where the letter was read as an "is"
    assert decode(encode(odd), Claim) == odd


def tagged(words: str):
    """Return words written as ``text/TAG`` as tokens, with the text they stand in."""
    pairs = [word.rsplit("/", 1) for word in words.split()]
    text, spans = "", []
    for word, tag in pairs:
        spans.append((len(text), len(text) + len(word), tag))
        text += word + " "
    return text, tokens_of(text, spans)


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("the/DT risk/NN of/IN stroke/NN in/IN men/NNS", 4),
        ("zinc/NN ,/, iron/NN and/CC tea/NN daily/RB", 5),
        ("zinc/NN and/CC iron/NN helps/VBZ", 1),  # a clause of its own begins
        ("early/RB death/NN", 2),
        ("they/PRP help/VBP", 1),
        ("helps/VBZ", 0),
        ("6/CD percent/PU of/IN women/NNS", 4),
    ],
)
def test_noun_phrases_are_whole(words, length):
    assert noun(tagged(words)[1], 0) == length


def test_no_words_change_nothing():
    assert by_grammar("", Parts(), []) == Parts()


def test_verb_groups_have_their_auxiliaries():
    _, words = tagged("bone/NN has/VBZ not/RB been/VBN removed/VBN by/IN cells/NNS")
    (verb,) = verbs_of(words)
    assert (verb.first, verb.last, verb.passive) == (1, 5, True)
