"""What a claim says of its object: more of it, less, no change, conflicting results, or nothing.

The clause that links subject and object decides, by the words of change in it and what they
govern (``pipeline.claims.changes``). Where that is not plain, the trained model does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.claims.changes import (
    ALIKE,
    FRACTIONS,
    LACKED,
    LIKELY,
    LONG_WHAT,
    LOWER_WHAT,
    NOUNS,
    RISKS,
    SAME,
    UNSAID,
    kind_of,
    leans,
)
from pipeline.claims.features import tokens
from pipeline.claims.text import vocabulary
from pipeline.records import Direction, Part

_NEGATIONS = vocabulary(
    "not no never cannot without nor neither little hardly fail fails failed unlikely unable none"
)
_ADDING = vocabulary("only just merely longer simply doubt question wonder matter to")
_EVIDENCE = vocabulary(
    "evidence proof studies study data support supported indication reason shown show suggest "
    "suggesting suggested proven demonstrated found confirmed"
)
_JOINING = vocabulary("and but while whereas ;")
_TURNING = vocabulary("but whereas while however although though yet")
_THAN, _AGAINST = vocabulary("than versus vs"), vocabulary("compared comparison relative")
_REACH = 4  # words: into the object, and before a further verb
_LATER = 16  # words after the parts in which a clause of another result has to say so


def said_direction(
    text: str,
    subject: Part | None,
    relation: Part | None,
    object_: Part | None,
    start: int,
    end: int,
) -> Direction | None:
    """Return what a claim's parts plainly say, in the sentence at a span."""
    if relation is None:
        return None
    parts = [part for part in (subject, relation, object_) if part is not None]
    said = tokens(object_.text) if object_ is not None else []
    if object_ is not None and said[:1] == ["no"]:
        said = _uncompared([*tokens(text[max(start, object_.start - _FAR) : object_.start]), *said])
        said = said[-len(tokens(object_.text)) :]
    before = tokens(text[max(start, parts[0].start - _FAR) : min(part.start for part in parts)])
    after = _uncompared(tokens(text[max(part.end for part in parts) : end]))
    if said[1:] and said[-1] == "more" and after[:1] == ["than"]:
        said = said[:-1]  # "reduced cough more than placebo"
    about = tokens(subject.text) if subject is not None else []
    if about[1:2] in (["more"], ["fewer"], ["less"]):  # "no more than four cups" bounds
        about = about[1:]
    alike = relation.text in _BE and " ".join(said) == "the same" and after[:1] != ["as"]
    if alike and not RISKS.isdisjoint(about):
        return "no_effect"
    noted = _noted(about, tokens(relation.text))
    if noted is not None:
        return noted
    if about[:1] in _NOTHING and any(LACKED.match(word) for word in about[:_REACH]):
        return "no_effect"
    gap = []
    if subject is not None and subject.end < relation.start:
        gap = tokens(text[subject.end : relation.start])
    found = direction_of(tokens(relation.text), said, after, [*before, *about[:1]])
    if found is None and _names_cause(about, relation.text):
        return "increase"
    return "mixed" if found not in {None, "mixed"} and _turned(gap, found) else found


def _uncompared(words: Sequence[str]) -> list[str]:
    """Return words without the "no" of what is compared with: "more than no treatment"."""
    return [
        word
        for two, one, word in zip(["", "", *words], ["", *words], words, strict=False)
        if word != "no" or not (one in _THAN or (one in {"with", "to"} and two in _AGAINST))
    ]


def direction_of(
    relation: Sequence[str],
    object_: Sequence[str],
    after: Sequence[str] = (),
    before: Sequence[str] = (),
) -> Direction | None:
    """Return what relation and object say, with the words around; ``None``: nothing plain.

    Words are in lower case.

    >>> direction_of(["may", "prevent"], ["bone", "loss"])
    'decrease'
    """
    if not relation or _is_wanted(relation):
        return None
    moved = _moved(relation, object_, after)
    if moved is not None:
        return moved
    near = [*relation, *object_[:_REACH]]
    sign = _sign(relation, object_ or after[:1])
    denied = before[-1:] in _NOTHING or _is_unfounded(before)
    if denied or _is_denied(near):
        changed = any(LACKED.match(w) or kind_of(w) in {"up", "down", "more", "less"} for w in near)
        if sign or changed:
            return "mixed" if _turns(after, denied=True) else "no_effect"
        return None
    if _is_same(relation, object_, after):
        return "no_effect"
    if not _CONFLICTING.isdisjoint(object_[:_REACH]) and "results" in object_:
        return "mixed"
    if not sign:
        measured = _measured(relation, [*object_, *after[:_REACH]])
        return measured or _risk(relation, object_, after) or _joined(after)
    opposed = {leans(word) for word in [relation[-1], *_compared(object_)]} - {0}
    if len(opposed) > 1 and kind_of(_governor(relation)) not in {"up", "down"}:
        return "mixed"
    if _turns(after, denied=False) or _goes_on(after, -sign):
        return "mixed"
    return "increase" if sign > 0 else "decrease"


