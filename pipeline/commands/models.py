"""``claimsheet models …``: which models are there, what they score, how to train one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.settings import Settings, load_settings
from pipeline.terminal import Out, SettingsFile, command

models_app = typer.Typer(help="Which models are there, what they score, how to train one.")


@models_app.command("list")
def list_models(
    every: Annotated[bool, typer.Option("--all", help="Every score of every model.")] = False,
) -> None:
    """List the models that are shipped, each with its first score."""
    from pipeline.weights.folders import MODELS, describe

    table = Table("model", "size", "measure", "score", box=None, header_style="bold")
    for name, size, figures in describe(MODELS):
        first = [name, f"{size / 1e6:.2f} MB"]
        measures = list(figures.items())
        for measure, value in measures if every else measures[:1]:
            table.add_row(*first, measure, f"{value:.3f}")
            first = ["", ""]
    console = Console(highlight=False)
    console.print(table)
    if not every:
        console.print("Every score: `claimsheet models list --all`")
    console.print(f"Data, licences, how to train again: {escape(str(MODELS))}/NAME/card.md")


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
    from pipeline.weights.folders import MODELS, describe

    known = [model for model, _, _ in describe(MODELS)]
    if name not in known:
        raise ModelError(f"there is no model {name!r}: name one of {', '.join(known)}")
    if with_reviews and (name != "claims" or data):
        raise UsageError("--with-reviews is for claims, and without --data")
    if not with_reviews and not data:
        raise UsageError("name the folder of the training data with --data")
    if to and to.exists() and not to.is_dir():
        raise UsageError(f"cannot write {to}: no folder; name one with --to")
    if data:
        importlib.import_module(f"pipeline.recipes.{name}.train").main(data, to or MODELS)
    else:
        _learn(seeds, out, load_settings(settings))


def _learn(seeds: Path, out: Path, settings: Settings) -> None:
    import importlib

    learned = importlib.import_module("pipeline.recipes.claims.reviews").main(
        seeds, out, settings.verdicts
    )
    console = Console(highlight=False, soft_wrap=True)
    console.print(
        f"{learned.examples:,} decisions, {learned.rejected:,} of them rejections; log loss on "
        f"decisions held out {learned.before:.3f} as shipped, {learned.after:.3f} when learned from"
    )
    if learned.written:
        again = escape(command("run", seeds, out))
        console.print(f"Written to {escape(str(learned.written))}; {again} uses it.")
    else:
        console.print("No better on decisions held out, so nothing is written.")
