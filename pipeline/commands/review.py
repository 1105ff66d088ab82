"""``claimsheet review …``: the sheet out and in, agreement, and what to look at next."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.errors import UsageError
from pipeline.settings import load_settings
from pipeline.terminal import Out, Seeds, SettingsFile, error, id_column, plain

review_app = typer.Typer(help="The review sheet out and in, agreement, and what to look at next.")

SeedsOption = Annotated[Path, typer.Option("--seeds", help="Folder of articles and reviews.")]
Reviewer = Annotated[str | None, typer.Option("--reviewer", help="A reviewer's name or initials.")]


@review_app.command("export")
def export_sheet(
    to: Annotated[Path, typer.Option("--to", help="File to write: .xlsx or .csv.")],
    seeds: Seeds = Path("seeds"),
    out: Out = Path("outputs"),
    article: Annotated[
        list[str] | None, typer.Option("--article", help="Only this article (may be repeated).")
    ] = None,
    reviewer: Reviewer = None,
    settings: SettingsFile = None,
) -> None:
    """Write a review sheet for one reviewer or some articles."""
    from pipeline.review.unread import replacing_sheet
    from pipeline.sheet.write import Choice, write_sheet
    from pipeline.store.decisions import read_decisions

    _check_suffix(to)
    choice = Choice(article, None, reviewer, load_settings(settings).verdicts)
    opened = replacing_sheet(seeds, out, choice.verdicts)
    write_sheet(out, [to], read_decisions(seeds), choice, opened=opened)
    _say(f"Review sheet: {to}")


@review_app.command("import")
def import_sheets(
    files: Annotated[list[Path], typer.Argument(help="Reviewed sheets: .xlsx, .ods or .csv.")],
    seeds: SeedsOption = Path("seeds"),
    out: Out = Path("outputs"),
    reviewer: Reviewer = None,
    settings: SettingsFile = None,
) -> None:
    """Take the decisions of reviewed sheets; exit 1 when a row could not be taken."""
    from pipeline.review import importing

    if not seeds.is_dir():
        raise UsageError(f"seeds folder {seeds} is not a folder: name it with --seeds")
    verdicts = load_settings(settings).verdicts
    done = importing.import_sheets(files, seeds, out, verdicts, reviewer)
    for line in done.notes + done.problems:
        error(plain(line))
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="bold")
    table.add_column()
    table.add_row(f"{len(done.new):,}", f"decisions taken into {escape(str(seeds / 'reviews'))}")
    table.add_row(f"{done.unchanged:,}", "were there already")
    if done.problems:
        table.add_row(f"{len(done.problems):,}", "not taken (listed above)", style="red")
    Console(highlight=False, soft_wrap=True).print(table)
    if done.new:
        _say("`claimsheet run` shows them in the next sheet.")
    if done.problems:
        raise typer.Exit(1)


@review_app.command()
def agreement(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Sheets, one a reviewer (default: all decisions).")
    ] = None,
    seeds: SeedsOption = Path("seeds"),
    settings: SettingsFile = None,
) -> None:
    """Say how far reviewers agree: Cohen's kappa, Krippendorff's alpha, and where they differ."""
    from pipeline.review.agreement import compare, ratings_of_decisions, ratings_of_sheets, render

    verdicts = load_settings(settings).verdicts
    ratings = ratings_of_sheets(files, verdicts) if files else ratings_of_decisions(seeds)
    Console(highlight=False).print(render(compare(ratings)))


@review_app.command("next")
def show_next(
    seeds: Seeds = Path("seeds"),
    out: Out = Path("outputs"),
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many claims.")] = 20,
    to: Annotated[
        Path | None, typer.Option("--to", help="Write them as a sheet: .xlsx or .csv.")
    ] = None,
    reviewer: Reviewer = None,
    settings: SettingsFile = None,
) -> None:
    """Put first what is worth a person's time: doubtful, uncited, flagged, disputed claims."""
    from pipeline.review.queue import next_claims

    chosen = next_claims(out, limit, reviewer)
    if to is None:
        table = Table(id_column(), "why", "claim", box=None, header_style="bold")
        for one in chosen:
            why = ", ".join(one.why)
            table.add_row(escape(plain(one.id)), why, escape(plain(one.claim)))
        Console(highlight=False).print(table)
        return
    from pipeline.review.unread import replacing_sheet
    from pipeline.sheet.write import Choice, write_sheet
    from pipeline.store.decisions import read_decisions

    _check_suffix(to)
    choice = Choice(None, [one.id for one in chosen], reviewer, load_settings(settings).verdicts)
    opened = replacing_sheet(seeds, out, choice.verdicts)
    write_sheet(out, [to], read_decisions(seeds), choice, opened=opened)
    _say(f"Review sheet: {to}")


def _check_suffix(to: Path) -> None:
    if to.suffix.lower() not in (".xlsx", ".csv"):
        raise UsageError(f"cannot write {to}: a sheet is .xlsx or .csv")


def _say(line: str) -> None:
    Console(highlight=False, soft_wrap=True).print(escape(line))
