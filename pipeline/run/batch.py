"""A run over a folder: what is fresh, what to process, on how many workers."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from pipeline.claims.text import claim_id
from pipeline.records import Failure
from pipeline.review.standing import at_known_home
from pipeline.run.attempts import DEADLY, Asked, attempt_all
from pipeline.run.publish import Published, publish
from pipeline.run.written import noted_at, read_note
from pipeline.settings import Reviewed, Settings
from pipeline.store import results
from pipeline.store.decisions import Decision, read_decisions
from pipeline.store.fingerprint import fingerprint
from pipeline.store.results import DamagedResultError, Entry, Made, Receipt
from pipeline.store.seeds import Place, Seed, find_seeds
from pipeline.store.timings import Timings
from pipeline.weights.folders import learned_weights, sha256
from pipeline.workers.local import Engine, local

State = Literal["new", "changed", "fresh", "failed", "removed"]
_PARTS = ("settings", "models", "code")
_Found = tuple[State, str, str | None, tuple[str, ...]]
"""An article's state, why, the digest of its result, and what is to be noticed of it."""
_NEW: _Found = ("new", "no result", None, ())
_DAMAGED: _Found = ("changed", "its result is damaged", None, ())


class Item(NamedTuple):
    """An article's standing. Small, since a run holds one of every article.

    ``path`` is where it is (``None``: gone), ``seed`` that file's digest (``None``: it cannot be
    read), ``wanted`` the ids of claims that reviewers decided on, and ``result`` the digest
    of the result there is.
    """

    state: State
    why: str
    id: str
    source: str
    path: Place | None = None
    seed: str | None = None
    wanted: tuple[str, ...] = ()
    result: str | None = None
    reviewed: Reviewed = Reviewed()
    notices: tuple[str, ...] = ()


class Done(NamedTuple):
    """An article's receipt, and the seconds that each stage took."""

    receipt: Receipt
    seconds: dict[str, float]


class Plan(NamedTuple):
    """What a run would do, and what results would be made with, but for the seed's part."""

    items: list[Item]
    skipped: dict[str, str]
    made: Made
    homes: dict[str, str]


class Summary(NamedTuple):
    """What a run did, and what its files hold."""

    processed: int
    skipped: dict[str, str]
    published: Published

    @property
    def counts(self) -> Counter[str]:
        """What all complete articles hold."""
        return self.published.counts

    @property
    def failures(self) -> list[Failure]:
        """The articles that could not be processed."""
        return self.published.failures


Report = Callable[[int, int, Receipt], None]


def plan(seeds: Path, out: Path, settings: Settings, *, thorough: bool = False) -> Plan:
    """Compare a seeds folder with the results of earlier runs.

    Reads no result but its receipt, unless it was changed since the last run, or all with
    ``thorough``. Raises ``UsageError`` when the folder is missing or holds no article, or a file of
    reviewers' decisions is damaged.
    """
    decisions = read_decisions(seeds)
    found = find_seeds(seeds, decisions, out)
    note = read_note(out)
    homes = note.homes if note else {}
    sources = {seed.source: seed.id for seed in found.seeds}
    decisions = at_known_home(decisions, sources, homes)
    learned = learned_weights(seeds)
    made = fingerprint(settings, learned)
    undecided = Reviewed((), learned)
    items = []
    stored = results.stored(out)
    since = 0 if thorough else noted_at(out)
    kept = set()
    for seed in found.seeds:
        path = results.result_path(out, seed.source)
        kept.add(path.name)
        decided = decisions.get(seed.id, [])
        wanted = tuple(sorted({_id_here(d, seed.id) for d in decided}))
        own = msgspec.structs.replace(made, seed=_digest(seed.place), wanted=wanted)
        state, why, result, notices = _state(seed, own, path, since)
        texts = tuple(sorted({d.text for d in decided}))
        instead = tuple(sorted({words for d in decided for words in d.instead}))
        reviewed = Reviewed(texts, learned, instead) if texts else undecided
        items.append(
            Item(
                state,
                why,
                seed.id,
                seed.source,
                seed.place,
                own.seed,
                wanted,
                result,
                reviewed,
                notices,
            )
        )
    for path in stored:
        if path.name not in kept:
            receipt = results.read_receipt(path)
            id, source = (receipt.id, receipt.source) if receipt else (path.stem, path.name)
            items.append(Item("removed", "its seed is gone", id, source))
    return Plan(items, found.skipped, made, homes)


def _id_here(decision: Decision, article: str) -> str:
    """Return the id of a claim that was decided on; in a renamed article it has another."""
    same = decision.article == article
    return decision.claim if same else claim_id(article, decision.text, 1)


def _state(seed: Seed, made: Made, path: Path, since: int) -> _Found:
    receipt = results.read_receipt(path)
    if receipt is None:
        return _DAMAGED if path.exists() else _NEW
    if results.touched(path, since) and not results.is_whole(path):
        return _DAMAGED
    state: State = "changed"
    if receipt.id != seed.id:
        why = "its id changed"
    elif made.seed is None:
        why = "it cannot be read"
    elif receipt.made.seed != made.seed:
        why = "its text changed"
    elif changed := [f for f in _PARTS if getattr(receipt.made, f) != getattr(made, f)]:
        why = " and ".join(changed) + " changed"
    elif receipt.failure:
        state, why = "failed", f"{receipt.failure.stage}: {receipt.failure.error}"
    elif not _has_wanted(receipt, made, path):
        why = "a reviewer's claim is not in its result"
    else:
        state, why = "fresh", ""
    return state, why, receipt.digest, receipt.notices


