"""What a million articles take: speed and memory of a worker, bytes of records, cost of Ray.

``python -m benchmarks.scale [FOLDER] [ARTICLES]``: the texts of a folder, over and over
(default: paragraphs of the seeds), as a table of JSONL, run by one process, by two, and by
two of Ray's. The figures of docs/scale.md are made with it.
"""

import json
import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.articles import texts
from pipeline.records import FILES
from pipeline.run import partitions
from pipeline.settings import Settings
from pipeline.workers.local import local
from pipeline.workers.ray import ray_engine


def main(folder: str | None = None, articles: str = "1000") -> None:
    """Write the table, run it three ways and print the figures."""
    count = int(articles)
    pages = (
        [path.read_text("utf-8") for path in sorted(Path(folder).glob("*.txt"))]
        if folder
        else texts(count, 12)
    )
    chosen = [pages[n % len(pages)] for n in range(count)]
    words = sum(len(text.split()) for text in chosen)
    with tempfile.TemporaryDirectory() as scratch:
        table = Path(scratch, "articles.jsonl")
        with table.open("w") as stream:
            for n, text in enumerate(chosen):
                stream.write(json.dumps({"id": f"a{n:07d}", "text": text}) + "\n")
        unit = table.stat().st_size // 16 + 1
        print(f"{count:,} articles of {words / count:,.0f} words, {os.cpu_count()} cores")
        engines = {"one process": local(1), "two": local(2), "two of Ray": ray_engine(2)}
        for name, engine in engines.items():
            out = Path(scratch, name)
            cpu, began = time.process_time(), time.perf_counter()
            partitions.run(str(table), str(out), Settings(), engine=engine, unit_bytes=unit)
            seconds = time.perf_counter() - began
            used = f", {words / (time.process_time() - cpu):,.0f} a CPU second"
            print(f"{name}: {seconds:.1f} s, {words / seconds:,.0f} words/s", end="")
            print(used if engine is engines["one process"] else "")
            if engine is engines["two"]:
                peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
                print(f"largest worker: {peak / 1024:,.0f} MB")
        began = time.perf_counter()
        partitions.run(str(table), str(out), Settings(), jobs=1, unit_bytes=unit)
        print(f"nothing to do: {time.perf_counter() - began:.2f} s")
        print(f"table: {table.stat().st_size / words * 1000:,.0f} bytes per 1,000 words")
        for kind in FILES:
            size = sum(path.stat().st_size for path in (out / kind).iterdir())
            print(f"{kind}: {size / words * 1000:,.0f} bytes per 1,000 words")
        shutil.make_archive(str(out), "gztar", out)
        packed = Path(f"{out}.tar.gz").stat().st_size
        print(f"all, gzipped: {packed / words * 1000:,.0f} bytes per 1,000 words")


if __name__ == "__main__":
    main(*sys.argv[1:])