def _risk(
    relation: Sequence[str], object_: Sequence[str], after: Sequence[str]
) -> Direction | None:
    """Return what a risk or cause that is named says: "is a risk factor for", "at risk of"."""
    words = [*relation, *object_, *after[:_REACH]]
    lower = any(leans(word) < 0 for word in words)
    for (before, word), following in zip(pairwise(["", *words]), [*words[1:], ""], strict=True):
        factor = before == "risk" and word.startswith("factor") and relation[-1] in _BE
        cause = word in {"cause", "causes"} and following == "of" and before != "leading"
        cause = cause and not _BE.isdisjoint(relation)
        placed = word == "risk" and following in {"of", "for"} and "at" in words
        if factor or cause or placed:
            return "decrease" if lower and placed else "increase"
    return None


_ARTICLES = vocabulary(
    "a an the any some much far significantly substantially even slightly about significant "
    "marked large small modest slight clear dramatic sharp 0 1999 % percent per cent fold - – to"
)
_AMOUNTS = _ARTICLES | vocabulary(
    "mm hg mmol mol mg kg ml g l cm points days day hours weeks months years minutes times as on "
    "average one two three four five six seven eight nine ten twice half third quarter fifth "
    "nearly almost up estimated statistically /"
)
_WHOM = vocabulary("in among with for when after during than at if")


def _measured(relation: Sequence[str], said: Sequence[str]) -> Direction | None:
    """Return what is said of a thing that is measured: "was 18% lower in", "half as common in"."""
    copula = max((at for at, word in enumerate(relation) if word in _BE), default=None)
    if copula is None:
        return None
    words = [*relation[copula + 1 :], *said, "", ""]
    at = next(at for at, word in enumerate(words) if word not in _AMOUNTS)
    amount, word, following = words[:at], words[at], words[at + 1]
    if amount[-1:] == ["as"] and len(amount) > 1 and word in LIKELY | {"high"}:
        return "increase" if FRACTIONS.isdisjoint(amount) else "decrease"
    if following not in _WHOM and not (amount and following in {"", ".", ","}):
        return None
    return "increase" if leans(word) > 0 else "decrease" if leans(word) < 0 else None


def _is_wanted(relation: Sequence[str]) -> bool:
    """Tell what is needed or meant to be, no effect: "needs more iron", "is to suppress"."""
    asked = {"need", "needs", "needed", "require", "requires", "required", "recommended", "advised"}
    aims = any(pair in {("is", "to"), ("are", "to"), ("was", "to")} for pair in pairwise(relation))
    return aims or not asked.isdisjoint(relation)


_MOVERS = re.compile(
    r"(?:br(?:ing|ings|inging|ought)|push|driv|drove|send|sent|keep|keeps|kept|pull|forc|go|goes|went|"
    r"going|gone|com(?:e|es|ing)|came|get|gets|got|tak(?:e|es|ing)|took|nudg|edg|creep|crept)"
)
_PARTICLES: dict[str, Direction] = {"up": "increase", "down": "decrease"}
_TURNED: dict[str, Direction] = {
    "inversely": "decrease", "negatively": "decrease", "positively": "increase",
    "inverse": "decrease", "negative": "decrease", "positive": "increase", "direct": "increase",
}  # fmt: skip
_OF_LINKS = re.compile(r"(?:associat|correlat|relat|link|tied\Z)")


def _moved(
    relation: Sequence[str], object_: Sequence[str], after: Sequence[str]
) -> Direction | None:
    """Return what two words say together: "brings it down", "inversely associated with"."""
    if _is_denied(relation):
        return None
    for words in (relation, [*relation, *object_]):
        linked = any(_OF_LINKS.match(word) for word in words)
        for word, turned in _TURNED.items():
            if word in words and linked:
                return turned
    if "independent" in relation and relation[-1] == "of":
        return "no_effect"
    if not any(_MOVERS.match(word) for word in relation):
        return None
    for particle, way in _PARTICLES.items():
        if particle in {*relation[1:], *object_[-1:], *object_[:1], *after[:1]}:
            return way
    return None


_SEEN = vocabulary("seen found observed noted reported recorded occurred occurs measured")
_CHANGES: dict[str, Direction] = {
    "reduction": "decrease", "decrease": "decrease", "fall": "decrease", "drop": "decrease",
    "decline": "decrease", "rise": "increase", "increase": "increase", "growth": "increase",
}  # fmt: skip
_COMPARED: dict[str, Direction] = {"fewer": "decrease", "less": "decrease", "more": "increase"}


