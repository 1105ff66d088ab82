"""What a run noted of the files that it wrote, so that damage to one of them is found.

A file that was changed after the note was written, as its time says, is compared by its
digest; with ``thorough`` all are, since a disk that goes bad changes no time.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec

from pipeline.records import FILES, UNDECODABLE, Failure
from pipeline.store import results
from pipeline.weights.files import content
from pipeline.weights.folders import sha256

SHEETS = ("claims.xlsx", "claims.csv")
_NOTE = "merged.json"
# Of a file whose time is the note's own, nobody can say which came first.
_TICK = 20_000_000  # nanoseconds; clocks of file systems go in steps of up to ten milliseconds


class Note(msgspec.Struct):
    """What the files of a run were made of, what they are, and what they hold.

    ``homes`` are renamed articles: the id under which one was decided on to its id now.
    """

    key: str
    sizes: dict[str, int]
    digests: dict[str, str]
    counts: dict[str, int]
    failures: list[Failure]
    standing: dict[str, int]
    homes: dict[str, str] = {}


def read_note(out: Path) -> Note | None:
    """Return what the last run noted."""
    try:
        return msgspec.json.decode(content(out / results.STORE / _NOTE), type=Note)
    except (OSError, *UNDECODABLE):
        return None


def write_note(out: Path, note: Note) -> None:
    """Note what was written; to be called when all of it is there."""
    with results.replacing(out / results.STORE / _NOTE) as stream:
        stream.write(msgspec.json.encode(note))


def noted_at(out: Path) -> int:
    """Return the time, in nanoseconds, after which a changed file is one to look at."""
    try:
        return (out / results.STORE / _NOTE).stat().st_mtime_ns - _TICK
    except OSError:
        return 0


def noted_again(out: Path) -> None:
    """Take what is there as looked at."""
    with contextlib.suppress(OSError):  # else it is looked at again
        os.utime(out / results.STORE / _NOTE)


def sizes(out: Path) -> dict[str, int]:
    """Return the sizes of the files of a run that are there."""
    names = [f"{name}.jsonl" for name in FILES] + list(SHEETS)
    return {name: (out / name).stat().st_size for name in names if (out / name).is_file()}


def differing(out: Path, note: Note, *, thorough: bool = False) -> list[str]:
    """Name the files of a run that are not as they were written."""
    there = sizes(out)
    since = noted_at(out)
    found = []
    for name, size in note.sizes.items():
        path = out / name
        if there.get(name) != size or (
            (thorough or path.stat().st_mtime_ns >= since)
            and sha256(path) != note.digests.get(name)
        ):
            found.append(name)
    return found


def in_parts(out: Path) -> str | None:
    """Say that the records are not those of one run, where a run was killed as it wrote them."""
    if not (out / results.STORE).is_dir() or not (out / "claims.jsonl").exists():
        return None
    note = read_note(out)
    names = ["claims.jsonl"] if note is None else differing(out, note)
    parts = [name for name in names if name not in SHEETS]
    if not parts:
        return None
    return (
        f"{out / parts[0]} is not as a whole run wrote it: the last one was cut short, or the "
        "file was changed; `claimsheet run` makes it good"
    )
