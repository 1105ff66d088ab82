"""``claimsheet review …``: the sheet out and in, agreement, and what to look at next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.errors import UsageError
from pipeline.run.written import in_parts
from pipeline.settings import load_settings
from pipeline.terminal import Out, Seeds, SettingsFile, command, error, id_column, plain

if TYPE_CHECKING:
    from pipeline.sheet.write import Choice

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
    blind: Annotated[
        bool, typer.Option("--blind", help="Show nothing of what others decided.")
    ] = False,
    settings: SettingsFile = None,
) -> None:
    """Write a review sheet for one reviewer or some articles."""
    from pipeline.sheet.write import Choice
    from pipeline.store.outputs import check_articles

    check_articles(out, article or ())
    _write(to, seeds, out, Choice(article, None, reviewer, load_settings(settings).words, blind))


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
    words = load_settings(settings).words
    done = importing.import_sheets(files, seeds, out, words, reviewer)
    for line in done.notes + done.problems + done.unread:
        error(plain(line))
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="bold")
    table.add_column()
    table.add_row(f"{len(done.new):,}", f"decisions taken into {escape(str(seeds / 'reviews'))}")
    table.add_row(f"{done.unchanged:,}", "were there already")
    if done.refused:
        table.add_row(f"{done.refused:,}", "rows not taken (listed above)", style="red")
    if done.unread:
        table.add_row(f"{len(done.unread):,}", "other changes, not read (listed above)")
    Console(highlight=False, soft_wrap=True).print(table)
    if done.new:
        _say(f"{command('run', seeds, out)} shows them in the next sheet.")
    if done.problems:
        raise typer.Exit(1)


@review_app.command()
def agreement(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Sheets, one a reviewer (default: all decisions).")
    ] = None,
    seeds: SeedsOption = Path("seeds"),
    out: Out = Path("outputs"),
    to: Annotated[
        Path | None,
        typer.Option("--to", help="Write the claims they differ on as a sheet for “consensus”."),
    ] = None,
    settings: SettingsFile = None,
) -> None:
    """Say how far reviewers agree: Cohen's kappa, Krippendorff's alpha, and where they differ.

    A row of the reviewer “consensus” settles what the others differ on.
    """
    from pipeline.review.agreement import compare, ratings_of_decisions, ratings_of_sheets, render
    from pipeline.review.queue import disputed_claims
    from pipeline.sheet.write import Choice
    from pipeline.store.decisions import CONSENSUS

    words = load_settings(settings).words
    ratings = ratings_of_sheets(files, words) if files else ratings_of_decisions(seeds)
    found = compare(ratings)
    Console(highlight=False).print(render(found))
    if to is not None:
        both = found.differing + found.of_sources
        differing = list(dict.fromkeys(id for id, _, _ in both)) if files else disputed_claims(out)
        _write(to, seeds, out, Choice(None, differing, CONSENSUS, words))


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
    from pipeline.sheet.write import Choice

    words = load_settings(settings).words
    _write(to, seeds, out, Choice(None, [one.id for one in chosen], reviewer, words))


def _write(to: Path, seeds: Path, out: Path, choice: Choice) -> None:
    """Write a sheet that a person named."""
    from pipeline.review.unread import replacing_sheet
    from pipeline.sheet.write import write_sheet
    from pipeline.store.decisions import read_decisions

    _check_suffix(to)
    opened = replacing_sheet(seeds, out, choice.words)
    write_sheet(out, [to], read_decisions(seeds), choice, opened=opened)
    if said := in_parts(out):
        error(plain(said))
    _say(f"Review sheet: {to}")


def _check_suffix(to: Path) -> None:
    if to.suffix.lower() not in (".xlsx", ".csv"):
        raise UsageError(f"cannot write {to}: a sheet is .xlsx or .csv")


def _say(line: str) -> None:
    Console(highlight=False, soft_wrap=True).print(escape(line))
