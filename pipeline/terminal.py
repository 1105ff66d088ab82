"""What the commands share: arguments, and the one line an error is."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Column

Seeds = Annotated[Path, typer.Argument(help="Folder of articles (text, Markdown, HTML, JATS).")]
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


def error(message: str) -> None:
    """Print an error's one line."""
    print(f"claimsheet: {message}", file=sys.stderr)  # noqa: T201


def id_column() -> Column:
    """Return a table's column of ids, which are for copying and so never cut."""
    return Column("id", no_wrap=True, overflow="ignore")
