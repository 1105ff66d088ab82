"""Reviewers' decisions as gold: what a run says of the claims that people judged.

Everything that somebody decided on is a claim of the next run, whatever its score; so a claim
counts as found where the model's own score reaches its threshold. Of a claim accepted or
edited, a column without a correction counts as right; a corrected one is right if the run says
by now what the reviewer wrote. A “consensus” counts before the others, who count only where
they agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.claims.model import load
from pipeline.errors import UsageError
from pipeline.evaluation.scores import Found, Measure, Scores, Share, add
from pipeline.records import Article, Claim
from pipeline.review.standing import place, settle
from pipeline.settings import Words
from pipeline.sheet.cells import as_text
from pipeline.sheet.columns import CORRECTED, ClaimRow, machine_value
from pipeline.sheet.rows import cited_references
from pipeline.store.decisions import CONSENSUS, FOLDER, Decision, by_source, person, read_decisions
from pipeline.store.outputs import read_run

_NO_CLAIM = (None, "not_a_claim")


def is_reviews(folder: Path) -> bool:
    """Say whether a folder holds reviewers' decisions."""
    return folder.name == FOLDER and any(folder.glob("*.jsonl"))


def evaluate_reviewed(out: Path, folder: Path, words: Words = Words()) -> Scores:  # noqa: B008
    """Score the run in ``out`` against the decisions in a folder ``reviews``.

    Raises ``UsageError`` where nothing was decided, or the run is missing or damaged.
    """
    decisions = read_decisions(folder.parent)
    if not decisions:
        raise UsageError(f"no decisions in {folder}: import a reviewed sheet first")
    sources = {article.source: article.id for article, _ in read_run(out)}
    decisions = by_source(decisions, sources)
    threshold = load().threshold
    kinds = ("claims", "references", "entities")
    articles: dict[str, dict[str, Measure]] = {}
    for article, records in read_run(out, *kinds, only=decisions):
        given = decisions[article.id]
        articles[article.id] = _score(article, records, given, words, threshold)
    if not articles:
        raise UsageError(f"no decision in {folder} is on an article of {out}: name another --out")
    return Scores(total=add(articles.values()), articles=articles)


def _score(
    article: Article,
    records: dict[str, list[Any]],
    decisions: Sequence[Decision],
    words: Words,
    threshold: float,
) -> dict[str, Measure]:
    claims = {claim.id: claim for claim in records["claims"]}
    stood, orphans = settle(decisions, [place(c, article.text) for c in records["claims"]])
    by_claim: dict[str, list[Decision]] = defaultdict(list)
    for one in stood:
        by_claim[one.claim].append(one.decision)
    tp = fp = 0
    fn = sum(_is_claim(decision, words) is True for decision in orphans)
    measures: dict[str, Measure] = {}
    for id, group in by_claim.items():
        judged = _settled(group, words)
        if judged is None:
            continue
        found = claims[id].score >= threshold
        tp, fp, fn = tp + (judged and found), fp + (found and not judged), fn + (judged > found)
        if judged:
            measures = add([measures, _fields(article, claims[id], records, group)])
    return {"reviewed claims": Found(tp, fp, fn), **measures}


def _is_claim(decision: Decision, words: Words) -> bool | None:
    """Return whether a reviewer takes a sentence for a claim; ``None``: that is not said."""
    means = words.verdicts.get(decision.verdict or "")
    if means == "reject":
        return decision.reason not in _NO_CLAIM
    return True if means in ("accept", "edit") or decision.corrections else None


def _settled(group: Sequence[Decision], words: Words) -> bool | None:
    settled = [decision for decision in group if person(decision.reviewer) == CONSENSUS] or group
    said = {judged for d in settled if (judged := _is_claim(d, words)) is not None}
    return said.pop() if len(said) == 1 else None


def _fields(
    article: Article, claim: Claim, records: dict[str, list[Any]], group: Sequence[Decision]
) -> dict[str, Measure]:
    """Return which columns of a claim are as reviewers say."""
    by_id = {reference.id: reference for reference in records["references"]}
    mentions = {entity.id: entity for entity in records["entities"]}
    cited = [by_id[r] for r in cited_references(claim) if r in by_id]
    row = ClaimRow(claim, article, cited, mentions)
    wanted = {c.field: c.new or "" for decision in group for c in decision.corrections}
    found: dict[str, Measure] = {}
    for name, column in CORRECTED.items():
        right = name not in wanted or as_text(machine_value(column, row)) == wanted[name]
        found[f"reviewed {name}"] = Share(int(right), 1)
    return found
