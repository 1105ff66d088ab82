"""The command line: what a person types, and the one line an error is."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline import batch, partitions
from pipeline.engines import Engine
from pipeline.errors import ClaimsheetError, UsageError
from pipeline.review.commands import review_app
from pipeline.settings import Settings, load_settings
from pipeline.terminal import Out, Seeds, SettingsFile, error, plain
from pipeline.timings import read_timings
from pipeline.watch import LogFormat, Watch

app = typer.Typer(
    help="Every checkable claim of a folder of articles as a row of a review sheet.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
models_app = typer.Typer(help="Which models are there, what they score, how to train one.")
app.add_typer(models_app, name="models", no_args_is_help=True)
app.add_typer(review_app, name="review", no_args_is_help=True)

INTERRUPTED = 130
_STANDINGS = ("kept", "moved", "reworded", "orphaned")


@app.command()
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
    """Process new and changed articles and write the records and the review sheet."""
    started = time.perf_counter()
    chosen = load_settings(settings)
    table = partitions.is_table(seeds)
    summary: batch.Summary | partitions.Summary
    with Watch(log_format) as watch:
        options: dict[str, Any] = {"jobs": jobs, "force": force, "report": watch.article}
        options["engine"] = _engine(engine, jobs)
        try:
            if table:
                summary = partitions.run(seeds, out, chosen, **options)
            else:
                summary = batch.run(
                    Path(seeds), Path(out), chosen, waiting=watch.waiting, **options
                )
        except KeyboardInterrupt:
            sys.unraisablehook = lambda _: None  # a workbook half written complains when it goes
            watch.error("interrupted: what was done is kept; run again to go on")
            raise typer.Exit(INTERRUPTED) from None
    if isinstance(summary, batch.Summary):
        _complain(summary, out, watch)
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
        _counts(summary, seconds, f"Review sheet: {Path(out) / 'claims.xlsx'}")
    if summary.counts["failures"] or unread:
        raise typer.Exit(1)


def _engine(name: str, jobs: int | None) -> Engine | None:
    if name == "local":
        return None
    from pipeline.engine_ray import ray_engine

    return ray_engine(jobs)


def _complain(summary: batch.Summary, out: str, watch: Watch) -> None:
    for failure in summary.failures:
        watch.error(f"{plain(failure.source)}: {failure.stage}: {plain(failure.error)}")
    for copy in summary.published.kept:
        watch.error(
            f"the sheet in {out} had decisions that were not imported: kept as {copy}; take "
            f"them with `claimsheet review import {copy}`"
        )
    if summary.skipped:
        names = ", ".join(plain(name) for name in summary.skipped[:3])
        more = ", …" if len(summary.skipped) > 3 else ""
        watch.error(f"{len(summary.skipped)} files are of a type that is not read: {names}{more}")


def _counts(summary: batch.Summary | partitions.Summary, seconds: float, written: str) -> None:
    n = summary.counts
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="bold")
    table.add_column()
    table.add_row(f"{n['articles']:,}", f"articles ({summary.processed:,} processed now)")
    if n["failures"]:
        where = "failures.jsonl" if isinstance(summary, batch.Summary) else "failures/"
        table.add_row(f"{n['failures']:,}", f"failed (see {where})", style="red")
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


@app.command()
def status(
    seeds: Seeds = Path("seeds"),
    out: Out = Path("outputs"),
    timings: Annotated[
        bool, typer.Option("--timings", help="How long each stage took in the last run.")
    ] = False,
    settings: SettingsFile = None,
) -> None:
    """Say which articles are new, changed, fresh, failed or removed, and why."""
    if timings:
        _timings(out)
        return
    found = batch.plan(seeds, out, load_settings(settings))
    for item in found.items:
        if item.state != "fresh":
            print(f"{item.state:8} {plain(item.id)}  {plain(item.why)}")  # noqa: T201
    for name in found.skipped:
        print(f"skipped  {plain(name)}  a type that is not read")  # noqa: T201
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


@app.command()
def show(article: str, out: Out = Path("outputs")) -> None:
    """Show one article in the terminal: claims, entities and markers in colour."""
    from pipeline.show import show_article

    show_article(article, out, Console(highlight=False))


@app.command()
def report(
    out: Out = Path("outputs"),
    to: Annotated[
        Path | None, typer.Option("--to", help="File to write (default: report.html in OUTPUTS).")
    ] = None,
) -> None:
    """Write one HTML page of the results: charts, and the articles with their claims marked."""
    from pipeline.report import write_report

    written = write_report(out, to)
    Console(highlight=False, soft_wrap=True).print(f"Report: {escape(str(written))}")


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of gold files.")],
    out: Out = Path("outputs"),
    floors: Annotated[
        Path | None, typer.Option("--floors", help="TOML file of least figures.")
    ] = None,
) -> None:
    """Precision, recall and F1 of every stage against gold; exit 1 below the floors."""
    from pipeline import evaluation

    scores = evaluation.evaluate(out, gold)
    least = evaluation.load_floors(floors) if floors else {}
    Console(highlight=False).print(evaluation.render(scores, least))
    missed = evaluation.below(scores, least)
    for line in missed:
        error(line)
    if missed:
        raise typer.Exit(1)


@app.command()
def export(
    format: Annotated[str, typer.Option("--format", help="csl-json, ris or bibtex.")],
    out: Out = Path("outputs"),
    article: Annotated[
        list[str] | None, typer.Option("--article", help="Only this article (may be repeated).")
    ] = None,
    to: Annotated[Path | None, typer.Option("--to", help="File (default: the terminal).")] = None,
) -> None:
    """Write the references of a run for reference managers: CSL-JSON, RIS or BibTeX."""
    from pipeline.export import export_references

    export_references(out, format, article or (), to)


@models_app.command("list")
def list_models() -> None:
    """List the models that are shipped, with their scores."""
    from pipeline.models import MODELS, describe

    table = Table("model", "size", "measure", "score", box=None, header_style="bold")
    for name, size, figures in describe(MODELS):
        first = [name, f"{size / 1e6:.2f} MB"]
        for measure, value in figures.items():
            table.add_row(*first, measure, f"{value:.3f}")
            first = ["", ""]
    console = Console(highlight=False)
    console.print(table)
    console.print(f"Data, licences and how to train again: {escape(str(MODELS))}/NAME/card.md")


@models_app.command("train")
def train_model(
    name: Annotated[str, typer.Argument(help="A model of `claimsheet models list`.")],
    data: Annotated[
        Path | None, typer.Option("--data", help="Folder of the training data.")
    ] = None,
    to: Annotated[Path | None, typer.Option("--to", help="Models folder to write.")] = None,
    with_reviews: Annotated[
        bool, typer.Option("--with-reviews", help="Learn from reviewers' decisions (claims).")
    ] = False,
    seeds: Annotated[Path, typer.Option("--seeds", help="Folder with the reviews.")] = Path(
        "seeds"
    ),
    out: Out = Path("outputs"),
    settings: SettingsFile = None,
) -> None:
    """Train a model again with its recipe, or fit the claims model to reviewers' decisions."""
    import importlib

    from pipeline.errors import ModelError, UsageError
    from pipeline.models import MODELS

    if not (Path(__file__).parent / "recipes" / f"{name}.py").is_file():
        raise ModelError(f"there is no recipe for {name!r}: see `claimsheet models list`")
    if with_reviews and (name != "claims" or data):
        raise UsageError("--with-reviews is for claims, and without --data")
    if not with_reviews and not data:
        raise UsageError("name the folder of the training data with --data")
    if data:
        importlib.import_module(f"pipeline.recipes.{name}").main(data, to or MODELS)
    else:
        _learn(seeds, out, load_settings(settings))


def _learn(seeds: Path, out: Path, settings: Settings) -> None:
    import importlib

    learned = importlib.import_module("pipeline.recipes.claims_reviews").main(
        seeds, out, settings.verdicts
    )
    console = Console(highlight=False, soft_wrap=True)
    console.print(
        f"{learned.examples:,} decisions, {learned.rejected:,} of them rejections; log loss on "
        f"decisions held out {learned.before:.3f} as shipped, {learned.after:.3f} when learned from"
    )
    if learned.written:
        console.print(f"Written to {escape(str(learned.written))}; `claimsheet run` uses it.")
    else:
        console.print("No better on decisions held out, so nothing is written.")


def main() -> None:
    """Run the command line; a user's error is one line and exit status 2."""
    try:
        app()
    except ClaimsheetError as failed:
        error(plain(str(failed)))
        sys.exit(2)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
