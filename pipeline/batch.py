"""A run over a folder: what is fresh, what to process, on how many workers."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from pipeline import results
from pipeline.engines import Engine, local
from pipeline.errors import ArticleError, StageError
from pipeline.models import MODELS, learned_weights, sha256
from pipeline.publish import Published, publish
from pipeline.records import Analysis, Failure
from pipeline.results import DamagedResultError, Made, Receipt
from pipeline.review.decisions import read_decisions
from pipeline.seeds import Seed, find_seeds
from pipeline.settings import Reviewed, Settings

State = Literal["new", "changed", "fresh", "failed", "removed"]
# Code that makes results; editing the rest (sheet, command line, recipes…) makes none stale.
_MAKERS = ["*/*.py", "chain.py", "flow.py", "records.py", "models.py", "settings.py", "hints.py"]
_PARTS = ("settings", "models", "code")
_NO_MAKERS = {"recipes", "evaluation", "report", "review"}


class Item(NamedTuple):
    """An article's standing: its state, why, and its earlier receipt if any."""

    state: State
    why: str
    id: str
    source: str
    seed: Seed | None
    made: Made | None
    receipt: Receipt | None
    reviewed: Reviewed = Reviewed()


class Plan(NamedTuple):
    """What a run would do."""

    items: list[Item]
    skipped: list[str]


class Summary(NamedTuple):
    """What a run did: counts over all articles that are complete, and the failures."""

    processed: int
    counts: Counter[str]
    failures: list[Failure]
    skipped: list[str]
    published: Published


Report = Callable[[int, int, Receipt], None]


def plan(seeds: Path, out: Path, settings: Settings) -> Plan:
    """Compare a seeds folder with the results of earlier runs; reads no result but its receipt.

    Raises ``UsageError`` when the folder is missing or holds no article, or a file of
    reviewers' decisions is damaged.
    """
    found = find_seeds(seeds)
    decisions = read_decisions(seeds)
    learned = learned_weights(seeds)
    made = fingerprint(settings, learned)
    items = []
    kept = set()
    for seed in found.seeds:
        path = results.result_path(out, seed.source)
        kept.add(path.name)
        decided = decisions.get(seed.id, [])
        wanted = tuple(sorted({d.claim for d in decided}))
        own = msgspec.structs.replace(made, seed=_digest(seed.path), wanted=wanted)
        item = _item(seed, own, path)
        texts = tuple(sorted({d.text for d in decided}))
        items.append(item._replace(reviewed=Reviewed(texts, learned)))
    for path in sorted((out / results.STORE).glob("*.jsonl")):
        if path.name not in kept:
            receipt = results.read_receipt(path)
            id, source = (receipt.id, receipt.source) if receipt else (path.stem, path.name)
            items.append(Item("removed", "its seed is gone", id, source, None, None, receipt))
    return Plan(items, found.skipped)


def _item(seed: Seed, made: Made, path: Path) -> Item:
    receipt = results.read_receipt(path)
    state: State = "changed"
    if receipt is None:
        state, why = ("changed", "its result is damaged") if path.exists() else ("new", "no result")
    elif receipt.id != seed.id:
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
    return Item(state, why, seed.id, seed.source, seed, made, receipt)


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
) -> Summary:
    """Process what is new or changed, drop what is gone, and write the files of the run.

    ``engine`` maps the articles; by default ``jobs`` processes on this machine. Neither
    changes a byte. Raises ``UsageError``, ``OutputError``
    or ``ModelError``; a failing article is in the summary instead.
    """
    engine = engine or local(jobs)
    todo = plan(seeds, out, settings)
    pending = [i for i in todo.items if i.seed and (force or i.state in ("new", "changed"))]
    receipts = {i.source: i.receipt for i in todo.items if i.seed and i.receipt}
    processed = 0
    damaged: set[str] = set()
    while True:
        work = partial(process, out=out, settings=settings)
        for receipt in engine(work, pending, partial(_lost, out=out)):
            processed += 1
            receipts[receipt.source] = receipt
            report(processed, len(pending), receipt)
        for item in todo.items:
            if item.seed is None:
                results.result_path(out, item.source).unlink(missing_ok=True)
        ordered = sorted((r for r in receipts.values() if r), key=lambda r: r.id)
        try:
            published = publish(out, ordered, seeds, settings.verdicts)
            break
        except DamagedResultError as error:
            if error.source in damaged:
                raise
            damaged.add(error.source)
            pending = [i for i in todo.items if i.seed and i.source == error.source]
    counts: Counter[str] = Counter()
    for receipt in ordered:
        counts.update(receipt.counts)
    return Summary(
        processed, counts, [r.failure for r in ordered if r.failure], todo.skipped, published
    )


