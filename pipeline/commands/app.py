"""The command line: the commands there are, their examples, and how they are run."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer.main import get_command

from pipeline import version
from pipeline.commands import look, run
from pipeline.commands.examples import EXAMPLES
from pipeline.commands.guard import guarded, uninterrupted
from pipeline.commands.models import models_app
from pipeline.commands.review import review_app

app = typer.Typer(
    help="Every checkable claim of a folder of articles as a row of a review sheet.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help, which every terminal can show
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (run.run, run.status, look.show, look.report, look.evaluate, look.export):
    app.command()(command)
app.add_typer(models_app, name="models", no_args_is_help=True)
app.add_typer(review_app, name="review", no_args_is_help=True)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"claimsheet {version()}")  # noqa: T201
        raise typer.Exit


@app.callback()
def options(
    wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def command_line() -> Any:
    """Return the whole command line, with examples below the help of every command."""
    top = get_command(app)
    for words, examples in EXAMPLES.items():
        command: Any = top
        for word in words.split():
            command = command.commands[word]
        lines = "\n".join(f"  claimsheet {example}".rstrip() for example in examples)
        command.epilog = f"\b\nExamples:\n{lines}"
    return top


def main() -> None:
    """Run the command line and end the process with its exit status."""
    status = guarded(_run)
    uninterrupted()
    sys.exit(status)


def _run() -> int:
    top = command_line()
    try:
        with top.make_context("claimsheet", sys.argv[1:]) as context:
            top.invoke(context)
    except typer.Exit as left:
        return left.exit_code
    except typer.TyperException as wrong:
        if not wrong.format_message().startswith("Usage:"):
            raise
        print(wrong.format_message())  # noqa: T201  # a group alone shows its help
    return 0
