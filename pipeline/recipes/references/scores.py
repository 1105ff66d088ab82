"""How well the fields of entries are read: soft matches (letters and digits only) per field."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.recipes.references.data import Labelled
from pipeline.references.fields import Fields
from pipeline.references.names import split_names

_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_DASH = re.compile(r"[-\u2010-\u2015]")


class Truth(NamedTuple):
    """An entry, its document and its fields; of names the first family, of pages the first."""

    document: str
    text: str
    fields: dict[str, str]


def rendered(data: Path) -> Iterator[Truth]:
    """Yield the entries of ``citations/rendered`` whose fields are known."""
    for path in sorted((data / "citations" / "rendered").glob("*.bracketed.gold.json")):
        name = path.name.removesuffix(".gold.json")
        with (path.parent / f"{name}.txt").open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        for entry in json.loads(path.read_text("utf-8"))["references"]:
            if entry["raw"]:
                continue
            fields = {k: entry[k] for k in ("title", "volume", "issue", "year", "doi", "pmid")}
            fields["container"] = entry["journal"]
            fields["pages"] = _first_page(entry["pages"])
            if entry["authors"]:
                fields["author"] = entry["authors"][0].rsplit(" ", 1)[0]
            known = {key: str(value) for key, value in fields.items() if value}
            yield Truth(name.removesuffix(".bracketed"), text[entry["start"] : entry["end"]], known)


def labelled(entries: Iterable[Labelled]) -> Iterator[Truth]:
    """Yield the entries of the corpora; their identifiers are not labelled alike, so left out."""
    for entry in entries:
        fields = {k: entry.field(k) for k in ("title", "container", "volume", "issue")}
        fields["pages"] = _first_page(entry.field("pages"))
        year = _YEAR.search(entry.field("date"))
        fields["year"] = year[0] if year else ""
        names, _ = split_names(entry.field("author"))
        fields["author"] = names[0].family if names else ""
        yield Truth(entry.document, entry.text, {k: v for k, v in fields.items() if v})


def score(truths: Iterable[Truth], read: Callable[[str, str], Fields]) -> dict[str, list[int]]:
    """Return right, printed and found of each field; ``read`` takes an entry and its document."""
    right: Counter[str] = Counter()
    printed: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for truth in truths:
        guess = _guess(read(truth.text, truth.document), truth.fields)
        for key in ("author", "year", "title", "container", "volume", "issue", "pages"):
            _count(truth.fields.get(key), guess.get(key), key, right, printed, found)
        for key in {"doi", "pmid"} & truth.fields.keys():
            _count(truth.fields[key], guess.get(key), key, right, printed, found)
    return {key: [right[key], printed[key], found[key]] for key in printed}


def summary(counts: dict[str, list[int]]) -> dict[str, float]:
    """Return F1 of each field and micro-F1 over all, and the recall of each."""
    total = [sum(column) for column in zip(*counts.values(), strict=True)]
    rows = {**counts, "micro": total}
    f1 = {f"{key}_f1": round(2 * r / max(p + f, 1), 4) for key, (r, p, f) in rows.items()}
    return f1 | {f"{key}_recall": round(r / max(p, 1), 4) for key, (r, p, _) in rows.items()}


def _count(
    truth: str | None,
    guess: str | None,
    key: str,
    right: Counter[str],
    printed: Counter[str],
    found: Counter[str],
) -> None:
    # An organisation is an author too, but not labelled as one everywhere.
    if key == "author" and not truth:
        return
    one, other = _plain(truth), _plain(guess)
    printed[key] += bool(one)
    found[key] += bool(other)
    right[key] += bool(one) and one == other


def _guess(fields: Fields, truth: dict[str, str]) -> dict[str, str | None]:
    title, container = fields.title, fields.container
    if title == container and "title" not in truth:
        title = None  # the title of a whole book, which either field may hold
    elif title == container and "container" not in truth:
        container = None
    return {
        "author": fields.authors[0].family if fields.authors else None,
        "year": str(fields.year or ""),
        "title": title,
        "container": container,
        "volume": fields.volume,
        "issue": fields.issue,
        "pages": _first_page(fields.pages),
        "doi": fields.doi,
        "pmid": fields.pmid,
    }


def _first_page(pages: object) -> str:
    return _DASH.split(str(pages or ""))[0]


def _plain(value: str | None) -> str:
    text = unicodedata.normalize("NFKD", value or "").lower()
    return re.sub(r"[^\w]|_", "", "".join(c for c in text if not unicodedata.combining(c)))
