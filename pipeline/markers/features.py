"""What stands round a candidate marker, as features a reader would look at.

The words before and after, how the digits join them, what the numbers are, and what the
whole article does with such words and numbers (``CO2`` again and again, equations).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, replace

from pipeline.markers.candidates import UNITS, Candidate, words

Features = dict[str, float]

_PERCENT = re.compile(r"[<>~≈]?\d{1,3}(?:[.,]\d{1,4})?%[.,;)]{0,2}$")
_ASIDE_END = re.compile(r"\d{1,4}\)[.,;:]?")  # "(see p. 12)."
_WORD = re.compile(r"[^\W\d_]{1,40}")
_ONE_RANGE = re.compile(r"^\W{0,2}\d+\W{1,4}\d+\W{0,2}$")
_BARE = re.compile(r"\b[^\W\d_]{1,40}\b")
_GLUED = re.compile(r"(?<![^\W_])([^\W\d_]{1,40})(\d{1,4})")
_LABELS = words(
    "fig figs figure figures table tables tab eq eqs equation equations step steps section "
    "sections chapter part phase type grade stage level group groups day days week weeks month "
    "months year years no nos number vol pp p page pages line item items case appendix "
    "supplement box panel "
    "version class model experiment trial study studies ref refs reference references"
)
_LABELLED = re.compile(
    r"\b(?:[Ff]ig(?:ure)?s?|[Tt]ab(?:le)?s?|[Ee]q(?:uation|n)?s?|[Ss]teps?|[Ss]ections?|[Ee]xpressions?|"
    r"[Cc]onditions?|[Ff]ormulas?|[Tt]heorem|[Pp]roposition|[Ll]emma|[Ll]ines?|[Rr]eactions?|[Nn]os?)"
    r"\.?\s?(?:\(\w{1,4}\)\s?(?:,|and|or|to|[\u2013-])\s?){0,3}$"
)
_STRICT = re.compile(
    r"\b(?:Eqs?|Eqns?|Figs?|Tables?|Steps?|Sections?|Equations?|eqs?|eqns?|figs?)"
    r"\.?\s?(?:\(\w{1,4}\)\s?(?:,|and|or|to|[\u2013-])\s?){0,3}$"
)
_EQUATION = re.compile(
    r"\b(?:[Ee]qs?|[Ee]qns?|Equations?|(?:in|from|by|of|into|see|to|with|using|solving) equations?)"
    r"\.?\s?\(\s?(\d{1,3})\s?\)"
)
_MATH = frozenset("=<>±×+/*^~≤≥≈∼·|_{}\\−∞∑∫√∈∉⊂∪≔≡→←⟨⟩∂Δ")
_LINKS = words("in of by see from to with and e.g for as at both also")
_COUNTED = words(
    "number numbers range ranges interval intervals score scores scale scales value values total "
    "rated agreement ln log exp sin cos over between among system equation equations by of from "
    "condition model"
)
# "different numbers of cells (1 to 13)", "the actual number of cells (23)", but "fewer colds (3)"
_HOW_MANY = re.compile(
    r"\b(?:numbers of|(?:actual|total|maximum|minimum|optimal|choice of the|being the) number of) "
    r"(?:[\w-]{1,30}\s){1,6}$"
)
_BOUND = re.compile(r"\w\([^()\s]{0,20}\)$")
_FAMILY = r"[^\W\d_a-z][\w'’-]{1,30}"
_AUTHORS = re.compile(
    rf"({_FAMILY})(?:,? et al\.?|['’]s| and colleagues|,? (?:and|&) {_FAMILY})?[\s(\[]{{0,2}}$"
)


@dataclass(frozen=True)
class Context:
    """What the features need to know of the whole article, counted once."""

    text: str
    words: Counter[str]
    glued: Counter[str]
    forms: Counter[str]
    labels: frozenset[int]
    equations: frozenset[int]
    authors: dict[int, str]
    families: frozenset[str]

    def within(self, labels: frozenset[int], authors: dict[int, str]) -> Context:
        """Return the same counts beside another reference list."""
        families = frozenset(authors.values())
        return replace(self, labels=labels, authors=authors, families=families)


def context(text: str, labels: frozenset[int], authors: dict[int, str] | None = None) -> Context:
    """Count the words of an article, and words with digits glued to them.

    ``authors`` is the family name of each entry's first author, by number.
    """
    authors = authors or {}
    glued: Counter[str] = Counter()
    forms: dict[str, set[str]] = {}
    for match in _GLUED.finditer(text):
        glued[match[0]] += 1
        forms.setdefault(match[1], set()).add(match[2])
    words = Counter(_BARE.findall(text))
    counts = Counter({word: len(found) for word, found in forms.items()})
    equations = {int(m[1]) for m in _EQUATION.finditer(text)}
    families = frozenset(authors.values())
    return Context(text, words, glued, counts, labels, frozenset(equations), authors, families)


def features(candidate: Candidate, ctx: Context) -> Features:
    """Return what stands round a candidate and what its numbers look like."""
    text = ctx.text
    found: Features = {"bias": 1.0}
    found.update((f"form: {form}", 1.0) for form in candidate.forms)
    _around(found, text, candidate)
    _numbers(found, candidate, ctx)
    _names(found, text, candidate, ctx)
    if candidate.shape == "flat":
        _flattened(found, text, candidate, ctx)
    else:
        _bracketed(found, text, candidate, ctx)
    return found


def _names(found: Features, text: str, candidate: Candidate, ctx: Context) -> None:
    """Note whether the author named before a candidate wrote the entry it names."""
    before = text[max(candidate.block_start, candidate.start - 70) : candidate.start]
    match = _AUTHORS.search(before)
    if match and match[1] in ctx.families:
        wrote = any(ctx.authors.get(n) == match[1] for n in candidate.numbers)
        found["author of the entry"] = float(wrote)
        found["author of another entry"] = float(not wrote)


def _bracketed(found: Features, text: str, candidate: Candidate, ctx: Context) -> None:
    start, end = candidate.start, candidate.end
    before = text[max(candidate.block_start, start - 40) : start]
    close = before.rstrip()[-1:]
    words = _WORD.findall(before)
    last = words[-1].lower() if words and close.isalpha() else ""
    found["after label word"] = float(bool(_LABELLED.search(before)))
    strict = _STRICT.search(before)
    found["after abbreviated label"] = float(strict is not None)
    number = candidate.numbers[0] if len(candidate.numbers) == 1 else -1
    found["number of an equation"] = float(any(n in ctx.equations for n in candidate.numbers[:9]))
    found["after single letter"] = float(len(last) == 1 and last != "a")
    found["after al"] = float(bool(words) and words[-1] == "al")
    found["after digit"] = float(close.isdigit())
    found["after name"] = float(bool(last) and words[-1].istitle())
    found["glued before"] = float(before[-1:].isalnum())
    found["after counted word"] = float(any(w.lower() in _COUNTED for w in words[-2:]))
    found["right after counted word"] = float(last in _COUNTED)
    found["after how many"] = float(bool(_HOW_MANY.search(before)))
    found["after math"] = float(close in _MATH)
    found["after punctuation"] = float(close in tuple(".!?"))
    found["after pause"] = float(close in tuple(",;:") or last in ("and", "or"))
    found["after infinitive"] = float(last in ("to", "either", "by", "is", "are", "were", "was"))
    found["opens block"] = float(not before.strip())
    found["stacked"] = float(before[-1:] == "]" or text[end : end + 1] == "[")
    bare = text[end : end + 1].isspace() or end >= candidate.block_end
    if bare and number >= 0:
        found["equations about"] = min(1.0, len(ctx.equations) / 3)
        within = len(ctx.equations) > 2 and number <= max(ctx.equations)
        found["within equations"] = float(within)
        found["within equations, then word"] = float(within and not text[end : end + 1].strip())
    formal = float(bool(ctx.equations))
    found["article has equations"] = formal
    found["several, equations"] = float(len(candidate.numbers) > 1) * formal
    found["padded"] = float(text[start + 1 : start + 2].isspace())
    found["formula before"] = _formula(before)
    found["formula after"] = _formula(text[end : min(candidate.block_end, end + 40)])


def manner(text: str, candidate: Candidate) -> tuple[str, str]:
    """Return how a candidate joins the text before and after it, as an article's habit has it."""
    start, end = candidate.start, candidate.end
    before = text[start - 1] if start > candidate.block_start else "\n"
    after = text[end] if end < candidate.block_end else "\n"
    spaced = before.isspace()
    if spaced and start - 2 >= candidate.block_start:
        before = text[start - 2]
    kind = "letter" if before.isalpha() else before if before in ".,;:" else "other"
    tail = "space" if after.isspace() else after if after in ".,;:)" else "other"
    return f"{kind}{' ' * spaced}", tail


