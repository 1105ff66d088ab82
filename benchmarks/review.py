"""Reviewing at size, and how well decisions follow their sentences through edits.

    python -m benchmarks.review [FOLDER…]

First: 20,000 claims written as a sheet, read by pandas with openpyxl for comparison,
filled, imported and published; seconds and peak memory of each, in a process of its own.
Then: the claims of the folders' texts (default: seeds) are decided on, the texts' sentences
edited at random by a script that remembers what became of each, and the decisions
settled again: how many came to the right sentence.
"""

import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))  # for the builders of small records
CLAIMS = 20_000

STEPS = {
    "sheet out (xlsx and csv)": """
from pipeline.sheet.write import write_sheet
write_sheet(out, [out / "claims.xlsx", out / "claims.csv"], {})
""",
    "the same table, pandas with openpyxl": """
import pandas as pd
pd.read_csv(out / "claims.csv", dtype=str).to_excel(out / "plain.xlsx", index=False)
""",
    "xlsx read, pandas with openpyxl": """
import pandas as pd
pd.read_excel(out / "claims.xlsx", dtype=str)
""",
    "sheet back (xlsx, every row decided)": """
from pipeline.review.importing import import_sheets
done = import_sheets([out / "filled.xlsx"], seeds, out)
assert len(done.new) == claims, done
""",
    "sheet back (the same again)": """
from pipeline.review.importing import import_sheets
assert import_sheets([out / "filled.xlsx"], seeds, out).unchanged == claims
""",
    "the next run (decisions in place, sheets)": """
from pipeline.run import batch
from pipeline.settings import Settings
assert batch.run(seeds, out, Settings()).published.standing["kept"] == claims
""",
}
TIMED = """
import resource, time
from pathlib import Path
seeds, out, claims = Path({seeds!r}), Path({out!r}), {claims}
started = time.perf_counter()
{step}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{{time.perf_counter() - started:.1f}} {{peak:.0f}}")
"""


def size() -> None:
    """Print seconds and peak memory of each step with 20,000 claims."""
    import pandas as pd

    from benchmarks.articles import texts
    from pipeline.run import batch
    from pipeline.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        seeds, out = Path(folder) / "seeds", Path(folder) / "out"
        seeds.mkdir()
        for n, text in enumerate(texts(1300, 7)):
            (seeds / f"{n:04}.txt").write_text(text, "utf-8")
        claims = batch.run(seeds, out, Settings()).counts["claims"]
        table = pd.read_excel(out / "claims.xlsx", dtype=str, keep_default_na=False)
        table["verdict"], table["reviewer"] = "accept", "MM"
        table["comment"] = table["claim"].str[:40]
        table.to_excel(out / "filled.xlsx", index=False, engine="xlsxwriter")
        print(f"{claims:,} claims in 1,300 articles: seconds, peak MB")
        for name, step in STEPS.items():
            code = TIMED.format(seeds=str(seeds), out=str(out), claims=claims, step=step)
            done = subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
            )
            print(f"{name:45} {done.stdout.split()[0]:>6} {done.stdout.split()[1]:>6}")


def edited(rng: random.Random, rows: list[tuple[str, frozenset[int]]], edits: int) -> list:
    """Edit sentences; each row is a sentence with the numbers of those it came from."""
    rows = list(rows)
    words = " ".join(text for text, _ in rows).split()
    first = list(rows)
    for _ in range(edits):
        at = rng.randrange(len(rows))
        text, of = rows[at]
        own = text.split()
        match rng.choice(
            ["reword", "reword", "rewrite", "delete", "insert", "merge", "split", "move"]
        ):
            case "reword":  # one to three words
                for _ in range(rng.randint(1, 3)):
                    own[rng.randrange(len(own))] = rng.choice(words)
                rows[at] = " ".join(own), of
            case "rewrite":  # half of the words others, some dropped
                own = [
                    w if rng.random() < 0.7 else rng.choice(words)
                    for w in own
                    if rng.random() < 0.85
                ]
                rows[at] = " ".join(own) or text, of
            case "delete" if len(rows) > 3:
                del rows[at]
            case "insert":
                other = rng.choice(first)[0].split()
                rows.insert(at, (" ".join(rng.choices(words, k=len(other))), frozenset()))
            case "merge" if at + 1 < len(rows):
                after, after_of = rows[at + 1]
                rows[at : at + 2] = [(f"{text.rstrip('.')}, and {after}", of | after_of)]
            case "split" if len(own) > 9:
                cut = rng.randint(4, len(own) - 4)
                rows[at : at + 1] = [(" ".join(own[:cut]), of), (" ".join(own[cut:]), of)]
            case "move":
                rows.insert(rng.randrange(len(rows)), rows.pop(at))
    return rows


def places(name: str, sentences: list[str], decided: set[int]) -> list:
    """Claims with their surroundings, of sentences joined by spaces."""
    import builders

    from pipeline.claims.text import claim_id
    from pipeline.review.standing import place

    whole, at, found = " ".join(sentences), 0, []
    seen: Counter[str] = Counter()
    for n, sentence in enumerate(sentences):
        seen[sentence] += 1
        if n in decided:
            id = claim_id(name, sentence, seen[sentence])
            claim = builders.claim(sentence, id=id, article=name, start=at)
            found.append((n, place(claim, whole)))
        at += len(sentence) + 1
    return found


def follow(folders: list[Path], share: float) -> Counter[str]:
    """Count what becomes of decisions when a share of an article's sentences is edited."""
    import builders

    from pipeline.review.standing import settle

    rng = random.Random(11)
    counts: Counter[str] = Counter()
    for path in sorted(p for f in folders for p in f.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        sentences = [" ".join(s["text"].split()) for s in gold["sentences"]]
        if len(sentences) < 5:
            continue
        every = set(range(len(sentences)))
        decisions = [(n, builders.decision(p)) for n, p in places("a", sentences, every) if n % 2]
        rows = edited(
            rng,
            [(s, frozenset([n])) for n, s in enumerate(sentences)],
            max(1, int(share * len(sentences))),
        )
        now = places("a", [text for text, _ in rows], set(range(len(rows))))
        origin = {p.claim.id: rows[n][1] for n, p in now}
        stood, lost = settle([d for _, d in decisions], [p for _, p in now])
        number = {id(d): n for n, d in decisions}
        alive = {n for _, of in rows for n in of}
        for one in stood:
            n = number[id(one.decision)]
            right = n in origin[one.claim]
            counts[
                ("right" if right else "wrong sentence") if n in alive else "shown though deleted"
            ] += 1
        for d in lost:
            counts["orphaned though there" if number[id(d)] in alive else "right"] += 1
    return counts


def main() -> None:
    """Print both."""
    folders = [Path(a) for a in sys.argv[1:]] or [ROOT / "tests" / "gold"]
    for share in (0.1, 0.3, 1.0):
        counts = follow(folders, share)
        total = counts.total()
        shown = ", ".join(f"{name} {n / total:.2%}" for name, n in counts.most_common())
        print(f"edits {share:.0%} of sentences, {total:,} decisions: {shown}")
    size()


if __name__ == "__main__":
    main()
