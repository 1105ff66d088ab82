"""Normal forms of names and mentions, by which the linker compares them.

A name is a bag of folded words (``pipeline.text.atoms``), small words left out, so that
``Carcinoma, Hepatocellular`` and ``hepatocellular carcinoma`` are one. Its stems are the same
for an adjective and its noun (``renal`` and ``kidney``, ``ischemic`` and ``ischemia``).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from pipeline.text.atoms import split

_ARTICLE = re.compile(r"(?<![\w-])a ")  # but "vitamin A"
SMALL = frozenset(
    ("an", "and", "as", "by", "due", "for", "from", "in", "into", "nos", "of", "on", "or",
     "the", "to", "with", "unspecified", "associated", "related", "induced", "other")
)  # fmt: skip
# Words that say no more than the type of what they name.
GENERIC = frozenset(
    ("disease", "syndrome", "disorder", "condition", "illness", "problem", "issue", "ailment",
     "symptom")
)  # fmt: skip
# Last words that make another thing of what stands before them: a vitamin K antagonist.
TURNING = frozenset(
    ("agonist", "analog", "analogue", "antagonist", "antibody", "blocker", "carrier", "channel",
     "deficiency", "deficient", "derivative", "enzyme", "gene", "inhibitor", "metabolite",
     "oxidase", "receptor", "synthase", "transporter")
)  # fmt: skip
# Words of one meaning, the first of each row being their stem.
_SAME_WORDS = """
kidney renal nephric|heart cardiac|liver hepatic|lung pulmonary|stomach gastric|brain cerebral
bowel intestine intestinal enteric|skin cutaneous dermal dermatologic|eye ocular ophthalmic
nerve neural neuronal|bone osseous|muscle muscular|blood hematologic hematological haematological
vessel vascular|bladder vesical|ear otic aural|mouth oral|tooth dental|breast mammary
neoplasm tumor cancer tumoral neoplastic tumorous cancerous malignancy|uterus uterine
ovary ovarian|testis testicular testicle|prostate prostatic|pancreas pancreatic|colon colonic
rectum rectal|colorectum colorectal|thyroid thyroidal|spine spinal|vertebra vertebral
mitochondrion mitochondrial|virus viral|bacterium bacterial|fungus fungal|parasite parasitic
disease disorder syndrome illness condition problem issue ailment
child childhood pediatric paediatric infantile juvenile
mental psychiatric psychic psychological
heredity hereditary inherited familial genetic heritable
injury damage lesion trauma traumatic|failure insufficiency|deficiency deficient deficit
impairment impaired impair|abnormality abnormal anomaly malformation defect
pain painful ache|bleeding hemorrhage hemorrhagic|seizure convulsion convulsive
fever febrile pyrexia|artery arterial|vein venous|coronary coronarian|vagina vaginal
penis penile|cervix cervical|larynx laryngeal|pharynx pharyngeal|esophagus esophageal
trachea tracheal|bronchus bronchial|retina retinal|cornea corneal|optic optical
nose nasal|throat throats|joint articular|cartilage cartilaginous|tendon tendinous
lymph lymphatic|spleen splenic|thymus thymic|adrenal suprarenal|pituitary hypophyseal
peripheral periphery|memory amnestic|cognition cognitive|motor motoric|sex sexual
urine urinary|abdomen abdominal|ventricle ventricular|atrium atrial|auricle auricular
diabetes diabetic|obesity obese adiposity|hypertension hypertensive|hypotension hypotensive
death mortality died|sleep somnolent|fetus fetal foetal|embryo embryonic
pregnancy pregnant gestational
schizophrenia schizophrenic|autism autistic|mania manic|anxiety anxious
depression depressed depressive
catalepsy cataleptic|epilepsy epileptic|leprosy leprous|arthritis arthritic|hepatitis hepatitic
nephrosis nephrotic|neurosis neurotic|psychosis psychotic|cirrhosis cirrhotic
paralysis paralyzed paralytic
dystonia dystonic|tremor tremulous|nausea nauseous nauseated|vomiting emesis
itching pruritus pruritic
swelling edema edematous|clot thrombus thrombotic|stroke apoplexy|headache cephalalgia
thyrotoxicosis thyrotoxic|toxicity toxic|proteinuria proteinuric|ischemia ischemic|anemia anemic
leukemia leukemic|lymphoma lymphomatous|asthma asthmatic|allergy allergic|immunity immune
inflammation inflammatory inflamed|infection infectious infected|metastasis metastatic
necrosis necrotic|fibrosis fibrotic|stenosis stenotic|thrombosis thrombosed|sclerosis sclerotic
hyperplasia hyperplastic|dysplasia dysplastic|aplasia aplastic|hypoplasia hypoplastic
hypertrophy hypertrophic|atrophy atrophic|dystrophy dystrophic
degeneration degenerative degenerating
neuropathy neuropathic|myopathy myopathic|retinopathy retinopathic|nephropathy nephropathic
cardiomyopathy cardiomyopathic|encephalopathy encephalopathic|ataxia ataxic|dementia demented
hemophilia hemophiliac hemophilic|amyloid amyloidotic|hypoxia hypoxic|hypothyroidism hypothyroid
hyperthyroidism hyperthyroid|arrhythmia arrhythmic dysrhythmia|tachycardia tachycardic
bradycardia bradycardic|1 one i|2 two ii|3 three iii|4 four iv|5 five v|6 six vi
ethanol alcohol|acetaminophen paracetamol|epinephrine adrenaline|norepinephrine noradrenaline
estrogen estrogenic|androgen androgenic|dyskinesia dyskinetic
hallucination hallucinosis hallucinatory
deafness deaf|blindness blind|addiction addicted addictive|cocaine cocain|smoking smoke
"""
_SAME = {
    word: words[0]
    for words in (row.split() for line in _SAME_WORDS.split("\n") for row in line.split("|"))
    for word in words
}

# Short forms of the laboratory that no article defines.
WRITTEN_OUT = {
    form: name
    for name, forms in (
        ("25-hydroxyvitamin D", "25-OH-D 25(OH)D 25OHD 25-OHD 25(OH)D3 25-OH-D3 25(OH)-D"),
        ("1,25-dihydroxyvitamin D", "1,25(OH)2D 1,25-(OH)2D 1,25(OH)2D3"),
    )
    for form in forms.split()
}
# Drugs made of amino acids, which ontologies file under peptides and proteins, by the endings
# that the WHO gives to their names (INN stems).
_DRUG = re.compile(
    r"(?:\w{2}mab|\w{3}cept|kinra|grastim|grostim|(?<!gh)relin|relix|irudin|reotide|"
    r"glutide|paratide|natide|statide|enatide|mycin|micin|planin|fungin|[aeo]pril|prilat|"
    r"(?:terli|orni|desmo|fely)pressin|cyclosporine?|colistin|polymyxins?(?: b)?|bacitracin|"
    r"gramicidin|leuprolide|leuprorelin|aspartame|glatiramer acetate|"
    r"deamino arginine vasopressin)\Z",
    re.IGNORECASE,
)
# What the body makes itself, however much it reads like a drug: enzymes, hormones.
_NATURAL = re.compile(
    r"(?:ase|poietin|leptin|ghrelin|hepcidin|adiponectin|resistin|orexin|gastrin|kisspeptin|"
    r"irisin|zonulin|prolactin|calcitonin|osteocalcin|troponin|albumin|globulin|ferritin|"
    r"transferrin|fibrinogen|cystatin c|thrombin|trypsin|pepsin|tryptase)s?\Z",
    re.IGNORECASE,
)
# Words of genetics beside a symbol.
_GENETIC = (
    r"(?:gene|variant|mutation|mutant|allele|polymorphism|genotype|haplotype|locus|promoter|"
    r"knockout|knockdown|encoding|carrier|transcription|methylation)s?"
)
_GENETIC_BEFORE = re.compile(
    rf"\b(?:{_GENETIC}|encod\w{{1,3}})\W+(?:[a-z]+\W+){{0,2}}\Z", re.IGNORECASE
)
_GENETIC_AFTER = re.compile(rf"\W{{1,2}}(?:[a-z]+ )?{_GENETIC}\b", re.IGNORECASE)


def drug_name(name: str) -> bool:
    """Say whether a name is that of a drug made of amino acids, by its ending.

    >>> drug_name("Trastuzumab"), drug_name("vancomycin"), drug_name("Receptors, Vasopressin")
    (True, True, False)
    """
    return bool(_DRUG.search(name)) and "," not in name


def in_genetics(text: str, start: int, end: int) -> bool:
    """Say whether a symbol stands by a word of genetics: ``variants in FTO``."""
    return bool(
        _GENETIC_BEFORE.search(text, max(0, start - 32), start)
        or _GENETIC_AFTER.match(text, end, end + 24)
    )


def natural_name(name: str) -> bool:
    """Say whether a name is that of an enzyme or hormone of the body."""
    return bool(_NATURAL.search(name)) and not drug_name(name)


@functools.lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return what a folded word shares with its adjective or noun."""
    found = _SAME.get(word)
    if found is not None:
        return found
    if len(word) < 7 or not word.isalpha():
        return word
    for ending, stays in (
        ("icity", ""), ("istic", ""), ("ically", ""), ("tional", "t"), ("ical", ""), ("emia", "em"),
        ("emic", "em"), ("tive", "t"), ("tion", "t"), ("sive", "s"), ("sion", "s"), ("tic", "s"),
        ("sis", "s"), ("sia", "s"), ("ism", ""), ("ial", ""), ("ity", ""), ("ous", ""), ("ing", ""),
        ("sy", "s"), ("ic", ""), ("ia", ""), ("al", ""), ("us", ""), ("um", ""), ("ed", ""),
        ("y", ""), ("e", ""),
    ):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)] + stays
    return word


def words_of(text: str) -> list[str]:
    """Return the folded words of a name, small ones left out."""
    found = split(_ARTICLE.sub("", text))
    kept = [word for word in found if word not in SMALL]
    return kept or found


def ordered(words: Sequence[str]) -> bool:
    """Say whether the order of a name's words counts: two numbers or letters, as in chemicals."""
    return sum(len(word) == 1 or word.isdigit() for word in words) > 1
