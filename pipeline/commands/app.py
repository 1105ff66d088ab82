"""The command line: what a person types, and the one line an error is."""

from __future__ import annotations

import os
import sys

import typer

from pipeline.commands import look, run
from pipeline.commands.models import models_app
from pipeline.commands.review import review_app
from pipeline.errors import ClaimsheetError
from pipeline.terminal import error, plain

app = typer.Typer(
    help="Every checkable claim of a folder of articles as a row of a review sheet.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (run.run, run.status, look.show, look.report, look.evaluate, look.export):
    app.command()(command)
app.add_typer(models_app, name="models", no_args_is_help=True)
app.add_typer(review_app, name="review", no_args_is_help=True)


def main() -> None:
    """Run the command line; a user's error is one line and exit status 2."""
    try:
        app()
    except ClaimsheetError as failed:
        error(plain(str(failed)))
        sys.exit(2)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