def _lost(item: Item, out: Path) -> Receipt:
    """Write the result of an article that kills its worker."""
    assert item.made is not None
    failure = Failure(
        id=item.id,
        source=item.source,
        stage="worker",
        error="the worker process died on it, perhaps for lack of memory: split the article",
    )
    return results.write_result(out, failure, item.source, item.made)


def process(item: Item, out: Path, settings: Settings) -> Receipt:
    """Process one article and write its result; a failing article's result is its failure."""
    assert item.seed is not None and item.made is not None
    made = item.made
    try:
        data = item.seed.path.read_bytes()
    except OSError as error:
        reason = f"cannot be read ({error.strerror}): check the file and its permissions"
        failure = Failure(id=item.id, source=item.source, stage="read", error=reason)
        return results.write_result(out, failure, item.source, made)
    made = msgspec.structs.replace(made, seed=hashlib.sha256(data).hexdigest())
    result = attempt(
        data, id=item.id, source=item.source, settings=settings, reviewed=item.reviewed
    )
    return results.write_result(out, result, item.source, made)


def attempt(
    data: bytes,
    *,
    id: str,
    source: str,
    settings: Settings,
    reviewed: Reviewed = Reviewed(),  # noqa: B008
) -> Analysis | Failure:
    """Analyse one article's bytes; what fails on it alone is its ``Failure``."""
    from pipeline.flow import analyse  # late: a run with nothing to do loads no stage

    digest = hashlib.sha256(data).hexdigest()
    try:
        return analyse(
            data, id=id, source=source, sha256=digest, settings=settings, reviewed=reviewed
        )
    except ArticleError as error:
        stage = error.stage if isinstance(error, StageError) else "read"
        return Failure(id=id, source=source, stage=stage, error=str(error))


def fingerprint(settings: Settings, learned: Path | None = None) -> Made:
    """Return digests of the settings, the models and the code that a result depends on.

    ``learned`` are weights learned from reviewers.
    """
    extraction = msgspec.structs.replace(settings, verdicts={})
    code = hashlib.sha256()
    here = Path(__file__).parent
    for path in sorted(path for pattern in _MAKERS for path in here.glob(pattern)):
        if path.parent.name not in _NO_MAKERS:
            code.update(path.name.encode() + path.read_bytes())
    models = hashlib.sha256()
    for path in sorted(MODELS.glob("*/manifest.json")):
        models.update(path.parent.name.encode() + path.read_bytes())
    models.update(_installed(settings.recogniser).encode())
    if learned is not None:
        models.update(sha256(learned).encode())
    return Made(
        seed=None,
        settings=hashlib.sha256(msgspec.json.encode(extraction)).hexdigest(),
        models=models.hexdigest(),
        code=code.hexdigest(),
    )


def _installed(recogniser: str | None) -> str:
    """Name the versions of the packages that results depend on."""
    from importlib import metadata

    names = ["spacy", "scispacy"] + ([recogniser] if recogniser else [])
    versions = []
    for name in names:
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except (metadata.PackageNotFoundError, ValueError):
            meta = Path(name) / "meta.json"
            versions.append(f"{name} {sha256(meta) if meta.is_file() else ''}")
    return ", ".join(versions)


def _digest(path: Path) -> str | None:
    try:
        return sha256(path)
    except OSError:
        return None
