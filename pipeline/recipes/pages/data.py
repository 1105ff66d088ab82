"""The pages on which ``models/pages`` is trained: their lines, and which are the article's."""

from __future__ import annotations

import hashlib
import json
import re
import tarfile
from bisect import bisect_right
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from pipeline.errors import ArticleError
from pipeline.read.encodings import decode_text
from pipeline.read.html import read_lines
from pipeline.read.markup import decode_page
from pipeline.read.metadata import Metadata
from pipeline.read.page import Draft
from pipeline.read.walk import Part

_WORD = re.compile(r"\w+")
_MARK = re.compile(r"(?:•|\d+\.)\s")
_LONG = 60  # characters: a snippet that stands twice in a page by chance is shorter
_MOST = 30_000  # words that are aligned
Labels = npt.NDArray[np.float64]


class Labelled(NamedTuple):
    """A page with the share of each line that belongs to its article, -1 where nobody says."""

    name: str
    site: str
    drafts: list[Draft]
    parts: list[Part]
    said: Metadata
    labels: Labels
    weight: float = 1.0


def read_pages(data: Path) -> list[Labelled]:
    """Return the pages of ``html/pages.tar.xz`` with what ``html/gold.json`` says of them."""
    gold = json.loads((data / "html" / "gold.json").read_text("utf-8"))
    found = []
    with tarfile.open(data / "html" / "pages.tar.xz") as archive:
        for member in archive:
            name = Path(member.name).stem
            stream = archive.extractfile(member) if name in gold else None
            page = label_page(name, stream.read(), gold[name]) if stream else None
            if page is not None:
                found.append(page)
    return sorted(found, key=lambda page: page.name)


def label_page(name: str, data: bytes, gold: dict[str, Any]) -> Labelled | None:
    """Return a page with its labels; ``None`` for one without lines."""
    try:
        lines = read_lines(decode_page(data, decode_text))
    except ArticleError:
        return None
    drafts = lines.page.drafts
    texts = [_MARK.sub("", draft.text, count=1) for draft in drafts]
    if not texts:
        return None
    labels = body_labels(texts, gold["body"]) if gold.get("body") else snippet_labels(texts, gold)
    site = urlsplit(gold.get("url") or "").netloc.removeprefix("www.")
    site = site or re.sub(r"[-_]?\d+$", "", name)
    return Labelled(name, site, drafts, lines.parts, lines.said, labels)


def fold(site: str, folds: int, salt: str = "") -> int:
    """Return the fold of a site, the same in every run."""
    return int(hashlib.sha256(f"{salt}{site}".encode()).hexdigest(), 16) % folds


def body_labels(lines: list[str], body: str) -> Labels:
    """Return the share of each line's words that stand in the body, in the body's order.

    A line hardly any three words of which stand there together is none of it.
    """
    from rapidfuzz.distance import LCSseq

    words: list[str] = []
    owner: list[int] = []
    for place, line in enumerate(lines):
        found = _WORD.findall(line.lower())
        words += found
        owner += [place] * len(found)
    wanted = _WORD.findall(body.lower())[:_MOST]
    size, held, threes, seen = (np.zeros(len(lines)) for _ in range(4))
    np.add.at(size, owner, 1)
    for step in LCSseq.opcodes(words, wanted):
        if step.tag == "equal":
            np.add.at(held, owner[step.src_start : step.src_end], 1)
    known = set(zip(wanted, wanted[1:], wanted[2:], strict=False))
    for at in range(len(words) - 2):
        if owner[at] == owner[at + 2]:
            threes[owner[at]] += 1
            seen[owner[at]] += tuple(words[at : at + 3]) in known
    share = held / np.maximum(size, 1)
    together = seen / np.maximum(threes, 1)
    share[(threes >= 3) & (together < 0.4)] = 0.0
    moved = (threes >= 5) & (together > 0.9) & (share > 0)
    share[moved] = np.maximum(share[moved], 0.51)
    return np.asarray(share, dtype=float)


def snippet_labels(lines: list[str], gold: dict[str, Any]) -> Labels:
    """Label the lines that hold snippets of the article, or of what stands round it."""
    starts, whole = [], ""
    for line in lines:
        starts.append(len(whole))
        whole += " ".join(line.split()) + " "
    inside: set[int] = set()
    outside: set[int] = set()
    for snippet in gold.get("with", []):
        wanted = " ".join(snippet.split())
        places = _places(whole, starts, wanted)
        if len(set(places)) == 1 or len(wanted) > _LONG:
            inside.update(i for first, last in places for i in range(first, last + 1))
    for snippet in gold.get("without", []):
        wanted = " ".join(snippet.split())
        for first, last in _places(whole, starts, wanted):
            outside.update(
                i
                for i in range(first, last + 1)
                if len(lines[i]) < 200 or len(wanted) > 0.3 * len(lines[i])
            )
    labels = np.full(len(lines), -1.0)
    labels[sorted(inside - outside)] = 1.0
    labels[sorted(outside - inside)] = 0.0
    return labels


def _places(whole: str, starts: list[int], wanted: str) -> list[tuple[int, int]]:
    """Return the first and the last line of every place where a snippet stands."""
    found = []
    at = whole.find(wanted) if wanted else -1
    while at >= 0:
        last = at + len(wanted) - 1
        found.append((bisect_right(starts, at) - 1, bisect_right(starts, last) - 1))
        at = whole.find(wanted, at + 1)
    return found
