"""What the claim models see of a sentence: hashed words and characters, and counts.

Words, word pairs and character n-grams are hashed with CRC-32 (the same everywhere), so
the weights hold no vocabulary of the texts they were trained on. The counts are of kinds
of words a person would look at (who speaks, modals, reporting, evidence, causes, …).
Everything is linear in the sentence's length, and long sentences are cut.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from pipeline.claims.text import vocabulary
from pipeline.text.patterns import Hinted, hinted

# A run-on "sentence" of megabytes says nothing that its start does not.
LONGEST = 3000
LONGEST_WORD = 40
BUCKETS = 1 << 16
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*|[^\w\s]")
_YEAR = re.compile(r"(?:1[89]|20)\d\d\Z")

# Kinds of words, each counted; a final * stands for any ending.
KINDS: dict[str, str] = {
    "first": "i me my mine i'm i've i'd i'll myself",
    "we": "we us our ours we're we've we'll we'd let's",
    "you": "you your yours you're you've you'll you'd yourself yourselves",
    "third": "he she him her his hers himself herself he's she's",
    "they": "they them their these those that this it its it's they're",
    "modal": "can could may might can't couldn't cannot",
    "will": "will would shall won't wouldn't it'll they'll",
    "should": "should must need needs ought recommend* advis* shouldn't mustn't",
    "report": "said says say told tells asked asks wrote explain* added adds noted notes argue* "
    "believe* think thinks thought claim* according",
    "study": "study studies research* trial trials scientist* evidence expert* finding findings "
    "meta meta-analysis review reviews data experiment* survey* published journal",
    "found": "found showed shown shows show suggest* demonstrat* reported conclud* reveal* "
    "indicat* observed discover* linked associated",
    "cause": "cause causes caused causing lead leads led leading result results due because "
    "increas* decreas* reduc* lower* rais* improv* prevent* inhibit* stimulat* promot* affect* "
    "effect* help* protect* regulat* produc* trigger* block* activat* boost* damag* releas* "
    "contribut* support* allow* enabl* mak* slow* convert* destroy* kill* treat*",
    "risk": "risk risks symptom* likely common rare chance* prevalence incidence rate rates "
    "percent chronic disease* disorder* cancer* patient* treatment* drug* level* blood cell* "
    "brain immune infection* vitamin* bone* muscle* skin hormone* pain therap* vaccin* body gut",
    "be": "is are isn't aren't",
    "past": "was were had did wasn't weren't didn't hadn't",
    "have": "has have hasn't haven't",
    "negation": "not no never none nor without don't doesn't didn't isn't aren't won't can't",
    "people": "people patients adults women men children individuals persons americans infants "
    "participants subjects adolescents",
    "many": "many most some others all every usually often generally typically commonly",
    "percent": "%",
    "bracket": "[ ] ( )",
    "quote": '" “ ”',
    "comma": ",",
    "colon": ": ;",
    "dash": "— –",
    "exclamation": "!",
    "address": "@ http https www",
    "announce": "below next here here's read click learn check stay post blog article newsletter "
    "subscribe website book video podcast contact email visit page topic information",
    "opinion": "think feel felt hope guess wish sure unfortunately interesting maybe perhaps "
    "really just actually thing things something stuff well ok course honestly",
    "plan": "plan* aim* goal* hope* want* wanted decide* discuss* launch* fund* announc* "
    "conference team company administration government law official* agency",
    "method": "collect* sampl* analyz* analysis dataset* laborator* participant* enrolled "
    "recruited measured assigned randomized follow* protocol* specimen*",
}
# Turns of phrase that the guideline tells the types of claims apart by, in lower case.
PHRASES: dict[str, Hinted] = {
    name: hinted(pattern, hints)
    for name, (hints, pattern) in {
        "studied": (
            "stud|trial|research|evidence|scientists|experiment|analysis|data|finding|result",
            r"\b(?:study|studies|trial|trials|research|researchers|evidence|scientists|"
            r"experiment|meta-analysis|data|analysis|findings?|results?)\b",
        ),
        "found_that": (
            "found|show|reported|revealed|demonstrated|concluded|observed|suggest|"
            "noted|discovered|confirmed|indicate",
            r"\b(?:found|showed|shown|show|shows|reported|revealed|demonstrated|"
            r"concluded|observed|suggest|suggests|suggested|noted|discovered|confirmed|"
            r"indicated?s?)\b",
        ),
        "measured": (
            "<|=|95%|significant",
            r"\bp ?[<=]|95% ?ci|significant",
        ),
        "compared": (
            "study|trial|group|participants|compared |placebo",
            r"\b(?:in the|of the) (?:study|trial|\w+ group)|\bparticipants\b|"
            r"\bcompared (?:to|with)\b|\bplacebo\b",
        ),
        "at_risk": (
            "risk|odds|likel|prone",
            r"\b(?:risk|risks|odds|likelihood|more likely|less likely|times as likely|"
            r"prone)\b",
        ),
        "linked": (
            "associat|link|correlat|tied |relationship|connection",
            r"\b(?:associated|linked|correlat\w+|association|link|tied|relationship|"
            r"connection) ",
        ),
        "share": (
            "%|percent|per cent|one in |out of |illion",
            r"\d ?(?:%|percent|per cent)|\bone in \w+|\bout of (?:every )?\d|"
            r"\bmillions?\b|\bbillions?\b",
        ),
        "frequent": (
            "common|often|rare|prevalence|incidence|most people|usually|frequently|"
            "typically|majority|many people|affect|estimated",
            r"\b(?:common|commonly|often|rare|rarely|prevalence|incidence|most people|"
            r"usually|frequently|typically|majority|many people|affects? (?:about|\d|"
            r"more|up|one|an|most|many|people)|estimated)\b",
        ),
        "advised": (
            "should|recommend|advis|must|need to|ought|important to|best to|try to|"
            "avoid|make sure|consider",
            r"\b(?:should|recommend\w*|advis\w+|must|need to|ought|important to|best to|"
            r"try to|avoid|make sure|consider)\b",
        ),
        "is_a": (
            "is |are ",
            r"\b(?:is|are) (?:an?|the|one|called|known|defined|made|found|composed|"
            r"produced|located)\b",
        ),
        "made_of": (
            "contain|consist|include|type|kind|made |called|known as|refer|means",
            r"\b(?:contains?|consists?|includes?|types? of|kinds?|made (?:up )?of|"
            r"called|known as|refers? to|means)\b",
        ),
        "brings_about": (
            "cause|lead|result|trigger|stimulate|inhibit|block|activate|release|"
            "produce|regulate|convert|bind|by |so that|which ",
            r"\b(?:causes?|leads? to|results? in|triggers?|stimulates?|inhibits?|"
            r"blocks?|activates?|releases?|produces?|regulates?|converts?|binds?|"
            r"because|by \w+ing|so that|which (?:then )?\w+s)\b",
        ),
        "valued": (
            "essential|important|vital|critical|crucial|key|role|beneficial|good for|"
            "necessary|help|need|great|effective|safe|healthy|best",
            r"\b(?:essential|important|vital|critical|crucial|key|role|beneficial|"
            r"good for|necessary|helps?|need|needs|great|effective|safe|healthy|best)\b",
        ),
        "opens_study": (
            "study|trial|review|analysis",
            r"^\W*(?:in|one|a|an|two|the) (?:\w+ )?(?:study|trial|review|analysis)",
        ),
        "speaks": (
            "say|said|according to",
            r"\b(?:says?|said|according to)\b",
        ),
        "may": (
            "may|might|can|could",
            r"\b(?:may|might|can|could)\b",
        ),
        "year": (
            "19|20",
            r"\b(?:19|20)\d\d\b",
        ),
        "counted_people": (
            "people|patients|men|adults|children|mice|rats|participants",
            r"\b\d+ (?:people|patients|women|men|adults|children|mice|rats|participants)",
        ),
        "past": (
            "were|was|had",
            r"\bwere\b|\bwas\b|\bhad\b",
        ),
        "animal": (
            "mice|rat|animal",
            r"\bmice|rats?\b|animals?\b",
        ),
        "symptoms": (
            "symptom|sign",
            r"\b(?:symptoms?|signs?) (?:of|include|are)\b",
        ),
    }.items()
}
_IMPERATIVE = vocabulary(
    "try take eat avoid drink use get make ask talk call see read check click learn visit keep "
    "let's let don't do consider choose limit look find start stop add remember note imagine "
    "think go tell give please join sign follow be seek place apply wash engage adjust watch "
    "examine clean drive expose spend turn put set focus include enjoy reduce maintain ensure "
    "consult stay wear write pick plan aim discuss contact report schedule practice exercise "
    "never always cut mix pour rinse repeat bring buy replace switch"
)
_QUESTION = vocabulary(
    "what why how who when where which is are do does did can could should would will has have"
)
_CONDITION = vocabulary("if when to for before after during once while in on as at")
_LATIN = re.compile(r"\w{2,20}(?:itis|osis|emia|ine|ase|oma|ol|ide|ate|in|ic|al|ous|gen|one)\Z")
_SHAPES = (
    "digits", "ed", "ing", "ly", "latin", "long", "length", "under5", "under9", "over29",
    "question", "unended", "lower_start", "quote_start", "lead_in", "imperative",
    "inner_imperative", "wh_start", "capitals", "word_length", "conjunction", "acronym",
)  # fmt: skip
COUNTS: tuple[str, ...] = (*KINDS, *_SHAPES, *PHRASES)


def _table() -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    whole: dict[str, tuple[int, ...]] = {}
    prefix: dict[str, tuple[int, ...]] = {}
    for at, words in enumerate(KINDS.values()):
        for word in words.split():
            into, key = (prefix, word[:-1]) if len(word) > 1 and word[-1] == "*" else (whole, word)
            into[key] = (*into.get(key, ()), at)
    return whole, prefix


_WHOLE, _PREFIX = _table()


def tokens(text: str) -> list[str]:
    """Return words, numbers (``0``, years ``1999``) and signs of a sentence, in lower case."""
    return [
        ("1999" if _YEAR.match(token) else "0") if token[0].isdigit() else token[:LONGEST_WORD]
        for token in _TOKEN.findall(text[:LONGEST].replace("’", "'").lower())
    ]


def _bucket(feature: str) -> int:
    return crc32(feature.encode("utf-8", "surrogatepass")) % BUCKETS


@lru_cache(maxsize=10_000)
def _character_buckets(word: str) -> tuple[int, ...]:
    padded = f"<{word}>"
    return tuple(
        BUCKETS + _bucket("c:" + padded[at : at + size])
        for size in (3, 4, 5)
        for at in range(len(padded) - size + 1)
    )


@lru_cache(maxsize=10_000)
def _pair_bucket(first: str, second: str) -> int:
    return _bucket(f"{first} {second}")


def word_buckets(words: list[str]) -> list[int]:
    """Return the distinct buckets of words, word pairs and opening words."""
    found = {_pair_bucket("w:", word) for word in words}
    found.update(map(_pair_bucket, ["^", *words], [*words, "$"]))
    found.update(_pair_bucket("o:", word) for word in words[:3])
    return sorted(found)


def character_buckets(words: list[str]) -> list[int]:
    """Return the distinct buckets of the words' character n-grams (above the words')."""
    found: set[int] = set()
    for word in set(words):
        found.update(_character_buckets(word))
    return sorted(found)


@lru_cache(maxsize=10_000)
def _kinds(word: str) -> tuple[int, ...]:
    found = list(_WHOLE.get(word, ()))
    for end in range(3, len(word) + 1):
        found.extend(_PREFIX.get(word[:end], ()))
    first = len(KINDS)
    shape = (
        word == "0", len(word) > 4 and word.endswith("ed"), len(word) > 5 and word.endswith("ing"),
        len(word) > 4 and word.endswith("ly"), bool(_LATIN.match(word)), len(word) >= 9,
    )  # fmt: skip
    found.extend(first + at for at, holds in enumerate(shape) if holds)
    return tuple(sorted(set(found)))


def counts(text: str, words: list[str]) -> list[float]:
    """Return the counts named in ``COUNTS``, each scaled to about 0 to 3."""
    text = text[:LONGEST]
    found = [0.0] * len(COUNTS)
    for word in words:
        for kind in _kinds(word):
            found[kind] += 1.0
    found = [3.0 if count > 3.0 else count for count in found]
    at = len(KINDS) + 6
    plain = [word for word in words if word[0].isalnum()] or [""]
    size = len(plain)
    ending = text.rstrip("\"”’') ]")[-1:]
    raw = text.split()
    found[at:] = [
        min(size, 60) / 20, size < 5, size < 9, size > 29,
        ending == "?", ending not in ".!?", text[:1].islower(), text[:1] in "\"“", ending == ":",
        plain[0] in _IMPERATIVE, _inner_imperative(words), plain[0] in _QUESTION,
        3 * sum([word[0].isupper() for word in raw[1:]]) / (len(raw) or 1),
        sum(map(len, plain)) / size / 5, plain[0] in {"but", "and", "so", "or"},
        text[:2].isupper(),
    ]  # fmt: skip
    lower = text.lower()
    found.extend(pattern.search(lower) is not None for pattern in PHRASES.values())
    return [float(count) for count in found]


def _inner_imperative(words: list[str]) -> bool:
    """Tell whether a command follows an opening condition or label ("If it hurts, stop.")."""
    if not words or (words[0] not in _CONDITION and ":" not in words[:8]):
        return False
    return any(sign in ",:" and word in _IMPERATIVE for sign, word in pairwise(words))
