"""Negation and hedging: the words that do it, and whether they reach the main statement.

A claim is negated when one of its main predicates is, not when only a relative or
subordinate clause is. Without a parser, a cue's clause is told from the words before it,
back to the nearest boundary; in the manner of NegEx (Chapman et al. 2001) and its
pseudo-negations. A hedge counts wherever it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.claims.text import Word, vocabulary

NEGATIONS = vocabulary("not no never none nor neither cannot nothing nobody nowhere")
# "not only", "not to be confused", "no. 1", "no doubt": they deny nothing.
_PSEUDO_AFTER = {
    "not": vocabulary("only to surprisingly unlike"),
    "no": vocabulary(". no. doubt matter wonder"),
}
_BOUNDARY = vocabulary(', ; : — – - ( ) [ ] “ ” " and but yet then however')
_SUBORDINATE = vocabulary(
    "that which who whom whose where because if when while whereas although though since unless "
    "until whether what how why whoever whatever"
)
# What takes a "that" clause which is the statement itself.
_STATING = vocabulary(
    "found find finds show shows showed shown demonstrate demonstrates demonstrated conclude "
    "concluded concludes report reported reports reveal revealed reveals indicate indicates "
    "indicating indicated suggest suggests suggested suggesting confirm confirmed confirms clear "
    "fact evidence say says said state states stated note noted notes imply implies implied "
    "caution prove proved proves know known believe believed thought argue argues means mean "
    "meaning observed discovered established true likely possible seems appears proven"
)
_COPULA = vocabulary("is was be")
_WITHIN_PHRASE = vocabulary(", and but or — – - (")

HEDGES = vocabulary(
    "might seem seems seemed seemingly perhaps maybe possibly probably apparently presumably "
    "potentially appears appeared conceivably hypothesized hypothesised speculate speculated "
    "suspect suspected supposedly plausible possibility unlikely expectation"
)
_PASSIVE_BELIEF = vocabulary("thought believed assumed supposed presumed considered hoped")
# Hedges in some company only: `_hedges` says in which.
_SOMETIMES = _PASSIVE_BELIEF | vocabulary(
    "may could suggest suggests suggested suggesting appear possible likely think hint hints"
)
_BE = vocabulary("is are was were be been being 's generally now widely also often")
_HARM = vocabulary("harmful deadly fatal dangerous toxic serious life lethal severe unhealthy")
_CAPITAL_MAY = vocabulary("in last this since by until of early late mid")


def negation_cues(words: Sequence[Word]) -> list[tuple[int, bool]]:
    """Return the place of each negating word, and whether it denies a main predicate."""
    found = []
    for at, word in enumerate(words):
        text = word.text
        is_cue = text in NEGATIONS or text.endswith("n't")
        if text.startswith("fail") and _at(words, at + 1) == "to":
            is_cue = text in {"fail", "fails", "failed"}
        if is_cue and _at(words, at + 1) not in _PSEUDO_AFTER.get(text, ()):
            found.append((at, _is_main(words, at)))
    return found


def hedge_cues(words: Sequence[Word], raw: str, offset: int) -> list[int]:
    """Return the place of each hedging word; ``raw[word.start - offset]`` is its first letter."""
    return [
        at
        for at, word in enumerate(words)
        if (word.text in HEDGES and _at(words, at + 1) not in _HARM)
        or (word.text in _SOMETIMES and _hedges(words, at, raw[word.start - offset].isupper()))
    ]


def _at(words: Sequence[Word], at: int) -> str:
    return words[at].text if 0 <= at < len(words) else ""


def _is_main(words: Sequence[Word], at: int) -> bool:
    before, after = _at(words, at - 1), _at(words, at + 1)
    if words[at].text == "not" and before in _WITHIN_PHRASE and after not in {"been", "be"}:
        return False
    if words[at].text == "no" and before in {"with", "say", "or", "to", "of"}:
        return False
    if words[at].text in {"not", "never"} and before == "to":
        return False
    for back in range(at - 1, max(-1, at - 40), -1):
        word = words[back].text
        if word in _BOUNDARY:
            # A relative clause goes on over its own "and": "people who smoke and do not …".
            return True
        if word == "that" and _is_statement(words, back):
            return True
        if word in _SUBORDINATE:
            return False
    return True


def _is_statement(words: Sequence[Word], that: int) -> bool:
    """Tell a "that" that opens the statement itself from one that opens a relative clause."""
    before = _at(words, that - 1)
    if before == ",":
        # "shows, that …"; after other commas it is a pronoun: ", that may not be the case".
        return True
    return before in _STATING or before in _COPULA or before in _BOUNDARY or that == 0


def _hedges(words: Sequence[Word], at: int, capital: bool) -> bool:
    text, before, after = words[at].text, _at(words, at - 1), _at(words, at + 1)
    if text == "may":
        return not capital or (before == "" and not after.isdigit()) or before not in _CAPITAL_MAY
    if text == "could":
        return after != "not" and "so" not in {_at(words, at - 2), before}
    if text in {"suggest", "suggests", "suggested", "suggesting"}:
        near = {_at(words, back) for back in range(at - 4, at)}
        denied = any(w in NEGATIONS or w.endswith("n't") for w in near)
        return not denied and after != "by" and not (before == "name" or "as" in near)
    if text == "appear":
        return after in {"to", "that", "not"} or before in {"not", "don't", "doesn't", "didn't"}
    if text in _PASSIVE_BELIEF:
        return (before in _BE or _at(words, at - 2) in _BE) and (
            after in {"to", "that"} or text in {"thought", "believed"}
        )
    if text == "possible":
        return before not in {"as", "if", "whenever", "where", "not", "all", "every", "best"} and (
            after not in {"to", "-"}
        )
    if text == "likely":
        return before not in {"more", "less", "as", "equally", "not"} and after not in {
            "to",
            "than",
        }
    if text in {"think", "hint", "hints"}:
        return (text != "think" and after in {"at", "that"}) or before in {
            "i",
            "researchers",
            "scientists",
            "experts",
            "we",
        }
    return False