def _formula(text: str) -> float:
    """Return the share of a stretch's pieces that are single characters or not words."""
    pieces = text.split()
    odd = sum(len(p) == 1 or not any(c.isalpha() for c in p) for p in pieces)
    return odd / len(pieces) if len(pieces) > 2 else 0.0


def _around(found: Features, text: str, candidate: Candidate) -> None:
    following = text[candidate.end : min(candidate.block_end, candidate.end + 24)]
    words = _WORD.match(following.lstrip())
    word = words[0] if words else ""
    if not following.strip():
        found["ends block"] = 1.0
    elif following[0].isspace():
        first = following.lstrip()[0]
        kind = (
            "upper"
            if first.isupper()
            else "lower"
            if first.islower()
            else ("math" if first in _MATH else "digit" if first.isdigit() else "other")
        )
        found[f"then space {kind}"] = 1.0
    else:
        first = following[0]
        kind = first if first in ".,;:)" else "math" if first in _MATH else "other"
        found[f"then {kind}"] = 1.0
    found["then unit"] = float(word.lower() in UNITS)
    near = text[max(candidate.block_start, candidate.start - 4) : candidate.start] + following[:3]
    found["math near"] = float(any(c in _MATH for c in near))


def _numbers(found: Features, candidate: Candidate, ctx: Context) -> None:
    numbers = candidate.numbers
    text = ctx.text[candidate.start : candidate.end]
    found["several"] = float(len(numbers) > 1)
    found["rising list"] = float(len(numbers) > 1 and list(numbers) == sorted(numbers))
    found["falling list"] = float(len(numbers) > 1 and list(numbers) != sorted(numbers))
    if candidate.shape == "flat":
        found["inner space"] = float(" " in text or "\u00a0" in text)
    found["year"] = float(any(1700 <= n < 2100 for n in numbers))
    found["large"] = float(max(numbers) > 400 and not found["year"])
    found["zero"] = float(min(numbers) == 0 or bool(re.search(r"(?<!\d)0\d", text)))
    found["wide range"] = float(len(numbers) > 30)
    found["how many"] = math.log(max(1, min(len(numbers), 30)))
    found["how many, in one range"] = found["how many"] * float(_ONE_RANGE.search(text) is not None)
    found["one digit"] = float(len(numbers) == 1 and numbers[0] < 10)
    if ctx.labels:
        known = sum(n in ctx.labels for n in numbers) / len(numbers)
        found["in list"] = float(known == 1.0)
        found["outside list"] = float(known < 1.0)
        found["far outside list"] = float(max(numbers) > 1.5 * max(ctx.labels) + 5)


