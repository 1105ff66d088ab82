"""Reviewers' decisions as they lie beside the seeds: ``SEEDS/reviews/ARTICLE.jsonl``.

A file is a journal: decisions are added at its end and never changed. The last one of a
reviewer on a claim counts, unless it was withdrawn. Only an import writes here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import jsonlines
import msgspec

from pipeline.errors import OutputError, UsageError
from pipeline.records import UNDECODABLE, Correction, Reason, Record, SourceSays
from pipeline.store.ids import is_name
from pipeline.store.results import replacing
from pipeline.weights.files import content, opened

FOLDER = "reviews"
CONSENSUS = "consensus"  # the reviewer whose decision settles what others differ on
_LONGEST_NAME = 200  # bytes; file systems take 255


class Decision(Record, frozen=True, kw_only=True):
    """What a reviewer decided on a claim, and the claim's place when it was decided.

    ``text`` is the claim as quoted; ``exact``, ``prefix`` and ``suffix`` are its sentence
    in the article and what stood around it (a text quote selector of the W3C's Web
    Annotation Data Model). ``when`` is what the sheet says. ``added`` marks a claim the
    reviewer wrote. ``supersedes`` are ids of claims whose decisions by the same reviewer
    this one replaces, since their sentences became this one. ``turn`` counts imports and
    gives the lines of several files one order. ``source`` is the article's file, so that
    the decision stays with it whatever it is called (``None``: of an earlier version).

    ``reason``, ``source_says``, ``quote``, ``where`` and ``corrections`` are as in
    ``records.Review``. ``instead`` are the words of the claims that this one stands in place
    of: the whole that it is a part of, or those that it joins. ``withdrawn`` takes an earlier
    decision back. ``file`` is the name of the sheet.
    """

    article: str
    claim: str
    reviewer: str | None
    verdict: str | None
    corrected: str | None
    comment: str | None
    when: str | None
    text: str
    exact: str
    prefix: str
    suffix: str
    added: bool = False
    supersedes: tuple[str, ...] = ()
    turn: int = 1
    source: str | None = None
    reason: Reason | None = None
    source_says: SourceSays | None = None
    quote: str | None = None
    where: str | None = None
    corrections: tuple[Correction, ...] = ()
    instead: tuple[str, ...] = ()
    withdrawn: bool = False
    file: str | None = None


def person(name: str | None) -> str | None:
    """Return what tells people apart in a name: “MM”, “mm” and “M. M.” are one person."""
    return "".join(char for char in (name or "").casefold() if char not in ". \u00a0") or None


def review_path(seeds: Path, article: str) -> Path:
    """Return where an article's decisions lie.

    Raises ``UsageError`` for an id that is a path, and where a link leads out of the folder.
    """
    if not is_name(article):
        raise UsageError(
            f"“{article[:80]}” is no id of an article: ids are names, never paths; nothing "
            f"is written outside {seeds / FOLDER}"
        )
    name = article
    if len(name.encode()) > _LONGEST_NAME:
        digest = hashlib.sha256(name.encode()).hexdigest()[:16]
        name = name.encode()[: _LONGEST_NAME - 20].decode(errors="ignore") + f"-{digest}"
    path = seeds / FOLDER / f"{name}.jsonl"
    if path.resolve() != (seeds / FOLDER).resolve() / path.name:
        raise UsageError(f"{path} is a link to another place: put the file itself there")
    return path


def read_decisions(seeds: Path) -> dict[str, list[Decision]]:
    """Return the decisions that count, by article, in the order they were made.

    Raises ``UsageError`` with file and line where a file is damaged.
    """
    return counting(read_journal(seeds))


def read_journal(seeds: Path) -> list[Decision]:
    """Return all that was ever decided, in order; errors are those of ``read_decisions``."""
    journal = [decision for path in review_files(seeds) for decision in _read(path)]
    return sorted(journal, key=lambda d: d.turn)


def counting(journal: Iterable[Decision]) -> dict[str, list[Decision]]:
    """Return the decisions of a journal that count, by article."""
    found: dict[tuple[str | None, str], Decision] = {}
    for decision in journal:
        who = person(decision.reviewer)
        for claim in decision.supersedes:
            found.pop((who, claim), None)
        found.pop((who, decision.claim), None)
        if not decision.withdrawn:
            found[who, decision.claim] = decision
    by_article: dict[str, list[Decision]] = {}
    for decision in found.values():
        by_article.setdefault(decision.article, []).append(decision)
    return by_article


def by_source(
    decisions: Mapping[str, Sequence[Decision]], sources: Mapping[str, str]
) -> dict[str, list[Decision]]:
    """Return the decisions by what their articles' files are called now.

    ``sources`` are the ids of files. Those on a file that is not there, and those that do
    not say on which, stay with the id they were made on.
    """
    found: dict[str, list[Decision]] = {}
    given = [(article, d) for article, group in decisions.items() for d in group]
    for article, decision in sorted(given, key=lambda pair: pair[1].turn):
        home = sources.get(decision.source or "", article)
        found.setdefault(home, []).append(decision)
    return found


def review_files(seeds: Path) -> list[Path]:
    """Return the files of decisions, in order of name."""
    folder = seeds / FOLDER
    try:
        names = [path.name for path in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:  # not as if nothing had been decided
        raise UsageError(
            f"cannot list {folder}: {error.strerror}; allow reading, or take it away"
        ) from error
    return [folder / n for n in sorted(names) if n.endswith(".jsonl") and n[0] != "."]


def _read(path: Path) -> Iterator[Decision]:
    number = 0
    try:
        with opened(path) as stream:
            lines = jsonlines.Reader(stream, loads=msgspec.json.Decoder(Decision).decode)
            for decision in cast(Iterable[Decision], lines.iter(skip_empty=True)):
                if not is_name(decision.article):
                    raise ValueError("its article is no name")
                number += 1
                yield decision
    except (jsonlines.Error, *UNDECODABLE) as error:
        raise UsageError(
            f"{path}, decision {number + 1}: cannot be read ({str(error)[:80]}): "
            "mend the line or take it out; the others are whole"
        ) from error
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error


def add_decisions(seeds: Path, decisions: Iterable[Decision]) -> None:
    """Add decisions to the journals of their articles, each file whole or not at all."""
    by_article: dict[str, list[Decision]] = {}
    for decision in decisions:
        by_article.setdefault(decision.article, []).append(decision)
    paths = {article: review_path(seeds, article) for article in by_article}
    for article, added in by_article.items():
        path = paths[article]
        before = content(path) if path.exists() else b""
        if before and not before.endswith(b"\n"):
            before += b"\n"
        with replacing(path, durable=True) as stream:
            stream.write(before)
            with jsonlines.Writer(stream, dumps=msgspec.json.encode) as writer:
                writer.write_all(added)


@contextmanager
def writing(seeds: Path) -> Iterator[None]:
    """Keep other imports out while decisions are read, compared and added."""
    from filelock import FileLock

    folder = seeds / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        with FileLock(folder / ".lock"):
            yield
    except OSError as error:
        raise OutputError(
            f"cannot write {folder}: {error.strerror or error}; make room or allow writing"
        ) from error
