"""What a claim's relation says of its object: more of it, less, no change, or nothing.

Where the words that join subject and object are plain, they decide; elsewhere the model does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.claims.clauses import Parts
from pipeline.claims.features import tokens
from pipeline.claims.text import vocabulary
from pipeline.records import Direction

_UP = re.compile(
    r"(?:accelerat|activat|aggravat|amplif|augment|boost|caus(?:e|es|ed|ing)\b|contribut"
    r"|creat(?:e|es|ed|ing)\b|dangerous|doubl|elevat|elicit|encourag|enhanc|escalat|exacerbat"
    r"|expan|facilitat|foster|fuel|generat|gr[eo]w(?:s|n|ing|th)?\b|gain|greater|heighten|higher"
    r"|improv|increas|induc|intensif|larger|lead(?:s|ing)?\b|led\b|lengthen|longer|maximi[sz]"
    r"|potentiat|precipitat|predispos|prolong|promot|prone|provok|rais(?:e|es|ed|ing)\b|releas"
    r"|result(?:s|ed|ing)?\b|risk|r[io]s(?:e|es|en|ing)\b|speed|spur|stimulat|strengthen"
    r"|stronger|support|susceptib|tripl|trigger|upregulat|vulnerab|worse)"
)
_DOWN = re.compile(
    r"(?:abat|abolish|abrogat|alleviat|ameliorat|antagoni|attenuat|avert|avoid|block|blunt"
    r"|combat|compromis|counteract|cur(?:e|es|ed|ing)\b|curb|curtail|cut(?:s|ting)?\b|damp|deactiv"
    r"|declin|decreas|delay|deplet|depriv|destroy|deter(?:s|red)?\b|diminish|disrupt|downregulat"
    r"|drop|eas(?:e|es|ed|ing)\b|eliminat|eradicat|fall(?:s|ing)?\b|fell\b|fewer|fight|halt|halv"
    r"|hamper|hinder|imped|impair|inactivat|inhibit|interfer|kill|less\b|lessen"
    r"|limit(?:s|ing)?\b|lo(?:se|ses|sing|ss|sses|st)\b|lower|minimi[sz]|mitigat|neutrali[sz]"
    r"|offset|poorly|prevent|protect|quell|reduc|relie[fv]|remov|repress|restrict|retard|revers"
    r"|rid\b|shield|short(?:en|er)|shr[iu]nk|slow(?:s|ed|er|ing)?\b|smaller|starv|stop|stunt|suppress|thwart"
    r"|undermin|ward|weaken|weaker|wip(?:e|es|ed)\b)"
)
_CHANGED = re.compile(
    r"(?:increas(?:ed|ing)|higher|greater|elevated|longer|larger|improved|enhanced|more|less"
    r"|decreas(?:ed|ing)|reduced|lower|fewer|shorter|smaller|impaired|diminished)\b"
)
# What there can be none of: "has no effect on", "is not associated with".
_LACKED = re.compile(
    r"(?:effect|differ|associat|link|relat|correlat|chang|impact|influenc|benefit|evidence|risk)"
)
# "had half the risk of", "a third of the odds"
_FRACTIONS = vocabulary("half third quarter fifth")
_RATES = vocabulary("risk risks odds rate rates chance chances likelihood incidence number")
_NEGATIONS = vocabulary(
    "not no never cannot without nor neither little hardly fail fails failed unlikely"
)
_ADDING = vocabulary("only just merely longer")  # "not only", "no longer"
_JOINING = vocabulary("and but while whereas ;")
_REACH = 4  # words: into the object, and before a further verb


def said_direction(text: str, parts: Parts, end: int) -> Direction | None:
    """Return what a claim's parts plainly say; ``end`` is where its sentence ends."""
    if parts.relation is None:
        return None
    last = max(part.end for part in parts if part is not None)
    object_ = parts.object.text if parts.object else ""
    return direction_of(tokens(parts.relation.text), tokens(object_), tokens(text[last:end]))


def direction_of(
    relation: Sequence[str], object_: Sequence[str], after: Sequence[str] = ()
) -> Direction | None:
    """Return what relation and object say, with the words after them; ``None``: nothing plain.

    Words are in lower case.

    >>> direction_of(["may", "prevent"], ["bone", "loss"])
    'decrease'
    """
    if not relation:
        return None
    near = [*relation, *object_[:_REACH]]
    up = any(map(_UP.match, relation)) or relation[-1].startswith("help")
    down = any(map(_DOWN.match, relation))
    if _is_denied(near):
        return "no_effect" if up or down or any(map(_LACKED.match, near)) else None
    changes = [word for word in object_ if _CHANGED.match(word)]
    below = {bool(_DOWN.match(word)) for word in changes}
    if not down and len(below) > 1:
        return "mixed"
    down = down or _is_fraction([*relation, *object_[: _REACH + 2]])
    if not (up or down or (changes and object_[0] == changes[0])):
        return None
    down = down or below == {True}
    return (
        "mixed" if _goes_on(after, _UP if down else _DOWN) else "decrease" if down else "increase"
    )


def _is_denied(words: Sequence[str]) -> bool:
    return any(
        (word in _NEGATIONS or word.endswith("n't")) and after not in _ADDING
        for word, after in zip(words, [*words[1:], ""], strict=True)
    )


def _is_fraction(words: Sequence[str]) -> bool:
    return any(
        word in _FRACTIONS and not _RATES.isdisjoint(words[at + 1 : at + 4])
        for at, word in enumerate(words)
    )


def _goes_on(words: Sequence[str], other: re.Pattern[str]) -> bool:
    """Tell whether a verb of the ``other`` sign is joined on: "… and lowers the risk"."""
    return any(
        other.match(word)
        and not word.startswith("risk")
        and not _JOINING.isdisjoint(words[max(0, at - _REACH) : at])
        for at, word in enumerate(words)
    )