def _flattened(found: Features, text: str, candidate: Candidate, ctx: Context) -> None:
    start = candidate.start
    before = text[start - 1]
    kind = "letter" if before.isalpha() else before if before in ".,;:)%" else "quote"
    kind = "digit" if before.isdigit() else kind
    if kind == "letter" and candidate.known > 0:
        # The word stands alone elsewhere, so that its own digits and capitals tell nothing.
        kind = "whole word"
        found["whole word, known"] = math.log1p(candidate.known)
    found[f"after {kind}"] = 1.0
    stem = text[max(candidate.block_start, start - 41) : start].rstrip(".,;:!?)]\"”’'")
    match = re.search(r"[^\W\d_]{1,40}$", stem)
    word = match[0] if match else ""
    found["digit before"] = float(stem[-1:].isdigit())
    if found["digit before"]:
        year = re.search(r"(?<!\d)(?:1[5-9]|20)\d\d$", stem)
        found["year before"] = float(year is not None)
        found["decimal like"] = float(before in ".," and year is None)
        found["decimal then word"] = float(
            before in ".," and year is None and _then_word(text, candidate)
        )
        found["decimal then capital"] = found["decimal then word"] * float(
            text[candidate.end + 1 : candidate.end + 2].isupper()
            and text[candidate.end + 2 : candidate.end + 3].islower()
        )
    found["after label word"] = float(word.lower() in _LABELS)
    found["after link word"] = float(kind == "letter" and word.lower() in _LINKS)
    found["after initial"] = float(before == "." and len(word) == 1 and word.isupper())
    found["after bound parenthesis"] = float(
        before == ")" and bool(_BOUND.search(text[max(candidate.block_start, start - 24) : start]))
    )
    cut = candidate.known >= 0 and kind != "whole word"
    found["cut"] = float(cut)
    found["cut, known"] = math.log1p(candidate.known) if cut else 0.0
    found["cut, unknown"] = float(candidate.known == 0)
    found["may be cut"] = float(candidate.known == -2)
    chunk = text[max(candidate.block_start, start - 30) : start].split(" ")[-1]
    plain = _PERCENT.match(chunk) or _ASIDE_END.fullmatch(chunk)
    mixed = any(c.isdigit() or c in _MATH for c in chunk[:-1]) and not plain
    found["mixed chunk"] = float(mixed and kind != "whole word")
    found["open bracket in chunk"] = float(chunk.count("(") > chunk.count(")"))
    if kind == "letter" and word:
        _glued_word(found, text, candidate, word, ctx)


def _then_word(text: str, candidate: Candidate) -> bool:
    after = text[candidate.end : candidate.end + 3]
    return after[:1] == " " and after[1:2].isalpha()


def _glued_word(found: Features, text: str, candidate: Candidate, word: str, ctx: Context) -> None:
    digits = re.match(r"\d+", text[candidate.start : candidate.end])
    whole = word + (digits[0] if digits else "")
    found["word lower"] = float(word.islower())
    found["word upper"] = float(word.isupper())
    found["word mixed"] = float(not word.islower() and not word.isupper() and not word.istitle())
    found["word length"] = min(len(word), 8) / 8
    found["word short"] = float(len(word) <= 2)
    found["one capital"] = float(len(word) == 1 and word.isupper())
    found["word of three"] = float(len(word) == 3)
    found["word seen bare"] = float(ctx.words[word] > 0 or ctx.words[word.lower()] > 0)
    found["word often bare"] = float(ctx.words[word] + ctx.words[word.lower()] > 2)
    found["word repeated"] = float(ctx.glued[whole] > 1)
    found["word often repeated"] = float(ctx.glued[whole] > 3)
    found["other forms"] = float(ctx.forms[word] > 1)
    found["lower seen bare"] = found["word lower"] * found["word seen bare"]
    found["upper repeated"] = (1 - found["word lower"]) * found["word repeated"]
