"""Which claims are worth a person's time first."""

from __future__ import annotations

import heapq
from pathlib import Path
from typing import NamedTuple

from pipeline.records import Claim
from pipeline.sheet.rows import disputed, told_flags
from pipeline.store.decisions import person
from pipeline.store.outputs import read_run

_DOUBTFUL = 0.5  # scores this near to even, as a share, are called uncertain


class Next(NamedTuple):
    """A claim to look at, and why."""

    worth: float
    id: str
    claim: str
    why: tuple[str, ...]


def next_claims(out: Path, limit: int, reviewer: str | None = None) -> list[Next]:
    """Return the claims that most need a decision (of ``reviewer``, or any), most worth first."""
    found = (
        one
        for _, records in read_run(out, "claims")
        for claim in records["claims"]
        if (one := worth(claim, reviewer)) is not None
    )
    return heapq.nlargest(limit, found, key=lambda one: one.worth)


def worth(claim: Claim, reviewer: str | None = None) -> Next | None:
    """Say how much a decision is worth; ``None`` where one stands.

    What counts: how near the score is to even (0 to 1), no citation (0.5), every other
    flag (0.3), a decision to make again because the sentence was reworded or reviewers
    differ (1 each).
    """
    who = person(reviewer)
    decided = [r for r in claim.review if who is None or person(r.reviewer) == who]
    again = []
    if any(r.standing == "reworded" for r in decided):
        again.append("reworded")
    if disputed(claim.review):
        again.append("disputed")
    if decided and not again:
        return None
    doubt = 1 - 2 * abs(claim.score - 0.5)
    flags = told_flags(claim)
    value = len(again) + doubt + 0.5 * (claim.support == "uncited") + 0.3 * len(flags)
    why = again + (["uncertain"] if doubt >= _DOUBTFUL else [])
    why += ["uncited"] if claim.support == "uncited" else []
    why += [flag.replace("_", " ") for flag in flags]
    return Next(round(value, 4), claim.id, claim.claim, tuple(why))


def disputed_claims(out: Path) -> list[str]:
    """Return the ids of the claims on which reviewers differ, in reading order."""
    return [
        claim.id
        for _, records in read_run(out, "claims")
        for claim in records["claims"]
        if disputed(claim.review)
    ]
