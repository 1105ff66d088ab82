"""The files of a run from its results and the reviewers' decisions: JSONL and the sheet."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from pipeline.records import Article, Claim, Failure
from pipeline.review.standing import at_home, place, reviews, settle
from pipeline.run.written import SHEETS, Note, differing, noted_again, read_note, sizes, write_note
from pipeline.settings import Words
from pipeline.store import results
from pipeline.store.decisions import Decision, read_decisions, review_files
from pipeline.store.fingerprint import code_of
from pipeline.store.results import Entry
from pipeline.weights.folders import sha256

_MANY_CLAIMS = 3000  # fewer are written before a second process has started


class Published(NamedTuple):
    """What the files hold, how the decisions stand, and edited sheets that were kept aside.

    ``homes`` are as in ``Note``.
    """

    counts: Counter[str]
    failures: list[Failure]
    standing: Counter[str]
    kept: list[Path]
    homes: dict[str, str]


def publish(
    out: Path,
    entries: Sequence[Entry],
    seeds: Path,
    words: Words,
    jobs: int | None = None,
) -> Published:
    """Write the files of a run, unless those there come from these results and decisions.

    A sheet that a person edited is kept beside the seeds first, if anything in it was not
    taken yet. Many claims are written by two processes if ``jobs`` allow.
    """
    note = read_note(out)
    key = _key(entries, seeds, words)
    if note is not None and note.key == key and not differing(out, note):
        noted_again(out)
        return Published(
            Counter(note.counts), note.failures, Counter(note.standing), [], note.homes
        )
    seen, kept = _keep_edited(out, seeds, note, words)
    decisions = read_decisions(seeds)
    standing: Counter[str] = Counter()
    homes: dict[str, str] = {}
    counts, failures, digests = _merge(out, entries, decisions, standing, homes)

    from pipeline.review import unread
    from pipeline.sheet import write as sheet

    def opened(path: Path) -> AbstractContextManager[BinaryIO]:
        def look_again(part: Path) -> None:  # it may have been saved since
            now = unread.digest(path)
            if now and now != seen[path.name]:
                copy = unread.keep(path, seeds, out, words)
                kept.extend([copy] if copy else [])

        return results.replacing(path, durable=True, before=look_again)

    choice = sheet.Choice(words=words)
    jobs = 1 if counts["claims"] < _MANY_CLAIMS else jobs or os.cpu_count() or 1
    sheet.write_sheet(out, [out / name for name in SHEETS], decisions, choice, jobs, opened)
    digests |= {name: sha256(out / name) for name in SHEETS}
    note = Note(key, sizes(out), digests, dict(counts), failures, dict(standing), homes)
    write_note(out, note)
    return Published(counts, failures, standing, kept, homes)


def _merge(
    out: Path,
    entries: Sequence[Entry],
    decisions: Mapping[str, Sequence[Decision]],
    standing: Counter[str],
    homes: dict[str, str],
) -> tuple[Counter[str], list[Failure], dict[str, str]]:
    """Write the JSONL files; claims get their reviews.

    ``standing`` is counted, and ``homes`` of renamed articles are noted.
    """

    def said() -> Iterator[tuple[str, list[str]]]:
        for entry in entries:
            claims = results.read_section(out, entry.source, "claims")
            yield entry.id, [claim.claim for claim in claims]

    sources = {entry.source: entry.id for entry in entries if not entry.failed}
    home = at_home(decisions, set(sources.values()), said, sources)
    for article in sources.values():
        then = {sources.get(d.source or "", d.article) for d in home.get(article, ())}
        homes |= dict.fromkeys(then - {article}, article)
    standing["orphaned"] = sum(map(len, decisions.values()))

    def change(article: str, sections: results.Sections) -> dict[str, bytes]:
        decided = home.get(article)
        if not decided or sections.receipt.failure:
            return {}
        text = msgspec.json.decode(sections["articles"], type=Article).text
        claims = [msgspec.json.decode(x, type=Claim) for x in sections["claims"].splitlines()]
        stood, _ = settle(decided, [place(claim, text) for claim in claims])
        given = reviews(stood)
        standing.update(one.standing for one in stood)
        standing["orphaned"] -= len(stood)
        changed = (msgspec.structs.replace(c, review=given.get(c.id, ())) for c in claims)
        return {"claims": b"".join(msgspec.json.encode(c) + b"\n" for c in changed)}

    return results.merge(out, entries, change)


def _keep_edited(
    out: Path, seeds: Path, note: Note | None, words: Words
) -> tuple[dict[str, str | None], list[Path]]:
    """Copy sheets that people put decisions in to the reviews' folder.

    Returns the digests of the sheets looked at, and the copies.
    """
    from pipeline.review.unread import digest, keep

    seen = {}
    kept = []
    for name in SHEETS:
        path = out / name
        seen[name] = digest(path)
        if seen[name] and not (note and note.digests.get(name) == seen[name]):
            kept.append(keep(path, seeds, out, words))
    return seen, [copy for copy in kept if copy]


def _key(entries: Sequence[Entry], seeds: Path, words: Words) -> str:
    key = hashlib.sha256(msgspec.json.encode(list(words)))
    for path in code_of("run", "sheet", "review", "store"):
        key.update(sha256(path).encode())
    for path in review_files(seeds):
        key.update(f"{path.name}\0{sha256(path)}\n".encode("utf-8", "surrogateescape"))
    for entry in entries:
        key.update(f"{entry.id}\0{entry.source}\0{entry.digest}\n".encode())
    return key.hexdigest()
