"""Words by which a sentence leans on another, reports a study, or speaks of its own authors."""

from __future__ import annotations

import re

from pipeline.text.patterns import hinted

_CONNECTIVE = (
    r"(?:however|yet|thus|hence|indeed|in fact|moreover|furthermore|additionally|in addition|"
    r"accordingly|consequently|as a result|for example|for instance|and|but|so|also),?\s+"
)
_I = re.IGNORECASE
# Opens by pointing at the sentence before: "These include", "However, those cytokines".
POINTS_BACK = re.compile(
    rf"^(?:{_CONNECTIVE})?(?:in (?:this|these)|among (?:these|them)|"
    r"this|these|those|it|they|such|their|its|he|she)\b",
    _I,
)
# Points back a little later: "The immune system sees this situation as a threat".
MENTIONS_BACK = re.compile(r"^(?:\S{1,20}\s){1,5}(?:this|these|those|such)\s\w", _I)
# Opens as a detail, a result or an example of the sentence before.
DETAILS = re.compile(
    r"^(?:in particular|specifically|in fact|indeed|thus|for (?:example|instance)|namely|"
    r"consistently|clinically|similarly|likewise|accordingly|one (?:\w+ )?(?:study|trial)|"
    r"another (?:\w+ )?(?:study|trial)|(?:\w+ )?studies|in one|one of)\b",
    _I,
)
CONTRASTS = re.compile(r"^(?:however|although|though|but|yet|while|unfortunately|therefore)\b", _I)
SHOWS = hinted(
    r"^(?!.{0,50}\balso\b).*?\b"
    r"(?:(?:study|trial|research|analysis) (?:\w+ ){0,2}(?:found|showed|suggest\w*|revealed)|"
    r"(?:have|has) (?:also )?been (?:shown|found|reported|linked)|stud(?:y|ies)|trials?|"
    r"et al\.)",
    "stud|trial|research|analysis|been |et al.",
    _I | re.DOTALL,
)
# A topic sentence announces evidence, or a number of things to come.
TOPIC = re.compile(
    r"\b(?:studies|trials|research|evidence|findings|experiments|reviews|results|failures|models)\b"
    r"|\b(?:two|three|four|five|several|various|numerous|many|some of our|a (?:few|number of)) "
    r"(?:\w+ ){0,2}(?:types|kinds|forms|ways|reactions|mechanisms|factors|reasons|effects)\b",
    _I,
)
# Textbook knowledge needs no source of its own.
BACKGROUND = re.compile(
    r"\b(?:is|are|was|were|represents?|remains?|being) (?:also )?"
    r"(?:an?|one of|the (?:most|second|leading|primary|main)|defined|called|named|renamed)\b"
    r"|\b(?:incidence|comes? from a|remains? (?:one|the)|no effective|majority of|consists? of)\b",
    _I,
)

# A study is named; a new one is introduced: "a 12-week randomized controlled trial".
_DESIGN = (
    r"\s(?!(?:previous|prior|earlier|control)\b)(?:[^\s.;]{1,24}\s){0,6}?"
    r"(?:study|trial|experiment|cohort|survey|intervention|meta-analysis)\b"
)
_DESIGNS = "study|trial|experiment|cohort|survey|intervention|meta-analysis"
NEW_STUDY = hinted(rf"\b(?:an?|one|another){_DESIGN}", _DESIGNS, _I)
STUDY = hinted(rf"\b(?:an?|one|another|this|the|our|their|in){_DESIGN}", _DESIGNS, _I)
# Speaks of the subjects, arms, authors or measures of a study under way.
SAME_STUDY = hinted(
    r"\b(?:the|this|these|both|all|each|either|neither|of the)\s(?:[^\s.;]{1,20}\s){0,3}?"
    r"(?:study|trial|participants?|subjects?|volunteers?|groups?|arms?|authors?|researchers?|"
    r"investigators?|team|experiment|intervention|placebo|protocols?|analysis|program)\b"
    r"|\b(?:participants|baseline|control group|treatment group|placebo group)\b"
    r"|^(?:they|he|she)\b.{0,20}\b(?:found|reported|showed|concluded|observed|noted|saw)\b"
    r"|^(?:those|the (?:women|men|mice|rats|animals|children|patients)) who\b",
    "study|trial|participant|subject|volunteer|group|arm|author|researcher|investigator|team"
    "|experiment|intervention|placebo|protocol|analysis|program|baseline"
    "|found|reported|showed|concluded|observed|noted|saw| who",
    _I | re.DOTALL,
)
PAST = re.compile(
    r"\b(?:was|were|had|did|fell|rose|saw|showed|improved|increased|decreased|reduced|reported|"
    r"experienced|lost|gained|completed|received|contained|included|consisted|lasted|used)\b",
    _I,
)
PRESENT = re.compile(r"\b(?:is|are|has|have|can|may|might|does|do|will|should|need|needs)\b", _I)
# Draws the evidence before it together: "These results imply", "both studies".
SUMS_UP = re.compile(
    r"^(?:taken together|together|collectively)\b"
    r"|\b(?:both|these|those)\s(?:[^\s.;]{1,20}\s){0,3}?"
    r"(?:results|findings|studies|data|evidence|observations|trials|reports)\b",
    _I,
)
# The authors' own work, or a comparison with it: others' papers are no evidence for that.
OWN_WORK = hinted(
    r"\bwe (?:(?:also|then|next|further|have|previously) )?(?:found|find|show\w*|observed?|"
    r"demonstrated?|report\w*|used?|measured?|identif\w+|concluded?|performed?|compared?|"
    r"hypothesi[sz]ed?|examined?|investigated?|analy[sz]ed?|assessed?|sought|propose\w*|detected?)\b"
    r"|\bour (?:\w+ )?(?:study|results?|data|findings?|models?|analys[ie]s|work|observations?|"
    r"conclusions?|cohort|patients|population|evidence)\b"
    r"|\b(?:present|current) (?:study|results|findings|work|analysis|conclusions?)\b"
    r"|\b(?:in line|in agreement|consistent|in accordance) with\b|\bas expected\b|\bwas expected\b",
    "we |our |present |current |in line|agreement|consistent|accordance|expected",
    _I,
)
# The authors speak, or show what they found.
AUTHORS = re.compile(r"\b(?:we|our)\b|\b(?:fig(?:ure)?s?\.?|tables?)\s?S?\d", _I)
