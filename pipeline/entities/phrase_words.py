"""The word tables of ``pipeline.entities.phrases``: data, one word list a purpose.

General knowledge of English and of the eight types; a word is in its folded form
(singular, American spelling, lower case) unless it can only be an adjective.
"""

from __future__ import annotations

from pipeline.records import EntityType


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _table(rows: dict[EntityType, str]) -> dict[str, EntityType]:
    return {word: type_ for type_, words in rows.items() for word in words.split()}


# A noun after a term or a medical adjective: the whole is of the noun's type.
HEADS: dict[str, EntityType] = _table(
    {
        "Disease": """deficiency insufficiency disease disorder syndrome cancer tumor
            infection failure injury damage fracture pain dysfunction impairment
            complication condition issue problem distress ache lesion toxicity poisoning
            overgrowth intolerance allergy symptom attack disturbance bleeding defect
            atrophy illness abnormality pathology insult ulcer malformation carcinoma
            episode imbalance ailment weakness stiffness discomfort cramp loss""",
        "Process": """health remodeling turnover absorption inflammation permeability
            formation resorption growth metabolism function activity production synthesis
            secretion breakdown degradation development healing repair recovery signaling
            pathway response transport uptake release homeostasis circulation flow
            maintenance maturation mineralization calcification deposition destruction
            proliferation differentiation oxidation fermentation digestion
            motility translocation training exercise aging loading clearance excretion
            clotting contraction immunity energetics process cycle transmission physiology
            trafficking building biosynthesis catabolism regeneration fragmentation
            coagulation biogenesis activation phosphorylation methylation""",
        "Procedure": """density mass content volume width length strength thickness score
            index test scan imaging surgery therapy treatment transplantation
            injection assay measurement questionnaire count biopsy
            screening examination threshold quality vaccination replacement stimulation
            measure pressure microscopy spectrometry
            tomography echocardiography sequencing transplant intervention""",
        "Chemical": """supplement medication drug inhibitor antagonist agonist blocker acid
            vitamin fiber compound metabolite neurotransmitter hormone antibiotic thinner
            component agent ester salt extract toxin pesticide intermediate
            base sugar polyphenol nutrient mineral steroid""",
        "GeneProtein": """receptor protein enzyme gene cytokine antibody peptide kinase
            transporter factor channel antigen allele subunit promoter isoform sensor""",
        "Anatomy": """cell tissue region membrane wall lining barrier lumen organ gland neuron
            vessel artery tract joint bone muscle nerve fluid marrow layer structure cortex
            epithelium mucosa lobe vein nucleus fiber brain system""",
        "Organism": """bacterium microbe flora microbiota microbiome community patient
            individual person subject participant volunteer woman man mouse rat animal adult monkey
            child infant population athlete strain rodent girl boy baby newborn mother
            survivor smoker""",
        "Food": """diet food broth milk vegetable fruit drink beverage juice bread oil meat
            snack meal feed pattern cereal nut seed bean sauce tea""",
    }
)
# Heads that mean something only behind these types of term.
NEEDS: dict[str, tuple[EntityType, ...]] = {
    "health": ("Anatomy", "Process"),
    "mass": ("Anatomy", "Chemical", "Food"),
    "loss": ("Anatomy", "Chemical"),
    "activity": ("Anatomy", "GeneProtein", "Process"),
    "response": ("Anatomy", "Process", "GeneProtein"),
    "issue": ("Anatomy", "Disease"),
    "problem": ("Anatomy", "Disease"),
    "condition": ("Anatomy", "Disease"),
    "process": ("Anatomy", "Process", "Disease"),
    "system": ("Anatomy",),
    "base": ("Chemical",),
    "structure": ("Anatomy",),
    "region": ("Anatomy",),
    "community": ("Organism",),
    "pattern": ("Food",),
    "component": ("Chemical", "Organism"),
    "factor": ("Process", "Anatomy", "GeneProtein"),
    "quality": ("Anatomy", "Process"),
    "pressure": ("Anatomy",),
    "production": ("Chemical", "GeneProtein", "Anatomy", "Process"),
    "building": ("Anatomy",),
    "intervention": ("Food", "Process"),
}
# Heads too vague to stand behind an adjective alone.
VAGUE = _words(
    """mass process factor structure region component quality building system pattern flow
    base membrane development maintenance training loading cycle test score measure response
    pathway agent layer problem intervention count activity function"""
)
# Heads that are verbs at the start of a run: "repair lung tissue", "test homeopathy".
VERBS = _words(
    """repair test measure attack damage release transport process function count issue score
    cycle flow signal building healing training index balance supplement drink drug challenge
    condition loading snack"""
)
# The same head means something else behind these types.
SHIFTS: dict[tuple[str, EntityType], EntityType] = {
    ("loss", "Chemical"): "Process",
    ("fiber", "Anatomy"): "Anatomy",
    ("oil", "Chemical"): "Chemical",
    ("treatment", "Disease"): "Procedure",
    ("activity", "GeneProtein"): "Process",
}
# Adjectives and the like that belong to the mention that follows.
MODIFIERS = _words(
    """adult older elderly young old middle-aged female male pregnant
    postmenopausal premenopausal obese overweight healthy-weight
    chronic systemic innate adaptive mucosal intestinal gut
    dietary skeletal bacterial microbial fungal viral human animal maternal fetal infant
    cardiac hepatic renal pulmonary ovarian breast prostate cardiovascular immune autoimmune
    inflammatory fermented organic processed raw leafy green whole saturated unsaturated
    essential free fatty amino soluble insoluble subclinical physical aerobic anaerobic
    cognitive mental metabolic hormonal endocrine thyroid adrenal synthetic
    uncontrolled painful heavy circulating serum plasma dried homemade vegan vegetarian
    ketogenic mediterranean paleo oral topical pathogenic commensal probiotic prebiotic
    nutritional gastrointestinal gastric digestive respiratory urinary vaginal cerebral
    neural neuronal spinal muscular articular vascular arterial venous lymphatic epithelial
    endothelial mitochondrial nuclear cellular molecular genetic congenital idiopathic
    rheumatoid osteoporotic diabetic allergic parasitic transgenic knockout ovariectomized
    reactive inner outer lumbar femoral tibial radial cervical pelvic
    experimental laboratory wild deficient facial abdominal joint hip knee"""
)
# Never the start of a mention, whatever the ontologies say: amount, change, judgement.
NOT_MODIFIERS = _words(
    """increased decreased reduced elevated lowered improved impaired enhanced significant
    several general total typical natural normal special real final potential critical
    beneficial additional crucial traditional clinical medical common severe mild moderate
    serious major minor daily annual overall initial central local global individual
    particular similar popular regular various numerous previous obvious necessary primary
    secondary temporary ordinary positive negative effective active massive extensive
    excessive specific basic dramatic scientific realistic recommended associated related
    linked based compared reported used called caused treated suggested involved needed
    produced combined observed prolonged isolated marked controlled randomized preliminary
    abnormal atypical frequent rapid progressive persistent recurrent partial complete
    simple complex characteristic bilateral unilateral optimal ideal actual annual
    required derived added fed named proposed established developed defined made given
    contained included followed tested measured found induced affected activated released
    considered determined confirmed identified detected described performed published
    regulated mediated dependent resistant vital historical original usual critical further
    numerical statistical experimental-group empirical theoretical hypothetical practical
    commercial industrial political social cultural economic ecological educational
    federal national international regional environmental"""
)
# Hyphenated words that say how much or how sure, not what.
NOT_HYPHENED = _words(
    """high-quality low-quality low-dose high-dose long-term short-term well-known so-called
    evidence-based age-related follow-up large-scale small-scale double-blind cross-sectional
    placebo-controlled peer-reviewed self-reported two-thirds one-third well-being
    """
)
HYPHEN_STARTS = _words(
    """well so self one two three four five six seven eight nine ten long short mid year week
    day month ever much most best better newly highly health risk all many mind"""
)
SINGULAR_S = ("ss", "us", "is", "as", "ws", "ics")
# Prefixes joined by a hyphen that turn a term into something else.
PREFIXES = _words("anti non pre post pro sub co de un inter intra multi pseudo semi")


# General nouns that a name follows: "the enzyme cytochrome oxidase", "the drug metformin".
APPOSED = _words("enzyme protein hormone drug medication gene cytokine mineral")
DETERMINERS = _words("the a an your our their it his her this these my")
# Nouns that are mentions in the plural only: "subjects", not "subject to"; "colds", not "cold".
PLURAL_ONLY = _words("subject individual drink cavity cold")
# Bare second heads that stand for themselves: not "bone [loss and inflammation]".
ALONE = _words("inflammation exercise aging training immunity metabolism health")
