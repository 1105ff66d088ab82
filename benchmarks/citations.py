"""What citation work costs: by length, on hostile text, and as a share of a whole run.

    python -m benchmarks.citations [--longest CHARACTERS]

Texts recombine paragraphs of the two seeds under a fixed random seed; every paragraph
cites in brackets, and a list of a hundred entries to 10,000 characters stands at the end. Costs
are ratios to the shortest text of the same run.
"""

import argparse
import random
import re
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.articles import ROOT
from pipeline import flow
from pipeline.markers.stage import find_markers
from pipeline.read.stage import read_article
from pipeline.records import Article
from pipeline.references.stage import parse_references
from pipeline.run import batch
from pipeline.segment.stage import find_blocks
from pipeline.settings import Settings

LENGTHS = (10_000, 100_000, 1_000_000, 10_000_000)
HOSTILE = (
    "1,",
    "1-",
    "(1,",
    "((((",
    "[^",
    "[1,2]",
    "a1,",
    "1.",
    "--",
    "¹⁻",
    "Holt 2001, ",
    "10.1/",
)
CITATION_STAGES = ("parse_references", "find_markers", "link_markers", "link_claims")


def text_of(length: int) -> str:
    """Make an article of about that many characters, citing a list at its end."""
    pool = [
        re.sub(r"(?<=[.,])\d[\d,–-]*|\[\d[\d, –-]*\]", "", line.strip())
        for path in sorted((ROOT / "seeds").glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
        if len(line) > 200 and "201" not in line
    ]
    chance = random.Random(7)
    count = max(10, length // 1000)
    entries = [
        f"{n}. Smith AB, Jones C. Bones, part {n}. J Bone. {1990 + n % 30};{n}(2):{n}-{n + 9}."
        for n in range(1, count + 1)
    ]
    size = length - sum(map(len, entries)) - 2 * len(entries)
    prose: list[str] = []
    while size > 0:
        number = chance.randint(1, count)
        prose.append(f"{chance.choice(pool).rstrip('. ')} [{number}, {number % count + 1}].")
        size -= len(prose[-1]) + 2
    return "\n\n".join(["Bones", *prose, "References", *entries])


def citations(text: str) -> tuple[float, float]:
    """Return the seconds of segmenting, and of references and markers together."""
    article = _article(text)
    start = time.perf_counter()
    blocks = find_blocks(article)
    middle = time.perf_counter()
    references = parse_references(article, blocks)
    find_markers(article, blocks, references)
    return middle - start, time.perf_counter() - middle


def _article(text: str) -> Article:
    return read_article(
        text.encode(), id="x", source="x.txt", sha256="", max_characters=len(text) + 1
    )[0]


def share(seeds: Path) -> float:
    """Return the share of a whole run, sheet and all, that references, markers and links take."""
    spent = 0.0
    kept: dict[str, Callable[..., Any]] = {}

    def timed(stage: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            nonlocal spent
            start = time.perf_counter()
            try:
                return stage(*args, **more)
            finally:
                spent += time.perf_counter() - start

        return call

    for name in CITATION_STAGES:
        kept[name] = getattr(flow, name)
        setattr(flow, name, timed(kept[name]))
    try:
        with tempfile.TemporaryDirectory() as out:
            start = time.perf_counter()
            batch.run(seeds, Path(out), Settings(), jobs=1)
            return spent / (time.perf_counter() - start)
    finally:
        for name, stage in kept.items():
            setattr(flow, name, stage)


def main(longest: int) -> None:
    """Print the three tables."""
    citations(text_of(10_000))  # models are loaded
    print("characters    segment     citations   per character, to the first")
    base = 0.0
    for length in (n for n in LENGTHS if n <= longest):
        text = text_of(length)
        segmenting, citing = citations(text)
        base = base or (segmenting + citing) / len(text)
        ratio = (segmenting + citing) / len(text) / base
        print(f"{len(text):>10,}  {segmenting:>8.2f} s  {citing:>8.2f} s  {ratio:>8.2f}")
    print("\n100,000 and 1,000,000 characters of one piece, time to time (10 is linear)")
    for piece in HOSTILE:
        short, long = (sum(citations((piece * n)[:n])) for n in (100_000, 1_000_000))
        print(f"{piece!r:>14}  {short:>8.3f} s  {long:>8.3f} s  {long / short:>6.1f}")
    with tempfile.TemporaryDirectory() as folder:
        for n in range(20):
            (Path(folder) / f"{n}.txt").write_text(text_of(50_000), "utf-8")
        print(f"\nshare of a whole run: seeds {share(ROOT / 'seeds'):.3f}, ", end="")
        print(f"20 articles of 50,000 characters {share(Path(folder)):.3f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory {peak:,.0f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--longest", type=int, default=LENGTHS[-1])
    main(parser.parse_args().longest)
