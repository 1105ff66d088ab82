"""What the commands share: arguments, and the one line an error is."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Column

SEEDS, OUTPUTS = "seeds", "outputs"  # the folders of a command that names none
Seeds = Annotated[Path, typer.Argument(help="Folder of articles.")]
Out = Annotated[Path, typer.Option("--out", help="Folder for the results.")]
SettingsFile = Annotated[
    Path | None, typer.Option("--settings", help="Settings file (default: pipeline.toml here).")
]


def plain(text: str) -> str:
    """Return text as one harmless line: control characters become U+FFFD."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def typed(argument: str) -> str:
    """Return an argument as it was typed, whatever encoding the system names."""
    return os.fsencode(argument).decode("utf-8", "replace")


def command(
    words: str, seeds: Path | str | None = None, out: Path | str | None = None, option: str = ""
) -> str:
    """Return a command as it is to be typed, with the folders that are not the usual ones.

    ``option`` names the option by which the command takes the seeds; else they stand alone.
    """
    parts = ["claimsheet", words]
    if seeds is not None and str(seeds) != SEEDS:
        parts += [option, shlex.quote(str(seeds))]
    if out is not None and str(out) != OUTPUTS:
        parts += ["--out", shlex.quote(str(out))]
    return f"`{plain(' '.join(filter(None, parts)))}`"


def error(message: str) -> None:
    """Print an error's one line."""
    print(f"claimsheet: {message}", file=sys.stderr)  # noqa: T201


def id_column() -> Column:
    """Return a table's column of ids, which are for copying and so never cut."""
    return Column("id", no_wrap=True, overflow="ignore")
