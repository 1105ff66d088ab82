"""What a claim inherits from earlier sentences: its study, and what its pronoun refers to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.claims.clauses import Parts
from pipeline.records import Part, Sentence
from pipeline.text.patterns import hinted

STUDY_REACH = 8  # sentences back within which a study is still spoken of
_RESULT = hinted(
    r"\b(?:the|this|that|these|both) (?:\w+ ){0,2}(?:study|trial|cohort|review|analysis|"
    r"meta-analysis|survey|experiment|results?|findings?|groups?|participants|patients|volunteers|"
    r"researchers|authors|team|investigators|intervention|placebo)\b|"
    r"\A\W*(?:results?|findings?|conclusions?)\b|\b(?:placebo|control) group\b|"
    r"\b[pP] ?[=<]|\bsignificantly\b|\bmean difference\b|\b(?:odds|hazard|risk) ratio\b",
    "stud|trial|cohort|review|analys|survey|experiment|result|finding|group|participants|patients"
    "|volunteers|researchers|authors|team|investigators|intervention|placebo|conclusion|=|<"
    "|significantly|difference|ratio",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|reduced|increased|decreased|improved|lowered|raised|fell|rose|showed|"
    r"found|reported|experienced|lost|gained|dropped|prevented|caused|led|resulted|remained|"
    r"developed|died|relapsed|recovered|helped|cut|shortened|worsened|eased|halved|doubled)\b"
)
_OTHER_STUDY = re.compile(
    r"\b(?:other|another|previous|earlier|recent|several|many|some|most|few|older|large|small) "
    r"(?:\w+ )?(?:studies|study|trials?|research|reviews?)\b|\bin \d{4}\b"
    r"|\b(?:an?|another) (?:[\w-]+ ){0,3}(?:study|trial|review|analysis|survey|experiment)\b",
    re.IGNORECASE,
)
# What brings a study up: "a trial of 160 women", "the women were randomly assigned".
_INTRODUCED = re.compile(
    r"\b(?:an?|one|this|the|our|their|two|three) (?:[\w-]+,? ){0,5}(?:study|trial|cohort|review|"
    r"meta-analysis|analysis|survey|experiment|rct)\b|\brandomly\b|\brandomi[sz]ed to\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:It|They)\Z")  # that open a sentence: others have their noun in it
_THIS = re.compile(
    r"(?:This|These|The) "
    r"(?P<kind>vitamins?|drugs?|diseases?|conditions?|hormones?|minerals?|"
    r"supplements?|compounds?|herbs?|plants?|proteins?|bacteri(?:a|um)|virus(?:es)?|medicines?|"
    r"medications?|nutrients?|disorders?|enzymes?|molecules?|diets?|treatments?|"
    r"therap(?:y|ies)|toxins?|genes?|parasites?|infections?|syndromes?)\Z"
)
_EMPTY = re.compile(
    r"\s*(?:is|was|has been|’s|'s|may be|might be|seems?|appears?|remains?|would be|takes?)\s*"
    r"(?:(?:\w+ly|also|now|not|still|been|to be|thus|very|so|more|quite) )*"
    r"(?:known|clear|important|possible|likely|unlikely|unclear|thought|believed|estimated|"
    r"uncertain|unsure|debatable|doubtful|necessary|recommended|best|hard|easy|difficult|true|said|found|shown|essential|vital|common|"
    r"uncommon|unknown|crucial|worth|time|that|to|well|suggested|reported|noted|assumed|agreed)\b"
)
_PLURAL = re.compile(
    r"(?:[^su]s|es|people|men|women|children|mice|bacteria|data|fungi|teeth|feet)\Z"
)
_PERSON = re.compile(
    r"\b(?:researchers?|scientists?|authors?|persons?|government|doctor|people|patients|women|men|children|participants|we|you|"
    r"i|he|she|who|nobody|experts|doctors)\b",
    re.IGNORECASE,
)


def study_before(
    rows: Sequence[Sentence], at: int, plain: str, studies: Callable[[int], str | None]
) -> tuple[str, str] | None:
    """Return the study that a result belongs to, and the id of the sentence that names it.

    ``studies`` gives the design that a sentence names. A result speaks of "the trial" or "both
    groups", or tells in the past tense; it stands after the study in its paragraph or section.
    """
    tells = _RESULT.search(plain)
    if not (tells or _PAST.search(plain)) or _OTHER_STUDY.search(plain):
        return None
    own = rows[at]
    for back in range(at - 1, max(-1, at - 1 - STUDY_REACH), -1):
        before = rows[back]
        near = before.block == own.block or (tells and before.region == own.region)
        if not near:
            return None
        named = studies(back)
        if named is not None and _INTRODUCED.search(before.text):
            return named, before.id
    return None


def points_back(subject: Part | None) -> bool:
    """Tell a subject that may stand for that of the sentence before: "it", "this vitamin"."""
    return subject is not None and bool(_PRONOUN.match(subject.text) or _THIS.match(subject.text))


def antecedent(
    text: str, subject: Part | None, relation: Part | None, before: Parts | None, means: Part | None
) -> Part | None:
    """Return what a pronoun as subject stands for: the subject of the sentence before.

    ``means`` is what that one's own subject stands for. ``None`` where it is not plain.
    """
    if subject is None or before is None or not points_back(subject):
        return None
    this = _THIS.match(subject.text)
    if this is None and _EMPTY.match(text[subject.end : subject.end + 60]):
        return None
    found = means if means is not None else before.subject
    if found is None or _PERSON.search(found.text) or len(found.text) > _LONGEST:
        return None
    if _PRONOUN.match(found.text) or not _PLAIN.match(found.text) or "," in found.text:
        return None
    many = bool(_PLURAL.search(_head(found.text))) or " and " in found.text
    wanted = subject.text.lower().startswith("the") and subject.text.lower() != "the"
    if this is not None:
        wanted = bool(_PLURAL.search(this["kind"]))
    else:
        wanted = subject.text.lower() == "they"
    return found if many == wanted else None


_LONGEST = 90  # letters of a plain antecedent
# No pronoun, preposition or number leads a plain antecedent.
_PLAIN = re.compile(
    r"(?!(?:this|these|that|those|it|they|there|one|no|among|in|for|with|most|many|some|all|fifty|"
    r"first|what|another|both|each|half|several|his|her|their|our|my|your)\b)[a-z]",
    re.IGNORECASE,
)


def _head(noun: str) -> str:
    """Return the head of a noun phrase: the word before a preposition or clause, or the last."""
    words = re.split(r" (?:of|in|with|from|for|on|that|which|who|at|to|by)\b", noun, maxsplit=1)[0]
    return words.split()[-1] if words.split() else noun
