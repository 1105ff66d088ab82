"""What a claim says about its evidence: species, study design, direction words, wording.

Word lists and rules; the meanings are those of the annotation guideline. The direction
and the type themselves are scored by the linear model, which sees ``change_counts``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.claims.text import Word, vocabulary
from pipeline.records import Species
from pipeline.text.patterns import hinted

HUMAN = vocabulary(
    "people persons person patient patients adult adults man men woman women child children kid "
    "kids boy boys girl girls infant infants baby babies newborn newborns toddler toddlers teen "
    "teens teenager teenagers adolescent adolescents human humans individual individuals "
    "participant participants volunteer volunteers respondent respondents someone anyone everyone "
    "somebody americans europeans westerners smoker smokers drinker drinkers athlete athletes "
    "driver drivers owner owners worker workers user users dieter dieters elderly seniors mother "
    "mothers father fathers parents student students "
    "runner runners survivor survivors diabetics vegans "
    "vegetarians veterans nurses users subjects sufferers truckers "
    "caregivers dyslexics retirees patients' astronauts soldiers schoolchildren "
    "pensioners nuns firefighters sailors recruits schoolgirls schoolboys pupils teachers miners "
    "cyclists swimmers rowers skiers dancers sisters brothers twins italians danes swedes finns "
    "norwegians germans britons spaniards greeks koreans indians australians canadians mexicans "
    "brazilians icelanders scots russians iranians africans asians"
)
# "in those with …", "the placebo group": people, unless an animal is named.
_HUMAN_PHRASES = re.compile(
    r"\b(?:those (?:who|with|taking|aged|on|over|under|treated|vaccinated|receiving)\b"
    r"|general population|placebo group|male and female|in man\b|years? (?:old|of age))"
)
_LACKING = re.compile(r"human (?:studies|trials|data)[\w ]{0,20}(?:lacking|missing|needed)")
ANIMAL = vocabulary(
    "mouse mice murine rat rats rodent rodents animal animals dog dogs canine cat cats feline "
    "rabbit rabbits monkey monkeys macaque macaques primates pig pigs piglets swine porcine cow "
    "cows cattle bovine calves sheep goats horse horses chicken chickens chicks hens zebrafish "
    "hamster hamsters ferret ferrets drosophila elegans worms flies pets pet puppies livestock "
    "poultry pups frogs bats chimpanzees gerbils mammals roundworms roundworm nematodes nematode "
    "fruitflies baboons marmosets tadpoles ducks quail lambs foals"
)
ANIMAL_OR_SEX = ANIMAL | {"male", "female"}
_AFTER_PERSON = vocabulary(
    ", . ; ) who with is was has can may might and or in from should must will to of on"
)
# Foods and idioms that name an animal.
_MEAT = vocabulary(
    "meat milk cheese liver fat products product protein proteins foods food source sources oil "
    "butter dander bite bites bone skin feed broth stock breast salad soup hair based owner owners "
    "ownership scratch scratches"
)
# What people live with or meet is no population: "children with a dog", "adults who kept cats".
_HAD = re.compile(
    r"(?:\b(?:with(?= (?:an?|no|their|his|her) )|had|have|has|having|own\w*|keep\w*|kept|walk\w*"
    r"|exposure to|exposed to|contact with|allerg\w+ to|near|around)"
    r"(?: (?:an?|the|their|his|her|one|any|no|pet|both|at least one))* )\Z"
)
# Adjectives as well as people: "adult mice", "individual differences".
_ADJECTIVES = vocabulary("adult human individual infant baby elderly patient")

# Each design with its words, and what every match of them contains one of.
_DESIGNS: tuple[tuple[str, str, str], ...] = (
    ("meta-analysis", "analy", r"meta-?\s?analy[sz]\w*|pooled analys[ei]s"),
    (
        "systematic review",
        "review",
        r"systematic(?:ally)? (?:literature )?review\w*|cochrane review|umbrella review",
    ),
    (
        "genetic study",
        "mendel|genome|gwas|twin",
        r"mendelian randomi[sz]|genome-wide|\bgwas\b|\btwin stud",
    ),
    (
        "randomized trial",
        "random|controlled|blind|rct",
        r"(?<!non)(?<!non-)(?<!not )(?<!without )randomi[sz]ed"
        r"|(?<!not )randomly (?:assign|allocat|divid)ed|\bat random to\b"
        r"|(?:placebo|sham)[- ]controlled"
        r"|(?:double|triple)[- ]blind\w*|\brcts?\b",
    ),
    (
        "cohort",
        "cohort|prospective|longitud|follow",
        r"\bcohorts?\b|prospective(?:ly)? (?:stud|follow|observ)\w*|longitudinal|follow-up stud\w*"
        r"|\bfollowed (?:up )?(?:for|over) (?:[\w.-]+ ){1,4}?(?:years|months|decades?)",
    ),
    ("case-control", "control", r"case[- ]control"),
    ("cross-sectional", "cross-", r"cross-sectional"),
    ("case report", "case ", r"case (?:report|stud|series)\w*"),
    (
        "clinical trial",
        "trial|stud|experiment",
        r"clinical (?:trial|stud)\w*|\btrials?\b|(?:uncontrolled|controlled|open-label|pilot|"
        r"cross-?over|single-arm|intervention(?:al)?) (?:[\w-]+ )?(?:stud|experiment)",
    ),
    (
        "observational study",
        "observational|epidemiologic|survey|retrospective|population-|registr",
        r"observational|epidemiologic\w*|\bsurveys?\b|retrospective|population-based"
        r"|\bregistr(?:y|ies)\b",
    ),
    (
        "in vitro",
        "vitro|culture|cell line|tube|petri",
        r"in vitro|cell cultures?|cultured (?:\w+ )?cells|cell lines?|test tubes?|petri dish",
    ),
    (
        "animal study",
        "stud|model|experiment|trial",
        r"(?:animal|mice|mouse|rodent|rat|dog|primate)s? (?:stud|model|experiment|trial)\w*"
        r"|stud\w+ (?:of|in|on|with) (?:\w+ )?(?:mice|rats|animals|dogs|rodents|monkeys)\b",
    ),
    (
        "review",
        "review",
        r"\b(?:an?|one|this|that|the|in|several|recent|literature|narrative|published|scoping) "
        r"(?!peer\b)(?:[a-z-]+ )?reviews?\b(?! of systems)"
        r"|\breviews? of (?:\w+ )?(?:stud|trial|evidence)",
    ),
)
# Animals too are randomized in trials.
_HUMAN_DESIGNS = {"randomized trial", "clinical trial"}
_STUDY = tuple((name, hinted(pattern, hints)) for name, hints, pattern in _DESIGNS)
_ANY_STUDY = hinted(
    r"\b(?:study|studies|research|experiment(?:s|al)?)\b", "study|studies|research|experiment"
)

_UP = re.compile(
    r"(?:increas|elevat|rais(?:e|ed|es|ing)\b|improv|enhanc|promot|support|stimulat|boost|activat"
    r"|accelerat|induc|trigger|caus(?:e|es|ed|ing)\b|contribut|produc|strengthen|upregulat|worsen"
    r"|greater|higher|more\b|rose\b|rises?\b|rising|grow|gain|result(?:s|ed|ing)?\b"
    r"|lead(?:s|ing)?\b"
    r"|led\b|help|creat|generat|aggravat|exacerbat|longer\b|stronger\b|better\b|larger\b|releas"
    r"|restor|encourag|provok|facilitat|allow|provid|develop|expan|doubl|triple)"
)
_DOWN = re.compile(
    r"(?:decreas|reduc|lower|diminish|prevent|block|inhibit|suppress|protect|declin|drop"
    r"|fall(?:s|ing)?\b"
    r"|fell\b|less\b|fewer\b|limit|minimi[sz]|weaken|impair|downregulat|kill|destroy|eliminat|relie"
    r"|eas(?:e|es|ing)\b|treat(?:s|ing)?\b|cure|avoid|shorter\b|smaller\b|los[es]|attenuat|slow"
    r"|stop"
    r"|deplet|degrad|fight|combat|remov|cut(?:s|ting)?\b|interfer|disrupt|counteract|ward|alleviat"
    r"|deprive|shorten|hinder|delay|resist)"
)
_SAME = re.compile(
    r"(?:unchanged|similar|equal|same|differ|effect|evidence|association|benefit|better|change)"
)
_CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "raise",
            r"increases?\b|increasing|rais(?:e|es|ing)\b|elevates?\b|boost|improv|enhanc"
            r"|promot|stimulat|support|strengthen|activat|accelerat|encourag|facilitat",
        ),
        (
            "cause",
            r"caus(?:e|es|ed|ing)\b|lead(?:s|ing)?\b|led\b|result(?:s|ed|ing)\b|contribut"
            r"|trigger|induc|creat|generat|produc|releas|develop|worsen|exacerbat|aggravat",
        ),
        ("higher", r"increased|higher|greater|more\b|elevated|longer|larger|better|worse\b|rose\b"),
        (
            "lower",
            r"decreased|reduced|lower\b|less\b|fewer|shorter|smaller|fell\b|declined|lowered",
        ),
        (
            "reduce",
            r"reduc(?:e|es|ing|tions?)\b|decreas(?:e|es|ing)\b|lower(?:s|ing)\b|diminish"
            r"|limit|minimi[sz]|shorten|slow|weaken|impair|deplet|los(?:e|es|ing)\b",
        ),
        (
            "prevent",
            r"prevent|block|inhibit|suppress|protect|stop|avoid|kill|destroy|eliminat|reliev"
            r"|treat|cure|fight|remov|ease|eases\b|alleviat|clear",
        ),
        ("keep", r"maintain|preserv|keep|regulat|affect|influenc|alter|chang|damag|shap|modulat"),
        ("state", r"is\b|are\b|include|contain|consist|compris|called|known|found\b|common|occur"),
        ("link", r"associat|link|connect|relat|correlat|tied\b|risk"),
        ("than", r"than\b|compared|versus\b|vs\b"),
    )
)
CHANGES: tuple[str, ...] = (
    "up", "down", "both", "up_first", "down_first", "up_only", "down_only", "denied_effect",
    "risk_up", "risk_down", "balance", "likely_more", "likely_less", "main_negation",
    *(name for name, _ in _CLASSES), *(f"no_{name}" for name, _ in _CLASSES), "up_and_down",
)  # fmt: skip

_STRONG = re.compile(
    r"\b(?:irrefutabl[ey]|undeniabl[ey]|proven|proves?|cures?|miracle|miraculous|guarantee[ds]?"
    r"|never fails?|100 ?(?:%|percent) (?:safe|effective)"
    r"|completely (?:safe|cures?|eliminates?)"
    r"|without (?:a |any )?doubt|beyond (?:a |any )?doubt|no doubt|undoubtedly|definitively"
    r"|unquestionabl[ey]|conclusively|breakthrough|revolutionary|superfoods?)\b"
)
# "no cure", "not proven": the words are there, the claim is not.
_DENIED = re.compile(r"(?:\b(?:no|not|never|cannot|without|nor)|n['’]t)\b[^.;:]{0,30}\Z")
_PROMOTION = re.compile(
    r"\b(?:buy|order now|shop|our (?:product|store|shop|supplement|formula|brand)\w*"
    r"|my (?:product|supplement|book|course)\w*"
    r"|products? i (?:created|recommend|use|sell)|discount|coupon|free shipping|affiliate"
    r"|(?:in|with|try) (?:our|my|\w+['’]s) [\w ]{0,40}"
    r"\b(?:product|supplement|formula|blend|program)s?"
    r"|newsletter|subscribe|sign up|click here)\b"
)


def species_of(words: Sequence[Word], plain: str) -> Species | None:
    """Return the species of the evidence or population as this sentence states it.

    ``plain`` is the claim in lower case. *You*, *our* and *we* name none.
    """
    animal = human = had = False
    after = [word.text for word in words[1:]] + [""]
    for at, (word, following) in enumerate(zip(words, after, strict=False)):
        text = word.text.removesuffix("'s")
        if text in ANIMAL and following not in _MEAT:
            before = " ".join(one.text for one in words[max(0, at - 6) : at])
            met = _HAD.search(before + " ") is not None
            animal, had = animal or not met, had or met
        elif text in HUMAN:
            human = human or not (
                (text in {"individual", "adult"} and following not in _AFTER_PERSON)
                or (text in _ADJECTIVES and following in ANIMAL_OR_SEX)
            )
    animal = animal or (had and not human)
    if not human and not animal:
        human = bool(_HUMAN_PHRASES.search(plain))
    if human and animal:
        return "animal" if _LACKING.search(plain) else "mixed"
    return "human" if human else "animal" if animal else None


def study_of(plain: str, species: Species | None) -> str | None:
    """Return the study design named in a claim (given in lower case), the strongest first."""
    for name, pattern in _STUDY:
        if pattern.search(plain):
            return "animal study" if species == "animal" and name in _HUMAN_DESIGNS else name
    found = species == "animal" and _ANY_STUDY.search(plain)
    return "animal study" if found else None


def change_counts(words: Sequence[str], negated: bool) -> list[float]:
    """Return the counts named in ``CHANGES``: words of increase and decrease, and their order."""
    signs: list[int] = []
    risk = [0, 0]
    likely = [0, 0]
    balance = denied = joined = 0
    classes = [0] * len(_CLASSES)
    last = ["", "", ""]
    for word in words:
        sign, same, kinds = _senses(word)
        if sign:
            signs.append(sign)
        if word in {"risk", "risks", "chance", "chances", "odds", "rate", "rates", "levels"}:
            near = [_senses(w)[0] for w in last]
            risk[0] += 1 in near
            risk[1] += -1 in near
        if word == "likely":
            likely[0] += last[-1] == "more"
            likely[1] += last[-1] == "less"
        balance += word in {"balance", "regulate", "regulates", "affect", "affects", "influence"}
        denied += same and any(w in {"no", "not", "any"} for w in last)
        for kind in kinds:
            classes[kind] += 1
        joined += word in {"and", "or", ",", "but"} and len(set(signs)) > 1
        last = [*last[1:], word]
    ups, downs = signs.count(1), signs.count(-1)
    return [
        min(ups, 3), min(downs, 3), float(ups > 0 and downs > 0),
        float(signs[:1] == [1]), float(signs[:1] == [-1]), float(ups > 0 and not downs),
        float(downs > 0 and not ups), min(denied, 2), min(risk[0], 2), min(risk[1], 2),
        min(balance, 2), min(likely[0], 2), min(likely[1], 2), float(negated),
        *(min(count, 2) for count in classes), *(float(not count) for count in classes),
        min(joined, 2),
    ]  # fmt: skip


@lru_cache(maxsize=10_000)
def _senses(word: str) -> tuple[int, bool, tuple[int, ...]]:
    """Return whether a word says more (1) or less (-1), the same, and its classes."""
    sign = 1 if _UP.match(word) else -1 if _DOWN.match(word) else 0
    classes = tuple(at for at, (_, pattern) in enumerate(_CLASSES) if pattern.match(word))
    return sign, bool(_SAME.match(word)), classes


_ASIDE = re.compile(r"\([^()]{0,300}\)|\[[^\[\]]{0,300}\]")


def animals_only(text: str, species: Species | None) -> bool:
    """Tell whether the main clause speaks of animals, not only an aside in brackets."""
    if species != "animal":
        return False
    bare = _ASIDE.sub(" ", text[:6000].lower())
    return any(
        word.strip("'’s,.;:") in ANIMAL or word.strip(",.;:") in ANIMAL for word in bare.split()
    )


def wording_flags(text: str, species: Species | None) -> tuple[str, ...]:
    """Return codes for how a claim is worded.

    ``animal_only``: the evidence named is of animals only. ``promotion``: it sells
    something. ``strong_wording``: words of certainty that studies seldom earn.
    """
    plain = text[:6000].lower()
    found = {
        "animal_only": animals_only(plain, species),
        "promotion": bool(_PROMOTION.search(plain)),
        "strong_wording": any(
            not _DENIED.search(plain, max(0, match.start() - 40), match.start())
            for match in _STRONG.finditer(plain)
        ),
    }
    return tuple(code for code, holds in found.items() if holds)
