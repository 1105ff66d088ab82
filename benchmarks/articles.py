"""Articles to measure with: paragraphs of open articles, recombined under a fixed random seed."""

import random
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def texts(count: int, paragraphs: int, folder: Path = ROOT / "seeds") -> list[str]:
    """Make articles of that many paragraphs each, with a title on top."""
    pool = [
        line.strip()
        for path in sorted(folder.glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
        if len(line) > 200
    ]
    choose = random.Random(7)
    return [f"Report {n}\n\n" + "\n\n".join(choose.sample(pool, paragraphs)) for n in range(count)]
