"""What a trial's sentence says of its outcome: a linear model over how groups are compared.

"Pain was significantly lower in the zinc group than with placebo (P = 0.02)" says *decrease*
of the outcome, whichever words do: comparatives, negations, significance, p values, intervals.
Words become kinds (up, down, same, …), the outcome and the treatments become marks, and the
sequence of kinds and marks is read as n-grams, hashed (CRC-32) so that the weights hold no
text. Trained on Evidence Inference (``pipeline.recipes.claims.comparisons``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from pipeline.claims.clauses import Parts
from pipeline.claims.text import vocabulary
from pipeline.errors import ModelError
from pipeline.records import Direction, Part
from pipeline.text.patterns import hinted
from pipeline.weights.folders import MODELS, weights

ARRAYS = "comparisons.npz"
LABELS: tuple[Direction, ...] = ("increase", "decrease", "no_effect")
BUCKETS = 1 << 17
LONGEST = 1500  # letters of a sentence that are read
_MOST = 160  # words likewise

WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
# The kinds of words, each a letter; the first that fits counts.
_KINDS: tuple[tuple[str, str], ...] = (
    ("U", r"increas|elevat|rais(?:e[ds]?|ing)\Z|r[io]se[sn]?\Z|rising|higher|greater|more\Z|larger"
     r"|longer|long\Z|upregulat|augment|prolong|enhanc|boost|gain|grew|grow(?:n|th|ing)?s?\Z|exceed"
     r"|accelerat|heighten|doubl|tripl|most\Z|highest|longest|greatest|faster|promot|stimulat|induc"
     r"|caus(?:e[ds]?|ing)\Z|stronger|raise|heavier|later\Z|earlier\Z|potentiat|amplif|hyper\Z"),
    ("D", r"decreas|reduc|lower|fewer|less\Z|smaller|shorter|declin|diminish|drop"
     r"|fall(?:s|ing|en)?\Z|fell\Z|lessen|attenuat|suppress|inhibit|prevent|block|shorten|lowest|shortest|least\Z|fewest"
     r"|minimi[sz]|alleviat|reliev|relief\Z|eas(?:e[sd]?|ing)\Z|ameliorat|slow(?:er|ed|s)?\Z|blunt"
     r"|abolish|protect|downregulat|deplet|loss\Z|lost\Z|lose|slower|weaker|mitigat|cuts?\Z|halv"
     r"|avoid|eliminat|limit|resol"),
    ("B", r"improv|better|superior|benefi|effective|efficac|favou?r|advantag|best\Z|success"),
    ("W", r"wors|impair|deteriorat|inferior|harm|detriment|poorer|aggravat|exacerbat|compromis"),
    ("S", r"similar|comparable|equal|same\Z|equivalen|unchanged|unaffected|noninferior|identical"
     r"|alike|stable\Z|constant"),
    ("F", r"differ"),
    ("E", r"effects?\Z|associat|chang|impact|influenc|relat(?:ed|ion)|correlat|affect|interaction"
     r"|trend|link"),
    ("G", r"significan|statistic"),
    ("N", r"no\Z|not\Z|never\Z|neither\Z|nor\Z|without\Z|none\Z|cannot\Z|fail|lack|unable|hardly"
     r"|little\Z|didn|doesn|wasn|weren|insignificant|nonsignificant|non\Z|ns\Z|any\Z"),
    ("C", r"than\Z|compar|versus\Z|vs\Z|against\Z|relative\Z|control|placebo|sham"),
    ("R", r"group|arms?\Z|both\Z|between\Z|treatments\Z|conditions\Z|two\Z|three\Z|all\Z"),
    ("H", r"may\Z|might\Z|could\Z|suggest|tend"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(words)) for kind, words in _KINDS)
_SIGNS = "UDBW"
_CORE = frozenset("OIVUDBWSFENCGR")
_KEPT = vocabulary(
    "in with by of on for to at after and but or while whereas although however was were is are "
    "had has did , ; . : ( ) from over during only also as"
)
# Whether a sentence tells how groups fared: only such are read by this model.
_TRIAL = hinted(
    r"\bsignifican|placebo|\bcontrols?\b|\bcompared (?:to|with)\b|\bversus\b|\bvs\b|"
    r"\b[pP] ?(?:value)? ?[=<>≤≥]|\d ?% ?CI\b|confidence interval|\bgroups?\b|\barms?\b|"
    r"\b(?:odds|hazard|risk) ratio\b",
    "significan|placebo|control|compared |versus|vs|=|<|>|≤|≥|CI|confidence|group|arm|ratio",
)
_MEASURED = hinted(
    r"\bsignifican|\b[pP] ?(?:value)? ?[=<>≤≥]|\d ?% ?CI\b|confidence interval|"
    r"\b(?:odds|hazard|risk) ratio\b",
    "significan|=|<|>|≤|≥|CI|confidence|ratio",
)
_TESTED = re.compile(r"\bsignifican|\b[pP] ?(?:value)? ?[=<>≤≥]")
_P = re.compile(
    r"(?<!\w)[pP][\s\-]?(?:values?)?\s?(?:of|was|were|is)?\s?(?P<sign>[=<>≤≥])\s?"
    r"(?P<value>0?[.·,]\d{1,9}|\d\.\d{1,9}\s?[×x]\s?10|1\.0{1,4}|1(?!\d))"
)
_CI = re.compile(
    r"CI\)?[,:;]?\s?(?:of|was|from|=)?\s?[\[(]?(?P<low>[-−–]?\d{1,9}(?:\.\d{1,9})?)\s?%?"
    r"(?:\s?[-–—,;]\s?|\sto\s)(?P<high>[-−–]?\d{1,9}(?:\.\d{1,9})?)"
)
_RATIO = re.compile(r"\b(?:OR|RR|HR|ratio|relative|odds|hazard)\b")
_SMALL, _NEARLY = 0.05, 0.1  # p values up to which a result counts, or all but does


class Marks(NamedTuple):
    """Which words are of the outcome, of the treatment and of what it is compared with."""

    outcome: Sequence[bool]
    treatment: Sequence[bool]
    comparator: Sequence[bool]


class _Token(NamedTuple):
    kind: str
    word: str


def is_comparison(text: str) -> bool:
    """Tell whether a sentence says how groups of a study fared."""
    return bool(_TRIAL.search(text[:LONGEST]))


def is_measured(text: str) -> bool:
    """Tell whether it says so with significance, p values or intervals."""
    return bool(_MEASURED.search(text[:LONGEST]))


def is_tested(text: str) -> bool:
    """Tell whether it says so with significance or p values: an interval alone is not enough."""
    return bool(_TESTED.search(text[:LONGEST]))


def words_in(text: str) -> list[tuple[int, int]]:
    """Return the spans of the words that ``Marks`` are of."""
    spans = []
    for match in WORD.finditer(text[:LONGEST]):
        spans.append(match.span())
        if len(spans) == _MOST:
            break
    return spans


@lru_cache(maxsize=20_000)
def _kind(word: str) -> str:
    return next((kind for kind, pattern in _PATTERNS if pattern.match(word)), "")


def _results(text: str) -> list[tuple[int, int, str]]:
    """Return p values and intervals: ``PS`` small, ``PM``, ``PL`` large; ``CL`` spans no effect."""
    found = []
    for match in _P.finditer(text):
        value = 0.0
        if "×" not in match["value"] and "x" not in match["value"]:
            value = float(re.sub("[·,]", ".", match["value"]))
        small = value < _SMALL or (value == _SMALL and match["sign"] in "<≤")
        large = match["sign"] == ">" or value >= _NEARLY
        found.append((*match.span(), "PS" if small and not large else "PL" if large else "PM"))
    neutral = 1.0 if _RATIO.search(text) else 0.0
    for match in _CI.finditer(text):
        low, high = (float(re.sub("[−–]", "-", match[end])) for end in ("low", "high"))
        middle = neutral if low >= 0 else 0.0
        found.append(
            (*match.span(), "CL" if low <= middle <= high else "CU" if low > middle else "CD")
        )
    return sorted(found)


def _tokens(text: str, spans: Sequence[tuple[int, int]], marks: Marks) -> list[_Token]:
    """Return marks, kinds, results and words of grammar in order; others are gaps (``_``)."""
    results, at, done = _results(text), 0, -1
    found: list[_Token] = []
    for i, (start, end) in enumerate(spans):
        while at < len(results) and results[at][1] <= start:
            at += 1
        if at < len(results) and results[at][0] <= start:
            if done != at:
                found.append(_Token(results[at][2], ""))
                done = at
            continue
        word = text[start:end].lower()
        kind = _kind(word)
        mark = "O" if marks.outcome[i] else "I" if marks.treatment[i] else ""
        mark = mark or ("V" if marks.comparator[i] else "")
        if mark:
            if not found or found[-1].kind != mark:
                found.append(_Token(mark, word))
            if kind and mark == "O":
                found.append(_Token("o" + kind, word))
            continue
        kind = "0" if word[0].isdigit() else kind or (word if word in _KEPT else "_")
        if kind in "0_" and found and found[-1].kind == kind:
            continue
        found.append(_Token(kind, word))
    return found


def features(text: str, spans: Sequence[tuple[int, int]], marks: Marks) -> list[int]:
    """Return the distinct buckets of what a sentence says of its outcome."""
    words = [text[start:end].lower() for start, end in spans]
    found = {f"w {word}" for word in words if not word[0].isdigit()}
    found.update(f"b {first} {second}" for first, second in pairwise(words))
    tokens = _tokens(text, spans, marks)
    kinds = [token.kind for token in tokens]
    plain = [kind for kind in kinds if kind not in "_0"]
    core = [kind for kind in kinds if kind in _CORE or kind[0] in "PCo"]
    found.update(_grams("i", plain, 4))
    found.update(_grams("c", core, 5))
    outcome = {stem(word) for word, mark in zip(words, marks.outcome, strict=True) if mark}
    found.update(f"ow {kind} {stem}" for kind in set(kinds) & set(_SIGNS) for stem in outcome)
    found.update(_near(tokens, outcome))
    found.update(_than(kinds))
    results = [kind for kind in kinds if kind in _RESULTS]
    found.update(f"p {kind}" for kind in results or ["none"])
    found.update(f"p1 {kind}" for kind in results[:1])
    return sorted({crc32(name.encode("utf-8", "surrogatepass")) % BUCKETS for name in found})


_RESULTS = frozenset(("PS", "PM", "PL", "CL", "CU", "CD"))


def _grams(name: str, kinds: Sequence[str], most: int) -> Iterator[str]:
    padded = ["^", *kinds, "$"]
    for size in range(1, most + 1):
        for at in range(len(padded) - size + 1):
            yield f"{name}{size} {' '.join(padded[at : at + size])}"


def _near(tokens: Sequence[_Token], outcome: set[str]) -> Iterator[str]:
    """Yield how far each kind is from the outcome, and what stands right beside it."""
    places = [at for at, token in enumerate(tokens) if token.kind == "O"]
    if not places:
        yield "no outcome"
        return
    nearest: dict[str, tuple[int, int]] = {}
    for at, token in enumerate(tokens):
        far = min((abs(at - place), at - place) for place in places)
        kind = token.kind
        if kind in _CORE and kind != "O":
            nearest[kind] = min(nearest.get(kind, far), far)
        if 0 < far[0] <= _BESIDE and kind != "0":
            yield f"x {far[1]} {token.word if kind == '_' else kind}"
    for kind, (size, way) in nearest.items():
        yield f"d {kind} {'a' if way > 0 else 'b'} {min(size, 8) // 2}"
    signs = [(nearest[kind][0], kind) for kind in _SIGNS if kind in nearest]
    if signs:
        closest = min(signs)[1]
        yield f"near {closest}"
        yield from (f"nw {closest} {stem}" for stem in outcome)


_BESIDE = 3


def _than(kinds: Sequence[str]) -> Iterator[str]:
    """Yield what is compared with what, and how."""
    for at, kind in enumerate(kinds):
        if kind == "C":
            before = [k for k in kinds[max(0, at - 12) : at] if k in "IV"][-1:]
            after = [k for k in kinds[at : at + 8] if k in "IV"][:1]
            sign = [k for k in kinds[:at] if k in _SIGNS][-1:]
            yield f"th {''.join(before)} {''.join(after)} {''.join(sign)}"


_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "es", "ed", "s", "ly", "y")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return a word without its ending, roughly."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


class Comparisons(NamedTuple):
    """The trained weights, a column for each of ``LABELS``."""

    weights: Any
    bias: Any

    def chances(self, buckets: Sequence[int]) -> list[float]:
        """Return the probability of each label."""
        import numpy as np

        scores = self.weights[list(buckets)].sum(0, dtype=np.float32) + self.bias
        raised = np.exp(scores - scores.max())
        return [float(one) for one in raised / raised.sum()]


@lru_cache(maxsize=2)
def load(models: Path = MODELS) -> Comparisons:
    """Load the weights once a process; ``ModelError`` when they are missing or stale."""
    import numpy as np

    path = weights("claims", ARRAYS, models)
    with np.load(path, allow_pickle=False) as arrays:
        rows, kept = arrays["rows"], arrays["weights"].astype(np.float32)
        if int(arrays["buckets"][0]) != BUCKETS:
            raise ModelError(
                f"model {path} was trained with other features: train it again with "
                "`claimsheet models train claims`"
            )
        table = np.zeros((BUCKETS, len(LABELS)), np.float32)
        table[rows] = kept
        return Comparisons(table, arrays["bias"].astype(np.float32))


def compared(plain: str, parts: Parts, models: Path = MODELS) -> Direction | None:
    """Return what a comparison says of its outcome; ``None`` where the model is not sure.

    ``plain`` is the sentence as quoted. The outcome is the object of
    a relation that acts on it, else the subject: "pain was lower with zinc".
    """
    kinds = {_kind(word) for word in plain[:LONGEST].lower().split()}
    if kinds.isdisjoint(_TELLING) and not ("N" in kinds and kinds & {"E", "G"}):
        return None
    outcome, treatment = parts.object, parts.subject
    if parts.relation is None or outcome is None or _STATIVE.match(parts.relation.text.lower()):
        outcome, treatment = parts.subject, parts.object
    spans = words_in(plain)
    marks = Marks(
        _found(plain, spans, outcome), _found(plain, spans, treatment), [False] * len(spans)
    )
    chances = load(models).chances(features(plain, spans, marks))
    best = max(range(len(LABELS)), key=chances.__getitem__)
    return LABELS[best] if chances[best] >= SURE else None


_TELLING = frozenset("UDBWSF")
SURE = 0.5
"""The least probability of what a comparison says."""
_STATIVE = re.compile(
    r"(?:is|are|was|were|be|did not differ|differed|differs?|remained|increased|decreased|declined|"
    r"rose|fell|improved|dropped|has been|have been|had been|did not (?:change|improve))\b"
)


def _found(plain: str, spans: Sequence[tuple[int, int]], part: Part | None) -> list[bool]:
    """Mark the words of a quoted sentence that are of a part; markers may be left out of it."""
    at = plain.find(part.text) if part is not None else -1
    if part is None or at < 0:
        return [False] * len(spans)
    end = at + len(part.text)
    return [start < end and at < stop for start, stop in spans]