def _has_wanted(receipt: Receipt, made: Made, path: Path) -> bool:
    """Tell whether a result holds the claims that reviewers decided on since it was made."""
    then, now = set(receipt.made.wanted), set(made.wanted)
    if then == now:
        return True
    try:
        claims = results.read_result(path, receipt.source, "claims")
    except DamagedResultError:
        return False
    return then < now and now - then <= {claim.id for claim in claims}


def run(
    seeds: Path,
    out: Path,
    settings: Settings,
    *,
    engine: Engine | None = None,
    jobs: int | None = None,
    force: bool = False,
    report: Report = lambda done, total, receipt: None,
    waiting: Callable[[], None] = lambda: None,
) -> Summary:
    """Process what is new or changed, drop what is gone, and write the files of the run.

    ``engine`` maps the articles; by default ``jobs`` processes on this machine. Neither
    changes a byte. ``waiting`` is called when another run on ``out`` must end first.
    Raises ``UsageError``, ``OutputError`` or ``ModelError``; a failing article is in the
    summary instead.
    """
    todo = plan(seeds, out, settings)
    with results.one_run(out, waiting) as waited:
        if waited:
            todo = plan(seeds, out, settings)
        return _run(todo, seeds, out, settings, engine or local(jobs), jobs, force, report)


def _run(
    todo: Plan,
    seeds: Path,
    out: Path,
    settings: Settings,
    engine: Engine,
    jobs: int | None,
    force: bool,
    report: Report,
) -> Summary:
    pending = [i for i in todo.items if i.path and (force or i.state in ("new", "changed"))]
    found = {
        i.source: Entry(i.id, i.source, i.result, i.state == "failed")
        for i in todo.items
        if i.path and i.result
    }
    timings = Timings()
    damaged: set[str] = set()
    work = Process(out, settings, todo.made)
    replanned = False
    kept: list[Path] = []
    while True:
        total = timings.articles + len(pending)
        for done in engine(work, pending, partial(_lost, out=out, made=todo.made)):
            receipt = done.receipt
            timings.add(done.seconds)
            entry = Entry(receipt.id, receipt.source, receipt.digest, receipt.failure is not None)
            found[receipt.source] = entry
            report(timings.articles, total, receipt)
        for item in todo.items:
            if item.path is None:
                results.result_path(out, item.source).unlink(missing_ok=True)
        try:
            published = publish(out, sorted(found.values()), seeds, settings.words, jobs)
            kept += published.kept
            if replanned or published.homes.items() <= todo.homes.items():
                break
            # Articles were renamed: what reviewers added to them is to be found there as well.
            replanned, todo = True, plan(seeds, out, settings)
            pending = [i for i in todo.items if i.path and i.state in ("new", "changed")]
            if not pending:
                break
        except DamagedResultError as error:
            if error.source in damaged:
                raise
            damaged.add(error.source)
            pending = [i for i in todo.items if i.path and i.source == error.source]
    timings.write(out)
    return Summary(timings.articles, todo.skipped, published._replace(kept=kept))


def _lost(item: Item, out: Path, made: Made) -> Done:
    """Write the result of an article that kills its worker."""
    failure = Failure(id=item.id, source=item.source, stage="worker", error=DEADLY)
    return Done(results.write_result(out, failure, item.source, _made_of(item, made)), {})


def _made_of(item: Item, made: Made) -> Made:
    return msgspec.structs.replace(made, seed=item.seed, wanted=item.wanted)


@dataclass(frozen=True, slots=True)
class Process:
    """Processes articles and writes their results; a failing article's result is its failure."""

    out: Path
    settings: Settings
    made: Made

    def __call__(self, item: Item) -> Done:
        """Process one article."""
        return next(self.together([item]))

    def together(self, items: Iterable[Item]) -> Iterator[Done]:
        """Process articles one after another, short ones in groups."""
        for asked, result in attempt_all(map(_asked, items), self.settings):
            item: Item = asked.of
            made = _made_of(item, self.made)
            if isinstance(asked.data, bytes):
                made = msgspec.structs.replace(made, seed=hashlib.sha256(asked.data).hexdigest())
            receipt = results.write_result(self.out, result, item.source, made)
            yield Done(receipt, asked.seconds)


def _asked(item: Item) -> Asked:
    assert item.path is not None
    data: bytes | Failure
    try:
        data = item.path.read()
    except OSError as error:
        reason = f"cannot be read ({error.strerror}): check the file and its permissions"
        data = Failure(id=item.id, source=item.source, stage="read", error=reason)
    return Asked(data, item.id, item.source, item.reviewed, {}, item)


def _digest(place: Place) -> str | None:
    try:
        if place.end is None:
            return sha256(Path(place.path))
        return hashlib.sha256(place.read()).hexdigest()
    except OSError:
        return None