def _noted(subject: Sequence[str], relation: Sequence[str]) -> Direction | None:
    """Return what "a reduction in reflux was seen" says, and "far fewer falls were seen"."""
    if _SEEN.isdisjoint(relation):
        return None
    passive = "occurred" in relation or not _BE.isdisjoint(relation)
    first = next((at for at, word in enumerate(subject) if word not in _AMOUNTS), len(subject))
    more, than = [*subject[first : first + 2], "", ""][:2]
    if passive and more in _COMPARED and than != "than":
        return _COMPARED[more]
    denied = _is_denied(relation) or subject[:1] == ["no"]
    for word, following in pairwise(subject[: _REACH + 1]):
        if word in _CHANGES and following in {"in", "of"}:
            return "no_effect" if denied else _CHANGES[word]
    return None


_CONFLICTING = vocabulary("mixed conflicting inconsistent contradictory")


def _names_cause(subject: Sequence[str], relation: str) -> bool:
    """Tell "the causes of X are Y", where the subject says what the object does."""
    return relation in {"is", "are", "was", "were", "include", "includes"} and any(
        pair in _CAUSES for pair in pairwise(subject)
    )


_CAUSES = {
    (noun, word)
    for noun in ("cause", "causes", "trigger", "triggers", "drivers", "driver", "factor", "factors")
    for word in ("of", "for")
}


def _joined(after: Sequence[str]) -> Direction | None:
    """Return what further verbs say where the first says nothing: "…, and releases cytokines"."""
    signs = set()
    for at, word in enumerate(after[1:_FURTHER], start=1):
        if after[at - 1] not in {"and", ","}:
            continue
        kind = kind_of(word)
        if kind == "bring":
            heads = {leans(one) for one in after[at + 1 :] if leans(one)}
            signs |= heads or {1}
        elif kind in _WAYS:
            signs.add(_WAYS[kind])
        elif word.endswith(("ed", "s")) and leans(word):
            signs.add(leans(word))
    if not signs or _is_denied(after[:_FURTHER]):
        return None
    return "mixed" if len(signs) > 1 else "increase" if signs == {1} else "decrease"


_FURTHER = 24  # words after the parts in which further verbs are read


def _turned(gap: Sequence[str], found: Direction | None) -> bool:
    """Tell whether a clause between subject and relation said otherwise: "lived longer, but"."""
    turn = next((at for at, word in enumerate(gap) if word in _TURNING), 0)
    signs = {leans(word) or _WAYS.get(kind_of(word), 0) for word in gap[:turn]} - {0}
    return bool(signs) and signs != {_FOUND.get(found or "", 0)}


_NOTHING = (["no"], ["neither"], ["none"])  # what a subject that denies begins with
_WAYS = {"up": 1, "down": -1}
_FOUND = {"increase": 1, "decrease": -1}


def _governor(relation: Sequence[str]) -> str:
    """Return the last word of a relation that changes, brings or links something."""
    return next((word for word in reversed(relation) if kind_of(word)), "")


def _is_same(relation: Sequence[str], object_: Sequence[str], after: Sequence[str] = ()) -> bool:
    if not SAME.isdisjoint([*relation, *object_, *after[:1]]):
        return True
    if object_[-1:] == ["same"] and (not _LASTING.isdisjoint(relation)):
        return True
    if ALIKE.isdisjoint(relation) or object_:
        return False
    return (
        relation[-1] not in {"to", "with", "a", "an", "provide"} and kind_of(relation[0]) == "link"
    )


_LASTING = vocabulary("stay stays stayed remain remains remained kept keeps")


def _compared(object_: Sequence[str]) -> list[str]:
    """Return an object's words without those of change that are part of a name."""
    found = []
    for before, word, after in zip(["", *object_], object_, [*object_[1:], "", ""], strict=False):
        named = word == "lower" and after in LOWER_WHAT
        named = named or (word in {"long", "longer"} and after in LONG_WHAT | {"-"})
        named = named or (word == "growth" and after in {"hormone", "factor", "factors"})
        last = word in NOUNS and after not in {"of", "in"} and before not in {"", *_ARTICLES}
        if not named and not last:
            found.append(word)
    return found


