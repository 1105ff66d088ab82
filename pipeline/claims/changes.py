"""Words that say more, less or the same of something, and how a clause is made of them.

Every word of change has a kind: of what it governs (``increases pain``) or of what it stands
before (``higher pain``), since ``causes lower fever`` says less and ``increases lower back
pain`` says more.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.claims.text import vocabulary

# Verbs and nouns whose object goes up or down, whatever stands in it.
_UP = re.compile(
    r"(?:accelerat|aggravat|amplif|augment|boost|doubl|elevat|enhanc|escalat|exacerbat|expan|"
    r"gr[eo]w(?:s|n|ing|th)?\Z|gain(?:s|ed|ing)?\Z|heighten|improv|increas|intensif|lengthen|"
    r"maximi[sz]|potentiat|prolong|promot|prone\Z|rais(?:e|es|ed|ing)\Z|r[io]s(?:e|es|en|ing)\Z|speed|"
    r"spur|stimulat|strengthen|susceptib|tripl|quadrupl|upregulat|up-regulat|vulnerab|worsen|"
    r"surge[ds]?\Z|soar|hik(?:e[sd]?|ing)\Z|hasten|multipl(?:y|ies|ied)|swell|spik(?:e[sd]?|ing)\Z|climb|jump|extend|foster|fuel|support|favou?r|enlarg|"
    r"(?:re)?build(?:s|ing)?\Z|(?:re)?built\Z|predispos|activat|facilitat|contribut|accumulat|build-?up|help(?:s|ed|ing)?\Z)"
)
_DOWN = re.compile(
    r"(?:abat|abolish|abrogat|alleviat|ameliorat|antagoni|attenuat|avert|avoid|block|blunt|combat|"
    r"compromis|counter(?:s|ed|act\w*)\Z|stav(?:es?|ed)\Z|guard(?:s|ed)?\Z|fend(?:s|ed)?\Z|spar(?:es?|ed)\Z|cur(?:e|es|ed|ing)\Z|curb|curtail|cut(?:s|ting)?\Z|damp|deactiv|declin|"
    r"decreas|delay|deplet|depriv|deter(?:s|red)?\Z|diminish|disrupt|downregulat|"
    r"down-regulat|drop(?:s|ped|ping)?\Z|eas(?:e|es|ed|ing)\Z|eliminat|eradicat|fall(?:s|ing|en)?\Z|fell\Z|"
    r"fight|fought|halt|halv|hamper|hinder|imped|impair|inactivat|inhibit|interfer|kill|lessen|"
    r"limit(?:s|ing)?\Z|lo(?:se|ses|sing|st)\Z|lower(?:s|ed|ing)\Z|minimi[sz]|mitigat|neutrali[sz]|"
    r"offset|poorly|prevent|protect|quell|reduc|relie[fv]|remov|repress|restrict|retard|revers|"
    r"rid\Z|shield|shorten|shr[iu]nk|slow(?:s|ed|ing)?\Z|sooth|starv|stop|stunt|suppress|thwart|undermin|"
    r"slash|trim(?:s|med|ming)\Z|banish|dull(?:s|ed|ing)\Z|calm(?:s|ed|ing)\Z|erod|sap(?:s|ped)\Z|"
    r"ward|weaken|wip(?:e|es|ed)\Z|dissolv|disappear|plummet|plung)"
)
# Verbs that bring about what their object says: its own words of change count.
_BRING = re.compile(
    r"(?:caus(?:e|es|ed|ing)\Z|lead(?:s|ing)?\Z|led\Z|result(?:s|ed|ing)?\Z|creat(?:e|es|ed|ing)\Z|"
    r"elicit|generat|induc|precipitat|produc(?:e|es|ed|ing)\Z|provok|releas|trigger|bring|brought|"
    r"responsible\Z|allow|enabl|due\Z)"
)
_LINK = re.compile(
    r"(?:associat|link|relat|correlat|connect|tied\Z|has\Z|have\Z|had\Z|having\Z|show|experienc|"
    r"report|observ|found\Z|saw\Z|seen\Z|develop|is\Z|are\Z|was\Z|were\Z|be\Z|been\Z|get|got\Z|"
    r"fac(?:e|es|ed)\Z|suffer|live[ds]?\Z|at\Z|with\Z|make[s]?\Z|made\Z|give[sn]?\Z|gave\Z|mean[st]?\Z|"
    r"die[ds]?\Z|spent\Z|spend\Z|need|took\Z|take|achiev|reach|carr|confer|pose|put[s]?\Z)"
)
_MORE = re.compile(
    r"(?:increas(?:ed|ing)|higher|greater|elevated|longer|larger|improved|enhanced|more|better|"
    r"raised|heightened|faster|stronger|increase|increases|rise|gain|growth|improvement|worse|"
    r"worsening|deeper|heavier|twice|doubling)\Z"
)
_LESS = re.compile(
    r"(?:less|decreas(?:ed|ing)|reduced|lower|fewer|shorter|smaller|impaired|diminished|reduction|"
    r"reductions|decrease|decreases|decline|drop|fall|relief|weaker|slower|loss|poorer|lowering|"
    r"halving|lowest|fewest|least)\Z"
)
# "lower back pain", "upper": what "lower" names and does not compare.
LOWER_WHAT = vocabulary(
    "back limb limbs leg legs respiratory abdominal abdomen extremity extremities urinary airway "
    "airways jaw lip gastrointestinal esophageal oesophageal body bowel end part parts half lobe "
    "lobes spine lumbar gut intestine eyelid eyelids tract teeth face arm lung lungs esophagus "
    "oesophagus middle third uterine motor class socioeconomic"
)
LONG_WHAT = vocabulary("term lasting standing chain")
RISKS = vocabulary(
    "risk risks odds rate rates chance chances likelihood incidence probability prevalence number "
    "amount level levels severity frequency duration length hazard susceptibility"
)
# What there can be none of: "has no effect on", "is not associated with".
LACKED = re.compile(
    r"(?:effect|differ|associat|link|relat|correlat|chang|impact|influenc|benefit|evidence|risk|"
    r"better|worse|affect|useful|superior|more|less|greater|higher|lower|alter|bearing|protect|"
    r"advantage|modif)"
)
SAME = vocabulary(
    "unchanged unaffected unaltered ineffective useless unrelated unconnected uncorrelated "
    "unassociated"
)
ALIKE = vocabulary("similar comparable same equal equivalent identical similarly")
UNSAID = vocabulary(
    "change changes alteration alterations difference differences balance normalization variation"
)
"""What is brought about without being more or less."""
NOUNS = vocabulary(
    "loss fall gain growth decline increase increases reduction reductions decrease decreases rise "
    "drop improvement relief doubling halving lowering worsening"
)
"""Words of change that end a name as well: ``bone loss``, ``hair fall``."""
LIKELY = vocabulary("likely prone susceptible vulnerable apt common frequent often")
FRACTIONS = vocabulary("half third quarter fifth")


@lru_cache(maxsize=20_000)
def kind_of(word: str) -> str:
    """Return what a word does: ``up`` or ``down`` to its object, ``more`` or ``less`` of what it
    stands before, ``bring`` or ``link`` what follows, or nothing.
    """
    if word.endswith("ly"):
        return ""
    if _MORE.match(word) and word not in {"increase", "increases", "rise", "gain", "worsening"}:
        return "more"
    if _LESS.match(word) and word not in {"decrease", "decreases", "decline", "drop", "fall"}:
        return "less"
    kinds = (("up", _UP), ("down", _DOWN), ("bring", _BRING), ("link", _LINK))
    return next((name for name, pattern in kinds if pattern.match(word)), "")


@lru_cache(maxsize=20_000)
def leans(word: str) -> int:
    """Return 1 for a word that says more of what it stands before, -1 for less, 0 for neither."""
    return 1 if _MORE.match(word) else -1 if _LESS.match(word) else 0
