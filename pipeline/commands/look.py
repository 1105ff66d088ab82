"""``claimsheet show``, ``report``, ``export`` and ``evaluate``: looking at a finished run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from pipeline.errors import UsageError
from pipeline.run.written import in_parts
from pipeline.settings import load_settings
from pipeline.terminal import Out, SettingsFile, error, plain, typed


def show(
    article: str,
    out: Out = Path("outputs"),
    left_out: Annotated[
        bool, typer.Option("--left-out", help="What was taken for no part of the article.")
    ] = False,
) -> None:
    """Show an article in the terminal: claims, entities and markers."""
    from pipeline.views.show import show_article, show_left_out

    shown = show_left_out if left_out else show_article
    shown(typed(article), out, Console(highlight=False))


def report(
    out: Out = Path("outputs"),
    to: Annotated[
        Path | None, typer.Option("--to", help="File to write (default: report.html in OUTPUTS).")
    ] = None,
) -> None:
    """Write a page of the results: charts, and the claims in their articles."""
    from pipeline.views.report import write_report

    if said := in_parts(out):
        error(plain(said))
    written = write_report(out, to)
    Console(highlight=False, soft_wrap=True).print(f"Report: {escape(str(written))}")


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of gold files.")],
    out: Out = Path("outputs"),
    floors: Annotated[
        Path | None, typer.Option("--floors", help="TOML file of least figures.")
    ] = None,
) -> None:
    """Score every stage against gold; exit 1 below the floors."""
    from pipeline import evaluation

    scores = evaluation.evaluate(out, gold)
    least = evaluation.load_floors(floors) if floors else {}
    Console(highlight=False).print(evaluation.render(scores, least))
    missed = evaluation.below(scores, least)
    for line in missed:
        error(line)
    if missed:
        raise typer.Exit(1)


def export(
    format: Annotated[
        str,
        typer.Option(
            "--format",
            help="Of references: csl-json, ris, bibtex. Of claims: csv, parquet, web-annotation, "
            "label-studio, bioc, docbin, claimreview.",
        ),
    ],
    out: Out = Path("outputs"),
    article: Annotated[
        list[str] | None, typer.Option("--article", help="Only this article (may be repeated).")
    ] = None,
    only: Annotated[
        str | None,
        typer.Option("--only", help="accepted: only claims that reviewers accepted or corrected."),
    ] = None,
    to: Annotated[Path | None, typer.Option("--to", help="File (default: the terminal).")] = None,
    unique: Annotated[
        bool, typer.Option("--unique", help="One item for a work that several articles cite.")
    ] = False,
    settings: SettingsFile = None,
) -> None:
    """Write references or claims for other programs."""
    from pipeline.views.exports.claims import Choice
    from pipeline.views.exports.write import export

    if only not in (None, "accepted"):
        raise UsageError(f"--only {only}: it can be accepted")
    words = load_settings(settings).words
    chosen = Choice([*map(typed, article or ())], only == "accepted", words)
    export(out, format, chosen, to, unique)