def _sign(relation: Sequence[str], object_: Sequence[str]) -> int:
    """Return 1 for more of the object, -1 for less, 0 where nothing is said."""
    kinds = [kind_of(word) for word in relation]
    bare = _compared(object_)
    if "down" in kinds or _is_fraction([*relation, *object_[: _REACH + 2]]):
        return -1
    led = [word for word in bare if word not in _ARTICLES]
    head = next((leans(word) for word in led[:2] if leans(word)), 0)
    if "up" in kinds:
        ups = [word for word, kind in zip(relation, kinds, strict=True) if kind == "up"]
        if not object_ and ups[-1].startswith(("improv", "worse", "help")):
            return 0
        helped = all(word.startswith("help") for word in ups) and relation[-1][:4] != "help"
        return 0 if (helped and not head) or _STUDIED.issuperset(object_[:1]) else 1
    compared = {"more": 1, "less": -1}
    for at, kind in enumerate(kinds):
        if kind in compared:
            return _comparison(relation, at, object_) * compared[kind]
    if "bring" in kinds:
        shielded = any(word in RISKS for word in led[:1])  # "brings a risk of reduced vision"
        if not object_ or not UNSAID.isdisjoint(led[:3]):
            return 0
        return head if head and not shielded else 1
    first = leans(led[0]) if led else 0
    for word, following in pairwise(object_):  # "saw their weight fall by a tenth"
        if kind_of(word) in _WAYS and following == "by":
            first = _WAYS[kind_of(word)]
    return first or (1 if any(word.startswith("risk") for word in relation) else 0)


def _comparison(relation: Sequence[str], at: int, object_: Sequence[str]) -> int:
    """Tell whether a comparative says that there is more of something, not of what quality."""
    later = [*relation[at + 1 :], *object_[:1]]
    if not object_ and at == len(relation) - 1 and at and relation[at - 1] not in _BE:
        return 1  # "led to fewer"
    if relation[at] in {"more", "less"} and later[:1]:
        return int(later[0] in LIKELY or (len(relation) > 1 and relation[at - 1] not in _BE))
    if "than" in later or not object_:
        return 0
    return 1


_BE = vocabulary("is are was were be been being become becomes became 's 're much far seem seems")
_STUDIED = vocabulary("this that these those it claims")
_FAR = 200  # letters before the parts in which what they say may be denied


def _is_denied(words: Sequence[str]) -> bool:
    for at, word in enumerate(words):
        after, beyond = [*words[at + 1 : at + 3], "", ""][:2]
        if word in _NEGATIONS or word.endswith("n't"):
            bound = after in {"fewer", "less", "more"} and beyond == "than"
            if (after not in _ADDING and not bound) or (word[:4] in {"fail", "unab", "unli"}):
                return True
    return False


def _is_unfounded(before: Sequence[str]) -> bool:
    """Whether what follows is denied: "there is no evidence that", "it is not shown that"."""
    return any(
        (word in {"no", "not", "without", "never"} or word.endswith("n't"))
        and not _EVIDENCE.isdisjoint(before[at + 1 : at + 7])
        for at, word in enumerate(before)
    )


def _is_fraction(words: Sequence[str]) -> bool:
    return any(
        word in FRACTIONS and not RISKS.isdisjoint(words[at + 1 : at + 4])
        for at, word in enumerate(words)
    )


def _turns(words: Sequence[str], denied: bool) -> bool:
    """Tell whether a clause with "but" says there is an effect, where the first denies it.

    Or the other way round: "reduced pain, but other trials show that it does not".
    """
    if not denied and divides(" ".join(words)):
        return True
    for at, word in enumerate(words):
        if word not in _TURNING:
            continue
        clause = list(words[at + 1 : at + 1 + _LATER])
        changed = any(
            kind_of(one) in {"up", "down", "more", "less"} or LACKED.match(one) for one in clause
        )
        return changed and _is_denied(clause) != denied
    return False


# "lowered pain in men but not in women", "in three trials and had no effect in two"
_NOT_IN = re.compile(
    r"\bbut not (?:in|for|among|on|at|with|after|when|of)\b"
    r"|\b(?:and|but|yet) (?:had|has|have|showed|shows|found|saw) (?:no|little) "
    r"(?:\w+ )?(?:effect|difference|benefit|change|impact|influence|association)"
)


def divides(plain: str) -> bool:
    """Tell words that say an effect is there for some and not for others."""
    return _NOT_IN.search(plain) is not None


def _goes_on(words: Sequence[str], sign: int) -> bool:
    """Tell whether a verb of another sign is joined on: "… and lowers the risk"."""
    wanted, past = ({"up", "bring"}, 1) if sign > 0 else ({"down"}, -1)
    return any(
        (kind_of(word) in wanted or (leans(word) == past and (word[-2:] == "ed" or word in NOUNS)))
        and not word.startswith(("risk", "help"))
        and (
            not _JOINING.isdisjoint(words[max(0, at - _REACH) : at])
            or not _TURNING.isdisjoint(words[max(0, at - 2 * _REACH) : at])
        )
        for at, word in enumerate(words)
    )
