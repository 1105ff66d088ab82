"""``claimsheet run`` and ``claimsheet status``."""

from __future__ import annotations

import shlex
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.errors import UsageError
from pipeline.run import batch, partitions
from pipeline.run.watch import LogFormat, Watch
from pipeline.run.written import SHEETS, differing, read_note
from pipeline.segment.notices import NOTICES
from pipeline.settings import load_settings
from pipeline.store.seeds import named
from pipeline.store.timings import read_timings
from pipeline.terminal import OUTPUTS, SEEDS, Out, Seeds, SettingsFile, command, plain
from pipeline.workers.local import Engine

INTERRUPTED = 130
_STANDINGS = ("kept", "moved", "reworded", "orphaned")


def run(
    seeds: Annotated[
        str, typer.Argument(help="Folder of articles, or a table: .jsonl, .parquet, also a URL.")
    ] = "seeds",
    out: Annotated[
        str, typer.Option("--out", help="Folder for the results; of a table, also a URL.")
    ] = "outputs",
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Processes (default: as fits).")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Process fresh articles again.")] = False,
    log_format: Annotated[
        LogFormat, typer.Option("--log-format", help="text, or json: a line an event.")
    ] = "text",
    engine: Annotated[
        Literal["local", "ray"], typer.Option("--engine", help="Where to work: docs/scale.md.")
    ] = "local",
    settings: SettingsFile = None,
) -> None:
    """Process what is new or changed; write the records and the review sheet."""
    started = time.perf_counter()
    chosen = load_settings(settings)
    table = partitions.is_table(seeds)
    summary: batch.Summary | partitions.Summary
    with Watch(log_format) as watch:
        options: dict[str, Any] = {"jobs": jobs, "force": force, "report": watch.article}
        options["engine"] = _engine(engine, jobs)
        try:
            if table:
                summary = partitions.run(seeds, out, chosen, waiting=watch.waiting, **options)
            else:
                summary = batch.run(
                    Path(seeds), Path(out), chosen, waiting=watch.waiting, **options
                )
        except KeyboardInterrupt:
            sys.unraisablehook = lambda _: None  # a workbook half written complains when it goes
            watch.error("interrupted: what was done is kept; run again to go on")
            raise typer.Exit(INTERRUPTED) from None
    if isinstance(summary, batch.Summary):
        _complain(summary, seeds, out, watch)
        unread = []
    else:
        unread = summary.unread
    for line in unread:
        watch.error(plain(line))
    seconds = time.perf_counter() - started
    if log_format == "json":
        counts = dict(sorted(summary.counts.items()))
        watch.log("end", processed=summary.processed, seconds=round(seconds, 3), **counts)
    elif table:
        _counts(summary, seconds, f"Partitions: {out}/claims/part-*.jsonl")
    else:
        _counts(summary, seconds, f"Review sheet: {Path(out) / 'claims.xlsx'}", seeds, out)
    if summary.counts["failures"] or unread:
        raise typer.Exit(1)


def _engine(name: str, jobs: int | None) -> Engine | None:
    if name == "local":
        return None
    from pipeline.workers.ray import ray_engine

    return ray_engine(jobs)


def _complain(summary: batch.Summary, seeds: str, out: str, watch: Watch) -> None:
    for failure in summary.failures:
        watch.error(f"{plain(failure.source)}: {failure.stage}: {plain(failure.error)}")
    for copy in summary.published.kept:
        from pipeline.review.unread import importing

        watch.error(
            f"the sheet in {out} had changes that were not imported: kept as {copy}; take "
            f"them with {importing(copy, seeds, out)}"
        )
    if summary.skipped:
        watch.error(f"not read: {plain(named(summary.skipped))}")


def _counts(
    summary: batch.Summary | partitions.Summary,
    seconds: float,
    written: str,
    seeds: str = SEEDS,
    out: str = OUTPUTS,
) -> None:
    n = summary.counts
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="bold")
    table.add_column()
    table.add_row(f"{n['articles']:,}", f"articles ({summary.processed:,} processed now)")
    if n["failures"]:
        where = "failures.jsonl" if isinstance(summary, batch.Summary) else "failures/"
        table.add_row(f"{n['failures']:,}", f"failed (see {where})", style="red")
    if n["noticed"]:
        told = escape(f"with a notice (see {command('status', seeds, out)})")
        table.add_row(f"{n['noticed']:,}", told, style="yellow")
    table.add_row(f"{n['claims']:,}", "claims")
    table.add_row(f"{n['cited']:,}", "with a citation of their own")
    table.add_row(f"{n['inherited']:,}", "supported by a neighbour's citation")
    table.add_row(f"{n['uncited']:,}", "uncited")
    table.add_row(f"{n['linked']:,}", f"of {n['references']:,} references cited")
    stood = summary.published.standing if isinstance(summary, batch.Summary) else None
    if stood:
        words = ", ".join(f"{stood[s]:,} {s}" for s in _STANDINGS if stood[s])
        if words:
            table.add_row(f"{stood.total():,}", f"decisions ({words})")
    table.add_row(f"{seconds:.1f}", "seconds")
    console = Console(highlight=False, soft_wrap=True)
    console.print(table)
    console.print(escape(written))


def status(
    seeds: Seeds = Path("seeds"),
    out: Out = Path("outputs"),
    timings: Annotated[
        bool, typer.Option("--timings", help="How long each stage took in the last run.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read every result and record file for damage.")
    ] = False,
    settings: SettingsFile = None,
) -> None:
    """Say which articles are new, changed, failed or removed, and why."""
    if timings:
        _timings(out)
        return
    found = batch.plan(seeds, out, load_settings(settings), thorough=verify)
    for item in found.items:
        if item.state != "fresh":
            print(f"{item.state:8} {plain(item.id)}  {plain(item.why)}")  # noqa: T201
        for code in item.notices:
            advice = NOTICES[code].replace(
                "`claimsheet show ARTICLE --left-out`",
                command(f"show {shlex.quote(item.id)} --left-out", out=out),
            )
            print(f"notice   {plain(item.id)}  {code}: {advice}")  # noqa: T201
    for name, why in found.skipped.items():
        print(f"skipped  {plain(name)}  {why}")  # noqa: T201
    note = read_note(out)
    for name in differing(out, note, thorough=verify) if note else ():
        what = "edited" if name in SHEETS else "damaged"
        again = command("run", seeds, out)
        print(f"{what:8} {name}  {again} writes it again")  # noqa: T201
    counts = Counter(item.state for item in found.items)
    print(", ".join(f"{counts[s]} {s}" for s in counts) or "nothing")  # noqa: T201


def _timings(out: Path) -> None:
    times = read_timings(out)
    if times is None:
        raise UsageError(f"no run in {out} has been timed: `claimsheet run` processes articles")
    table = Table("stage", "seconds", "share", "ms an article", box=None, header_style="bold")
    total = sum(times.seconds.values()) or 1.0
    for stage, seconds in times.seconds.items():
        each = 1000 * seconds / times.articles
        table.add_row(stage, f"{seconds:.2f}", f"{seconds / total:.0%}", f"{each:.1f}")
    console = Console(highlight=False)
    console.print(table)
    console.print(
        f"{times.articles:,} articles: {total:.1f} s in the stages over all workers, "
        f"{times.in_all:.1f} s in all with starting, files and sheet"
    )
